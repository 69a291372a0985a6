/* SPDX-License-Identifier: MIT */
/* The goal that wants every grant policy tried. */
#include <string.h>

#include "lessons/host/goal_cells.h"
#include "sim/base/say.h"
#include "sim/base/words.h"

static void forget(struct goal *goal)
{
	for (unsigned i = 0; i < goal->cells; i++) {
		goal->cell[i].state = CELL_UNTRIED;
		goal->cell[i].record = UINT64_MAX;
		goal->cell[i].seen = 0;
		goal->cell[i].missing = -1;
	}
}

static void reset(struct goal *goal)
{
	goal->under = -1;
	goal->started = false;
	forget(goal);
}

static bool same_word(const struct word *a, const struct word *b)
{
	return !strcmp(a->text, b->text) && !a->value == !b->value && (!a->value || !strcmp(a->value, b->value));
}

/* Whether a command opens this cell, however many blanks stand between its words. */
static bool opens(const char *command, const char *under)
{
	struct words words, expected;
	struct str line = { 0 };
	struct err err;
	bool same;

	str_format(&line, "policy %s", under);
	same = words_split(&words, command, &err);
	same = words_split(&expected, line.text, &err) && same && words.n == expected.n;
	for (size_t i = 0; same && i < words.n; i++)
		same = same_word(&words.word[i], &expected.word[i]);
	words_free(&words);
	words_free(&expected);
	str_free(&line);
	return same;
}

static void see_command(struct goal *goal, const struct trace *trace, const struct record *record)
{
	const char *command = trace_text_of(trace, record->w[0]);

	if (cells_keyword(goal, command)) {
		goal->started = false;
		forget(goal);
	}
	if (strncmp(command, "policy ", strlen("policy ")))
		return;
	goal->under = -1;
	goal->started = false;
	for (unsigned i = 0; i < goal->cells; i++)
		if (opens(command, goal->cell[i].under))
			goal->under = (int)i;
}

/* A green cell stays green: the same driver under the same policy. */
static void see_start(struct goal *goal, const struct record *record)
{
	struct goal_cell *cell = &goal->cell[goal->under];

	(void)record;
	goal->started = true;
	if (cell->state == CELL_GREEN)
		return;
	cell->state = CELL_OPEN;
	cell->missing = -1;
	cell->seen = 0;
}

static void decide(struct goal_cell *cell, enum goal_cell_state state, const struct record *record)
{
	cell->state = state;
	cell->record = record->number;
}

static void see_under(struct goal *goal, const struct trace *trace, const struct record *record)
{
	struct goal_cell *cell = &goal->cell[goal->under];

	for (unsigned i = 0; i < goal->near_n; i++)
		if (query_match(&goal->near[i].record, trace, record))
			cell->missing = (int)i;
	if (goal->never.n && query_match(&goal->never, trace, record)) {
		decide(cell, CELL_RED, record);
		goal->state = GOAL_OPEN;
	} else if (cell->state == CELL_OPEN && query_match(&goal->first, trace, record) && ++cell->seen >= goal->least) {
		decide(cell, CELL_GREEN, record);
		cells_reach(goal, record);
	}
}

static const struct goal_cell *first_missing(const struct goal *goal, unsigned *green)
{
	const struct goal_cell *first = NULL;

	*green = 0;
	for (unsigned i = 0; i < goal->cells; i++) {
		if (goal->cell[i].state == CELL_GREEN)
			++*green;
		else if (!first)
			first = &goal->cell[i];
	}
	return first;
}

static bool blame(const struct goal *goal, uint64_t *record)
{
	unsigned green;
	const struct goal_cell *cell = first_missing(goal, &green);

	*record = cell ? cell->record : UINT64_MAX;
	return cell && cell->state == CELL_RED;
}

static void distance(const struct goal *goal, struct str *out)
{
	unsigned green;
	const struct goal_cell *cell = first_missing(goal, &green);

	str_format(out, say("%llu of %llu"), (unsigned long long)green, (unsigned long long)goal->cells);
	if (!cell)
		return;
	if (cell->state == CELL_UNTRIED)
		str_format(out, say("; missing: policy %s is not tried"), cell->under);
	else if (cell->missing >= 0)
		str_format(out, say("; missing: policy %s: %s"), cell->under, say(goal->near[cell->missing].says));
	else if (cell->state == CELL_RED)
		str_format(out, say("; missing: policy %s: what must not come has come"), cell->under);
	else if (cell->seen)
		str_format(out, say("; missing: policy %s: %llu of %llu"), cell->under, (unsigned long long)cell->seen, (unsigned long long)goal->least);
	else
		str_format(out, say("; missing: policy %s: nothing has come yet"), cell->under);
}

const struct cells_kind cells_policies = { reset, see_command, see_start, see_under, blame, distance };
