/* SPDX-License-Identifier: MIT */
/*
 * msilab why JOURNAL DEVICE [cause:NAME] [message:N] [queue:N] [frame:N|last], line:N, cpu:N: every gate of that interrupt at a
 * moment. msilab why JOURNAL #RECORD: the chain of causes of a record, and what it means.
 */
#include <stdio.h>
#include <string.h>

#include "cli/recording.h"
#include "cli/world.h"
#include "sim/read/explain.h"
#include "sim/read/why.h"
#include "tui/dwarf.h"

static bool place(void *context, uint64_t code, char *text, size_t size)
{
	const struct intake *intake = context;
	uint64_t module = code >> 48;
	struct dwarf_place at = { .file = NULL };
	struct dwarf *dwarf;
	const char *slash;

	if (code == UINT64_MAX || module >= intake->inputs.modules_n)
		return false;
	dwarf = dwarf_open(modules_path(intake->modules, intake->inputs.modules[module].name));
	if (!dwarf)
		return false;
	if (dwarf_find(dwarf, code & UINT64_C(0xFFFFFFFFFFFF), &at) && at.file) {
		slash = strrchr(at.file, '/');
		snprintf(text, size, "%s:%u", slash ? slash + 1 : at.file, at.line);
	}
	dwarf_close(dwarf);
	return at.file != NULL;
}

static bool chain(const struct recording *recording, const char *what, struct str *out, struct err *err)
{
	uint64_t number, last = trace_count(recording->trace) - 1;

	if (words_number(what + 1, last, &number)) {
		explain_text(recording->trace, number, world_calls(), out);
		str_append(out, "\n");
		why_chain(recording->trace, number, out);
		return true;
	}
	err_set(err, "there is no record %s", what);
	return err_expected(err, "#0 to #%llu", (unsigned long long)last);
}

static bool gates(const struct recording *recording, const struct arguments *arguments, const char *what, struct str *out,
		  struct err *err)
{
	struct why_places places = { place, (void *)(uintptr_t)&recording->intake };
	struct why_question question;
	struct why_answer answer;
	struct scene *scene;
	uint64_t number;

	if (!why_read(&question, what, recording->trace, err) || !recording_moment(recording, arguments, &number, err))
		return false;
	scene = scene_new(recording->trace);
	scene_advance(scene, number);
	why_ask(&answer, scene, &question);
	why_tell(&answer, recording->trace, &places, out);
	scene_free(scene);
	return true;
}

int cmd_why(const struct arguments *arguments)
{
	struct recording recording;
	struct str what = { 0 }, out = { 0 };
	struct err err;
	int status = STATUS_GOOD;

	if (!recording_open(&recording, arguments->word[0], arguments, &status))
		return status;
	for (unsigned i = 1; i < arguments->words_n; i++)
		str_format(&what, "%s%s", i > 1 ? " " : "", arguments->word[i]);
	if (*what.text == '#' ? chain(&recording, what.text, &out, &err) : gates(&recording, arguments, what.text, &out, &err))
		fputs(out.text, stdout);
	else
		status = cli_failed(&err, STATUS_USAGE);
	str_free(&what);
	str_free(&out);
	recording_close(&recording);
	return status;
}
