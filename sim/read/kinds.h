/* SPDX-License-Identifier: MIT */
/*
 * Where the records of each kind are: an index beside a trace. Whoever reads all records anyway (rules_index) marks which kinds there
 * are in each chunk, a store a record; readers that look for a few kinds then pass over whole chunks, without touching them. Where
 * in a chunk they are is found out when somebody asks, once: that takes a pass over it, which waits for its memory as a fold does.
 */
#ifndef MSILAB_READ_KINDS_H
#define MSILAB_READ_KINDS_H

#include "sim/trace/trace.h"

struct kinds;

/* Nothing is noted yet. The trace is borrowed and keeps all its records. */
struct kinds *kinds_new(const struct trace *trace);
void kinds_free(struct kinds *kinds);

/* For the next records, which are noted one after another from the first: a byte a kind, of which those that come are to be set; then kinds_noted
 * says how many came. *n: at most so many, at least one. */
uint8_t *kinds_seen(struct kinds *kinds, size_t *n);
void kinds_noted(struct kinds *kinds, size_t n);

/* Notes what was written since, in a pass of its own. */
void kinds_read(struct kinds *kinds);

/* The first record from `from` on, before `end`, of one of the kinds wanted; `end`: none. In the chunk that is still being filled, and
 * beyond what is noted, every record is given. */
uint64_t kinds_next(struct kinds *kinds, uint64_t from, uint64_t end, const bool wanted[RECORD_KINDS]);

#endif
