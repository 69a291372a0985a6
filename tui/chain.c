/* SPDX-License-Identifier: MIT */
/* Causes and effects of a record. */
#include <string.h>

#include "sim/read/query.h"
#include "tui/chain.h"

/* The place of a number among the effects; CHAIN_EFFECTS: it is none of them. */
static size_t effect_place(const struct chain *chain, uint64_t number)
{
	size_t low = 0, high = chain->effects;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (chain->effect[middle] == number)
			return middle;
		if (chain->effect[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return CHAIN_EFFECTS;
}

/* Reads on; whether effects were found. */
static bool gather(struct chain *chain)
{
	size_t before = chain->effects, n;
	const struct record *run;

	while (!chain->more && (run = trace_run(chain->trace, chain->reached, &n))) {
		for (size_t i = 0; i < n && !chain->more; i++) {
			const struct record *record = &run[i];

			if (record->cause < chain->number || record->cause == record->number || effect_place(chain, record->cause) == CHAIN_EFFECTS)
				continue;
			chain->more = chain->effects == CHAIN_EFFECTS;
			if (!chain->more)
				chain->effect[chain->effects++] = record->number;
		}
		chain->reached += n;
	}
	return chain->effects > before;
}

static void list_causes(struct chain *chain)
{
	uint64_t causes[CHAIN_CAUSES];
	size_t n = query_causes(chain->trace, chain->number, causes, CHAIN_CAUSES);

	chain->n = 0;
	for (size_t i = n; i-- > 1;)
		chain->row[chain->n++] = (struct chain_row){ causes[i], (unsigned)(n - 1 - i) };
	chain->place = chain->n;
}

/* Each effect under its cause: what was caused first comes first. Effects rise, so a cause stands before what it caused. */
static void list_effects(struct chain *chain)
{
	size_t next[CHAIN_EFFECTS] = { 0 }, child[CHAIN_EFFECTS] = { 0 }, last[CHAIN_EFFECTS] = { 0 }, parent[CHAIN_EFFECTS] = { 0 };
	unsigned depth = (unsigned)chain->place;
	size_t at = 0;

	for (size_t i = 1; i < chain->effects; i++) { /* 0 ends a list: nothing is over the first */
		size_t over = effect_place(chain, trace_at(chain->trace, chain->effect[i])->cause);

		parent[i] = over;
		if (last[over])
			next[last[over]] = i;
		else
			child[over] = i;
		last[over] = i;
	}
	for (;;) {
		chain->row[chain->n++] = (struct chain_row){ chain->effect[at], depth };
		if (child[at]) {
			at = child[at];
			depth++;
			continue;
		}
		for (; at && !next[at]; at = parent[at])
			depth--;
		if (!at)
			return;
		at = next[at];
	}
}

void chain_of(struct chain *chain, const struct trace *trace, uint64_t generation, uint64_t number)
{
	bool same = chain->trace == trace && chain->generation == generation && chain->number == number && chain->effects;

	if (!same) {
		chain->trace = trace;
		chain->generation = generation;
		chain->number = number;
		chain->reached = number + 1;
		chain->effect[0] = number;
		chain->effects = 1;
		chain->more = false;
	}
	if (gather(chain) || !same) {
		list_causes(chain);
		list_effects(chain);
	}
}

uint64_t chain_effect(const struct trace *trace, uint64_t number)
{
	const struct record *run;
	size_t n;

	for (uint64_t at = number + 1; (run = trace_run(trace, at, &n)); at += n)
		for (size_t i = 0; i < n; i++)
			if (run[i].cause == number)
				return run[i].number;
	return UINT64_MAX;
}
