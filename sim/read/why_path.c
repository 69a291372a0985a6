/* SPDX-License-Identifier: MIT */
/* The gates between the device and the end of the handling: IO-APIC, local APIC, levels, handlers. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/why_parts.h"

#define NONE UINT64_MAX

/* Destination modes as in the SDM: physical; logical, flat or by clusters. FFh names all. */
static bool names_cpu(const struct scene *scene, uint64_t address, unsigned cpu)
{
	const struct scene_apic *apic = &scene->cpus[cpu].apic;
	unsigned destination = address >> 12 & 0xFF, id = apic->ldr >> 24;

	if (!(address & 4))
		return destination == cpu || destination == 0xFF;
	if (apic->dfr >> 28 == 0xF)
		return id & destination;
	return id >> 4 == destination >> 4 && id & destination & 0xF;
}

bool why_target(const struct scene *scene, uint64_t address, unsigned *cpu)
{
	if (address >> 20 != 0xFEE)
		return false;
	for (*cpu = 0; *cpu < scene->cpus_n; (*cpu)++)
		if (names_cpu(scene, address, *cpu))
			return true;
	return false;
}

void why_gate_destination(const struct why *why, struct why_gate *gate)
{
	uint64_t drop = why_last(why, why->device->obj, R_MSI_DROP, R_MSI_DROP, why->message);

	if (why->mode == SYM_grant_MSIX && why->message >= why->device->entries_n) { /* no entry: no address and no data */
		why_no_gate(gate);
		return;
	}
	if (why->routed && why->ours)
		why_found(gate, true, "vector 0x%x on cpu%u", why->vector, why->cpu);
	else if (why->routed && why->mode == SYM_grant_LINE)
		why_found(gate, false, "vector 0x%x on cpu%u is not the vector of its line", why->vector, why->cpu);
	else if (why->routed)
		why_found(gate, false, "vector 0x%x on cpu%u belongs to no message that was granted", why->vector, why->cpu);
	else
		why_found(gate, false, why->vector < 16 ? N_("address and data name a vector below 16") : N_("address and data name no CPU"));
	if (!why->routed && drop != NONE)
		gate->since = drop;
	why_opens_with(gate, "restart %s", why_name(why, why->device));
}

void why_gate_ioapic_mask(const struct why *why, struct why_gate *gate)
{
	bool masked = why->scene->entry[why->input % SCENE_INPUTS] >> 16 & 1;

	if (why->mode != SYM_grant_LINE) {
		why_no_gate(gate);
		return;
	}
	why_found(gate, !masked, masked ? N_("input %u is masked") : N_("input %u is not masked"), why->input);
	gate->since = why_last(why, why->scene->ioapic_obj, R_IOAPIC_ENTRY, R_IOAPIC_ENTRY, why->input);
	why_opens_with(gate, "ioapic.unmask %u", why->input);
}

/* Remote IRR is set by this very signal; it is a gate to the next one only. */
void why_gate_remote_irr(const struct why *why, struct why_gate *gate)
{
	bool waits = why->scene->entry[why->input % SCENE_INPUTS] >> 14 & 1;

	if (why->mode != SYM_grant_LINE) {
		why_no_gate(gate);
		return;
	}
	why_found(gate, !waits || why->under_way, waits ? N_("input %u waits for the end of interrupt of its vector") :
						      N_("input %u does not wait"), why->input);
	gate->since = waits ? why_last(why, why->scene->ioapic_obj, R_IOAPIC_SEND, R_IOAPIC_REDELIVER, why->input) : NONE;
}

static const struct scene_cpu *cpu_of(const struct why *why)
{
	return &why->scene->cpus[why->routed ? why->cpu : why->scene->cpus_n];
}

void why_gate_apic(const struct why *why, struct why_gate *gate)
{
	const struct scene_cpu *cpu = cpu_of(why);
	bool enabled = cpu->apic.svr & 0x100;

	if (!why->routed) {
		gate->state = WHY_NOT_MET;
		return;
	}
	why_found(gate, enabled, enabled ? N_("the local APIC of cpu%u is enabled") : N_("the local APIC of cpu%u is disabled (SVR bit 8)"), why->cpu);
	gate->since = enabled ? NONE : why_last(why, cpu->obj, R_APIC_REG, R_APIC_REG, 0xF0);
}

/* A service routine that has run needs no way in any more. */
static bool delivered(const struct why *why)
{
	return why->service != NONE;
}

