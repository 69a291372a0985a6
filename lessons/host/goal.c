/* SPDX-License-Identifier: MIT */
/* Goals as monitors: one function a kind. */
#include "lessons/host/goal.h"
#include "lessons/host/goal_cells.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

const struct goal_form goal_forms[GOAL_KINDS] = {
#define GOAL(kind, fields, more, help) { #kind, fields, more, help },
#include "lessons/host/goals.def"
#undef GOAL
};

void goal_fini(struct goal *goal)
{
	mem_free(goal->id);
	mem_free(goal->says);
	query_fini(&goal->first);
	query_fini(&goal->second);
	query_fini(&goal->never);
	mem_free(goal->device);
	mem_free(goal->cause);
	mem_free(goal->right);
	for (unsigned i = 0; i < goal->cells; i++)
		mem_free(goal->cell[i].under);
	for (unsigned i = 0; i < goal->near_n; i++) {
		query_fini(&goal->near[i].record);
		mem_free(goal->near[i].says);
		mem_free(goal->near[i].idea);
	}
}

static bool allows(const struct goal *goal)
{
	return goal->kind == GOAL_never || (goal->kind == GOAL_count && !goal->least);
}

static void decide(struct goal *goal, enum goal_state state, const struct record *record)
{
	goal->state = state;
	goal->record = record->number;
}

static void see_eventually(struct goal *goal, const struct record *record, bool first, bool second)
{
	(void)second;
	if (first)
		decide(goal, GOAL_REACHED, record);
}

static void see_never(struct goal *goal, const struct record *record, bool first, bool second)
{
	(void)second;
	if (first)
		decide(goal, GOAL_MISSED, record);
}

static void see_before(struct goal *goal, const struct record *record, bool first, bool second)
{
	if (second)
		decide(goal, goal->seen ? GOAL_REACHED : GOAL_MISSED, record);
	goal->seen += first;
}

/* A record that is both begins a new wait. What the wait began with is to blame if it takes too long. */
static void see_within(struct goal *goal, const struct record *record, bool first, bool second)
{
	if (second && goal->due != VTIME_NEVER) {
		decide(goal, GOAL_REACHED, record);
		goal->due = VTIME_NEVER;
	}
	if (!first)
		return;
	goal->seen++;
	if (goal->due != VTIME_NEVER)
		return;
	goal->due = record->at + goal->time;
	goal->record = record->number;
}

static void see_late(struct goal *goal, const struct record *record, bool first, bool second)
{
	if (second && record->at > goal->due)
		decide(goal, GOAL_REACHED, record);
	if (second)
		goal->due = VTIME_NEVER;
	if (!first)
		return;
	goal->seen++;
	if (goal->due == VTIME_NEVER)
		goal->due = record->at + goal->time;
}

static void see_count(struct goal *goal, const struct record *record, bool first, bool second)
{
	(void)second;
	goal->seen += first;
	if (first && goal->seen > goal->most)
		decide(goal, GOAL_MISSED, record);
	else if (first && goal->seen == goal->least)
		decide(goal, GOAL_REACHED, record);
}

static void see_hold(struct goal *goal, const struct record *record, bool first, bool second)
{
	if (first)
		decide(goal, GOAL_REACHED, record);
	else if (second && goal->state == GOAL_REACHED)
		decide(goal, GOAL_OPEN, record);
}

static const struct {
	void (*see)(struct goal *goal, const struct record *record, bool first, bool second);
	bool goes_on; /* what is reached can be missed or lost yet */
	const struct cells_kind *cells; /* NULL: it has none */
} kinds_of_goals[GOAL_KINDS] = {
	[GOAL_eventually] = { see_eventually, false, NULL },
	[GOAL_never] = { see_never, true, NULL },
	[GOAL_before] = { see_before, false, NULL },
	[GOAL_within] = { see_within, true, NULL },
	[GOAL_late] = { see_late, false, NULL },
	[GOAL_count] = { see_count, true, NULL },
	[GOAL_hold] = { see_hold, true, NULL },
	[GOAL_point] = { NULL, false, NULL }, /* is told what is pointed at */
	[GOAL_policies] = { NULL, true, &cells_policies },
	[GOAL_interleavings] = { NULL, true, &cells_interleavings },
};

bool goal_has_cells(const struct goal *goal)
{
	return kinds_of_goals[goal->kind].cells;
}

void goal_reset(struct goal *goal)
{
	goal->state = allows(goal) ? GOAL_REACHED : GOAL_OPEN;
	goal->record = goal->pointed = UINT64_MAX;
	goal->seen = 0;
	goal->due = VTIME_NEVER;
	goal->missing = -1;
	goal->under = -1;
	if (goal_has_cells(goal))
		kinds_of_goals[goal->kind].cells->reset(goal);
}

enum { PHASE_FIRST = 1, PHASE_SECOND = 2, PHASE_NEAR = 4 }; /* both: 3; missed, but what comes may say why: 4; decided: 0 */

static unsigned phase_of(const struct goal *goal)
{
	if (goal->state == GOAL_MISSED)
		return goal->near_n ? PHASE_NEAR : 0;
	if (goal->state == GOAL_REACHED && !kinds_of_goals[goal->kind].goes_on)
		return 0;
	switch (goal->kind) {
	case GOAL_point:
		return 0;
	case GOAL_count:
		return goal->state == GOAL_REACHED && goal->most == UINT64_MAX ? 0 : PHASE_FIRST;
	case GOAL_before:
		return goal->seen ? PHASE_SECOND : PHASE_FIRST | PHASE_SECOND;
	case GOAL_hold:
		return goal->state == GOAL_REACHED ? PHASE_FIRST | PHASE_SECOND : PHASE_FIRST;
	default:
		return goal->second.n ? PHASE_FIRST | PHASE_SECOND : PHASE_FIRST;
	}
}

