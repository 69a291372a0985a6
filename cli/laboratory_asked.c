/* SPDX-License-Identifier: MIT */
/* What the screen asks of its edge while it runs: to keep what was done and come to, and to bring and open what it names. */
#include <stdio.h>
#include <string.h>

#include "cli/builds.h"
#include "cli/course.h"
#include "cli/laboratory_parts.h"
#include "cli/lessons.h"
#include "lessons/host/file.h"

static bool trouble(void *context, struct err *err)
{
	return keep_trouble(&((struct laboratory *)context)->keep, err);
}

static void settle(void *context)
{
	keep_settle(&((struct laboratory *)context)->keep);
}

static bool changed(void *context, const struct session *session, size_t kept, struct err *err)
{
	return keep_changed(&((struct laboratory *)context)->keep, session, kept, err);
}

static void stands(void *context, const char *text, bool left)
{
	struct laboratory *laboratory = context;
	struct str all = { 0 };

	if (laboratory->intake->folder)
		str_format(&all, SESSION_FOLDER "%s\n", laboratory->intake->folder);
	if (laboratory->face->mark[0])
		str_format(&all, "%s\n", laboratory->face->mark);
	str_append(&all, text);
	session_held_write(&laboratory->held, all.text, left);
	str_free(&all);
}

static bool come_to(void *context, const struct progress_lesson *progress, struct err *err)
{
	struct laboratory *laboratory = context;

	return progress_file_put(laboratory->face->progress, progress, err);
}

static bool everything(void *context, bool back, struct err *err)
{
	struct laboratory *laboratory = context;
	struct progress_file *file = laboratory->face->progress;

	return back ? progress_file_back(file, laboratory->held.name, err) : progress_file_forget(file, laboratory->held.name, err);
}

static bool resumable(void *context, const char *which, struct err *err)
{
	struct laboratory *laboratory = context;

	return session_held_take(&laboratory->another, which, err);
}

static const struct course *course(void *context)
{
	struct laboratory *laboratory = context;
	struct progress_file file;

	progress_file_open(&file);
	course_make(&laboratory->course, &file.progress, laboratory->face->menu);
	progress_file_close(&file);
	return &laboratory->course;
}

static bool leave_for(void *context, const char *which, struct err *err)
{
	struct laboratory *laboratory = context;
	struct lesson *lesson = strcmp(which, "tour") && strcmp(which, "lab") ? lessons_open(which, err) : NULL;

	if (!lesson && strcmp(which, "tour") && strcmp(which, "lab"))
		return false;
	lesson_free(lesson);
	snprintf(laboratory->lesson, sizeof laboratory->lesson, "%s", which);
	return true;
}

static bool bring(void *context, const struct command *command, struct settings *named, struct err *err)
{
	struct laboratory *laboratory = context;

	return intake_command(laboratory->intake, command, named, err);
}

static bool wake(void *context, struct journal *journal, struct err *err)
{
	struct laboratory *laboratory = context;

	return left_wake(laboratory->intake, journal, err);
}

/* A journal elsewhere needs the modules that it names. */
static void mark_builds(const char *text)
{
	struct journal journal;
	struct err err;

	journal_init(&journal);
	if (journal_read(&journal, text, strlen(text), "", &err)) {
		builds_mark(&journal.machine);
		journal_free(&journal);
	}
}

static bool save(void *context, const char *file, const char *text, struct err *err)
{
	bool good = file_write(file, text, strlen(text), err);

	(void)context;
	if (good)
		mark_builds(text);
	return good;
}

void laboratory_answers(struct laboratory *laboratory)
{
	struct tui_options *options = &laboratory->options;

	options->edge.journal = changed;
	options->edge.trouble = trouble;
	options->edge.settle = settle;
	options->edge.bring = bring;
	options->edge.wake = wake;
	options->edge.context = options->context = laboratory;
	options->resume = resumable;
	options->stand = stands;
	options->course = course;
	options->leave_for = leave_for;
	options->save = save;
	options->progress = laboratory->face->progress ? come_to : NULL;
	options->everything = laboratory->face->progress ? everything : NULL;
}
