/* SPDX-License-Identifier: MIT */
/*
 * Why an interrupt came, or did not: every gate from cause to handler, open or closed, since when and through whom, and the command
 * that opens the first closed one; Left and Right move what is wider than the pane. The question is that of `why` (asked without words: what the record under the cursor was about), else
 * the device that the flow shows. Enter on a command types it, on another line goes to the record since which the gate is so.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/why.h"
#include "tui/view.h"

#define TEXT_AT 24
#define INDENT 9
#define SHIFT 8 /* columns that left and right move the text */

/* false: err says what the question is not. */
static bool answer_of(const struct look *look, struct why_answer *answer, struct err *err)
{
	struct why_question question;

	if (!why_read(&question, look->why[0] ? look->why : look->device, look->trace, err))
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

/* A gate has one to three lines: what is found, since when, what opens it. */
enum part { PART_GATE, PART_SINCE, PART_OPENS };

struct line {
	unsigned gate;
	enum part part;
};

#define LINES_MAX (WHY_GATES * 3)

static int64_t lines_of(const struct why_answer *answer, struct line line[LINES_MAX])
{
	int64_t n = 0;

	for (unsigned i = 0; i < WHY_GATES; i++) {
		const struct why_gate *gate = &answer->gate[i];

		if (gate->state == WHY_NO_GATE)
			continue;
		line[n++] = (struct line){ i, PART_GATE };
		if (gate->state == WHY_CLOSED && gate->since != UINT64_MAX)
			line[n++] = (struct line){ i, PART_SINCE };
		if (gate->state == WHY_CLOSED && gate->command[0])
			line[n++] = (struct line){ i, PART_OPENS };
	}
	return n;
}

static struct why_places places_of(const struct look *look)
{
	return (struct why_places){ look->place, look->context };
}

static void since_of(const struct look *look, const struct why_gate *gate, struct str *out)
{
	struct why_places places = places_of(look);

	why_since(gate, look->trace, look->place ? &places : NULL, out);
}

static void draw_gate(const struct look *look, const struct why_gate *gate, unsigned number, const struct pane *pane, int y, int shift)
{
	struct pane text = pane_inside(pane, TEXT_AT, y, pane->w - TEXT_AT, 1);
	struct str since = { 0 };
	int x;

	pane_glyph(pane, 0, y, states[gate->state].role, states[gate->state].glyph);
	pane_text(pane, 2, y, states[gate->state].role, say(states[gate->state].word));
	pane_text(pane, INDENT, y, ROLE_TITLE, say(why_names[number].name));
	x = pane_text(&text, -shift, 0, gate->state == WHY_CLOSED ? ROLE_BLOCKED : ROLE_TEXT, gate->text);
	if (gate->state == WHY_OPEN)
		since_of(look, gate, &since);
	if (since.length)
		x = pane_text(&text, x + 1, 0, ROLE_DIM, since.text);
	pane_cut(&text, x, 0);
	str_free(&since);
}

static void draw_line(const struct look *look, const struct why_answer *answer, const struct line *line, const struct pane *pane, int y, int shift)
{
	struct pane text = pane_inside(pane, INDENT, y, pane->w - INDENT, 1);
	const struct why_gate *gate = &answer->gate[line->gate];
	struct str since = { 0 };

	switch (line->part) {
	case PART_GATE:
		draw_gate(look, gate, line->gate, pane, y, shift);
		break;
	case PART_SINCE:
		since_of(look, gate, &since);
		pane_cut(&text, pane_text(&text, -shift, 0, ROLE_TEXT, since.text), 0);
		str_free(&since);
		break;
	case PART_OPENS:
		pane_cut(&text, pane_format(&text, -shift, 0, ROLE_GOOD, say("opens with: %s"), gate->command), 0);
	}
}

/* Until it is moved the position is the command that opens the first closed gate. */
static int64_t first_choice(const struct why_answer *answer, const struct line *line, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if ((int)line[i].gate == answer->closed && (line[i].part == PART_OPENS || !answer->gate[line[i].gate].command[0]))
			return i;
	return 0;
}

/* The verdict, whole where it leaves three quarters to the gates; the rows it takes. */
static int draw_verdict(const struct look *look, const struct view_state *state, const struct pane *pane, const struct why_answer *answer)
{
	enum role role = answer->closed < 0 ? ROLE_GOOD : ROLE_BLOCKED;
	struct str verdict = { 0 };
	int rows;

	why_verdict(answer, look->trace, &verdict);
	rows = pane_wrap_rows(verdict.text, pane->w);
	if (rows <= pane->h / 4) {
		pane_wrap(pane, 0, role, verdict.text);
	} else {
		pane_cut(pane, pane_text(pane, -state->shift, 0, role, verdict.text), 0);
		rows = 1;
	}
	str_free(&verdict);
	return rows;
}

static void draw_answer(const struct look *look, struct view_state *state, const struct pane *pane, const struct why_answer *answer)
{
	struct line line[LINES_MAX];
	int64_t n = lines_of(answer, line);
	int head = draw_verdict(look, state, pane, answer);
	int rows = pane->h > head ? pane->h - head : 1;

	if (!state->moved)
		state->at = first_choice(answer, line, n);
	view_list_show(state, n, rows);
	for (int y = 0; y < rows && state->top + y < n; y++) {
		draw_line(look, answer, &line[state->top + y], pane, head + y, state->shift);
		if (state->top + y == state->at)
			pane_paint(pane, 0, head + y, pane->w, ROLE_CURSOR);
	}
}

static void why_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct why_answer *answer = mem_new(sizeof(*answer));
	struct err err = { 0 };
	char text[600];

	if (answer_of(look, answer, &err))
		draw_answer(look, state, pane, answer);
	else
		pane_wrap(pane, 0, ROLE_ERROR, err_text(&err, text, sizeof(text)));
	mem_free(answer);
}

