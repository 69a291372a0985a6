/* SPDX-License-Identifier: MIT */
/*
 * Masking messages as a person asks for it, whichever capability the function sends them by: MSI-X where it is enabled or nothing else is
 * (BASE 6.1.4). Each returns NULL, or the reason why there is no such mask.
 */
#ifndef MSILAB_MASK_H
#define MSILAB_MASK_H

#include "sim/hw/device.h"

const char *mask_all(struct device *device, bool masked); /* Function Mask, or every bit of MSI's */
const char *mask_one(struct device *device, uint64_t message, bool masked); /* MSI-X: a table entry */

#endif
