/* SPDX-License-Identifier: MIT */
/*
 * Devices as their drivers have set them. A register write is posted: the driver has done its part when it is issued (mmio.write), the
 * device knows when it arrives (mmio.arrive).
 */
#include <stdio.h>
#include <string.h>

#include "sim/read/rule_parts.h"
#include "sim/read/why.h"

#define CTRL_RST 1u
#define MSIX_CONTROL 2u  /* Message Control in the capability */
#define MSIX_ENABLE_FUNCTION_MASK 0x4000u
#define CAPABILITY_MSIX 0x11

static const struct {
	const char *name;
	enum rule_reg reg;
} reg_names[] = {
	{ "ICR", RULE_ICR }, { "IMS", RULE_IMS },   { "IMC", RULE_IMC },   { "CTRL", RULE_CTRL },
	{ "STATUS", RULE_STATUS }, { "RDT[0]", RULE_RDT }, { "TDT[0]", RULE_TDT }, { "IVAR[0]", RULE_IVAR }, { "CAUSE", RULE_ICR }, { "MASK", RULE_MASK },
};

/* Registers that come in numbers (doc/vnic.md). */
#define QUEUES 8
static const struct {
	unsigned n, bytes;
} strides[RULE_REGS] = { [RULE_IVAR] = { RULE_CAUSES, 4 }, [RULE_RDT] = { QUEUES, 0x100 }, [RULE_TDT] = { QUEUES, 0x100 } };

uint32_t rule_device_of(const struct rules *rules, uint32_t obj)
{
	const struct scene *scene = rules->scene;

	while (obj && obj < scene->objects_n && scene->objects[obj].type != SYM_object_DEVICE)
		obj = scene->objects[obj].parent;
	return obj < scene->objects_n ? obj : 0;
}

static void find_registers(const struct rules *rules, const struct scene_device *device, struct rule_device *state)
{
	for (size_t i = 0; i < device->regs_n; i++)
		for (size_t k = 0; k < sizeof reg_names / sizeof *reg_names; k++)
			if (!strcmp(trace_text_of(rules->trace, device->regs[i].name), reg_names[k].name))
				state->reg[reg_names[k].reg] = (uint32_t)i + 1;
	if (state->reg[RULE_MASK])
		state->enabled = device->regs[state->reg[RULE_MASK] - 1].value; /* NOISY may start with it set */
}

static const struct scene_device *device_seen(const struct rules *rules, uint32_t device)
{
	return scene_device(rules->scene, device);
}

struct rule_device *rule_device(struct rules *rules, uint32_t device)
{
	const struct scene_device *seen = device_seen(rules, device);
	size_t place = (size_t)(seen - rules->scene->devices);
	struct rule_device *state = &rules->devices[place < rules->devices_n ? place : rules->devices_n];

	if (!state->reg[RULE_ICR])
		find_registers(rules, seen, state);
	return state;
}

static uint32_t value_of(const struct rules *rules, uint32_t device, uint32_t place)
{
	const struct scene_device *seen = device_seen(rules, device);

	return place && place <= seen->regs_n ? seen->regs[place - 1].value : 0;
}

enum rule_reg rule_reg_of(struct rules *rules, const struct record *access, unsigned *element)
{
	const struct rule_device *state = rule_device(rules, access->obj);
	const struct scene_device *seen = device_seen(rules, access->obj);

	*element = 0;
	for (unsigned i = 0; i < RULE_REGS; i++) {
		uint64_t offset = state->reg[i] ? seen->regs[state->reg[i] - 1].offset : UINT64_MAX;

		if (access->w[0] == offset)
			return (enum rule_reg)i;
		if (strides[i].n && access->w[0] > offset && access->w[0] < offset + strides[i].n * strides[i].bytes &&
		    (access->w[0] - offset) % strides[i].bytes == 0) {
			*element = (unsigned)((access->w[0] - offset) / strides[i].bytes);
			return (enum rule_reg)i;
		}
	}
	return RULE_REGS;
}

uint32_t rule_live(const struct rules *rules, uint32_t device)
{
	struct rule_device *state = rule_device((struct rules *)rules, device);

	return value_of(rules, device, state->reg[RULE_ICR]) &
	       value_of(rules, device, state->reg[RULE_MASK] ? state->reg[RULE_MASK] : state->reg[RULE_IMS]);
}

uint32_t rule_left(struct rules *rules, uint32_t device)
{
	const struct rule_device *state = rule_device(rules, device);

	return rule_live(rules, device) & ~state->acknowledged & ~state->disabling;
}

/* Under MSI-X an entry that is masked, or not in the table, sends nothing (BASE 6.1.4.5); under MSI and on a line all do. */
static bool source_open(const struct scene_device *device, uint32_t ivar)
{
	unsigned at = scene_capability(device, CAPABILITY_MSIX);
	uint32_t source = ivar & RULE_IVAR_SOURCE;

	if (scene_mode(device) != SYM_grant_MSIX)
		return true;
	return ivar & RULE_IVAR_VALID && source < device->entries_n && !(device->entries[source].control & 1) &&
	       !(scene_config(device, at + MSIX_CONTROL, 2) & MSIX_ENABLE_FUNCTION_MASK);
}

