/* SPDX-License-Identifier: MIT */
/* Traces as text: any bytes are read or refused; what is read is written as it was, and every reader bears it. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/read/export.h"
#include "sim/read/query.h"
#include "sim/read/why.h"
#include "sim/trace/rectext.h"
#include "tests/fuzz/fuzz.h"

static struct str text_of(const struct trace *trace)
{
	struct str out = { 0 };
	struct export_job job = { trace, EXPORT_DEFAULT_MOMENT, export_to_str, &out };
	struct err err;

	must(export_text(&job, &err));
	return out;
}

static void written_again(const struct trace *trace)
{
	struct str first = text_of(trace), second;
	struct trace *again = trace_new();
	struct err err;

	must(rectext_read_all(again, first.text, first.length, "again", &err));
	second = text_of(again);
	must(strcmp(first.text, second.text) == 0);
	trace_free(again);
	str_free(&first);
	str_free(&second);
}

static void asked(const struct scene *scene)
{
	struct why_answer answer;
	struct str out = { 0 };

	for (uint32_t obj = 0; obj < scene->objects_n && obj < 16; obj++) {
		struct why_question question = { .device = obj, .cause = WHY_ANY, .message = (int)(obj % 3) - 1, .frame = obj % 2 ? WHY_LAST : 0 };

		why_ask(&answer, scene, &question);
		why_text(&answer, scene->trace, &out);
	}
	why_chain(scene->trace, trace_count(scene->trace) - 1, &out);
	str_free(&out);
}

static void read_by_all(const struct trace *trace)
{
	struct scene *scene = scene_new(trace), *copy;
	struct str out = { 0 };
	struct export_job job = { trace, EXPORT_DEFAULT_MOMENT, export_to_str, &out };
	struct err err;

	scene_advance(scene, UINT64_MAX);
	copy = scene_copy(scene);
	must(scene_same(scene, copy, NULL));
	must(export_json(&job, &err));
	export_lspci(&job, &err);
	if (trace_count(trace))
		asked(copy);
	scene_free(scene);
	scene_free(copy);
	str_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct trace *trace = trace_new();
	struct err err;
	char said[1024];

	if (rectext_read_all(trace, (const char *)bytes, n, "input", &err)) {
		written_again(trace);
		read_by_all(trace);
	} else {
		must(*err_text(&err, said, sizeof said) && err.text[0]);
	}
	trace_free(trace);
	return 0;
}
