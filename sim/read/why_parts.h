/* SPDX-License-Identifier: MIT */
/* What the files of `why` share; nothing for anybody else. */
#ifndef MSILAB_READ_WHY_PARTS_H
#define MSILAB_READ_WHY_PARTS_H

#include "sim/read/why.h"
#include "sim/trace/rectext.h"
#include "sim/trace/seek.h"

/* One question being answered. Record numbers are UINT64_MAX where there is none. */
struct why {
	const struct scene *scene;
	const struct trace *trace;
	const struct scene_device *device;
	uint64_t number;     /* the moment */
	unsigned mode;       /* as in force; as granted if none is */
	uint32_t causes;     /* bits asked about; none: no cause is mapped to the message asked about */
	bool unmapped;       /* no cause asked about is mapped to the message asked about */
	bool has_block;      /* the device has the registers of the interrupt block */
	unsigned source, message;
	const struct scene_interrupt *interrupt; /* the device's registration, place 0: none */
	bool routed;         /* the three below are known */
	bool ours;           /* and the device's registration has that vector there, as message `granted` */
	unsigned granted;
	unsigned cpu;
	uint8_t vector;
	unsigned input;
	uint64_t cause_set, send, service, served, queue, run;
	uint64_t frame;      /* the record of the frame asked about, UINT64_MAX: none */
	bool about_frame;    /* a frame was asked about */
	uint64_t list;       /* the record of the list in which it was handed up */
	bool about_queue;    /* it is one of a queue */
	bool under_way;      /* sent, and its service routine has not started */
};

/* The gates: each fills state, text, since and command. */
#define GATE(function, name, rule) void why_gate_##function(const struct why *why, struct why_gate *gate);
#include "sim/read/why.def"
#undef GATE

static inline const char *why_name(const struct why *why, const struct scene_device *device)
{
	return rectext_object(why->trace, device->obj);
}

static inline bool why_by_message(const struct why *why)
{
	return why->mode == SYM_grant_MSI || why->mode == SYM_grant_MSIX;
}

/* There is no such gate here. */
static inline void why_no_gate(struct why_gate *gate)
{
	gate->state = WHY_NO_GATE;
}

/* What is found, said in the person's language, and so whether the gate is open. */
void why_found(struct why_gate *gate, bool open, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The command that opens it, if it was found closed. */
void why_opens_with(struct why_gate *gate, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The message that records of the registration name: `granted`, RECORD_NONE for a line. */
uint64_t why_granted(const struct why *why);

/* The last record up to the moment of one of two kinds about an object, whose word 0 is `word` (UINT64_MAX: whatever). */
uint64_t why_last(const struct why *why, uint32_t obj, unsigned kind, unsigned other, uint64_t word);

/* Since when registers are as they are: that record, or the device's reset after it. */
uint64_t why_or_reset(const struct why *why, uint64_t number);

/* The last write to, or change of, these bytes of config space. */
uint64_t why_config_since(const struct why *why, const struct scene_device *device, unsigned offset, unsigned size);

/* The causes that a message carries; how many messages MSI has enabled. */
uint32_t why_causes_of(const struct why *why, unsigned message);
unsigned why_messages(const struct scene_device *device);

/* The place of the device's register of that name; regs_n: it has none. */
size_t why_register(const struct why *why, const char *name);

/* Which device a question about a line or a CPU means at this moment. */
void why_resolve(const struct scene *scene, uint64_t number, struct why_question *asked);

/* why_frame.c: the record of the frame asked about. And, the way being known, which of a queue's frames it is that
 * did not get through, and whether the frame did. */
uint64_t why_find_frame(const struct why *why, const struct why_question *asked);
void why_follow_frame(struct why *why, struct why_question *asked);

/* Where a message goes: the lowest CPU that an address names; false: none. */
bool why_target(const struct scene *scene, uint64_t address, unsigned *cpu);

#endif