static void use_line(const struct why_answer *answer, const struct line *line, struct request *out)
{
	const struct why_gate *gate = &answer->gate[line->gate];
	char where[32];

	if (line->part == PART_OPENS) {
		*out = request_of(REQUEST_ASK, gate->command);
	} else if (gate->since != UINT64_MAX) {
		snprintf(where, sizeof(where), "#%llu", (unsigned long long)gate->since);
		*out = request_of(REQUEST_GOTO, where);
	}
}

static bool why_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	struct why_answer *answer;
	struct line line[LINES_MAX];
	struct err err = { 0 };
	bool ours = false;

	if (kind == REQUEST_LEFT || kind == REQUEST_RIGHT) {
		state->shift += kind == REQUEST_RIGHT ? SHIFT : state->shift ? -SHIFT : 0;
		return true;
	}
	answer = mem_new(sizeof(*answer));
	if (answer_of(look, answer, &err)) {
		int64_t n = lines_of(answer, line);

		if (!state->moved)
			state->at = first_choice(answer, line, n);
		if (kind == REQUEST_NEXT && state->at < n)
			use_line(answer, &line[state->at], out);
		ours = out->kind != REQUEST_NONE || (kind != REQUEST_FIRST && kind != REQUEST_LAST && view_list_move(state, kind, n));
	}
	mem_free(answer);
	return ours;
}

static void why_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct why_answer *answer = mem_new(sizeof(*answer));
	struct why_places places = places_of(look);
	struct err err = { 0 };
	char text[600];

	(void)state;
	if (answer_of(look, answer, &err))
		why_tell(answer, look->trace, look->place ? &places : NULL, out);
	else
		str_format(out, "ERROR %s\n", err_text(&err, text, sizeof(text)));
	mem_free(answer);
}

const struct view view_why = { .draw = why_draw, .request = why_request, .text = why_linear };
