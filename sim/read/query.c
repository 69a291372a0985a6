/* SPDX-License-Identifier: MIT */
/* Filters as a whole, and the walk along causes. */
#include <string.h>
#include <strings.h>

#include "sim/base/mem.h"
#include "sim/base/str.h"
#include "sim/base/words.h"
#include "sim/read/query_term.h"

bool query_read(struct query *query, const char *text, struct err *err)
{
	struct words words;
	bool good = words_split(&words, text, err);

	*query = (struct query){ 0 };
	for (unsigned i = 0; good && i < words.n; i++) {
		const struct word *word = &words.word[i];
		struct str whole = { 0 };
		struct query_term *term;

		mem_grow(&query->terms, &query->room, query->n + 1, sizeof *term);
		term = &query->terms[query->n++];
		*term = (struct query_term){ .not = (word->text[0] == '-' || word->text[0] == '!') && word->text[1] };
		str_format(&whole, word->value ? "%s=%s" : "%s", word->text + term->not, word->value);
		good = query_term_read(term, whole.text, err);
		if (!good)
			err->col = word->col;
		str_free(&whole);
	}
	words_free(&words);
	query->text = mem_copy_text(text);
	if (!good)
		query_fini(query);
	return good;
}

void query_text(struct query *query, const char *text)
{
	*query = (struct query){ 0 };
	mem_grow(&query->terms, &query->room, 1, sizeof *query->terms);
	query->terms[query->n++] = (struct query_term){ .kind = TERM_TEXT, .text = mem_copy_text(text) };
}

void query_fini(struct query *query)
{
	for (size_t i = 0; i < query->n; i++)
		mem_free(query->terms[i].text);
	mem_free(query->terms);
	mem_free(query->text);
	*query = (struct query){ 0 };
}

static bool somebody(const struct query_term *term, const struct trace *trace)
{
	for (uint32_t obj = 0; obj < trace_objects(trace); obj++)
		if (query_term_owns(term, trace, obj))
			return true;
	return false;
}

/* machine.begin says how many there are; a ring that dropped it says nothing. */
static bool has_cpu(const struct query_term *term, const struct trace *trace)
{
	const struct record *begin = trace_at(trace, 0);

	return term->from == RECORD_NO_CPU || !begin || begin->kind != R_MACHINE_BEGIN || term->from < begin->w[1];
}

/* One kind that may pass and whose register is there is enough. */
static bool has_register(const struct query_term *term, const bool kinds[RECORD_KINDS], const struct trace *trace)
{
	bool any = false;

	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		if (kinds[kind] && query_term_register(term, kind, trace))
			return true;
		any |= kinds[kind];
	}
	return !any;
}

static enum query_gap gap_of(const struct query_term *term, const bool kinds[RECORD_KINDS], const struct trace *trace)
{
	if (term->kind == TERM_OBJ && !somebody(term, trace))
		return QUERY_NO_OBJECT;
	if (term->kind == TERM_CPU && !has_cpu(term, trace))
		return QUERY_NO_CPU;
	return term->kind == TERM_WORD && !has_register(term, kinds, trace) ? QUERY_NO_REGISTER : QUERY_WHOLE;
}

enum query_gap query_gap(const struct query *query, const struct trace *trace, const char **found)
{
	bool kinds[RECORD_KINDS] = { false };
	enum query_gap gap = QUERY_WHOLE;

	query_kinds(query, kinds);
	for (size_t i = 0; i < query->n && !gap; i++)
		if (!query->terms[i].not) {
			gap = gap_of(&query->terms[i], kinds, trace);
			*found = query->terms[i].text;
		}
	return gap;
}

bool query_part(const char *text, const char *part)
{
	size_t n = strlen(part);

	for (; *text; text++)
		if (strncasecmp(text, part, n) == 0)
			return true;
	return n == 0;
}

void query_kinds(const struct query *query, bool kinds[RECORD_KINDS])
{
	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		bool may = true;

		for (size_t i = 0; may && i < query->n; i++) {
			const struct query_term *term = &query->terms[i];

			if (term->kind == TERM_KIND)
				may = query_term_has(term, kind) != term->not;
			else if (term->kind == TERM_WORD && !term->not)
				may = query_term_has(term, kind);
		}
		kinds[kind] |= may;
	}
}

static bool has_term(const struct query *query, enum term_kind kind)
{
	for (size_t i = 0; i < query->n; i++)
		if (query->terms[i].kind == kind)
			return true;
	return false;
}

bool query_speaks(const struct query *query)
{
	return has_term(query, TERM_TEXT);
}

bool query_judges(const struct query *query)
{
	return has_term(query, TERM_RULE);
}

bool query_match(const struct query *query, const struct trace *trace, const struct record *record)
{
	for (int texts = 0; texts < 2; texts++) /* what needs no sentence first */
		for (size_t i = 0; i < query->n; i++) {
			const struct query_term *term = &query->terms[i];

			if ((term->kind == TERM_TEXT) == texts && query_term_holds(term, query, trace, record) == term->not)
				return false;
		}
	return true;
}

uint64_t query_next(const struct query *query, const struct trace *trace, uint64_t from, int direction)
{
	const struct record *record;

	for (; (record = trace_at(trace, from)); from += (uint64_t)(int64_t)direction)
		if (query_match(query, trace, record))
			return from;
	return UINT64_MAX;
}

size_t query_causes(const struct trace *trace, uint64_t number, uint64_t *found, size_t most)
{
	const struct record *record;
	size_t n = 0;

	while (n < most && (record = trace_at(trace, number))) {
		found[n++] = number;
		if (record->cause >= number)
			break;
		number = record->cause;
	}
	return n;
}
