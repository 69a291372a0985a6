/* SPDX-License-Identifier: MIT */
/* A pane: a rectangle of a canvas on which a view draws. Coordinates are its own, from 0; whatever lies outside is cut. */
#ifndef MSILAB_TUI_PANE_H
#define MSILAB_TUI_PANE_H

#include "tui/canvas.h"

struct pane {
	struct canvas *canvas;
	int x, y, w, h; /* w and h may be 0, never negative */
};

struct pane pane_of(struct canvas *canvas, int x, int y, int w, int h);        /* clipped to the canvas */
struct pane pane_inside(const struct pane *pane, int x, int y, int w, int h);  /* clipped to the pane */

/* Text from column x of row y; returns the column after it, also when cut. */
int pane_text(const struct pane *pane, int x, int y, enum role role, const char *text);
int pane_format(const struct pane *pane, int x, int y, enum role role, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* The same in the person's language (sim/base/say.h): the format is an English literal. */
int pane_say(const struct pane *pane, int x, int y, enum role role, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
int pane_glyph(const struct pane *pane, int x, int y, enum role role, enum glyph glyph);

/* Marks a row whose text ends at x as cut, if the pane ends before. */
void pane_cut(const struct pane *pane, int x, int y);

/* Text ending at the pane's right edge. */
void pane_right(const struct pane *pane, int y, enum role role, const char *text);

/* n glyphs to the right, or down. */
void pane_row(const struct pane *pane, int x, int y, int n, enum role role, enum glyph glyph);
void pane_column(const struct pane *pane, int x, int y, int n, enum role role, enum glyph glyph);

/* Changes the role of n cells, leaving what they show; blanks a whole row. */
void pane_paint(const struct pane *pane, int x, int y, int n, enum role role);
void pane_blank(const struct pane *pane, int y, enum role role);

/* Text broken into lines as wide as the pane (text_line), from row y; returns the row after it. Line ends in it are kept. */
int pane_wrap(const struct pane *pane, int y, enum role role, const char *text);

/* The rows that takes. */
int pane_wrap_rows(const char *text, int w);
/* Likewise, all lines but the first by `hang` columns further right: below what follows a mark or a number. */
int pane_hang(const struct pane *pane, int y, enum role role, int hang, const char *text);
int pane_hang_rows(const char *text, int w, int hang);

/* A title line: a line with a name in it; in_focus takes keys. Returns the pane below it. */
struct pane pane_titled(const struct pane *pane, const char *title, bool in_focus);

#endif
