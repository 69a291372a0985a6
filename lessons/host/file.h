/* SPDX-License-Identifier: MIT */
/* Whole files, read and written safely. The edge's: the machine and the readers open nothing. */
#ifndef MSILAB_HOST_FILE_H
#define MSILAB_HOST_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/base/err.h"
#include "sim/base/str.h"

/* Reads a whole file into new memory (mem_free), ended with an extra zero byte. "-" is the standard input. A folder, a file
 * over `most` bytes or one that cannot be read gives NULL and an error that names it. */
char *file_read(const char *path, size_t most, size_t *n, struct err *err);

/* Replaces a file in one step: whoever looks sees the old bytes or the new ones, also after a kill or a power cut. What
 * is there and no regular file is refused, and stays. */
bool file_write(const char *path, const void *bytes, size_t n, struct err *err);

/* The first half of that: the bytes stand in a new file beside it, of that name with a suffix (six X at its end are made into what nobody has),
 * which may not be on the disk yet. Its name, for str_free, and its descriptor, for appending; -1: err. The second half: fsync, rename,
 * file_sync_folder. */
int file_write_beside(const char *path, const char *suffix, const void *bytes, size_t n, struct str *beside, struct err *err);

/* A copy of a file of at most so many bytes, as file_write writes it. Whether two files hold the same bytes; one that cannot be read does not. */
bool file_copy(const char *from, const char *to, size_t most, struct err *err);
bool file_same(const char *a, const char *b, size_t most);

/* The folder that the path lies in is on the disk, where the system can promise that. */
void file_sync_folder(const char *path);

/* The path of a file that a text in `folder` names: a relative name counts from that folder, and if nothing is there from the
 * folder of the process. folder NULL: from the latter alone. The caller frees it; NULL: nothing is there, and err says where it
 * was looked for. */
char *file_find(const char *folder, const char *name, struct err *err);

/* Whether two paths lead to one file that is there. */
bool file_one(const char *a, const char *b);

/* The folder that a path lies in, as an absolute path, which the caller frees; NULL: it is in none ("-", a pipe). */
char *file_folder(const char *path);

#endif
