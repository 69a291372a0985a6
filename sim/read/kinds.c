/* SPDX-License-Identifier: MIT */
/*
 * The index of kinds. A chunk's records are sorted by kind, by counting; who asks for kinds gets a bit set of the chunk made from their
 * lists, which it keeps while the same kinds are asked for.
 */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/kinds.h"

#define WORDS (TRACE_CHUNK / 64)

struct part {
	uint16_t start[RECORD_KINDS + 1]; /* of each kind in order; the last is TRACE_CHUNK */
	uint16_t order[TRACE_CHUNK];      /* places in the chunk */
};

struct kinds {
	const struct trace *trace;
	struct part **parts;
	size_t n, room;
	/* what was asked last */
	struct {
		uint64_t chunk;    /* UINT64_MAX: none */
		bool wanted[RECORD_KINDS];
		uint64_t bits[WORDS];
	} last;
};

struct kinds *kinds_new(const struct trace *trace)
{
	struct kinds *kinds = mem_new(sizeof *kinds);

	kinds->trace = trace;
	kinds->last.chunk = UINT64_MAX;
	return kinds;
}

void kinds_free(struct kinds *kinds)
{
	if (!kinds)
		return;
	for (size_t i = 0; i < kinds->n; i++)
		mem_free(kinds->parts[i]);
	mem_free(kinds->parts);
	mem_free(kinds);
}

const struct trace *kinds_trace(const struct kinds *kinds)
{
	return kinds->trace;
}

static void sort_chunk(struct part *part, const struct record *records)
{
	uint16_t next[RECORD_KINDS] = { 0 }, kind[TRACE_CHUNK];
	unsigned sum = 0;

	for (unsigned i = 0; i < TRACE_CHUNK; i++) {
		kind[i] = records[i].kind;
		next[kind[i]]++;
	}
	for (unsigned k = 0; k < RECORD_KINDS; k++) {
		unsigned count = next[k];

		part->start[k] = next[k] = (uint16_t)sum;
		sum += count;
	}
	part->start[RECORD_KINDS] = (uint16_t)sum;
	for (unsigned i = 0; i < TRACE_CHUNK; i++)
		part->order[next[kind[i]]++] = (uint16_t)i;
}

void kinds_read(struct kinds *kinds)
{
	size_t n;

	while ((kinds->n + 1) * TRACE_CHUNK <= trace_count(kinds->trace)) {
		const struct record *records = trace_run(kinds->trace, kinds->n * (uint64_t)TRACE_CHUNK, &n);
		struct part *part;

		if (!records || n < TRACE_CHUNK)
			return;
		part = mem_new(sizeof *part);
		sort_chunk(part, records);
		mem_grow(&kinds->parts, &kinds->room, kinds->n + 1, sizeof(struct part *));
		kinds->parts[kinds->n++] = part;
	}
}

/* Bits of the wanted records of a chunk; NULL: there are none. */
static const uint64_t *bits_of(struct kinds *kinds, uint64_t chunk, const bool wanted[RECORD_KINDS])
{
	const struct part *part = kinds->parts[chunk];
	bool any = false;

	if (kinds->last.chunk == chunk && !memcmp(kinds->last.wanted, wanted, sizeof kinds->last.wanted))
		return kinds->last.bits;
	for (unsigned k = 0; k < RECORD_KINDS && !any; k++)
		any = wanted[k] && part->start[k] < part->start[k + 1];
	if (!any)
		return NULL;
	kinds->last.chunk = chunk;
	memcpy(kinds->last.wanted, wanted, sizeof kinds->last.wanted);
	memset(kinds->last.bits, 0, sizeof kinds->last.bits);
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		for (unsigned i = part->start[k]; wanted[k] && i < part->start[k + 1]; i++)
			kinds->last.bits[part->order[i] / 64] |= UINT64_C(1) << part->order[i] % 64;
	return kinds->last.bits;
}

/* The first bit from place `at` on; TRACE_CHUNK: none. */
static unsigned first_bit(const uint64_t *bits, unsigned at)
{
	uint64_t word = bits[at / 64] >> at % 64 << at % 64;

	for (unsigned i = at / 64;;) {
		if (word)
			return i * 64 + (unsigned)__builtin_ctzll(word);
		if (++i == WORDS)
			return TRACE_CHUNK;
		word = bits[i];
	}
}

uint64_t kinds_next(struct kinds *kinds, uint64_t from, uint64_t end, const bool wanted[RECORD_KINDS])
{
	while (from < end && from / TRACE_CHUNK < kinds->n) {
		uint64_t chunk = from / TRACE_CHUNK;
		const uint64_t *bits = bits_of(kinds, chunk, wanted);
		unsigned place = bits ? first_bit(bits, (unsigned)(from % TRACE_CHUNK)) : TRACE_CHUNK;

		if (place < TRACE_CHUNK)
			return chunk * TRACE_CHUNK + place < end ? chunk * TRACE_CHUNK + place : end;
		from = (chunk + 1) * TRACE_CHUNK;
	}
	return from < end ? from : end;
}
