/* SPDX-License-Identifier: MIT */
/*
 * Configuration space: the header, BARs, the capability list, names of fields, the generic write.
 * The header of type 0 and 1 functions: BASE 7.5.1.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/config.h"
#include "sim/base/str.h"
#include "sim/base/bug.h"
#include "sim/hw/device.h"

#define LIST_START 0x40
#define FIELDS_MAX 80     /* names that are told to who knows none */
#define TYPE_ROOT_PORT 4  /* in the PCI Express capabilities register */

/* ---- Description. ---- */

void cfg_field(struct cfg *cfg, unsigned offset, unsigned size, uint32_t reset, uint32_t writable, uint32_t clears)
{
	must(offset + size <= CFG_SIZE && size <= 4);
	for (unsigned i = 0; i < size; i++) {
		cfg->value[offset + i] = cfg->reset[offset + i] = (uint8_t)(reset >> 8 * i);
		cfg->writable[offset + i] = (uint8_t)(writable >> 8 * i);
		cfg->clears[offset + i] = (uint8_t)(clears >> 8 * i);
	}
}

static void bridge_header(struct cfg *cfg)
{
	cfg_field(cfg, CFG_BUS_PRIMARY, 1, 0, 0xFF, 0);
	cfg_field(cfg, CFG_BUS_SECONDARY, 1, 0, 0xFF, 0);
	cfg_field(cfg, CFG_BUS_SUBORDINATE, 1, 0, 0xFF, 0);
	cfg_field(cfg, 0x1E, 2, 0, 0, 0xF900); /* Secondary Status */
	cfg_field(cfg, CFG_MEMORY_BASE, 2, 0, 0xFFF0, 0);
	cfg_field(cfg, CFG_MEMORY_LIMIT, 2, 0, 0xFFF0, 0);
	cfg_field(cfg, CFG_BRIDGE_CONTROL, 2, 0, 0x0043, 0);
}

void cfg_init(struct cfg *cfg, const struct cfg_identity *identity)
{
	memset(cfg, 0, sizeof *cfg);
	cfg_field(cfg, CFG_VENDOR, 2, identity->vendor, 0, 0);
	cfg_field(cfg, CFG_DEVICE, 2, identity->device, 0, 0);
	cfg_field(cfg, CFG_COMMAND, 2, 0, 0x0547, 0);
	cfg_field(cfg, CFG_STATUS, 2, CFG_STATUS_CAPABILITIES, 0, 0xF900);
	cfg_field(cfg, CFG_REVISION, 1, identity->revision, 0, 0);
	cfg_field(cfg, CFG_CLASS, 1, identity->class_code, 0, 0);
	cfg_field(cfg, CFG_CLASS + 1, 2, identity->class_code >> 8, 0, 0);
	cfg_field(cfg, CFG_CACHE_LINE, 1, 0, 0xFF, 0);
	cfg_field(cfg, CFG_HEADER_TYPE, 1, identity->header_type, 0, 0);
	cfg_field(cfg, CFG_INTERRUPT_LINE, 1, 0, 0xFF, 0);
	cfg_field(cfg, CFG_INTERRUPT_PIN, 1, identity->pin, 0, 0);
	if (identity->header_type == 1)
		bridge_header(cfg);
	else {
		cfg_field(cfg, CFG_SUBSYSTEM_VENDOR, 2, identity->vendor, 0, 0);
		cfg_field(cfg, CFG_SUBSYSTEM, 2, identity->device, 0, 0);
	}
	cfg->last = CFG_CAPABILITIES;
	cfg->free = LIST_START;
}

void cfg_bar(struct cfg *cfg, unsigned bar, uint32_t size, bool wide)
{
	unsigned offset = CFG_BAR0 + 4 * bar;

	must(size >= 16 && (size & (size - 1)) == 0 && bar + wide < DEVICE_BARS);
	cfg_field(cfg, offset, 4, wide ? 4 : 0, ~(size - 1), 0);
	if (wide)
		cfg_field(cfg, offset + 4, 4, 0, UINT32_MAX, 0);
}

unsigned cfg_capability(struct cfg *cfg, uint8_t id, unsigned length)
{
	unsigned offset = cfg->free;

	must(offset + length <= CFG_SIZE - 4);
	cfg_field(cfg, cfg->last, 1, offset, 0, 0);
	cfg_field(cfg, offset, 1, id, 0, 0);
	cfg->last = (uint8_t)(offset + 1);
	cfg->free = (uint8_t)((offset + length + 3) & ~3u);
	return offset;
}

static uint32_t dword(const uint8_t *bytes, unsigned offset)
{
	return bytes[offset] | (uint32_t)bytes[offset + 1] << 8 | (uint32_t)bytes[offset + 2] << 16 |
	       (uint32_t)bytes[offset + 3] << 24;
}

void cfg_declare(const struct device *device)
{
	const struct cfg *cfg = &device->cfg;

	for (unsigned offset = 0; offset < CFG_SIZE; offset += 4) {
		uint32_t value = dword(cfg->value, offset), writable = dword(cfg->writable, offset);
		uint32_t clears = dword(cfg->clears, offset);

		if (value | writable | clears)
			core_record(device->core, R_MACHINE_CFG, device->obj, offset, value, writable, clears);
	}
}

