/* SPDX-License-Identifier: MIT */
/* msilab lesson list | new NAME | check [FILE...]: the lessons that ship, and what an author must prove. */
#include <stdio.h>
#include <string.h>

#include "cli/lesson_check.h"
#include "cli/lesson_new.h"
#include "cli/lessons.h"
#include "cli/presentations.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

#define FILE_BYTES_MAX (1u << 20)

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

/* The line of the machine that begins with a verb, and whose next word the text names; 0: none does. */
static unsigned line_about(const char *machine, const char *verb, const char *text)
{
	unsigned number = 1;

	for (const char *at = machine; *at; number++) {
		char name[256] = "";

		if (!strncmp(at, verb, strlen(verb)) && (!*text || (sscanf(at, "%*s %*s %255s", name) == 1 && strstr(text, name))))
			return number;
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	return 0;
}

/* The machine's error, at its line of the lesson's file. */
static bool bring(struct intake *intake, const struct lesson *lesson, const struct arguments *arguments, struct err *err)
{
	char *folder = file_folder(lesson->file);
	enum status status;
	bool good = intake_text(intake, lesson->machine, strlen(lesson->machine), lesson->file, folder, arguments, err, &status);

	if (good && intake->journal.n) {
		good = err_set(err, "the machine of a lesson has commands");
		err_expected(err, "commands = { ... } of a step");
		err_at(err, lesson->file, line_about(lesson->machine, "begin", ""), 0);
		intake_close(intake);
	}
	if (!good && !*err->file)
		err_at(err, lesson->file, line_about(lesson->machine, "driver ", err->text), 0);
	if (!good && err->line && lesson->machine_line && !strcmp(err->file, lesson->file))
		err->line += lesson->machine_line - 1;
	mem_free(folder);
	return good;
}

/* Whether a learner is asked for anything. */
static bool asks(const struct lesson *lesson)
{
	for (unsigned i = 0; i < lesson->steps; i++)
		if (lesson->step[i].ask || lesson->step[i].goals)
			return true;
	return false;
}

/* Whether a file is a presentation: its checks are others. */
static bool is_presentation(const char *path)
{
	struct err err;
	size_t n;
	char *text = file_read(path, FILE_BYTES_MAX, &n, &err);
	bool is = text && presentation_in(text);

	mem_free(text);
	return is;
}

static void check_presentation(const char *path, struct tally *tally)
{
	struct tour_step stops[PRESENTATION_STOPS_MAX];
	char known[2200];
	struct str which = { 0 };
	struct intake intake;
	struct err err = { 0 };
	struct presentation *presentation;

	str_format(&which, strchr(path, '/') ? "%s" : "./%s", path);
	presentation = presentations_open(which.text, known, sizeof known, &err);
	if (presentation && presentations_stops(presentation, stops, path, &err) &&
	    presentations_bring(presentation, path, &intake, tally->arguments, &err)) {
		tally->failed += presentation_check(presentation, path, &intake);
		intake_close(&intake);
	} else {
		tally->status = (enum status)cli_failed(&err, STATUS_INPUT);
	}
	presentation_free(presentation);
	str_free(&which);
}

static void check_one(const char *path, void *context)
{
	struct tally *tally = context;
	struct err err = { 0 };
	struct lesson *lesson;
	struct intake intake;

	printf("%s\n", path);
	if (is_presentation(path)) {
		check_presentation(path, tally);
		return;
	}
	lesson = lessons_read(path, &err);
	if (!lesson || !bring(&intake, lesson, tally->arguments, &err)) {
		tally->status = (enum status)cli_failed(&err, STATUS_INPUT);
	} else if (!asks(lesson)) {
		err_set(&err, "this lesson asks for nothing: there is nothing to check");
		err_expected(&err, "a step with goals or a prediction");
		err_at(&err, path, 0, 0);
		cli_failed(&err, STATUS_NOTHING);
		tally->status = tally->status ? tally->status : STATUS_NOTHING;
		intake_close(&intake);
	} else {
		tally->failed += lesson_check(lesson, &intake);
		intake_close(&intake);
	}
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
	if (!strcmp(what, "new") && arguments->words_n == 2) {
		enum status status;

		return lesson_new(arguments->word[1], &err, &status) ? STATUS_GOOD : cli_failed(&err, status);
	}
	if (!strcmp(what, "check"))
		return lesson_check_all(arguments);
	if (!strcmp(what, "new"))
		err_set(&err, "lesson new needs one name");
	else
		err_set(&err, "lesson does not know %s", what);
	err_expected(&err, "list, new NAME, or check [FILE...]");
	return cli_failed(&err, STATUS_USAGE);
}
