/* SPDX-License-Identifier: MIT */
/* Where everything lies. */
#include "tui/layout.h"

#define FULL_COLS 110
#define FULL_ROWS 34
#define STRIP_COLS 60
#define STRIP_ROWS 20
#define STRIP_LINES 5
#define LEAST_COLS 40
#define LEAST_ROWS 12
#define TIMELINE_LINES 11
#define PANE_LINES 3 /* what is left to the views in any case */
#define LESSON_PANE 61 /* columns; a lesson's lines have 60 */

static void add(struct layout *layout, enum view_kind view, int x, int y, int w, int h)
{
	if (h > 1)
		layout->pane[layout->n++] = (struct layout_pane){ view, x, y, w, h };
}

/* Lines that say much at once: they stand where the flow stands. */
static bool wide(enum view_kind view)
{
	return view == VIEW_inspect || view == VIEW_why || view == VIEW_branches || view == VIEW_inject;
}

static bool always_shown(enum view_kind view)
{
	return wide(view) || view == VIEW_flow || view == VIEW_driver || view == VIEW_trace || view == VIEW_timeline;
}

/* Flow (or what needs as much room) on the left, driver (or the view asked for) over trace on the right, timeline below, larger
 * while it has the keys. */
static void lay_full(struct layout *layout, int cols, int y, int h, enum view_kind focus)
{
	int lower = focus == VIEW_timeline && h * 3 / 5 > TIMELINE_LINES ? h * 3 / 5 : TIMELINE_LINES;
	int left = cols * 13 / 20, upper = h - lower, side = upper / 2;

	if (focus == VIEW_help) { /* a sheet to be read */
		add(layout, VIEW_help, 0, y, cols, h);
		return;
	}
	if (focus == VIEW_diff) { /* two sides want the whole width */
		add(layout, VIEW_diff, 0, y, cols, upper);
		add(layout, VIEW_timeline, 0, y + upper, cols, TIMELINE_LINES);
		return;
	}
	add(layout, wide(focus) ? focus : VIEW_flow, 0, y, left - 1, upper);
	add(layout, always_shown(focus) ? VIEW_driver : focus, left, y, cols - left, side);
	add(layout, VIEW_trace, left, y + side, cols - left, upper - side);
	add(layout, VIEW_timeline, 0, y + upper, cols, lower);
}

static void lay_strip(struct layout *layout, int cols, int y, int h, enum view_kind focus)
{
	int strip = h >= 16 ? STRIP_LINES : 3;

	if (focus == VIEW_trace || focus == VIEW_help || focus == VIEW_lesson) {
		add(layout, focus, 0, y, cols, h);
		return;
	}
	add(layout, focus, 0, y, cols, h - strip);
	add(layout, VIEW_trace, 0, y + h - strip, cols, strip);
}

/* The lesson on the left, as wide as its lines; the view asked for over the trace on the right; the timeline below. */
static void lay_lesson(struct layout *layout, int cols, int y, int h, enum view_kind view)
{
	int lower = view == VIEW_timeline ? h * 2 / 5 : TIMELINE_LINES;
	int left = cols >= 2 * LESSON_PANE - 2 ? LESSON_PANE : cols / 2, upper = h - lower, side = upper * 3 / 5;

	add(layout, VIEW_lesson, 0, y, left - 1, upper);
	add(layout, view == VIEW_timeline || view == VIEW_trace ? VIEW_flow : view, left, y, cols - left, side);
	add(layout, VIEW_trace, left, y + side, cols - left, upper - side);
	add(layout, VIEW_timeline, 0, y + upper, cols, lower);
}

static bool full(int cols, int rows)
{
	return cols >= FULL_COLS && rows >= FULL_ROWS;
}

/* Whether the lesson has a pane whatever has the keys; two sides of a comparison, and the help, want the whole width. */
static bool lesson_stands(int cols, int rows, const struct layout_wish *wish)
{
	return wish->beside != VIEW_COUNT && full(cols, rows) && wish->focus != VIEW_diff && wish->focus != VIEW_help;
}

static enum view_kind beside(const struct layout_wish *wish)
{
	enum view_kind view = wish->focus == VIEW_lesson ? wish->beside : wish->focus;

	return view == VIEW_lesson || view == VIEW_diff ? VIEW_flow : view;
}

/* Of h rows, those that watched values may have. */
static int watch_most(int h)
{
	return h > PANE_LINES + 2 ? h / 2 : 0;
}

struct layout layout_of(int cols, int rows, const struct layout_wish *wish)
{
	struct layout layout = { .message_y = rows - 2, .footer_y = rows - 1, .tour_y = 1 };
	bool stands = lesson_stands(cols, rows, wish);
	enum view_kind focus = wish->focus;
	int y, h;

	if (cols < LEAST_COLS || rows < LEAST_ROWS) {
		layout.tiny = true;
		return layout;
	}
	layout.tour_h = wish->lines > rows / 2 - 1 ? rows / 2 - 1 : wish->lines;
	if (wish->beside != VIEW_COUNT && (stands || focus == VIEW_lesson))
		layout.tour_h = 0;
	y = 1 + layout.tour_h;
	h = rows - 2 - y;
	layout.card_h = wish->card > h - PANE_LINES ? h - PANE_LINES : wish->card;
	h -= layout.card_h;
	layout.card_y = y + h;
	layout.watch_h = wish->watches > watch_most(h) ? watch_most(h) : wish->watches;
	h -= layout.watch_h;
	layout.watch_y = y + h;
	if (wish->alone)
		add(&layout, focus, 0, y, cols, h);
	else if (stands)
		lay_lesson(&layout, cols, y, h, beside(wish));
	else if (full(cols, rows))
		lay_full(&layout, cols, y, h, focus);
	else if (cols >= STRIP_COLS && rows >= STRIP_ROWS)
		lay_strip(&layout, cols, y, h, focus);
	else
		add(&layout, focus, 0, y, cols, h);
	return layout;
}

int layout_hit(const struct layout *layout, int x, int y)
{
	for (unsigned i = 0; i < layout->n; i++) {
		const struct layout_pane *pane = &layout->pane[i];

		if (x >= pane->x && x < pane->x + pane->w && y >= pane->y && y < pane->y + pane->h)
			return (int)i;
	}
	return -1;
}
