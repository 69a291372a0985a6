/* SPDX-License-Identifier: MIT */
/* Which lanes the timeline shows, in which order, and what they are called. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/timeline.h"

#define STAIRS_HEIGHT 14 /* from this height on the first CPUs get staircases even if not all lanes fit then */

static const char *const steps[TIMELINE_STEPS] = { "DIRQL", "DISPATCH", "PASSIVE" };

/* The place of a lane in the order: the lower the more interesting. */
struct place {
	unsigned group; /* marks, busy CPUs, this device, other devices, idle CPUs */
	uint32_t first, second, third;
	const struct span_lane *lane;
};

static bool of_cpu(enum lane_kind kind)
{
	return kind == LANE_IRQL || kind == LANE_CODE || kind == LANE_DPCS;
}

static bool busy(const struct spans *spans, uint32_t cpu)
{
	const struct span_lane *irql = spans_lane(spans, LANE_IRQL, 0, cpu), *code = spans_lane(spans, LANE_CODE, 0, cpu);

	return (irql && irql->series.n) || (code && code->series.n);
}

static struct place place_of(const struct spans *spans, const struct look *look, const struct span_lane *lane)
{
	if (lane->kind == LANE_MARK)
		return (struct place){ 0, 0, 0, 0, lane };
	if (of_cpu(lane->kind))
		return (struct place){ busy(spans, lane->number) ? 1 : 4, lane->number, lane->kind, 0, lane };
	return (struct place){ lane->obj == rectext_object_named(look->trace, look->device ? look->device : "") ? 2 : 3, lane->obj, lane->kind,
			       lane->number, lane };
}

static int by_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int order(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int differ = by_numbers(a->group, b->group);

	differ = differ ? differ : by_numbers(a->first, b->first);
	differ = differ ? differ : by_numbers(a->second, b->second);
	return differ ? differ : by_numbers(a->third, b->third);
}

static bool has_stairs(const struct place *place, size_t lanes, unsigned stairs, int height)
{
	return place->lane->kind == LANE_IRQL && place->group == 1 && (height >= STAIRS_HEIGHT ? stairs < 2 : false || (int)lanes + 2 * (int)stairs + 2 < height);
}

unsigned timeline_rows(const struct spans *spans, const struct look *look, int height, struct timeline_row *out, unsigned most)
{
	struct place *places = mem_new((spans->n + 1) * sizeof(*places));
	unsigned rows = 0, stairs = 0;
	size_t n = 0;

	for (size_t i = 0; i < spans->n; i++)
		if (spans->lanes[i]->kind != LANE_OVER)
			places[n++] = place_of(spans, look, spans->lanes[i]);
	qsort(places, n, sizeof(*places), order);
	for (size_t i = 0; i < n; i++) {
		unsigned parts = has_stairs(&places[i], n, stairs, height) ? TIMELINE_STEPS : 1;

		stairs += parts > 1;
		for (unsigned part = 0; part < parts && rows < most; part++)
			out[rows++] = (struct timeline_row){ places[i].lane, part, parts };
	}
	mem_free(places);
	return rows;
}

void timeline_label(const struct look *look, const struct timeline_row *row, char *out, size_t size)
{
	const char *device = rectext_object(look->trace, row->lane->obj);
	unsigned number = row->lane->number;

	switch (row->lane->kind) {
	case LANE_MARK:
	case LANE_OVER:
		snprintf(out, size, say("events"));
		break;
	case LANE_IRQL:
		if (row->parts == 1)
			snprintf(out, size, say("CPU %u IRQL"), number);
		else if (row->part == 0)
			snprintf(out, size, say("CPU %u  %s"), number, steps[0]);
		else
			snprintf(out, size, "%13s", steps[row->part]);
		break;
	case LANE_CODE:
		snprintf(out, size, say("CPU %u runs"), number);
		break;
	case LANE_DPCS:
		snprintf(out, size, say("CPU %u DPCs"), number);
		break;
	case LANE_LINE:
		snprintf(out, size, say("%s line"), device);
		break;
	case LANE_MESSAGE:
		snprintf(out, size, say("%s msg %u"), device, number);
		break;
	case LANE_RECEIVE:
		snprintf(out, size, say("%s rx%u wait"), device, number);
		break;
	case LANE_SEND:
		snprintf(out, size, say("%s tx%u wait"), device, number);
		break;
	}
}
