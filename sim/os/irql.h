/* SPDX-License-Identifier: MIT */
/*
 * Interrupt request levels of x64: the level is the class of the task priority register. Lowering lets pending
 * vectors of higher classes in, highest first, and below DISPATCH_LEVEL drains the DPC queue first.
 */
#ifndef MSILAB_OS_IRQL_H
#define MSILAB_OS_IRQL_H

#include "sim/os/cpu.h"

enum irql {
	IRQL_PASSIVE = 0,
	IRQL_APC = 1,
	IRQL_DISPATCH = 2,
	IRQL_DEVICE_LOW = 3,
	IRQL_DEVICE_HIGH = 11,
	IRQL_CLOCK = 13,
	IRQL_IPI = 14,
	IRQL_HIGH = 15,
};

/* Raises this CPU (irql.raise) and returns the old level. To the same level: nothing is written. Lower is a bug(). */
uint8_t irql_raise(struct cpu *cpu, uint8_t to);

/* Lowers to `to` (irql.lower), then takes what becomes deliverable. */
void irql_lower(struct cpu *cpu, uint8_t to);

/* Holds this CPU's task priority at `level` or above from outside (cpu.hold); 0 lets go. Any caller outside the CPU's code. */
void irql_hold(struct cpu *cpu, uint8_t level);

#endif
