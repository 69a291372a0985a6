/* SPDX-License-Identifier: MIT */
/* Whole files, read and written safely. The edge's: the machine and the readers open nothing. */
#ifndef MSILAB_HOST_FILE_H
#define MSILAB_HOST_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/base/err.h"

/* Reads a whole file into new memory (mem_free), ended with an extra zero byte. "-" is the standard input. A folder, a file
 * over `most` bytes or one that cannot be read gives NULL and an error that names it. */
char *file_read(const char *path, size_t most, size_t *n, struct err *err);

/* Replaces a file in one step: whoever looks sees the old bytes or the new ones, also after a kill or a power cut. */
bool file_write(const char *path, const void *bytes, size_t n, struct err *err);

#endif
