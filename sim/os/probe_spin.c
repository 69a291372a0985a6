/* SPDX-License-Identifier: MIT */
/* Code that makes no progress: time passes for it, and above PASSIVE_LEVEL there is an end to it (rules.md, Spin). */
#include "sim/base/bug.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"
#include "sim/os/os.h"
#include "sim/os/probe_run.h"

#define TICK 15625000       /* ns: what bugcheck 0x133 counts in */
#define STACK_ROOM 32768    /* bytes that the system needs on the stack of its caller */

/* The cost of a block, at least one nanosecond: a loop for which no time passes would never end. */
static vtime block_cost(const struct core *core)
{
	vtime cost = core_cost(core, COST_BLOCK);

	return cost > 0 ? cost : 1;
}

static uint64_t ticks(vtime ns)
{
	return (uint64_t)(ns + TICK - 1) / TICK;
}

void probe_spin(struct core *core, uint64_t at, const char *why)
{
	uint64_t limit = ticks(core->os->probe->budget);

	violation(core, 0, "Spin", why, core->cause, at);
	bugcheck(core, BUGCHECK_DPC_WATCHDOG_VIOLATION, (uint64_t[4]){ 0, limit, limit, 0 }, why, at);
}

void probe_slice(struct cpu *cpu)
{
	struct core *core = cpu->core;
	struct probe *probe = cpu->probe;
	unsigned blocks = cpu->stretch.blocks;

	cpu->stretch.blocks = 0;
	if (probe->code_time)
		core_record(core, R_CODE_BLOCK, 0, probe_code(core, cpu->stretch.at), 0, 0, 0);
	cpu_spend(cpu, (vtime)blocks * block_cost(core));
	if (cpu->irql > IRQL_PASSIVE && core->now - cpu->stretch.since > probe->budget)
		probe_spin(core, probe_code(core, cpu->stretch.at), "code above PASSIVE_LEVEL runs on without a call");
}

/* A driver's own stack is nobody else's business, so nothing may come before an access to it. */
void probe_yield(struct cpu *cpu, uint64_t address)
{
	if (arena_part_of(address) != ARENA_STACKS)
		cpu_spend(cpu, block_cost(cpu->core));
}

static void restart(struct cpu *cpu, uint64_t at)
{
	cpu->probe->steps++;
	cpu->stretch.at = at;
	cpu->stretch.blocks = 0;
	cpu->stretch.since = cpu->core->now;
}

void probe_begin(struct cpu *cpu, const void *function)
{
	if (cpu->probe)
		restart(cpu, (uint64_t)(uintptr_t)function);
}

void probe_call(struct cpu *cpu, const void *at)
{
	uint64_t here = (uint64_t)(uintptr_t)__builtin_frame_address(0);

	if (!cpu->probe)
		return;
	restart(cpu, (uint64_t)(uintptr_t)at - 1);
	if (here - (uint64_t)(uintptr_t)cpu->fiber->stack < STACK_ROOM)
		bugcheck(cpu->core, BUGCHECK_UNEXPECTED_KERNEL_MODE_TRAP, (uint64_t[4]){ 8, 0, 0, 0 },
			 "the stack is used up", probe_code(cpu->core, cpu->stretch.at));
}

void probe_progress(struct cpu *cpu)
{
	cpu->stretch.polls = 0;
}

void probe_poll(struct cpu *cpu, uint64_t address, uint64_t value)
{
	struct stretch *s = &cpu->stretch;

	if (!cpu->probe)
		return;
	if (s->poll_address != address || s->poll_value != value)
		s->polls = 0;
	s->poll_address = address;
	s->poll_value = value;
	if (++s->polls > cpu->probe->polls && cpu->irql > IRQL_PASSIVE)
		probe_spin(cpu->core, probe_code(cpu->core, s->at), "a register is read again and again and never changes");
}

void probe_options(struct os *os)
{
	struct probe *probe = os->probe;

	probe->code_time = os_option(os, "code", 0) != 0;
	probe->slice = probe->code_time ? 1 : PROBE_SLICE;
	probe->budget = (vtime)os_option(os, "spin", PROBE_BUDGET);
	probe->polls = os_option(os, "poll", PROBE_POLLS);
}

void probe_init(struct os *os)
{
	must(probe_entry("__tsan_init")); /* so that whoever has a machine also has what modules call */
	os->probe = arena_new(&os->core->arena, sizeof *os->probe);
	os->probe->core = os->core;
	probe_options(os);
	for (unsigned i = 0; i < os->cpus_n; i++)
		os->cpus[i].probe = os->probe;
}
