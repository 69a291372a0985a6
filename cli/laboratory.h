/* SPDX-License-Identifier: MIT */
/* What the commands demo and lab share: options, environment and files made into what the screen (tui/tui.h) wants. */
#ifndef MSILAB_CLI_LABORATORY_H
#define MSILAB_CLI_LABORATORY_H

#include "cli/craft_files.h"
#include "cli/intake.h"
#include "cli/left.h"
#include "cli/progress_file.h"
#include "cli/sessions.h"
#include "tui/tui.h"

/* The `folder` line that begins a place file: what the session's relative names count from. */
#define SESSION_FOLDER "folder "

#define LESSON_MARK "machine "

struct laboratory_face {
	int (*face)(const struct tui_options *options, struct err *err);
	/* of tui_learn: */
	struct lesson *lesson, *ahead;
	struct progress_file *progress; /* NULL: nothing is kept of what is come to */
	struct craft_files *craft;      /* NULL: it is not done in C */
	const struct left *left;        /* the session that is gone on with; NULL: none */
	const struct tour_step *stops;  /* of tui_present */
	unsigned stops_n;
	void (*notes)(void *context, const char *text);
	bool kiosk;                     /* of tui_demo: nothing is kept */
	bool menu;                      /* the course alone: nothing is kept */
	char mark[80];                  /* of the lesson's machine, for the place file: LESSON_MARK and its hash */
};

/* Runs a face on an intake, which it closes, and another session's after it if the person asks for that. take: the session that is
 * gone on with, and what its place file holds; NULL: a new one. The exit status. */
int laboratory_run(struct intake *intake, const struct arguments *arguments,
		   const struct laboratory_face *face, struct session_held *take, const char *place);

/* Plain text is asked for, or is all that the terminal can show. */
bool laboratory_plain(const struct arguments *arguments);

/* Goes on with a session, which it takes over. */
int laboratory_resume(const struct arguments *arguments, struct session_held *take);

#endif
