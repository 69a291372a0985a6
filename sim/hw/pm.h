/* SPDX-License-Identifier: MIT */
/*
 * Power management capability (BASE 7.5.2): D0 and D3hot. In D3hot configuration space works, BARs do not answer and
 * nothing is sent. D3hot to D0 without No_Soft_Reset resets the function.
 */
#ifndef MSILAB_HW_PM_H
#define MSILAB_HW_PM_H

#include <stdbool.h>
#include <stdint.h>

struct device;

struct pm {
	uint8_t offset; /* of the capability; 0: none, always D0 */
	bool no_soft_reset;
	uint8_t state;  /* as PMCSR bits 1:0 read: 0 D0, 3 D3hot */
};

void pm_init(struct device *device, bool no_soft_reset); /* adds the capability */

static inline bool pm_awake(const struct pm *pm)
{
	return pm->state == 0;
}

/* Software wrote: a PowerState that does not exist leaves the old one. */
void pm_settle(struct device *device);

/* Takes the state that PMCSR holds. True if that ends D3hot and the function must be reset. */
bool pm_written(struct device *device);

#endif
