/* SPDX-License-Identifier: MIT */
/*
 * What the outside world got wrong: a file, an option, a script, a line at the prompt. A function that can
 * meet such a mistake takes a struct err, fills it and returns false (or NULL). One mistake, one error. Formats are English
 * literals and are said in the person's language (sim/base/say.h): an error is for people and never becomes part of a trace.
 */
#ifndef MSILAB_BASE_ERR_H
#define MSILAB_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

struct err {
	char file[256];     /* empty: the prompt or the command line */
	unsigned line, col; /* 1-based; 0: not known */
	char text[256];     /* one sentence without a full stop */
	char expected[256]; /* empty: nothing to add */
	char found[128];
};

/* Starts an error with its sentence. Always returns false, so that a parser can `return err_set(...)`. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Completes an error; each may be left out. All return false. */
bool err_expected(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool err_found(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with a fixed text that N_ marks where it stands (sim/base/say.h). */
bool err_set_text(struct err *err, const char *english);
bool err_expected_text(struct err *err, const char *english);
bool err_found_text(struct err *err, const char *english);

bool err_at(struct err *err, const char *file, unsigned line, unsigned col);

/* FILE:LINE:COL: text; expected ...; found ... (what is not known is left out). Returns text. */
const char *err_text(const struct err *err, char *text, size_t size);

/* The word of the list that is nearest to `word` by edit distance, or NULL if none is near (one edit in up to
 * three letters, two in up to eight, then a third of its letters). names ends with NULL. */
const char *err_nearest(const char *word, const char *const *names);

/* The error of a word that is none of the list: what it should have been in a fixed text, the nearest of the list as what was expected
 * (nothing if none is near: the caller may say), the word as what was found. Returns false. */
bool err_unknown(struct err *err, const char *english, const char *word, const char *const *names);

#endif
