/* SPDX-License-Identifier: MIT */
/* bad at PASSIVE_LEVEL: from initialize to halt. bad.h says what it is. */
#include "bad.h"

#define WORD(enumerator, word) word,
static const PCSTR words[] = { MISTAKES(WORD) };

static VOID line_disable(NDIS_HANDLE context)
{
	reg_write(context, VNIC_IMC, LINK);
}

static VOID line_enable(NDIS_HANDLE context)
{
	reg_write(context, VNIC_IMS, LINK);
}

static VOID message_disable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	line_disable(context);
}

static VOID message_enable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	line_enable(context);
}

static NDIS_STATUS interrupt_up(struct bad *bad)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c = &bad->characteristics;
	NDIS_STATUS status;

	*c = (NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS){
		.Header = FRAMELESS_INTERRUPT_HEADER,
		.InterruptHandler = line_isr,
		.InterruptDpcHandler = made(bad, NO_DPC) ? NULL : line_dpc,
		.DisableInterruptHandler = line_disable,
		.EnableInterruptHandler = made(bad, NO_ENABLE) ? NULL : line_enable,
		.MsiSupported = TRUE,
		.MessageInterruptHandler = message_isr,
		.MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_disable,
		.EnableMessageInterruptHandler = message_enable,
	};
	if (made(bad, WRONG_SIZE))
		c->Header.Size -= sizeof(PVOID);
	if (almost(bad, WRONG_SIZE)) /* a later revision is longer */
		c->Header.Size += sizeof(PVOID);
	if (made(bad, WRONG_REVISION))
		c->Header.Revision = 0;
	if (almost(bad, WRONG_REVISION)) /* what is said of another structure is the same number */
		c->Header.Revision = NDIS_MINIPORT_INIT_PARAMETERS_REVISION_1;
	if (bad->mistake == REGISTER_LOCKED)
		NdisAcquireSpinLock(&bad->lock);
	if (almost(bad, REGISTER_LOCKED))
		NdisReleaseSpinLock(&bad->lock);
	status = NdisMRegisterInterruptEx(bad->base.adapter, bad, c, &bad->base.interrupt);
	if (made(bad, REGISTER_LOCKED))
		NdisReleaseSpinLock(&bad->lock);
	return status;
}

static VOID interrupt_on(struct bad *bad)
{
	ULONG source = made(bad, SOURCE_RANGE) ? granted(bad) : almost(bad, SOURCE_RANGE) ? granted(bad) - 1 : 0;

	reg_write(bad, VNIC_IVAR(LINK_BIT), VNIC_IVAR_VALID | source);
	reg_write(bad, VNIC_IMS, LINK);
}

/* The device first, then the interrupt, then what its handlers use. */
static VOID interrupt_down(struct bad *bad)
{
	NDIS_HANDLE interrupt = bad->base.interrupt;

	if (interrupt && almost(bad, QUEUE_AFTER)) /* it enables once more: so before the device is silenced */
		NdisMQueueDpc(interrupt, 0, 1, NULL);
	if (!made(bad, HALT_ENABLED))
		reg_write(bad, VNIC_IMC, VNIC_ALL_CAUSES);
	if (!almost(bad, HALT_ENABLED))
		(void)reg_read(bad, VNIC_IMC); /* a write counts when it is issued: this is for the device's sake */
	if (!interrupt || made(bad, HALT_KEEPS) || made(bad, INIT_KEEPS))
		return;
	if (bad->mistake == DEREGISTER_LOCKED) /* a lock raises to DISPATCH_LEVEL, and there nobody can wait */
		NdisAcquireSpinLock(&bad->lock);
	if (almost(bad, DEREGISTER_LOCKED))
		NdisReleaseSpinLock(&bad->lock);
	NdisMDeregisterInterruptEx(interrupt);
	if (made(bad, DEREGISTER_LOCKED))
		NdisReleaseSpinLock(&bad->lock);
	bad->base.interrupt = NULL;
	if (made(bad, TWICE) || (almost(bad, TWICE) && bad->base.interrupt))
		NdisMDeregisterInterruptEx(interrupt);
	if (made(bad, QUEUE_AFTER))
		NdisMQueueDpc(interrupt, 0, 1, NULL);
}

static struct bad *bad_new(NDIS_HANDLE adapter)
{
	NDIS_HANDLE keywords = keywords_open(adapter);
	ULONG mistake = keyword_word(keywords, L"LabMistake", words, ARRAYSIZE(words));
	ULONG almost_so = keyword_number(keywords, L"LabNear", 0, 1, 0);
	ULONG tag = mistake == NO_TAG && !almost_so ? 0 : BAD_TAG;
	struct bad *bad = frameless_alloc(adapter, sizeof(*bad), tag);

