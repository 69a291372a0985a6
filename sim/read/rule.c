/* SPDX-License-Identifier: MIT */
/* Rules: the frame. Folds the scene along, and shows each record to those who look at its kind. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/kinds.h"
#include "sim/read/rule_parts.h"
#include "sim/read/tell.h"

#define TEXT_MAX 200

const struct rule_form rule_forms[RULE_COUNT] = {
#define RULE(name, severity, fires, why, fix) { #name, RULE_##severity, fires, why, fix },
#include "sim/read/rules.def"
#undef RULE
};

static const struct {
	enum record_kind kind;
	rule_see *see;
} sees[] = {
#define SEES(kind, function) { R_##kind, rule_see_##function },
#include "sim/read/rule_sees.def"
#undef SEES
};

#define SEES_N (sizeof sees / sizeof *sees)

struct rules *rules_new(const struct trace *trace)
{
	struct rules *rules = mem_new(sizeof *rules);

	rules->trace = trace;
	rules->scene = scene_new(trace);
	for (size_t i = 0; i < SEES_N; i++)
		rules->seen[sees[i].kind] = true;
	return rules;
}

void rules_free(struct rules *rules)
{
	if (!rules)
		return;
	scene_free(rules->scene);
	kinds_free(rules->kinds);
	mem_free(rules->findings);
	rule_texts_free(&rules->texts);
	mem_free(rules->firsts);
	mem_free(rules->devices);
	mem_free(rules->claims);
	mem_free(rules->messages);
	mem_free(rules->cpus);
	mem_free(rules);
}

/* The machine has declared itself: its devices and CPUs are known. */
static void make_room(struct rules *rules)
{
	rules->devices_n = rules->scene->devices_n;
	rules->devices = mem_new((rules->devices_n + 1) * sizeof *rules->devices);
	rules->claims = mem_new((rules->devices_n + 1) * sizeof *rules->claims);
	rules->cpus_n = rules->scene->cpus_n;
	rules->cpus = mem_new((rules->cpus_n + 1) * sizeof *rules->cpus);
}

static bool alike(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->severity == b->severity && a->obj == b->obj && a->code == b->code;
}

/* When a finding is whole: its code may be set last. */
static void find_first(struct rules *rules, size_t place)
{
	for (size_t i = 0; i < rules->firsts_n; i++)
		if (alike(&rules->findings[rules->firsts[i]], &rules->findings[place])) {
			rules->findings[place].first = rules->firsts[i];
			return;
		}
	mem_grow(&rules->firsts, &rules->firsts_room, rules->firsts_n + 1, sizeof *rules->firsts);
	rules->firsts[rules->firsts_n++] = rules->findings[place].first = place;
}

void rules_index(struct rules *rules)
{
	rules->kinds = kinds_new(rules->trace);
}

struct kinds *rules_kinds(const struct rules *rules)
{
	return rules->kinds;
}

void rules_see(struct rules *rules, const struct record *record)
{
	size_t known = rules->n;

	scene_apply(rules->scene, record);
	if (record->kind == R_MACHINE_READY && !rules->devices)
		make_room(rules);
	if (!rules->devices || !rules->seen[record->kind])
		return;
	rules->ended = NULL;
	for (size_t i = 0; i < SEES_N; i++)
		if (sees[i].kind == record->kind)
			sees[i].see(rules, record);
	while (known < rules->n)
		find_first(rules, known++);
}

/* Returns how many it saw. */
static size_t see_noting(struct rules *rules, const struct record *record, size_t n)
{
	uint8_t *seen = kinds_seen(rules->kinds, &n);

	for (size_t i = 0; i < n; i++) {
		rules_see(rules, &record[i]);
		seen[record[i].kind] = 1;
	}
	kinds_noted(rules->kinds, n);
	return n;
}

void rules_advance(struct rules *rules, uint64_t number)
{
	uint64_t next = rules->scene->next, end = trace_count(rules->trace);

	if (number < end)
		end = number + 1;
	while (next < end) {
		size_t n;
		const struct record *record = trace_run(rules->trace, next, &n);

		if (!record)
			return; /* a ring that has not kept it: nothing can be decided from here on */
		if (n > end - next)
			n = (size_t)(end - next);
		if (rules->kinds)
			n = see_noting(rules, record, n);
		else
			for (size_t i = 0; i < n; i++)
				rules_see(rules, &record[i]);
		next += n;
	}
}

const struct finding *rules_findings(const struct rules *rules, size_t *n)
{
	*n = rules->n;
	return rules->findings;
}

size_t rules_before(const struct rules *rules, uint64_t record)
{
	size_t low = 0, high = rules->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rules->findings[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t rules_next(const struct rules *rules)
{
	return rules->scene->next;
}

enum rule_id rule_named(const char *name)
{
	enum rule_id rule = 0;

	while (rule < RULE_COUNT && strcmp(rule_forms[rule].name, name))
		rule++;
	return rule;
}

/* Where in the driver a record was written, of those kinds that say it in their last word. */
static uint64_t code_of(const struct record *record)
{
	struct record_word word;

	return record_word(record->kind, 3, &word) && word.form == 'c' ? record->w[3] : UINT64_MAX;
}

static struct finding *add(struct rules *rules, enum rule_id rule, const struct record *record, const struct rule_text *text)
{
	struct finding *finding;

	mem_grow(&rules->findings, &rules->room, rules->n + 1, sizeof *rules->findings);
	finding = &rules->findings[rules->n++];
	*finding = (struct finding){
		.rule = rule, .severity = (uint8_t)rule_forms[rule].severity, .obj = record->obj, .record = record->number, .at = record->at,
		.cpu = record->cpu, .irql = record->irql, .code = code_of(record), .what = text->what, .said = text->said,
	};
	return finding;
}

struct finding *rule_find(struct rules *rules, enum rule_id rule, const struct record *record, const char *format, ...)
{
	char what[TEXT_MAX], said[2 * TEXT_MAX];
	const struct rule_text *text;
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	text = rule_text_known(&rules->texts, what);
	if (!text) {
		va_start(args, format);
		vsnprintf(said, sizeof said, say(format), args);
		va_end(args);
		text = rule_text_keep(&rules->texts, what, said);
	}
	return add(rules, rule, record, text);
}

struct finding *rule_find_told(struct rules *rules, enum rule_id rule, const struct record *record, const char *lead, const char *told)
{
	const struct rule_text *text;
	struct str said = { 0 };
	char what[TEXT_MAX];

	snprintf(what, sizeof what, "%s%s", lead, told);
	text = rule_text_known(&rules->texts, what);
	if (!text) {
		str_append(&said, lead);
		tell_text(told, &said);
		text = rule_text_keep(&rules->texts, what, said.text);
		str_free(&said);
	}
	return add(rules, rule, record, text);
}

void rule_led(struct finding *finding, uint64_t record)
{
	if (record != RULE_NO_RECORD && record <= finding->record && finding->record - record <= UINT32_MAX && finding->led_n < FINDING_LED_MAX)
		finding->led[finding->led_n++] = (uint32_t)(finding->record - record);
}
