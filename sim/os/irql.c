/* SPDX-License-Identifier: MIT */
/* Raising and lowering: the task priority register of the CPU's local APIC, and what lowering lets in. */
#include "sim/base/bug.h"
#include "sim/os/irql.h"
#include "sim/os/os.h"

static void set_tpr(struct cpu *cpu)
{
	uint8_t level = cpu->hold > cpu->irql ? cpu->hold : cpu->irql;

	lapic_tpr(cpu->lapic, (uint8_t)(level << 4));
}

static void set(struct cpu *cpu, uint8_t to)
{
	if (to < IRQL_DISPATCH)
		cpu->high_since = VTIME_NEVER;
	else if (cpu->irql < IRQL_DISPATCH)
		cpu->high_since = cpu->core->now;
	cpu->irql = to;
	cpu->core->irql = to;
	set_tpr(cpu);
}

uint8_t irql_raise(struct cpu *cpu, uint8_t to)
{
	uint8_t from = cpu->irql;

	must(to >= from && to <= IRQL_HIGH);
	if (to == from)
		return from;
	core_record(cpu->core, R_IRQL_RAISE, cpu->obj, from, to, 0, 0);
	set(cpu, to);
	return from;
}

void irql_lower(struct cpu *cpu, uint8_t to)
{
	uint8_t from = cpu->irql;

	must(to <= from);
	if (to == from)
		return;
	core_record(cpu->core, R_IRQL_LOWER, cpu->obj, from, to, 0, 0);
	set(cpu, to);
	if (cpu->lapic->irr.used || cpu->dpc_first)
		isr_take(cpu);
}

void irql_hold(struct cpu *cpu, uint8_t level)
{
	cpu->hold = level;
	core_record(cpu->core, R_CPU_HOLD, cpu->obj, level, 0, 0, 0);
	set_tpr(cpu);
	cpu_poke(cpu);
}
