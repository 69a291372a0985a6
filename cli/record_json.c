/* SPDX-License-Identifier: MIT */
/* Records as JSON, by the forms that records.def gives their words. */
#include <string.h>

#include "cli/record_json.h"
#include "sim/trace/rectext.h"

static void quote(const char *text, struct str *out)
{
	rectext_quote(text, strlen(text), out);
}

static void quote_text(const struct trace *trace, uint64_t number, struct str *out)
{
	size_t n;
	const char *bytes = trace_bytes_of(trace, number, &n);

	rectext_quote(bytes, n, out);
}

static void word(const struct trace *trace, const struct record *record, unsigned i, char form, struct str *out)
{
	struct str text = { 0 };

	switch (form) {
	case 'd':
	case 'x':
		str_format(out, "%llu", (unsigned long long)record->w[i]);
		break;
	case 'v':
		str_format(out, "%lld", (long long)record->w[i]);
		break;
	case 't':
		quote_text(trace, record->w[i], out);
		break;
	default:
		rectext_word(trace, record, i, &text);
		quote(text.text ? text.text : "", out);
		str_free(&text);
	}
}

static void object(const struct trace *trace, uint32_t obj, struct str *out)
{
	if (obj)
		quote(rectext_object(trace, obj), out);
	else
		str_append(out, "null");
}

void record_json(const struct trace *trace, const struct record *record, struct str *out)
{
	struct record_word form;

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
	object(trace, record->obj, out);
	for (unsigned i = 0; i < 4; i++) {
		if (!record_word(record->kind, i, &form))
			continue;
		str_format(out, ",\"%s\":", form.name);
		word(trace, record, i, form.form, out);
	}
	str_append(out, "}");
}
