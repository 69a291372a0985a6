/* SPDX-License-Identifier: MIT */
/* What may be typed next on a line of the one grammar: from requests.def, commands.def, records.def, views.def and the names of
 * the machine. */
#ifndef MSILAB_TUI_COMPLETE_H
#define MSILAB_TUI_COMPLETE_H

#include "sim/base/str.h"

#define COMPLETE_MAX 64

struct look;

struct complete {
	unsigned n;
	char word[COMPLETE_MAX][48]; /* whole words that fit what is typed, in the order of their tables */
	unsigned start;              /* byte of the line where the word begins */
	char hint[400];              /* the form and help of the line's verb, "" while the verb is not known */
};

/* line: up to the cursor. look: for names of devices, objects and values; may be NULL. */
void complete_line(struct complete *complete, const char *line, const struct look *look);

/* The longest text that all words begin with; at least what is typed. */
void complete_common(const struct complete *complete, char *out, size_t size);

#endif
