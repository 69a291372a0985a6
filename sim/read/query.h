/* SPDX-License-Identifier: MIT */
/*
 * Filters over records, and the walk along causes. A filter is terms with blanks between; a record passes if every term holds.
 *
 *     kind:isr.*,dpc.*   kinds, * stands for anything, commas between
 *     obj:nic0           the object, or one that belongs to it; * stands for anything
 *     cpu:1  cpu:-       the CPU whose code it was, or none
 *     irql:2..15         a number or a span
 *     at:10us..20us      a time or a span; either end may be left out; time: is the same
 *     num:100..          likewise for the record's number
 *     msg:2              the kind's word `message`
 *     vector:0x61        any word of the kind by its name: a number, a span, a symbol or a text
 *     index:EITR[0]      a word that is a register's place (index of dev.reg, offset of mmio.*) also by the register's name
 *     rule:Line_NotMine  a finding of this rule is about it; * and commas as in kind:
 *     text:"two words"   in its sentence, in English or the person's language, without regard to case; a word alone is the same
 *     -TERM !TERM        the term does not hold
 */
#ifndef MSILAB_READ_QUERY_H
#define MSILAB_READ_QUERY_H

#include "sim/base/err.h"
#include "sim/trace/trace.h"

struct query_term;
struct rules;

struct query {
	const struct rules *rules; /* whose findings rule: terms ask, as far as they were read along; free to set; NULL: nothing was found */
	char *text; /* as it was read; NULL: made in another way */
	struct query_term *terms;
	size_t n, room;
};

/* A text that a sentence or the name of a kind must hold, as term text: has it; nothing in it is a sign. */
void query_text(struct query *query, const char *text);

/* Reads a filter; the empty one passes everything. false: err with the column, and nothing to fini. */
bool query_read(struct query *query, const char *text, struct err *err);
void query_fini(struct query *query);

/* Marks the kinds of which a record may pass; the others are left as they are. For readers that sort records by kind first. */
void query_kinds(const struct query *query, bool kinds[RECORD_KINDS]);

/* What a term asks for and the machine of the trace has not. Such a filter never passes there. */
enum query_gap { QUERY_WHOLE, QUERY_NO_OBJECT, QUERY_NO_CPU, QUERY_NO_REGISTER };
/* The first such term's value in `found`, as long as the query lives. */
enum query_gap query_gap(const struct query *query, const struct trace *trace, const char **found);

/* Whether it looks at sentences: these are in the reader's language, and making one takes longer than all else. */
bool query_speaks(const struct query *query);

/* Whether it asks for findings: what it says of a record holds when the rules have seen it. */
bool query_judges(const struct query *query);

/* Whether a text holds a part, without regard to case. */
bool query_part(const char *text, const char *part);

bool query_match(const struct query *query, const struct trace *trace, const struct record *record);

/* The nearest record from `from` on in a direction (1 or -1) that passes; UINT64_MAX: none that is kept. */
uint64_t query_next(const struct query *query, const struct trace *trace, uint64_t from, int direction);

/* Why did this happen: the record, its cause, the cause of that ... up to one that caused itself or is not kept. Returns how
 * many, at most `most`. */
size_t query_causes(const struct trace *trace, uint64_t number, uint64_t *found, size_t most);

#endif
