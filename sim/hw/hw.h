/* SPDX-License-Identifier: MIT */
/*
 * The hardware of one machine: functions on the bus, the IO-APIC, a local APIC per CPU. Everything is reached from here.
 * Hardware never calls software: what a CPU must look at is told through `poke`.
 */
#ifndef MSILAB_HW_HW_H
#define MSILAB_HW_HW_H

#include "sim/core/core.h"
#include "sim/hw/device.h"
#include "sim/hw/gen.h"
#include "sim/hw/ioapic.h"
#include "sim/hw/lapic.h"

#define HW_DEVICES_MAX 256
#define HW_STORM 1000 /* `set storm=N`: redeliveries in a row; 0: not watched */

struct hw {
	struct core *core;
	struct device *devices[HW_DEVICES_MAX]; /* bridges and endpoints in the order of the description */
	unsigned devices_n;
	uint64_t changes; /* of what lets devices reach or be reached (device_changed) */
	struct lapic lapics[MACHINE_CPUS_MAX];
	struct ioapic ioapic;
	const struct gen_capture *captures; /* what traffic's file= may name: set by the floor above, borrowed */
	size_t captures_n;
	struct flight *flights, *free_flights; /* all, and those not in use. Pools: private to bus.c and dma.c */
	struct posted *free_posted;
	struct buffer *free_buffers;
	/* Set by the floor above before anything runs: something may be deliverable on this CPU now. Called from the engine
	 * and from register accesses of code on any CPU; must only take note. */
	void (*poke)(struct hw *hw, unsigned cpu);
};

/* Builds and declares (machine.* records) everything the description names. false: a setting or model is wrong; nothing
 * has been written to the trace then (hw_check has the same answer without a core). */
bool hw_check(const struct machine *machine, struct err *err);
void hw_init(struct hw *hw, struct core *core);

struct device *hw_device(const struct hw *hw, const char *name); /* NULL: none of that name */

/* The n bytes of guest memory at a physical address; NULL: not all of them are memory. */
void *hw_memory(const struct hw *hw, uint64_t address, unsigned n);

/* A message (one dword) reaches the root complex: to local APICs (FEExxxxxh) or to memory. SYM_gate_NONE, or why nobody
 * took it. */
unsigned hw_message(struct hw *hw, uint64_t address, uint32_t data);

/* Which function decodes that address now, with BAR and offset; NULL: none. */
struct device *hw_decode(const struct hw *hw, uint64_t address, unsigned *bar, uint32_t *offset);
uint64_t hw_bar_address(const struct device *device, unsigned bar);
uint64_t hw_assigned_address(const struct device *device, unsigned bar); /* where the system has put it, wherever it is now */
/* Writes again what the firmware gave the function and it holds no more: addresses, a bridge's bus numbers and window. */
void hw_restore(struct device *device);

/* A CPU's access to a device window; device-relative. Called by the accessors at the instant of the work: reads return the
 * value; writes are posted and arrive `write.flight` later, in order per device. Records mmio.arrive, mmio.bad. */
uint32_t hw_read(struct device *device, unsigned bar, uint32_t offset, unsigned size);
void hw_write(struct device *device, unsigned bar, uint32_t offset, uint32_t value, unsigned size);

/* A read returns only after all earlier writes of that CPU have arrived: the time until then, 0 if none is on its way. */
vtime hw_write_delay(const struct device *device);

/* After hw_read: the completion pushes the device's own posted writes ahead of it, so the read returns this much later still. */
vtime hw_read_delay(const struct device *device);

#endif
