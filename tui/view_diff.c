/* SPDX-License-Identifier: MIT */
/*
 * Two moments or two branches. First how they are called and where they part, then the records side by side: what travels as a level
 * here and as a message there stand in one row; then the state field by field. Enter goes to the row's record.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/compare.h"
#include "tui/view.h"

#define HEAD 3 /* rows above the list */
#define WIDE 100

static const char *const marks[] = { [DIFF_SAME] = " ", [DIFF_CHANGED] = "*", [DIFF_LEFT] = "<", [DIFF_RIGHT] = ">" };

static const struct compare *found(const struct look *look)
{
	return look->compare && look->session && compare_stands(look->compare, look->session) ? look->compare : NULL;
}

static bool has_moved(const struct compare *compare)
{
	return compare->moved || compare->diff.moved;
}

/* What differs by addresses alone is one line, the last. */
static void moved_text(const struct compare *compare, struct str *out)
{
	str_format(out, say("only an address differs: values %zu, earlier records %llu (the same things lie elsewhere)"), compare->moved,
		   (unsigned long long)compare->diff.moved);
}

static int64_t lines_of(const struct compare *compare)
{
	return (int64_t)(compare->states + compare->diff.n) + has_moved(compare);
}

/* "#120 1.5ms sentence", "" for none. */
static void record_text(const struct compare_side *side, uint64_t number, struct str *out)
{
	const struct record *record = number == DIFF_NONE ? NULL : trace_at(side->branch->trace, number);
	char time[32];

	if (!record)
		return;
	str_format(out, "%s ", vtime_text(record->at, time, sizeof(time)));
	tell_record(side->branch->trace, record, out);
}

static void state_text(const struct compare *compare, const struct compare_state *state, struct str *out)
{
	str_format(out, "%s  %s", scene_group_names[state->group], rectext_object(compare->left.branch->trace, state->obj));
	str_format(out, " %s", say(state->what));
	if (state->place && state->group != SCENE_GROUP_registers) /* a register has a name */
		str_format(out, " %llu", (unsigned long long)state->place);
	str_format(out, state->left < 10 && state->right < 10 ? ": %llu | %llu" : ": 0x%llx | 0x%llx", (unsigned long long)state->left,
		   (unsigned long long)state->right);
}

static void put_head(const struct compare *compare, struct str *out)
{
	size_t n = compare->states;

	str_format(out, say("left: %s, record %llu"), compare->left.name, (unsigned long long)compare->left.cursor - 1);
	str_append(out, "\n");
	str_format(out, say("right: %s, record %llu"), compare->right.name, (unsigned long long)compare->right.cursor - 1);
	str_append(out, "\n");
	if (compare->diff.first != DIFF_NONE)
		str_format(out, say_n("they part at record #%llu; %zu difference of state", "they part at record #%llu; %zu differences of state", n),
			   (unsigned long long)compare->diff.first, n);
	else if (compare->left.branch != compare->right.branch)
		str_format(out, say_n("no record differs as far as both go; %zu difference of state",
				      "no record differs as far as both go; %zu differences of state", n), n);
	else
		str_format(out, say_n("two moments of one branch; %zu difference of state", "two moments of one branch; %zu differences of state", n), n);
	str_append(out, "\n");
}

static void draw_row(const struct compare *compare, const struct diff_row *row, const struct pane *pane, int y, enum role role)
{
	struct str left = { 0 }, right = { 0 };
	int half = pane->w / 2; /* a side that has no record stays empty */
	struct pane a = pane_inside(pane, 0, y, half - 1, 1), b = pane_inside(pane, half + 2, y, pane->w - half - 2, 1);

	str_append(&left, "");
	str_append(&right, "");
	record_text(&compare->left, row->a, &left);
	record_text(&compare->right, row->b, &right);
	if (pane->w < WIDE && row->mark != DIFF_CHANGED) { /* one text is all there is to say */
		pane_cut(pane, pane_format(pane, 0, y, role, "%s %s", marks[row->mark], row->mark == DIFF_RIGHT ? right.text : left.text), y);
	} else {
		pane_cut(&a, pane_text(&a, 0, 0, role, left.text), 0);
		pane_text(pane, half, y, role, marks[row->mark]);
		pane_cut(&b, pane_text(&b, 0, 0, role, right.text), 0);
	}
	str_free(&left);
	str_free(&right);
}

