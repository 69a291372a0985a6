/* SPDX-License-Identifier: MIT */
/* A driver module as the driver interface sees it: brought by the edge, loaded and relocated. */
#ifndef MSILAB_NDIS_MODULE_H
#define MSILAB_NDIS_MODULE_H

#include <stdint.h>

#define NDIS_MODULES_MAX 64
#define NDIS_MODULE_DATA 8

struct ndis_module {
	const char *name;           /* as the driver line of the machine names it; borrowed */
	void *entry;                /* DriverEntry */
	uint64_t image, image_size; /* where it lies; addresses in it appear in records as (module, offset) */
	unsigned header_version;    /* major << 8 | minor of the header it was compiled against; 0: not known */
	struct {
		uint64_t start, size; /* writable data */
		const void *reset;    /* its bytes after relocation: put back before each DriverEntry */
	} data[NDIS_MODULE_DATA];
	unsigned data_n;
};

#endif
