/* SPDX-License-Identifier: MIT */
/*
 * A journal written through to its file: what was done is written before anything else happens, and a kill at any instant leaves a
 * journal that can be read. A new head or a fork replaces the file in one step; a further command is one write. With a sync the disk
 * is not waited for: a further command is in the file at once, a replacement when it is on the disk.
 */
#ifndef MSILAB_CLI_JOURNAL_FILE_H
#define MSILAB_CLI_JOURNAL_FILE_H

#include "cli/sync.h"
#include "sim/journal/journal.h"

struct journal_file {
	char *path; /* NULL: none is kept */
	int fd;
	size_t written; /* commands in the file */
	struct str head; /* as it stands in the file */
	struct sync *sync; /* borrowed; NULL: the disk is waited for */
	bool damaged; /* set by who hears that something did not reach the disk: the file is replaced next */
	bool warned; /* a file that cannot be written is said once */
};

/* Starts the file with what the journal holds. sync may be NULL. false: it cannot be written; nothing is kept then. */
bool journal_file_open(struct journal_file *file, const char *path, const struct journal *journal, struct sync *sync, struct err *err);

/* The journal changed: its first `kept` commands are as before, what follows is new. When this returns, it is written, and without a
 * sync on the disk. false: it is not, and nobody was told yet (err); it is tried again with every change. */
bool journal_file_update(struct journal_file *file, const struct journal *journal, size_t kept, struct err *err);

/* An update would replace the file: until the disk has the new one, a kill leaves the old. */
bool journal_file_replaces(const struct journal_file *file, const struct journal *journal, size_t kept);

void journal_file_close(struct journal_file *file);

#endif
