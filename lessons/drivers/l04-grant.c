/* SPDX-License-Identifier: MIT */
/* Lesson 4: asks for messages, and reads what it got. It moves no frames: its causes are SW0 and SW1 (device.raise nic0 SW0).
 * Two things are not right yet, both in register_interrupt(): the handlers, and what it makes of the grant. */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "vnic.h"
#include "frameless.h"

#define SW(n) (25 + (n)) /* numbers of the two causes */
#define BOTH (1u << SW(0) | 1u << SW(1))

struct nic {
	struct frameless base; /* adapter, interrupt, regs */
	ULONG handlers, decide; /* the form's choices */
	ULONG messages;         /* that we have; 0: the line */
};

static VOID off(NDIS_HANDLE handle) { reg_write(handle, VNIC_IMC, BOTH); }
static VOID on(NDIS_HANDLE handle) { reg_write(handle, VNIC_IMS, BOTH); }

/* The line: is it ours? Then silence it, and let the DPC work. Who has messages lets neighbours have it. */
static BOOLEAN isr(NDIS_HANDLE handle, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct nic *nic = handle;
	ULONG mine = nic->messages ? 0 : reg_read(nic, VNIC_ICR) & reg_read(nic, VNIC_IMS) & BOTH;

	*target_processors = 0, *queue_default_dpc = mine != 0;
	if (!mine)
		return FALSE;
	off(nic);
	(void)reg_read(nic, VNIC_IMS); /* the write has arrived */
	return TRUE;
}

/* A message is ours, and comes once: nothing has to be silenced. */
static BOOLEAN message_isr(NDIS_HANDLE handle, ULONG message, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	UNREFERENCED_PARAMETER(handle), UNREFERENCED_PARAMETER(message), *target_processors = 0, *queue_default_dpc = TRUE;
	return TRUE;
}

/* Clear, work (there is none), enable. */
static VOID dpc(NDIS_HANDLE handle, PVOID context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(context), UNREFERENCED_PARAMETER(throttle), UNREFERENCED_PARAMETER(reserved);
	reg_write(handle, VNIC_ICR, reg_read(handle, VNIC_ICR) & BOTH), on(handle);
}

static VOID message_dpc(NDIS_HANDLE handle, ULONG message, PVOID context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(message), dpc(handle, context, throttle, reserved);
}

static VOID message_off(NDIS_HANDLE handle, ULONG message) { UNREFERENCED_PARAMETER(message), off(handle); }
static VOID message_on(NDIS_HANDLE handle, ULONG message) { UNREFERENCED_PARAMETER(message), on(handle); }

static NDIS_STATUS register_interrupt(struct nic *nic)
{
	BOOLEAN line = nic->handlers == 1; /* the form's; in C: are the line's handlers needed? */
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS ask = {
		.Header = FRAMELESS_INTERRUPT_HEADER,
		.InterruptHandler = line ? isr : NULL, .InterruptDpcHandler = line ? dpc : NULL,
		.DisableInterruptHandler = line ? off : NULL, .EnableInterruptHandler = line ? on : NULL,
		.MsiSupported = TRUE,
		.MessageInterruptHandler = message_isr, .MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_off, .EnableMessageInterruptHandler = message_on,
	};
	NDIS_STATUS status = NdisMRegisterInterruptEx(nic->base.adapter, nic, &ask, &nic->base.interrupt);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (nic->decide == 1) /* LabDecide=asked: an entry, a message; 0 is table, 2 is type */
		nic->messages = 4;
	else if (nic->decide == 0 || ask.InterruptType == NDIS_CONNECT_MESSAGE_BASED)
		nic->messages = ask.MessageInfoTable->MessageCount;
	DbgPrint("InterruptType %u, so we have %u messages\n", ask.InterruptType, nic->messages);
	for (ULONG n = 0; n < 2 && nic->messages; n++) /* each cause a message of its own, if there are two */
		reg_write(nic, VNIC_IVAR(SW(n)), VNIC_IVAR_VALID | n % nic->messages);
	return NDIS_STATUS_SUCCESS;
}

static VOID halt(NDIS_HANDLE handle, NDIS_HALT_ACTION action)
{
	struct nic *nic = handle;

	UNREFERENCED_PARAMETER(action);
	if (nic->base.regs)
		off(nic);
	frameless_end(&nic->base);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver, PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	static const PCSTR handlers[] = { "message", "both" }, decide[] = { "table", "asked", "type" };
	struct nic *nic = frameless_alloc(adapter, sizeof(*nic), 0x63696e76); /* "vnic" */
	NDIS_HANDLE keywords = keywords_open(adapter);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!nic)
		return NDIS_STATUS_RESOURCES;
	nic->base.adapter = adapter, nic->handlers = keyword_word(keywords, L"LabHandlers", handlers, ARRAYSIZE(handlers));
	nic->decide = keyword_word(keywords, L"LabDecide", decide, ARRAYSIZE(decide));
	keywords_close(keywords);
	status = frameless_attributes(&nic->base);
	if (status == NDIS_STATUS_SUCCESS)
		status = frameless_map(&nic->base, parameters->AllocatedResources, VNIC_BAR0_LENGTH);
	if (status == NDIS_STATUS_SUCCESS)
		status = register_interrupt(nic);
	if (status == NDIS_STATUS_SUCCESS)
		on(nic);
	else
		halt(nic, NdisHaltDeviceInitializationFailed);
	return status;
}

FRAMELESS_DRIVER(initialize, halt)
