/* SPDX-License-Identifier: MIT */
/* The record under the cursor in words: what it means, its values, its rule. It wraps; up and down scroll. */
#include "sim/base/say.h"
#include "sim/read/explain.h"
#include "tui/finding.h"

static void broken(const struct look *look, struct str *out)
{
	size_t n;
	const struct finding *finding = finding_at(look, look->cursor, &n);

	for (; n--; finding++) {
		finding_text(look, finding, out);
		str_append(out, "\n");
	}
}

static void text_of(const struct look *look, struct str *out)
{
	broken(look, out);
	if (look->cursor)
		explain_text(look->trace, look->cursor - 1, look->calls, out);
	else
		str_format(out, "%s\n", say("nothing has happened yet"));
}

static void explain_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct str text = { 0 };
	int64_t most;

	text_of(look, &text);
	most = pane_wrap_rows(text.text, pane->w) - pane->h;
	state->rows = pane->h;
	if (!state->moved)
		state->top = 0;
	if (state->top > most)
		state->top = most;
	if (state->top < 0)
		state->top = 0;
	pane_wrap(pane, -(int)state->top, ROLE_TEXT, text.text);
	str_free(&text);
}

static bool explain_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int page = state->rows > 2 ? state->rows - 1 : 1;

	(void)look, (void)out;
	if (kind == REQUEST_UP || kind == REQUEST_DOWN)
		state->top += kind == REQUEST_UP ? -1 : 1;
	else if (kind == REQUEST_PAGE_UP || kind == REQUEST_PAGE_DOWN)
		state->top += kind == REQUEST_PAGE_UP ? -page : page;
	else
		return false;
	state->moved = true;
	return true;
}

static void explain_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	(void)state;
	text_of(look, out);
}

const struct view view_explain = { .draw = explain_draw, .request = explain_request, .text = explain_linear };
