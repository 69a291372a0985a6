/* SPDX-License-Identifier: MIT */
/*
 * A record: one thing that happened, as a complete state delta. Fixed size, no host addresses; texts and byte strings lie
 * in the trace's own store and are named by number. The kinds and what their words mean: records.def.
 */
#ifndef MSILAB_TRACE_RECORD_H
#define MSILAB_TRACE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/vtime.h"

enum record_kind {
#define RECORD(id, name, w0, w1, w2, w3, sentence) R_##id,
#include "sim/trace/records.def"
#undef RECORD
	RECORD_KINDS
};

#define SYMBOLS(set) enum {
#define SYMBOL(set, id, name) SYM_##set##_##id,
#define END(set) SYM_##set##_COUNT };
#include "sim/trace/symbols.def"
#undef SYMBOLS
#undef SYMBOL
#undef END

#define RECORD_NONE UINT32_MAX /* a word of form n: there is none */
#define RECORD_NO_CPU 0xFF /* a device or the system itself, no CPU's code */

struct record {
	vtime at;
	uint64_t number; /* from 0, without gaps */
	uint64_t cause;  /* number of the record during whose handling this was written; itself: none */
	uint16_t kind;
	uint8_t cpu, irql;
	uint32_t obj; /* 0: none */
	uint64_t w[4];
};

/* What records.def says of a kind. */
struct record_form {
	const char *name;
	const char *word[4]; /* "name:form" as in the table; "": unused */
	const char *sentence;
};

extern const struct record_form record_forms[RECORD_KINDS];

/* One word of a kind, taken apart. false: the kind does not use it. */
struct record_word {
	char name[24];
	char form;       /* d x v t o n c s */
	const char *set; /* of form s: the set's name; of d and x: whose place it is; else "" */
};
bool record_word(enum record_kind kind, unsigned i, struct record_word *word);

/* RECORD_KINDS: no such name. */
enum record_kind record_kind_named(const char *name);

/* The name of a symbol, "?" past the set; and back, -1: no such name. */
const char *record_symbol(const char *set, uint64_t value);
int record_symbol_value(const char *set, const char *name);

#endif
