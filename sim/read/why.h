/* SPDX-License-Identifier: MIT */
/*
 * Why an interrupt came, and why one did not: every gate between a cause in a device and the end of its handling, open or
 * closed at a moment, since which record, and the command that opens the first closed one.
 */
#ifndef MSILAB_READ_WHY_H
#define MSILAB_READ_WHY_H

#include "sim/base/err.h"
#include "sim/read/scene.h"

enum why_gate_id {
#define GATE(function, name, rule) WHY_##function,
#include "sim/read/why.def"
#undef GATE
	WHY_GATES
};

#define WHY_ANY (-1)

/* Which interrupt. Of cause and message either may be WHY_ANY: what the device has pending, or what the cause is mapped to. */
struct why_question {
	uint32_t device; /* object */
	int cause;       /* bit of ICR */
	int message;     /* MSI message or MSI-X entry */
};

enum why_state {
	WHY_OPEN,
	WHY_CLOSED,
	WHY_NOT_MET, /* behind a closed gate: it may be closed too, or there is nothing to tell yet */
	WHY_NO_GATE, /* this kind of interrupt has no such gate */
};

struct why_gate {
	enum why_state state;
	uint64_t since;    /* the record that made it so, UINT64_MAX: as declared */
	char text[192];    /* what is found */
	char command[128]; /* of a closed gate: what opens it, a line for the prompt; "": nothing but time or the driver */
};

struct why_answer {
	struct why_question asked; /* with what WHY_ANY came to */
	uint64_t number;           /* the moment: the last record of the scene */
	unsigned mode;             /* SYM_grant_* */
	int closed;                /* the first closed gate, -1: all are open */
	uint64_t send, service;    /* the last signal and the service routine it led to; UINT64_MAX: none */
	struct why_gate gate[WHY_GATES];
};

/* name and rule of each gate */
extern const struct why_name {
	const char *name, *rule;
} why_names[WHY_GATES];

/* Reads `DEVICE [cause:LSC] [msg:2]`; a cause is a name (RXQ0..7, TXQ0..7, RXO0..7, LSC, SW0, SW1, ERR) or a bit's number. */
bool why_read(struct why_question *question, const char *text, const struct trace *trace, struct err *err);

/* At the moment of the scene. */
void why_ask(struct why_answer *answer, const struct scene *scene, const struct why_question *question);

/* The answer as lines: the verdict, then a line a gate. */
void why_text(const struct why_answer *answer, const struct trace *trace, struct str *out);

/* Why a record is there: its causes as lines, the first cause first. */
void why_chain(const struct trace *trace, uint64_t number, struct str *out);

/* The name of a cause bit, in text of at least 8 bytes. */
const char *why_cause_name(unsigned bit, char *text, size_t size);

#endif
