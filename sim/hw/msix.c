/* SPDX-License-Identifier: MIT */
/*
 * MSI-X: table, pending bit array, masks. One function decides masked, pending or sent (msix_send), one lets pending
 * messages out (msix_release). BASE 7.7.2, 6.1.4.
 */
#include "sim/base/bug.h"
#include "sim/hw/device.h"
#include "sim/hw/dma.h"

enum { CONTROL = 2, TABLE = 4, PBA = 8, LENGTH = 12 };
enum { FUNCTION_MASK = 1 << 6, ENABLE = 1 << 7 }; /* in the upper byte of Message Control */
enum { ENTRY_SIZE = 16, MASK = 1 };

static unsigned pba_words(const struct msix *msix)
{
	return (msix->entries + 63) / 64;
}

void msix_init(struct device *device, unsigned entries, unsigned table_bar, uint32_t table_at, unsigned pba_bar,
	       uint32_t pba_at)
{
	struct cfg *cfg = &device->cfg;
	struct msix *msix = &device->msix;
	unsigned at = cfg_capability(cfg, CFG_CAP_MSIX, LENGTH);

	must(entries >= 1 && entries <= 2048 && table_at % 8 == 0 && pba_at % 8 == 0);
	*msix = (struct msix){ .offset = (uint8_t)at, .entries = entries, .table_bar = (uint8_t)table_bar,
			       .pba_bar = (uint8_t)pba_bar, .table_at = table_at, .pba_at = pba_at };
	cfg_field(cfg, at + CONTROL, 2, entries - 1, 0xC000, 0);
	cfg_field(cfg, at + TABLE, 4, table_at | table_bar, 0, 0);
	cfg_field(cfg, at + PBA, 4, pba_at | pba_bar, 0, 0);
	msix->table = arena_new(&device->core->arena, entries * sizeof *msix->table);
	msix->pba = arena_new(&device->core->arena, pba_words(msix) * sizeof *msix->pba);
	for (unsigned i = 0; i < entries; i++)
		msix->table[i].control = MASK;
}

bool msix_enabled(const struct device *device)
{
	return device->msix.offset && device->cfg.value[device->msix.offset + CONTROL + 1] & ENABLE;
}

bool msix_function_masked(const struct device *device)
{
	return device->msix.offset && device->cfg.value[device->msix.offset + CONTROL + 1] & FUNCTION_MASK;
}

bool msix_pending(const struct device *device, unsigned entry)
{
	return device->msix.pba[entry / 64] >> entry % 64 & 1;
}

bool msix_withheld(const struct device *device, unsigned entry)
{
	return device->msix.table[entry].control & MASK || msix_function_masked(device) || !msix_enabled(device);
}

/* ---- Sending. ---- */

static void pend(struct device *device, unsigned entry)
{
	uint64_t *word = &device->msix.pba[entry / 64], bit = UINT64_C(1) << entry % 64;

	if (*word & bit)
		return;
	*word |= bit;
	core_record(device->core, R_PBA_SET, device->obj, entry,
		    msix_function_masked(device) ? SYM_gate_FUNCTION_MASK : SYM_gate_MASKED, 0, 0);
}

static void unpend(struct device *device, unsigned entry, bool sent)
{
	device->msix.pba[entry / 64] &= ~(UINT64_C(1) << entry % 64);
	core_record(device->core, R_PBA_CLEAR, device->obj, entry, sent, 0, 0);
}

static void emit(struct device *device, unsigned entry, unsigned source)
{
	const struct msix_entry *e = &device->msix.table[entry];

	dma_message(device, entry, source, e->address, e->data);
}

enum device_sent msix_send(struct device *device, unsigned source)
{
	unsigned gate;

	if (source >= device->msix.entries) {
		core_record(device->core, R_MSIX_BADENTRY, device->obj, source, device->msix.entries, 0, 0);
		return DEVICE_BAD;
	}
	if (msix_withheld(device, source)) {
		pend(device, source);
		return DEVICE_PENDING;
	}
	gate = device_gate(device);
	if (gate != SYM_gate_NONE) {
		core_record(device->core, R_MSI_HOLD, device->obj, source, gate, 0, 0);
		return DEVICE_HELD;
	}
	emit(device, source, source);
	return DEVICE_SENT;
}

void msix_withdraw(struct device *device, unsigned entry)
{
	if (entry < device->msix.entries && msix_pending(device, entry))
		unpend(device, entry, false);
}

