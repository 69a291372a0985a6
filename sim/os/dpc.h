/* SPDX-License-Identifier: MIT */
/*
 * Deferred procedure calls: one queue per CPU, an object is queued at most once, taken off before it runs, and
 * runs at DISPATCH_LEVEL when the CPU would drop below (DDI, KeSetImportanceDpc).
 */
#ifndef MSILAB_OS_DPC_H
#define MSILAB_OS_DPC_H

#include "sim/os/cpu.h"

enum dpc_importance { DPC_LOW, DPC_MEDIUM, DPC_HIGH, DPC_MEDIUM_HIGH };

struct dpc {
	struct os *os;
	uint32_t obj;     /* the interrupt or timer it belongs to */
	unsigned message; /* RECORD_NONE: of a line, a timer or the system itself */
	unsigned cpu;     /* target */
	enum dpc_importance importance;
	void (*run)(struct dpc *dpc);
	uint64_t code; /* guest address of the driver's routine */
	uint64_t context;
	void *owner;
	bool interrupt; /* writes dpc.enter and dpc.exit itself (ndis/interrupt.c); otherwise dpc.c does */
	/* private to dpc.c */
	struct dpc *next;
	bool queued;
	unsigned running;
	uint64_t cause;
};

/* Puts it on its CPU's queue with the context (dpc.queue); false: it was there already (dpc.merge, context dropped). */
bool dpc_queue(struct dpc *dpc, uint64_t context);

/* Takes it off again; false: it was not queued. */
bool dpc_remove(struct dpc *dpc);

static inline bool dpc_busy(const struct dpc *dpc)
{
	return dpc->queued || dpc->running;
}

/* Runs this CPU's queue until it is empty. Called below or at DISPATCH_LEVEL by irql.c and isr.c. */
void dpc_drain(struct cpu *cpu);

#endif
