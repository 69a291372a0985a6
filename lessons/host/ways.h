/* SPDX-License-Identifier: MIT */
/*
 * The ways in which k interrupts can fall into the places of a start, in order. Several may come in one gap, one after another: each is
 * served before the next. Of those that come before the line is connected only one counts: it waits there, and the line is asserted
 * already when the next one comes.
 */
#ifndef MSILAB_HOST_WAYS_H
#define MSILAB_HOST_WAYS_H

#include "lessons/host/places.h"

#define WAY_MAX 3 /* interrupts */

struct way {
	unsigned k;
	unsigned gap[WAY_MAX]; /* rising */
};

bool way_first(const struct places *places, unsigned k, struct way *way); /* false: there is none */
bool way_next(const struct places *places, struct way *way);              /* false: that was the last; way stays */
uint64_t ways_count(const struct places *places, unsigned k);
bool way_same(const struct way *a, const struct way *b);

/* The note that opens it, "note interrupts clock0 3 9 9", gaps from 1; without an interrupt "note interrupts clock0 none". */
#define WAY_NOTE "note interrupts"
void way_note(const struct way *way, const char *device, struct str *out);

/* Such a command of this device. false: another one. */
bool way_read(struct way *way, const char *device, const char *command);

/* The lines that let them come, each with the device's cause. */
void way_lines(const struct places *places, const struct way *way, const char *device, const char *cause, struct str *out);

/* The command of one of them. */
void way_raise(const char *device, const char *cause, struct str *out);

/* Whether interrupt i, raised where a start has come to, is in its place: in its gap, or later if it had to wait for the one before
 * it, or anywhere if this start never had that gap. */
bool way_placed(const struct places *places, const struct way *way, unsigned i, const struct place_walk *walk);

#endif
