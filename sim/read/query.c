/* SPDX-License-Identifier: MIT */
/* Reading filters and trying records against them. */
#include <string.h>
#include <strings.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/read/glob.h"
#include "sim/read/query.h"
#include "sim/read/rule.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"

enum term_kind { TERM_KIND, TERM_OBJ, TERM_CPU, TERM_IRQL, TERM_AT, TERM_NUM, TERM_WORD, TERM_RULE, TERM_TEXT };

struct query_term {
	enum term_kind kind;
	bool not;
	uint64_t from, to;            /* spans, both ends included */
	char *text;                   /* owned; a pattern, a word's value, a part of a sentence */
	char word[24];                /* TERM_WORD */
	bool number;                  /* TERM_WORD: the value is a span of numbers */
	uint64_t kinds[(RECORD_KINDS + 63) / 64]; /* bit k: kind k passes (TERM_KIND) or has the word (TERM_WORD) */
};

static const struct term_name {
	const char *name;
	enum term_kind kind;
} term_names[] = {
	{ "kind", TERM_KIND }, { "obj", TERM_OBJ }, { "cpu", TERM_CPU }, { "irql", TERM_IRQL }, { "at", TERM_AT },   { "time", TERM_AT },
	{ "num", TERM_NUM },   { "rule", TERM_RULE }, { "text", TERM_TEXT },
};
#define TERM_NAMES (sizeof term_names / sizeof term_names[0])

static bool bit(const uint64_t *set, unsigned i)
{
	return set[i / 64] >> i % 64 & 1;
}

static bool wrong(struct err *err, const char *what, const char *expected, const char *found)
{
	err_set_text(err, what);
	if (expected)
		err_expected_text(err, expected);
	return err_found(err, "%.100s", found);
}

/* A number or a time; spans are A..B, A.., ..B or A. */
static bool read_end(const char *text, size_t n, bool time, uint64_t *value)
{
	char digits[40];
	vtime t;

	if (n >= sizeof digits)
		return false;
	memcpy(digits, text, n);
	digits[n] = '\0';
	if (!time)
		return words_number(digits, UINT64_MAX, value);
	if (!vtime_parse(digits, &t))
		return false;
	*value = (uint64_t)t;
	return true;
}

static bool read_span(struct query_term *term, const char *text, bool time)
{
	const char *dots = strstr(text, "..");

	term->from = 0;
	term->to = UINT64_MAX;
	if (!dots) {
		if (!read_end(text, strlen(text), time, &term->from))
			return false;
		term->to = term->from;
		return true;
	}
	return (dots == text || read_end(text, (size_t)(dots - text), time, &term->from)) &&
	       (!dots[2] || read_end(dots + 2, strlen(dots + 2), time, &term->to)) && (dots != text || dots[2]);
}

static bool read_kinds(struct query_term *term, const char *text, struct err *err)
{
	const char *names[RECORD_KINDS + 1] = { 0 };
	bool any = false;

	for (unsigned k = 0; k < RECORD_KINDS; k++) {
		names[k] = record_forms[k].name;
		if (!glob_match(text, names[k]))
			continue;
		term->kinds[k / 64] |= (uint64_t)1 << k % 64;
		any = true;
	}
	return any || wrong(err, N_("no kind of record has this name"), err_nearest(text, names), text);
}

static bool read_rules(const char *text, struct err *err)
{
	const char *names[RULE_COUNT + 1] = { 0 };
	bool any = false;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		names[i] = rule_forms[i].name;
		any |= glob_match(text, names[i]);
	}
	return any || wrong(err, N_("no rule has this name"), err_nearest(text, names), text);
}

/* The kinds that have a word of this name. */
static bool read_word(struct query_term *term, const char *name, const char *value)
{
	struct record_word word;
	bool any = false;

	for (unsigned k = 0; k < RECORD_KINDS; k++)
		for (unsigned i = 0; i < 4; i++)
			if (record_word((enum record_kind)k, i, &word) && strcmp(word.name, name) == 0) {
				term->kinds[k / 64] |= (uint64_t)1 << k % 64;
				any = true;
			}
	if (!any)
		return false;
	term->kind = TERM_WORD;
	memcpy(term->word, name, strlen(name) + 1);
	term->number = read_span(term, value, false) || read_span(term, value, true);
	return true;
}

