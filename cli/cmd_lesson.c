/* SPDX-License-Identifier: MIT */
/* msilab lesson list | check [FILE...]: the lessons that ship, and what an author must prove. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lesson_check.h"
#include "cli/place.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

#define LESSON_BYTES_MAX (1u << 20)

static struct lesson *open_lesson(const char *path, struct err *err)
{
	size_t n;
	char *text = file_read(path, LESSON_BYTES_MAX, &n, err);
	struct lesson *lesson = text ? lesson_read(text, n, path, err) : NULL;

	mem_free(text);
	return lesson;
}

static int is_lesson(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && !strcmp(entry->d_name + n - 4, ".lua");
}

/* by_bytes: the same order in every locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Calls each(path) for the lessons that ship, in the order of their file names. Returns how many there are. */
static unsigned each_shipped(void (*each)(const char *path, void *context), void *context)
{
	struct dirent **entries = NULL;
	int n = scandir(place(PLACE_LESSONS), &entries, is_lesson, by_bytes);

	for (int i = 0; i < n; i++) {
		char path[2048];

		snprintf(path, sizeof path, "%s/%s", place(PLACE_LESSONS), entries[i]->d_name);
		each(path, context);
		free(entries[i]);
	}
	free(entries);
	return n > 0 ? (unsigned)n : 0;
}

struct tally {
	const struct arguments *arguments;
	unsigned failed;
	enum status status; /* the worst */
};

static void list_one(const char *path, void *context)
{
	struct tally *tally = context;
	struct err err = { 0 };
	struct lesson *lesson = open_lesson(path, &err);

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
	struct lesson *lesson = open_lesson(path, &err);
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

	return each_shipped(list_one, &tally) ? tally.status : STATUS_NOTHING;
}

static int lesson_check_all(const struct arguments *arguments)
{
	struct tally tally = { .arguments = arguments };
	unsigned n = arguments->words_n - 1;

	for (unsigned i = 1; i <= n; i++)
		check_one(arguments->word[i], &tally);
	if (!n)
		n = each_shipped(check_one, &tally);
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
