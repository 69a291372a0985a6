/* SPDX-License-Identifier: MIT */
/*
 * The branches of a session, written through beside its journal as soon as there is more than one. The file is only ever appended to,
 * one write for all that is new, so that a kill at any instant leaves what was shown. Lines:
 *
 *     msilab-branches 1
 *     branch ID FROM COMMANDS RECORDS TIME   begins branch ID with so many commands of FROM (0: none); from where it parted: records, time
 *     msilab-journal 1 ... begin             its machine, if it is not that of FROM
 *     @TIME !EVENT COMMAND                   a further command of the branch named last
 *     on ID                                  what follows is of this one; the last of all is the one looked at
 *     name ID NAME
 *     records ID RECORDS                     how far it had come when it was left
 *     drop ID
 *     undone @TIME !EVENT COMMAND            a command that redo gives; redone: the last of these went, forget: all
 *     together @TIME !EVENT COMMAND          likewise: it was taken back together with the command before it
 */
#ifndef MSILAB_CLI_BRANCH_FILE_H
#define MSILAB_CLI_BRANCH_FILE_H

#include "cli/sync.h"
#include "tui/session.h"

#define BRANCH_FILE_HEAD "msilab-branches 1\n"

struct branch_file {
	char *path; /* NULL: none is kept */
	int fd;     /* -1: nothing is written yet */
	struct sync *sync;
	bool damaged, warned; /* as of a journal_file */
	struct branch_written *branch; /* what stands in the file */
	size_t n, room, undone;
	unsigned on;
};

/* left: what the file holds, of which `whole` bytes are good, if the session goes on with it; NULL: a file that is there goes. */
void branch_file_init(struct branch_file *file, const char *path, struct sync *sync, const struct session_left *left, size_t whole);

/* Writes what is new. false: it could not be, and nobody was told yet (err). */
bool branch_file_update(struct branch_file *file, const struct session *session, struct err *err);
void branch_file_close(struct branch_file *file);

/* It begins as one does. */
bool branch_file_is(const char *text, size_t n);

/* Reads up to the first line that is none of these. NULL: nothing is there. session_left_free frees it. */
struct session_left *branch_file_read(const char *path, size_t *whole);

#endif
