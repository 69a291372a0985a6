/* SPDX-License-Identifier: MIT */
/*
 * Where everything lies: full from 120x40, one main view with a strip of the trace from 80x24, one column from 40x12, one
 * line below that. Pure: sizes in, rectangles out.
 */
#ifndef MSILAB_TUI_LAYOUT_H
#define MSILAB_TUI_LAYOUT_H

#include "tui/view.h"

#define LAYOUT_PANES_MAX 5

struct layout {
	bool tiny;       /* only one line, at row 0 */
	int tour_y, tour_h; /* the text on top; h 0: none */
	int watch_y, watch_h; /* watched values, under all panes; h 0: none */
	int card_y, card_h; /* what was found, above the message; h 0: none */
	int message_y, footer_y;
	unsigned n;
	struct layout_pane {
		enum view_kind view;
		int x, y, w, h; /* with its title line */
	} pane[LAYOUT_PANES_MAX];
};

struct layout_wish {
	int lines;             /* rows that the text on top would like */
	int card;              /* rows that the card would like */
	int watches;           /* and the watched values */
	enum view_kind focus;  /* the view that must be seen */
	bool alone;            /* and nothing else */
	enum view_kind beside; /* in a lesson: the view that stands beside it while it has the keys; VIEW_COUNT: no lesson */
};

/* In a lesson that has a pane of its own there is no text on top. */
struct layout layout_of(int cols, int rows, const struct layout_wish *wish);

/* The pane at a place, -1: none. */
int layout_hit(const struct layout *layout, int x, int y);

#endif
