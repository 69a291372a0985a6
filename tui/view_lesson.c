/* SPDX-License-Identifier: MIT */
/* The lesson: what to read, what to predict, what is to be reached, and at the bottom what to do next. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/lesson_tell.h"

#define SHIFT 8 /* columns that left and right move source */

static void no_lesson(const struct pane *pane)
{
	pane_wrap(pane, 0, ROLE_DIM, say("this is no lesson; msilab learn begins one"));
}

static int rows_of(const struct lesson_paragraph *paragraph, int w)
{
	return paragraph->text[0] && !paragraph->code ? pane_hang_rows(paragraph->text, w, paragraph->hang) : 1;
}

static int page_rows(const struct lesson_page *page, int w)
{
	int rows = 0;

	for (unsigned i = 0; i < page->n; i++)
		rows += rows_of(&page->paragraph[i], w);
	return rows;
}

static void place(struct view_state *state, int64_t rows, int h)
{
	if (!state->moved)
		state->top = 0;
	state->rows = h;
	if (state->top > rows - h)
		state->top = rows - h;
	if (state->top < 0)
		state->top = 0;
	state->at = rows - h > state->top; /* there is more below */
}

static int draw_todo(const struct look *look, bool more, bool explained, const struct pane *pane)
{
	struct str todo = { 0 };
	int rows;

	lesson_todo(look, more, explained, &todo);
	rows = pane_wrap_rows(todo.text, pane->w);
	pane_wrap(pane, pane->h - rows, ROLE_LIT, todo.text);
	str_free(&todo);
	return rows;
}

/* The mark of whose line it is stays where the line is moved to the left. */
static void draw_code(const struct pane *pane, int y, int shift, const struct lesson_paragraph *line)
{
	struct pane rest = pane_inside(pane, 2, y, pane->w - 2, 1);
	char mark[2] = { line->text[0], '\0' };

	if (y < 0 || y >= pane->h)
		return;
	pane_text(pane, 0, y, line->role, mark);
	pane_cut(&rest, pane_text(&rest, -shift, 0, line->role, strlen(line->text) > 2 ? line->text + 2 : ""), 0);
}

/* No further than the longest line asks for. */
static void hold_shift(struct view_state *state, const struct lesson_page *page, int w)
{
	int longest = 0;

	for (unsigned i = 0; i < page->n; i++) {
		int columns = page->paragraph[i].code ? (int)text_columns(page->paragraph[i].text) : 0;

		longest = columns > longest ? columns : longest;
	}
	if (state->shift > longest - w)
		state->shift = longest > w ? longest - w : 0;
}

static void lesson_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct pane inner = pane_inside(pane, 0, 0, pane->w, pane->h);
	struct lesson_page page;
	int y;

	if (!look->guide) {
		no_lesson(pane);
		return;
	}
	lesson_page_make(&page, look, state->chain);
	hold_shift(state, &page, pane->w);
	place(state, page_rows(&page, pane->w), pane->h - 2);
	inner = pane_inside(pane, 0, 0, pane->w, pane->h - draw_todo(look, state->at, state->chain, pane));
	y = -(int)state->top;
	for (unsigned i = 0; i < page.n; i++) {
		if (page.paragraph[i].code)
			draw_code(&inner, y, state->shift, &page.paragraph[i]);
		else if (page.paragraph[i].text[0])
			pane_hang(&inner, y, page.paragraph[i].role, page.paragraph[i].hang, page.paragraph[i].text);
		y += rows_of(&page.paragraph[i], pane->w);
	}
	state->cols = pane->w;
	lesson_page_free(&page);
}

/* Enter turns the page first; then it is the lesson's. */
static bool lesson_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	if (!look->guide)
		return false;
	if (kind == REQUEST_EXPLAIN) {
		state->chain = !state->chain;
		state->moved = false;
		return true;
	}
	if ((kind == REQUEST_LEFT || kind == REQUEST_RIGHT) && lesson_shows_code(look->guide, state->chain)) {
		state->shift += kind == REQUEST_RIGHT ? SHIFT : state->shift >= SHIFT ? -SHIFT : -state->shift;
		return true;
	}
	if (kind == REQUEST_SEARCH_NEXT) {
		*out = request_of(REQUEST_NEXT, NULL);
		return true;
	}
	if (kind == REQUEST_NEXT && state->at)
		return view_scroll(state, REQUEST_PAGE_DOWN);
	return view_scroll(state, kind);
}

static bool lesson_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	int64_t row = state->top + y, at = 0;
	struct lesson_page page;
	unsigned choice = 0;
	char number[16];

	(void)x;
	if (!look->guide)
		return false;
	lesson_page_make(&page, look, state->chain);
	for (unsigned i = 0; i < page.n && at <= row; i++) {
		choice = page.paragraph[i].choice;
		at += rows_of(&page.paragraph[i], state->cols);
	}
	lesson_page_free(&page);
	if (!choice)
		return false;
	snprintf(number, sizeof(number), "%u", choice);
	*out = request_of(REQUEST_ANSWER, number);
	return true;
}

static void lesson_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct lesson_page page;

	if (!look->guide) {
		str_format(out, "%s\n", say("this is no lesson; msilab learn begins one"));
		return;
	}
	lesson_page_make(&page, look, state->chain);
	for (unsigned i = 0; i < page.n; i++)
		str_format(out, "%s\n", page.paragraph[i].text);
	lesson_page_free(&page);
}

const struct view view_lesson = { .draw = lesson_draw, .request = lesson_request, .click = lesson_click, .text = lesson_linear };
