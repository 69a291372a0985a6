/* SPDX-License-Identifier: MIT */
/* The goals that want every grant policy tried, or every instant. */
#include <string.h>

#include "lessons/host/goal_policies.h"
#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/trace/rectext.h"

/* What opens a cell, and how a missing one is told. */
static const struct kind {
	const char *opens, *untried, *near, *red, *some, *nothing;
} of_policies = {
	.opens = "policy",
	.untried = N_("; missing: policy %s is not tried"),
	.near = N_("; missing: policy %s: %s"),
	.red = N_("; missing: policy %s: what must not come has come"),
	.some = N_("; missing: policy %s: %llu of %llu"),
	.nothing = N_("; missing: policy %s: nothing has come yet"),
}, of_instants = {
	.opens = INSTANT_NOTE,
	.untried = N_("; missing: %s is not tried"),
	.near = N_("; missing: at %s: %s"),
	.red = N_("; missing: at %s: what must not come has come"),
	.some = N_("; missing: at %s: %llu of %llu"),
	.nothing = N_("; missing: at %s: nothing has come yet"),
};

static const struct kind *kind_of(const struct goal *goal)
{
	return goal->kind == GOAL_policies ? &of_policies : &of_instants;
}

static void forget(struct goal *goal)
{
	for (unsigned i = 0; i < goal->cells; i++) {
		goal->cell[i].state = CELL_UNTRIED;
		goal->cell[i].record = UINT64_MAX;
		goal->cell[i].seen = 0;
		goal->cell[i].missing = -1;
	}
}

void policies_reset(struct goal *goal)
{
	goal->under = -1;
	goal->started = false;
	forget(goal);
}

void policies_kinds(const struct goal *goal, bool kinds[RECORD_KINDS])
{
	kinds[R_CMD_TAKE] = kinds[R_PNP_START] = true;
	if (goal->never.n && !query_judges(&goal->never))
		query_kinds(&goal->never, kinds);
}

static bool same_word(const struct word *a, const struct word *b)
{
	return !strcmp(a->text, b->text) && !a->value == !b->value && (!a->value || !strcmp(a->value, b->value));
}

/* Whether a command opens this cell, however many blanks stand between its words. */
static bool opens(const char *command, const char *verb, const char *under)
{
	struct words words, expected;
	struct str line = { 0 };
	struct err err;
	bool same;

	str_format(&line, "%s %s", verb, under);
	same = words_split(&words, command, &err);
	same = words_split(&expected, line.text, &err) && same && words.n == expected.n;
	for (size_t i = 0; same && i < words.n; i++)
		same = same_word(&words.word[i], &expected.word[i]);
	words_free(&words);
	words_free(&expected);
	str_free(&line);
	return same;
}

static bool begins(const char *command, const char *verb)
{
	size_t n = strlen(verb);

	return !strncmp(command, verb, n) && command[n] == ' ';
}

/* A keyword of this device? "keyword DEVICE NAME=VALUE" */
static bool is_keyword(const struct goal *goal, const char *command)
{
	size_t n = strlen(goal->device);
	const char *at = command + strcspn(command, " ");

	at += strspn(at, " ");
	return begins(command, "keyword") && !strncmp(at, goal->device, n) && (!at[n] || at[n] == ' ');
}

static void see_command(struct goal *goal, const char *command)
{
	const struct kind *kind = kind_of(goal);

	if (is_keyword(goal, command)) {
		goal->started = false;
		forget(goal);
	}
	if (!begins(command, kind->opens))
		return;
	goal->under = -1;
	goal->started = false;
	for (unsigned i = 0; i < goal->cells; i++)
		if (opens(command, kind->opens, goal->cell[i].under))
			goal->under = (int)i;
}

/* A green cell stays green: the same driver under the same policy. */
static void see_start(struct goal *goal)
{
	struct goal_cell *cell = &goal->cell[goal->under];

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

static bool all_green(const struct goal *goal)
{
	for (unsigned i = 0; i < goal->cells; i++)
		if (goal->cell[i].state != CELL_GREEN)
			return false;
	return goal->cells;
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
		if (goal->state == GOAL_OPEN && all_green(goal)) {
			goal->state = GOAL_REACHED;
			goal->record = record->number;
		}
	}
}

void policies_see(struct goal *goal, const struct trace *trace, const struct record *record)
{
	if (record->kind == R_CMD_TAKE)
		see_command(goal, trace_text_of(trace, record->w[0]));
	if (goal->under < 0)
		return;
	if (record->kind == R_PNP_START && record->obj == rectext_object_named(trace, goal->device))
		see_start(goal);
	if (goal->started)
		see_under(goal, trace, record);
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

bool policies_blame(const struct goal *goal, uint64_t *record)
{
	unsigned green;
	const struct goal_cell *cell = first_missing(goal, &green);

	*record = cell ? cell->record : UINT64_MAX;
	return cell && cell->state == CELL_RED;
}

void policies_distance(const struct goal *goal, struct str *out)
{
	unsigned green;
	const struct kind *kind = kind_of(goal);
	const struct goal_cell *cell = first_missing(goal, &green);

	str_format(out, say("%llu of %llu"), (unsigned long long)green, (unsigned long long)goal->cells);
	if (!cell)
		return;
	if (cell->state == CELL_UNTRIED)
		str_format(out, say(kind->untried), cell->under);
	else if (cell->missing >= 0)
		str_format(out, say(kind->near), cell->under, say(goal->near[cell->missing].says));
	else if (cell->state == CELL_RED)
		str_format(out, say(kind->red), cell->under);
	else if (cell->seen)
		str_format(out, say(kind->some), cell->under, (unsigned long long)cell->seen, (unsigned long long)goal->least);
	else
		str_format(out, say(kind->nothing), cell->under);
}
