/* SPDX-License-Identifier: MIT */
/* From what a function can do to what it gets, and the grant's way into hardware. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/os/grant.h"
#include "sim/os/pnp.h"
#include "sim/os/vectors.h"

#define MESSAGE_BASE UINT64_C(0xFEE00000)

bool pnp_package(const struct machine_driver *driver, struct pnp_package *package, struct err *err)
{
	const struct settings *said = &driver->settings;
	uint64_t msi, limit, policy, priority;

	if (!settings_number(said, "MSISupported", 1, 1, &msi, err) ||
	    !settings_number(said, "MessageNumberLimit", 0, PNP_MESSAGES_MAX, &limit, err) ||
	    !settings_number(said, "DevicePolicy", PNP_DEFAULT, PNP_SPREAD, &policy, err) ||
	    !settings_number(said, "AssignmentSetOverride", 0, UINT64_MAX, &package->cpus, err) ||
	    !settings_number(said, "DevicePriority", 0, 3, &priority, err))
		return false;
	package->msi_supported = msi;
	package->limit = (unsigned)limit;
	package->affinity = (enum pnp_affinity)policy;
	package->priority = (unsigned)priority;
	return true;
}

static unsigned power_of_two(unsigned n)
{
	unsigned p = n ? 1 : 0;

	while (p && p * 2 <= n)
		p *= 2;
	return p;
}

static unsigned capability(const struct device *device, unsigned *kind)
{
	*kind = device->msix.offset ? SYM_grant_MSIX : device->msi.offset ? SYM_grant_MSI : SYM_grant_NONE;
	return device->msix.offset ? device->msix.entries : device->msi.offset ? 1u << device->msi.capable : 0;
}

void pnp_require(struct os *os, struct device *device, const struct pnp_package *package, struct pnp_wish *wish)
{
	unsigned capable = capability(device, &wish->kind);
	unsigned most = wish->kind == SYM_grant_MSI ? (unsigned)os_option(os, "msi-limit", 32) : PNP_MESSAGES_MAX;

	if (package->limit && package->limit < most)
		most = package->limit;
	wish->messages = package->msi_supported ? (capable < most ? capable : most) : 0;
	if (wish->kind == SYM_grant_MSI)
		wish->messages = power_of_two(wish->messages);
	if (!wish->messages)
		wish->kind = SYM_grant_NONE;
	wish->line = device->intx.pin != 0;
	for (unsigned i = 0; i < wish->messages; i++)
		wish->each[i] = (struct pnp_message_wish){ package->affinity, package->cpus };
	core_record(os->core, R_PNP_REQUIRE, device->obj, wish->kind, wish->messages, wish->line, 0);
}

/* The n-th CPU of a mask, round and round; an empty or foreign mask means all. */
static unsigned nth_cpu(const struct os *os, uint64_t mask, unsigned n)
{
	uint64_t all = os->cpus_n == 64 ? UINT64_MAX : (UINT64_C(1) << os->cpus_n) - 1;

	mask = mask & all ? mask & all : all;
	for (n %= (unsigned)__builtin_popcountll(mask); n; n--)
		mask &= mask - 1;
	return (unsigned)__builtin_ctzll(mask);
}

/* Where message i is aimed: the driver's own wish, else the machine's affinity rule. `close` keeps a device's messages on the CPU
 * of its slot; `spread` gives each the next CPU; `specified` takes turns over mask=. */
static unsigned target(struct os *os, const struct device *device, const struct pnp_message_wish *wish, unsigned i)
{
	uint64_t mask = 0;
	struct err err;

	if (wish->affinity == PNP_SPECIFIED)
		return nth_cpu(os, wish->cpus, i);
	if (wish->affinity == PNP_ALL_CLOSE || wish->affinity == PNP_ONE_CLOSE || strcmp(os->affinity, "close") == 0)
		return nth_cpu(os, 0, device->slot);
	if (strcmp(os->affinity, "specified") == 0) {
		settings_number(&os->affinity_settings, "mask", 0, UINT64_MAX, &mask, &err);
		return nth_cpu(os, mask, i);
	}
	return nth_cpu(os, 0, os->next_cpu++);
}

static void take_line(struct os *os, struct device *device, const struct pnp_package *package, struct pnp_grant *grant)
{
	unsigned input = device->intx.input;
	struct os_line *line = &os->lines[input];

	if (!line->users) {
		line->cpu = package->affinity == PNP_SPECIFIED ? nth_cpu(os, package->cpus, 0) : 0;
		line->vector = vectors_take(os, line->cpu, vectors_class(os, package->priority), 1);
		if (!line->vector)
			return;
	} else {
		vectors_share(os, line->cpu, line->vector);
	}
	line->users++;
	grant->kind = SYM_grant_LINE;
	grant->line_input = input;
	grant->line_vector = line->vector;
	grant->line_cpu = line->cpu;
	core_record(os->core, R_PNP_LINE, device->obj, input, line->vector, UINT64_C(1) << line->cpu, 0);
}

