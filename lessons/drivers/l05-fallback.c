/* SPDX-License-Identifier: MIT */
/*
 * Lesson 5: a driver with a message each for receives, sends and changes of the link, and a fallback that nobody ran. Its author
 * tried every message he asked for, and one for all. With exactly two it does not load; with the line it loads and is deaf.
 * The device is the VNIC (doc/vnic.md). No frame moves here: the causes alone are served.
 *
 * In C: mend initialize() for two messages and enable() for the line. On the form the keywords LabTwo and LabLine do the same.
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "frameless.h"
#include "vnic.h"

#define TAG 0x356c
#define GROUPS 3

enum { TWO_REFUSE, TWO_DROP, TWO_SHARE, LINE_FORGET = 0, LINE_ENABLE };

static const ULONG group_causes[GROUPS] = { VNIC_CAUSE_RXQ(0), VNIC_CAUSE_TXQ(0), VNIC_CAUSE_LSC };
#define CAUSES (VNIC_CAUSE_RXQ(0) | VNIC_CAUSE_TXQ(0) | VNIC_CAUSE_LSC)

struct fallback {
	struct frameless base;
	ULONG two, line; /* LabTwo, LabLine */
	ULONG messages;  /* granted; 0: the line */
	volatile LONG served;
};

/* The groups beyond the messages share the last one. */
static ULONG message_of(const struct fallback *fallback, ULONG group)
{
	return min(group, fallback->messages - 1);
}

static ULONG causes_of(const struct fallback *fallback, ULONG message)
{
	ULONG causes = 0;

	for (ULONG g = 0; g < GROUPS; g++)
		causes |= message_of(fallback, g) == message ? group_causes[g] : 0;
	return causes;
}

static VOID line_off(NDIS_HANDLE context) { reg_write(context, VNIC_IMC, CAUSES); }
static VOID line_on(NDIS_HANDLE context) { reg_write(context, VNIC_IMS, CAUSES); }
static VOID message_off(NDIS_HANDLE context, ULONG message) { reg_write(context, VNIC_IMC, causes_of(context, message)); }
static VOID message_on(NDIS_HANDLE context, ULONG message) { reg_write(context, VNIC_IMS, causes_of(context, message)); }

/* Both service routines, each for its own causes. FALSE: it was not our device. */
static BOOLEAN serve(struct fallback *fallback, ULONG causes, PBOOLEAN queue_default_dpc, PULONG targets)
{
	ULONG pending = reg_read(fallback, VNIC_ICR), mine;

	*queue_default_dpc = FALSE;
	*targets = 0;
	if (pending == VNIC_GONE)
		return FALSE;
	mine = pending & causes & reg_read(fallback, VNIC_IMS);
	if (!mine)
		return FALSE;
	reg_write(fallback, VNIC_ICR, mine);
	(void)reg_read(fallback, VNIC_ICR); /* returns when the write has arrived: the line is down */
	*queue_default_dpc = TRUE;
	return TRUE;
}

static BOOLEAN line_isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG targets)
{
	return serve(context, CAUSES, queue_default_dpc, targets);
}

static BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue_default_dpc, PULONG targets)
{
	serve(context, causes_of(context, message), queue_default_dpc, targets);
	return TRUE; /* a message is nobody else's */
}

static VOID line_dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(dpc_context), UNREFERENCED_PARAMETER(throttle), UNREFERENCED_PARAMETER(reserved);
	InterlockedIncrement(&((struct fallback *)context)->served);
}

static VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(message);
	line_dpc(context, dpc_context, throttle, reserved);
}

/* Each group names its message; the line needs no map. */
static VOID map(struct fallback *fallback)
{
	for (ULONG g = 0; fallback->messages && g < GROUPS; g++)
		for (ULONG c = 0; c < VNIC_CAUSE_BITS; c++)
			if (group_causes[g] >> c & 1)
				reg_write(fallback, VNIC_IVAR(c), message_of(fallback, g) | VNIC_IVAR_VALID);
	if (fallback->messages == 2 && fallback->two == TWO_DROP)
		reg_write(fallback, VNIC_IVAR(24), 0); /* changes of the link: whom would they reach? */
}

static VOID enable(struct fallback *fallback)
{
	if (!fallback->messages && fallback->line == LINE_FORGET)
		return;
	line_on(fallback);
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	struct fallback *fallback = context;

	UNREFERENCED_PARAMETER(action);
	if (fallback->base.regs) {
		line_off(fallback);
		(void)reg_read(fallback, VNIC_IMS); /* returns when the write has arrived */
	}
	frameless_end(&fallback->base);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver, PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS interrupt = {
		.Header = FRAMELESS_INTERRUPT_HEADER,
		.InterruptHandler = line_isr, .InterruptDpcHandler = line_dpc,
		.DisableInterruptHandler = line_off, .EnableInterruptHandler = line_on,
		.MsiSupported = TRUE,
		.MessageInterruptHandler = message_isr, .MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_off, .EnableMessageInterruptHandler = message_on,
	};
	static const PCSTR twos[] = { "refuse", "drop", "share" }, lines[] = { "forget", "enable" };
	struct fallback *fallback = frameless_alloc(adapter, sizeof(*fallback), TAG);
	NDIS_HANDLE keywords = keywords_open(adapter);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!fallback)
		return NDIS_STATUS_RESOURCES;
	fallback->base.adapter = adapter;
	fallback->two = keyword_word(keywords, L"LabTwo", twos, ARRAYSIZE(twos));
	fallback->line = keyword_word(keywords, L"LabLine", lines, ARRAYSIZE(lines));
	keywords_close(keywords);
	status = frameless_start(&fallback->base, parameters, VNIC_BAR0_LENGTH, &interrupt);
	if (status == NDIS_STATUS_SUCCESS && interrupt.InterruptType == NDIS_CONNECT_MESSAGE_BASED)
		fallback->messages = interrupt.MessageInfoTable->MessageCount;
	if (fallback->messages == 2 && fallback->two == TWO_REFUSE)
		status = NDIS_STATUS_RESOURCES; /* a message each, or one for all; and two? */
	if (status != NDIS_STATUS_SUCCESS) {
		halt(fallback, NdisHaltDeviceInitializationFailed);
		return status;
	}
	map(fallback);
	enable(fallback);
	return NDIS_STATUS_SUCCESS;
}

FRAMELESS_DRIVER(initialize, halt)
