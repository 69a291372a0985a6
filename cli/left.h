/* SPDX-License-Identifier: MIT */
/* What is gone on with: a kept session's journal, and the branches beside it. */
#ifndef MSILAB_CLI_LEFT_H
#define MSILAB_CLI_LEFT_H

#include "cli/intake.h"
#include "cli/sessions.h"
#include "tui/session.h"

struct left {
	char *text;  /* of the journal of the branch that was looked at; NULL: it cannot be read */
	size_t n;
	struct session_left *branches; /* NULL: there is but one */
	size_t whole; /* bytes of their file that are good */
};

/* false: there is no journal (err). left_close it in any case. */
bool left_read(struct left *left, const struct session_held *held, struct err *err);

/* What the commands of the other branches name is brought too; one that cannot be had, or whose machine cannot be built, is left out, and that is said. */
void left_bring(struct left *left, struct intake *intake);

void left_close(struct left *left);

#endif
