/* SPDX-License-Identifier: MIT */
/* Where in a start an interrupt can come. */
#include <string.h>

#include "lessons/host/places.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"

#define GAP_MAX 100000

void place_walk_begin(struct place_walk *walk, const struct trace *trace, const char *device)
{
	*walk = (struct place_walk){ .device = rectext_object_named(trace, device) };
}

static bool does_something(const struct record *record)
{
	switch (record->kind) {
	case R_HANDLER_ENTER:
	case R_HANDLER_EXIT:
	case R_API_CALL:
	case R_API_RETURN:
	case R_ISR_CONNECT:
	case R_MMIO_READ:
	case R_MMIO_WRITE:
		return true;
	default:
		return false;
	}
}

/* Up to initialize: it is the handler that is called next when the device's state says so. */
static void await(struct place_walk *walk, const struct record *record)
{
	if (record->obj != walk->device)
		return;
	if (record->kind == R_PNP_START)
		*walk = (struct place_walk){ .device = walk->device };
	else if (record->kind == R_PNP_STATE && record->w[0] == SYM_state_INITIALIZING)
		walk->awaited = true;
	else if (record->kind == R_HANDLER_ENTER && walk->awaited)
		*walk = (struct place_walk){ .device = walk->device, .inside = true, .cpu = record->cpu, .entered = record->number, .at = -1 };
}

bool place_walk_see(struct place_walk *walk, const struct record *record)
{
	await(walk, record);
	if (!walk->inside || record->cpu != walk->cpu || record->irql || !does_something(record))
		return false;
	walk->instants += record->at != walk->at;
	walk->at = record->at;
	if (record->kind == R_HANDLER_EXIT && record->w[2] == walk->entered) {
		walk->inside = false;
		walk->over = true;
	}
	return true;
}

bool places_read(struct places *places, const struct trace *trace, const char *device, uint64_t from)
{
	struct place_walk walk;
	unsigned connected = 0;

	place_walk_begin(&walk, trace, device);
	for (uint64_t i = from; i < trace_count(trace) && !walk.over; i++) {
		const struct record *record = trace_at(trace, i);

		if (record && place_walk_see(&walk, record) && record->kind == R_ISR_CONNECT)
			connected = walk.instants;
	}
	places->n = walk.over && walk.instants ? walk.instants - 1 : 0;
	places->connected = connected && connected <= places->n ? connected - 1 : places->n;
	return walk.over;
}

/* ---- in words ---- */

/* What lies around a gap. */
struct around {
	const struct record *done;    /* before it: the last thing that is over; NULL: nothing is */
	const struct record *begun;   /* the call that goes on in it; NULL: none */
	const struct record *next;    /* with what initialize goes on */
	bool connected;               /* by that call */
};

static void note_before(struct around *around, const struct record *record)
{
	if (record->kind == R_API_CALL) {
		around->begun = record;
		around->connected = false;
	} else if (record->kind == R_ISR_CONNECT) {
		around->connected = true;
	} else {
		around->done = record->kind == R_HANDLER_ENTER ? NULL : record;
		around->begun = NULL;
	}
}

static struct around around_gap(const struct trace *trace, const char *device, uint64_t from, unsigned gap)
{
	struct around around = { NULL, NULL, NULL, false };
	struct place_walk walk;

	place_walk_begin(&walk, trace, device);
	for (uint64_t i = from; i < trace_count(trace) && !around.next; i++) {
		const struct record *record = trace_at(trace, i);

		if (!record || !place_walk_see(&walk, record))
			continue;
		if (walk.instants > gap + 1)
			around.next = record;
		else
			note_before(&around, record);
	}
	return around;
}

/* What a record of initialize does, by its name; NULL: it is the end. */
static const char *name_of(const struct trace *trace, const struct record *record)
{
	if (!record || record->kind == R_HANDLER_EXIT)
		return NULL;
	if (record->kind == R_MMIO_READ || record->kind == R_MMIO_WRITE)
		return rectext_register(trace, record, 0);
	return trace_text_of(trace, record->w[0]);
}

void place_tell(const struct trace *trace, const char *device, uint64_t from, unsigned i, struct str *out)
{
	struct around around = around_gap(trace, device, from, i);
	const char *done = name_of(trace, around.done), *next = name_of(trace, around.begun ? around.begun : around.next);

	if (!next)
		str_format(out, say("after %s, which is the last"), done ? done : "-");
	else if (around.begun && around.connected)
		str_format(out, say("inside %s, where the line is connected already"), next);
	else if (done)
		str_format(out, say("after %s, before %s"), done, next);
	else
		str_format(out, say("at the beginning, before %s"), next);
}

/* ---- on the way there ---- */

/* The start that goes on, if one does. */
static uint64_t last_start(const struct trace *trace, uint32_t device)
{
	uint64_t i = trace_count(trace);

	while (i > trace_first(trace)) {
		const struct record *record = trace_at(trace, --i);

		if (record->kind == R_PNP_START && record->obj == device)
			break;
	}
	return i;
}

bool place_until_begin(struct place_until *until, const struct words *words, const struct trace *trace)
{
	const char *what = words_plain(words, 1), *device = words_plain(words, 2), *number = words_plain(words, 3);
	uint64_t gap = 0;

	if (!what || !device || (strcmp(what, "place") && strcmp(what, "served")))
		return false;
	if (!strcmp(what, "place") && (!number || !words_number(number, GAP_MAX, &gap) || !gap))
		return false;
	until->gap = (unsigned)gap;
	place_walk_begin(&until->walk, trace, device);
	for (uint64_t i = last_start(trace, until->walk.device); i < trace_count(trace); i++)
		place_walk_see(&until->walk, trace_at(trace, i));
	return true;
}

bool place_until_see(void *context, const struct trace *trace, const struct record *record)
{
	struct place_until *until = context;
	bool own = place_walk_see(&until->walk, record);

	(void)trace;
	if (until->gap)
		return own && (until->walk.instants >= until->gap || until->walk.over);
	return own || record->kind == R_ISR_EXIT;
}
