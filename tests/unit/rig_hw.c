/* SPDX-License-Identifier: MIT */
/* The bench for hardware. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/bug.h"
#include "tests/unit/rig_hw.h"

static void give_up(const struct err *err)
{
	char text[512];

	fprintf(stderr, "rig: %s\n", err_text(err, text, sizeof text));
	exit(EXIT_FAILURE);
}

void rig_init(struct rig *rig, const char *head)
{
	struct err err = { 0 };

	memset(rig, 0, sizeof *rig);
	machine_init(&rig->machine);
	if (!machine_read(&rig->machine, head, "head", &err) || !hw_check(&rig->machine, &err))
		give_up(&err);
	rig->trace = trace_new();
	core_init(&rig->core, core_arena(), &rig->machine, rig->trace);
	rig->hw = arena_new(&rig->core.arena, sizeof *rig->hw);
	hw_init(rig->hw, &rig->core);
	rig_mark(rig);
}

void rig_fini(struct rig *rig)
{
	core_fini(&rig->core);
	trace_free(rig->trace);
	machine_fini(&rig->machine);
}

static void read_settings(struct machine *scratch, const char *settings)
{
	char head[256];
	struct err err = { 0 };

	snprintf(head, sizeof head, "device own model %s\n", settings ? settings : "");
	machine_init(scratch);
	if (!machine_read(scratch, head, "settings", &err))
		give_up(&err);
}

struct device *rig_attach(struct rig *rig, const struct device_model *model, struct device *bridge, unsigned slot,
			  const char *settings)
{
	struct device *device = arena_new(&rig->core.arena, sizeof *device);
	struct machine scratch;

	device->model = model;
	device->hw = rig->hw;
	device->core = &rig->core;
	device->name = model->name;
	device->bridge = bridge;
	device->slot = slot;
	rig->hw->devices[rig->hw->devices_n++] = device;
	device->obj = core_object(&rig->core, SYM_object_DEVICE, model->name, bridge ? bridge->obj : 0, "own");
	read_settings(&scratch, settings);
	model->build(device, &scratch.devices[0]);
	machine_fini(&scratch);
	if (device->regs.n)
		regs_declare(&device->regs);
	cfg_declare(device);
	intx_declare(device);
	rig_mark(rig);
	return device;
}

void rig_run(struct rig *rig)
{
	core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
}

void rig_run_for(struct rig *rig, vtime ns)
{
	core_run(&rig->core, rig->core.now + ns, UINT64_MAX);
}

void rig_mark(struct rig *rig)
{
	rig->mark = trace_count(rig->trace);
}

const struct record *rig_find(const struct rig *rig, enum record_kind kind, unsigned n)
{
	for (uint64_t number = rig->mark; number < trace_count(rig->trace); number++) {
		const struct record *record = trace_at(rig->trace, number);

		if (record->kind == kind && n-- == 0)
			return record;
	}
	return NULL;
}

unsigned rig_count(const struct rig *rig, enum record_kind kind)
{
	unsigned n = 0;

	while (rig_find(rig, kind, n))
		n++;
	return n;
}

static void locate(const struct device *device, const char *field, unsigned *offset, unsigned *size)
{
	struct err err = { 0 };

	if (!cfg_named(device, field, offset, size, &err))
		give_up(&err);
}

void rig_config(struct device *device, const char *field, uint32_t value)
{
	unsigned offset = 0, size = 0;

	locate(device, field, &offset, &size);
	cfg_write(device, offset, size, value);
}

uint32_t rig_config_read(const struct device *device, const char *field)
{
	unsigned offset = 0, size = 0;

	locate(device, field, &offset, &size);
	return cfg_read(device, offset, size);
}

/* ---- The function with everything. ---- */

static const struct reg rig_regs[] = {
	/* offset, name, reset, writable, clears, count, stride, kind, by */
	{ 0x00, "CTRL", 0, 0xFF, 0, 0, 0, REG_PLAIN, NULL },
	{ 0x04, "FLAGS", 0xF, 0, 0xF, 0, 0, REG_PLAIN, NULL },
	{ 0x10, "ARRAY", 0, UINT32_MAX, 0, 4, 4, REG_PLAIN, NULL },
	{ 0x40, "COUNT", 0, 0, 0, 0, 0, REG_COUNTED, "nothing" },
	{ 0, NULL, 0, 0, 0, 0, 0, REG_PLAIN, NULL },
};

static unsigned setting(const struct machine_device *description, const char *key, unsigned fallback)
{
	const char *value = settings_get(&description->settings, key);

	return value ? (unsigned)strtoul(value, NULL, 0) : fallback;
}

static void build(struct device *device, const struct machine_device *description)
{
	static const struct cfg_identity identity = {
		.vendor = 0x1234, .device = 0x0001, .revision = 1, .class_code = 0x020000, .pin = 1,
	};
	unsigned msi = setting(description, "msi", 8), msix = setting(description, "msix", 16);

	device_identify(device, description, &identity);
	device_bar(device, 0, 0x1000);
	device_bar(device, RIG_TABLE_BAR, 0x10000);
	pm_init(device, setting(description, "keep", 0));
	if (msi)
		msi_init(device, msi, !setting(description, "narrow", 0), !setting(description, "nomask", 0));
	pcie_init(device, PCIE_ENDPOINT);
	if (msix)
		msix_init(device, msix, RIG_TABLE_BAR, 0, RIG_TABLE_BAR, RIG_PBA);
	regs_init(&device->regs, device->core, device->obj, rig_regs);
	device->state = arena_new(&device->core->arena, sizeof(struct rig_heard));
}

static void hear_sent(struct device *device, unsigned message)
{
	rig_heard(device)->sent++;
	rig_heard(device)->message = message;
}

static void hear_held(struct device *device, unsigned message)
{
	rig_heard(device)->held++;
	rig_heard(device)->message = message;
}

static void hear_changed(struct device *device)
{
	rig_heard(device)->changed++;
}

static void hear_reset(struct device *device)
{
	rig_heard(device)->reset++;
	regs_reset(&device->regs);
}

static void hear_write(struct device *device, uint32_t offset, uint32_t value)
{
	rig_heard(device)->written = value;
	regs_write(&device->regs, (unsigned)regs_at(&device->regs, offset), value);
}

const struct device_model rig_model = {
	.name = "nic0",
	.help = "the tests' own",
	.build = build,
	.write = hear_write,
	.reset = hear_reset,
	.changed = hear_changed,
	.sent = hear_sent,
	.held = hear_held,
};

struct rig_heard *rig_heard(const struct device *device)
{
	return device->state;
}

struct device *rig_nic(struct rig *rig, const char *settings)
{
	struct device *device = rig_attach(rig, &rig_model, NULL, 1, settings);

	rig_config(device, "bar0", 0xC0000000);
	rig_config(device, "bar2", 0xC0010000);
	rig_config(device, "command", 0x0006);
	rig_mark(rig);
	return device;
}

void rig_msi(struct device *device, unsigned order, uint32_t address, uint16_t data)
{
	rig_config(device, "msi.address", address);
	rig_config(device, "msi.data", data);
	rig_config(device, "msi.control", order << 4 | 1);
}

void rig_msix(struct device *device, unsigned unmasked)
{
	for (unsigned i = 0; i < device->msix.entries; i++)
		msix_set(device, i, 0xFEE00000, 0x40 + i, i >= unmasked);
	rig_config(device, "msix.control", 0x8000);
}
