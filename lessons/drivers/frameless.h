/* SPDX-License-Identifier: MIT */
/*
 * What every miniport must have and a device without frames has nothing to say to, so that a driver shows what it is about and no
 * more. A driver's own context begins with struct frameless; its DriverEntry returns frameless_entry(...), or, with more handlers of its
 * own, frameless_register(...).
 */
#ifndef FRAMELESS_H
#define FRAMELESS_H

#include <ndis.h>
#include "keywords.h"

struct frameless {
	NDIS_HANDLE adapter, interrupt;
	PUCHAR regs;            /* NULL: not mapped */
	PHYSICAL_ADDRESS start; /* of the registers on the bus */
	ULONG length;
};

static NDIS_HANDLE frameless_driver; /* of NdisMRegisterMiniportDriver */

FORCEINLINE ULONG reg_read(PVOID context, ULONG reg)
{
	return READ_REGISTER_ULONG((volatile ULONG *)(((struct frameless *)context)->regs + reg));
}

FORCEINLINE VOID reg_write(PVOID context, ULONG reg, ULONG value)
{
	WRITE_REGISTER_ULONG((volatile ULONG *)(((struct frameless *)context)->regs + reg), value);
}

#define FRAMELESS_INTERRUPT_HEADER                                                                 \
	{ NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,                 \
	  NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 }

/* Zeroed; NULL: there is none. The tag names the owner in a debugger. */
static inline PVOID frameless_alloc(NDIS_HANDLE adapter, UINT length, ULONG tag)
{
	PVOID memory = NdisAllocateMemoryWithTagPriority(adapter, length, tag, NormalPoolPriority);

	if (memory)
		NdisZeroMemory(memory, length);
	return memory;
}

/* Who we are: it makes the context known and allows resources to be claimed. */
static inline NDIS_STATUS frameless_registration(struct frameless *base)
{
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES registration = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2 },
		.MiniportAdapterContext = base,
		.AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE | NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER |
				  NDIS_MINIPORT_ATTRIBUTES_SURPRISE_REMOVE_OK,
		.InterfaceType = NdisInterfacePci,
	};

	return NdisMSetMiniportAttributes(base->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&registration);
}

/* What we look like to protocols. */
static inline NDIS_STATUS frameless_general(struct frameless *base)
{
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

	return NdisMSetMiniportAttributes(base->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&general);
}

/* Registration first. */
static inline NDIS_STATUS frameless_attributes(struct frameless *base)
{
	NDIS_STATUS status = frameless_registration(base);

	return status == NDIS_STATUS_SUCCESS ? frameless_general(base) : status;
}

/* The device's registers: the first memory of so many bytes among what was granted. */
static inline NDIS_STATUS frameless_map(struct frameless *base, PNDIS_RESOURCE_LIST resources,
					ULONG length)
{
	for (ULONG i = 0; resources && i < resources->Count; i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR resource = &resources->PartialDescriptors[i];
		PVOID va = NULL;
		NDIS_STATUS status;

		if (resource->Type != CmResourceTypeMemory || resource->u.Memory.Length != length)
			continue;
		status = NdisMMapIoSpace(&va, base->adapter, resource->u.Memory.Start, length);
		base->regs = va;
		base->start = resource->u.Memory.Start;
		base->length = length;
		return status;
	}
	return NDIS_STATUS_RESOURCE_CONFLICT;
}

/* Attributes, registers, interrupt: in this order, for each needs the one before. The device is still silent. */
static inline NDIS_STATUS frameless_start(struct frameless *base, PNDIS_MINIPORT_INIT_PARAMETERS parameters, ULONG length,
					  PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS interrupt)
{
	NDIS_STATUS status = frameless_attributes(base);

	if (status == NDIS_STATUS_SUCCESS)
		status = frameless_map(base, parameters->AllocatedResources, length);
	if (status == NDIS_STATUS_SUCCESS)
		status = NdisMRegisterInterruptEx(base->adapter, base, interrupt, &base->interrupt);
	return status;
}

