/* SPDX-License-Identifier: MIT */
/*
 * The end of a loop in which nothing can be seen: gcc leaves `for (;;);` without a call, so no virtual time passes and the
 * machine never gets the processor back. A timer of processor time finds such code and hands it to the machine; the machine's
 * record of it is the same on every run, for nothing changed meanwhile.
 *
 * The program's main arms it, for it knows the machine's two functions (sim/os/probe.h, sim/os/containment.h):
 *
 *     guard_arm(probe_stretch, containment_spin, GUARD_MS);
 */
#ifndef MSILAB_LESSONS_HOST_GUARD_H
#define MSILAB_LESSONS_HOST_GUARD_H

#include <stdint.h>

#define GUARD_MS 2000 /* of processor time that the same stretch of driver code may run */

/* Asked in the signal's handler with its third argument: which stretch of driver code runs, 0: none. */
typedef uint64_t guard_stretch(const void *ucontext);

/* Ends it and does not return; called on the signal stack that the machine set. */
typedef void guard_end(void *ucontext);

/* Takes SIGVTALRM and ITIMER_VIRTUAL. One guard is armed at a time. */
void guard_arm(guard_stretch *stretch, guard_end *end, unsigned ms);
void guard_disarm(void);

#endif
