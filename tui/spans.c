/* SPDX-License-Identifier: MIT */
/* The index of the timeline: its lanes, and the records that are moments of their own. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/trace/rectext.h"
#include "tui/spans_parts.h"

#define SLOTS_FIRST 256

struct spans *spans_new(void)
{
	return mem_new(sizeof(struct spans));
}

static void empty(struct spans *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		series_fini(&spans->lanes[i]->series);
		mem_free(spans->lanes[i]);
	}
	mem_free(spans->lanes);
	mem_free(spans->blocks);
	mem_free(spans->slots);
	mem_free(spans->stacks);
	mem_free(spans->queues);
	*spans = (struct spans){ 0 };
}

void spans_free(struct spans *spans)
{
	if (spans)
		empty(spans);
	mem_free(spans);
}

/* ---- lanes ---- */

static size_t slot_of(const struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number)
{
	size_t at = ((size_t)kind * 2654435761u + obj * 40503u + number * 97u) % spans->slots_n;

	for (;; at = (at + 1) % spans->slots_n) {
		const struct span_lane *lane = spans->slots[at] ? spans->lanes[spans->slots[at] - 1] : NULL;

		if (!lane || (lane->kind == kind && lane->obj == obj && lane->number == number))
			return at;
	}
}

static void more_slots(struct spans *spans)
{
	if (2 * (spans->n + 1) <= spans->slots_n)
		return;
	mem_free(spans->slots);
	spans->slots_n = spans->slots_n ? 2 * spans->slots_n : SLOTS_FIRST;
	spans->slots = mem_new(spans->slots_n * sizeof(*spans->slots));
	for (size_t i = 0; i < spans->n; i++)
		spans->slots[slot_of(spans, spans->lanes[i]->kind, spans->lanes[i]->obj, spans->lanes[i]->number)] = (uint32_t)i + 1;
}

const struct span_lane *spans_lane(const struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number)
{
	uint32_t place = spans->slots_n ? spans->slots[slot_of(spans, kind, obj, number)] : 0;

	return place ? spans->lanes[place - 1] : NULL;
}

struct span_lane *spans_lane_made(struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number)
{
	struct span_lane *lane = (struct span_lane *)spans_lane(spans, kind, obj, number);

	if (lane)
		return lane;
	more_slots(spans);
	mem_grow(&spans->lanes, &spans->room, spans->n + 1, sizeof(struct span_lane *));
	lane = mem_new(sizeof(*lane));
	lane->kind = kind;
	lane->obj = obj;
	lane->number = number;
	spans->lanes[spans->n++] = lane;
	spans->slots[slot_of(spans, kind, obj, number)] = (uint32_t)spans->n;
	return lane;
}

void spans_note(struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number, vtime at, uint32_t value, uint16_t rank)
{
	struct span_lane *lane = spans_lane_made(spans, kind, obj, number);

	lane->value = value;
	series_add(&lane->series, at, value, rank);
}

/* ---- reading ---- */

static void mark(struct spans *spans, const struct record *record, uint16_t rank)
{
	spans_note(spans, LANE_MARK, 0, 0, record->at, (uint32_t)record->number, rank);
}

static void fold(struct spans *spans, const struct record *record)
{
	switch (record->kind) {
	case R_MACHINE_BEGIN:
		spans_lane_made(spans, LANE_MARK, 0, 0);
		spans_fold_cpu(spans, record);
		break;
	case R_CMD_TAKE:
		mark(spans, record, MARK_COMMAND);
		break;
	case R_CMD_REFUSED:
	case R_RULE_VIOLATION:
	case R_STORM:
	case R_STALL:
	case R_WATCHDOG:
		mark(spans, record, MARK_VIOLATION);
		break;
	case R_BUGCHECK:
		mark(spans, record, MARK_BUGCHECK);
		break;
	case R_LINE_ASSERT:
	case R_LINE_DEASSERT:
		spans_note(spans, LANE_LINE, record->obj, 0, record->at, record->kind == R_LINE_ASSERT, record->kind == R_LINE_ASSERT);
		break;
	case R_MSI_SEND:
		spans_note(spans, LANE_MESSAGE, record->obj, (uint32_t)record->w[0], record->at, 1, 1);
		break;
	default:
		spans_fold_cpu(spans, record);
		spans_fold_queue(spans, record);
		break;
	}
}

bool spans_read(struct spans *spans, const struct trace *trace, uint64_t generation, uint64_t records)
{
	const struct record *run;
	size_t n;

	if (spans->trace != trace || spans->generation != generation || spans->reached > trace_count(trace))
		empty(spans);
	spans->trace = trace;
	spans->generation = generation;
	if (spans->reached < trace_first(trace))
		spans->reached = trace_first(trace);
	while (records && (run = trace_run(trace, spans->reached, &n))) {
		n = n < records ? n : (size_t)records;
		for (size_t i = 0; i < n; i++)
			fold(spans, &run[i]);
		spans->end = run[n - 1].at;
		spans->reached += n;
		records -= n;
	}
	return spans->reached == trace_count(trace);
}

uint64_t spans_behind(const struct spans *spans, const struct trace *trace)
{
	return spans->trace == trace && spans->reached < trace_count(trace) ? trace_count(trace) - spans->reached : 0;
}

const char *spans_name(const struct spans *spans, const struct span_block *block, char *text, size_t size)
{
	switch ((enum span_kind)block->kind) {
	case SPAN_ISR:
	case SPAN_DPC:
		snprintf(text, size, block->message == RECORD_NONE ? "%s" : "%s %u", block->kind == SPAN_ISR ? "ISR" : "DPC", block->message);
		break;
	case SPAN_HANDLER:
		snprintf(text, size, "%s", trace_text_of(spans->trace, block->name));
		break;
	default:
		snprintf(text, size, "%s", rectext_object(spans->trace, block->obj));
	}
	return text;
}

vtime spans_budget(enum span_kind kind)
{
	return kind == SPAN_ISR ? SPANS_ISR_BUDGET : kind == SPAN_DPC ? SPANS_DPC_BUDGET : VTIME_NEVER;
}