static bool read_value(struct query_term *term, const char *value, struct err *err)
{
	switch (term->kind) {
	case TERM_KIND:
		return read_kinds(term, value, err);
	case TERM_RULE:
		return read_rules(value, err);
	case TERM_CPU:
		if (strcmp(value, "-") == 0) {
			term->from = term->to = RECORD_NO_CPU;
			return true;
		}
		return read_span(term, value, false) || wrong(err, N_("this is no CPU"), N_("a number, a span or -"), value);
	case TERM_IRQL:
	case TERM_NUM:
		return read_span(term, value, false) || wrong(err, N_("this is no number"), N_("a number or a span such as 2..15"), value);
	case TERM_AT:
		return read_span(term, value, true) || wrong(err, N_("this is no time"), N_("a time or a span such as 10us..20us"), value);
	default:
		return true;
	}
}

/* NAME:VALUE, or a part of a sentence. */
static bool read_term(struct query_term *term, const char *text, struct err *err)
{
	const char *names[] = { "kind", "obj", "cpu", "irql", "at", "time", "num", "msg", "rule", "text", "message", "vector", "entry", NULL };
	const char *colon = strchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : 0;
	char name[24] = "";

	term->kind = TERM_TEXT;
	term->text = mem_copy_text(colon ? colon + 1 : text);
	if (!colon)
		return true;
	if (n < sizeof name)
		memcpy(name, text, n);
	for (size_t i = 0; i < TERM_NAMES; i++)
		if (strcmp(term_names[i].name, name) == 0) {
			term->kind = term_names[i].kind;
			return read_value(term, term->text, err);
		}
	if (read_word(term, strcmp(name, "msg") == 0 ? "message" : name, term->text))
		return true;
	return wrong(err, N_("a filter has no such term"), err_nearest(name, names), text);
}

