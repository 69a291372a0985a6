/* SPDX-License-Identifier: MIT */
/*
 * A CPU: a virtual thread's fiber runs on it, service routines and DPCs nest on that fiber's stack as plain calls, and
 * cpu_spend is the one function that lets time pass for code. A CPU that has nothing to run has an idle fiber to nest on.
 *
 * cpu.c knows neither APICs nor levels: what to do when something may be deliverable is the `take` of the floor's rules
 * (isr.c for the machine; the benchmark of the bare nesting brings its own).
 */
#ifndef MSILAB_OS_CPU_H
#define MSILAB_OS_CPU_H

#include "sim/core/core.h"

struct nest;
struct thread;
struct dpc;
struct os;
struct probe;
struct lapic;

/* What driver code on a CPU did since its last call of the system; what interrupts it begins one of its own. */
struct stretch {
	uint64_t at;     /* the last block, access or call: an address in the driver's code */
	vtime since;     /* when it began */
	unsigned blocks; /* since time last passed */
	unsigned reads;  /* of the driver's memory, by the system in this call */
	uint64_t polls, poll_address, poll_value; /* reads of one register that gave the same value in a row */
	struct { /* private to probe_absent.c */
		unsigned from;          /* the known place, from 1, that the last NULL was read from; 0: another */
		bool read;              /* and nothing was written since */
		uint64_t shift;         /* of the place in what was read */
		uint64_t written, size; /* the last access, if it was a write; size 0: it was not */
	} absent;
};

struct cpu {
	/* what its code uses all the time, side by side */
	struct fiber *fiber;  /* the fiber that this CPU is on: a thread's or idle's; first: crossing.c */
	struct core *core;
	struct os *os;
	struct probe *probe;  /* what watches driver code (probe.h); NULL: nothing does */
	struct lapic *lapic;  /* its interrupt controller */
	unsigned number;
	uint32_t obj;
	uint8_t irql;
	uint8_t hold; /* level a diagnosis holds its task priority at, 0: none */
	bool poked;           /* something may be deliverable: look before going on */
	bool woken;           /* the wake event has been taken since the code began to wait */
	bool dpc_running;
	unsigned locks_held;
	vtime high_since; /* since when at DISPATCH_LEVEL or above, VTIME_NEVER: below; the watchdog's measure */
	struct nest *nest;     /* what is nested here, innermost first (nest.h) */
	struct stretch stretch;
	unsigned call_depth; /* of driver code: handlers nested on this CPU (gate and containment) */
	unsigned dpc_depth;
	struct dpc *dpc_first, *dpc_last; /* the DPC queue (dpc.c) */
	void (*take)(struct cpu *cpu); /* runs what is deliverable now, nested on the running fiber */
	struct event wake;    /* when the running spend ends, or at once after a poke */

	struct fiber idle;
	struct thread *thread; /* NULL: idle */
	struct thread *ready_first, *ready_last;
	struct thread *graveyard; /* ended, its stack not yet given back */

	void (*landed)(struct cpu *cpu); /* for the engine, once: the running code was abandoned by a fault (containment.c) */
};

/* Makes a CPU that idles. run_idle is what its idle fiber does for ever. */
void cpu_init(struct cpu *cpu, struct core *core, unsigned number, void (*take)(struct cpu *), void (*run_idle)(void *));
void cpu_fini(struct cpu *cpu);

/* Called from code on this CPU: ns of virtual time pass (0: none, and nothing else happens). Interrupts may come meanwhile and run
 * nested. Returns at least ns later. */
void cpu_pass(struct cpu *cpu, vtime ns); /* private: use cpu_spend */
void cpu_look(struct cpu *cpu);           /* likewise */
static inline void cpu_spend(struct cpu *cpu, vtime ns)
{
	if (ns <= 0)
		return;
	if (!core_ahead(cpu->core, ns))
		cpu_pass(cpu, ns);
	else if (cpu->poked)
		cpu_look(cpu);
}

/* Waits on this CPU without an end of its own: returns after a poke, when what was deliverable has run. */
void cpu_wait(struct cpu *cpu);

/* Something for this CPU to look at: it leaves its spend or wait at this instant, after events of lower classes. From anywhere. */
void cpu_poke(struct cpu *cpu);

/* Puts this CPU onto another fiber; comes back when something puts it onto the old one again. Only at PASSIVE_LEVEL. */
void cpu_switch(struct cpu *cpu, struct fiber *to);

/* From the engine, after the machine has stopped: runs run(argument) on this CPU, where nothing can come any more, on a stack of its own;
 * a fault or bugcheck in it ends it early. */
void cpu_last(struct cpu *cpu, void (*run)(void *), void *argument);

/* Gives up the running call chain for good and goes to the engine (bugcheck). */
_Noreturn void cpu_abandon(struct cpu *cpu);

#endif
