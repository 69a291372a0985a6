/* SPDX-License-Identifier: MIT */
/* What the compiler said, line by line as it was; Enter on a line with a place opens the editor there. */
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

/* The number after the first colon that a digit follows: FILE:LINE:COLUMN: ... ; 0: there is none. */
static unsigned place_of(const char *line)
{
	size_t n = strcspn(line, "\n");

	for (size_t i = 0; i + 1 < n; i++)
		if (line[i] == ':' && line[i + 1] >= '0' && line[i + 1] <= '9')
			return (unsigned)strtoul(line + i + 1, NULL, 10);
	return 0;
}

static const char *nothing(void)
{
	return say("nothing was built yet; in a lesson that is done in C, edit opens its source");
}

static void build_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const char *text = look->built ? look->built : "";

	if (!*text) {
		pane_wrap(pane, 0, ROLE_DIM, nothing());
		return;
	}
	view_list_show(state, lines_of(text), pane->h);
	for (int y = 0; y < pane->h && *line_of(text, state->top + y); y++) {
		const char *line = line_of(text, state->top + y);
		int x = pane_format(pane, 0, y, place_of(line) ? ROLE_TEXT : ROLE_DIM, "%.*s", (int)strcspn(line, "\n"), line);

		pane_cut(pane, x, y);
		if (state->top + y == state->at)
			pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
	}
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
