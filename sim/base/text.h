/* SPDX-License-Identifier: MIT */
/*
 * Text on a screen is counted in columns, never in bytes: decoding UTF-8, the width of what comes out, where a line breaks. Widths
 * come from a table of our own (widths.def), so that a photograph is the same in every locale.
 */
#ifndef MSILAB_BASE_TEXT_H
#define MSILAB_BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "sim/base/str.h"

/* The code point at *text, which moves past it. A byte that starts none gives U+FFFD and moves by one. 0: the end. */
uint32_t text_next(const char **text);

/* Appends the code point's bytes to out (room for 4) and returns how many. */
unsigned text_put(uint32_t point, char *out);

/* Columns a code point takes: 0 (combining: it is dropped), 1 or 2. */
unsigned text_width(uint32_t point);

/* Columns of a text; and how many of its bytes fit into `columns`. */
unsigned text_columns(const char *text);
size_t text_fit(const char *text, unsigned columns);

/* Appends a text and blanks, until it takes so many columns. */
void text_column(struct str *out, const char *text, unsigned columns);

/* Bytes of the first line of a text that is broken into lines of at most `columns`; *skip: what is left out after it, a blank or
 * a line end. Breaks stand at blanks and between ideographs, not before closing nor after opening signs. */
size_t text_line(const char *text, unsigned columns, size_t *skip);

#endif
