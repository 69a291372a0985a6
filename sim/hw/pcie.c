/* SPDX-License-Identifier: MIT */
/* PCI Express capability, version 2 (BASE 7.5.3). Links are Gen3 x4, always up; a function-level reset is an endpoint's. */
#include "sim/hw/device.h"

enum { LENGTH = 0x3C, VERSION = 2 };

/* offset, size, value at reset, writable, cleared by ones */
static const struct {
	uint8_t offset, size;
	uint32_t reset, writable, clears;
} fields[] = {
	{ 0x04, 4, 0x00008000, 0, 0 },          /* role-based errors, 128 bytes payload */
	{ 0x08, 2, 0x2810, 0x79FF, 0 },         /* relaxed ordering, no snoop, 512-byte reads */
	{ 0x0A, 2, 0, 0, 0x000F },
	{ 0x0C, 4, 0x00000043, 0, 0 },          /* 8 GT/s, x4 */
	{ 0x10, 2, 0, 0x00CB, 0 },
	{ 0x12, 2, 0x0043, 0, 0 },
	{ 0x2C, 4, 0x0000000E, 0, 0 },          /* 2.5, 5, 8 GT/s */
	{ 0x30, 2, 0x0003, 0x000F, 0 },
};

void pcie_init(struct device *device, enum pcie_type type)
{
	struct cfg *cfg = &device->cfg;
	unsigned at = cfg_capability(cfg, CFG_CAP_PCIE, LENGTH);

	device->pcie = (uint8_t)at;
	cfg_field(cfg, at + 2, 2, VERSION | (uint32_t)type << 4, 0, 0);
	for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++)
		cfg_field(cfg, at + fields[i].offset, fields[i].size, fields[i].reset, fields[i].writable, fields[i].clears);
	if (type == PCIE_ENDPOINT)
		cfg_field(cfg, at + 0x04, 4, 0x10008000, 0, 0); /* capable of function-level reset */
	else
		device->cfg.clears[at + 0x13] = 0xC0; /* link bandwidth events */
	if (type == PCIE_ROOT_PORT)
		cfg_field(cfg, at + 0x1C, 2, 0, 0x001F, 0);
}
