/* SPDX-License-Identifier: MIT */
/*
 * What is kept of a session while it runs: its journal and its branches, written through, and the thread that brings both to the disk.
 */
#ifndef MSILAB_CLI_KEEP_H
#define MSILAB_CLI_KEEP_H

#include "cli/branch_file.h"
#include "cli/journal_file.h"

struct keep {
	struct journal_file file;
	struct branch_file branches;
	struct sync *sync; /* NULL: the disk is waited for */
	bool troubled;     /* it was told that something did not reach the disk */
};

/* As of struct session_edge. */
bool keep_changed(struct keep *keep, const struct session *session, size_t kept, struct err *err);
bool keep_trouble(struct keep *keep, struct err *err);
void keep_settle(struct keep *keep);

#endif
