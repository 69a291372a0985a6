/* SPDX-License-Identifier: MIT */
/* The files and processes of a lesson in C. The copy and its module lie in the state folder, code-ID; the module, once there, takes the
 * place of the machine's own. */
#ifndef MSILAB_CLI_CRAFT_FILES_H
#define MSILAB_CLI_CRAFT_FILES_H

#include <sys/types.h>
#include <time.h>

#include "cli/sessions.h"
#include "lessons/host/lesson.h"
#include "tui/craft.h"

struct craft_files {
	const struct lesson *lesson;
	char origin[SESSION_PATH_MAX], source[SESSION_PATH_MAX], module[SESSION_PATH_MAX], log[SESSION_PATH_MAX];
	struct timespec seen; /* when the copy was saved, as it was seen last */
	enum craft_state state;
	pid_t pid;
	bool built;           /* a new module is there: the lesson is to go on with it */
};

/* false: the lesson is not done in C, or there is no place for the copy. */
bool craft_files_init(struct craft_files *files, const struct lesson *lesson);
void craft_files_fini(struct craft_files *files); /* ends a build under way */

extern const struct craft craft_of_files; /* context: struct craft_files */

/* A journal's or machine's text (mem_new) with the learner's module for the device of the lesson, where there is one. *other: it is
 * another one than the text names. */
char *craft_files_machine(const struct craft_files *files, const char *text, size_t *n, bool *other);

#endif
