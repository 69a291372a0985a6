/* SPDX-License-Identifier: MIT */
/*
 * A canvas: the cells of a screen, each a character and its role. Views draw on panes of it (pane.h); curses.c paints it,
 * script.c photographs it. Columns x from 0 to the right, rows y from 0 down. A character two columns wide fills its cell
 * and the next one, whose point is 0.
 */
#ifndef MSILAB_TUI_CANVAS_H
#define MSILAB_TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/str.h"
#include "tui/role.h"

#define CANVAS_SIDE_MAX 1000

enum glyph {
#define GLYPH(id, unicode, ascii) GLYPH_##id,
#include "tui/glyphs.def"
#undef GLYPH
	GLYPH_COUNT
};

struct cell {
	uint32_t point; /* 0: the right half of a wide character */
	uint8_t role;
};

struct canvas {
	unsigned cols, rows;
	bool ascii; /* glyphs in their second form */
	struct cell *cells; /* rows * cols, owned */
};

void canvas_init(struct canvas *canvas, unsigned cols, unsigned rows, bool ascii);
void canvas_fini(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, unsigned cols, unsigned rows); /* blanks it */
void canvas_clear(struct canvas *canvas);

/* NULL outside. */
struct cell *canvas_cell(const struct canvas *canvas, int x, int y);

/* Puts one character; never splits a wide one: a half that is overwritten takes the other half along. Outside: nothing. */
void canvas_put(struct canvas *canvas, int x, int y, enum role role, uint32_t point);

const char *canvas_glyph(const struct canvas *canvas, enum glyph glyph);

/* The cells as UTF-8 text, one line a row, blanks at line ends left out; and the letters of their roles in the same places. */
void canvas_text(const struct canvas *canvas, struct str *out);
void canvas_roles(const struct canvas *canvas, struct str *out);

#endif
