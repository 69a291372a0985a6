/* SPDX-License-Identifier: MIT */
/*
 * What is nested on a CPU: service routines, DPCs and handlers, innermost first. Each place lies on the stack of the code that
 * runs it, as the nesting itself does; a thread that waits takes its own along.
 */
#ifndef MSILAB_OS_NEST_H
#define MSILAB_OS_NEST_H

#include "sim/os/cpu.h"

enum nest_kind { NEST_ISR, NEST_DPC, NEST_HANDLER };

struct nest {
	struct nest *outer;
	enum nest_kind kind;
	uint32_t obj;
	uint64_t what;   /* a message; of a handler the text of its name */
	uint64_t code;   /* guest address, in record form */
	uint64_t record; /* that opened it */
	bool looking;    /* driver code was not seen to look at shared memory yet (probe_look) */
	bool seen;       /* and is instrumented: it was seen at all */
};

static inline void nest_enter(struct cpu *cpu, struct nest *nest)
{
	nest->outer = cpu->nest;
	cpu->nest = nest;
}

static inline void nest_leave(struct cpu *cpu)
{
	cpu->nest = cpu->nest->outer;
}

#endif
