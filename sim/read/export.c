/* SPDX-License-Identifier: MIT */
/* The table of formats, and the plainest of them. */
#include <string.h>

#include "sim/read/export.h"
#include "sim/trace/rectext.h"

#define FLUSH 65536

const struct export_format export_formats[] = {
#define EXPORT(name, help) { #name, help, export_##name },
#include "sim/read/exports.def"
#undef EXPORT
	{ 0 },
};

const struct export_format *export_find(const char *name, struct err *err)
{
	const char *names[sizeof export_formats / sizeof export_formats[0]] = { 0 };
	size_t i;

	for (i = 0; export_formats[i].name; i++) {
		names[i] = export_formats[i].name;
		if (strcmp(names[i], name) == 0)
			return &export_formats[i];
	}
	err_unknown(err, "there is no such format", name, names);
	if (!err->expected[0])
		err_expected(err, "text, json or lspci");
	return NULL;
}

void export_to_str(void *str, const char *bytes, size_t n)
{
	str_append_bytes(str, bytes, n);
}

/* Every record up to the moment as a line, written in large pieces. */
static void lines(const struct export_job *job, struct str *out,
		  void (*line)(const struct trace *trace, const struct record *record, struct str *out))
{
	const struct record *record;

	for (uint64_t n = trace_first(job->trace); n <= job->moment && (record = trace_at(job->trace, n)); n++) {
		line(job->trace, record, out);
		str_append(out, "\n");
		if (out->length < FLUSH)
			continue;
		job->sink(job->context, out->text, out->length);
		str_clear(out);
	}
	if (out->length)
		job->sink(job->context, out->text, out->length);
	str_free(out);
}

bool export_text(const struct export_job *job, struct err *err)
{
	struct str out = { 0 };

	(void)err;
	rectext_head(&out);
	lines(job, &out, rectext_line);
	return true;
}

bool export_json(const struct export_job *job, struct err *err)
{
	struct str out = { 0 };

	(void)err;
	lines(job, &out, export_json_record);
	return true;
}
