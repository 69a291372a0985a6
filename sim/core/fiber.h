/* SPDX-License-Identifier: MIT */
/*
 * Fibers: C stacks that are switched by hand. A fiber is a virtual thread; service routines and DPCs are nested calls on
 * the stack of what they interrupt. How a switch is done is known to fiber.c alone (Boost.Context's C symbols, ucontext
 * where they are missing); sanitizers and valgrind are told about every stack and switch.
 *
 * A fiber has two stacks: the system's own, on which it begins, and below it, between guard pages, the one of driver code that
 * it calls (sim/os/crossing.h).
 */
#ifndef MSILAB_CORE_FIBER_H
#define MSILAB_CORE_FIBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/core/arena.h"

#define FIBER_STACK (512 * 1024)  /* bytes of the system's stack */
#define FIBER_DRIVER (256 * 1024) /* bytes of the driver's */
#define FIBER_GUARD 4096          /* below each of them */
#define FIBER_HEADROOM 512        /* unused, at the top of the driver's: arguments on the stack are looked for above a frame */

struct fiber {
	uint64_t driver_sp, system_sp; /* where either side goes on: crossing.h; first: crossing.c */
	void *driver; /* lowest usable byte of the driver's stack; NULL: it has none */
	void *stack;  /* of both, the driver's first; NULL: the host's own stack */
	size_t size;
	unsigned calls; /* of driver code, nested here */
	void (*run)(void *argument);
	void *argument;
	/* private to fiber.c */
	void *context;
	void *sanitizer;
	unsigned valgrind[2];
	struct fiber *from; /* who switched here last */
};

struct fiber_pool {
	struct arena *arena;
	void *free; /* pairs of stacks that ended fibers gave back, linked through their top word */
};

void fiber_pool_init(struct fiber_pool *pool, struct arena *arena);

/* Forgets what sanitizers know of every stack, abandoned ones too: their addresses will be used again. */
void fiber_pool_fini(struct fiber_pool *pool);

/* Whether all of [address, address + size) lies on one driver's stack that is in use. */
bool fiber_on_driver_stack(const struct fiber_pool *pool, uint64_t address, uint64_t size);

/* A signal's stack was left by fiber_abandon: forgets what sanitizers know of it. */
void fiber_forget(void *stack, size_t size);

/* The fiber of the caller's own stack: needed once, to come back to. */
void fiber_host(struct fiber *fiber);

/* Makes a fiber that will call run(argument) at the first switch to it, on the system's stack. run must not return. */
void fiber_init(struct fiber *fiber, struct fiber_pool *pool, void (*run)(void *), void *argument);

/* Gives the stacks back. Not while running on them. Whatever was on them is gone (also after a fault). */
void fiber_fini(struct fiber *fiber, struct fiber_pool *pool);

void fiber_switch(struct fiber *from, struct fiber *to);

/* Leaves the running stack for good, from wherever on it: the way out of an abandoned call chain. */
_Noreturn void fiber_abandon(struct fiber *from, struct fiber *to);

#endif
