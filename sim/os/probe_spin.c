/* SPDX-License-Identifier: MIT */
/* Code that makes no progress: time passes for it, and above PASSIVE_LEVEL there is an end to it (rule Spin). */
#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/os/bugcheck.h"
#include "sim/os/crossing.h"
#include "sim/os/irql.h"
#include "sim/os/nest.h"
#include "sim/os/os.h"
#include "sim/os/probe_run.h"

#define TICK 15625000       /* ns: what bugcheck 0x133 counts in */

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
	uint64_t limit = ticks(core->probe->budget);

	violation(core, 0, "Spin", why, core->cause, at);
	bugcheck(core, BUGCHECK_DPC_WATCHDOG_VIOLATION, (uint64_t[4]){ 0, limit, limit, 0 }, why, at);
}

/* On the system's stack from here on. */
static void end_slice(void *argument)
{
	struct cpu *cpu = argument;
	struct core *core = cpu->core;
	struct probe *probe = cpu->probe;
	unsigned blocks = cpu->stretch.blocks;

	cpu->stretch.blocks = 0;
	if (probe->code_time)
		core_record(core, R_CODE_BLOCK, 0, probe_code(core, cpu->stretch.at), 0, 0, 0);
	cpu_spend(cpu, (vtime)blocks * block_cost(core));
	if (cpu->irql > IRQL_PASSIVE && core->now - cpu->stretch.since > probe->budget)
		probe_spin(core, probe_code(core, cpu->stretch.at), N_("code above PASSIVE_LEVEL runs on without a call"));
}

void probe_slice(struct cpu *cpu, uint64_t caller)
{
	probe_tell(cpu, caller);
	if (cpu->stretch.blocks < cpu->probe->slice)
		return;
	crossing_system(cpu->fiber, end_slice, cpu, caller);
}

static void spend_block(void *argument)
{
	struct cpu *cpu = argument;

	cpu_spend(cpu, block_cost(cpu->core));
}

void probe_slow(struct probe *probe)
{
	probe->slow = probe->code_time || probe->watch.range.size || probe->absent.n || probe->looking || probe->follow;
}

static void watched(struct cpu *cpu, uint64_t address)
{
	struct probe *probe = cpu->probe;

	if (address - probe->watch.range.address >= probe->watch.range.size)
		return;
	violation(cpu->core, probe->watch.obj, probe->watch.rule, probe->watch.text, cpu->core->cause,
		  probe_code(cpu->core, cpu->stretch.at));
	probe_watch(cpu->os, 0, 0, 0, NULL, NULL);
}

void probe_watch(struct os *os, uint64_t address, uint64_t size, uint32_t obj, const char *rule, const char *text)
{
	struct probe *probe = os->core->probe;

	probe->watch.range = (struct probe_range){ address, size };
	probe->watch.obj = obj;
	probe->watch.rule = rule;
	probe->watch.text = text;
	probe_slow(probe);
}

static struct nest *innermost_run(const struct cpu *cpu)
{
	struct nest *nest = cpu->nest;

	while (nest && nest->kind == NEST_HANDLER)
		nest = nest->outer;
	return nest;
}

static void look_no_more(struct cpu *cpu, struct nest *run)
{
	run->looking = false;
	cpu->probe->looking--;
	probe_slow(cpu->probe);
}

inline void probe_look(struct cpu *cpu)
{
	struct nest *run = cpu->probe ? innermost_run(cpu) : NULL;

	if (!run)
		return;
	run->looking = true;
	cpu->probe->looking++;
	probe_slow(cpu->probe);
}

inline bool probe_blind(struct cpu *cpu)
{
	struct nest *run = cpu->probe ? innermost_run(cpu) : NULL;
	bool blind = run && run->looking;

	if (blind)
		look_no_more(cpu, run);
	return blind && run->seen;
}

void probe_seen(struct cpu *cpu, uint64_t address)
{
	struct nest *run = innermost_run(cpu);

	if (!run || !run->looking)
		return;
	run->seen = true;
	if (arena_part_of(address) == ARENA_SHARED)
		look_no_more(cpu, run);
}

/* A driver's own stack is nobody else's business, so nothing may come before an access to it. */
void probe_yield(struct cpu *cpu, uint64_t address, uint64_t caller)
{
	probe_tell(cpu, caller);
	watched(cpu, address);
	probe_seen(cpu, address);
	if (cpu->probe->code_time && arena_part_of(address) != ARENA_STACKS)
		crossing_system(cpu->fiber, spend_block, cpu, caller);
}

/* On the system's stack. */
static void tell(const struct cpu *cpu, uint64_t at, bool enters)
{
	const struct probe *probe = cpu->probe;
	struct code_place place = { .code = probe_code(cpu->core, at), .record = (uint32_t)trace_count(cpu->core->trace),
				    .cpu = (uint8_t)cpu->number, .enters = enters };

	if (probe->follow && place.code != UINT64_MAX)
		probe->follow(probe->follow_context, &place);
}

struct entry {
	const struct cpu *cpu;
	uint64_t call;
};

/* The call is a place of its own: nothing else says at which line it stands. */
static void tell_entry(void *argument)
{
	const struct entry *entry = argument;

	tell(entry->cpu, entry->call, false);
	tell(entry->cpu, entry->cpu->stretch.at, true);
}

static void tell_place(void *argument)
{
	const struct cpu *cpu = argument;

	tell(cpu, cpu->stretch.at, false);
}

void probe_tell(struct cpu *cpu, uint64_t caller)
{
	if (cpu->probe->follow)
		crossing_system(cpu->fiber, tell_place, cpu, caller);
}

void probe_tell_entry(struct cpu *cpu, const void *returns, uint64_t caller)
{
	struct entry entry = { cpu, (uint64_t)(uintptr_t)returns - 1 };

	probe_seen(cpu, 0);
	if (cpu->probe->follow)
		crossing_system(cpu->fiber, tell_entry, &entry, caller);
}

void probe_tell_call(const struct cpu *cpu)
{
	tell(cpu, cpu->stretch.at, false);
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
		probe_spin(cpu->core, probe_code(cpu->core, s->at), N_("a register is read again and again and never changes"));
}

void probe_options(struct os *os)
{
	struct probe *probe = os->core->probe;

	probe->code_time = os_option(os, "code", 0) != 0;
	probe_slow(probe);
	probe->slice = probe->code_time ? 1 : PROBE_SLICE;
	probe->look = probe->follow ? 1 : probe->slice;
	probe->budget = os_time(os, "spin", PROBE_BUDGET);
	probe->polls = os_option(os, "poll", PROBE_POLLS);
}

void probe_follow(struct os *os, code_watcher *follow, void *context)
{
	os->core->probe->follow = follow;
	os->core->probe->follow_context = context;
	probe_single(os->core->probe);
	probe_options(os);
}

void probe_init(struct os *os)
{
	must(probe_entry("__tsan_init")); /* so that whoever has a machine also has what modules call */
	os->core->probe = arena_new(&os->core->arena, sizeof *os->core->probe);
	os->core->probe->core = os->core;
	os->core->probe->host = PROBE_HOST_FIRST;
	os->core->probe->host_span = PROBE_HOST_END - PROBE_HOST_FIRST;
	probe_options(os);
	for (unsigned i = 0; i < os->cpus_n; i++)
		os->cpus[i].probe = os->core->probe;
}
