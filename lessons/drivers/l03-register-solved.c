/* SPDX-License-Identifier: MIT */
/*
 * Lesson 3: registers the interrupt of clock0, a device that only interrupts (doc/noisy.md). Solved: every
 * handler is filled in, and what the service routine uses is there before the line is connected.
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "frameless.h"

#define LENGTH 0x1000
#define CAUSE 0x00  /* why it interrupts; writing 1 clears */
#define MASK 0x04   /* which causes may */
#define PERIOD 0x0C /* of its timer, in ns */

struct clock {
	struct frameless base;         /* adapter, interrupt, and regs, which map() sets */
	PNDIS_RESOURCE_LIST resources; /* what the system assigned; valid in initialize */
	LONG *counts;                  /* context() sets it: service routines, DPCs */
};

/* Called at DIRQL from the moment the line is connected. It uses regs and counts. */
static BOOLEAN isr(NDIS_HANDLE handle, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct clock *clock = handle;
	ULONG mine = reg_read(clock, CAUSE) & reg_read(clock, MASK);

	*target_processors = 0, *queue_default_dpc = mine != 0;
	if (!mine)
		return FALSE; /* a neighbour's */
	reg_write(clock, CAUSE, mine);
	(void)reg_read(clock, CAUSE); /* the write has arrived: the line is let go before we leave */
	InterlockedIncrement(&clock->counts[0]);
	return TRUE;
}

static VOID dpc(NDIS_HANDLE handle, PVOID context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(context), UNREFERENCED_PARAMETER(throttle), UNREFERENCED_PARAMETER(reserved);
	InterlockedIncrement(&((struct clock *)handle)->counts[1]);
}

static VOID disable(NDIS_HANDLE handle) { reg_write(handle, MASK, 0); }
static VOID enable(NDIS_HANDLE handle) { reg_write(handle, MASK, 1); }

static NDIS_STATUS register_interrupt(struct clock *clock)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS line = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = isr,
		.InterruptDpcHandler = dpc,
		.DisableInterruptHandler = disable,
		.EnableInterruptHandler = enable,
	};

	return NdisMRegisterInterruptEx(clock->base.adapter, clock, &line, &clock->base.interrupt);
}

static NDIS_STATUS attributes(struct clock *clock) { return frameless_registration(&clock->base); }
static NDIS_STATUS general(struct clock *clock) { return frameless_general(&clock->base); }
static NDIS_STATUS map(struct clock *clock) { return frameless_map(&clock->base, clock->resources, LENGTH); }

static NDIS_STATUS context(struct clock *clock)
{
	clock->counts = frameless_alloc(clock->base.adapter, 64, 0x6b636974); /* "tick" in memory */
	return clock->counts ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

static NDIS_STATUS start(struct clock *clock)
{
	reg_write(clock, PERIOD, 20000);
	reg_write(clock, MASK, 1);
	return NDIS_STATUS_SUCCESS;
}

/* The order: NDIS knows the adapter, then the hardware, the context, the interrupt; last of all the device may ask. */
static const PCSTR names[] = { "attributes", "general", "map", "context", "register", "start" };
static NDIS_STATUS (*const steps[])(struct clock *) = { attributes, general, map, context, register_interrupt, start };

/* Everything that initialize got so far goes back, in the reverse order. */
static VOID halt(NDIS_HANDLE handle, NDIS_HALT_ACTION action)
{
	struct clock *clock = handle;
	LONG *counts = clock->counts;

	UNREFERENCED_PARAMETER(action);
	if (clock->base.regs)
		disable(clock);
	frameless_end(&clock->base);
	if (counts)
		NdisFreeMemory(counts, 0, 0);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver, PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	NDIS_HANDLE keywords = keywords_open(adapter);
	struct clock *clock = frameless_alloc(adapter, sizeof(*clock), 0x6b636c63); /* "clck" */
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	ULONG order[ARRAYSIZE(steps)];

	UNREFERENCED_PARAMETER(driver);
	if (!clock)
		return NDIS_STATUS_RESOURCES;
	clock->base.adapter = adapter;
	clock->resources = parameters->AllocatedResources;
	keyword_order(keywords, L"LabOrder", names, ARRAYSIZE(steps), order);
	keywords_close(keywords);
	for (ULONG i = 0; i < ARRAYSIZE(steps) && status == NDIS_STATUS_SUCCESS; i++)
		status = steps[order[i]](clock);
	if (status != NDIS_STATUS_SUCCESS)
		halt(clock, NdisHaltDeviceInitializationFailed);
	return status;
}

FRAMELESS_DRIVER(initialize, halt)
