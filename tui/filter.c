/* SPDX-License-Identifier: MIT */
/* A filter over records. */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/words.h"
#include "sim/trace/rectext.h"
#include "tui/filter.h"

#define TERM_MAX 80

static bool kind_holds(const char *value, const struct trace *trace, const struct record *record)
{
	(void)trace;
	return !fnmatch(value, record_forms[record->kind].name, 0);
}

static bool cpu_holds(const char *value, const struct trace *trace, const struct record *record)
{
	uint64_t cpu;

	(void)trace;
	return words_number(value, RECORD_NO_CPU - 1, &cpu) && record->cpu == cpu;
}

static bool obj_holds(const char *value, const struct trace *trace, const struct record *record)
{
	return !fnmatch(value, rectext_object(trace, record->obj), 0);
}

static const struct {
	const char *name;
	bool (*holds)(const char *value, const struct trace *trace, const struct record *record);
} terms[] = { { "kind:", kind_holds }, { "cpu:", cpu_holds }, { "obj:", obj_holds } };

static bool text_holds(const char *text, const struct trace *trace, const struct record *record)
{
	struct str sentence = { 0 };
	bool holds;

	rectext_sentence(trace, record, &sentence);
	holds = strstr(sentence.text, text) != NULL;
	str_free(&sentence);
	return holds;
}

static bool term_holds(const char *term, const struct trace *trace, const struct record *record)
{
	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
		if (!strncmp(term, terms[i].name, strlen(terms[i].name)))
			return terms[i].holds(term + strlen(terms[i].name), trace, record);
	return text_holds(term, trace, record);
}

bool filter_match(const char *filter, const struct trace *trace, const struct record *record)
{
	while (*(filter += strspn(filter, " "))) {
		size_t n = strcspn(filter, " ");
		char term[TERM_MAX];

		snprintf(term, sizeof(term), "%.*s", (int)n, filter);
		if (!term_holds(term, trace, record))
			return false;
		filter += n;
	}
	return true;
}
