/* SPDX-License-Identifier: MIT */
/*
 * Building the hardware from a machine description. First everything is placed (parents, slots, bus numbers), then built by
 * the models, then configured as firmware would: bridges numbered and opened, BARs at fixed addresses; then declared.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/hw/hw.h"
#include "sim/hw/place.h"

enum { WINDOWS = 0xE0000000, WINDOW_UNIT = 0x100000 };

static void nobody(struct hw *hw, unsigned cpu)
{
	(void)hw;
	(void)cpu;
}

/* ---- Placing. ---- */

static void place_devices(struct hw *hw)
{
	const struct machine *machine = hw->core->machine;
	struct place places[HW_DEVICES_MAX];
	bool placed = place_all(machine, places, NULL);

	must(placed);
	for (size_t i = 0; i < machine->devices_n; i++) {
		struct device *device = arena_new(&hw->core->arena, sizeof *device);

		device->model = device_model_named(machine->devices[i].model);
		device->hw = hw;
		device->core = hw->core;
		device->name = machine->devices[i].name;
		device->bridge = places[i].parent < 0 ? NULL : hw->devices[places[i].parent];
		device->slot = places[i].slot;
		hw->devices[hw->devices_n++] = device;
	}
}

/* Depth first, as enumeration goes. Returns the highest bus number used. */
static unsigned number_below(struct hw *hw, struct device *bridge, unsigned bus, unsigned last)
{
	for (unsigned i = 0; i < hw->devices_n; i++) {
		struct device *device = hw->devices[i];

		if (device->bridge != bridge)
			continue;
		device->bus = bus;
		if (!device->model->bridge)
			continue;
		device->secondary = ++last;
		last = number_below(hw, device, device->secondary, last);
		device->subordinate = last;
	}
	return last;
}

/* ---- Building. ---- */

static void build(struct hw *hw, unsigned i)
{
	struct device *device = hw->devices[i];
	char detail[80];

	snprintf(detail, sizeof detail, "%s at %02x:%02x.%u", device->model->name, device->bus, device->slot,
		 device->function);
	device->obj = core_object(hw->core, device->model->bridge ? SYM_object_BRIDGE : SYM_object_DEVICE, device->name,
				  device->bridge ? device->bridge->obj : 0, detail);
	device->model->build(device, &hw->core->machine->devices[i]);
}

/* ---- Firmware. ---- */

static void preset(struct device *device, unsigned offset, unsigned size, uint32_t value)
{
	for (unsigned i = 0; i < size; i++)
		device->cfg.value[offset + i] = (uint8_t)(value >> 8 * i);
	device_changed(device);
}

static uint32_t round_up(uint32_t value, uint32_t unit)
{
	return (value + unit - 1) & ~(unit - 1);
}

static uint32_t assign_bars(struct device *device, uint32_t at)
{
	for (unsigned bar = 0; bar < DEVICE_BARS; bar++) {
		if (!device->bar_size[bar])
			continue;
		at = round_up(at, device->bar_size[bar]);
		preset(device, CFG_BAR0 + 4 * bar, 4, at | (device->cfg.value[CFG_BAR0 + 4 * bar] & 0xF));
		at += device->bar_size[bar];
	}
	return at;
}

static uint32_t configure_below(struct hw *hw, struct device *bridge, uint32_t at);

static uint32_t configure_bridge(struct hw *hw, struct device *device, uint32_t at)
{
	uint32_t start = round_up(at, WINDOW_UNIT), end;

	end = round_up(configure_below(hw, device, start), WINDOW_UNIT);
	preset(device, CFG_BUS_PRIMARY, 1, device->bus);
	preset(device, CFG_BUS_SECONDARY, 1, device->secondary);
	preset(device, CFG_BUS_SUBORDINATE, 1, device->subordinate);
	preset(device, CFG_MEMORY_BASE, 2, end > start ? start >> 16 : 0xFFF0);
	preset(device, CFG_MEMORY_LIMIT, 2, end > start ? ((end - 1) >> 16) & 0xFFF0 : 0);
	preset(device, CFG_COMMAND, 2, CFG_COMMAND_MEMORY | CFG_COMMAND_MASTER);
	return end;
}

