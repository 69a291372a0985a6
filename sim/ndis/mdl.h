/* SPDX-License-Identifier: MIT */
/* Memory descriptor lists that the system writes. */
#ifndef MSILAB_NDIS_SYSTEM_MDL_H
#define MSILAB_NDIS_SYSTEM_MDL_H

#include "sim/ndis/root.h"

/* Fills in an MDL of the machine's or the driver's memory over nonpaged memory. */
void mdl_describe(MDL *mdl, uint64_t address, uint32_t length);

#endif
