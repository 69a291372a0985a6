/* SPDX-License-Identifier: MIT */
/*
 * The catalogue that the manual's tables are said from, read by itself: gettext would want a locale of that language on the machine that
 * builds.
 */
#ifndef MSILAB_CLI_GENDOC_CATALOGUE_H
#define MSILAB_CLI_GENDOC_CATALOGUE_H

#include <stdbool.h>

bool catalogue_open(const char *file); /* a .mo of this machine's byte order; it stays open to the end */

/* What stands for an English text; itself where the catalogue has none, or none was opened. */
const char *catalogue_say(const char *english);

#endif
