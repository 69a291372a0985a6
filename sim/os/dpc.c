/* SPDX-License-Identifier: MIT */
/* The DPC queues. An object is off its queue before its routine runs, so that the routine may be queued again meanwhile. */
#include "sim/os/dpc.h"
#include "sim/os/irql.h"
#include "sim/os/nest.h"
#include "sim/os/os.h"
#include "sim/os/probe.h"

static void put(struct cpu *cpu, struct dpc *dpc)
{
	if (dpc->importance == DPC_HIGH) {
		dpc->next = cpu->dpc_first;
		cpu->dpc_first = dpc;
		if (!cpu->dpc_last)
			cpu->dpc_last = dpc;
	} else {
		dpc->next = NULL;
		*(cpu->dpc_first ? &cpu->dpc_last->next : &cpu->dpc_first) = dpc;
		cpu->dpc_last = dpc;
	}
	cpu->dpc_depth++;
	dpc->queued = true;
}

/* Low and medium importance do not hurry another CPU (DDI, KeSetImportanceDpc); nobody waits for ever, since every interrupt
 * there ends with a look at the queue. */
static bool hurries(const struct dpc *dpc)
{
	return dpc->importance == DPC_HIGH || dpc->importance == DPC_MEDIUM_HIGH;
}

/* On this CPU it runs at once, unless the level holds it back until it is lowered. */
static void request(struct cpu *cpu, struct dpc *dpc)
{
	struct core *core = cpu->core;

	if (core->cpu == NULL)
		cpu_poke(cpu);
	else if (core->cpu == cpu && cpu->irql < IRQL_DISPATCH)
		dpc_drain(cpu);
	else if (core->cpu != cpu && hurries(dpc))
		isr_ipi(cpu->os, cpu->number);
}

bool dpc_queue(struct dpc *dpc, uint64_t context)
{
	struct os *os = dpc->os;
	struct cpu *cpu = &os->cpus[dpc->cpu];
	uint64_t seen = probe_address(os->core, context);

	if (dpc->queued) {
		core_record(os->core, R_DPC_MERGE, dpc->obj, dpc->message, dpc->cpu, seen, 0);
		return false;
	}
	dpc->context = context;
	put(cpu, dpc);
	dpc->cause = core_record(os->core, R_DPC_QUEUE, dpc->obj, dpc->message, dpc->cpu, seen, cpu->dpc_depth);
	request(cpu, dpc);
	return true;
}

static void take_out(struct cpu *cpu, struct dpc *dpc)
{
	struct dpc **at = &cpu->dpc_first, *before = NULL;

	for (; *at != dpc; at = &(*at)->next)
		before = *at;
	*at = dpc->next;
	if (cpu->dpc_last == dpc)
		cpu->dpc_last = before;
	cpu->dpc_depth--;
	dpc->queued = false;
}

bool dpc_remove(struct dpc *dpc)
{
	if (!dpc->queued)
		return false;
	take_out(&dpc->os->cpus[dpc->cpu], dpc);
	core_record(dpc->os->core, R_DPC_REMOVE, dpc->obj, dpc->message, dpc->cpu, 0, 0);
	return true;
}

static void run_plain(struct cpu *cpu, struct dpc *dpc)
{
	struct core *core = cpu->core;
	struct nest nest = { .kind = NEST_DPC, .obj = dpc->obj, .what = dpc->message, .code = dpc->code };

	core->cause = nest.record = core_record(core, R_DPC_ENTER, dpc->obj, dpc->message, probe_address(core, dpc->context), 0,
						dpc->code);
	nest_enter(cpu, &nest);
	dpc->run(dpc);
	core_record(core, R_DPC_EXIT, dpc->obj, dpc->message, 0, 0, 0);
	nest_leave(cpu);
}

static void run(struct cpu *cpu, struct dpc *dpc)
{
	struct core *core = cpu->core;
	struct stretch stretch = cpu->stretch;
	uint64_t was = core_because(core, dpc->cause);

	cpu->stretch = (struct stretch){ .since = core->now };
	take_out(cpu, dpc);
	dpc->running++;
	if (dpc->interrupt)
		dpc->run(dpc);
	else
		run_plain(cpu, dpc);
	cpu_spend(cpu, core_cost(core, COST_DPC_EXIT));
	dpc->running--;
	cpu->stretch = stretch;
	core->cause = was;
}

void dpc_drain(struct cpu *cpu)
{
	uint8_t before;

	if (cpu->dpc_running || !cpu->dpc_first || cpu->hold >= IRQL_DISPATCH)
		return;
	cpu->dpc_running = true;
	before = irql_raise(cpu, IRQL_DISPATCH);
	while (cpu->dpc_first) {
		cpu_spend(cpu, core_cost(cpu->core, COST_DPC_ENTRY));
		if (cpu->dpc_first) /* it may have been removed meanwhile */
			run(cpu, cpu->dpc_first);
	}
	cpu->dpc_running = false;
	irql_lower(cpu, before);
}
