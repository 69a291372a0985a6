/* SPDX-License-Identifier: MIT */
/*
 * What the compiler said, line by line, files without their folders; Enter on a line with a place opens the editor there. In plain text
 * it is as it was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/say.h"
#include "tui/view.h"

static unsigned lines_of(const char *text)
{
	unsigned n = 0;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		n++;
	return n;
}

static const char *line_of(const char *text, int64_t i)
{
	for (; i && *text; i--)
		text += strcspn(text, "\n"), text += *text == '\n';
	return text;
}

/* The first colon of a line that a digit follows: FILE:LINE:COLUMN: ... ; NULL: there is none. */
static const char *place_in(const char *line)
{
	const char *end = line + strcspn(line, "\n");

	for (; line < end; line++)
		if (line[0] == ':' && line[1] >= '0' && line[1] <= '9')
			return line;
	return NULL;
}

/* 0: none. */
static unsigned place_of(const char *line)
{
	const char *colon = place_in(line);

	return colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;
}

/* Where the folders of the file that a line is about begin and end; both the line's begin: there are none. */
static void folders_in(const char *line, const char **begin, const char **end)
{
	const char *colon = *line == '/' ? line + strcspn(line, ":\n") : place_in(line);

	*begin = *end = line;
	for (const char *p = line; colon && p < colon; p++) {
		if (*p == ' ')
			*begin = p + 1;
		if (*p == '/')
			*end = p + 1;
	}
	if (*end < *begin)
		*end = *begin;
}

static void put_shown(const char *line, struct str *out)
{
	const char *begin, *end;

	folders_in(line, &begin, &end);
	str_clear(out);
	str_append_bytes(out, line, (size_t)(begin - line));
	str_append_bytes(out, end, strcspn(end, "\n"));
}

static const char *nothing(void)
{
	return say("nothing was built yet; in a lesson that is done in C, edit opens its source");
}

/* Rows that the lines from..to take. */
static int rows_between(const char *text, int64_t from, int64_t to, int width)
{
	const char *line = line_of(text, from);
	struct str shown = { 0 };
	int rows = 0;

	for (; from <= to && *line; from++, line = line_of(line, 1)) {
		put_shown(line, &shown);
		rows += shown.length ? pane_wrap_rows(shown.text, width) : 1;
	}
	str_free(&shown);
	return rows;
}

static void draw_lines(const char *text, const struct view_state *state, const struct pane *pane)
{
	const char *line = line_of(text, state->top);
	struct str shown = { 0 };
	int y = 0;

	for (int64_t i = state->top; y < pane->h && *line; i++, line = line_of(line, 1)) {
		int begin = y;

		put_shown(line, &shown);
		y = shown.length ? pane_wrap(pane, y, place_in(line) ? ROLE_TEXT : ROLE_DIM, shown.text) : y + 1;
		while (i == state->at && begin < y)
			pane_paint(pane, 0, begin++, pane->w, ROLE_CURSOR);
	}
	str_free(&shown);
}

static void build_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const char *text = look->built ? look->built : "";

	if (!*text) {
		pane_wrap(pane, 0, ROLE_DIM, nothing());
		return;
	}
	view_list_show(state, lines_of(text), pane->h);
	while (state->top < state->at && rows_between(text, state->top, state->at, pane->w) > pane->h)
		state->top++;
	draw_lines(text, state, pane);
}

static bool build_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	const char *text = look->built ? look->built : "";
	char number[16];

	if (kind != REQUEST_NEXT)
		return view_list_move(state, kind, lines_of(text));
	snprintf(number, sizeof(number), "%u", place_of(line_of(text, state->at)));
	*out = request_of(REQUEST_EDIT, number);
	return true;
}

static void build_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	(void)state;
	if (look->built && *look->built)
		str_append(out, look->built);
	else
		str_format(out, "%s\n", nothing());
}

const struct view view_build = { .draw = build_draw, .request = build_request, .text = build_linear };
