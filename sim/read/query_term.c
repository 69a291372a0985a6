/* SPDX-License-Identifier: MIT */
/* What each kind of term reads, and when it holds. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/read/glob.h"
#include "sim/read/query_term.h"
#include "sim/read/rule.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "sim/trace/register.h"

static const struct term_name {
	const char *name;
	enum term_kind kind;
} term_names[] = {
	{ "kind", TERM_KIND }, { "obj", TERM_OBJ }, { "cpu", TERM_CPU }, { "irql", TERM_IRQL }, { "at", TERM_AT },   { "time", TERM_AT },
	{ "num", TERM_NUM },   { "rule", TERM_RULE }, { "text", TERM_TEXT },
};
#define TERM_NAMES (sizeof term_names / sizeof term_names[0])

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
	return any || err_unknown(err, "no kind of record has this name", text, names);
}

static bool read_rules(const char *text, struct err *err)
{
	const char *names[RULE_COUNT + 1] = { 0 };
	bool any = false;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		names[i] = rule_forms[i].name;
		any |= glob_match(text, names[i]);
	}
	return any || err_unknown(err, "no rule has this name", text, names);
}

/* Whether a word can be what is asked for. Places of registers also go by their names, and a star stands for anything. */
static bool may_be(const struct query_term *term, const struct record_word *word, const char *value)
{
	if (strchr(value, '*') || strchr("toc", word->form))
		return true;
	if (word->form == 'n' && strcmp(value, "-") == 0)
		return true;
	if (word->form != 's')
		return term->number || *word->set;
	for (unsigned i = 0; *record_symbol(word->set, i) != '?'; i++)
		if (glob_match(value, record_symbol(word->set, i)))
			return true;
	return term->number;
}

/* The kinds that have a word of this name that can be that. false: no kind has the word. */
static bool read_word(struct query_term *term, const char *name, const char *value)
{
	struct record_word word;
	bool known = false;

	term->number = read_span(term, value, false) || read_span(term, value, true);
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		for (unsigned i = 0; i < 4; i++)
			if (record_word((enum record_kind)k, i, &word) && strcmp(word.name, name) == 0) {
				known = true;
				if (may_be(term, &word, value))
					term->kinds[k / 64] |= (uint64_t)1 << k % 64;
			}
	term->kind = TERM_WORD;
	memcpy(term->word, name, strlen(name) + 1);
	return known;
}

static bool any_kind(const struct query_term *term)
{
	for (unsigned k = 0; k < RECORD_KINDS; k++)
		if (query_term_has(term, k))
			return true;
	return false;
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

bool query_term_read(struct query_term *term, const char *text, struct err *err)
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
	if (!read_word(term, strcmp(name, "msg") == 0 ? "message" : name, term->text))
		return wrong(err, N_("a filter has no such term"), err_nearest(name, names), text);
	return any_kind(term) || wrong(err, N_("this word is never that"), N_("a number, a span such as 2..15, or a name that it can have"), text);
}

bool query_term_owns(const struct query_term *term, const struct trace *trace, uint32_t obj)
{
	for (unsigned steps = 0; obj && steps < 8; steps++) {
		const struct trace_object *object = trace_object(trace, obj);

		if (glob_match(term->text, rectext_object(trace, obj)))
			return true;
		obj = object ? object->parent : 0;
	}
	return false;
}

/* Whether an object has a register at this place or of this name. */
static bool has_register(const struct query_term *term, const struct trace *trace, uint32_t obj)
{
	const char *name;

	for (uint64_t place = 0; (name = register_at_place(trace, obj, place)); place++)
		if (term->number ? place >= term->from && place <= term->to : glob_match(term->text, name))
			return true;
	return false;
}

bool query_term_register(const struct query_term *term, unsigned kind, const struct trace *trace)
{
	struct record_word word;

	for (unsigned i = 0; i < 4; i++) {
		if (!record_word((enum record_kind)kind, i, &word) || strcmp(word.name, term->word) || word.form == 's')
			continue;
		if (strcmp(word.set, "reg") && (term->number || strcmp(word.set, "bar")))
			continue;
		for (uint32_t obj = 1; obj < trace_objects(trace); obj++)
			if (has_register(term, trace, obj))
				return true;
		return false;
	}
	return true;
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

/* A name that the word's number goes by: of a register, else as it is written. */
static bool name_holds(const struct query_term *term, const struct trace *trace, const struct record *record, unsigned i)
{
	const char *name = rectext_register(trace, record, i);
	struct str shown = { 0 };
	bool holds;

	rectext_word(trace, record, i, &shown);
	holds = (name && glob_match(term->text, name)) || glob_match(term->text, shown.text);
	str_free(&shown);
	return holds;
}

static bool word_holds(const struct query_term *term, const struct trace *trace, const struct record *record)
{
	struct record_word word;
	bool holds = false;

	for (unsigned i = 0; i < 4 && !holds; i++) {
		if (!record_word((enum record_kind)record->kind, i, &word) || strcmp(word.name, term->word) != 0)
			continue;
		if (word.form == 't')
			holds = query_part(trace_text_of(trace, record->w[i]), term->text);
		else if (term->number && word.form != 's')
			holds = record->w[i] >= term->from && record->w[i] <= term->to && !(word.form == 'n' && record->w[i] == RECORD_NONE);
		else
			holds = name_holds(term, trace, record, i);
	}
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

bool query_term_holds(const struct query_term *term, const struct query *query, const struct trace *trace, const struct record *record)
{
	switch (term->kind) {
	case TERM_KIND:
		return query_term_has(term, record->kind);
	case TERM_OBJ:
		return query_term_owns(term, trace, record->obj);
	case TERM_CPU:
		return record->cpu >= term->from && record->cpu <= term->to;
	case TERM_IRQL:
		return record->irql >= term->from && record->irql <= term->to;
	case TERM_AT:
		return (uint64_t)record->at >= term->from && (uint64_t)record->at <= term->to;
	case TERM_NUM:
		return record->number >= term->from && record->number <= term->to;
	case TERM_WORD:
		return query_term_has(term, record->kind) && word_holds(term, trace, record);
	case TERM_RULE:
		return rule_holds(term, query->rules, record);
	default:
		return text_holds(term, trace, record);
	}
}
