/* SPDX-License-Identifier: MIT */
/* What all functions have in common, and the one place where their interrupt mode is decided. */

#include "sim/base/str.h"
#include "sim/base/bug.h"
#include "sim/hw/hw.h"

#define DEVICE(symbol) extern const struct device_model symbol;
#include "sim/hw/devices.def"
#undef DEVICE

const struct device_model *const device_models[] = {
#define DEVICE(symbol) &symbol,
#include "sim/hw/devices.def"
#undef DEVICE
	NULL,
};

const struct device_model *device_model_named(const char *name)
{
	for (const struct device_model *const *model = device_models; *model; model++)
		if (!str_compare((*model)->name, name))
			return *model;
	return NULL;
}

/* ---- For a model's build. ---- */

unsigned device_pin(const char *word)
{
	static const char *const pins[] = { "0", "A", "B", "C", "D" };

	for (unsigned i = 0; i < 5; i++)
		if (!str_compare(pins[i], word))
			return i;
	return DEVICE_PIN_BAD;
}

void device_identify(struct device *device, const struct machine_device *description, const struct cfg_identity *identity)
{
	struct cfg_identity own = *identity;
	const char *pin = settings_get(&description->settings, "pin");

	if (pin)
		own.pin = device_pin(pin);
	cfg_init(&device->cfg, &own);
	device->intx.pin = (uint8_t)own.pin;
}

void device_bar(struct device *device, unsigned bar, uint32_t size)
{
	cfg_bar(&device->cfg, bar, size, true);
	device->bar_size[bar] = size;
}

/* ---- Sending. ---- */

enum device_mode device_mode(const struct device *device)
{
	if (msix_enabled(device))
		return DEVICE_MSIX;
	if (msi_enabled(device))
		return DEVICE_MSI;
	if (!device->intx.pin || cfg_get(&device->cfg, CFG_COMMAND, 2) & CFG_COMMAND_INTX_DISABLE)
		return DEVICE_NONE;
	return DEVICE_INTX;
}

static unsigned find_gate(const struct device *device)
{
	if (device->removed)
		return SYM_gate_REMOVED;
	for (; device; device = device->bridge) {
		if (!pm_awake(&device->pm))
			return SYM_gate_POWER;
		if (!(device->cfg.value[CFG_COMMAND] & CFG_COMMAND_MASTER))
			return SYM_gate_BUS_MASTER;
	}
	return SYM_gate_NONE;
}

static bool memory_on(const struct device *device)
{
	return device->cfg.value[CFG_COMMAND] & CFG_COMMAND_MEMORY && pm_awake(&device->pm) && !device->removed;
}

/* The memory window of a type 1 header: bits 31:20 of its first and its last address, both inside. */
static bool passes(const struct device *bridge, uint64_t from, uint64_t to)
{
	uint64_t base = (uint64_t)(cfg_get(&bridge->cfg, CFG_MEMORY_BASE, 2) >> 4) << 20;
	uint64_t end = ((uint64_t)(cfg_get(&bridge->cfg, CFG_MEMORY_LIMIT, 2) >> 4) + 1) << 20;

	return from >= base && to <= end;
}

static bool decodes(const struct device *device, unsigned bar)
{
	uint64_t from = hw_bar_address(device, bar), to = from + device->bar_size[bar];

	if (!device->bar_size[bar] || !memory_on(device))
		return false;
	for (const struct device *bridge = device->bridge; bridge; bridge = bridge->bridge)
		if (!memory_on(bridge) || !passes(bridge, from, to))
			return false;
	return true;
}

static void find_reach(struct device *device)
{
	struct reach *reach = &device->reach;

	*reach = (struct reach){ .as_of = device->hw->changes, .gate = (uint8_t)find_gate(device) };
	for (unsigned bar = 0; bar < DEVICE_BARS; bar++) {
		reach->base[bar] = hw_bar_address(device, bar);
		reach->answers |= decodes(device, bar) << bar;
	}
}

static inline const struct reach *reach(struct device *device)
{
	if (device->reach.as_of != device->hw->changes)
		find_reach(device);
	return &device->reach;
}

unsigned device_gate(struct device *device)
{
	return reach(device)->gate;
}

bool device_answers(struct device *device, unsigned bar)
{
	return reach(device)->answers >> bar & 1;
}

uint64_t device_base(struct device *device, unsigned bar)
{
	return reach(device)->base[bar];
}

void device_changed(struct device *device)
{
	device->hw->changes++;
}

