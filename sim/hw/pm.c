/* SPDX-License-Identifier: MIT */
/* Power management: which states exist, and what a change of state does. */
#include "sim/hw/device.h"

enum { PMC = 2, PMCSR = 4, LENGTH = 8 };
enum { D0 = 0, D3HOT = 3, NO_SOFT_RESET = 1 << 3, VERSION = 3 };

void pm_init(struct device *device, bool no_soft_reset)
{
	struct cfg *cfg = &device->cfg;
	unsigned at = cfg_capability(cfg, CFG_CAP_PM, LENGTH);

	device->pm = (struct pm){ .offset = (uint8_t)at, .no_soft_reset = no_soft_reset };
	cfg_field(cfg, at + PMC, 2, VERSION, 0, 0);
	cfg_field(cfg, at + PMCSR, 2, no_soft_reset ? NO_SOFT_RESET : 0, 3, 0);
}

void pm_settle(struct device *device)
{
	struct pm *pm = &device->pm;
	uint8_t *control = &device->cfg.value[pm->offset + PMCSR];
	unsigned asked = *control & 3;

	if (pm->offset && asked != D0 && asked != D3HOT)
		*control = (uint8_t)((*control & ~3u) | pm->state);
}

bool pm_written(struct device *device)
{
	struct pm *pm = &device->pm;
	uint8_t was = pm->state;

	if (!pm->offset)
		return false;
	pm->state = device->cfg.value[pm->offset + PMCSR] & 3;
	return was == D3HOT && pm->state == D0 && !pm->no_soft_reset;
}
