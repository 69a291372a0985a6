/* SPDX-License-Identifier: MIT */
/*
 * Interrupt objects: the connection of a vector to a service routine, with its lock and level; chains for vectors that are
 * shared; and the dispatch of a vector by a CPU. Order of one service: level raised to the synchronization level, lock taken,
 * routine called, lock released, EOI, level restored.
 */
#ifndef MSILAB_OS_ISR_H
#define MSILAB_OS_ISR_H

#include "sim/os/cpu.h"
#include "sim/os/lock.h"
#include "sim/os/thread.h"

#define ISR_VECTOR_IPI 0xE1
#define ISR_VECTOR_SPURIOUS 0xDF

/* What a service routine answered (DDI, MINIPORT_ISR: both outputs count whatever it claims). */
struct isr_answer {
	bool claimed, queue_default;
	uint32_t targets;
	bool blind; /* its code looked at no shared memory */
};

struct interrupt {
	struct os *os;
	uint32_t obj; /* the registration's object: shared by all its messages */
	unsigned message; /* RECORD_NONE: a line */
	uint8_t vector;
	uint8_t irql; /* synchronization level, at least vector >> 4 */
	bool level;   /* a line: walk the chain until one claims */
	unsigned cpu; /* where its vector is aimed: one CPU (doc/modelled.md) */
	unsigned kind; /* SYM_grant_* */
	struct lock *lock; /* held around the routine */
	void (*service)(struct interrupt *interrupt, struct isr_answer *answer); /* *answer: all zero before */
	void (*served)(struct interrupt *interrupt, const struct isr_answer *answer); /* queues the DPCs it asked for */
	uint64_t code; /* guest address of the driver's routine, for the record */
	void *context;
	bool connected;
	uint64_t since; /* the record that connected it last */
	uint64_t calls, unclaimed; /* of its service routine since it was connected */
	/* private to isr.c */
	struct interrupt *next;
	unsigned running; /* CPUs inside the routine now */
	struct thread *waiting; /* disconnects it when none is */
};

/* Adds to the end of its vector's chain; from this instant it may be called (isr.connect). */
void isr_connect(struct interrupt *interrupt);

/* Takes it off the chain and waits until no CPU is inside the routine (isr.disconnect). PASSIVE_LEVEL. */
void isr_disconnect(struct interrupt *interrupt);

/* The `take` of the machine's CPUs: delivers vectors while any is deliverable, then DPCs if the level allows. */
void isr_take(struct cpu *cpu);

/* Runs body(context) as the interrupt's critical section: level and lock of the service routine. */
bool isr_synchronize(struct interrupt *interrupt, bool (*body)(void *), void *context);

/* Sends an inter-processor interrupt that makes the CPU look at its DPC queue and ready threads. */
void isr_ipi(struct os *os, unsigned cpu);

#endif