enum device_sent device_send(struct device *device, unsigned source)
{
	switch (device_mode(device)) {
	case DEVICE_MSIX:
		return msix_send(device, source);
	case DEVICE_MSI:
		return msi_send(device, source);
	default:
		core_record(device->core, R_MSI_HOLD, device->obj, source, SYM_gate_NOT_ENABLED, 0, 0);
		return DEVICE_HELD;
	}
}

void device_withdraw(struct device *device, unsigned message)
{
	enum device_mode mode = device_mode(device);

	if (mode != DEVICE_MSIX)
		msi_withdraw(device, message);
	if (mode != DEVICE_MSI)
		msix_withdraw(device, message);
}

void device_level(struct device *device, bool level, bool hold)
{
	device->intx.condition = level;
	device->intx.hold = hold;
	intx_look(device);
}

/* ---- What follows from a configuration write. ---- */

static void look_again(struct device *device)
{
	intx_look(device);
	msi_release(device);
	msix_release(device);
	if (device->model->changed)
		device->model->changed(device);
}

static bool is_below(const struct device *device, const struct device *bridge)
{
	for (device = device->bridge; device; device = device->bridge)
		if (device == bridge)
			return true;
	return false;
}

static void look_again_below(struct device *bridge)
{
	for (unsigned i = 0; i < bridge->hw->devices_n; i++)
		if (is_below(bridge->hw->devices[i], bridge))
			look_again(bridge->hw->devices[i]);
}

static bool overlaps(unsigned offset, unsigned size, unsigned from, unsigned length)
{
	return offset < from + length && from < offset + size;
}

static bool matters(const struct device *device, unsigned offset, unsigned size)
{
	return overlaps(offset, size, CFG_COMMAND, 2) ||
	       (device->pm.offset && overlaps(offset, size, device->pm.offset + 4u, 2)) ||
	       (device->msi.offset && overlaps(offset, size, device->msi.offset + 2u, 0x18)) ||
	       (device->msix.offset && overlaps(offset, size, device->msix.offset + 2u, 2));
}

static bool resets(const struct device *device, unsigned offset, unsigned size, uint32_t written)
{
	unsigned byte = device->pcie + PCIE_RESET_BYTE;

	return device->pcie && offset <= byte && byte < offset + size && written >> 8 * (byte - offset) & PCIE_RESET_BIT;
}

static bool resets_bus(const struct device *device, unsigned offset, unsigned size, uint32_t written)
{
	return device->model->bridge && overlaps(offset, size, CFG_BRIDGE_CONTROL, 1) &&
	       written >> 8 * (CFG_BRIDGE_CONTROL - offset) & CFG_BRIDGE_RESET;
}

static void reset_below(struct device *bridge)
{
	for (unsigned i = 0; i < bridge->hw->devices_n; i++)
		if (is_below(bridge->hw->devices[i], bridge))
			device_reset(bridge->hw->devices[i]);
}

static void note_both(struct device *device)
{
	bool both = msi_enabled(device) && msix_enabled(device);

	if (both && !device->both)
		core_record(device->core, R_MSI_BOTH, device->obj, 0, 0, 0, 0);
	device->both = both;
}

void device_configured(struct device *device, unsigned offset, unsigned size, uint32_t written)
{
	bool wakes = pm_written(device);

	device_changed(device);
	if (wakes || resets(device, offset, size, written)) {
		device_reset(device);
		return;
	}
	if (resets_bus(device, offset, size, written))
		reset_below(device);
	if (!matters(device, offset, size))
		return;
	note_both(device);
	look_again(device);
	if (device->model->bridge)
		look_again_below(device);
}

/* ---- Ends. ---- */

void device_reset(struct device *device)
{
	device_dma_discard(device);
	device->intx.condition = device->intx.hold = false;
	if (device->msix.offset)
		msix_reset(device);
	cfg_reset(device);
	device->pm.state = 0;
	device_changed(device);
	device->both = false;
	intx_look(device);
	if (device->model->reset)
		device->model->reset(device);
	if (device->model->bridge)
		look_again_below(device);
}

void device_remove(struct device *device)
{
	core_record(device->core, R_PNP_REMOVE, device->obj, 0, 0, 0, 0);
	device_dma_discard(device);
	device->removed = true;
	device_changed(device);
	intx_drop(device);
	for (unsigned i = 0; i < device->hw->devices_n; i++)
		if (is_below(device->hw->devices[i], device) && !device->hw->devices[i]->removed)
			device_remove(device->hw->devices[i]);
}
