/* SPDX-License-Identifier: MIT */
/*
 * A record explained: its sentence, each value in words, what it means, why it happens, what caused it and what came of it, and the
 * rule of the specification behind it (explain.def). For calls of the driver interface also the call's own rule, from the interface's
 * table, which the edge brings: readers do not know the machine.
 */
#ifndef MSILAB_READ_EXPLAIN_H
#define MSILAB_READ_EXPLAIN_H

#include "sim/base/str.h"
#include "sim/trace/trace.h"

/* A call of the driver interface: its levels in words (PASSIVE, DISPATCH, DIRQL ...) and what it does. */
struct explain_call {
	const char *name, *low, *high, *text;
};

struct explain_calls {
	const struct explain_call *call;
	size_t n;
};

/* Paragraphs, one a line. calls may be NULL. */
void explain_text(const struct trace *trace, uint64_t number, const struct explain_calls *calls, struct str *out);

/* What explain.def says of a kind. */
extern const struct explain_form {
	const char *meaning, *why, *clause, *rule;
} explain_forms[];

#endif
