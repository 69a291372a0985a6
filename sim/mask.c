/* SPDX-License-Identifier: MIT */
/* Masks of messages. */
#include "sim/base/say.h"
#include "sim/mask.h"

const char *mask_all(struct device *device, bool masked)
{
	uint32_t control;

	if (device->msix.offset && msix_enabled(device)) {
		control = cfg_read(device, device->msix.offset + 2u, 2);
		cfg_write(device, device->msix.offset + 2u, 2, masked ? control | 0x4000u : control & ~0x4000u);
		return NULL;
	}
	if (!device->msi.offset || !device->msi.maskable)
		return N_("the function has no mask");
	cfg_write(device, device->msi.mask, 4, masked ? UINT32_MAX : 0);
	return NULL;
}

const char *mask_one(struct device *device, uint64_t message, bool masked)
{
	uint32_t bits;

	if (device->msix.offset && !(device->msi.offset && msi_enabled(device))) {
		if (message >= device->msix.entries)
			return N_("the table has no such entry");
		msix_mask(device, (unsigned)message, masked);
		return NULL;
	}
	if (!device->msi.offset || !device->msi.maskable)
		return N_("the function has no mask for one message");
	if (message >= 1u << device->msi.capable)
		return N_("the function has no such message");
	bits = cfg_read(device, device->msi.mask, 4);
	cfg_write(device, device->msi.mask, 4, masked ? bits | 1u << message : bits & ~(1u << message));
	return NULL;
}