int rule_may_send(struct rules *rules, uint32_t device)
{
	const struct rule_device *state = rule_device(rules, device);

	for (int cause = 0; cause < RULE_CAUSES; cause++)
		if (state->enabled >> cause & 1 && source_open(device_seen(rules, device), state->ivar[cause]))
			return cause;
	return -1;
}

/* NOISY's bits (doc/noisy.md). */
static const char *noisy_name(unsigned bit)
{
	static const char *const names[] = { "TIMER", "SW0", "SW1", "SW2" };

	return bit < sizeof names / sizeof *names ? names[bit] : "?";
}

const char *rule_cause_names(struct rules *rules, uint32_t device, uint32_t bits, char *text, size_t size)
{
	bool noisy = rule_device(rules, device)->reg[RULE_MASK];
	size_t n = 0;

	*text = '\0';
	for (unsigned bit = 0; bit < RULE_CAUSES && n + 8 < size; bit++) {
		char name[8];

		if (bits >> bit & 1)
			n += (size_t)snprintf(text + n, size - n, "%s%s", n ? " " : "",
					      noisy ? noisy_name(bit) : why_cause_name(bit, name, sizeof name));
	}
	return text;
}

/* ---- what changes it ---- */

static void reset(struct rule_device *state)
{
	state->enabled = state->acknowledged = 0;
	state->disabling = UINT32_MAX;
	memset(state->ivar, 0, sizeof state->ivar);
}

void rule_see_started(struct rules *rules, const struct record *record)
{
	struct rule_device *state = rule_device(rules, record->obj);

	memset(state->mapped, 0, sizeof state->mapped);
	state->registered = false;
	state->told = 0;
}

void rule_see_device_written(struct rules *rules, const struct record *record)
{
	struct rule_device *state = rule_device(rules, record->obj);
	uint32_t value = (uint32_t)record->w[1];
	unsigned element;

	switch (rule_reg_of(rules, record, &element)) {
	case RULE_ICR:
		state->acknowledged |= value;
		break;
	case RULE_IMS:
		state->enabled |= value;
		state->disabling &= ~value;
		break;
	case RULE_IMC:
		state->enabled &= ~value;
		state->disabling |= value;
		break;
	case RULE_MASK:
		state->enabled = value;
		state->disabling = ~value;
		break;
	case RULE_IVAR:
		state->ivar[element] = value;
		break;
	case RULE_CTRL:
		if (value & CTRL_RST)
			reset(state);
		break;
	case RULE_STATUS:
	case RULE_RDT:
	case RULE_TDT:
	case RULE_REGS:
		break;
	}
}

/* From now on the device's own registers tell. */
void rule_see_device_reached(struct rules *rules, const struct record *record)
{
	struct rule_device *state = rule_device(rules, record->obj);
	uint32_t value = (uint32_t)record->w[1];
	unsigned element, reg = rule_reg_of(rules, record, &element);

	state->arrived = record->number;
	if (reg == RULE_ICR)
		state->acknowledged &= ~value;
	else if (reg == RULE_IMC)
		state->disabling &= ~value;
	else if (reg == RULE_MASK)
		state->disabling &= value;
	else if (reg == RULE_CTRL && value & CTRL_RST)
		state->disabling = 0;
}

/* EIAM: the device disables what a message carries. A driver's own write was counted when it was issued. */
void rule_see_device_masked(struct rules *rules, const struct record *record)
{
	struct rule_device *state = rule_device(rules, record->obj);

	if (record->cause != state->arrived)
		state->enabled &= ~(uint32_t)record->w[0];
}

static bool names(const struct rules *rules, const struct record *record, const char *name)
{
	return !strcmp(trace_text_of(rules->trace, record->w[0]), name);
}

void rule_see_device_mapped(struct rules *rules, const struct record *record)
{
	struct rule_device *state = rule_device(rules, record->obj);

	if (record->w[0] < SCENE_MESSAGES && record->cause == rule_cpu(rules, record)->map_call)
		state->mapped[record->w[0] / 64] |= (uint64_t)1 << record->w[0] % 64;
}

void rule_see_device_registers(struct rules *rules, const struct record *record)
{
	uint32_t device = rule_device_of(rules, record->obj);

	if (device && names(rules, record, "NdisMRegisterInterruptEx"))
		rule_device(rules, device)->registered = true;
	if (names(rules, record, "NdisMConfigMSIXTableEntry"))
		rule_cpu(rules, record)->map_call = record->number;
}

void rule_see_device_deregistered(struct rules *rules, const struct record *record)
{
	uint32_t device = rule_device_of(rules, record->obj);

	if (device && names(rules, record, "NdisMDeregisterInterruptEx"))
		rule_device(rules, device)->registered = false;
}
