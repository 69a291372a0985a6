/* SPDX-License-Identifier: MIT */
/* Searching by chunks: each has a set of (kind, object) and one of (kind, object, word), as bits of hashes. */
#include "sim/base/mem.h"
#include "sim/trace/seek.h"

#define PAIRS 512
#define TRIPLES 8192

struct trace_note {
	uint64_t pairs[PAIRS / 64], triples[TRIPLES / 64];
};

static uint64_t mix(uint64_t x)
{
	x *= 0x9E3779B97F4A7C15u;
	return x ^ x >> 29;
}

static uint64_t pair(unsigned kind, uint32_t obj)
{
	return mix((uint64_t)kind << 32 | obj);
}

static uint64_t triple(unsigned kind, uint32_t obj, uint64_t word)
{
	return mix(pair(kind, obj) ^ mix(word));
}

static void put(uint64_t *set, unsigned size, uint64_t hash)
{
	unsigned bit = (unsigned)(hash >> 32) & (size - 1);

	set[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool has(const uint64_t *set, unsigned size, uint64_t hash)
{
	unsigned bit = (unsigned)(hash >> 32) & (size - 1);

	return set[bit / 64] >> bit % 64 & 1;
}

static void note(struct trace_note *note, const struct record *chunk)
{
	for (size_t i = 0; i < TRACE_CHUNK; i++) {
		put(note->pairs, PAIRS, pair(chunk[i].kind, chunk[i].obj));
		put(note->triples, TRIPLES, triple(chunk[i].kind, chunk[i].obj, chunk[i].w[0]));
	}
}

static bool may_be(const struct trace_note *note, unsigned kind, const struct seek *wanted)
{
	return has(note->pairs, PAIRS, pair(kind, wanted->obj)) &&
	       (wanted->word == SEEK_ANY || has(note->triples, TRIPLES, triple(kind, wanted->obj, wanted->word)));
}

/* The chunk that the number is in may hold one; what is still being filled, or kept as a ring, may hold anything. */
static bool may_hold(const struct trace *trace, uint64_t number, const struct seek *wanted)
{
	size_t chunk = (size_t)(number / TRACE_CHUNK);
	struct trace_notes *notes = trace->notes;

	if (trace->ring || (uint64_t)(chunk + 1) * TRACE_CHUNK > trace_count(trace))
		return true;
	mem_grow(&notes->note, &notes->room, chunk + 1, sizeof notes->note[0]);
	for (; notes->n <= chunk; notes->n++)
		notes->note[notes->n] = NULL;
	if (!notes->note[chunk]) {
		notes->note[chunk] = mem_new(sizeof *notes->note[chunk]);
		note(notes->note[chunk], trace->chunks[chunk]);
	}
	return may_be(notes->note[chunk], wanted->kind, wanted) || may_be(notes->note[chunk], wanted->other, wanted);
}

static bool is_wanted(const struct record *r, const struct seek *wanted)
{
	return (r->kind == wanted->kind || r->kind == wanted->other) && r->obj == wanted->obj &&
	       (wanted->word == SEEK_ANY || r->w[0] == wanted->word);
}

uint64_t seek_last(const struct trace *trace, uint64_t number, const struct seek *wanted)
{
	uint64_t end = number < trace_count(trace) ? number + 1 : trace_count(trace), from;
	size_t n;

	for (; end > trace_first(trace); end = from) {
		const struct record *run;

		from = (end - 1) / TRACE_CHUNK * TRACE_CHUNK;
		run = may_hold(trace, from, wanted) ? trace_run(trace, from, &n) : NULL;
		for (uint64_t i = run ? end - from : 0; i-- > 0;)
			if (is_wanted(&run[i], wanted))
				return from + i;
	}
	return SEEK_NONE;
}

uint64_t seek_first(const struct trace *trace, uint64_t number, uint64_t end, const struct seek *wanted)
{
	uint64_t to;
	size_t n;

	if (number < trace_first(trace))
		number = trace_first(trace);
	if (end > trace_count(trace))
		end = trace_count(trace);
	for (; number < end; number = to) {
		const struct record *run = may_hold(trace, number, wanted) ? trace_run(trace, number, &n) : NULL;

		to = (number / TRACE_CHUNK + 1) * TRACE_CHUNK;
		for (uint64_t i = 0; run && i < n && number + i < end; i++)
			if (is_wanted(&run[i], wanted))
				return number + i;
	}
	return SEEK_NONE;
}
