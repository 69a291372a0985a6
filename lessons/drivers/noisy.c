/* SPDX-License-Identifier: MIT */
/*
 * noisy: the driver of the noisy neighbour (doc/noisy.md), a function whose only work is to interrupt. It moves no frames, so
 * what is left is the smallest miniport there can be, and an example of manners on a shared line.
 *
 * Read it before vnic-line: registration, service routine, DPC and deregistration are the same, in one file. What a miniport must have
 * besides stands in frameless.h.
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "frameless.h"

/* its registers */
#define NOISY_BAR0_LENGTH 0x1000
#define NOISY_CAUSE 0x00 /* pending; writing 1 clears */
#define NOISY_MASK 0x04	 /* enabled */
#define NOISY_PERIOD 0x0C /* of the timer, in ns; 0 stops it */
#define NOISY_TIMER 0x1
#define NOISY_CAUSES 0xf
#define NOISY_GONE 0xffffffffu

#define NOISY_TAG 0x7369 /* "is" */

enum { CLAIM_OWN, CLAIM_ALWAYS, CLAIM_NEVER, CLAIM_DPC };

struct noisy {
	/* constant once the interrupt is registered */
	struct frameless base; /* adapter, interrupt, regs */
	ULONG period, claim;
	/* interlocked: service routine and DPC */
	volatile LONG causes;
	volatile LONG ticks;
};

/*
 * On a shared line every routine of the chain is asked, in turn, whether it was its device. The honest answer costs two reads.
 * LabClaim: "always" makes the system believe that all was served, and the neighbour, who did call, is not asked any more in
 * this round; "never" leaves the line asserted, and the system calls again and again; "dpc" asks for its DPC with FALSE too.
 */
static BOOLEAN isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct noisy *noisy = context;
	ULONG mine, pending;

	*queue_default_dpc = noisy->claim == CLAIM_DPC;
	*target_processors = 0;
	pending = reg_read(noisy, NOISY_CAUSE);
	if (pending == NOISY_GONE || noisy->claim == CLAIM_NEVER)
		return FALSE;
	mine = pending & reg_read(noisy, NOISY_MASK);
	if (!mine)
		return noisy->claim == CLAIM_ALWAYS;
	/* Cleared here: the line is let go. What it said is kept for the DPC. */
	reg_write(noisy, NOISY_CAUSE, mine);
	InterlockedOr(&noisy->causes, (LONG)mine);
	(void)reg_read(noisy, NOISY_CAUSE); /* returns when the write has arrived: the line is let go before we leave */
	*queue_default_dpc = TRUE;
	return TRUE;
}

/* The cause was never disabled, so nothing has to be enabled: the work is one addition, faster than any period. */
static VOID dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	struct noisy *noisy = context;

	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(throttle);
	UNREFERENCED_PARAMETER(reserved);
	if (InterlockedExchange(&noisy->causes, 0) & NOISY_TIMER)
		InterlockedIncrement(&noisy->ticks);
}

static VOID disable(NDIS_HANDLE context)
{
	reg_write(context, NOISY_MASK, 0);
}

static VOID enable(NDIS_HANDLE context)
{
	reg_write(context, NOISY_MASK, NOISY_CAUSES);
}

static NDIS_STATUS register_interrupt(struct noisy *noisy)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS line = {
		.Header = FRAMELESS_INTERRUPT_HEADER,
		.InterruptHandler = isr,
		.InterruptDpcHandler = dpc,
		.DisableInterruptHandler = disable,
		.EnableInterruptHandler = enable,
	};

	return NdisMRegisterInterruptEx(noisy->base.adapter, noisy, &line, &noisy->base.interrupt);
}

/* The device may have been noisy since power-on: it is quiet before the line is connected, and then starts by our wish. */
static VOID quiet(struct noisy *noisy)
{
	reg_write(noisy, NOISY_MASK, 0);
	reg_write(noisy, NOISY_PERIOD, 0);
	reg_write(noisy, NOISY_CAUSE, NOISY_CAUSES);
	(void)reg_read(noisy, NOISY_MASK);
}

/* Also what initialize got so far, when it fails; in the reverse order of making. */
static VOID undo(struct noisy *noisy)
{
	if (noisy->base.regs)
		quiet(noisy);
	frameless_end(&noisy->base);
}

static VOID choose(struct noisy *noisy)
{
	static const PCSTR claim[] = { "own", "always", "never", "dpc" };
	NDIS_HANDLE keywords = keywords_open(noisy->base.adapter);

	noisy->claim = keyword_word(keywords, L"LabClaim", claim, ARRAYSIZE(claim));
	noisy->period = keyword_number(keywords, L"LabPeriod", 0, 1000000000, 50000);
	keywords_close(keywords);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver,
			      PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	struct noisy *noisy = frameless_alloc(adapter, sizeof(*noisy), NOISY_TAG);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!noisy)
		return NDIS_STATUS_RESOURCES;
	noisy->base.adapter = adapter;
	choose(noisy);
	status = frameless_attributes(&noisy->base);
	if (status == NDIS_STATUS_SUCCESS)
		status = frameless_map(&noisy->base, parameters->AllocatedResources, NOISY_BAR0_LENGTH);
	if (status == NDIS_STATUS_SUCCESS) {
		quiet(noisy);
		status = register_interrupt(noisy);
	}
	if (status != NDIS_STATUS_SUCCESS) {
		undo(noisy);
		return status;
	}
	reg_write(noisy, NOISY_PERIOD, noisy->period);
	reg_write(noisy, NOISY_MASK, NOISY_CAUSES);
	return NDIS_STATUS_SUCCESS;
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	undo(context);
}

static VOID shut_down(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	disable(context);
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return frameless_entry(object, path, initialize, halt, shut_down);
}
