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

/* Which interrupt. Of cause and message either may be WHY_ANY: what the device has pending, or what the cause is mapped to. A line
 * and a CPU stand for the device that asserts the one, or whose vector the other has waiting, at the moment asked about. */
struct why_question {
	uint32_t device; /* object */
	int cause;       /* bit of ICR */
	int message;     /* MSI message or MSI-X entry */
	unsigned queue;  /* receive queue plus one; 0: not asked about */
	uint64_t frame;  /* the device's frame of that place, from 1; WHY_LAST: its last one (of the queue); 0: not asked about, or of the
			  * queue the first that did not get through */
	unsigned input;  /* IO-APIC input plus one; 0: not asked about */
	unsigned cpu;    /* CPU plus one; 0: not asked about */
};

#define WHY_LAST UINT64_MAX

enum why_state {
	WHY_OPEN,
	WHY_CLOSED,
	WHY_NOT_MET, /* behind a closed gate: it may be closed too, or there is nothing to tell yet */
	WHY_NO_GATE, /* this kind of interrupt has no such gate */
};

struct why_gate {
	enum why_state state;
	uint64_t since;    /* the record that made it so, UINT64_MAX: as declared */
	uint64_t by;       /* the command, or the driver's call or write, that led to it; UINT64_MAX: none, or `since` itself */
	uint64_t code;     /* where in the driver, as records say it; UINT64_MAX: no driver code did */
	char text[192];    /* what is found */
	char command[128]; /* of a closed gate: what opens it, a line for the prompt; "": nothing but time or the driver */
};

struct why_answer {
	struct why_question asked; /* with what WHY_ANY came to */
	uint64_t number;           /* the moment: the last record of the scene */
	unsigned mode;             /* SYM_grant_* */
	uint64_t frame;            /* the record of the frame asked about, UINT64_MAX: none */
	int closed;                /* the first closed gate, -1: all are open */
	uint64_t send, service;    /* the last signal and the service routine it led to; UINT64_MAX: none */
	struct why_gate gate[WHY_GATES];
};

/* name and rule of each gate */
extern const struct why_name {
	const char *name, *rule;
} why_names[WHY_GATES];

/* Reads `DEVICE [cause:LSC] [message:2] [queue:1] [frame:17|last]`, `line:17` or `cpu:0`; a cause is a name (RXQ0..7, TXQ0..7,
 * RXO0..7, LSC, SW0, SW1, ERR) or a bit's number; msg: is message: for short. */
bool why_read(struct why_question *question, const char *text, const struct trace *trace, struct err *err);

/* At the moment of the scene. */
void why_ask(struct why_answer *answer, const struct scene *scene, const struct why_question *question);

/* The question that a record raises: its device, cause, message or frame. false: it is about no device. */
bool why_of_record(struct why_question *question, const struct trace *trace, const struct record *record);

/* The question in the words that why_read reads. */
void why_words(const struct why_question *question, const struct trace *trace, struct str *out);

/* Driver code as FILE:LINE, brought by the edge. false: not known. */
struct why_places {
	bool (*place)(void *context, uint64_t code, char *text, size_t size);
	void *context;
};

/* The verdict in one line. */
void why_verdict(const struct why_answer *answer, const struct trace *trace, struct str *out);

/* Since when a gate is as it is, and what made it so: "since #12 at 3us: command: mask nic0 all", with the source line of driver code.
 * Nothing, if it is as declared. places may be NULL. */
void why_since(const struct why_gate *gate, const struct trace *trace, const struct why_places *places, struct str *out);

/* The answer as lines: the verdict, then a line a gate. */
void why_text(const struct why_answer *answer, const struct trace *trace, struct str *out);
void why_tell(const struct why_answer *answer, const struct trace *trace, const struct why_places *places, struct str *out);

/* Why a record is there: its causes as lines, the first cause first. */
void why_chain(const struct trace *trace, uint64_t number, struct str *out);

/* The name of a cause bit, in text of at least 8 bytes. */
const char *why_cause_name(unsigned bit, char *text, size_t size);

#endif
