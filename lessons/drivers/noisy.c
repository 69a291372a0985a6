/* SPDX-License-Identifier: MIT */
/*
 * noisy: the driver of the noisy neighbour (doc/noisy.md), a function whose only work is to interrupt. It moves no frames, so
 * what is left is the smallest miniport there can be, and an example of manners on a shared line.
 *
 * Read it before vnic-line: registration, service routine, DPC and deregistration are the same, in one file.
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "keywords.h"

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
	NDIS_HANDLE adapter, interrupt;
	PUCHAR regs;
	ULONG period, claim;
	/* interlocked: service routine and DPC */
	volatile LONG causes;
	volatile LONG ticks;
};

static ULONG reg_read(struct noisy *noisy, ULONG reg)
{
	return READ_REGISTER_ULONG((volatile ULONG *)(noisy->regs + reg));
}

static VOID reg_write(struct noisy *noisy, ULONG reg, ULONG value)
{
	WRITE_REGISTER_ULONG((volatile ULONG *)(noisy->regs + reg), value);
}

/*
 * On a shared line every routine of the chain is asked, in turn, whether it was its device. The honest answer costs two reads.
 * LabClaim: "always" makes the system believe that all was served, and the neighbour, who did call, is not asked any more in
 * this round; "never" leaves the line high, and the system calls again and again; "dpc" asks for its DPC with FALSE too.
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
	/* Cleared here: the line goes low. What it said is kept for the DPC. */
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

static NDIS_STATUS attributes(struct noisy *noisy)
{
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES registration = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2 },
		.MiniportAdapterContext = noisy,
		.AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE |
				  NDIS_MINIPORT_ATTRIBUTES_SURPRISE_REMOVE_OK,
		.InterfaceType = NdisInterfacePci,
	};
	NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES general = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2 },
		.MediaType = NdisMedium802_3,
		.MtuSize = 1500,
		.MediaConnectState = MediaConnectStateDisconnected,
		.MacAddressLength = ETH_LENGTH_OF_ADDRESS,
		.PermanentMacAddress = { 2, 0, 0, 0, 0, 1 },
		.CurrentMacAddress = { 2, 0, 0, 0, 0, 1 },
		.AccessType = NET_IF_ACCESS_BROADCAST,
		.ConnectionType = NET_IF_CONNECTION_DEDICATED,
		.IfType = IF_TYPE_ETHERNET_CSMACD,
	};
	NDIS_STATUS status = NdisMSetMiniportAttributes(
		noisy->adapter, (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&registration);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	return NdisMSetMiniportAttributes(noisy->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&general);
}

static NDIS_STATUS map(struct noisy *noisy, PNDIS_RESOURCE_LIST resources)
{
	for (ULONG i = 0; resources && i < resources->Count; i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR resource = &resources->PartialDescriptors[i];
		PVOID va = NULL;
		NDIS_STATUS status;

		if (resource->Type != CmResourceTypeMemory)
			continue;
		status = NdisMMapIoSpace(&va, noisy->adapter, resource->u.Memory.Start,
					 NOISY_BAR0_LENGTH);
		noisy->regs = va;
		return status;
	}
	return NDIS_STATUS_RESOURCE_CONFLICT;
}

static NDIS_STATUS register_interrupt(struct noisy *noisy)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS line = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = isr,
		.InterruptDpcHandler = dpc,
		.DisableInterruptHandler = disable,
		.EnableInterruptHandler = enable,
	};

	return NdisMRegisterInterruptEx(noisy->adapter, noisy, &line, &noisy->interrupt);
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
	if (noisy->regs)
		quiet(noisy);
	if (noisy->interrupt)
		NdisMDeregisterInterruptEx(noisy->interrupt);
	if (noisy->regs)
		NdisMUnmapIoSpace(noisy->adapter, noisy->regs, NOISY_BAR0_LENGTH);
	NdisFreeMemory(noisy, 0, 0);
}

static VOID choose(struct noisy *noisy)
{
	static const PCSTR claim[] = { "own", "always", "never", "dpc" };
	NDIS_HANDLE keywords = keywords_open(noisy->adapter);

	noisy->claim = keyword_word(keywords, L"LabClaim", claim, ARRAYSIZE(claim));
	noisy->period = keyword_number(keywords, L"LabPeriod", 0, 1000000000, 50000);
	keywords_close(keywords);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver,
			      PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	struct noisy *noisy = NdisAllocateMemoryWithTagPriority(adapter, sizeof(*noisy), NOISY_TAG,
								NormalPoolPriority);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!noisy)
		return NDIS_STATUS_RESOURCES;
	NdisZeroMemory(noisy, sizeof(*noisy));
	noisy->adapter = adapter;
	choose(noisy);
	status = attributes(noisy);
	if (status == NDIS_STATUS_SUCCESS)
		status = map(noisy, parameters->AllocatedResources);
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

/* ---- A miniport must have these. This one has no frames: nothing to pause, send or return. ---- */

static NDIS_STATUS pause(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(parameters);
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS restart(NDIS_HANDLE context, PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(parameters);
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS oid(NDIS_HANDLE context, PNDIS_OID_REQUEST request)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(request);
	return NDIS_STATUS_NOT_SUPPORTED;
}

static VOID oid_cancel(NDIS_HANDLE context, PVOID id)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(id);
}

/* There is no wire. Lists are never kept: each goes back at once, with the reason. */
static VOID send(NDIS_HANDLE context, PNET_BUFFER_LIST list, NDIS_PORT_NUMBER port, ULONG flags)
{
	BOOLEAN dispatch = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(flags);
	struct noisy *noisy = context;

	UNREFERENCED_PARAMETER(port);
	for (PNET_BUFFER_LIST l = list; l; l = NET_BUFFER_LIST_NEXT_NBL(l))
		NET_BUFFER_LIST_STATUS(l) = NDIS_STATUS_MEDIA_DISCONNECTED;
	NdisMSendNetBufferListsComplete(noisy->adapter, list,
					dispatch ? NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL : 0);
}

static VOID returned(NDIS_HANDLE context, PNET_BUFFER_LIST list, ULONG flags)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(list);
	UNREFERENCED_PARAMETER(flags);
}

static VOID cancel_send(NDIS_HANDLE context, PVOID id)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(id);
}

static VOID pnp_event(NDIS_HANDLE context, PNET_DEVICE_PNP_EVENT event)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(event);
}

static VOID shut_down(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	disable(context);
}

static NDIS_HANDLE driver_handle;

static VOID unload(PDRIVER_OBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	NdisMDeregisterMiniportDriver(driver_handle);
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS driver = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS,
			    NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2 },
		.MajorNdisVersion = 6,
		.MinorNdisVersion = 30,
		.MajorDriverVersion = 1,
		.InitializeHandlerEx = initialize,
		.HaltHandlerEx = halt,
		.UnloadHandler = unload,
		.PauseHandler = pause,
		.RestartHandler = restart,
		.OidRequestHandler = oid,
		.SendNetBufferListsHandler = send,
		.ReturnNetBufferListsHandler = returned,
		.CancelSendHandler = cancel_send,
		.DevicePnPEventNotifyHandler = pnp_event,
		.ShutdownHandlerEx = shut_down,
		.CancelOidRequestHandler = oid_cancel,
	};

	return NdisMRegisterMiniportDriver(object, path, NULL, &driver, &driver_handle);
}
