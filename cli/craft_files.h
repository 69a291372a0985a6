/* SPDX-License-Identifier: MIT */
/* The files and processes of a lesson in C. The copy lies in the state folder, code-ID, and below it what was built (builds.h).
 * The newest takes the place of the machine's own where a lesson begins. */
#ifndef MSILAB_CLI_CRAFT_FILES_H
#define MSILAB_CLI_CRAFT_FILES_H

#include <sys/types.h>
#include <time.h>

#include "cli/intake.h"
#include "cli/sessions.h"
#include "lessons/host/lesson.h"
#include "tui/craft.h"

struct craft_files {
	const struct lesson *lesson;
	struct intake *intake; /* set by who has one: modules are loaded there */
	bool elsewhere; /* the journal is written where nobody looks for it: what it names stays */
	char folder[SESSION_PATH_MAX], stem[100]; /* stem: of the source's name */
	char origin[SESSION_PATH_MAX], source[SESSION_PATH_MAX], module[SESSION_PATH_MAX], log[SESSION_PATH_MAX];
	struct timespec seen; /* when the copy was saved, as it was seen last */
	enum craft_state state;
	pid_t pid;
};

/* false: the lesson is not done in C, or there is no place for the copy. */
bool craft_files_init(struct craft_files *files, const struct lesson *lesson);
void craft_files_fini(struct craft_files *files); /* ends a build under way */

extern const struct craft craft_of_files; /* context: struct craft_files */

/* The machine's text (mem_new) with the newest module that was built for the device of the lesson, where there is one. */
char *craft_files_machine(const struct craft_files *files, const char *text, size_t *n);

#endif
