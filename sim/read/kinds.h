/* SPDX-License-Identifier: MIT */
/*
 * Where the records of each kind are: an index beside a trace, made once in one pass and read on as the trace grows. Readers that look
 * for a few kinds skip everything else, without touching it. Two bytes a record, in the trace's own chunks; the chunk that
 * is still being filled is not in it.
 */
#ifndef MSILAB_READ_KINDS_H
#define MSILAB_READ_KINDS_H

#include "sim/trace/trace.h"

struct kinds;

/* Nothing is indexed yet. The trace is borrowed and keeps all its records. */
struct kinds *kinds_new(const struct trace *trace);
void kinds_free(struct kinds *kinds);

/* Takes in what was written since. */
void kinds_read(struct kinds *kinds);

/* The trace it is of. */
const struct trace *kinds_trace(const struct kinds *kinds);

/* The first record from `from` on, before `end`, of one of the kinds wanted; `end`: none. Beyond what is indexed every record is given. */
uint64_t kinds_next(struct kinds *kinds, uint64_t from, uint64_t end, const bool wanted[RECORD_KINDS]);

#endif