/* ---- Accesses. ---- */

static void must_be_aligned(unsigned offset, unsigned size)
{
	must((size == 1 || size == 2 || size == 4) && offset % size == 0 && offset + size <= CFG_SIZE);
}

uint32_t cfg_read(const struct device *device, unsigned offset, unsigned size)
{
	must_be_aligned(offset, size);
	if (device->removed)
		return UINT32_MAX >> (32 - 8 * size);
	return cfg_get(&device->cfg, offset, size);
}

static void write_byte(struct cfg *cfg, unsigned offset, uint8_t written)
{
	uint8_t writable = cfg->writable[offset];
	uint8_t stored = (uint8_t)((cfg->value[offset] & ~writable) | (written & writable));

	cfg->value[offset] = (uint8_t)(stored & ~(written & cfg->clears[offset]));
}

void cfg_write(struct device *device, unsigned offset, unsigned size, uint32_t value)
{
	uint64_t was;

	must_be_aligned(offset, size);
	value &= UINT32_MAX >> (32 - 8 * size);
	if (device->removed)
		return;
	for (unsigned i = 0; i < size; i++)
		write_byte(&device->cfg, offset + i, (uint8_t)(value >> 8 * i));
	pm_settle(device);
	was = core_because(device->core,
			   core_record(device->core, R_CFG_WRITE, device->obj, offset, size, value,
				       cfg_get(&device->cfg, offset, size)));
	device_configured(device, offset, size, value);
	core_because(device->core, was);
}

void cfg_state(struct device *device, unsigned offset, unsigned size, uint32_t value)
{
	if (cfg_get(&device->cfg, offset, size) == value)
		return;
	for (unsigned i = 0; i < size; i++)
		device->cfg.value[offset + i] = (uint8_t)(value >> 8 * i);
	device_changed(device);
	core_record(device->core, R_CFG_STATE, device->obj, offset, size, value, 0);
}

void cfg_reset(struct device *device)
{
	for (unsigned offset = 0; offset < CFG_SIZE; offset += 4)
		cfg_state(device, offset, 4, dword(device->cfg.reset, offset));
}

/* ---- Names. ---- */

static bool root_port(const struct device *device)
{
	return device->pcie && (cfg_get(&device->cfg, device->pcie + 2u, 2) >> 4 & 0xF) == TYPE_ROOT_PORT;
}

/* -1: the function's layout lacks it. */
static int anchor_at(const struct device *device, enum config_anchor from)
{
	const struct msi *msi = &device->msi;
	bool bridge = device->model && device->model->bridge;
	int at[CONFIG_ANCHORS] = {
		[CONFIG_HEADER] = 0,
		[CONFIG_BAR] = 0,
		[CONFIG_ENDPOINT] = bridge ? -1 : 0,
		[CONFIG_BRIDGE] = bridge ? 0 : -1,
		[CONFIG_PM] = device->pm.offset ? device->pm.offset : -1,
		[CONFIG_MSI] = msi->offset ? msi->offset : -1,
		[CONFIG_MSI_WIDE] = msi->offset && msi->wide ? msi->offset : -1,
		[CONFIG_MSI_DATA] = msi->offset ? msi->data : -1,
		[CONFIG_MSI_MASK] = msi->offset && msi->maskable ? msi->mask : -1,
		[CONFIG_PCIE] = device->pcie ? device->pcie : -1,
		[CONFIG_PCIE_ROOT] = root_port(device) ? device->pcie : -1,
		[CONFIG_MSIX] = device->msix.offset ? device->msix.offset : -1,
	};

	return at[from];
}

static bool by_number(const char *name, unsigned *offset, unsigned *size)
{
	uint64_t value;

	if (!words_number(name, CFG_SIZE - 1, &value))
		return false;
	*offset = (unsigned)value;
	*size = value % 4 == 0 ? 4 : value % 2 == 0 ? 2 : 1;
	return true;
}

static bool unknown(const struct device *device, const char *name, struct err *err)
{
	const char *known[FIELDS_MAX + 1];
	unsigned n = 0;
	const char *near;

	if (!err)
		return false;
	for (unsigned i = 0; i < config_fields_n && n < FIELDS_MAX; i++)
		if (anchor_at(device, config_fields[i].from) >= 0)
			known[n++] = config_fields[i].name;
	known[n] = NULL;
	near = err_nearest(name, known);
	err_set(err, "%s has no configuration field \"%s\"", device->name, name);
	return near ? err_expected(err, "%s", near) : err_expected(err, "an offset, or a name such as command");
}

bool cfg_named(const struct device *device, const char *name, unsigned *offset, unsigned *size, struct err *err)
{
	for (unsigned i = 0; i < config_fields_n; i++) {
		int at = anchor_at(device, config_fields[i].from);

		if (str_compare(config_fields[i].name, name) || at < 0)
			continue;
		*offset = (unsigned)at + config_fields[i].offset;
		*size = config_fields[i].size;
		return true;
	}
	return by_number(name, offset, size) || unknown(device, name, err);
}
