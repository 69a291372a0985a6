/* SPDX-License-Identifier: MIT */
/* Records as JSON, by the forms that records.def gives their words. */
#include <string.h>

#include "sim/read/export.h"
#include "sim/trace/rectext.h"

#define EXACT ((uint64_t)1 << 53) /* beyond, a reader that keeps numbers as doubles rounds */

static void number(uint64_t value, struct str *out)
{
	str_format(out, value <= EXACT ? "%llu" : "\"%llu\"", (unsigned long long)value);
}

static void word(const struct trace *trace, const struct record *record, unsigned i, char form, struct str *out)
{
	struct str text = { 0 };

	if (form == 'n' && record->w[i] == RECORD_NONE) {
		str_append(out, "null");
	} else if (form == 'd' || form == 'v' || form == 'n') {
		number(record->w[i], out);
	} else if (form == 't') {
		rectext_word(trace, record, i, out);
	} else {
		rectext_word(trace, record, i, &text);
		rectext_quote(text.text, text.length, out);
		str_free(&text);
	}
}

/* The names every record has; a kind's own word of such a name stands behind "word.". */
static bool taken(const char *name)
{
	static const char *const names[] = { "at", "seq", "cause", "kind", "cpu", "irql", "obj" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

void export_json_record(const struct trace *trace, const struct record *record, struct str *out)
{
	struct record_word form;
	const char *name = rectext_object(trace, record->obj);

	str_format(out, "{\"at\":%lld,\"seq\":%llu,\"cause\":", (long long)record->at, (unsigned long long)record->number);
	if (record->cause == record->number)
		str_append(out, "null");
	else
		str_format(out, "%llu", (unsigned long long)record->cause);
	str_format(out, ",\"kind\":\"%s\",\"cpu\":", record_forms[record->kind].name);
	if (record->cpu == RECORD_NO_CPU)
		str_append(out, "null");
	else
		str_format(out, "%u", record->cpu);
	str_format(out, ",\"irql\":%u,\"obj\":", record->irql);
	if (record->obj)
		rectext_quote(name, strlen(name), out);
	else
		str_append(out, "null");
	for (unsigned i = 0; i < 4; i++) {
		if (!record_word((enum record_kind)record->kind, i, &form))
			continue;
		str_format(out, taken(form.name) ? ",\"word.%s\":" : ",\"%s\":", form.name);
		word(trace, record, i, form.form, out);
	}
	str_append(out, "}");
}
