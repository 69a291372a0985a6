/* SPDX-License-Identifier: MIT */
/* Whose memory an address is, and the finding when it is not the driver's. Bugchecks: DDI, bug check codes. */
#include <stdio.h>

#include "sim/base/bug.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"
#include "sim/os/os.h"
#include "sim/core/live.h"
#include "sim/os/probe_run.h"

static inline bool within(const struct probe_range *range, uint64_t address, uint64_t size)
{
	return address - range->address < range->size && size <= range->size - (address - range->address);
}

static bool in_modules(const struct probe *probe, uint64_t address, uint64_t size)
{
	for (unsigned i = 0; i < probe->modules_n; i++)
		if (within(&probe->modules[i], address, size))
			return true;
	return false;
}

/* The driver's own stack, or another one in use: an event or context of a waiting thread may lie there. */
static bool on_stack(const struct cpu *cpu, uint64_t address, uint64_t size)
{
	struct probe_range own = { (uint64_t)(uintptr_t)cpu->fiber->driver, FIBER_DRIVER };

	return within(&own, address, size) || fiber_on_driver_stack(&cpu->core->stacks, address, size);
}

bool probe_allows(const struct cpu *cpu, uint64_t address, uint64_t size)
{
	switch (arena_part_of(address)) {
	case ARENA_GUEST:
	case ARENA_SHARED:
		return live_is(address, size);
	case ARENA_STACKS:
		return on_stack(cpu, address, size);
	case ARENA_MACHINE:
	case ARENA_WINDOWS:
	case ARENA_NOTES:
		return false;
	case ARENA_PARTS:
		break;
	}
	return in_modules(cpu->probe, address, size);
}

uint64_t probe_module_code(const struct probe *probe, uint64_t address)
{
	if (!probe || address - probe->low >= probe->span)
		return UINT64_MAX;
	for (unsigned i = 0; i < probe->modules_n; i++)
		if (address - probe->modules[i].address < probe->modules[i].size)
			return (uint64_t)i << 48 | (address - probe->modules[i].address);
	return UINT64_MAX;
}

uint64_t probe_host_address(const struct core *core, uint64_t address)
{
	uint64_t code = probe_code(core, address);

	if (code != UINT64_MAX)
		return code;
	return address < PROBE_HOST_FIRST || address >= PROBE_HOST_END ? address : PROBE_OUTSIDE;
}

static const struct probe_window *window_of(const struct probe *probe, uint64_t address)
{
	for (const struct probe_window *w = probe->windows; w; w = w->next)
		if (address - w->address < w->size)
			return w;
	return NULL;
}

/* What there is to say about an address that the driver may not touch. */
struct verdict {
	const char *rule;
	uint32_t obj;
	char what[120];
};

static void judge_window(const struct probe *probe, uint64_t address, struct verdict *verdict)
{
	const struct probe_window *window = window_of(probe, address);

	if (!window)
		return;
	verdict->obj = window->obj;
	verdict->rule = window->live ? "Register_Access" : "Use_AfterFree";
	snprintf(verdict->what, sizeof verdict->what, "offset 0x%llx of a register window%s",
		 (unsigned long long)(address - window->address),
		 window->live ? ", without the accessor" : " that was unmapped");
}

static void judge_block(const struct pool_block *block, uint64_t address, struct verdict *verdict)
{
	verdict->obj = block->obj;
	if (!block->live)
		verdict->rule = "Use_AfterFree";
	if (block->system)
		snprintf(verdict->what, sizeof verdict->what, "offset 0x%llx of a block that the system made for the driver, %s",
			 (unsigned long long)(address - block->address), block->live ? "past its end" : "and has taken back");
	else
		snprintf(verdict->what, sizeof verdict->what, "offset 0x%llx of %s %u, %s", (unsigned long long)(address - block->address),
			 block->family == POOL_SHARED ? "shared memory" : "pool block", block->id,
			 block->live ? "past its end" : "which was freed");
}

