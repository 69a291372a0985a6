/* SPDX-License-Identifier: MIT */
/*
 * Faults. A fault in driver code, or of the machine on a pointer that the driver named, ends the
 * virtual machine with a bugcheck; the program and the journal live on. Any other fault while a machine lives is our mistake: bug().
 *
 * The signal's handler only notes what happened and leaves the stack for good; the records are written on the engine's
 * stack.
 */
#ifndef MSILAB_OS_CONTAINMENT_H
#define MSILAB_OS_CONTAINMENT_H

#include <string.h>

#include "sim/os/cpu.h"
#include "sim/os/probe_run.h"

/* Takes the signals of faults, and a stack of its own to handle them; gives both back. */
void containment_open(struct os *os);
void containment_close(struct os *os);

/* Memory that a driver named: the machine's own code reads and writes it through here and nowhere else. `at`: code address of
 * the driver's call (raw; 0: the one that probe_call noted). What the driver may not touch itself, and a fault on the
 * way, is its mistake: a bugcheck, and no return. */
void containment_read_checked(struct core *core, void *to, uint64_t address, size_t n, uint64_t at);
void containment_write_checked(struct core *core, uint64_t address, const void *from, size_t n, uint64_t at);

/* What is good at a glance cannot fault. */
static inline void containment_read(struct core *core, void *to, uint64_t address, size_t n, uint64_t at)
{
	if (core->cpu && probe_plain(core->cpu, address, n))
		memcpy(to, (const void *)(uintptr_t)address, n);
	else
		containment_read_checked(core, to, address, n, at);
}

static inline __attribute__((always_inline)) void containment_write(struct core *core, uint64_t address, const void *from, size_t n, uint64_t at)
{
	if (core->cpu && probe_plain(core->cpu, address, n))
		memcpy((void *)(uintptr_t)address, from, n);
	else
		containment_write_checked(core, address, from, n, at);
}

/* For a signal handler that runs on the signal stack (SA_ONSTACK, SA_NODEFER; ucontext: its third argument) while probe_stretch
 * says that driver code runs: that code will never do anything again. Ends it as Spin and does not return. */
_Noreturn void containment_spin(void *ucontext);

#endif
