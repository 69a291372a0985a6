/* SPDX-License-Identifier: MIT */
/* The switches of the system, `set KEY=VALUE` in a head and as a command: which there are, and what each may be. */
#ifndef MSILAB_BASE_SWITCHES_H
#define MSILAB_BASE_SWITCHES_H

#include "sim/base/err.h"

/* false: no such switch, or not with this value; the caller adds the place. */
bool switch_good(const char *key, const char *value, struct err *err);

const char *switch_key(unsigned i); /* in the order of the table; NULL: past its end */
const char *const *switch_choices(const char *key); /* ends with NULL; nothing in it: a number or a time, or no such switch */

#endif