static void judge(const struct os *os, uint64_t address, struct verdict *verdict)
{
	enum arena_part part = arena_part_of(address);
	const struct pool_block *block = NULL;

	*verdict = (struct verdict){ .rule = "Wild_Access" };
	snprintf(verdict->what, sizeof verdict->what, "%s 0x%llx, which is none of the driver's",
		 address < 4096 ? "NULL +" : "address", (unsigned long long)probe_address(os->core, address));
	if (part == ARENA_WINDOWS)
		judge_window(os->core->probe, address, verdict);
	if (part == ARENA_GUEST || part == ARENA_SHARED)
		block = pool_find(&os->pool, address);
	if (block)
		judge_block(block, address, verdict);
}

/* The first byte that may not be touched: what lies there is what the finding names. */
static uint64_t first_bad(const struct cpu *cpu, uint64_t address, uint64_t size)
{
	uint64_t good = 0, bad = size;

	while (cpu && bad - good > 1) {
		uint64_t middle = good + (bad - good) / 2;

		*(probe_allows(cpu, address, middle) ? &good : &bad) = middle;
	}
	return cpu ? address + good : address;
}

void probe_refuse(struct core *core, uint64_t address, uint64_t size, enum probe_access access, uint64_t at)
{
	uint64_t bad = first_bad(core->cpu, address, size);
	uint64_t where = probe_address(core, bad);
	struct verdict verdict;
	char text[200];

	judge(core->os, bad, &verdict);
	if (access == PROBE_EXECUTE)
		snprintf(text, sizeof text, "a jump to %s", verdict.what);
	else
		snprintf(text, sizeof text, "%s of %llu bytes at %s", access == PROBE_READ ? "a read" : "a write",
			 (unsigned long long)size, verdict.what);
	probe_absent_tell(core, bad, at);
	violation(core, verdict.obj, verdict.rule, text, core->cause, at);
	if (core->irql >= IRQL_DISPATCH)
		bugcheck(core, BUGCHECK_DRIVER_IRQL_NOT_LESS_OR_EQUAL, (uint64_t[4]){ where, core->irql, access, at },
			 text, at);
	else
		bugcheck(core, BUGCHECK_PAGE_FAULT_IN_NONPAGED_AREA, (uint64_t[4]){ where, access, at, 0 }, text, at);
}

void probe_check(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access, uint64_t at)
{
	if (size && !probe_allows(cpu, address, size))
		probe_refuse(cpu->core, address, size, access, probe_code(cpu->core, at));
}

void probe_touch(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access, uint64_t at)
{
	probe_check(cpu, address, size, access, at);
	cpu->probe->touching = at;
}

void probe_touched(struct cpu *cpu)
{
	if (cpu)
		cpu->probe->touching = 0;
}

void probe_window(struct os *os, uint64_t address, uint64_t size, uint32_t obj)
{
	struct probe_window *window = arena_new(&os->core->arena, sizeof *window);

	*window = (struct probe_window){ address, size, obj, true, os->core->probe->windows };
	os->core->probe->windows = window;
}

void probe_window_end(struct os *os, uint64_t address)
{
	for (struct probe_window *w = os->core->probe->windows; w; w = w->next)
		if (w->address == address)
			w->live = false;
}

void probe_single(struct probe *probe)
{
	probe->single = probe->modules_n == 1 && !probe->follow ? probe->span : 0;
}

static void span(struct probe *probe, uint64_t image, uint64_t size)
{
	uint64_t low = probe->low, end = low + probe->span;

	if (!probe->modules_n || image < low)
		low = image;
	if (image + size > end)
		end = image + size;
	probe->low = low;
	probe->span = end - low;
	probe->host = low < PROBE_HOST_FIRST ? low : PROBE_HOST_FIRST;
	probe->host_span = PROBE_HOST_END - probe->host;
}

void probe_module(struct os *os, uint64_t image, uint64_t size)
{
	struct probe *probe = os->core->probe;

	must(probe->modules_n < PROBE_MODULES);
	span(probe, image, size);
	probe->modules[probe->modules_n++] = (struct probe_range){ image, size };
	probe_single(probe);
}
