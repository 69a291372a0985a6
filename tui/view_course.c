/* SPDX-License-Identifier: MIT */
/* The course: everything there is to begin, a line each; what the chosen one is about, and what to do. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/course.h"
#include "tui/view.h"

static const struct course *course_of(const struct look *look)
{
	return look->course && look->course->n ? look->course : NULL;
}

static void draw_entry(const struct course_entry *entry, const struct pane *pane, int y, bool at)
{
	struct pane left = pane_inside(pane, 0, 0, pane->w - (int)text_columns(entry->state) - 2, pane->h);

	pane_text(&left, 1, y, ROLE_DIM, entry->number);
	pane_cut(&left, pane_text(&left, 4, y, ROLE_TEXT, entry->title), y);
	pane_format(pane, pane->w - (int)text_columns(entry->state) - 1, y, entry->done ? ROLE_GOOD : ROLE_TITLE, "%s", entry->state);
	if (at)
		pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
}

static void todo(const struct look *look, char *text, size_t size)
{
	char enter[16], quit[16];

	snprintf(text, size, say("Up and Down choose, %s begins, %s leaves."), keymap_key_of(look->keymap, "next", enter, sizeof(enter)),
		 keymap_key_of(look->keymap, "quit", quit, sizeof(quit)));
}

/* What the chosen one is about, above the last row; the rows left for the list. */
static int draw_below(const struct look *look, const struct course_entry *entry, const struct pane *pane)
{
	char text[200];
	int rows, h = pane->h;

	todo(look, text, sizeof(text));
	rows = pane_wrap_rows(text, pane->w);
	pane_wrap(pane, h - rows, ROLE_LIT, text);
	h -= rows;
	rows = pane_wrap_rows(entry->about, pane->w);
	if (rows > h / 2)
		return h;
	pane_wrap(pane, h - rows, ROLE_TEXT, entry->about);
	return h - rows - (h - rows > 12);
}

/* The rows it takes: none where the list wants them. */
static int draw_hello(const struct course *course, const struct pane *pane)
{
	int rows = course->hello[0] ? pane_wrap_rows(course->hello, pane->w) + 1 : 0;

	if (rows + (int)course->n > pane->h)
		return 0;
	if (rows)
		pane_wrap(pane, 0, ROLE_TEXT, course->hello);
	return rows;
}

static void course_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const struct course *course = course_of(look);
	struct pane list;

	if (!course) {
		pane_wrap(pane, 0, ROLE_DIM, say("no lessons are at hand here; msilab lesson list shows those that ship"));
		return;
	}
	if (!state->moved)
		state->at = course->at;
	list = pane_inside(pane, 0, 0, pane->w, draw_below(look, &course->entry[state->at], pane));
	state->cols = draw_hello(course, &list);
	list = pane_inside(&list, 0, state->cols, list.w, list.h - state->cols);
	view_list_show(state, course->n, list.h);
	for (int y = 0; y < list.h && state->top + y < course->n; y++)
		draw_entry(&course->entry[state->top + y], &list, y, state->top + y == state->at);
}

static bool begin(const struct course_entry *entry, struct request *out)
{
	struct err err;

	if (!entry->line[0])
		*out = request_of(REQUEST_QUIT, NULL);
	return !entry->line[0] || request_read(out, entry->line, &err);
}

static bool course_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	const struct course *course = course_of(look);

	if (!course)
		return false;
	if (!state->moved)
		state->at = course->at;
	if (kind == REQUEST_NEXT)
		return begin(&course->entry[state->at], out);
	return view_list_move(state, kind, course->n);
}

/* A first click chooses, a second one begins. */
static bool course_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	const struct course *course = course_of(look);
	int64_t row = state->top + y - state->cols; /* cols: rows of the greeting */

	(void)x;
	if (!course || row < state->top || row >= course->n || row >= state->top + state->rows)
		return false;
	if (state->at == row)
		return begin(&course->entry[row], out);
	state->at = row;
	state->moved = true;
	return true;
}

static void course_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	const struct course *course = course_of(look);

	(void)state;
	if (!course)
		str_format(out, "%s\n", say("no lessons are at hand here; msilab lesson list shows those that ship"));
	for (unsigned i = 0; course && i < course->n; i++) {
		const struct course_entry *entry = &course->entry[i];

		str_format(out, "%s: %s%s%s%s%s\n", entry->line[0] ? entry->line : "quit", entry->number, entry->number[0] ? " " : "", entry->title,
			   entry->state[0] ? ": " : "", entry->state);
	}
}

const struct view view_course = { .draw = course_draw, .request = course_request, .click = course_click, .text = course_linear };
