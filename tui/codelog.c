/* SPDX-License-Identifier: MIT */
/* Places of driver code, in a ring. */
#include "sim/base/mem.h"
#include "tui/codelog.h"

struct codelog *codelog_new(uint64_t want)
{
	struct codelog *log = mem_new(sizeof(*log));

	log->place = mem_new(CODELOG_ROOM * sizeof(*log->place));
	log->want = want;
	return log;
}

void codelog_free(struct codelog *log)
{
	if (!log)
		return;
	mem_free(log->place);
	mem_free(log);
}

/* Past what was wanted, half of the room is for what follows. */
void codelog_note(void *context, const struct code_place *place)
{
	struct codelog *log = context;

	if (log->closed)
		return;
	if (!log->wanted_n && place->record >= log->want)
		log->wanted_n = log->n + 1;
	log->closed = log->wanted_n && log->n + 1 - log->wanted_n >= CODELOG_ROOM / 2;
	if (!log->closed)
		log->place[log->n++ % CODELOG_ROOM] = *place;
}

uint64_t codelog_first(const struct codelog *log)
{
	return log->n > CODELOG_ROOM ? log->n - CODELOG_ROOM : 0;
}

const struct code_place *codelog_at(const struct codelog *log, uint64_t number)
{
	return number >= codelog_first(log) && number < log->n ? &log->place[number % CODELOG_ROOM] : NULL;
}

uint64_t codelog_before(const struct codelog *log, unsigned cpu, uint64_t records)
{
	uint64_t low = codelog_first(log), high = log->n;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (codelog_at(log, middle)->record < records)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low > codelog_first(log); low--)
		if (cpu == CODELOG_ANY || codelog_at(log, low - 1)->cpu == cpu)
			return low - 1;
	return CODELOG_NONE;
}

bool codelog_covers(const struct codelog *log, uint64_t records)
{
	const struct code_place *first = codelog_at(log, codelog_first(log)), *last = log->n ? codelog_at(log, log->n - 1) : NULL;

	if (codelog_first(log) && first->record >= records)
		return false;
	return !log->closed || (last && last->record > records);
}
