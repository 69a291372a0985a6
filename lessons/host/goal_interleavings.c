/* SPDX-License-Identifier: MIT */
/* The goal that wants each way tried in which interrupts can come in a start. */
#include <string.h>

#include "lessons/host/goal_cells.h"
#include "sim/base/say.h"

static void forget(struct goal *goal)
{
	for (unsigned k = 0; k < goal->cells; k++) {
		goal->cell[k].state = CELL_UNTRIED;
		goal->cell[k].ways = goal->cell[k].green = 0;
	}
	goal->ways = (struct goal_ways){ .silent = UINT64_MAX };
}

static void reset(struct goal *goal)
{
	goal->under = -1;
	goal->started = false;
	forget(goal);
}

/* What the way without an interrupt has told. */
static void count_ways(struct goal *goal, const struct trace *trace)
{
	goal->ways.known = places_read(&goal->ways.places, trace, goal->device, goal->ways.silent);
	for (unsigned k = 1; goal->ways.known && k < goal->cells; k++)
		goal->cell[k].ways = ways_count(&goal->ways.places, k);
}

static bool comes_next(const struct goal *goal, const struct way *way)
{
	struct way next = goal->ways.now;

	if (next.k == way->k ? !way_next(&goal->ways.places, &next) : !way_first(&goal->ways.places, way->k, &next))
		return false;
	return way_same(&next, way);
}

static void open(struct goal *goal, const struct trace *trace, const struct record *record, const struct way *way)
{
	goal->under = -1;
	goal->started = false;
	if (way->k >= goal->cells)
		return;
	if (!way->k) {
		forget(goal);
		goal->ways.silent = record->number;
		goal->cell[0].ways = 1;
	} else if (goal->ways.silent == UINT64_MAX) {
		return;
	} else if (!goal->ways.known) {
		count_ways(goal, trace);
	}
	if (way->k && (!goal->ways.known || !comes_next(goal, way)))
		return;
	goal->ways.now = *way;
	goal->under = (int)way->k;
}

static void see_command(struct goal *goal, const struct trace *trace, const struct record *record)
{
	const char *command = trace_text_of(trace, record->w[0]);
	struct way way;

	if (cells_keyword(goal, command))
		reset(goal);
	else if (!strncmp(command, WAY_NOTE, strlen(WAY_NOTE)) && way_read(&way, goal->device, command))
		open(goal, trace, record, &way);
}

/* A way that is started is bad until it is green; the first one is told. */
static void see_start(struct goal *goal, const struct record *record)
{
	struct goal_ways *ways = &goal->ways;

	if (goal->started)
		return;
	goal->started = true;
	ways->state = CELL_OPEN;
	ways->seen = 0;
	ways->start = record->number;
	ways->raised = 0;
	ways->astray = false;
	if (goal->cell[goal->under].state == CELL_UNTRIED)
		goal->cell[goal->under].state = CELL_OPEN;
	if (ways->bad)
		return;
	ways->bad = true;
	ways->first_bad = ways->now;
	ways->first_astray = false;
	ways->decided = UINT64_MAX;
	goal->missing = -1;
}

static bool tells(const struct goal *goal)
{
	return goal->ways.bad && way_same(&goal->ways.now, &goal->ways.first_bad);
}

static void turn_red(struct goal *goal, const struct record *record)
{
	struct goal_ways *ways = &goal->ways;
	struct goal_cell *cell = &goal->cell[goal->under];

	cell->green -= ways->state == CELL_GREEN;
	cell->state = CELL_RED;
	if (!ways->bad) {
		ways->bad = true;
		ways->first_bad = ways->now;
	}
	if (tells(goal) && ways->state != CELL_RED)
		ways->decided = record->number;
	ways->state = CELL_RED;
	goal->state = GOAL_OPEN;
}

static void turn_green(struct goal *goal, const struct record *record)
{
	struct goal_cell *cell = &goal->cell[goal->under];

	goal->ways.state = CELL_GREEN;
	if (tells(goal))
		goal->ways.bad = false;
	if (++cell->green == cell->ways)
		cell->state = CELL_GREEN;
	cells_reach(goal, record);
}

static bool raises(const struct goal *goal, const struct trace *trace, const struct record *record)
{
	struct str line = { 0 };
	bool same;

	if (record->kind != R_CMD_TAKE)
		return false;
	way_raise(goal->device, goal->cause, &line);
	same = !strcmp(trace_text_of(trace, record->w[0]), line.text);
	str_free(&line);
	return same;
}

static void see_raise(struct goal *goal, const struct trace *trace, const struct record *record)
{
	struct goal_ways *ways = &goal->ways;
	struct place_walk walk;

	place_walk_begin(&walk, trace, goal->device);
	for (uint64_t i = ways->start; i < record->number; i++)
		if (trace_at(trace, i))
			place_walk_see(&walk, trace_at(trace, i));
	ways->astray |= !way_placed(&ways->places, &ways->now, ways->raised++, &walk);
	if (tells(goal))
		ways->first_astray = ways->astray;
}

/* A way is what its note says only if each of its interrupts came, and in its place. */
static bool stands(const struct goal_ways *ways)
{
	return !ways->astray && ways->raised == ways->now.k;
}

static void see_under(struct goal *goal, const struct trace *trace, const struct record *record)
{
	struct goal_ways *ways = &goal->ways;

	if (raises(goal, trace, record))
		see_raise(goal, trace, record);
	for (unsigned i = 0; tells(goal) && i < goal->near_n; i++)
		if (query_match(&goal->near[i].record, trace, record))
			goal->missing = (int)i;
	if (goal->never.n && query_match(&goal->never, trace, record))
		turn_red(goal, record);
	else if (ways->state == CELL_OPEN && query_match(&goal->first, trace, record) && ++ways->seen >= goal->least && stands(ways))
		turn_green(goal, record);
}

const struct way *cells_bad_way(const struct goal *goal)
{
	return goal->ways.bad ? &goal->ways.first_bad : NULL;
}

static bool blame(const struct goal *goal, uint64_t *record)
{
	*record = goal->ways.decided;
	return goal->ways.bad && goal->ways.decided != UINT64_MAX;
}

static void distance(const struct goal *goal, struct str *out)
{
	const struct goal_ways *ways = &goal->ways;
	unsigned long long green = 0, all = 0;
	unsigned k = 0;

	for (unsigned i = 0; i < goal->cells; i++) {
		green += goal->cell[i].green;
		all += goal->cell[i].ways;
	}
	while (k < goal->cells && goal->cell[k].state == CELL_GREEN)
		k++;
	if (ways->known)
		str_format(out, say("%llu of %llu"), green, all);
	else
		str_append(out, say("not yet"));
	if (!ways->bad && k < goal->cells && goal->cell[k].state == CELL_OPEN)
		str_format(out, say("; missing: k=%u is not tried in each way"), k);
	else if (!ways->bad)
		str_format(out, say("; missing: k=%u is not tried"), k);
	else if (ways->first_astray)
		str_format(out, say("; missing: k=%u: an interrupt came in another place"), ways->first_bad.k);
	else if (goal->missing >= 0)
		str_format(out, say("; missing: k=%u: %s"), ways->first_bad.k, say(goal->near[goal->missing].says));
	else if (ways->decided != UINT64_MAX)
		str_format(out, say("; missing: k=%u: what must not come has come"), ways->first_bad.k);
	else
		str_format(out, say("; missing: k=%u: too little has come"), ways->first_bad.k);
}

const struct cells_kind cells_interleavings = { reset, see_command, see_start, see_under, blame, distance };
