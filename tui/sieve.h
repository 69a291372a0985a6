/* SPDX-License-Identifier: MIT */
/*
 * Which records of a trace pass a filter, a bit each, found out where somebody asks and never twice. Asking may take only so much
 * work at a time: when that is used up the answer is SIEVE_LATER, and the next call goes on where this one ended.
 */
#ifndef MSILAB_TUI_SIEVE_H
#define MSILAB_TUI_SIEVE_H

#include "sim/base/err.h"
#include "sim/trace/trace.h"

#define SIEVE_NONE UINT64_MAX
#define SIEVE_LATER (UINT64_MAX - 1)
#define SIEVE_WORK 400000 /* for one picture: some ten milliseconds */

struct sieve;
struct rules;

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve);

/* The filter (query.h), or a text that a sentence must hold, from now on; another one, another trace or generation begins anew.
 * false: the filter is none (err). */
bool sieve_filter(struct sieve *sieve, const struct trace *trace, uint64_t generation, const char *filter, struct err *err);
bool sieve_search(struct sieve *sieve, const struct trace *trace, uint64_t generation, const char *text);

/* Whose findings rule: terms ask from now on, of the same trace; NULL: nothing is found. */
void sieve_judge(struct sieve *sieve, const struct rules *rules);

/* So much work may be done until the next call of this. */
void sieve_work(struct sieve *sieve, uint64_t work);

/* The nearest record from `from` on in a direction (1, -1) that passes. */
uint64_t sieve_next(struct sieve *sieve, uint64_t from, int direction);

/* The last answers were not complete: somebody should ask again. */
bool sieve_waits(const struct sieve *sieve);

/* Of a hundred, how much of the trace has been looked through. */
unsigned sieve_share(const struct sieve *sieve);

#endif
