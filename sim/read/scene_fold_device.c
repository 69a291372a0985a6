/* SPDX-License-Identifier: MIT */
/*
 * The fold of the hardware: registers, configuration space, messages, lines, the IO-APIC; and what the system grants. Counted registers
 * move by one with the record that the device's table of registers names.
 */
#include "sim/base/mem.h"
#include "sim/read/scene_parts.h"

static struct scene_device *device_of(struct scene *scene, const struct record *r)
{
	return (struct scene_device *)scene_device(scene, r->obj);
}

/* Registers. */

static struct scene_reg *reg_of(struct scene_device *device, enum scene_role role, uint64_t element)
{
	uint64_t place = device->role[role] + element;

	return device->role[role] && place <= device->regs_n ? &device->regs[place - 1] : NULL;
}

static void put(struct scene_device *device, enum scene_role role, uint64_t element, uint64_t value)
{
	struct scene_reg *reg = reg_of(device, role, element);

	if (reg)
		reg->value = (uint32_t)value;
}

static void count(struct scene_device *device, enum scene_role role, uint64_t element)
{
	struct scene_reg *reg = reg_of(device, role, element);

	if (reg)
		reg->value++;
}

void scene_fold_reg(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	if (r->w[0] < device->regs_n)
		device->regs[r->w[0]].value = (uint32_t)r->w[1];
}

void scene_fold_reset(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	for (size_t i = 0; i < device->regs_n; i++)
		device->regs[i].value = device->regs[i].reset;
}

void scene_fold_cause(struct scene *scene, const struct record *r)
{
	put(device_of(scene, r), ROLE_ICR, 0, r->w[1]);
}

void scene_fold_enable(struct scene *scene, const struct record *r)
{
	put(device_of(scene, r), ROLE_IMS, 0, r->w[1]);
}

void scene_fold_due(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	unsigned source = r->w[0] % SCENE_SOURCES;
	uint64_t bit = (uint64_t)1 << source;

	device->due = r->w[1] ? device->due | bit : device->due & ~bit;
	device->until[source] = r->w[1] ? (vtime)r->w[2] : 0;
}

/* Queues 8 and up transmit. */
void scene_fold_descriptor(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	bool transmit = r->w[0] >= 8;
	uint64_t queue = r->w[0] & 7;

	put(device, transmit ? ROLE_TDH : ROLE_RDH, queue, r->w[2]);
	if (transmit && !r->w[3])
		return;
	count(device, transmit ? ROLE_TXCNT : ROLE_RXCNT, queue);
	count(device, transmit ? ROLE_GPTC : ROLE_GPRC, 0);
}

void scene_fold_drop(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	if (r->w[1] == SYM_drop_NO_DESCRIPTOR)
		count(device, ROLE_RXDROP, r->w[0]);
	if (r->w[0] < 8)
		count(device, ROLE_MPC, 0);
}

void scene_fold_link(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	device->link_up = r->w[0];
	device->link_speed = (uint32_t)r->w[1];
}

/* Configuration space, messages, the line. */

static void store(struct scene_device *device, uint64_t offset, uint64_t size, uint64_t value)
{
	for (unsigned i = 0; i < size && i < 4 && offset + i < SCENE_CONFIG; i++)
		device->config[offset + i] = (uint8_t)(value >> 8 * i);
}

void scene_fold_cfg_write(struct scene *scene, const struct record *r)
{
	store(device_of(scene, r), r->w[0], r->w[1], r->w[3]);
}

void scene_fold_cfg_state(struct scene *scene, const struct record *r)
{
	store(device_of(scene, r), r->w[0], r->w[1], r->w[2]);
}

/* The pending register of MSI is written by the device with these records alone (BASE 7.7.1). */
void scene_fold_msi_pending(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	unsigned msi = scene_capability(device, 0x05);

	if (msi)
		store(device, msi + (scene_config(device, msi + 2, 2) & 0x80 ? 0x14 : 0x10), 4, r->w[1]);
}

void scene_fold_sent(struct scene *scene, const struct record *r)
{
	count(device_of(scene, r), ROLE_IMSGS, r->w[0]);
}

void scene_fold_entry(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	if (r->w[0] < device->entries_n)
		device->entries[r->w[0]] = (struct scene_entry){ r->w[1], (uint32_t)r->w[2], (uint32_t)r->w[3] };
}

