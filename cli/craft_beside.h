/* SPDX-License-Identifier: MIT */
/* One source beside another, for whoever has written the first and is shown the second. */
#ifndef MSILAB_CLI_CRAFT_BESIDE_H
#define MSILAB_CLI_CRAFT_BESIDE_H

#include <stdbool.h>

#include "sim/base/str.h"

/* Appends every line after "- " (of the first alone), "+ " (of the second alone) or two blanks (of both), tabs as blanks. false: they are too
 * long for that. */
bool craft_beside(const char *first, const char *second, struct str *out);

#endif
