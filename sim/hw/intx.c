/* SPDX-License-Identifier: MIT */
/* The pin and the way of its messages through virtual wires. Codes of the messages: BASE 2.2.8.1. */
#include "sim/hw/dma.h"
#include "sim/hw/hw.h"

enum { ASSERT_INTA = 0x20, DEASSERT_INTA = 0x24 };
enum { PCI_INPUTS = 16, PCI_INPUTS_N = 8 };

static unsigned message_code(unsigned pin, bool asserted)
{
	return (asserted ? ASSERT_INTA : DEASSERT_INTA) + pin - 1;
}

static unsigned root_input(unsigned slot, unsigned pin)
{
	return PCI_INPUTS + (slot + pin - 1) % PCI_INPUTS_N;
}

void intx_declare(struct device *device)
{
	unsigned pin = device->intx.pin, slot = device->slot;

	if (!pin)
		return;
	for (const struct device *bridge = device->bridge; bridge; bridge = bridge->bridge) {
		pin = intx_swizzle(pin, slot);
		slot = bridge->slot;
	}
	device->intx.input = (uint8_t)root_input(slot, pin);
	core_record(device->core, R_MACHINE_ROUTE, device->obj, device->intx.pin, device->intx.input, 0, 0);
}

static void drive(struct device *device, bool asserted)
{
	unsigned pin = device->intx.pin;

	device->intx.asserted = asserted;
	dma_line(device, asserted,
		 core_record(device->core, asserted ? R_LINE_ASSERT : R_LINE_DEASSERT, device->obj, pin,
			     message_code(pin, asserted), 0, 0));
}

void intx_look(struct device *device)
{
	struct intx *intx = &device->intx;
	uint32_t status = cfg_get(&device->cfg, CFG_STATUS, 2) & ~(uint32_t)CFG_STATUS_INTERRUPT;
	bool shown = intx->condition && intx->pin && !msi_enabled(device) && !msix_enabled(device);
	bool disabled = cfg_get(&device->cfg, CFG_COMMAND, 2) & CFG_COMMAND_INTX_DISABLE;
	bool line = shown && !disabled && pm_awake(&device->pm) && !device->removed;

	cfg_state(device, CFG_STATUS, 2, status | (shown ? CFG_STATUS_INTERRUPT : 0));
	if (line != intx->asserted && !(line && intx->hold))
		drive(device, line);
}

void intx_drop(struct device *device)
{
	device->intx.condition = false;
	device->intx.hold = false;
	intx_look(device);
}

/* One bridge: adds or takes one holder of its upstream pin. True if the OR on its upstream pin changed, so that it sends a message of its own. */
static bool pass(struct device *bridge, unsigned pin, bool asserted)
{
	uint8_t *wire = &bridge->intx.wires[pin - 1];

	*wire = (uint8_t)(asserted ? *wire + 1 : *wire - 1);
	return *wire == asserted;
}

void intx_arrive(struct device *from, bool asserted)
{
	struct core *core = from->core;
	unsigned pin = from->intx.pin, slot = from->slot;

	for (struct device *bridge = from->bridge; bridge; bridge = bridge->bridge) {
		pin = intx_swizzle(pin, slot);
		slot = bridge->slot;
		if (!pass(bridge, pin, asserted))
			return;
		core->cause = core_record(core, R_TLP_MSG, bridge->obj, message_code(pin, asserted), from->intx.input, 0, 0);
	}
	ioapic_level(&from->hw->ioapic, from->intx.input, asserted);
}
