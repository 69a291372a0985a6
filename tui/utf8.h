/* SPDX-License-Identifier: MIT */
/* Text on a screen is counted in columns, never in bytes: decoding UTF-8 and the width of what comes out (wcwidth of the locale). */
#ifndef MSILAB_TUI_UTF8_H
#define MSILAB_TUI_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at *text, which moves past it. A byte that starts none gives U+FFFD and moves by one. 0: the end. */
uint32_t utf8_next(const char **text);

/* Appends the code point's bytes to out (room for 4) and returns how many. */
unsigned utf8_put(uint32_t point, char *out);

/* Columns a code point takes: 0 (combining: it is dropped), 1 or 2. What the locale cannot print counts as 1 ('?'). */
unsigned utf8_width(uint32_t point);

/* Columns of a text; and how many of its bytes fit into `columns`. */
unsigned utf8_columns(const char *text);
size_t utf8_fit(const char *text, unsigned columns);

#endif
