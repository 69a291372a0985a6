/* SPDX-License-Identifier: MIT */
/* Records that pass a filter. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/query.h"
#include "sim/read/rule.h"
#include "tui/sieve.h"

#define CHUNK 4096
#define WORDS (CHUNK / 64)
#define SENTENCE_WORK 120 /* a record whose sentence is made counts as so many */

/* A stretch of records; the first `known` of them have been tried. */
struct part {
	uint16_t known;
	uint64_t passes[WORDS];
};

struct sieve {
	const struct trace *trace;
	const struct rules *rules;
	uint64_t generation, work;
	char *text;      /* of the filter or search, NULL: none was set */
	bool search, waits;
	bool all;        /* the empty filter */
	struct query query;
	struct part **parts; /* NULL: not looked at */
	size_t parts_n, parts_room;
};

struct sieve *sieve_new(void)
{
	return mem_new(sizeof(struct sieve));
}

static void forget(struct sieve *sieve)
{
	for (size_t i = 0; i < sieve->parts_n; i++)
		mem_free(sieve->parts[i]);
	sieve->parts_n = 0;
	sieve->waits = false;
}

static void empty(struct sieve *sieve)
{
	forget(sieve);
	if (sieve->text)
		query_fini(&sieve->query);
	mem_free(sieve->text);
	sieve->text = NULL;
}

void sieve_free(struct sieve *sieve)
{
	if (!sieve)
		return;
	empty(sieve);
	mem_free(sieve->parts);
	mem_free(sieve);
}

static bool set(struct sieve *sieve, const struct trace *trace, uint64_t generation, const char *text, bool search, struct err *err)
{
	struct query query;

	if (sieve->trace != trace || sieve->generation != generation)
		forget(sieve);
	sieve->trace = trace;
	sieve->generation = generation;
	if (sieve->text && sieve->search == search && !strcmp(sieve->text, text))
		return true;
	if (search)
		query_text(&query, text);
	else if (!query_read(&query, text, err))
		return false;
	empty(sieve);
	sieve->query = query;
	sieve->search = search;
	sieve->all = !search && query.n == 0;
	sieve->text = mem_copy_text(text);
	return true;
}

bool sieve_filter(struct sieve *sieve, const struct trace *trace, uint64_t generation, const char *filter, struct err *err)
{
	return set(sieve, trace, generation, filter, false, err);
}

bool sieve_search(struct sieve *sieve, const struct trace *trace, uint64_t generation, const char *text)
{
	return set(sieve, trace, generation, text, true, NULL);
}

void sieve_judge(struct sieve *sieve, const struct rules *rules)
{
	sieve->rules = rules;
}

void sieve_work(struct sieve *sieve, uint64_t work)
{
	sieve->work = work;
	sieve->waits = false;
}

static struct part *part_of(struct sieve *sieve, uint64_t number)
{
	size_t place = (size_t)(number / CHUNK);

	mem_grow(&sieve->parts, &sieve->parts_room, place + 1, sizeof(*sieve->parts));
	for (; sieve->parts_n <= place; sieve->parts_n++)
		sieve->parts[sieve->parts_n] = NULL;
	if (!sieve->parts[place])
		sieve->parts[place] = mem_new(sizeof(struct part));
	return sieve->parts[place];
}

/* The record up to which a filter can be tried: findings are there as far as the rules have read. What a ring has dropped they never read. */
static uint64_t triable(const struct sieve *sieve)
{
	uint64_t end = trace_count(sieve->trace), judged = sieve->rules ? rules_next(sieve->rules) : end;

	return query_judges(&sieve->query) && judged >= trace_first(sieve->trace) && judged < end ? judged : end;
}

/* Tries the records of a part that are not known. false: there was no work left for it. */
static bool know(struct sieve *sieve, struct part *part, uint64_t first)
{
	uint64_t end = trace_count(sieve->trace) - first, tried = triable(sieve);
	unsigned cost = query_speaks(&sieve->query) ? SENTENCE_WORK : 1;

	sieve->query.rules = sieve->rules;
	for (end = end < CHUNK ? end : CHUNK; part->known < end; part->known++) {
		const struct record *record = trace_at(sieve->trace, first + part->known);

		if (sieve->work < cost || first + part->known >= tried) {
			sieve->waits = true;
			return false;
		}
		sieve->work -= cost;
		if (record && query_match(&sieve->query, sieve->trace, record))
			part->passes[part->known / 64] |= (uint64_t)1 << part->known % 64;
	}
	return true;
}

/* The nearest set bit from `at` on in the part; CHUNK: none. */
static unsigned bit_near(const struct part *part, unsigned at, int direction)
{
	for (; at < CHUNK; at += (unsigned)direction) { /* wraps round below 0 */
		uint64_t word = part->passes[at / 64];

		if (word >> at % 64 & 1)
			return at;
		if (!word)
			at = direction > 0 ? at | 63 : at & ~63u;
	}
	return CHUNK;
}

uint64_t sieve_next(struct sieve *sieve, uint64_t from, int direction)
{
	uint64_t first = trace_first(sieve->trace), end = trace_count(sieve->trace);

	while (from >= first && from < end) {
		struct part *part;
		unsigned at;

		if (sieve->all)
			return from;
		part = part_of(sieve, from);
		if (part->known < CHUNK && !know(sieve, part, from - from % CHUNK))
			return SIEVE_LATER;
		at = bit_near(part, (unsigned)(from % CHUNK), direction);
		if (at < CHUNK)
			return from - from % CHUNK + at;
		if (direction < 0 && from < CHUNK)
			break;
		from = direction > 0 ? from - from % CHUNK + CHUNK : from - from % CHUNK - 1;
	}
	return SIEVE_NONE;
}

bool sieve_waits(const struct sieve *sieve)
{
	return sieve->waits;
}

unsigned sieve_share(const struct sieve *sieve)
{
	uint64_t known = 0, n = sieve->trace ? trace_count(sieve->trace) : 0;

	for (size_t i = 0; i < sieve->parts_n; i++)
		known += sieve->parts[i] ? sieve->parts[i]->known : 0;
	return n ? (unsigned)(known * 100 / n) : 100;
}
