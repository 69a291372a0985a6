/* SPDX-License-Identifier: MIT */
/*
 * The system of one machine: CPUs with levels, vectors and their chains, DPC queues, threads, the driver's memory, and what it
 * grants. Everything is reached from here.
 */
#ifndef MSILAB_OS_OS_H
#define MSILAB_OS_OS_H

#include "sim/base/rng.h"
#include "sim/hw/hw.h"
#include "sim/os/cpu.h"
#include "sim/os/dpc.h"
#include "sim/os/isr.h"
#include "sim/os/lock.h"
#include "sim/os/pool.h"
#include "sim/os/thread.h"

/* A redirection entry for a PCI line: level-triggered, active low, fixed, physical destination. */
#define OS_LINE_ENTRY 0xA000u
#define OS_LINE_MASKED 0x10000u

/* An IO-APIC input that carries a line. */
struct os_line {
	unsigned users;     /* grants */
	unsigned connected; /* of them with a service routine: unmasked while there is one */
	uint8_t vector;
	unsigned cpu;
};

struct os {
	struct core *core;
	struct hw *hw;
	struct cpu cpus[MACHINE_CPUS_MAX];
	unsigned cpus_n;
	struct interrupt *chain[MACHINE_CPUS_MAX][256]; /* by CPU and vector */
	uint8_t vector_users[MACHINE_CPUS_MAX][256];    /* grants that hold it: more than one for a shared line */
	struct os_line lines[IOAPIC_INPUTS];
	struct pool pool;
	struct settings options; /* switches of the system: the machine's options, changed by `set` commands */
	char policy[MACHINE_NAME_MAX], affinity[MACHINE_NAME_MAX];
	struct settings policy_settings, affinity_settings;
	/* A policy brought from outside: how many of `asked` messages; *found false: none of that name was brought. Set by sim.c. */
	unsigned (*scripted_grant)(struct os *os, const char *device, unsigned asked, bool msix, bool *found);
	unsigned messages_out; /* messages granted and not given back */
	unsigned next_cpu;     /* affinity spread: where the next message goes */
	unsigned next_class;   /* vector class where the next device begins */
	struct rng grant_rng;
	struct lock *spins_for[MACHINE_CPUS_MAX]; /* private to lock.c: the lock each CPU spins for */
	struct ipi *ipis[MACHINE_CPUS_MAX]; /* private to isr.c */
	struct containment *containment; /* what catches its faults */
};

/* Builds CPUs (objects were declared by hw_init), pool, idle fibers; sets hw->poke. */
void os_init(struct os *os, struct core *core, struct hw *hw);
void os_fini(struct os *os);

/* An option of the system as a number; not set: fallback. */
static inline uint64_t os_option(const struct os *os, const char *key, uint64_t fallback)
{
	const char *text = settings_get(&os->options, key);
	uint64_t value;

	return text && words_number(text, UINT64_MAX, &value) ? value : fallback;
}

/* The same of one that is a time. */
static inline vtime os_time(const struct os *os, const char *key, vtime fallback)
{
	const char *text = settings_get(&os->options, key);
	vtime value;

	return text && vtime_parse(text, &value) ? value : fallback;
}

static inline struct cpu *os_cpu(struct os *os)
{
	return os->core->cpu;
}

#endif
