/* SPDX-License-Identifier: MIT */
/*
 * Why an interrupt came, or did not: every gate from cause to handler, open or closed, since when, and the command that opens the
 * first closed one. Enter types that command. The question is that of `why`, or the device that the flow shows.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/why.h"
#include "sim/trace/rectext.h"
#include "tui/view.h"

#define TEXT_AT 24

/* false: err says what the question is not. */
static bool answer_of(const struct look *look, struct why_answer *answer, struct err *err)
{
	struct why_question question;
	const char *asked = look->why[0] ? look->why : look->device;

	if (!why_read(&question, asked, look->trace, err))
		return false;
	why_ask(answer, look->scene, &question);
	return true;
}

static const struct {
	const char *word;
	enum role role;
	enum glyph glyph;
} states[] = {
	[WHY_OPEN] = { N_("open"), ROLE_GOOD, GLYPH_OPEN },
	[WHY_CLOSED] = { N_("CLOSED"), ROLE_BLOCKED, GLYPH_BLOCKED },
	[WHY_NOT_MET] = { N_("behind"), ROLE_DIM, GLYPH_DOT },
};

static int draw_gate(const struct look *look, const struct why_gate *gate, unsigned number, const struct pane *pane, int y)
{
	const struct record *since = gate->since == UINT64_MAX ? NULL : trace_at(look->trace, gate->since);
	char time[32];
	int x;

	pane_glyph(pane, 0, y, states[gate->state].role, states[gate->state].glyph);
	pane_text(pane, 2, y, states[gate->state].role, say(states[gate->state].word));
	pane_text(pane, 9, y, ROLE_TITLE, say(why_names[number].name));
	x = pane_text(pane, TEXT_AT, y, gate->state == WHY_CLOSED ? ROLE_BLOCKED : ROLE_TEXT, gate->text);
	if (since && gate->state != WHY_NOT_MET)
		pane_say(pane, x + 1, y, ROLE_DIM, "since %s", vtime_text(since->at, time, sizeof(time)));
	return y + 1;
}

static void draw_verdict(const struct why_answer *answer, const struct pane *pane)
{
	const struct why_gate *gate = &answer->gate[answer->closed < 0 ? 0 : answer->closed];

	if (answer->closed < 0)
		pane_say(pane, 0, 0, ROLE_GOOD, "every gate is open");
	else if (gate->command[0])
		pane_say(pane, 0, 0, ROLE_BLOCKED, "closed at: %s. Enter types what opens it: %s", say(why_names[answer->closed].name), gate->command);
	else
		pane_say(pane, 0, 0, ROLE_BLOCKED, "closed at: %s", say(why_names[answer->closed].name));
}

static void why_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct why_answer *answer = mem_new(sizeof(*answer));
	struct err err = { 0 };
	char text[600];
	int64_t shown = 0;
	int y = 1;

	state->rows = pane->h;
	if (!answer_of(look, answer, &err)) {
		pane_text(pane, 0, 0, ROLE_ERROR, err_text(&err, text, sizeof(text)));
		mem_free(answer);
		return;
	}
	draw_verdict(answer, pane);
	for (unsigned i = 0; i < WHY_GATES && y < pane->h; i++)
		if (answer->gate[i].state != WHY_NO_GATE && shown++ >= state->at)
			y = draw_gate(look, &answer->gate[i], i, pane, y);
	mem_free(answer);
}

static bool why_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	struct why_answer *answer;
	struct err err = { 0 };

	if (kind != REQUEST_NEXT)
		return (kind == REQUEST_UP || kind == REQUEST_DOWN || kind == REQUEST_PAGE_UP || kind == REQUEST_PAGE_DOWN) &&
		       view_list_move(state, kind, WHY_GATES);
	answer = mem_new(sizeof(*answer));
	if (answer_of(look, answer, &err) && answer->closed >= 0 && answer->gate[answer->closed].command[0])
		*out = request_of(REQUEST_ASK, answer->gate[answer->closed].command);
	mem_free(answer);
	return out->kind != REQUEST_NONE;
}

static void why_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct why_answer *answer = mem_new(sizeof(*answer));
	struct err err = { 0 };
	char text[600];

	(void)state;
	if (answer_of(look, answer, &err))
		why_text(answer, look->trace, out);
	else
		str_format(out, "ERROR %s\n", err_text(&err, text, sizeof(text)));
	mem_free(answer);
}

const struct view view_why = { .draw = why_draw, .request = why_request, .text = why_linear };
