/* SPDX-License-Identifier: MIT */
/*
 * Which frame a question is about, and its two gates. A question about a queue is one about the first of its frames that did not get
 * through. A frame is through when its list was handed up. A list does not say which frame it holds, but a driver hands frames up in the
 * order of their descriptors: so as many of a queue's frames are through as lists were handed up by DPCs of its message.
 */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/query.h"
#include "sim/read/tell.h"
#include "sim/read/why_parts.h"

#define NONE UINT64_MAX
#define CHAIN_MOST 64 /* causes of a list that are looked at; between it and its DPC stand the calls */
#define RX_QUEUES 8

/* The next of one or two kinds about the device from a number on, up to the moment. */
static uint64_t next(const struct why *why, uint64_t from, unsigned kind, unsigned other, uint64_t word)
{
	return seek_first(why->trace, from, why->number + 1, &(struct seek){ kind, other, why->device->obj, word });
}

uint64_t why_find_frame(const struct why *why, const struct why_question *asked)
{
	uint64_t queue = asked->queue ? asked->queue - 1 : SEEK_ANY, left = asked->frame, n = 0;

	if (asked->frame == WHY_LAST || !asked->frame)
		return why_last(why, why->device->obj, R_DEV_FRAME, R_DEV_FRAME, queue);
	while ((n = next(why, n, R_DEV_FRAME, R_DEV_FRAME, queue)) != NONE && --left)
		n++;
	return n;
}

/* What became of a frame: the record, of those that it caused, of its writing or its loss; NULL: it is under way. */
static const struct record *fate(const struct why *why, const struct record *frame)
{
	uint64_t n = frame->number;

	while ((n = next(why, n + 1, R_DEV_DROP, R_DEV_DESC_WRITE, frame->w[0])) != NONE)
		if (trace_at(why->trace, n)->cause == frame->number)
			return trace_at(why->trace, n);
	return NULL;
}

/* From when on the queue is as it is now: the last start, reset, or turning on or off. */
static uint64_t beginning(const struct why *why, unsigned queue)
{
	char name[16];
	uint64_t since[3], last = 0;

	snprintf(name, sizeof name, "RXDCTL[%u]", queue);
	since[0] = why_last(why, why->device->obj, R_PNP_STATE, R_PNP_STATE, SYM_state_INITIALIZING);
	since[1] = why_last(why, why->device->obj, R_DEV_RESET, R_DEV_RESET, SEEK_ANY);
	since[2] = why_last(why, why->device->obj, R_DEV_REG, R_DEV_REG, why_register(why, name));
	for (unsigned i = 0; i < sizeof since / sizeof since[0]; i++)
		if (since[i] != NONE && since[i] > last)
			last = since[i];
	return last;
}

/* Handed up by a DPC of the message asked about, or by none at all. */
static bool is_ours(const struct why *why, uint64_t list)
{
	uint64_t chain[CHAIN_MOST];
	size_t n = query_causes(why->trace, list, chain, CHAIN_MOST);

	for (size_t i = 0; i < n; i++) {
		const struct record *r = trace_at(why->trace, chain[i]);

		if (r->kind == R_DPC_ENTER)
			return !why_by_message(why) || (r->obj == why->interrupt->obj && r->w[0] == why->granted);
	}
	return true;
}

/* The list of this place among those of the message, counted from 0; NONE: so many were not handed up. *n: how many were, up to that. */
static uint64_t list_at(const struct why *why, uint64_t from, uint64_t place, uint64_t *n)
{
	uint64_t list = from;

	for (*n = 0; (list = next(why, list, R_NBL_INDICATE, R_NBL_INDICATE, SEEK_ANY)) != NONE; list++)
		if (is_ours(why, list) && (*n)++ == place)
			return list;
	return NONE;
}

/* The next descriptor of a queue that shares the message. */
static uint64_t next_written(const struct why *why, uint64_t from)
{
	uint32_t causes = why_by_message(why) ? why_causes_of(why, why->message) | why->causes : UINT32_MAX;
	uint64_t n = from;

	while ((n = next(why, n, R_DEV_DESC_WRITE, R_DEV_DESC_WRITE, SEEK_ANY)) != NONE) {
		uint64_t queue = trace_at(why->trace, n)->w[0];

		if (queue < RX_QUEUES && causes >> queue & 1)
			return n;
		n++;
	}
	return NONE;
}

