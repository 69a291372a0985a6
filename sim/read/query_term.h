/* SPDX-License-Identifier: MIT */
/* The terms of a filter, for the files of `query`: what each kind of term reads, and when it holds. */
#ifndef MSILAB_READ_QUERY_TERM_H
#define MSILAB_READ_QUERY_TERM_H

#include "sim/read/query.h"

enum term_kind { TERM_KIND, TERM_OBJ, TERM_CPU, TERM_IRQL, TERM_AT, TERM_NUM, TERM_WORD, TERM_RULE, TERM_TEXT };

struct query_term {
	enum term_kind kind;
	bool not;
	uint64_t from, to;            /* spans, both ends included */
	char *text;                   /* owned; a pattern, a word's value, a part of a sentence */
	char word[24];                /* TERM_WORD */
	bool number;                  /* TERM_WORD: the value is a span of numbers */
	uint64_t kinds[(RECORD_KINDS + 63) / 64]; /* bit k: kind k passes (TERM_KIND) or has the word (TERM_WORD) */
};

/* Reads NAME:VALUE, or a part of a sentence, into an empty term, whose text is then owned also when it is wrong. */
bool query_term_read(struct query_term *term, const char *text, struct err *err);

/* Whether it holds for a record, not looking at `not`. */
bool query_term_holds(const struct query_term *term, const struct query *query, const struct trace *trace, const struct record *record);

/* Whether TERM_OBJ holds for the object itself or one above it. */
bool query_term_owns(const struct query_term *term, const struct trace *trace, uint32_t obj);

/* Of TERM_WORD: whether a register that it names, or whose place it is, is there; true: the kind's word is no place, or any offset may be. */
bool query_term_register(const struct query_term *term, unsigned kind, const struct trace *trace);

/* Whether a kind is among the term's (TERM_KIND, TERM_WORD). */
static inline bool query_term_has(const struct query_term *term, unsigned kind)
{
	return term->kinds[kind / 64] >> kind % 64 & 1;
}

#endif
