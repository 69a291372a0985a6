/* SPDX-License-Identifier: MIT */
/*
 * The boundary between the system and drivers on one virtual thread. The system's frames and the driver's lie on two stacks
 * (fiber.h), and every call over the boundary changes to the other one and back. So where a driver's local variables lie
 * depends on the nesting and on the driver's own frames alone, not on what compiled the system, and nothing that a driver does to its stack, living or dead, reaches the system's.
 *
 *     into     the system calls a handler: it begins below the frames that drivers have on this thread
 *     out      a driver calls a function of api.def: the names that drivers see are entries that lead here (ndis/entry.c)
 *     system   a probe found that the system has to run: time passes, and something may come
 *
 * struct fiber: driver_sp is where the driver's next frames begin, system_sp where the system goes on while driver code
 * runs, 0 while the system itself does.
 */
#ifndef MSILAB_OS_CROSSING_H
#define MSILAB_OS_CROSSING_H

#include "sim/os/cpu.h"

#define CROSSING_ARGUMENTS 6   /* of a handler, all of them in registers */
#define CROSSING_ROOM 8192     /* bytes that a function of a driver may count on */
#define CROSSING_DEPTH 64      /* handlers nested on one thread */
#define CROSSING_PROBE_ROOM 4096 /* below the driver's frames: those of the probe that it called */

/* Calls a function of a driver on the driver's stack of this fiber; see DRIVER_CALL. */
uint64_t crossing_into(struct fiber *fiber, const void *function, const uint64_t arguments[CROSSING_ARGUMENTS]);

/* Runs function(argument) on the system's stack; caller: the CFA of the probe's function. */
void crossing_system(struct fiber *fiber, void (*function)(void *), void *argument, uint64_t caller);

/* Room on the driver's stack, above the frames of the next call: for what the system passes by reference. It is given back by
 * putting driver_sp back. */
void *crossing_room(struct fiber *fiber, uint64_t size);

/* Bytes that drivers may still use on this fiber. */
static inline uint64_t crossing_left(const struct fiber *fiber, uint64_t sp)
{
	return sp - (uint64_t)(uintptr_t)fiber->driver;
}

/* Where a call that came over the boundary returns to, in the system. */
extern const char crossing_returned[];

/* Where a function of api.def was called from: the return address in the driver, whatever lies between. */
static inline const void *crossing_from(const void *returns)
{
	const void *const *frame;

	if (returns != crossing_returned)
		return returns;
	frame = (const void *const *)(uintptr_t)core_running->cpu->fiber->driver_sp;
	return frame[3]; /* ORDER crossing_out: system_sp, rbx, rbp, return address */
}

#define CROSSING_W1(a) (uint64_t)(a)
#define CROSSING_W2(a, ...) (uint64_t)(a), CROSSING_W1(__VA_ARGS__)
#define CROSSING_W3(a, ...) (uint64_t)(a), CROSSING_W2(__VA_ARGS__)
#define CROSSING_W4(a, ...) (uint64_t)(a), CROSSING_W3(__VA_ARGS__)
#define CROSSING_W5(a, ...) (uint64_t)(a), CROSSING_W4(__VA_ARGS__)
#define CROSSING_PICK(a, b, c, d, e, words, ...) words
#define CROSSING_WORDS(...)                                                                                \
	CROSSING_PICK(__VA_ARGS__, CROSSING_W5, CROSSING_W4, CROSSING_W3, CROSSING_W2, CROSSING_W1, )(__VA_ARGS__)

/* function(arguments...) of a driver, with its type checked, on the running CPU. */
#define DRIVER_CALL(function, ...)                                                                         \
	((__typeof__((function)(__VA_ARGS__)))crossing_into(                                               \
		core_running->cpu->fiber, (const void *)(uintptr_t)(function),                             \
		(const uint64_t[CROSSING_ARGUMENTS]){ CROSSING_WORDS(__VA_ARGS__) }))

#endif
