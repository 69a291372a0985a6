/* SPDX-License-Identifier: MIT */
/*
 * Passive threads: each belongs to one CPU and runs there first come first served, until it waits or ends. There is no time slice:
 * a thread at PASSIVE_LEVEL is preempted by interrupts and DPCs alone (doc/modelled.md).
 */
#ifndef MSILAB_OS_THREAD_H
#define MSILAB_OS_THREAD_H

#include "sim/os/cpu.h"

struct thread {
	struct os *os;
	uint32_t obj;
	unsigned cpu;
	void (*run)(void *argument);
	void *argument;
	/* private to thread.c */
	struct fiber fiber;
	struct nest *nest; /* while it does not run */
	struct thread *next;
	struct event alarm;
	unsigned waiting; /* SYM_wait_* */
	int result;
	bool ended, fresh;
};

enum thread_result { THREAD_WOKEN = 0, THREAD_TIMED_OUT = 1 };

/* Makes a thread, ready at once. It ends when run returns. */
struct thread *thread_new(struct os *os, unsigned cpu, const char *name, void (*run)(void *), void *argument);

struct thread *thread_current(struct os *os); /* NULL: no thread's code runs */

/* The running thread waits until woken or until the time `until` (VTIME_NEVER: no limit). PASSIVE_LEVEL. */
enum thread_result thread_wait(struct os *os, unsigned for_what, uint64_t what, vtime until);

/* Ends the wait of a thread; one that does not wait is left alone. From anywhere. */
void thread_wake(struct thread *thread);

/* What an idle CPU does for ever. */
void thread_idle(void *cpu);

#endif
