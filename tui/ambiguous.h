/* SPDX-License-Identifier: MIT */
/*
 * Box drawing, arrows and dots are "ambiguous" (UAX 11): terminals set up for Chinese, Japanese or Korean may draw them two columns
 * wide, and then a picture made for one falls apart. The terminal itself is asked: it writes one sign and says where its cursor is.
 */
#ifndef MSILAB_TUI_AMBIGUOUS_H
#define MSILAB_TUI_AMBIGUOUS_H

#include <stdbool.h>
#include <stddef.h>

/* Is it worth asking? In the locales of languages that are written in wide signs. */
bool ambiguous_doubt(const char *locale);

/* Columns that the sign takes on the terminal behind `out`, 0: it does not say within `ms`. The line it is written to is
 * cleared again. What was typed meanwhile is kept in `typed`, a text. */
unsigned ambiguous_columns(int in, int out, int ms, char *typed, size_t size);

#endif
