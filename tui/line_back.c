/* SPDX-License-Identifier: MIT */
/* The line before. */
#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "tui/codelog.h"
#include "tui/line_back.h"

#define STOPS_MAX 20000 /* of a level, the latest */

/* What lies deeper has returned. Where a function begins, what came before at its depth was another call of it. */
uint64_t line_before(const struct line_stop *stop, size_t n, bool out)
{
	const struct line_stop *at = n ? &stop[n - 1] : NULL;
	unsigned most = out && at ? at->depth - 1 : at ? at->depth : 0;

	for (size_t i = n ? n - 1 : 0; i-- > 0;) {
		if (at->enters && at->depth - 1 < most)
			most = at->depth - 1;
		if (stop[i].depth > most)
			continue;
		at = &stop[i];
		most = at->depth;
		if (out || !at->same)
			return at->number;
	}
	return CODELOG_NONE;
}

struct level {
	struct screen *screen;
	const struct session *session;
	uint64_t counted; /* records that `nested` knows of */
	int nested;       /* levels inside this one */
	unsigned cpu;
	struct source_calls calls;
	struct line_stop *stop;
	size_t n, room;
};

/* The place is of the level itself, not of what interrupted it. */
static bool of_level(struct level *level, const struct code_place *at)
{
	for (; level->counted < at->record; level->counted++) {
		const struct record *record = trace_at(session_trace(level->session), level->counted);

		if (record && record->cpu == level->cpu)
			level->nested += source_is_enter(record) - source_is_exit(record);
	}
	return !level->nested;
}

static void add(struct level *level, uint64_t number, const struct code_place *at)
{
	const struct look_place *shown = &level->screen->line.shown;
	struct look_place place;
	bool enters;

	if (at->cpu != level->cpu || !of_level(level, at) || !source_place(level->screen->source, at->code, &place) || !place.line)
		return;
	enters = at->enters || source_enters(&place, at->code);
	source_call(&level->calls, place.entry, at->code, enters);
	mem_grow(&level->stop, &level->room, level->n + 1, sizeof(*level->stop));
	level->stop[level->n++] = (struct line_stop){
		number, level->calls.n, enters, place.line == shown->line && place.entry == shown->entry && place.file == shown->file,
	};
}

/* The record that opened the level which the cursor is in on a CPU; 0: none is open. */
static uint64_t opened(const struct session *session, unsigned cpu)
{
	const struct scene_stack *stack = cpu < session->scene->cpus_n ? &session->scene->cpus[cpu].stack : NULL;

	return stack && stack->depth && stack->depth <= SCENE_FRAMES ? stack->frame[stack->depth - 1].number : 0;
}

uint64_t line_back(struct screen *screen, const struct session *session, uint64_t origin, bool out)
{
	const struct codelog *log = session->code;
	const struct code_place *from = codelog_at(log, origin);
	struct level level = { .screen = screen, .session = session, .cpu = from ? from->cpu : CODELOG_ANY };
	uint64_t begin, first, found;

	if (!from)
		return CODELOG_NONE;
	begin = opened(session, from->cpu);
	first = codelog_before(log, from->cpu, begin + 1);
	level.counted = begin + 1;
	found = first;
	first = first == CODELOG_NONE ? codelog_first(log) : first + 1;
	if (origin - first > STOPS_MAX)
		first = origin - STOPS_MAX;
	for (uint64_t i = first; i <= origin; i++)
		add(&level, i, codelog_at(log, i));
	begin = line_before(level.stop, level.n, out);
	mem_free(level.stop);
	return begin == CODELOG_NONE ? found : begin;
}
