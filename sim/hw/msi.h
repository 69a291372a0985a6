/* SPDX-License-Identifier: MIT */
/*
 * MSI capability (BASE 7.7.1, 6.1.4), all four layouts: 32 or 64 bit address, with or without mask and pending bits. The
 * registers live in configuration space; here is where they are.
 */
#ifndef MSILAB_HW_MSI_H
#define MSILAB_HW_MSI_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/hw/sent.h"

struct device;

struct msi {
	uint8_t offset;     /* of the capability; 0: none */
	uint8_t capable;    /* Multiple Message Capable as stored: log2 */
	bool wide;          /* 64-bit address */
	bool maskable;      /* mask and pending bits */
	uint8_t data, mask; /* offsets of those fields in configuration space; pending lies at mask + 4 */
};

/* Adds the capability. messages: 1, 2, 4, 8, 16 or 32. */
void msi_init(struct device *device, unsigned messages, bool wide, bool maskable);

bool msi_enabled(const struct device *device);
unsigned msi_count(const struct device *device); /* messages enabled: 1 << MME, at most the capable ones */
uint32_t msi_pending(const struct device *device);
uint32_t msi_masked(const struct device *device); /* bits of enabled messages only */

enum device_sent msi_send(struct device *device, unsigned source); /* device_send, MSI being the mode in force */
void msi_withdraw(struct device *device, unsigned message);

/* After a change of control, mask, Bus Master or power: lets pending messages out that nothing withholds. */
void msi_release(struct device *device);

#endif