static struct pnp_message message(unsigned cpu, uint8_t vector)
{
	return (struct pnp_message){ MESSAGE_BASE | (uint64_t)cpu << 12, vector, vector, cpu };
}

static unsigned take_msi(struct os *os, struct device *device, const struct pnp_package *package,
			 const struct pnp_wish *wish, struct pnp_grant *grant, unsigned want)
{
	unsigned cpu = target(os, device, &wish->each[0], 0);
	uint8_t first = want ? vectors_take(os, cpu, vectors_class(os, package->priority), want) : 0;

	for (unsigned i = 0; first && i < want; i++)
		grant->message[i] = message(cpu, (uint8_t)(first + i));
	return first ? want : 0;
}

static unsigned take_msix(struct os *os, struct device *device, const struct pnp_package *package,
			  const struct pnp_wish *wish, struct pnp_grant *grant, unsigned want)
{
	unsigned class = vectors_class(os, package->priority);

	for (unsigned i = 0; i < want; i++) {
		unsigned cpu = target(os, device, &wish->each[i], i);
		uint8_t vector = vectors_take(os, cpu, class, 1);

		if (!vector)
			return i;
		grant->message[i] = message(cpu, vector);
	}
	return want;
}

static void give_messages(struct os *os, const struct pnp_grant *grant, unsigned from, unsigned n)
{
	for (unsigned i = from; i < n; i++)
		vectors_give(os, grant->message[i].cpu, grant->message[i].vector);
}

/* Tries to take `want`; what could be had. MSI has no numbers between powers of two. */
static unsigned take(struct os *os, struct device *device, const struct pnp_package *package,
		     const struct pnp_wish *wish, struct pnp_grant *grant, unsigned want)
{
	unsigned got = 0;

	if (wish->kind == SYM_grant_MSIX)
		return take_msix(os, device, package, wish, grant, want);
	for (want = power_of_two(want); want && !got; want /= 2)
		got = take_msi(os, device, package, wish, grant, want);
	return got;
}

static unsigned decide(struct os *os, const struct device *device, const struct pnp_wish *wish,
		       const struct grant_policy *policy)
{
	bool found = false;
	unsigned want = os->scripted_grant
				? os->scripted_grant(os, device->name, wish->messages, wish->kind == SYM_grant_MSIX, &found)
				: 0;

	if (!found)
		want = policy ? policy->grant(os, wish->messages) : wish->messages;
	return want < wish->messages ? want : wish->messages;
}

static void take_messages(struct os *os, struct device *device, const struct pnp_package *package,
			  const struct pnp_wish *wish, struct pnp_grant *grant)
{
	const struct grant_policy *policy = grant_policy_named(os->policy);
	unsigned want = decide(os, device, wish, policy);
	unsigned got = take(os, device, package, wish, grant, want);

	if (got < want && got > 1 && policy && policy->all_or_one) {
		give_messages(os, grant, 1, got);
		got = 1;
	}
	grant->count = got;
	if (!got)
		return;
	grant->kind = wish->kind;
	os->messages_out += got;
}

void pnp_assign(struct os *os, struct device *device, const struct pnp_package *package, const struct pnp_wish *wish,
		struct pnp_grant *grant)
{
	struct core *core = os->core;

	grant->kind = SYM_grant_NONE;
	grant->count = 0;
	if (wish->messages)
		take_messages(os, device, package, wish, grant);
	if (grant->kind == SYM_grant_NONE && wish->line)
		take_line(os, device, package, grant);
	core_record(core, R_PNP_GRANT, device->obj, grant->kind, grant->count, wish->messages, core_text(core, os->policy));
	for (unsigned i = 0; i < grant->count; i++)
		core_record(core, R_PNP_MESSAGE, device->obj, i, grant->message[i].address, grant->message[i].data,
			    UINT64_C(1) << grant->message[i].cpu);
}

static void command(struct device *device, uint16_t set, uint16_t clear)
{
	uint32_t was = cfg_read(device, CFG_COMMAND, 2);

	cfg_write(device, CFG_COMMAND, 2, (was | set) & ~(uint32_t)clear);
}

/* A function that sleeps is brought to D0 before it is used, and answers where the system has put it: one that was reset, or
 * keeps no context in D3hot, has forgotten that (PCI PM 1.2, 5.4.1). */
