/* SPDX-License-Identifier: MIT */
/* Timer objects of drivers: exact virtual time; the function is a DPC on the CPU that armed it (doc/modelled.md). */
#ifndef MSILAB_NDIS_SYSTEM_TIMER_H
#define MSILAB_NDIS_SYSTEM_TIMER_H

#include "sim/ndis/root.h"

struct timer {
	struct event event;
	struct dpc dpc;
	struct ndis *ndis;
	uint32_t obj, owner; /* owner: the adapter's object, 0: the driver's */
	NDIS_HANDLE handle;
	PNDIS_TIMER_FUNCTION function;
	void *context, *armed_context;
	vtime due, period; /* period 0: once */
	struct thread *flushing;
	struct timer *next; /* all that were ever made */
	bool live;
};

/* Whether a timer of the adapter is armed or its function queued. */
bool timer_armed(const struct adapter *adapter);

#endif
