/* SPDX-License-Identifier: MIT */
/*
 * The one grammar: VERB OBJECT [WORD...] [KEY=VALUE...], blanks between, # starts a comment. A word in double quotes may
 * hold blanks and #. Machine descriptions, journals, the prompt and scripts are all made of such lines.
 */
#ifndef MSILAB_BASE_WORDS_H
#define MSILAB_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/err.h"

#define WORDS_MAX 64

struct word {
	const char *text;  /* a plain word; for KEY=VALUE the key */
	const char *value; /* NULL: a plain word */
	unsigned col;      /* 1-based column of its first byte */
};

struct words {
	char *line; /* owned: the words point into it */
	unsigned n;
	struct word word[WORDS_MAX];
};

/* Splits a line. false: a control byte, bytes that are not UTF-8, an open quote, or too many words; err says which
 * (the column is set, file and line are the caller's to add). The caller frees with words_free in both cases. */
bool words_split(struct words *words, const char *line, struct err *err);
void words_free(struct words *words);

/* Bytes of the first line of `n` bytes of text, without its end; *end: bytes of that end: \n, \r\n as other systems write it,
 * nothing where the text was cut. */
size_t words_line(const char *text, size_t n, size_t *end);

/* The value of KEY=VALUE, or NULL. */
const char *words_value(const struct words *words, const char *key);

/* Plain words only, counted from 0; NULL past the end. */
const char *words_plain(const struct words *words, unsigned i);

/* The value of KEY=VALUE, or else the i-th plain word. */
const char *words_value_or(const struct words *words, const char *key, unsigned i);

/* A whole number, decimal or 0x. false: not one, or over the limit. */
bool words_number(const char *text, uint64_t most, uint64_t *value);

#endif
