/* SPDX-License-Identifier: MIT */
/*
 * Lesson 8: a driver that serves its interrupt, but for one register write. On a line that is a storm; with messages the same
 * mistake is silence. The device is noisy (doc/noisy.md): CAUSE says what is pending, writing a bit back clears it, MASK enables.
 *
 * In C: the write is missing in serve(), a line of its own. Leave by_form() as it is: it does what the form says (LabDismiss).
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "frameless.h"

#define CAUSE 0x00
#define MASK 0x04
#define CAUSES 0xf
#define GONE 0xffffffffu
#define BAR0_LENGTH 0x1000
#define TAG 0x386c

enum { DISMISS_NEVER, DISMISS_ISR, DISMISS_DPC };

struct clock {
	struct frameless base;
	ULONG dismiss;
	volatile LONG causes; /* from the service routine to the DPC */
	volatile LONG served;
};

static VOID by_form(struct clock *clock, ULONG place, ULONG causes);

/* Both service routines, of the line and of the message. FALSE: it was not our device. */
static BOOLEAN serve(struct clock *clock, PBOOLEAN queue_default_dpc, PULONG targets)
{
	ULONG pending = reg_read(clock, CAUSE), mine;

	*queue_default_dpc = FALSE;
	*targets = 0;
	if (pending == GONE)
		return FALSE;
	mine = pending & reg_read(clock, MASK);
	if (!mine)
		return FALSE;
	by_form(clock, DISMISS_ISR, mine); /* here the write is missing */
	(void)reg_read(clock, CAUSE); /* writes are posted: this returns when those before it have arrived */
	InterlockedOr(&clock->causes, (LONG)mine);
	*queue_default_dpc = TRUE;
	return TRUE;
}

static BOOLEAN line_isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG targets)
{
	return serve(context, queue_default_dpc, targets);
}

static BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue_default_dpc, PULONG targets)
{
	UNREFERENCED_PARAMETER(message);
	return serve(context, queue_default_dpc, targets);
}

static VOID work(struct clock *clock)
{
	LONG causes = InterlockedExchange(&clock->causes, 0);

	by_form(clock, DISMISS_DPC, (ULONG)causes);
	if (causes)
		InterlockedIncrement(&clock->served);
}

static VOID by_form(struct clock *clock, ULONG place, ULONG causes)
{
	if (clock->dismiss == place)
		reg_write(clock, CAUSE, causes);
}

static VOID line_dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(dpc_context), UNREFERENCED_PARAMETER(throttle), UNREFERENCED_PARAMETER(reserved);
	work(context);
}

static VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(message);
	line_dpc(context, dpc_context, throttle, reserved);
}

static VOID disable(NDIS_HANDLE context)
{
	reg_write(context, MASK, 0);
	(void)reg_read(context, MASK); /* returns when the write has arrived */
}

static VOID enable(NDIS_HANDLE context)
{
	reg_write(context, MASK, CAUSES);
}

static VOID message_disable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	disable(context);
}

static VOID message_enable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	enable(context);
}

static VOID shut_down(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	disable(context);
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	struct clock *clock = context;

	UNREFERENCED_PARAMETER(action);
	if (clock->base.regs)
		disable(clock);
	frameless_end(&clock->base);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver, PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS interrupt = {
		.Header = FRAMELESS_INTERRUPT_HEADER,
		.InterruptHandler = line_isr, .InterruptDpcHandler = line_dpc,
		.DisableInterruptHandler = disable, .EnableInterruptHandler = enable,
		.MsiSupported = TRUE, .MessageInterruptHandler = message_isr, .MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_disable, .EnableMessageInterruptHandler = message_enable,
	};
	static const PCSTR words[] = { "never", "isr", "dpc" };
	struct clock *clock = frameless_alloc(adapter, sizeof(*clock), TAG);
	NDIS_HANDLE keywords = keywords_open(adapter);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!clock)
		return NDIS_STATUS_RESOURCES;
	clock->base.adapter = adapter;
	clock->dismiss = keyword_word(keywords, L"LabDismiss", words, ARRAYSIZE(words));
	keywords_close(keywords);
	status = frameless_start(&clock->base, parameters, BAR0_LENGTH, &interrupt);
	if (status == NDIS_STATUS_SUCCESS)
		enable(clock);
	else
		halt(clock, NdisHaltDeviceInitializationFailed);
	return status;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return frameless_entry(object, path, initialize, halt, shut_down);
}