void why_gate_level(const struct why *why, struct why_gate *gate)
{
	const struct scene_cpu *cpu = cpu_of(why);
	unsigned class = why->vector >> 4, tpr = cpu->apic.tpr >> 4;
	bool held = cpu->hold > cpu->irql;

	if (!why->routed) {
		gate->state = WHY_NOT_MET;
		return;
	}
	if (delivered(why)) {
		why_found(gate, true, "cpu%u took it", why->cpu);
		return;
	}
	why_found(gate, tpr < class, held ? N_("cpu%u is held at IRQL %u, the vector is of class %u") :
		  N_("cpu%u is at IRQL %u, the vector is of class %u"), why->cpu, tpr, class);
	gate->since = why_last(why, cpu->obj, held ? R_CPU_HOLD : R_IRQL_RAISE, held ? R_CPU_HOLD : R_IRQL_LOWER, NONE);
	if (held || cpu->stack.depth == 0)
		why_opens_with(gate, "irql.lower cpu%u %u", why->cpu, class ? class - 1 : 0);
}

static int highest(const uint32_t set[8])
{
	for (int word = 7; word >= 0; word--)
		if (set[word])
			return word * 32 + 31 - __builtin_clz(set[word]);
	return -1;
}

void why_gate_service(const struct why *why, struct why_gate *gate)
{
	const struct scene_cpu *cpu = cpu_of(why);
	int vector = highest(cpu->apic.isr);

	if (!why->routed) {
		gate->state = WHY_NOT_MET;
		return;
	}
	if (delivered(why) || vector < 0) {
		why_found(gate, true, "nothing is in service before it");
		return;
	}
	why_found(gate, vector >> 4 < why->vector >> 4, "vector 0x%x is in service on cpu%u", (unsigned)vector, why->cpu);
	gate->since = why_last(why, cpu->obj, R_APIC_DELIVER, R_APIC_DELIVER, (uint64_t)vector);
}

void why_gate_connected(const struct why *why, struct why_gate *gate)
{
	const struct scene_interrupt *interrupt = why->interrupt;
	bool connected = why->granted < interrupt->n && interrupt->messages[why->granted].connected;

	if (!why_by_message(why))
		why_found(gate, connected, connected ? N_("the line has a service routine") : N_("the line has no service routine"));
	else
		why_found(gate, connected, connected ? N_("message %u has a service routine") : N_("message %u has no service routine"), why->granted);
	if (interrupt->obj)
		gate->since = why_last(why, interrupt->obj, R_ISR_CONNECT, R_ISR_DISCONNECT, why_granted(why));
	why_opens_with(gate, "%s %s", why->device->state == SYM_state_ABSENT || why->device->state == SYM_state_HALTED ? "start" : "restart",
		   why_name(why, why->device));
}

void why_gate_claimed(const struct why *why, struct why_gate *gate)
{
	const struct record *exit = why->served == NONE ? NULL : trace_at(why->trace, why->served);

	if (!exit) {
		gate->state = WHY_NOT_MET;
		snprintf(gate->text, sizeof gate->text, "%s", why->service == NONE ? say("the service routine has not run") : say("the service routine has not ended"));
		return;
	}
	why_found(gate, exit->w[1], exit->w[1] ? N_("the service routine claimed it") : N_("the service routine said it is not its device's"));
	gate->since = why->served;
}

void why_gate_queued(const struct why *why, struct why_gate *gate)
{
	if (why->served == NONE) {
		gate->state = WHY_NOT_MET;
		return;
	}
	why_found(gate, why->queue != NONE, why->queue != NONE ? N_("a DPC was queued") : N_("the service routine asked for no DPC"));
	gate->since = why->queue != NONE ? why->queue : why->served;
}

void why_gate_ran(const struct why *why, struct why_gate *gate)
{
	const struct record *queued = why->queue == NONE ? NULL : trace_at(why->trace, why->queue);
	unsigned cpu = queued && queued->w[1] < why->scene->cpus_n ? (unsigned)queued->w[1] : 0;

	if (!queued || !why->scene->cpus_n) {
		gate->state = WHY_NOT_MET;
		return;
	}
	if (why->run != NONE) {
		why_found(gate, true, "the DPC ran");
		gate->since = why->run;
		return;
	}
	if (why->scene->cpus[cpu].hold >= 2) {
		why_found(gate, false, "the DPC waits on cpu%u, which is held at IRQL %u", cpu, why->scene->cpus[cpu].hold);
		why_opens_with(gate, "irql.lower cpu%u 0", cpu);
		return;
	}
	why_found(gate, false, "the DPC waits on cpu%u, which is at IRQL %u", cpu, why->scene->cpus[cpu].irql);
	gate->since = why->queue;
	if (why->scene->cpus[cpu].stack.depth == 0 && why->scene->cpus[cpu].irql >= 2)
		why_opens_with(gate, "irql.lower cpu%u 0", cpu);
}
