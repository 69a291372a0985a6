/* SPDX-License-Identifier: MIT */
/* msilab lesson list | check [FILE...]: the lessons that ship, and what an author must prove. */
#include <stdio.h>
#include <string.h>

#include "cli/lesson_check.h"
#include "cli/lessons.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

struct tally {
	const struct arguments *arguments;
	unsigned failed;
	enum status status; /* the worst */
};

static void list_one(const char *path, void *context)
{
	struct tally *tally = context;
	struct err err = { 0 };
	struct lesson *lesson = lessons_read(path, &err);

	if (!lesson) {
		tally->status = (enum status)cli_failed(&err, STATUS_INPUT);
		return;
	}
	printf("%2u  %-20s %s\n", lesson->number, lesson->id, say(lesson->title));
	lesson_free(lesson);
}

static void check_one(const char *path, void *context)
{
	struct tally *tally = context;
	struct err err = { 0 };
	struct lesson *lesson = lessons_read(path, &err);
	struct intake intake;
	enum status status;
	char *folder;

	printf("%s\n", path);
	folder = file_folder(path);
	if (!lesson || !intake_text(&intake, lesson->machine, strlen(lesson->machine), path, folder, tally->arguments, &err, &status)) {
		tally->status = (enum status)cli_failed(&err, STATUS_INPUT);
		mem_free(folder);
		lesson_free(lesson);
		return;
	}
	mem_free(folder);
	tally->failed += lesson_check(lesson, &intake);
	intake_close(&intake);
	lesson_free(lesson);
}

static int lesson_list(const struct arguments *arguments)
{
	struct tally tally = { .arguments = arguments };

	return lessons_each(list_one, &tally) ? tally.status : STATUS_NOTHING;
}

static int lesson_check_all(const struct arguments *arguments)
{
	struct tally tally = { .arguments = arguments };
	unsigned n = arguments->words_n - 1;

	for (unsigned i = 1; i <= n; i++)
		check_one(arguments->word[i], &tally);
	if (!n)
		n = lessons_each(check_one, &tally);
	if (!n)
		return STATUS_NOTHING;
	if (tally.status)
		return tally.status;
	return tally.failed ? STATUS_FAILED : STATUS_GOOD;
}

int cmd_lesson(const struct arguments *arguments)
{
	const char *what = arguments->word[0];
	struct err err = { 0 };

	if (!strcmp(what, "list") && arguments->words_n == 1)
		return lesson_list(arguments);
	if (!strcmp(what, "check"))
		return lesson_check_all(arguments);
	err_set(&err, "lesson does not know %s", what);
	err_expected(&err, "list, or check [FILE...]");
	return cli_failed(&err, STATUS_USAGE);
}
