/* SPDX-License-Identifier: MIT */
/*
 * A CPU's accesses to device windows: who answers at an address, posted writes on their way to a device (in order, one
 * write.flight each), reads behind them. Registers lie in BAR 0; table and PBA belong to the system (msix.c).
 * In records an offset carries the BAR in bits 63:56.
 */
#include "sim/hw/hw.h"

#define REGISTERS_BAR 0

struct posted {
	struct event event; /* first: an event is its write */
	struct posted *next; /* on the free list */
	struct device *device;
	unsigned bar, size;
	uint32_t offset, value;
};

/* ---- Who answers. ---- */

/* A wide BAR's upper half is the register after it. */
static uint64_t address_in(uint32_t low, uint32_t high)
{
	return (low & ~0xFu) | ((low & 6) == 4 ? (uint64_t)high << 32 : 0);
}

uint64_t hw_bar_address(const struct device *device, unsigned bar)
{
	unsigned at = CFG_BAR0 + 4 * bar;

	return address_in(cfg_get(&device->cfg, at, 4), cfg_get(&device->cfg, at + 4, 4));
}

uint64_t hw_assigned_address(const struct device *device, unsigned bar)
{
	return address_in(device->home[bar], bar + 1 < DEVICE_BARS ? device->home[bar + 1] : 0);
}

struct device *hw_decode(const struct hw *hw, uint64_t address, unsigned *bar, uint32_t *offset)
{
	for (unsigned i = 0; i < hw->devices_n; i++) {
		struct device *device = hw->devices[i];

		for (unsigned b = 0; b < DEVICE_BARS; b++) {
			uint64_t from = address - device_base(device, b);

			if (from >= device->bar_size[b] || !device_answers(device, b))
				continue;
			*bar = b;
			*offset = (uint32_t)from;
			return device;
		}
	}
	return NULL;
}

static bool is_register(const struct device *device, unsigned bar, uint32_t offset)
{
	return bar == REGISTERS_BAR && regs_at(&device->regs, offset) != REGS_NONE;
}

static uint64_t place_word(unsigned bar, uint32_t offset)
{
	return (uint64_t)bar << 56 | offset;
}

static uint32_t all_ones(unsigned size)
{
	return size >= 4 ? UINT32_MAX : UINT32_MAX >> (32 - 8 * (size ? size : 1));
}

static void bad(struct device *device, unsigned bar, uint32_t offset, uint32_t value, unsigned size, bool write)
{
	core_record(device->core, R_MMIO_BAD, device->obj, place_word(bar, offset), value, size, write);
}

/* ---- Reads. ---- */

static uint32_t read_register(struct device *device, uint32_t offset)
{
	if (device->model->read)
		return device->model->read(device, offset);
	return device->regs.value[regs_at(&device->regs, offset)];
}

uint32_t hw_read(struct device *device, unsigned bar, uint32_t offset, unsigned size)
{
	bool whole = size == 4 && offset % 4 == 0;

	if (device->removed)
		return all_ones(size);
	if (whole && device_answers(device, bar)) {
		if (is_register(device, bar, offset))
			return read_register(device, offset);
		if (msix_covers(device, bar, offset))
			return msix_read(device, bar, offset);
	}
	bad(device, bar, offset, all_ones(size), size, false);
	return all_ones(size);
}

vtime hw_read_delay(const struct device *device)
{
	return device_dma_delay(device);
}

/* ---- Posted writes. ---- */

static void write_register(struct device *device, uint32_t offset, uint32_t value)
{
	if (device->model->write)
		device->model->write(device, offset, value);
	else
		regs_write(&device->regs, (unsigned)regs_at(&device->regs, offset), value);
}

static void arrive(struct event *event)
{
	struct posted *posted = (struct posted *)event;
	struct device *device = posted->device;
	struct core *core = device->core;
	unsigned bar = posted->bar, size = posted->size;
	uint32_t offset = posted->offset, value = posted->value;

	posted->next = device->hw->free_posted;
	device->hw->free_posted = posted;
	if (device->removed)
		return;
	if (!device_answers(device, bar)) {
		bad(device, bar, offset, value, size, true);
		return;
	}
	core->cause = core_record(core, R_MMIO_ARRIVE, device->obj, place_word(bar, offset), value, size, 0);
	write_register(device, offset, value);
}

static struct posted *posted_new(struct device *device)
{
	struct hw *hw = device->hw;
	struct posted *posted = hw->free_posted;

	if (posted) {
		hw->free_posted = posted->next;
	} else {
		posted = arena_new(&device->core->arena, sizeof *posted);
		event_init(&posted->event, "posted write", arrive);
	}
	posted->device = device;
	return posted;
}

void hw_write(struct device *device, unsigned bar, uint32_t offset, uint32_t value, unsigned size)
{
	struct core *core = device->core;
	struct posted *posted;
	vtime at = core->now + core_cost(core, COST_WRITE_FLIGHT);

	if (device->removed)
		return;
	if (size != 4 || offset % 4 || !is_register(device, bar, offset)) {
		bad(device, bar, offset, value, size, true);
		return;
	}
	posted = posted_new(device);
	posted->bar = bar;
	posted->offset = offset;
	posted->value = value;
	posted->size = size;
	posted->event.cause = core->cause;
	device->posted_until = at; /* one flight time for all: never before an earlier one */
	queue_insert(&core->queue, &posted->event, EVENT_DEVICE, at);
}

vtime hw_write_delay(const struct device *device)
{
	vtime left = device->posted_until - device->core->now;

	return left > 0 ? left : 0;
}
