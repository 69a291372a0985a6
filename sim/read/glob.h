/* SPDX-License-Identifier: MIT */
/* Patterns of names: `*` stands for any bytes, a comma parts alternatives. */
#ifndef MSILAB_READ_GLOB_H
#define MSILAB_READ_GLOB_H

#include <stdbool.h>

bool glob_match(const char *patterns, const char *text);

#endif
