/* SPDX-License-Identifier: MIT */
/*
 * The index of kinds. A chunk that is asked about gets a byte a record, its kind; they are looked through as many at a time as the
 * processor compares at once. What a chunk has of the kinds asked for is kept while the same are asked for.
 */
#include <assert.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/kinds.h"

static_assert(RECORD_KINDS <= 256, "a kind is a byte");

#define FEW 12 /* kinds that are compared one by one; more are looked up */
#define NOBODY UINT64_MAX

typedef uint8_t block __attribute__((vector_size(16)));
#define BLOCKS (TRACE_CHUNK / sizeof(block))
#define SETS ((RECORD_KINDS + sizeof(block) - 1) / sizeof(block))

/* A set of kinds, a byte each that is 1 or 0. */
struct set {
	block in[SETS];
};

struct part {
	struct set has;
	block *kinds;        /* NULL: nobody has asked where */
};

/* What was asked last. */
struct asked {
	bool wanted[RECORD_KINDS];
	struct set set;    /* the same */
	uint64_t part;     /* NOBODY: none */
	block hit[BLOCKS]; /* not 0: of a kind wanted */
};

struct kinds {
	const struct trace *trace;
	uint64_t known;     /* records noted */
	struct set seen;    /* in the part that is being filled */
	struct part *parts; /* full ones */
	size_t n, room;
	struct asked asked;
};

struct kinds *kinds_new(const struct trace *trace)
{
	struct kinds *kinds = mem_new(sizeof *kinds);

	kinds->trace = trace;
	kinds->asked.part = NOBODY;
	return kinds;
}

void kinds_free(struct kinds *kinds)
{
	if (!kinds)
		return;
	for (size_t i = 0; i < kinds->n; i++)
		mem_free(kinds->parts[i].kinds);
	mem_free(kinds->parts);
	mem_free(kinds);
}

uint8_t *kinds_seen(struct kinds *kinds, size_t *n)
{
	size_t room = TRACE_CHUNK - (size_t)(kinds->known % TRACE_CHUNK);

	if (*n > room)
		*n = room;
	return (uint8_t *)kinds->seen.in;
}

void kinds_noted(struct kinds *kinds, size_t n)
{
	kinds->known += n;
	if (kinds->known % TRACE_CHUNK)
		return;
	mem_grow(&kinds->parts, &kinds->room, kinds->n + 1, sizeof *kinds->parts);
	kinds->parts[kinds->n++] = (struct part){ kinds->seen, NULL };
	kinds->seen = (struct set){ 0 };
}

void kinds_read(struct kinds *kinds)
{
	while (kinds->known < trace_count(kinds->trace)) {
		size_t n;
		const struct record *record = trace_run(kinds->trace, kinds->known, &n);
		uint8_t *seen = kinds_seen(kinds, &n);

		for (size_t i = 0; i < n; i++)
			seen[record[i].kind] = 1;
		kinds_noted(kinds, n);
	}
}

/* ---- looking ---- */

static void compare(const block *kinds, block *hit, const block *few, unsigned n)
{
	for (size_t i = 0; i < BLOCKS; i++) {
		block hits = { 0 };

		for (unsigned k = 0; k < n; k++)
			hits |= (block)(kinds[i] == few[k]);
		hit[i] = hits;
	}
}

static void look_up(const uint8_t *kind, uint8_t *hit, const bool wanted[256])
{
	for (size_t i = 0; i < TRACE_CHUNK; i++)
		hit[i] = wanted[kind[i]];
}

static void find(struct asked *asked, const block *kinds)
{
	block few[RECORD_KINDS];
	bool all[256] = { false };
	unsigned n = 0;

	memcpy(all, asked->wanted, sizeof asked->wanted);
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		if (all[k])
			memset(&few[n++], (int)k, sizeof(block));
	if (n <= FEW)
		compare(kinds, asked->hit, few, n);
	else
		look_up((const uint8_t *)kinds, (uint8_t *)asked->hit, all);
}

static void find_out(const struct kinds *kinds, struct part *part, uint64_t first)
{
	size_t n;
	const struct record *record = trace_run(kinds->trace, first, &n); /* a chunk of the trace, whole */
	uint8_t *kind;

	part->kinds = mem_new(TRACE_CHUNK);
	kind = (uint8_t *)part->kinds;
	for (size_t i = 0; i < TRACE_CHUNK; i++)
		kind[i] = (uint8_t)record[i].kind;
}

static bool has_any(const struct part *part, const struct asked *asked)
{
	block both = { 0 };
	uint64_t halves[2];

	for (unsigned i = 0; i < SETS; i++)
		both |= part->has.in[i] & asked->set.in[i];
	memcpy(halves, &both, sizeof halves);
	return halves[0] | halves[1];
}

/* Which records of a full part are of a kind wanted; NULL: none. */
static const uint8_t *hits_of(struct kinds *kinds, uint64_t number)
{
	struct part *part = &kinds->parts[number];
	struct asked *asked = &kinds->asked;

	if (!has_any(part, asked))
		return NULL;
	if (asked->part != number) {
		if (!part->kinds)
			find_out(kinds, part, number * TRACE_CHUNK);
		find(asked, part->kinds);
		asked->part = number;
	}
	return (const uint8_t *)asked->hit;
}

/* The first hit from place `at` on; TRACE_CHUNK: none. Eight at a time. */
static size_t first_hit(const uint8_t *hit, size_t at)
{
	uint64_t eight = 0;

	for (; at % 8; at++)
		if (hit[at])
			return at;
	for (; at < TRACE_CHUNK; at += 8) {
		memcpy(&eight, hit + at, 8);
		if (eight)
			break;
	}
	while (at < TRACE_CHUNK && !hit[at])
		at++;
	return at;
}

static void ask(struct asked *asked, const bool wanted[RECORD_KINDS])
{
	uint8_t *set = (uint8_t *)asked->set.in;

	if (!memcmp(asked->wanted, wanted, sizeof asked->wanted))
		return;
	memcpy(asked->wanted, wanted, sizeof asked->wanted);
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		set[k] = wanted[k];
	asked->part = NOBODY;
}

uint64_t kinds_next(struct kinds *kinds, uint64_t from, uint64_t end, const bool wanted[RECORD_KINDS])
{
	ask(&kinds->asked, wanted);
	while (from < end && from / TRACE_CHUNK < kinds->n) {
		uint64_t part = from / TRACE_CHUNK;
		const uint8_t *hit = hits_of(kinds, part);
		size_t at = hit ? first_hit(hit, (size_t)(from % TRACE_CHUNK)) : TRACE_CHUNK;

		from = part * TRACE_CHUNK + at;
		if (at < TRACE_CHUNK)
			break;
	}
	return from < end ? from : end;
}
