/* SPDX-License-Identifier: MIT */
/*
 * Which frame a question is about, and its two gates. A question about a queue is one about the first of its frames that did not get
 * through. A frame is through when its list was handed up. A list does not say which frame it holds, but a driver hands frames up in the
 * order of their descriptors: so as many of a queue's frames are through as lists were handed up by DPCs of its message.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/read/why_parts.h"

#define NONE UINT64_MAX
#define CHAIN_MOST 16 /* causes of a list that are looked at; between it and its DPC stand the calls */
#define RX_QUEUES 8
#define RECEIVE_ON 0x2 /* CTRL */

/* The next of one or two kinds about the device from a number on, up to the moment. */
static uint64_t next(const struct why *why, uint64_t from, unsigned kind, unsigned other, uint64_t word)
{
	return seek_first(why->trace, from, why->number + 1, &(struct seek){ kind, other, why->device->obj, word });
}

uint64_t why_find_frame(const struct why *why, const struct why_question *asked)
{
	uint64_t queue = asked->queue ? asked->queue - 1 : SEEK_ANY, left = asked->frame, n = 0;

	if (asked->frame == WHY_LAST)
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

/* Numbers of records. */
struct numbers {
	uint64_t *at;
	size_t n, room;
};

static void note(struct numbers *numbers, uint64_t number)
{
	mem_grow(&numbers->at, &numbers->room, numbers->n + 1, sizeof *numbers->at);
	numbers->at[numbers->n++] = number;
}

/* The first place whose number is not below this one. */
static size_t place_of(const struct numbers *numbers, uint64_t number)
{
	size_t low = 0, high = numbers->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (numbers->at[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is seen of a queue in one pass over the trace: its frames from the first on; and since it is as it is, the descriptors of all queues that
 * share its message, and the lists of that message. */
struct seen {
	struct numbers frames, written, lists;
	uint64_t from, dropped; /* dropped: the first frame since then that was; NONE: none was */
	unsigned queue;
	uint32_t sharing; /* causes */
};

/* Handed up by a DPC of the message asked about, or by none at all. */
static bool is_ours(const struct why *why, const struct record *list)
{
	const struct record *r = list;

	for (unsigned steps = 0; why_by_message(why) && r && steps < CHAIN_MOST; steps++) {
		if (r->kind == R_DPC_ENTER)
			return r->obj == why->interrupt->obj && r->w[0] == why_granted(why);
		r = r->cause == r->number ? NULL : trace_at(why->trace, r->cause);
	}
	return true;
}

static void see(const struct why *why, struct seen *seen, const struct record *r)
{
	if (r->kind == R_DEV_FRAME && r->w[0] == seen->queue)
		note(&seen->frames, r->number);
	else if (r->kind == R_DEV_DESC_WRITE && r->number >= seen->from && r->w[0] < RX_QUEUES && seen->sharing >> r->w[0] & 1)
		note(&seen->written, r->number);
	else if (r->kind == R_DEV_DROP && r->number >= seen->from && r->w[0] == seen->queue && seen->dropped == NONE)
		seen->dropped = r->cause;
	else if (r->kind == R_NBL_INDICATE && r->number >= seen->from && is_ours(why, r))
		note(&seen->lists, r->number);
}

static void see_all(const struct why *why, struct seen *seen, unsigned queue)
{
	size_t n;

	*seen = (struct seen){ .from = beginning(why, queue), .queue = queue, .dropped = NONE };
	seen->sharing = why_by_message(why) ? why_causes_of(why, why->message) | why->causes : UINT32_MAX;
	for (uint64_t at = trace_first(why->trace); at <= why->number; at += n) {
		const struct record *r = trace_run(why->trace, at, &n);

		for (size_t i = 0; i < n && at + i <= why->number; i++)
			if (r[i].obj == why->device->obj)
				see(why, seen, &r[i]);
	}
}

static void seen_fini(struct seen *seen)
{
	mem_free(seen->frames.at);
	mem_free(seen->written.at);
	mem_free(seen->lists.at);
}

/* What came after all that are through; else what was dropped on the way; else the last one. */
static void choose_frame(struct why *why, const struct seen *seen, struct why_question *asked)
{
	size_t through = seen->lists.n < seen->written.n ? seen->lists.n : seen->written.n, place;
	uint64_t last = through ? trace_at(why->trace, seen->written.at[through - 1])->cause : 0;

	place = place_of(&seen->frames, through ? last + 1 : seen->from);
	if (place == seen->frames.n)
		place = place_of(&seen->frames, seen->dropped);
	if (place == seen->frames.n && place)
		place--;
	if (place == seen->frames.n)
		return; /* none has come */
	why->frame = seen->frames.at[place];
	asked->frame = place + 1;
}

/* The list that a frame in memory was handed up in. */
static uint64_t list_of(const struct seen *seen, const struct record *written)
{
	size_t place = place_of(&seen->written, written->number);

	return place < seen->lists.n && seen->lists.at[place] > written->number ? seen->lists.at[place] : NONE;
}

void why_follow_frame(struct why *why, struct why_question *asked)
{
	const struct record *came;
	struct seen seen;

	if (!why->about_frame || (why->frame == NONE && !asked->queue))
		return;
	see_all(why, &seen, why->frame != NONE ? (unsigned)trace_at(why->trace, why->frame)->w[0] : asked->queue - 1);
	if (asked->queue && !asked->frame)
		choose_frame(why, &seen, asked);
	came = why->frame == NONE ? NULL : fate(why, trace_at(why->trace, why->frame));
	why->list = came && came->kind == R_DEV_DESC_WRITE ? list_of(&seen, came) : NONE;
	seen_fini(&seen);
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

static uint32_t register_of(const struct why *why, const char *name)
{
	size_t i = why_register(why, name);

	return i < why->device->regs_n ? why->device->regs[i].value : 0;
}

/* The gates before memory are those of a message, whatever the device interrupts by. */
static bool opens_memory(const struct why *why, struct why_gate *gate)
{
	static void (*const gates[])(const struct why *, struct why_gate *) = { why_gate_power, why_gate_master, why_gate_bridges };
	struct why by_message = *why;

	by_message.mode = SYM_grant_MSI;
	for (unsigned i = 0; i < sizeof gates / sizeof gates[0]; i++) {
		struct why_gate one = { .state = WHY_NO_GATE };

		gates[i](&by_message, &one);
		if (one.state != WHY_CLOSED)
			continue;
		memcpy(gate->command, one.command, sizeof gate->command);
		return true;
	}
	return false;
}

/* What lets the next frame in: this one is gone. A queue that was turned off or stopped has lost its descriptors, so that its driver has to
 * set it up again. */
static void opens_for_the_next(const struct why *why, unsigned queue, struct why_gate *gate)
{
	uint32_t control = register_of(why, "CTRL");
	char enable[16];

	snprintf(enable, sizeof enable, "RXDCTL[%u]", queue);
	if (!why->device->link_up)
		why_opens_with(gate, "link %s up", why_name(why, why->device));
	else if (opens_memory(why, gate))
		return;
	else if (!register_of(why, enable) || register_of(why, "ERRQ") >> queue & 1)
		why_opens_with(gate, "restart %s", why_name(why, why->device));
	else if (!(control & RECEIVE_ON))
		why_opens_with(gate, "register.write %s CTRL 0x%x", why_name(why, why->device), control | RECEIVE_ON);
	else
		why_opens_with(gate, "frame %s", why_name(why, why->device));
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
	if (came->kind == R_DEV_DROP)
		opens_for_the_next(why, (unsigned)came->w[0], gate);
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
