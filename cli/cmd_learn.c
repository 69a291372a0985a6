/* SPDX-License-Identifier: MIT */
/* msilab learn [LESSON]: a lesson on the screen or in plain text; goes on where the person was. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/laboratory.h"
#include "cli/lessons.h"
#include "cli/start.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "lessons/host/sha256.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

struct learning {
	const struct arguments *arguments;
	struct laboratory_face face;
	struct progress_file progress;
	struct session_held held;
	struct craft_files craft;
	char *place; /* where the person stood; NULL: the lesson begins */
	struct left left;
	struct intake intake;
};

/* A script and a journal of one's own are stories by themselves: nothing of the person is read, nothing kept. */
static bool keeps(const struct arguments *arguments)
{
	return !arguments->option[OPTION_SCRIPT] && !arguments->option[OPTION_JOURNAL];
}

static void mark_machine(struct learning *learning)
{
	const char *machine = learning->face.lesson->machine;
	char hash[65];

	sha256_text(machine, strlen(machine), hash);
	snprintf(learning->face.mark, sizeof learning->face.mark, LESSON_MARK "%s", hash);
}

/* The lesson's journal of before, if it is of this machine. */
static bool go_on(struct learning *learning)
{
	char *place = session_held_read(&learning->held), *folder, aside[SESSION_PATH_MAX + 20];
	struct err err;
	enum status status;
	struct left *left = &learning->left;
	bool good = place[0] && strstr(place, learning->face.mark) && left_read(left, &learning->held, &err);

	folder = file_folder(learning->face.lesson->file); /* of modules beside a person's own lesson */
	good = good && intake_text(&learning->intake, left->text, left->n, learning->held.journal, folder, learning->arguments, &err, &status);
	mem_free(folder);
	if (good) {
		learning->face.left = left;
		learning->place = place;
		return true;
	}
	mem_free(place);
	snprintf(aside, sizeof aside, "%s.old", learning->held.journal);
	if (access(learning->held.journal, F_OK) == 0 && rename(learning->held.journal, aside) == 0)
		talk_say("the lesson is another one than before, or its journal cannot be read: it begins anew; the journal is kept as %s", aside);
	return false;
}

static bool open_machine(struct learning *learning, struct err *err, enum status *status)
{
	const struct lesson *lesson = learning->face.lesson;
	char *folder = file_folder(lesson->file);
	size_t n = strlen(lesson->machine);
	char *machine = learning->face.craft ? NULL : mem_copy_text(lesson->machine);
	bool good;

	if (!machine)
		machine = craft_files_machine(&learning->craft, lesson->machine, &n);
	good = (learning->held.place >= 0 && go_on(learning)) ||
	       intake_text(&learning->intake, machine, n, lesson->file, folder, learning->arguments, err, status);
	mem_free(machine);
	mem_free(folder);
	return good;
}

static void keep(struct learning *learning)
{
	struct err err = { 0 };
	char text[600];

	progress_file_open(&learning->progress);
	learning->face.progress = &learning->progress;
	if (!session_held_lesson(&learning->held, learning->face.lesson->id, &err))
		talk_say("%s; this lesson is kept in memory", err_text(&err, text, sizeof text));
	else if (craft_files_init(&learning->craft, learning->face.lesson))
		learning->face.craft = &learning->craft;
}

static int learn(struct learning *learning)
{
	struct err err = { 0 };
	enum status status = STATUS_INPUT;

	mark_machine(learning);
	if (keeps(learning->arguments))
		keep(learning);
	if (!open_machine(learning, &err, &status)) {
		session_held_drop(&learning->held);
		return cli_failed(&err, status);
	}
	return laboratory_run(&learning->intake, learning->arguments, &learning->face, learning->held.place >= 0 ? &learning->held : NULL, learning->place);
}

static int learn_lesson(const struct arguments *arguments, const char *which)
{
	struct learning learning = { .arguments = arguments, .face.face = tui_learn, .held.place = -1 };
	struct err err = { 0 };
	int status;

	learning.face.lesson = lessons_open(which, &err);
	learning.face.ahead = learning.face.lesson ? lessons_open(which, &err) : NULL;
	status = learning.face.ahead ? learn(&learning) : cli_failed(&err, STATUS_INPUT);
	craft_files_fini(&learning.craft);
	mem_free(learning.place);
	left_close(&learning.left);
	progress_file_close(&learning.progress);
	lesson_free(learning.face.ahead);
	lesson_free(learning.face.lesson);
	return status;
}

/* The lesson that the person was in; NULL: none is open. */
static const char *where(char last[64])
{
	struct progress_file file;
	const struct progress_lesson *lesson;

	progress_file_open(&file);
	lesson = progress_of(&file.progress, file.progress.last);
	snprintf(last, 64, "%s", lesson && !lesson->done ? lesson->id : "");
	progress_file_close(&file);
	return last[0] ? last : NULL;
}

static int carry(const struct arguments *arguments)
{
	const char *from = arguments->option[OPTION_IMPORT], *to = arguments->option[OPTION_EXPORT];
	struct progress_file file;
	struct err err = { 0 };
	bool good = true;

	progress_file_open(&file);
	if (arguments->option[OPTION_RESTORE])
		good = progress_file_restore(&file, &err);
	if (good && from)
		good = progress_file_import(&file, from, &err);
	if (good && to)
		good = progress_file_export(&file, to, &err);
	progress_file_close(&file);
	return good ? STATUS_GOOD : cli_failed(&err, STATUS_INPUT);
}

int cmd_learn(const struct arguments *arguments)
{
	char last[64];
	const char *which = arguments->words_n ? arguments->word[0] : NULL;

	if (arguments->option[OPTION_RESTORE] || arguments->option[OPTION_IMPORT] || arguments->option[OPTION_EXPORT])
		return carry(arguments);
	if (!which)
		which = where(last);
	if (!which && keeps(arguments))
		return start(arguments);
	return learn_lesson(arguments, which ? which : "0");
}