void scene_fold_entry_mask(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	if (r->w[0] < device->entries_n)
		device->entries[r->w[0]].control = (uint32_t)r->w[1];
}

void scene_fold_pba(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	uint64_t bit = (uint64_t)1 << r->w[0] % 64;

	if (r->w[0] >= device->entries_n)
		return;
	if (r->kind == R_PBA_SET)
		device->pba[r->w[0] / 64] |= bit;
	else
		device->pba[r->w[0] / 64] &= ~bit;
}

void scene_fold_line(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	uint32_t bit = 1u << r->w[0] % 8;

	if (r->kind == R_LINE_ASSERT)
		count(device, ROLE_INTXA, 0);
	device->asserted = r->kind == R_LINE_ASSERT ? device->asserted | bit : device->asserted & ~bit;
}

void scene_fold_level(struct scene *scene, const struct record *r)
{
	uint32_t bit = 1u << r->w[0] % SCENE_INPUTS;

	scene->levels = r->w[1] ? scene->levels | bit : scene->levels & ~bit;
}

void scene_fold_redirection(struct scene *scene, const struct record *r)
{
	if (r->w[0] < SCENE_INPUTS)
		scene->entry[r->w[0]] = r->w[r->kind == R_IOAPIC_ENTRY ? 1 : 2];
}

/* Plug and play, the end. */

void scene_fold_start(struct scene *scene, const struct record *r)
{
	device_of(scene, r)->driver = (uint32_t)r->w[0];
}

void scene_fold_state(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	device->state = (uint8_t)r->w[0];
	device->status = (uint32_t)r->w[1];
}

void scene_fold_require(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	device->required = (struct scene_wish){ true, (uint8_t)r->w[0], (uint32_t)r->w[1], (uint32_t)r->w[2], 0 };
	device->filtered = (struct scene_wish){ .told = false };
}

void scene_fold_filter(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);

	device->filtered = (struct scene_wish){ true, device->required.kind, (uint32_t)r->w[0], (uint32_t)r->w[1], (uint32_t)r->w[2] };
}

/* pnp.line comes before pnp.grant, pnp.message after it. */
void scene_fold_grant(struct scene *scene, const struct record *r)
{
	struct scene_device *device = device_of(scene, r);
	struct scene_grant *grant = &device->grant;

	if (!device->obj || r->w[1] > SCENE_MESSAGES)
		return;
	grant->kind = (uint8_t)r->w[0];
	grant->count = (uint32_t)r->w[1];
	grant->asked = (uint32_t)r->w[2];
	grant->policy = (uint32_t)r->w[3];
	if (grant->kind != SYM_grant_LINE) {
		grant->input = grant->vector = 0;
		grant->cpus = 0;
	}
	mem_free(grant->messages);
	grant->messages = mem_new((grant->count + 1) * sizeof grant->messages[0]);
}

void scene_fold_message(struct scene *scene, const struct record *r)
{
	struct scene_grant *grant = &device_of(scene, r)->grant;

	if (r->w[0] < grant->count)
		grant->messages[r->w[0]] = (struct scene_message){ r->w[1], r->w[3], (uint32_t)r->w[2] };
}

void scene_fold_granted_line(struct scene *scene, const struct record *r)
{
	struct scene_grant *grant = &device_of(scene, r)->grant;

	grant->input = (uint32_t)r->w[0];
	grant->vector = (uint32_t)r->w[1];
	grant->cpus = r->w[2];
}

void scene_fold_remove(struct scene *scene, const struct record *r)
{
	device_of(scene, r)->removed = true;
}

/* What a driver gives to register its interrupt. */

void scene_fold_given(struct scene *scene, const struct record *r)
{
	device_of(scene, r)->given =
		(struct scene_given){ .told = true, .header = (uint32_t)r->w[0], .msi = r->w[1], .sync = r->w[2], .context = r->w[3] };
}

void scene_fold_member(struct scene *scene, const struct record *r)
{
	if (r->w[0] < SYM_member_COUNT)
		device_of(scene, r)->given.handler[r->w[0]] = r->w[1];
}

void scene_fold_refused(struct scene *scene, const struct record *r)
{
	device_of(scene, r)->given.status = (uint32_t)r->w[0];
}
