/* SPDX-License-Identifier: MIT */
/* What view_timeline.c and timeline_*.c share: the window of time that is shown, its rows, and the drawing of one. */
#ifndef MSILAB_TUI_TIMELINE_H
#define MSILAB_TUI_TIMELINE_H

#include "tui/spans.h"
#include "tui/view.h"

#define TIMELINE_LABEL 14    /* columns of a row's name */
#define TIMELINE_COLS_MAX 1000
#define TIMELINE_ROWS_MAX 4096
#define TIMELINE_STEPS 3     /* rows of a staircase: above DISPATCH_LEVEL, above PASSIVE_LEVEL, PASSIVE_LEVEL */

/* One row: a lane, or one step of a staircase (0 the highest). */
struct timeline_row {
	const struct span_lane *lane;
	unsigned part, parts;
};

/* The window. Columns from `known` on have not happened. */
struct timeline {
	const struct look *look;
	const struct spans *spans;
	vtime start, column, end; /* end: of what is indexed */
	unsigned cols, known;
	struct series_column cell[TIMELINE_COLS_MAX]; /* of the row being drawn */
	struct series_column over[TIMELINE_COLS_MAX]; /* likewise: blocks that ended over their budget */
};

/* The rows in the order of interest: marks; CPUs that did anything; the device that is looked at, then the others; idle CPUs.
 * height: of the pane; staircases are drawn where there is room. */
unsigned timeline_rows(const struct spans *spans, const struct look *look, int height, struct timeline_row *out, unsigned most);

void timeline_label(const struct look *look, const struct timeline_row *row, char *out, size_t size);
void timeline_draw_row(struct timeline *timeline, const struct timeline_row *row, const struct pane *pane, int y);
void timeline_draw_ruler(const struct timeline *timeline, const struct pane *pane);

/* view_timeline.c: the zoom at which a column covers at least `column` ns. false: there is none so wide. */
bool timeline_zoom_to(struct view_state *state, vtime column);

/* timeline_code.c: the blocks of a CPU. */
void timeline_draw_code(struct timeline *timeline, const struct pane *pane, int y);

#endif