/* The list that a frame in memory was handed up in. */
static uint64_t list_of(const struct why *why, const struct record *written)
{
	uint64_t from = beginning(why, (unsigned)written->w[0]), n = from, place = 0, lists, list;

	for (; (n = next_written(why, n)) != NONE && n < written->number; n++)
		place++;
	list = list_at(why, from, place, &lists);
	return list != NONE && list > written->number ? list : NONE;
}

/* The last frame that is through; NONE: none is. */
static uint64_t last_through(const struct why *why, uint64_t from)
{
	uint64_t lists, n = from, frame = NONE;

	list_at(why, from, NONE, &lists);
	for (; lists && (n = next_written(why, n)) != NONE; n++, lists--)
		frame = trace_at(why->trace, n)->cause;
	return frame;
}

static uint64_t first_dropped(const struct why *why, uint64_t from, unsigned queue)
{
	uint64_t drop = next(why, from, R_DEV_DROP, R_DEV_DROP, queue);

	return drop == NONE ? NONE : trace_at(why->trace, drop)->cause;
}

/* Its place among the queue's frames, from 1. */
static uint64_t place_of(const struct why *why, uint64_t frame, unsigned queue)
{
	uint64_t n = 0, place = 1;

	for (; (n = next(why, n, R_DEV_FRAME, R_DEV_FRAME, queue)) != NONE && n < frame; n++)
		place++;
	return place;
}

/* What came after all that are through; else what was dropped on the way; else the last one. */
static void choose_frame(struct why *why, struct why_question *asked)
{
	unsigned queue = asked->queue - 1;
	uint64_t from, through, frame;

	from = beginning(why, queue);
	through = last_through(why, from);
	frame = next(why, through == NONE ? from : through + 1, R_DEV_FRAME, R_DEV_FRAME, queue);
	if (frame == NONE)
		frame = first_dropped(why, from, queue);
	why->frame = frame == NONE ? why_find_frame(why, asked) : frame;
	if (why->frame != NONE)
		asked->frame = place_of(why, why->frame, queue);
}

void why_follow_frame(struct why *why, struct why_question *asked)
{
	const struct record *came;

	if (asked->queue && !asked->frame)
		choose_frame(why, asked);
	came = why->frame == NONE ? NULL : fate(why, trace_at(why->trace, why->frame));
	why->list = came && came->kind == R_DEV_DESC_WRITE ? list_of(why, came) : NONE;
}

static void never_came(const struct why *why, struct why_gate *gate)
{
	uint64_t drop = why->about_queue ? NONE : why_last(why, why->device->obj, R_DEV_DROP, R_DEV_DROP, NONE);

	if (drop == NONE)
		why_found(gate, false, "no such frame has come");
	else
		why_found(gate, false, "no such frame has come; the last one was dropped: %s",
			  tell_symbol("drop", trace_at(why->trace, drop)->w[1]));
	gate->since = drop;
	if (why->device->link_up)
		why_opens_with(gate, "frame %s", why_name(why, why->device));
	else
		why_opens_with(gate, "link %s up", why_name(why, why->device));
}

/* Its descriptor is written back before its cause is set. */
void why_gate_frame(const struct why *why, struct why_gate *gate)
{
	const struct record *came;

	if (!why->about_frame) {
		why_no_gate(gate);
		return;
	}
	if (why->frame == NONE) {
		never_came(why, gate);
		return;
	}
	came = fate(why, trace_at(why->trace, why->frame));
	if (!came) {
		why_found(gate, false, "frame #%llu is on its way to memory", (unsigned long long)why->frame);
		gate->since = why->frame;
		return;
	}
	if (came->kind == R_DEV_DROP)
		why_found(gate, false, "frame #%llu was dropped: %s", (unsigned long long)why->frame, tell_symbol("drop", came->w[1]));
	else
		why_found(gate, true, "frame #%llu lies in memory", (unsigned long long)why->frame);
	gate->since = came->number;
	if (!why->device->link_up)
		why_opens_with(gate, "link %s up", why_name(why, why->device));
}

void why_gate_indicated(const struct why *why, struct why_gate *gate)
{
	if (!why->about_frame) {
		why_no_gate(gate);
		return;
	}
	gate->state = WHY_NOT_MET;
	if (why->list != NONE) {
		why_found(gate, true, "list %llu was handed up", (unsigned long long)trace_at(why->trace, why->list)->w[0]);
		gate->since = why->list;
		return;
	}
	if (why->run != NONE && why->run > why->frame) {
		why_found(gate, false, "the DPC ran, and handed nothing up");
		gate->since = why->run;
	}
}
