/* SPDX-License-Identifier: MIT */
/*
 * Resource lists as a driver sees them: what a function asks for, the filter that may edit it, and what was granted
 * (doc/modelled.md). The lists lie in blocks of the driver's memory that the system made.
 */
#ifndef MSILAB_NDIS_RESOURCES_H
#define MSILAB_NDIS_RESOURCES_H

#include "sim/ndis/root.h"
#include "sim/os/pnp.h"

/* Hands the requirements of adapter->offer to the driver's filter, if it has one, and reads what it left into
 * adapter->wish. Writes pnp.filter. A filter that fails leaves the offer as it was. */
void resources_filter(struct adapter *adapter);

/* Makes the raw and translated lists of adapter->grant, and the custom properties. false: no memory. */
bool resources_make(struct adapter *adapter);

/* MiniportStartDevice, if the driver has it. */
NDIS_STATUS resources_start(struct adapter *adapter);

PNDIS_RESOURCE_LIST resources_translated(const struct adapter *adapter);
void resources_free(struct adapter *adapter);

/* Writes the list for `wish` and reads one back (pure but for the memory; the unit tests go through these). */
size_t resources_write(const struct device *device, const struct pnp_package *package, const struct pnp_wish *wish,
		       IO_RESOURCE_REQUIREMENTS_LIST *list, size_t room); /* bytes needed; written if they fit */
void resources_read(const IO_RESOURCE_REQUIREMENTS_LIST *list, size_t size, struct pnp_wish *wish);

#endif
