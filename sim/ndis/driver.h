/* SPDX-License-Identifier: MIT */
/* A loaded driver: what it registered, and who uses it. One for each module, whether loaded or not. */
#ifndef MSILAB_NDIS_DRIVER_H
#define MSILAB_NDIS_DRIVER_H

#include "sim/ndis/root.h"

#define NDIS_VERSION(major, minor) ((unsigned)(major) << 8 | (unsigned)(minor))

struct driver {
	struct ndis *ndis;
	const struct ndis_module *module;
	uint32_t obj;
	NDIS_HANDLE handle; /* NULL: not registered */
	void *context;      /* MiniportDriverContext */
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS handlers;
	NDIS_MINIPORT_PNP_CHARACTERISTICS pnp; /* all NULL: none set */
	unsigned version;   /* in its characteristics, NDIS_VERSION */
	bool loaded;
	unsigned users;     /* adapters between AddDevice and RemoveDevice */
	uint64_t object, path, path_text; /* the system's blocks for DriverEntry */
};

void driver_init(struct driver *driver, struct ndis *ndis, const struct ndis_module *module);
struct driver *driver_named(struct ndis *ndis, const char *module); /* NULL: no such module */

/* One more user: DriverEntry if it is the first. On the device's thread. Returns DriverEntry's status; a failure leaves it
 * not loaded. */
NTSTATUS driver_use(struct driver *driver);

/* One user less; the last one unloads it. */
void driver_unuse(struct driver *driver);

/* Whether a structure of the driver has this type and at least the size of its revision. */
bool driver_header(struct ndis *ndis, const void *structure, unsigned type, unsigned revision, size_t size);

#endif
