/* SPDX-License-Identifier: MIT */
/*
 * Where progress is kept: the file `progress` of the state folder, replaced in one step. What other processes wrote meanwhile about other
 * lessons stays. A file that cannot be read is set aside, never written over; where nothing can be written, work goes on in memory.
 */
#ifndef MSILAB_CLI_PROGRESS_FILE_H
#define MSILAB_CLI_PROGRESS_FILE_H

#include "lessons/host/progress.h"

struct progress_file {
	/* read freely */
	struct progress progress;
	/* private to progress_file.c */
	struct progress before; /* everything was forgotten: what was come to */
	bool forgotten, warned;
	bool newer; /* the file is of a later version: it is not touched */
};

/* Reads it. What is wrong with it is said once, here, to the error stream. */
void progress_file_open(struct progress_file *file);
void progress_file_close(struct progress_file *file);

/* What was come to in one lesson, which is now the last; true once a failure was told. */
bool progress_file_put(struct progress_file *file, const struct progress_lesson *lesson, struct err *err);

/* All of it goes, the journals of lessons too (that of `held` stays: it is in use); back: and comes back. */
bool progress_file_forget(struct progress_file *file, const char *held, struct err *err);
bool progress_file_back(struct progress_file *file, const char *held, struct err *err);

/* What was forgotten, also by a process before, and what was done since change places: done again, it is undone. */
bool progress_file_restore(struct progress_file *file, struct err *err);

/* To a file, and joined with what is there from one. */
bool progress_file_export(const struct progress_file *file, const char *path, struct err *err);
bool progress_file_import(struct progress_file *file, const char *path, struct err *err);

#endif