static uint32_t configure_below(struct hw *hw, struct device *bridge, uint32_t at)
{
	for (unsigned i = 0; i < hw->devices_n; i++) {
		struct device *device = hw->devices[i];

		if (device->bridge != bridge)
			continue;
		at = assign_bars(device, at);
		if (device->model->bridge)
			at = configure_bridge(hw, device, at);
	}
	return at;
}

static void remember(struct device *device)
{
	for (unsigned i = 0; i < DEVICE_BARS; i++)
		device->home[i] = cfg_get(&device->cfg, CFG_BAR0 + 4 * i, 4);
}

/* Of a bridge's header: bus numbers, and the memory window. The dword between them holds status bits. */
static bool is_home(const struct device *device, unsigned offset)
{
	return !device->model->bridge || offset == CFG_BUS_PRIMARY || offset == CFG_MEMORY_BASE;
}

void hw_restore(struct device *device)
{
	for (unsigned i = 0; i < DEVICE_BARS; i++) {
		unsigned offset = CFG_BAR0 + 4 * i;

		if (is_home(device, offset) && cfg_read(device, offset, 4) != device->home[i])
			cfg_write(device, offset, 4, device->home[i]);
	}
}

/* ---- Declaring. ---- */

static void declare(struct device *device)
{
	struct msix *msix = &device->msix;

	if (device->regs.n)
		regs_declare(&device->regs);
	cfg_declare(device);
	if (msix->offset)
		core_record(device->core, R_MACHINE_MSIX, device->obj, msix->entries, msix->table_at | msix->table_bar,
			    msix->pba_at | msix->pba_bar, 0);
	intx_declare(device);
}

static unsigned storm_threshold(const struct machine *machine)
{
	uint64_t value = HW_STORM;
	struct err err;

	settings_number(&machine->options, "storm", HW_STORM, UINT32_MAX, &value, &err);
	return (unsigned)value;
}

static void init_processors(struct hw *hw)
{
	for (unsigned cpu = 0; cpu < hw->core->machine->cpus; cpu++) {
		char name[16];

		snprintf(name, sizeof name, "cpu%u", cpu);
		lapic_init(&hw->lapics[cpu], hw, cpu, core_object(hw->core, SYM_object_CPU, name, 0, ""));
	}
	ioapic_init(&hw->ioapic, hw, core_object(hw->core, SYM_object_IOAPIC, "ioapic", 0, "24 inputs"),
		    storm_threshold(hw->core->machine));
}

void hw_init(struct hw *hw, struct core *core)
{
	memset(hw, 0, sizeof *hw);
	hw->core = core;
	hw->changes = 1;
	hw->poke = nobody;
	core->hw = hw;
	init_processors(hw);
	place_devices(hw);
	number_below(hw, NULL, 0, 0);
	for (unsigned i = 0; i < hw->devices_n; i++)
		build(hw, i);
	configure_below(hw, NULL, WINDOWS);
	for (unsigned i = 0; i < hw->devices_n; i++) {
		remember(hw->devices[i]);
		declare(hw->devices[i]);
	}
}

/* ---- Memory and messages. ---- */

struct device *hw_device(const struct hw *hw, const char *name)
{
	for (unsigned i = 0; i < hw->devices_n; i++)
		if (!strcmp(hw->devices[i]->name, name))
			return hw->devices[i];
	return NULL;
}

void *hw_memory(const struct hw *hw, uint64_t address, unsigned n)
{
	uint64_t from = address - ARENA_PHYSICAL, used = hw->core->arena.used[ARENA_SHARED];

	if (address < ARENA_PHYSICAL || from > used || n > used - from)
		return NULL;
	return (void *)(uintptr_t)(arena_start(ARENA_SHARED) + from);
}

unsigned hw_message(struct hw *hw, uint64_t address, uint32_t data)
{
	void *memory;

	if (address >> 20 == 0xFEE)
		return lapic_route(hw, address, data) ? SYM_gate_NONE : SYM_gate_NO_CPU;
	memory = hw_memory(hw, address, sizeof data);
	if (!memory)
		return SYM_gate_BAD_ADDRESS;
	for (unsigned i = 0; i < sizeof data; i++)
		((uint8_t *)memory)[i] = (uint8_t)(data >> 8 * i);
	return SYM_gate_NONE;
}
