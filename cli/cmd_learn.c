/* SPDX-License-Identifier: MIT */
/* msilab learn [LESSON]: a lesson on the screen or in plain text. */
#include <string.h>

#include "cli/laboratory.h"
#include "cli/lessons.h"

static int learn(struct lesson *lesson, struct lesson *ahead, const struct arguments *arguments)
{
	struct laboratory_face face = { .face = tui_learn, .lesson = lesson, .ahead = ahead };
	struct intake intake;
	struct err err;
	enum status status;

	if (!intake_text(&intake, lesson->machine, strlen(lesson->machine), lesson->file, NULL, arguments, &err, &status))
		return cli_failed(&err, status);
	return laboratory_run(&intake, arguments, &face, NULL, NULL);
}

int cmd_learn(const struct arguments *arguments)
{
	const char *which = arguments->words_n ? arguments->word[0] : "1";
	struct err err = { 0 };
	struct lesson *lesson = lessons_open(which, &err), *ahead = lesson ? lessons_open(which, &err) : NULL;
	int status = ahead ? learn(lesson, ahead, arguments) : cli_failed(&err, STATUS_INPUT);

	lesson_free(ahead);
	lesson_free(lesson);
	return status;
}
