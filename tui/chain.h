/* SPDX-License-Identifier: MIT */
/*
 * Where a record came from and what came of it, as an indented list: its causes from the first one down, itself, and what it caused, each
 * under its own cause. It grows with the trace.
 */
#ifndef MSILAB_TUI_CHAIN_H
#define MSILAB_TUI_CHAIN_H

#include "sim/trace/trace.h"

#define CHAIN_CAUSES 64
#define CHAIN_EFFECTS 1000

struct chain_row {
	uint64_t number;
	unsigned depth;
};

struct chain {
	/* read freely */
	struct chain_row row[CHAIN_CAUSES + CHAIN_EFFECTS];
	size_t n, place; /* place: of the record itself */
	bool more;       /* there are more effects than fit */
	/* private to chain.c */
	const struct trace *trace;
	uint64_t generation, number, reached;
	uint64_t effect[CHAIN_EFFECTS]; /* by rising number; [0] is the record itself */
	size_t effects;
};

/* The list of a record; cheap if it is the same as before and the trace has not grown. */
void chain_of(struct chain *chain, const struct trace *trace, uint64_t generation, uint64_t number);

/* The first record that this one caused itself; UINT64_MAX: none is written. */
uint64_t chain_effect(const struct trace *trace, uint64_t number);

#endif
