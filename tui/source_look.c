/* SPDX-License-Identifier: MIT */
/* Where the driver is at the cursor: the levels of nesting, and in each the functions as they called one another. */
#include <string.h>

#include "sim/read/scene.h"
#include "tui/codelog.h"
#include "tui/source.h"

#define UNKNOWN UINT64_MAX
#define WALK_MAX 20000 /* records, or places, looked back for a place in the code */
#define ENTRY_BYTES 96 /* so near to a function's start it has just been called */

/* ---- calls of C functions ---- */

bool source_enters(const struct look_place *place, uint64_t code)
{
	return place->entry && code - place->entry < ENTRY_BYTES;
}

void source_call(struct source_calls *calls, uint64_t function, uint64_t code, bool enters)
{
	unsigned i = calls->n;

	while (i && calls->function[i - 1] != function)
		i--;
	if (!i && !enters)
		calls->n = 0; /* back in a caller that was not seen calling */
	else if (i)
		calls->n = i - 1;
	if (calls->n == SOURCE_CALLS_MAX)
		calls->n--;
	calls->function[calls->n] = function;
	calls->code[calls->n++] = code;
}

/* ---- without a code log: records tell places ---- */

/* The driver's address in a record, UNKNOWN: none. */
static uint64_t code_of(const struct record *record)
{
	switch (record->kind) {
	case R_API_CALL:
	case R_API_RETURN:
	case R_MMIO_READ:
	case R_MMIO_WRITE:
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
	case R_HANDLER_ENTER:
	case R_ISR_ENTER:
	case R_DPC_ENTER:
		return record->w[3];
	case R_CODE_BLOCK:
		return record->w[0];
	default:
		return UNKNOWN;
	}
}

bool source_is_exit(const struct record *record)
{
	return record->kind == R_HANDLER_EXIT || record->kind == R_ISR_EXIT || record->kind == R_DPC_EXIT;
}

bool source_is_enter(const struct record *record)
{
	return record->kind == R_HANDLER_ENTER || record->kind == R_ISR_ENTER || record->kind == R_DPC_ENTER;
}

/* The last place of the code of one nesting level before record `end`, on a CPU; what nested in it and ended is passed over. */
static uint64_t level_code(const struct trace *trace, unsigned cpu, uint64_t end)
{
	unsigned ended = 0, looked = 0;

	for (uint64_t i = end; i-- > trace_first(trace) && looked++ < WALK_MAX;) {
		const struct record *record = trace_at(trace, i);

		if (record->cpu != cpu)
			continue;
		if (source_is_exit(record)) {
			ended++;
		} else if (ended) {
			ended -= source_is_enter(record);
		} else {
			uint64_t code = code_of(record);

			if (code != UNKNOWN)
				return code;
		}
	}
	return UNKNOWN;
}

static uint64_t last_code(const struct trace *trace, uint64_t cursor, unsigned *cpu)
{
	unsigned looked = 0;

	*cpu = RECORD_NO_CPU;
	for (uint64_t i = cursor; i-- > trace_first(trace) && looked++ < WALK_MAX;) {
		const struct record *record = trace_at(trace, i);

		if (record->cpu == RECORD_NO_CPU || code_of(record) == UNKNOWN)
			continue;
		*cpu = record->cpu;
		return code_of(record);
	}
	return UNKNOWN;
}

unsigned source_cpu(const struct trace *trace, uint64_t cursor)
{
	unsigned cpu;

	last_code(trace, cursor, &cpu);
	return cpu;
}

/* ---- levels ---- */

/* The inline functions first: what the code calls lies inside it. */
static void add_code(struct source *source, uint64_t code, struct look_source *out)
{
	struct look_place place;

	if (code == UNKNOWN)
		return;
	source_place(source, code, &place);
	if (out->frames + place.inlined >= LOOK_FRAMES_MAX)
		return;
	if (!out->frames) {
		out->module = source_module(source, code);
		out->current = place.inlined;
	}
	for (unsigned i = 0; i < place.inlined; i++)
		out->frame[out->frames++] = place.inner[i];
	out->frame[out->frames++] = place;
}

/* The functions of one level from the code log: places from the level's beginning up to `to`. */
static bool add_logged(struct source *source, const struct look_code *code, unsigned cpu, uint64_t opened, uint64_t to, struct look_source *out)
{
	struct source_calls calls = { 0 };
	uint64_t from = codelog_before(code->log, cpu, opened + 1);

	from = from == CODELOG_NONE ? codelog_first(code->log) : from + 1;
	if (to == CODELOG_NONE || to < from)
		return false;
	if (to - from > WALK_MAX)
		from = to - WALK_MAX;
	for (uint64_t i = from; i <= to; i++) {
		const struct code_place *at = codelog_at(code->log, i);
		struct look_place place;

		if (at->cpu == cpu && source_place(source, at->code, &place) && place.entry)
			source_call(&calls, place.entry, at->code, at->enters || source_enters(&place, at->code));
	}
	for (unsigned i = calls.n; i-- > 0;)
		add_code(source, calls.code[i], out);
	return calls.n > 0;
}

static void add_level(struct look_source *out, const struct scene_frame *frame, unsigned first)
{
	if (out->levels == LOOK_FRAMES_MAX || out->frames == first)
		return;
	out->level[out->levels++] = (struct look_level){ .first = first, .kind = frame->kind, .irql = frame->irql, .obj = frame->obj,
							 .message = frame->message, .name = frame->name };
}

static void nested(struct source *source, const struct look_code *code, const struct trace *trace, const struct scene_stack *stack, unsigned cpu,
		   uint64_t cursor, struct look_source *out)
{
	bool logged = code->log && code->at != CODELOG_NONE && codelog_at(code->log, code->at)->cpu == cpu;
	uint64_t end = cursor, to = logged ? code->at : CODELOG_NONE;

	for (unsigned i = stack->depth < SCENE_FRAMES ? stack->depth : SCENE_FRAMES; i-- > 0;) {
		const struct scene_frame *frame = &stack->frame[i];
		unsigned first = out->frames;

		if (!logged || !add_logged(source, code, cpu, frame->number, to, out))
			add_code(source, level_code(trace, cpu, end), out);
		add_level(out, frame, first);
		end = frame->number;
		if (logged)
			to = codelog_before(code->log, cpu, frame->number + 1);
	}
}

void source_look(struct source *source, const struct trace *trace, const struct scene *scene, uint64_t cursor, const struct look_code *code,
		 struct look_source *out)
{
	static const struct look_code none = { .at = CODELOG_NONE };
	unsigned cpu;
	uint64_t last = last_code(trace, cursor, &cpu);

	*out = (struct look_source){ 0 };
	code = code ? code : &none;
	if (code->log && code->at != CODELOG_NONE) {
		cpu = codelog_at(code->log, code->at)->cpu;
		last = codelog_at(code->log, code->at)->code;
		out->stepped = true;
	}
	if (cpu >= scene->cpus_n)
		return;
	out->cpu = cpu;
	out->thread = scene->cpus[cpu].thread;
	nested(source, code, trace, &scene->cpus[cpu].stack, cpu, cursor, out);
	if (!out->frames)
		add_code(source, last, out);
	if (out->frames && out->frame[out->current].file)
		out->text = source_text(source, out->frame[out->current].file);
}
