/* SPDX-License-Identifier: MIT */
/*
 * Spin locks. A CPU that finds one taken spins (lock.spin) and takes interrupts of higher classes meanwhile; locks are handed
 * over in the order of asking. A wait that can never end (own lock, or a cycle of spinning owners) is found at the instant it
 * closes: rule.violation and a bugcheck.
 */
#ifndef MSILAB_OS_LOCK_H
#define MSILAB_OS_LOCK_H

#include "sim/os/cpu.h"

#define LOCK_FREE UINT32_MAX

struct lock {
	struct os *os;
	uint32_t obj;
	uint64_t address; /* of the driver's structure, 0: the system's own */
	uint32_t owner;   /* CPU number, LOCK_FREE */
	unsigned spinners;
	uint64_t tickets;
	uint64_t waiting[MACHINE_CPUS_MAX]; /* tickets of CPUs that spin, 0: not spinning */
};

/* Declares the lock as an object (parent: the device or 0). */
void lock_init(struct lock *lock, struct os *os, const char *name, uint32_t parent, uint64_t address);

/* No change of level. The caller is at the level that the lock belongs to. */
void lock_acquire(struct lock *lock, struct cpu *cpu);

/* false: this CPU does not hold it (rule SpinLockRelease is recorded, nothing changes). */
bool lock_release(struct lock *lock, struct cpu *cpu);

#endif
