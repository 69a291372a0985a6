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

/* Another of the branches is entered: what its drivers and commands name is brought, at the first time alone, for loading a module takes
 * milliseconds and there may be one a branch. false: it cannot be had, or the machine cannot be built (err). */
bool left_wake(struct intake *intake, struct journal *journal, struct err *err);

void left_close(struct left *left);

#endif
