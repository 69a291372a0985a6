/* SPDX-License-Identifier: MIT */
/*
 * What the functions that drivers call have in common. They do nothing but their effect while no machine runs or the
 * machine itself calls them.
 */
#ifndef MSILAB_OS_PROBE_RUN_H
#define MSILAB_OS_PROBE_RUN_H

#include "sim/core/live.h"
#include "sim/os/probe.h"

/* The frame of the driver that called a function of this file: its stack ends there, and below lies where it goes on. */
#define CALLER ((uint64_t)(uintptr_t)__builtin_dwarf_cfa())

/* Where in the driver that is: inside the call instruction. */
static inline uint64_t probe_at(uint64_t caller)
{
	return ((const uint64_t *)(uintptr_t)caller)[-1] - 1;
}

/* The CPU whose driver code calls; NULL: none. */
static inline struct cpu *probe_caller_cpu(void)
{
	struct cpu *cpu = core_running ? core_running->cpu : NULL;

	return cpu && cpu->probe ? cpu : NULL;
}

/* Code time: at an access of what others can see, something may come first. And a watched access is said, and who follows is told. */
void probe_yield(struct cpu *cpu, uint64_t address, uint64_t caller);

/* Driver code tells who follows where it is; and that a function was entered, by a call that returns to `returns`. */
void probe_tell(struct cpu *cpu, uint64_t caller);
void probe_tell_entry(struct cpu *cpu, const void *returns, uint64_t caller);

/* The slice is over: time passes, and a lack of progress is seen. */
void probe_slice(struct cpu *cpu, uint64_t caller);

/* Whether each access is looked at, after one of the reasons for it has come or gone. */
void probe_slow(struct probe *probe);

/* Follows a pointer to what there is not through an access, and says at a bad one that it was such a pointer's. */
void probe_absent_see(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access);
void probe_absent_tell(struct core *core, uint64_t address, uint64_t at);

static inline void probe_step(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access, uint64_t caller)
{
	cpu->probe->steps++;
	cpu->stretch.at = probe_at(caller);
	if (!__builtin_expect(cpu->probe->slow, 0))
		return;
	probe_yield(cpu, address, caller);
	probe_absent_see(cpu, address, size, access);
}

/* Good at a glance: one granule of live memory, or the own stack. What is not needs probe_check's judgement. */
static inline bool probe_plain(const struct cpu *cpu, uint64_t address, uint64_t size)
{
	uint64_t stack = (uint64_t)(uintptr_t)cpu->fiber->driver;

	if (size > LIVE_GRANULE)
		return false;
	if (live_has(address))
		return live_granule_is(address, size);
	return address - stack < FIBER_DRIVER - size;
}

static inline void probe_see(const volatile void *p, uint64_t size, enum probe_access access, uint64_t caller)
{
	struct cpu *cpu = probe_caller_cpu();
	uint64_t address = (uint64_t)(uintptr_t)p;

	if (!cpu)
		return;
	probe_step(cpu, address, size, access, caller);
	if (!probe_plain(cpu, address, size))
		probe_check(cpu, address, size, access, probe_at(caller));
}

#endif