bool query_read(struct query *query, const char *text, const struct trace *trace, struct err *err)
{
	struct words words;
	bool good = words_split(&words, text, err);

	(void)trace;
	*query = (struct query){ 0 };
	for (unsigned i = 0; good && i < words.n; i++) {
		const struct word *word = &words.word[i];
		struct str whole = { 0 };
		struct query_term *term;

		mem_grow(&query->terms, &query->room, query->n + 1, sizeof *term);
		term = &query->terms[query->n++];
		*term = (struct query_term){ .not = (word->text[0] == '-' || word->text[0] == '!') && word->text[1] };
		str_format(&whole, word->value ? "%s=%s" : "%s", word->text + term->not, word->value);
		good = read_term(term, whole.text, err);
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

bool query_makes_sentences(const struct query *query)
{
	for (size_t i = 0; i < query->n; i++)
		if (query->terms[i].kind == TERM_TEXT)
			return true;
	return false;
}

void query_fini(struct query *query)
{
	for (size_t i = 0; i < query->n; i++)
		mem_free(query->terms[i].text);
	mem_free(query->terms);
	mem_free(query->text);
	*query = (struct query){ 0 };
}

/* The object itself or one above it. */
static bool object_holds(const struct query_term *term, const struct trace *trace, uint32_t obj)
{
	for (unsigned steps = 0; obj && steps < 8; steps++) {
		const struct trace_object *object = trace_object(trace, obj);

		if (glob_match(term->text, rectext_object(trace, obj)))
			return true;
		obj = object ? object->parent : 0;
	}
	return false;
}

static bool somebody(const struct query_term *term, const struct trace *trace)
{
	for (uint32_t obj = 0; obj < trace_objects(trace); obj++)
		if (object_holds(term, trace, obj))
			return true;
	return false;
}

const char *query_nobody(const struct query *query, const struct trace *trace)
{
	for (size_t i = 0; i < query->n; i++)
		if (query->terms[i].kind == TERM_OBJ && !query->terms[i].not && !somebody(&query->terms[i], trace))
			return query->terms[i].text;
	return NULL;
}

bool query_part(const char *text, const char *part)
{
	size_t n = strlen(part);

	for (; *text; text++)
		if (strncasecmp(text, part, n) == 0)
			return true;
	return n == 0;
}

static bool text_holds(const struct query_term *term, const struct trace *trace, const struct record *record)
{
	struct str sentence = { 0 };
	bool holds;

	tell_record_both(trace, record, &sentence);
	holds = query_part(sentence.text ? sentence.text : "", term->text) || query_part(record_forms[record->kind].name, term->text);
	str_free(&sentence);
	return holds;
}

static bool word_holds(const struct query_term *term, const struct trace *trace, const struct record *record)
{
	struct str shown = { 0 };
	struct record_word word;
	bool holds = false;

	for (unsigned i = 0; i < 4 && !holds; i++) {
		if (!record_word((enum record_kind)record->kind, i, &word) || strcmp(word.name, term->word) != 0)
			continue;
		if (word.form == 't')
			holds = query_part(trace_text_of(trace, record->w[i]), term->text);
		else if (term->number && word.form != 's')
			holds = record->w[i] >= term->from && record->w[i] <= term->to;
		else {
			rectext_word(trace, record, i, &shown);
			holds = glob_match(term->text, shown.text);
		}
	}
	str_free(&shown);
	return holds;
}

/* Whether a finding of these rules is about the record. */
static bool rule_holds(const struct query_term *term, const struct rules *rules, const struct record *record)
{
	size_t n = 0;
	const struct finding *findings = rules ? rules_findings(rules, &n) : NULL;

	for (size_t i = n ? rules_before(rules, record->number) : 0; i < n && findings[i].record == record->number; i++)
		if (glob_match(term->text, rule_forms[findings[i].rule].name))
			return true;
	return false;
}

static bool holds(const struct query *query, const struct query_term *term, const struct trace *trace, const struct record *record)
{
	switch (term->kind) {
	case TERM_KIND:
		return bit(term->kinds, record->kind);
	case TERM_OBJ:
		return object_holds(term, trace, record->obj);
	case TERM_CPU:
		return record->cpu >= term->from && record->cpu <= term->to;
	case TERM_IRQL:
		return record->irql >= term->from && record->irql <= term->to;
	case TERM_AT:
		return (uint64_t)record->at >= term->from && (uint64_t)record->at <= term->to;
	case TERM_NUM:
		return record->number >= term->from && record->number <= term->to;
	case TERM_WORD:
		return bit(term->kinds, record->kind) && word_holds(term, trace, record);
	case TERM_RULE:
		return rule_holds(term, query->rules, record);
	default:
		return text_holds(term, trace, record);
	}
}

void query_kinds(const struct query *query, bool kinds[RECORD_KINDS])
{
	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		bool may = true;

		for (size_t i = 0; may && i < query->n; i++) {
			const struct query_term *term = &query->terms[i];

			if (term->kind == TERM_KIND)
				may = bit(term->kinds, kind) != term->not;
			else if (term->kind == TERM_WORD && !term->not)
				may = bit(term->kinds, kind);
		}
		kinds[kind] |= may;
	}
}

bool query_speaks(const struct query *query)
{
	for (size_t i = 0; i < query->n; i++)
		if (query->terms[i].kind == TERM_TEXT)
			return true;
	return false;
}

bool query_judges(const struct query *query)
{
	for (size_t i = 0; i < query->n; i++)
		if (query->terms[i].kind == TERM_RULE)
			return true;
	return false;
}

bool query_match(const struct query *query, const struct trace *trace, const struct record *record)
{
	for (int texts = 0; texts < 2; texts++) /* what needs no sentence first */
		for (size_t i = 0; i < query->n; i++) {
			const struct query_term *term = &query->terms[i];

			if ((term->kind == TERM_TEXT) == texts && holds(query, term, trace, record) == term->not)
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

/* found is sorted: effects come after their causes. */
static bool among(const uint64_t *found, size_t n, uint64_t number)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (found[middle] == number)
			return true;
		if (found[middle] < number)
			low = middle + 1;
		else
			n = middle;
	}
	return false;
}

size_t query_effects(const struct trace *trace, uint64_t number, uint64_t *found, size_t most)
{
	const struct record *record = trace_at(trace, number);
	size_t n = 0;

	if (!record || !most)
		return 0;
	found[n++] = number;
	while (n < most && (record = trace_at(trace, ++number)))
		if (record->cause < number && among(found, n, record->cause))
			found[n++] = number;
	return n;
}
