/* SPDX-License-Identifier: MIT */
/* What this program gives to driver modules, from the table of the driver interface. */
#ifndef MSILAB_CLI_WORLD_H
#define MSILAB_CLI_WORLD_H

struct explain_calls;

#include "lessons/host/module.h"

const struct explain_calls *world_calls(void); /* levels and texts of api.def, for people */
const char *const *world_given(void); /* names of api.def, NULL at the end */
const char *const *world_bound(void); /* memcpy and its like, NULL at the end */

/* All of it, with the folders of the shipped drivers. */
const struct module_world *world(void);

#endif
