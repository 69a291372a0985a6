/* SPDX-License-Identifier: MIT */
/*
 * MSI-X capability (BASE 7.7.2, 6.1.4): table and pending bit array in a BAR, a mask per entry and one for the function.
 */
#ifndef MSILAB_HW_MSIX_H
#define MSILAB_HW_MSIX_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/hw/sent.h"

struct device;

struct msix_entry {
	uint64_t address;
	uint32_t data;
	uint32_t control; /* bit 0: mask, 1 at reset */
};

struct msix {
	uint8_t offset;   /* of the capability; 0: none */
	unsigned entries; /* 1..2048 */
	uint8_t table_bar, pba_bar;
	uint32_t table_at, pba_at; /* offsets in those BARs */
	struct msix_entry *table;
	uint64_t *pba; /* bit k of word k / 64 */
};

/* Adds the capability; the BARs must have been described with cfg_bar (device_bar). */
void msix_init(struct device *device, unsigned entries, unsigned table_bar, uint32_t table_at, unsigned pba_bar,
	       uint32_t pba_at);

bool msix_enabled(const struct device *device);
bool msix_function_masked(const struct device *device);
bool msix_pending(const struct device *device, unsigned entry);
bool msix_withheld(const struct device *device, unsigned entry); /* by its mask, the function mask or MSI-X Enable */

/* Does the access fall into table or PBA? offset is that in the BAR. */
bool msix_covers(const struct device *device, unsigned bar, uint32_t offset);
uint32_t msix_read(const struct device *device, unsigned bar, uint32_t offset);

/* The system's dword write to table or PBA, at the instant of arrival: msix.entry, msix.mask, msix.unmask. The PBA ignores it. */
void msix_write(struct device *device, unsigned bar, uint32_t offset, uint32_t value);

/* The same by entry: address, data and mask in the order mask, contents, unmask that the rules ask for. */
void msix_set(struct device *device, unsigned entry, uint64_t address, uint32_t data, bool masked);
void msix_mask(struct device *device, unsigned entry, bool masked);

enum device_sent msix_send(struct device *device, unsigned source); /* device_send, MSI-X being the mode in force */
void msix_withdraw(struct device *device, unsigned entry);

/* After a change of control, a mask, Bus Master or power: lets pending messages out that nothing withholds. */
void msix_release(struct device *device);

/* Entries masked, addresses and data 0, PBA 0. */
void msix_reset(struct device *device);

#endif
