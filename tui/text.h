/* SPDX-License-Identifier: MIT */
/* Text on a screen is counted in columns, never in bytes: decoding UTF-8 and the width of what comes out (wcwidth of the locale). */
#ifndef MSILAB_TUI_TEXT_H
#define MSILAB_TUI_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* The code point at *text, which moves past it. A byte that starts none gives U+FFFD and moves by one. 0: the end. */
uint32_t text_next(const char **text);

/* Appends the code point's bytes to out (room for 4) and returns how many. */
unsigned text_put(uint32_t point, char *out);

/* Columns a code point takes: 0 (combining: it is dropped), 1 or 2. What the locale cannot print counts as 1 ('?'). */
unsigned text_width(uint32_t point);

/* Columns of a text; and how many of its bytes fit into `columns`. */
unsigned text_columns(const char *text);
size_t text_fit(const char *text, unsigned columns);

#endif
