/* SPDX-License-Identifier: MIT */
/*
 * What was written reaches the disk while the work goes on: a thread waits for the disk, so that no key does. What is written stands in
 * the system at once and outlives the process, however that ends; what the thread has not brought to the disk yet, a power cut takes.
 * The thread touches nothing but what was handed to it, and takes no signal.
 */
#ifndef MSILAB_CLI_SYNC_H
#define MSILAB_CLI_SYNC_H

#include "sim/base/err.h"

struct sync;

struct sync *sync_new(void); /* NULL: there can be no thread */
void sync_free(struct sync *sync); /* waits for everything before; NULL: nothing happens */

/* What was written to the file so far is to reach the disk. The descriptor stays the caller's and may be closed at once. */
void sync_file(struct sync *sync, int fd, const char *path);

/* The same for a file that is new: its name is to reach the disk too. */
void sync_made(struct sync *sync, int fd, const char *path);

/* A file that was written beside `path` is to reach the disk, then take that name, then the folder is to reach the disk too. Of two for
 * one path the later counts: the earlier, if it waits still, is unlinked. */
void sync_replace(struct sync *sync, int fd, const char *beside, const char *path);

/* Until all of that is done. */
void sync_wait(struct sync *sync);
bool sync_done(struct sync *sync);

/* Something did not reach the disk since this was asked last (err). */
bool sync_failed(struct sync *sync, struct err *err);

#endif