static enum role role_of(enum diff_mark mark)
{
	return mark == DIFF_SAME ? ROLE_DIM : mark == DIFF_CHANGED ? ROLE_TITLE : ROLE_TEXT;
}

static void draw_line(const struct compare *compare, int64_t line, const struct pane *pane, int y)
{
	struct str text = { 0 };

	if (line < (int64_t)compare->diff.n) {
		const struct diff_row *row = &compare->diff.row[line];

		draw_row(compare, row, pane, y, role_of(row->mark));
		return;
	}
	if (line - (int64_t)compare->diff.n < (int64_t)compare->states)
		state_text(compare, &compare->state[line - (int64_t)compare->diff.n], &text);
	else
		moved_text(compare, &text);
	pane_cut(pane, pane_text(pane, 0, y, ROLE_TEXT, text.text), y);
	str_free(&text);
}

static void diff_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const struct compare *compare = found(look);
	struct str head = { 0 };
	int rows = pane->h - HEAD, y = 0;

	if (!compare) {
		pane_wrap(pane, 0, ROLE_DIM, say("nothing is compared yet: d compares with where this branch came from, diff NAME with a bookmark, diff branch N with a branch, diff line with the same journal under the line"));
		return;
	}
	put_head(compare, &head);
	for (char *line = head.text, *end; *line; line = end + 1, y++) {
		end = line + strcspn(line, "\n");
		*end = '\0';
		pane_cut(pane, pane_text(pane, 0, y, ROLE_TITLE, line), y);
	}
	str_free(&head);
	view_list_show(state, lines_of(compare), rows > 0 ? rows : 1);
	for (y = 0; y < rows && state->top + y < lines_of(compare); y++) {
		draw_line(compare, state->top + y, pane, HEAD + y);
		if (state->top + y == state->at)
			pane_paint(pane, 0, HEAD + y, pane->w, ROLE_CURSOR);
	}
}

static void go_to(const struct look *look, const struct compare_side *side, uint64_t number, struct request *out)
{
	char where[60];

	for (unsigned i = 0; i < look->session->branches; i++)
		if (look->session->branch[i] == side->branch) {
			snprintf(where, sizeof(where), "%u#%llu", i + 1, (unsigned long long)number);
			*out = request_of(REQUEST_GOTO, where);
		}
}

static bool diff_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	const struct compare *compare = found(look);

	if (!compare)
		return false;
	if (view_list_move(state, kind, lines_of(compare)))
		return true;
	if (kind != REQUEST_NEXT)
		return false;
	if (state->at < (int64_t)compare->diff.n) {
		const struct diff_row *row = &compare->diff.row[state->at];

		if (row->a != DIFF_NONE)
			go_to(look, &compare->left, row->a, out);
		else
			go_to(look, &compare->right, row->b, out);
	}
	return true;
}

static void diff_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	const struct compare *compare = found(look);

	(void)state;
	if (!compare) {
		str_format(out, "%s\n", say("nothing is compared yet"));
		return;
	}
	put_head(compare, out);
	for (size_t i = 0; i < compare->diff.n; i++) {
		const struct diff_row *row = &compare->diff.row[i];

		str_format(out, "%s ", row->mark == DIFF_SAME ? "=" : marks[row->mark]);
		record_text(&compare->left, row->a, out);
		if (row->mark == DIFF_CHANGED)
			str_append(out, " | ");
		if (row->mark != DIFF_SAME)
			record_text(&compare->right, row->b, out);
		str_append(out, "\n");
	}
	for (size_t i = 0; i < compare->states; i++) {
		str_append(out, "STATE ");
		state_text(compare, &compare->state[i], out);
		str_append(out, "\n");
	}
	if (has_moved(compare)) {
		moved_text(compare, out);
		str_append(out, "\n");
	}
	if (compare->cut || compare->diff.cut)
		str_format(out, "%s\n", say("there is more than this list holds"));
}

const struct view view_diff = { .draw = diff_draw, .request = diff_request, .text = diff_linear };