/* The reverse, also of a start that failed half-way. The device has been silenced. */
static inline VOID frameless_end(struct frameless *base)
{
	if (base->interrupt)
		NdisMDeregisterInterruptEx(base->interrupt);
	if (base->regs)
		NdisMUnmapIoSpace(base->adapter, base->regs, base->length);
	NdisFreeMemory(base, 0, 0);
}

static inline NDIS_STATUS frameless_pause(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(parameters);
	return NDIS_STATUS_SUCCESS;
}

static inline NDIS_STATUS frameless_restart(NDIS_HANDLE context,
				     PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(parameters);
	return NDIS_STATUS_SUCCESS;
}

static inline NDIS_STATUS frameless_oid(NDIS_HANDLE context, PNDIS_OID_REQUEST request)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(request);
	return NDIS_STATUS_NOT_SUPPORTED;
}

/* There is no wire: each list goes back at once, with the reason. */
static inline VOID frameless_send(NDIS_HANDLE context, PNET_BUFFER_LIST list, NDIS_PORT_NUMBER port,
			   ULONG flags)
{
	BOOLEAN dispatch = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(flags);

	UNREFERENCED_PARAMETER(port);
	for (PNET_BUFFER_LIST l = list; l; l = NET_BUFFER_LIST_NEXT_NBL(l))
		NET_BUFFER_LIST_STATUS(l) = NDIS_STATUS_MEDIA_DISCONNECTED;
	NdisMSendNetBufferListsComplete(((struct frameless *)context)->adapter, list,
					dispatch ? NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL : 0);
}

static inline VOID frameless_return(NDIS_HANDLE context, PNET_BUFFER_LIST list, ULONG flags)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(list);
	UNREFERENCED_PARAMETER(flags);
}

static inline VOID frameless_cancel(NDIS_HANDLE context, PVOID id)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(id);
}

static inline VOID frameless_pnp(NDIS_HANDLE context, PNET_DEVICE_PNP_EVENT event)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(event);
}

static inline VOID frameless_unload(PDRIVER_OBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	NdisMDeregisterMiniportDriver(frameless_driver);
}

/* To be changed where a driver has a handler of its own, and registered by frameless_register. */
static inline NDIS_MINIPORT_DRIVER_CHARACTERISTICS frameless_characteristics(MINIPORT_INITIALIZE *initialize, MINIPORT_HALT *halt,
									     MINIPORT_SHUTDOWN *shutdown)
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
		.UnloadHandler = frameless_unload,
		.PauseHandler = frameless_pause,
		.RestartHandler = frameless_restart,
		.OidRequestHandler = frameless_oid,
		.SendNetBufferListsHandler = frameless_send,
		.ReturnNetBufferListsHandler = frameless_return,
		.CancelSendHandler = frameless_cancel,
		.DevicePnPEventNotifyHandler = frameless_pnp,
		.ShutdownHandlerEx = shutdown,
		.CancelOidRequestHandler = frameless_cancel,
	};

	return driver;
}

static inline NTSTATUS frameless_register(PDRIVER_OBJECT object, PUNICODE_STRING path,
					  PNDIS_MINIPORT_DRIVER_CHARACTERISTICS driver)
{
	return NdisMRegisterMiniportDriver(object, path, NULL, driver, &frameless_driver);
}

static inline NTSTATUS frameless_entry(PDRIVER_OBJECT object, PUNICODE_STRING path, MINIPORT_INITIALIZE *initialize,
				       MINIPORT_HALT *halt, MINIPORT_SHUTDOWN *shutdown)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS driver = frameless_characteristics(initialize, halt, shutdown);

	return frameless_register(object, path, &driver);
}

static inline VOID frameless_shutdown(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(action);
}

/* DriverEntry, the one name that the system looks for, of a driver with nothing to do at shutdown. */
#define FRAMELESS_DRIVER(initialize, halt)                                                         \
	DRIVER_INITIALIZE DriverEntry;                                                             \
	NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)                          \
	{                                                                                          \
		return frameless_entry(object, path, initialize, halt, frameless_shutdown);        \
	}

#endif