	keywords_close(keywords);
	if (!bad)
		return NULL;
	bad->base.adapter = adapter;
	bad->mistake = mistake;
	bad->near = almost_so;
	NdisAllocateSpinLock(&bad->lock);
	NdisInitializeEvent(&bad->never);
	return bad;
}

/* Also what initialize got so far, when it fails; in the reverse order of making. */
static VOID undo(struct bad *bad)
{
	if (bad->base.regs)
		interrupt_down(bad);
	if (bad->base.regs && !made(bad, LEAK_MAP))
		NdisMUnmapIoSpace(bad->base.adapter, bad->base.regs, VNIC_BAR0_LENGTH);
	lists_down(bad);
	if (!made(bad, LEAK_POOL))
		NdisFreeMemory(bad, 0, 0);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver,
			      PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	struct bad *bad = bad_new(adapter);
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	UNREFERENCED_PARAMETER(driver);
	if (!bad)
		return NDIS_STATUS_RESOURCES;
	if (made(bad, REGISTER_FIRST))
		status = interrupt_up(bad);
	if (status == NDIS_STATUS_SUCCESS)
		status = bad->mistake == NO_GENERAL ? frameless_registration(&bad->base) : frameless_attributes(&bad->base);
	if (status == NDIS_STATUS_SUCCESS)
		status = frameless_map(&bad->base, parameters->AllocatedResources, VNIC_BAR0_LENGTH);
	if (status == NDIS_STATUS_SUCCESS)
		status = lists_up(bad);
	if (status == NDIS_STATUS_SUCCESS) {
		reg_write(bad, VNIC_CTRL, VNIC_CTRL_RST);
		if (made(bad, ENABLE_EARLY) || bad->mistake == LOOK_EARLY) {
			reg_write(bad, VNIC_IVAR(LINK_BIT), VNIC_IVAR_VALID);
			reg_write(bad, VNIC_IMS, LINK);
			reg_write(bad, VNIC_ICS, LINK);
		}
		if (almost(bad, ENABLE_EARLY)) /* disabling is never too early */
			reg_write(bad, VNIC_IMC, VNIC_ALL_CAUSES);
		status = interrupt_up(bad);
	}
	if (status == NDIS_STATUS_SUCCESS && bad->mistake == INIT_KEEPS)
		status = NDIS_STATUS_FAILURE; /* say that something else went wrong afterwards */
	if (status == NDIS_STATUS_SUCCESS && almost(bad, NO_GENERAL)) /* who fails owes none */
		status = NDIS_STATUS_FAILURE;
	if (status == NDIS_STATUS_SUCCESS)
		interrupt_on(bad);
	else
		undo(bad);
	return status;
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	undo(context);
}

/* Resources are claimed between initialize's beginning and its end, not when traffic starts. */
static NDIS_STATUS restart(NDIS_HANDLE context, PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	struct bad *bad = context;
	PVOID again = NULL;

	UNREFERENCED_PARAMETER(parameters);
	if (made(bad, REGISTER_LATE))
		(void)interrupt_up(bad);
	if (made(bad, MAP_LATE) && NdisMMapIoSpace(&again, bad->base.adapter, bad->base.start, VNIC_BAR0_LENGTH) == NDIS_STATUS_SUCCESS)
		NdisMUnmapIoSpace(bad->base.adapter, again, VNIC_BAR0_LENGTH);
	return NDIS_STATUS_SUCCESS;
}

/* Pause cannot fail; it may take its time, and then says so. */
static NDIS_STATUS pause(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	struct bad *bad = context;

	UNREFERENCED_PARAMETER(parameters);
	if (made(bad, WAIT_FOREVER))
		NdisWaitEvent(&bad->never, 0);
	if (almost(bad, WAIT_FOREVER))
		NdisWaitEvent(&bad->never, 1);
	if (almost(bad, PAUSE_FAILS)) {
		NdisMPauseComplete(bad->base.adapter);
		return NDIS_STATUS_PENDING;
	}
	return made(bad, PAUSE_FAILS) ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
}

static VOID shut_down(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	line_disable(context);
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS driver = frameless_characteristics(initialize, halt, shut_down);

	driver.PauseHandler = pause;
	driver.RestartHandler = restart;
	driver.SendNetBufferListsHandler = lists_send;
	return frameless_register(object, path, &driver);
}
