/* SPDX-License-Identifier: MIT */
/*
 * Device windows. A mapping is a range of addresses that nothing but the register accessors can touch; they find the device by
 * the address. Mappings are never given out twice, so that one that was undone is known.
 */
#ifndef MSILAB_NDIS_IO_H
#define MSILAB_NDIS_IO_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/machine.h"

struct adapter;
struct device;
struct ndis;

struct window {
	uint64_t address, size;
	struct device *device;
	uint32_t obj, id; /* id counts from 1 */
	unsigned bar;
	uint32_t offset; /* in the BAR */
	uint64_t base;   /* where the BAR lay: a mapping is of addresses */
	bool live;
};

#define WINDOW_CHUNK 64
#define WINDOW_CHUNKS 1024

struct windows {
	struct window *chunk[WINDOW_CHUNKS]; /* in the order of addresses */
	unsigned n;
	const struct window *last[MACHINE_CPUS_MAX]; /* found last on each CPU: accesses come in runs. They stay where they are */
};

/* Mappings of the device that are still live; for each one the rule's finding. */
void io_leaks(struct adapter *adapter);

#endif
