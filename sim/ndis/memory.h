/* SPDX-License-Identifier: MIT */
/* What a driver still holds when its halt handler has returned. */
#ifndef MSILAB_NDIS_SYSTEM_MEMORY_H
#define MSILAB_NDIS_SYSTEM_MEMORY_H

#include "sim/ndis/adapter.h"

/* Leak_Pool, Leak_Shared: a finding for each block that was allocated for the adapter since initialize began. */
void memory_leaks(struct adapter *adapter);

#endif
