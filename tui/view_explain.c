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
	(void)look, (void)out;
	return view_scroll(state, kind);
}

static void explain_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	(void)state;
	text_of(look, out);
}

const struct view view_explain = { .draw = explain_draw, .request = explain_request, .text = explain_linear };
