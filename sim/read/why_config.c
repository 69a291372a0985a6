/* SPDX-License-Identifier: MIT */
/* The gates in configuration space, in the order of why.def: which mechanism is in force, power, Bus Master here and above, Function Mask. */
#include "sim/base/say.h"
#include "sim/read/why_parts.h"

#define NONE UINT64_MAX

uint64_t why_config_since(const struct why *why, const struct scene_device *device, unsigned offset, unsigned size)
{
	const struct seek wanted = { R_CFG_WRITE, R_CFG_STATE, device->obj, SEEK_ANY };
	uint64_t n = seek_last(why->trace, why->number, &wanted);

	for (; n != NONE; n = n ? seek_last(why->trace, n - 1, &wanted) : NONE) {
		const struct record *r = trace_at(why->trace, n);

		if (r->w[0] < offset + size && offset < r->w[0] + r->w[1])
			break;
	}
	return n;
}

static void mode_opens(const struct why *why, struct why_gate *gate)
{
	const char *name = why_name(why, why->device);
	unsigned msi = scene_capability(why->device, 0x05), grant = why->device->grant.kind;

	if (grant == SYM_grant_MSIX)
		why_opens_with(gate, "config.write %s msix.control 0x8000", name);
	else if (grant == SYM_grant_MSI)
		why_opens_with(gate, "config.write %s msi.control 0x%x", name, scene_config(why->device, msi + 2, 2) | 1);
	else
		why_opens_with(gate, "config.write %s command 0x%x", name, scene_config(why->device, 4, 2) & ~0x400u);
}

void why_gate_mode(const struct why *why, struct why_gate *gate)
{
	static const char *const modes[] = { "INTx", "INTx", "MSI", "MSI-X" };
	unsigned mode = scene_mode(why->device), grant = why->device->grant.kind;

	if (grant != SYM_grant_NONE && mode != SYM_grant_NONE && mode != grant)
		why_found(gate, false, "%s is in force, but %s was granted", modes[mode & 3], modes[grant & 3]);
	else if (mode == SYM_grant_NONE && scene_config(why->device, 4, 2) & 0x400)
		why_found(gate, false, "no messages are enabled, and Interrupt Disable is set");
	else if (mode == SYM_grant_NONE)
		why_found(gate, false, "no way to interrupt is in force");
	else
		why_found(gate, true, "%s is in force", modes[mode & 3]);
	gate->since = why_config_since(why, why->device, 4, 2);
	for (unsigned id = 0x05; id <= 0x11; id += 0x0C) {
		unsigned at = scene_capability(why->device, (uint8_t)id);
		uint64_t since = at ? why_config_since(why, why->device, at + 2, 2) : NONE;

		if (since != NONE && (gate->since == NONE || since > gate->since))
			gate->since = since;
	}
	mode_opens(why, gate);
}

/* D0 is enough for a function that keeps its context (No_Soft_Reset); one that does not has to be started anew. */
static void awake_again(const struct why *why, const struct scene_device *device, unsigned pm, struct why_gate *gate)
{
	uint32_t control = scene_config(device, pm + 4, 2);

	if (control & 8)
		why_opens_with(gate, "config.write %s pm.control 0x%x", why_name(why, device), control & 0xFFFC);
	else
		why_opens_with(gate, "restart %s", why_name(why, device));
}

void why_gate_power(const struct why *why, struct why_gate *gate)
{
	unsigned pm = scene_capability(why->device, 0x01);
	unsigned state = pm ? scene_config(why->device, pm + 4, 2) & 3 : 0;

	if (!pm) {
		why_no_gate(gate);
		return;
	}
	why_found(gate, state == 0, "the function is in D%u", state);
	gate->since = why_config_since(why, why->device, pm + 4, 2);
	awake_again(why, why->device, pm, gate);
}

static void master_of(const struct why *why, const struct scene_device *device, struct why_gate *gate)
{
	uint32_t command = scene_config(device, 4, 2);

	why_found(gate, command & 4, command & 4 ? N_("Bus Master of %s is set") : N_("Bus Master of %s is clear"), why_name(why, device));
	gate->since = why_config_since(why, device, 4, 2);
	why_opens_with(gate, "config.write %s command 0x%x", why_name(why, device), command | 4);
}

void why_gate_master(const struct why *why, struct why_gate *gate)
{
	if (why_by_message(why))
		master_of(why, why->device, gate);
	else
		why_no_gate(gate);
}

static bool sleeps(const struct why *why, const struct scene_device *bridge, struct why_gate *gate)
{
	unsigned pm = scene_capability(bridge, 0x01), state = pm ? scene_config(bridge, pm + 4, 2) & 3 : 0;

	if (!state)
		return false;
	why_found(gate, false, "%s is in D%u", why_name(why, bridge), state);
	gate->since = why_config_since(why, bridge, pm + 4, 2);
	awake_again(why, bridge, pm, gate);
	return true;
}

/* A message is a write: a bridge that sleeps or may not master the bus above forwards none (BASE 7.5.1). INTx needs no such leave. */
void why_gate_bridges(const struct why *why, struct why_gate *gate)
{
	const struct scene_device *bridge = scene_device(why->scene, why->device->parent);

	why_no_gate(gate);
	for (unsigned steps = 0; why_by_message(why) && bridge->obj && steps < 256; steps++) {
		if (sleeps(why, bridge, gate))
			return;
		master_of(why, bridge, gate);
		if (gate->state == WHY_CLOSED)
			return;
		bridge = scene_device(why->scene, bridge->parent);
	}
}

void why_gate_function_mask(const struct why *why, struct why_gate *gate)
{
	unsigned msix = scene_capability(why->device, 0x11);
	bool masked = scene_config(why->device, msix + 2, 2) & 1u << 14;

	if (why->mode != SYM_grant_MSIX || !msix) {
		why_no_gate(gate);
		return;
	}
	why_found(gate, !masked, masked ? N_("Function Mask is set") : N_("Function Mask is clear"));
	gate->since = why_config_since(why, why->device, msix + 2, 2);
	why_opens_with(gate, "unmask %s all", why_name(why, why->device));
}
