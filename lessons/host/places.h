/* SPDX-License-Identifier: MIT */
/*
 * The places of a device's start at which an interrupt can come: the gaps of its initialize handler, read from the trace.
 *
 * A driver sees time pass only where it calls, or touches a register. What initialize does at one instant (a call's return and the next
 * call, say) nothing can come between; from one such instant to the next its CPU is anybody's. So gap i, from 0, lies between the
 * i-th instant at which records of initialize were written and the next one, and it is one place: at whatever nanosecond of it a service routine
 * runs, it finds the same. Records of initialize are those of its CPU at PASSIVE_LEVEL; those of a service routine are none.
 */
#ifndef MSILAB_HOST_PLACES_H
#define MSILAB_HOST_PLACES_H

#include "sim/base/err.h"
#include "sim/base/str.h"
#include "sim/base/words.h"
#include "sim/trace/trace.h"

/* In gap `connected` and those after it the line is connected; none: n. An interrupt that comes before waits for it. */
struct places {
	unsigned n, connected;
};

/* Of the first start of a device that begins behind record `from`. false: its initialize has not come to an end. */
bool places_read(struct places *places, const struct trace *trace, const char *device, uint64_t from);

/* Where gap i of that start lies, in the reader's language: "after map, before register". */
void place_tell(const struct trace *trace, const char *device, uint64_t from, unsigned i, struct str *out);

/* Reads a start record by record; a further start begins anew. */
struct place_walk {
	/* read freely */
	unsigned instants;  /* of initialize, so far */
	bool inside;        /* initialize runs */
	bool over;          /* it has come to its end */
	/* private to places.c */
	uint32_t device;
	bool awaited;       /* the next handler of the device is initialize */
	uint8_t cpu;
	uint64_t entered;
	vtime at;
};

void place_walk_begin(struct place_walk *walk, const struct trace *trace, const char *device);

/* Whether the record is one of initialize. */
bool place_walk_see(struct place_walk *walk, const struct record *record);

/*
 * Time passes up to a place of the start that goes on, in two lines:
 *     until place DEVICE N     gap N, from 1, begins, or initialize is over
 *     until served DEVICE      a service routine has ended, or the gap has
 */
struct place_until {
	struct place_walk walk;
	unsigned gap;  /* from 1; 0: served */
};

#define PLACE_LIMIT 1000000 /* ns: so long it is waited for */

/* Words of a line `until ...`, where a trace ends. false: it is none of those. */
bool place_until_begin(struct place_until *until, const struct words *words, const struct trace *trace);

/* Whether it comes with this record, the next one; context: a struct place_until. */
bool place_until_see(void *context, const struct trace *trace, const struct record *record);

#endif
