/* SPDX-License-Identifier: MIT */
/* What session.c, session_machine.c and session_time.c share; nobody else includes it. */
#ifndef MSILAB_TUI_SESSION_PARTS_H
#define MSILAB_TUI_SESSION_PARTS_H

#include "tui/session.h"

struct session_branch *session_here(const struct session *session);
uint64_t session_recorded(const struct session *session); /* records of the branch looked at */
void session_look_anew(struct session *session);          /* another trace is looked at: the cursor at its end */

/* The machine's next event, if it lies before `until`. false: it does not, or nothing is queued. */
bool session_one_event(struct session *session, vtime until);

void session_apply(struct session *session, struct command *command);
struct session_branch *session_branch_new(const struct journal *journal, const char *what); /* the head alone, no command */
void session_branch_free(struct session_branch *branch);

/* Makes the branch's machine anew, at its beginning, and looks at it. */
void session_restart(struct session *session, unsigned branch);

/* Gives the commands of `journal` again at their stamps, until one would lie past `records` of trace; then single events
 * until so many records are written. UINT64_MAX: the whole journal. */
void session_replay(struct session *session, const struct journal *journal, uint64_t records);

/* The machine becomes that of the branch looked at, where its trace ends: replayed, for only one lives at a time. */
void session_revive(struct session *session);

/* session->next from the branch's head and commands. */
void session_next_settings(struct session *session);

#endif
