/* SPDX-License-Identifier: MIT */
/* The hardware of functions from the machine: configuration space, registers, tables, pins, sources, links. */
#include <string.h>

#include "sim/hw/dev_vnic.h"
#include "tests/property/fill.h"

typedef void fill(struct scene_device *to, const struct device *device);

static void each_device(struct scene *scene, const struct sim *sim, fill *visit)
{
	for (size_t i = 1; i < scene->devices_n; i++)
		visit(&scene->devices[i], fill_device(sim, scene->devices[i].obj));
}

static const struct vnic *vnic_of(const struct device *device)
{
	return strcmp(device->model->name, "vnic") == 0 ? device->state : NULL;
}

static void config(struct scene_device *to, const struct device *device)
{
	memcpy(to->config, device->cfg.value, sizeof to->config);
}

void fill_config(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, config);
}

static void registers(struct scene_device *to, const struct device *device)
{
	to->regs_n = device->regs.n;
	for (uint32_t i = 0; i < device->regs.n; i++)
		to->regs[i].value = device->regs.value[i];
}

void fill_registers(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, registers);
}

static void table(struct scene_device *to, const struct device *device)
{
	to->entries_n = device->msix.entries;
	for (unsigned i = 0; i < device->msix.entries; i++) {
		const struct msix_entry *entry = &device->msix.table[i];

		to->entries[i] = (struct scene_entry){ entry->address, entry->data, entry->control };
	}
}

void fill_tables(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, table);
}

static void pending(struct scene_device *to, const struct device *device)
{
	for (unsigned i = 0; i < device->msix.entries; i += 64)
		to->pba[i / 64] = device->msix.pba[i / 64];
}

void fill_pending(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, pending);
}

static void line(struct scene_device *to, const struct device *device)
{
	to->asserted = device->intx.asserted ? UINT32_C(1) << device->intx.pin : 0;
	to->removed = device->removed;
}

void fill_lines(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, line);
}

/* Only a throttled source knows when its wait ends. */
static void sources(struct scene_device *to, const struct device *device)
{
	const struct vnic *vnic = vnic_of(device);

	to->due = vnic ? vnic->interrupt.due : 0;
	for (unsigned m = 0; m < SCENE_SOURCES; m++)
		to->until[m] = vnic && vnic->interrupt.throttled >> m & 1 ? vnic->interrupt.next[m] : 0;
}

void fill_sources(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, sources);
}

static void link_of(struct scene_device *to, const struct device *device)
{
	const struct vnic *vnic = vnic_of(device);

	to->link_up = vnic && vnic->link;
	to->link_speed = to->link_up ? vnic->speed : 0;
}

void fill_links(struct scene *scene, const struct sim *sim)
{
	each_device(scene, sim, link_of);
}
