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
	core_init(&rig->core, &rig->machine, rig->trace);
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

static void read_settings(struct rig *rig, struct machine *scratch, const char *settings)
{
	char head[256];
	struct err err = { 0 };

	(void)rig;
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
	read_settings(rig, &scratch, settings);
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
