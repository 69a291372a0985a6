/* SPDX-License-Identifier: MIT */
/* What may be typed next on a line of the one grammar: from requests.def, commands.def, records.def, views.def and the names of
 * the machine. */
#ifndef MSILAB_TUI_COMPLETE_H
#define MSILAB_TUI_COMPLETE_H

#include "sim/base/str.h"

#define COMPLETE_MAX 128

struct look;

struct complete {
	unsigned n;
	char word[COMPLETE_MAX][48]; /* whole words that fit what is typed, in the order of their tables */
	unsigned start;              /* byte of the line where the word begins */
	char hint[400];              /* the form and help of the line's verb, "" while the verb is not known */
};

/* line: up to the cursor. look: for names of devices, objects and values; may be NULL. */
void complete_line(struct complete *complete, const char *line, const struct look *look);

/* For complete_command.c and its like: a word that fits what is typed, with an end; words of a list with | or blanks between. */
void complete_offer(struct complete *complete, const char *typed, const char *word, size_t n, const char *end);
void complete_offer_list(struct complete *complete, const char *typed, const char *list, const char *end);

/* The word at a place of a command's line; object: its first word. */
void complete_command(struct complete *complete, unsigned kind, const char *object, unsigned place, const char *typed,
		      const struct look *look);

/* Names of grant policies. */
void complete_policies(struct complete *complete, const char *typed);

/* The longest text that all words begin with; at least what is typed. */
void complete_common(const struct complete *complete, char *out, size_t size);

#endif