unsigned goal_phase(const struct goal *goal)
{
	unsigned phase = phase_of(goal);

	return phase ? phase | (unsigned)(goal->missing + 1) << 3 : 0;
}

/* Records that findings are about are shown whatever their kind. */
static void kinds_of(const struct query *query, bool kinds[RECORD_KINDS])
{
	if (!query_judges(query))
		query_kinds(query, kinds);
}

void goal_kinds(const struct goal *goal, bool kinds[RECORD_KINDS])
{
	unsigned phase = phase_of(goal);

	if (phase & PHASE_FIRST)
		kinds_of(&goal->first, kinds);
	if (phase & PHASE_SECOND)
		kinds_of(&goal->second, kinds);
	for (unsigned i = 0; phase && i < goal->near_n; i++)
		if ((int)i != goal->missing || goal_has_cells(goal)) /* the same again says nothing new */
			kinds_of(&goal->near[i].record, kinds);
	if (goal_has_cells(goal))
		cells_kinds(goal, kinds);
}

bool goal_judges(const struct goal *goal)
{
	bool judges = query_judges(&goal->first) || query_judges(&goal->second) || query_judges(&goal->never);

	for (unsigned i = 0; i < goal->near_n; i++)
		judges |= query_judges(&goal->near[i].record);
	return judges;
}

void goal_judge(struct goal *goal, const struct rules *rules)
{
	goal->first.rules = goal->second.rules = goal->never.rules = rules;
	for (unsigned i = 0; i < goal->near_n; i++)
		goal->near[i].record.rules = rules;
}

void goal_point(struct goal *goal, const struct trace *trace, uint64_t number)
{
	const struct record *record = trace_at(trace, number);
	unsigned near = 0;

	if (goal->kind != GOAL_point || goal->state == GOAL_REACHED || !record)
		return;
	goal->pointed = number;
	if (query_match(&goal->first, trace, record)) {
		decide(goal, GOAL_REACHED, record);
		return;
	}
	while (near < goal->near_n && !query_match(&goal->near[near].record, trace, record))
		near++;
	goal->missing = near < goal->near_n ? (int)near : -1;
}

void goal_at(struct goal *goal, vtime now)
{
	if (goal->kind == GOAL_within && goal->state != GOAL_MISSED && now > goal->due) {
		goal->state = GOAL_MISSED;
		goal->due = VTIME_NEVER;
	}
}

void goal_see(struct goal *goal, const struct trace *trace, const struct record *record)
{
	bool first, second;
	unsigned phase;

	if (goal_has_cells(goal)) {
		cells_see(kinds_of_goals[goal->kind].cells, goal, trace, record);
		return;
	}
	goal_at(goal, record->at);
	phase = phase_of(goal);
	if (!phase)
		return;
	if (phase != PHASE_NEAR) {
		first = query_match(&goal->first, trace, record);
		second = goal->second.n && query_match(&goal->second, trace, record);
		kinds_of_goals[goal->kind].see(goal, record, first, second);
	}
	for (unsigned i = 0; i < goal->near_n; i++)
		if (query_match(&goal->near[i].record, trace, record))
			goal->missing = (int)i;
}

static void tell_missed(const struct goal *goal, struct str *out)
{
	unsigned long long by = goal->record;
	char time[32];

	if (goal->kind == GOAL_within)
		str_format(out, say("it took longer than %s, from #%llu on"), vtime_text(goal->time, time, sizeof time), by);
	else if (goal->kind == GOAL_count)
		str_format(out, say("missed by #%llu: seen: %llu, at most: %llu"), by, (unsigned long long)goal->seen, (unsigned long long)goal->most);
	else
		str_format(out, say("missed by #%llu"), by);
}

bool goal_blames(const struct goal *goal, uint64_t *record)
{
	if (goal_has_cells(goal))
		return goal->state != GOAL_REACHED && kinds_of_goals[goal->kind].cells->blame(goal, record);
	*record = goal->record;
	return goal->state == GOAL_MISSED;
}

/* What is said to who pointed at it is told apart, as an answer. */
static void tell_pointed(const struct goal *goal, struct str *out)
{
	if (goal->pointed == UINT64_MAX)
		str_append(out, say("not yet"));
	else
		str_format(out, say("record %llu is not it"), (unsigned long long)goal->pointed);
}

void goal_distance(const struct goal *goal, struct str *out)
{
	if (goal->state == GOAL_REACHED)
		return;
	if (goal_has_cells(goal)) {
		kinds_of_goals[goal->kind].cells->distance(goal, out);
		return;
	}
	if (goal->kind == GOAL_point) {
		tell_pointed(goal, out);
		return;
	}
	if (goal->state == GOAL_MISSED)
		tell_missed(goal, out);
	else if (goal->kind == GOAL_count && goal->least > 1)
		str_format(out, say("%llu of %llu"), (unsigned long long)goal->seen, (unsigned long long)goal->least);
	else if (goal->kind == GOAL_before && goal->seen)
		str_append(out, say("the first half is there"));
	else if (goal->kind == GOAL_late && goal->seen)
		str_append(out, say("not so late yet"));
	else if (goal->kind == GOAL_within && goal->seen)
		str_append(out, say("begun; its end is awaited"));
	else
		str_append(out, say("not yet"));
	if (goal->missing >= 0)
		str_format(out, say("; missing: %s"), say(goal->near[goal->missing].says));
}
