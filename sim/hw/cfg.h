/* SPDX-License-Identifier: MIT */
/*
 * Configuration space of one function: 256 bytes with, beside each, what software may write and what writing 1 clears
 * (BASE 7.5). The generic writer knows no special case; what a write does besides is device_configured (device.c).
 * All fields little-endian. Names of fields (command, msi.control, msix.control, pm.control ...): the table in cfg.c.
 */
#ifndef MSILAB_HW_CFG_H
#define MSILAB_HW_CFG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;
struct err;

#define CFG_SIZE 256

enum cfg_offset {
	CFG_VENDOR = 0x00,
	CFG_DEVICE = 0x02,
	CFG_COMMAND = 0x04,
	CFG_STATUS = 0x06,
	CFG_REVISION = 0x08,
	CFG_CLASS = 0x09,
	CFG_CACHE_LINE = 0x0C,
	CFG_HEADER_TYPE = 0x0E,
	CFG_BAR0 = 0x10,
	CFG_SUBSYSTEM_VENDOR = 0x2C,
	CFG_SUBSYSTEM = 0x2E,
	CFG_CAPABILITIES = 0x34,
	CFG_INTERRUPT_LINE = 0x3C,
	CFG_INTERRUPT_PIN = 0x3D,
	/* header type 1 */
	CFG_BUS_PRIMARY = 0x18,
	CFG_BUS_SECONDARY = 0x19,
	CFG_BUS_SUBORDINATE = 0x1A,
	CFG_MEMORY_BASE = 0x20,
	CFG_MEMORY_LIMIT = 0x22,
	CFG_BRIDGE_CONTROL = 0x3E,
};

enum cfg_command {
	CFG_COMMAND_IO = 1 << 0,
	CFG_COMMAND_MEMORY = 1 << 1,
	CFG_COMMAND_MASTER = 1 << 2,
	CFG_COMMAND_INTX_DISABLE = 1 << 10,
};

enum { CFG_BRIDGE_RESET = 1 << 6 }; /* Bridge Control: secondary bus reset */

enum cfg_status {
	CFG_STATUS_INTERRUPT = 1 << 3,
	CFG_STATUS_CAPABILITIES = 1 << 4,
};

enum cfg_capability {
	CFG_CAP_PM = 0x01,
	CFG_CAP_MSI = 0x05,
	CFG_CAP_PCIE = 0x10,
	CFG_CAP_MSIX = 0x11,
};

struct cfg {
	uint8_t value[CFG_SIZE];
	uint8_t reset[CFG_SIZE];
	uint8_t writable[CFG_SIZE];
	uint8_t clears[CFG_SIZE];
	/* private to cfg.c */
	uint8_t last; /* where the newest capability's pointer is stored */
	uint8_t free; /* first byte no structure owns */
};

struct cfg_identity {
	uint16_t vendor, device;
	uint8_t revision;
	uint32_t class_code; /* base, subclass, interface: 020000h is Ethernet */
	uint8_t header_type; /* 0, or 1 for a bridge */
	unsigned pin;        /* 0 none, 1..4 = INTA#..INTD# */
};

/* The header of a PCI Express function. */
void cfg_init(struct cfg *cfg, const struct cfg_identity *identity);

/* A memory BAR, not prefetchable; size a power of two, at least 16. wide: 64-bit, takes the next BAR too. */
void cfg_bar(struct cfg *cfg, unsigned bar, uint32_t size, bool wide);

/* Appends a capability of that length to the list; returns its offset. */
unsigned cfg_capability(struct cfg *cfg, uint8_t id, unsigned length);

/* Describes a field: value at reset, bits software may write, bits that writing 1 clears. size 1, 2 or 4. */
void cfg_field(struct cfg *cfg, unsigned offset, unsigned size, uint32_t reset, uint32_t writable, uint32_t clears);

static inline uint32_t cfg_get(const struct cfg *cfg, unsigned offset, unsigned size)
{
	uint32_t value = 0;

	for (unsigned i = size; i-- > 0;)
		value = value << 8 | cfg->value[offset + i];
	return value;
}

/* Writes the machine.cfg records. */
void cfg_declare(const struct device *device);

/* Software's accesses. size 1, 2 or 4, naturally aligned. A removed function reads all ones. The write is the record
 * cfg.write; all that follows from it happens before this returns. */
uint32_t cfg_read(const struct device *device, unsigned offset, unsigned size);
void cfg_write(struct device *device, unsigned offset, unsigned size, uint32_t value);

/* The function changes a field of its own: cfg.state if the value differs. */
void cfg_state(struct device *device, unsigned offset, unsigned size, uint32_t value);

/* Back to reset values, HwInit and read-only fields untouched: a cfg.state record per dword that changes. */
void cfg_reset(struct device *device);

/* Where a field of that name (or offset, "0x40") lies in this function. false: it has none; err may be NULL. */
bool cfg_named(const struct device *device, const char *name, unsigned *offset, unsigned *size, struct err *err);

#endif
