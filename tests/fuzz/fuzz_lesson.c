/* SPDX-License-Identifier: MIT */
/*
 * Lessons: any bytes end, in a lesson or in one error with a sentence, and twice in the same. Files that do not come to an end are tried
 * under a low ceiling first.
 */
#include <string.h>

#include "lessons/host/lesson.h"
#include "lessons/host/sandbox.h"
#include "lessons/host/sweep.h"
#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "tests/fuzz/fuzz.h"

#define CEILING 20000

/* What is in a lesson, or the error. */
static void outline(const char *text, size_t n, struct str *out)
{
	struct err err = { 0 };
	char said[1024];
	struct lesson *lesson = lesson_read(text, n, "input", &err);

	if (!lesson) {
		must(*err_text(&err, said, sizeof said) && err.text[0]);
		str_append(out, said);
		return;
	}
	must(lesson->steps && lesson->steps <= LESSON_STEPS_MAX && lesson->id);
	for (unsigned i = 0; i < lesson->steps; i++) {
		str_format(out, "%s %u %u %u|", lesson->step[i].title, lesson->step[i].goals, lesson->step[i].choices, lesson->step[i].line);
		sweep_lines(&lesson->step[i], out);
	}
	for (size_t i = 0; i < lesson->marks.n; i++)
		str_format(out, "%u %s|", lesson->marks.mark[i].line, lesson->marks.mark[i].text);
	lesson_free(lesson);
}

static void twice_the_same(const char *text, size_t n)
{
	struct str first = { 0 }, second = { 0 };

	outline(text, n, &first);
	outline(text, n, &second);
	must(!strcmp(first.text, second.text));
	str_free(&first);
	str_free(&second);
}

static bool ends(const char *text, size_t n)
{
	struct sandbox *sandbox = sandbox_new();
	struct err err = { 0 };
	bool good;

	sandbox_ceiling(sandbox, CEILING);
	good = sandbox_load(sandbox, text, n, "input", &err) || !strstr(err.text, "does not come to an end");
	sandbox_free(sandbox);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = mem_new(n + 1);

	memcpy(text, bytes, n);
	if (ends(text, n))
		twice_the_same(text, n);
	mem_free(text);
	return 0;
}