static void wake(struct device *device)
{
	if (device->pm.offset && !pm_awake(&device->pm))
		cfg_write(device, device->pm.offset + 4u, 2, 0);
	hw_restore(device);
}

/* Bridges above must be awake, decode and forward, or nothing passes them. */
static void power_path(struct device *device)
{
	for (struct device *b = device->bridge; b; b = b->bridge) {
		wake(b);
		if ((cfg_read(b, CFG_COMMAND, 2) & (CFG_COMMAND_MASTER | CFG_COMMAND_MEMORY)) !=
		    (CFG_COMMAND_MASTER | CFG_COMMAND_MEMORY))
			command(b, CFG_COMMAND_MASTER | CFG_COMMAND_MEMORY, 0);
	}
}

void pnp_power(struct os *os, struct device *device, const struct pnp_grant *grant)
{
	power_path(device);
	wake(device);
	command(device, CFG_COMMAND_MEMORY | CFG_COMMAND_MASTER, CFG_COMMAND_INTX_DISABLE);
	if (grant->kind != SYM_grant_LINE)
		return;
	cfg_write(device, CFG_INTERRUPT_LINE, 1, grant->line_input);
	if (os->lines[grant->line_input].users > 1)
		return;
	ioapic_write(&os->hw->ioapic, 0x11 + 2 * grant->line_input, (uint32_t)grant->line_cpu << 24);
	ioapic_write(&os->hw->ioapic, 0x10 + 2 * grant->line_input, OS_LINE_ENTRY | OS_LINE_MASKED | grant->line_vector);
}

static void enable_msi(struct device *device, const struct pnp_grant *grant)
{
	unsigned at = device->msi.offset, order = 0;
	uint32_t control;

	while (1u << order < grant->count)
		order++;
	cfg_write(device, at + 4, 4, (uint32_t)grant->message[0].address);
	if (device->msi.wide)
		cfg_write(device, at + 8, 4, (uint32_t)(grant->message[0].address >> 32));
	cfg_write(device, device->msi.data, 2, grant->message[0].data);
	control = cfg_read(device, at + 2, 2) & ~0x70u;
	cfg_write(device, at + 2, 2, control | order << 4 | 1);
}

/* Under the function mask, so that no entry is live while it changes (PCI 3.0, 6.8.2). */
static void enable_msix(struct device *device, const struct pnp_grant *grant)
{
	unsigned control = device->msix.offset + 2u;

	cfg_write(device, control, 2, 0xC000);
	for (unsigned i = 0; i < device->msix.entries; i++) {
		const struct pnp_message *m = &grant->message[i < grant->count ? i : 0];

		msix_set(device, i, m->address, m->data, false);
	}
	cfg_write(device, control, 2, 0x8000);
}

static void line_mask(struct os *os, const struct pnp_grant *grant, bool masked)
{
	ioapic_write(&os->hw->ioapic, 0x10 + 2 * grant->line_input,
		     OS_LINE_ENTRY | (masked ? OS_LINE_MASKED : 0u) | grant->line_vector);
}

void pnp_enable(struct os *os, struct device *device, const struct pnp_grant *grant)
{
	if (grant->kind == SYM_grant_LINE) {
		if (os->lines[grant->line_input].connected++ == 0)
			line_mask(os, grant, false);
		return;
	}
	command(device, CFG_COMMAND_INTX_DISABLE, 0);
	if (grant->kind == SYM_grant_MSI)
		enable_msi(device, grant);
	else if (grant->kind == SYM_grant_MSIX)
		enable_msix(device, grant);
}

void pnp_disable(struct os *os, struct device *device, const struct pnp_grant *grant)
{
	if (grant->kind == SYM_grant_LINE) {
		if (--os->lines[grant->line_input].connected == 0)
			line_mask(os, grant, true);
		return;
	}
	if (grant->kind == SYM_grant_MSI)
		cfg_write(device, device->msi.offset + 2u, 2, cfg_read(device, device->msi.offset + 2u, 2) & ~1u);
	else if (grant->kind == SYM_grant_MSIX)
		cfg_write(device, device->msix.offset + 2u, 2, 0);
}

void pnp_release(struct os *os, struct device *device, const struct pnp_grant *grant)
{
	if (!device->removed)
		command(device, CFG_COMMAND_INTX_DISABLE, CFG_COMMAND_MEMORY | CFG_COMMAND_MASTER);
	if (grant->kind == SYM_grant_LINE) {
		os->lines[grant->line_input].users--;
		vectors_give(os, grant->line_cpu, grant->line_vector);
		return;
	}
	give_messages(os, grant, 0, grant->count);
	os->messages_out -= grant->count;
}
