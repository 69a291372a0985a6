/* SPDX-License-Identifier: MIT */
/*
 * A journal: the machine's whole input. Its text:
 *
 *     msilab-journal 1
 *     (lines of a machine description)
 *     begin
 *     @TIME !EVENT COMMAND...
 *
 * The machine writes both stamps; a person may leave the event out (then the time alone decides) and write times with units.
 *
 * A machine description is such a text without `begin`; a journal without the first line is read as one. Reading and
 * writing are pure: bytes in, bytes out; the edge does the files.
 */
#ifndef MSILAB_JOURNAL_JOURNAL_H
#define MSILAB_JOURNAL_JOURNAL_H

#include "sim/base/machine.h"
#include "sim/journal/command.h"

#define JOURNAL_VERSION 1
#define JOURNAL_ANY_EVENT UINT64_MAX /* the stamp of a command that names no event */
#define JOURNAL_BYTES_MAX (256u << 20)

struct journal {
	struct machine machine;
	struct command *commands;
	size_t n, room;
};

void journal_init(struct journal *journal);
void journal_free(struct journal *journal);

/* Reads a whole text of n bytes. Binary, truncated (no line end at the end), too large, of another version, with stamps that go
 * backwards: one error with file, line, column, expected, found. file is only named. */
bool journal_read(struct journal *journal, const char *text, size_t n, const char *file, struct err *err);

/* Appends a command (its stamp set), taking its text and words over. */
void journal_append(struct journal *journal, struct command *take);

void journal_head_text(const struct journal *journal, struct str *out); /* up to and with `begin` */
void journal_command_text(const struct command *command, struct str *out); /* one line with its end */
void journal_commands_text(const struct journal *journal, size_t from, struct str *out); /* commands `from` (from 0) and after, a line each */
void journal_text(const struct journal *journal, struct str *out); /* all of it, as journal_read takes it */

#endif