static void release_one(struct device *device, unsigned entry)
{
	bool sent = device_gate(device) == SYM_gate_NONE;

	if (sent)
		emit(device, entry, entry);
	unpend(device, entry, sent);
	if (sent && device->model->sent)
		device->model->sent(device, entry);
	else if (!sent && device->model->held)
		device->model->held(device, entry);
}

void msix_release(struct device *device)
{
	if (!device->msix.offset)
		return;
	for (unsigned entry = 0; entry < device->msix.entries; entry++)
		if (msix_pending(device, entry) && !msix_withheld(device, entry))
			release_one(device, entry);
}

/* ---- Accesses to table and PBA. ---- */

static bool in_table(const struct msix *msix, unsigned bar, uint32_t offset)
{
	return msix->offset && bar == msix->table_bar && offset - msix->table_at < msix->entries * ENTRY_SIZE;
}

static bool in_pba(const struct msix *msix, unsigned bar, uint32_t offset)
{
	return msix->offset && bar == msix->pba_bar && offset - msix->pba_at < pba_words(msix) * 8;
}

bool msix_covers(const struct device *device, unsigned bar, uint32_t offset)
{
	return in_table(&device->msix, bar, offset) || in_pba(&device->msix, bar, offset);
}

static uint32_t half(uint64_t value, bool upper)
{
	return (uint32_t)(upper ? value >> 32 : value);
}

uint32_t msix_read(const struct device *device, unsigned bar, uint32_t offset)
{
	const struct msix *msix = &device->msix;
	const struct msix_entry *entry;

	if (in_pba(msix, bar, offset))
		return half(msix->pba[(offset - msix->pba_at) / 8], offset & 4);
	must(in_table(msix, bar, offset));
	entry = &msix->table[(offset - msix->table_at) / ENTRY_SIZE];
	switch (offset % ENTRY_SIZE) {
	case 0x0:
	case 0x4:
		return half(entry->address, offset & 4);
	case 0x8:
		return entry->data;
	default:
		return entry->control;
	}
}

static void note_entry(struct device *device, unsigned entry)
{
	const struct msix_entry *e = &device->msix.table[entry];

	core_record(device->core, R_MSIX_ENTRY, device->obj, entry, e->address, e->data, e->control);
}

void msix_mask(struct device *device, unsigned entry, bool masked)
{
	struct msix_entry *e = &device->msix.table[entry];
	uint64_t was;

	if ((e->control & MASK) == masked)
		return;
	e->control = masked ? MASK : 0;
	was = core_because(device->core, core_record(device->core, masked ? R_MSIX_MASK : R_MSIX_UNMASK, device->obj,
						     entry, e->control, 0, 0));
	if (!masked && msix_pending(device, entry) && !msix_withheld(device, entry))
		release_one(device, entry);
	core_because(device->core, was);
}

void msix_write(struct device *device, unsigned bar, uint32_t offset, uint32_t value)
{
	unsigned entry = (offset - device->msix.table_at) / ENTRY_SIZE;
	struct msix_entry *e;

	if (!in_table(&device->msix, bar, offset))
		return;
	e = &device->msix.table[entry];
	switch (offset % ENTRY_SIZE) {
	case 0x0:
		e->address = (e->address & ~(uint64_t)UINT32_MAX) | (value & ~3u);
		break;
	case 0x4:
		e->address = (uint64_t)value << 32 | half(e->address, false);
		break;
	case 0x8:
		e->data = value;
		break;
	default:
		msix_mask(device, entry, value & MASK);
		return;
	}
	note_entry(device, entry);
}

void msix_set(struct device *device, unsigned entry, uint64_t address, uint32_t data, bool masked)
{
	struct msix_entry *e = &device->msix.table[entry];

	must(entry < device->msix.entries);
	msix_mask(device, entry, true);
	e->address = address & ~UINT64_C(3);
	e->data = data;
	note_entry(device, entry);
	msix_mask(device, entry, masked);
}

void msix_reset(struct device *device)
{
	for (unsigned i = 0; i < device->msix.entries; i++) {
		struct msix_entry *e = &device->msix.table[i];

		if (msix_pending(device, i))
			unpend(device, i, false);
		if (!e->address && !e->data && e->control == MASK)
			continue;
		*e = (struct msix_entry){ .control = MASK };
		note_entry(device, i);
	}
}
