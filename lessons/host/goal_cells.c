/* SPDX-License-Identifier: MIT */
/* Goals with cells. */
#include <string.h>

#include "lessons/host/goal_cells.h"
#include "sim/trace/rectext.h"

bool cells_keyword(const struct goal *goal, const char *command)
{
	size_t n = strlen(goal->device);
	const char *at = command + strcspn(command, " ");

	at += strspn(at, " ");
	return !strncmp(command, "keyword ", strlen("keyword ")) && !strncmp(at, goal->device, n) && (!at[n] || at[n] == ' ');
}

static bool starts(const struct goal *goal, const struct trace *trace, const struct record *record)
{
	return record->kind == R_PNP_START && record->obj == rectext_object_named(trace, goal->device);
}

void cells_see(const struct cells_kind *kind, struct goal *goal, const struct trace *trace, const struct record *record)
{
	if (record->kind == R_CMD_TAKE)
		kind->command(goal, trace, record);
	if (goal->under < 0)
		return;
	if (starts(goal, trace, record))
		kind->start(goal, record);
	if (goal->started)
		kind->under(goal, trace, record);
}

void cells_kinds(const struct goal *goal, bool kinds[RECORD_KINDS])
{
	kinds[R_CMD_TAKE] = kinds[R_PNP_START] = true;
	if (goal->never.n && !query_judges(&goal->never))
		query_kinds(&goal->never, kinds);
}

static bool all_green(const struct goal *goal)
{
	for (unsigned i = 0; i < goal->cells; i++)
		if (goal->cell[i].state != CELL_GREEN)
			return false;
	return goal->cells;
}

void cells_reach(struct goal *goal, const struct record *record)
{
	if (goal->state != GOAL_OPEN || !all_green(goal))
		return;
	goal->state = GOAL_REACHED;
	goal->record = record->number;
}
