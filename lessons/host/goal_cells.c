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

bool cells_start(const struct goal *goal, const struct trace *trace, const struct record *record)
{
	return record->obj == rectext_object_named(trace, goal->device);
}

void cells_kinds(const struct goal *goal, bool kinds[RECORD_KINDS])
{
	kinds[R_CMD_TAKE] = kinds[R_PNP_START] = true;
	if (goal->never.n && !query_judges(&goal->never))
		query_kinds(&goal->never, kinds);
}

bool cells_green(const struct goal *goal)
{
	for (unsigned i = 0; i < goal->cells; i++)
		if (goal->cell[i].state != CELL_GREEN)
			return false;
	return goal->cells;
}
