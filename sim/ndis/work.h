/* SPDX-License-Identifier: MIT */
/* Work for a PASSIVE thread: one for each CPU, first in first out (doc/modelled.md). */
#ifndef MSILAB_NDIS_WORK_H
#define MSILAB_NDIS_WORK_H

#include "sim/ndis/root.h"

struct work {
	struct ndis *ndis;
	uint32_t obj, obj_of; /* its own; the adapter's that it was made for */
	void (*run)(struct work *work);
	void *context;
	uint64_t value, length, argument; /* the caller's */
	NDIS_HANDLE handle;               /* of a driver's work item */
	NDIS_IO_WORKITEM_ROUTINE routine;
	bool queued;
	struct work *next;
};

struct worker {
	struct ndis *ndis;
	struct work *first, *last, *running;
	struct thread *thread;
	bool idle;
};

struct work *work_make(struct ndis *ndis, uint32_t obj, void (*run)(struct work *), void *context);
void work_end(struct work *work); /* used again by a later work_make */
void work_put(struct work *work, unsigned cpu);

#endif
