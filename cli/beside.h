/* SPDX-License-Identifier: MIT */
/*
 * A file that is to replace another one waits beside it, whole, until the disk has it: PATH.new-NUMBER-LENGTH, the last number the newest,
 * of so many bytes when it was written (more may have been appended). Whoever waits holds a lock on it. A kill leaves it there, and
 * the next who opens PATH lets it take the name; a power cut may leave less of it, and then the old file stays.
 */
#ifndef MSILAB_CLI_BESIDE_H
#define MSILAB_CLI_BESIDE_H

#include "sim/base/err.h"
#include "sim/base/str.h"

/* Written, locked, for appending; its name is for str_free. -1: err. */
int beside_write(const char *path, const struct str *text, struct str *beside, struct err *err);

/* The newest that is whole and that good() accepts takes the name; others go, but those that somebody holds. */
void beside_adopt(const char *path, bool (*good)(const char *text, size_t n));

bool beside_is_journal(const char *text, size_t n);

#endif
