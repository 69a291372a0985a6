/* SPDX-License-Identifier: MIT */
/*
 * A miniport as they are written on Windows: annotations, function types,
 * pragmas, resource lists, a filter. Compiled and linked as a module by
 * tests/lint/header in every version, as C and as C++; never run.
 */
#include <ndis.h>

#define TAG 'tseT'

typedef struct _ADAPTER {
	NDIS_HANDLE Handle;
	NDIS_HANDLE Interrupt;
	PIO_INTERRUPT_MESSAGE_INFO Messages;
	volatile UCHAR *Registers;
	UINT RegistersLength;
	ULONG Pending;
	NDIS_SPIN_LOCK Lock;
	LIST_ENTRY Free;
	LONG References;
	NDIS_HANDLE Pool, Dma, Timer;
	NDIS_EVENT Idle;
	DECLSPEC_ALIGN(64) ULONG Counter;
} ADAPTER, *PADAPTER;

typedef struct _RX_BLOCK {
	ULONG Length;
	LIST_ENTRY Link;
} RX_BLOCK, *PRX_BLOCK;

EXTERN_C DRIVER_INITIALIZE DriverEntry;
static MINIPORT_INITIALIZE Initialize;
static MINIPORT_HALT Halt;
static MINIPORT_UNLOAD Unload;
static MINIPORT_PAUSE Pause;
static MINIPORT_RESTART Restart;
static MINIPORT_OID_REQUEST OidRequest;
static MINIPORT_SEND_NET_BUFFER_LISTS Send;
static MINIPORT_RETURN_NET_BUFFER_LISTS Return;
static MINIPORT_SET_OPTIONS SetOptions;
static MINIPORT_ADD_DEVICE AddDevice;
static MINIPORT_FILTER_RESOURCE_REQUIREMENTS Filter;
static MINIPORT_ISR Isr;
static MINIPORT_INTERRUPT_DPC Dpc;
static MINIPORT_DISABLE_INTERRUPT Disable;
static MINIPORT_ENABLE_INTERRUPT Enable;
static MINIPORT_MESSAGE_INTERRUPT MessageIsr;
static MINIPORT_MESSAGE_INTERRUPT_DPC MessageDpc;
static MINIPORT_DISABLE_MESSAGE_INTERRUPT DisableMessage;
static MINIPORT_ENABLE_MESSAGE_INTERRUPT EnableMessage;
static MINIPORT_SYNCHRONIZE_INTERRUPT Unmask;
static NDIS_TIMER_FUNCTION Tick;
static NDIS_IO_WORKITEM_FUNCTION Work;
static MINIPORT_PROCESS_SG_LIST SgList;

#pragma NDIS_INIT_FUNCTION(DriverEntry)
#pragma NDIS_PAGEABLE_FUNCTION(Initialize)
#pragma alloc_text(PAGE, Halt)

static NDIS_STRING RssKeyword = NDIS_STRING_CONST("*RSS");

_Use_decl_annotations_ static BOOLEAN Isr(NDIS_HANDLE Context, PBOOLEAN QueueDefaultInterruptDpc,
					  PULONG TargetProcessors)
{
	PADAPTER adapter = (PADAPTER)Context;
	ULONG cause;

	*TargetProcessors = 0;
	NdisReadRegisterUlong((PULONG)(adapter->Registers + 0x100), &cause);
	if (cause == 0 || cause == 0xFFFFFFFF) {
		*QueueDefaultInterruptDpc = FALSE;
		return FALSE;
	}
	NdisWriteRegisterUlong((PULONG)(adapter->Registers + 0x108), 0xFFFFFFFFu);
	InterlockedOr((LONG volatile *)&adapter->Pending, (LONG)cause);
	*QueueDefaultInterruptDpc = TRUE;
	return TRUE;
}

_Use_decl_annotations_ static VOID Dpc(NDIS_HANDLE Context, PVOID MiniportDpcContext,
				       PVOID ReceiveThrottleParameters, PVOID NdisReserved2)
{
	PADAPTER adapter = (PADAPTER)Context;
#if NDIS_SUPPORT_NDIS620
	PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle =
		(PNDIS_RECEIVE_THROTTLE_PARAMETERS)ReceiveThrottleParameters;

	throttle->MoreNblsPending =
		throttle->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS && adapter->Counter > 3;
#else
	UNREFERENCED_PARAMETER(ReceiveThrottleParameters);
#endif
	UNREFERENCED_PARAMETER(MiniportDpcContext);
	UNREFERENCED_PARAMETER(NdisReserved2);
	NdisDprAcquireSpinLock(&adapter->Lock);
	if (!IsListEmpty(&adapter->Free)) {
		PRX_BLOCK block =
			CONTAINING_RECORD(RemoveHeadList(&adapter->Free), RX_BLOCK, Link);
		InsertTailList(&adapter->Free, &block->Link);
	}
	NdisDprReleaseSpinLock(&adapter->Lock);
#if NDIS_SUPPORT_NDIS620
	NdisMSynchronizeWithInterruptEx(adapter->Interrupt, 0, Unmask, adapter);
#else
	NdisMSynchronizeWithInterruptEx(adapter->Interrupt, 0, (PVOID)Unmask, adapter);
#endif
}

static BOOLEAN Unmask(NDIS_HANDLE SynchronizeContext)
{
	PADAPTER adapter = (PADAPTER)SynchronizeContext;

	KeMemoryBarrier();
	_ReadWriteBarrier();
	WRITE_REGISTER_ULONG((PULONG)(adapter->Registers + 0x10C), 7);
	return TRUE;
}

static VOID Disable(NDIS_HANDLE Context)
{
	NdisWriteRegisterUlong((PULONG)(((PADAPTER)Context)->Registers + 0x108), ~0u);
}

static VOID Enable(NDIS_HANDLE Context)
{
	Unmask(Context);
}

static BOOLEAN MessageIsr(NDIS_HANDLE Context, ULONG MessageId, PBOOLEAN QueueDefaultInterruptDpc,
			  PULONG TargetProcessors)
{
	PADAPTER adapter = (PADAPTER)Context;

	*QueueDefaultInterruptDpc = FALSE;
	*TargetProcessors = 0;
#if NDIS_SUPPORT_NDIS620
	GROUP_AFFINITY target = { 1, 0, { 0 } };
	NdisMQueueDpcEx(adapter->Interrupt, MessageId, &target, NULL);
#else
	NdisMQueueDpc(adapter->Interrupt, MessageId, 1, NULL);
#endif
	return TRUE;
}

#if NDIS_SUPPORT_NDIS620
static VOID MessageDpc(NDIS_HANDLE Context, ULONG MessageId, PVOID MiniportDpcContext,
		       PVOID ReceiveThrottleParameters, PVOID NdisReserved2)
{
	UNREFERENCED_PARAMETER(MessageId);
	Dpc(Context, MiniportDpcContext, ReceiveThrottleParameters, NdisReserved2);
}
#else
static VOID MessageDpc(NDIS_HANDLE Context, ULONG MessageId, PVOID MiniportDpcContext,
		       PULONG NdisReserved1, PULONG NdisReserved2)
{
	UNREFERENCED_PARAMETER(MessageId);
	Dpc(Context, MiniportDpcContext, NdisReserved1, NdisReserved2);
}
#endif

static VOID DisableMessage(NDIS_HANDLE Context, ULONG MessageId)
{
#if NDIS_SUPPORT_NDIS61
	NDIS_MSIX_CONFIG_PARAMETERS entry;

	NdisZeroMemory(&entry, sizeof(entry));
	entry.Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
	entry.Header.Revision = NDIS_MSIX_CONFIG_PARAMETERS_REVISION_1;
	entry.Header.Size = NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1;
	entry.ConfigOperation = NdisMSIXTableConfigMaskTableEntry;
	entry.TableEntry = MessageId;
	(void)NdisMConfigMSIXTableEntry(((PADAPTER)Context)->Handle, &entry);
#else
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(MessageId);
#endif
}

static VOID EnableMessage(NDIS_HANDLE Context, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(MessageId);
}

static NDIS_STATUS RegisterInterrupt(PADAPTER adapter)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS interrupt;
	NDIS_STATUS status;

	NdisZeroMemory(&interrupt, sizeof(interrupt));
	interrupt.Header.Type = NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT;
	interrupt.Header.Revision = NDIS_MINIPORT_INTERRUPT_REVISION_1;
	interrupt.Header.Size = NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1;
	interrupt.InterruptHandler = Isr;
	interrupt.InterruptDpcHandler = Dpc;
	interrupt.DisableInterruptHandler = Disable;
	interrupt.EnableInterruptHandler = Enable;
	interrupt.MsiSupported = TRUE;
	interrupt.MessageInterruptHandler = MessageIsr;
	interrupt.MessageInterruptDpcHandler = MessageDpc;
	interrupt.DisableMessageInterruptHandler = DisableMessage;
	interrupt.EnableMessageInterruptHandler = EnableMessage;
	status = NdisMRegisterInterruptEx(adapter->Handle, adapter, &interrupt,
					  &adapter->Interrupt);
	if (status == NDIS_STATUS_SUCCESS && interrupt.InterruptType == NDIS_CONNECT_MESSAGE_BASED)
		adapter->Messages = interrupt.MessageInfoTable;
	return status;
}

static VOID Tick(PVOID S1, PVOID FunctionContext, PVOID S2, PVOID S3)
{
	UNREFERENCED_PARAMETER(S1);
	UNREFERENCED_PARAMETER(S2);
	UNREFERENCED_PARAMETER(S3);
	NdisSetEvent(&((PADAPTER)FunctionContext)->Idle);
}

static VOID Work(PVOID WorkItemContext, NDIS_HANDLE NdisIoWorkItemHandle)
{
	UNREFERENCED_PARAMETER(WorkItemContext);
	NdisFreeIoWorkItem(NdisIoWorkItemHandle);
}

static VOID SgList(PDEVICE_OBJECT DeviceObject, PVOID Reserved, PSCATTER_GATHER_LIST List,
		   PVOID Context)
{
	ULONG i;

	UNREFERENCED_PARAMETER(DeviceObject);
	UNREFERENCED_PARAMETER(Reserved);
	for (i = 0; i < List->NumberOfElements; i++)
		((PADAPTER)Context)->Counter += List->Elements[i].Length;
}

static ULONG ReadKeyword(PADAPTER adapter)
{
	NDIS_CONFIGURATION_OBJECT object;
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_HANDLE configuration;
	NDIS_STATUS status;
	ULONG rss = 1;

	object.Header.Type = NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT;
	object.Header.Revision = NDIS_CONFIGURATION_OBJECT_REVISION_1;
	object.Header.Size = NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1;
	object.NdisHandle = adapter->Handle;
	object.Flags = 0;
	if (NdisOpenConfigurationEx(&object, &configuration) != NDIS_STATUS_SUCCESS)
		return rss;
	NdisReadConfiguration(&status, &value, configuration, &RssKeyword, NdisParameterInteger);
	if (status == NDIS_STATUS_SUCCESS)
		rss = min(value->ParameterData.IntegerData, 1);
	NdisCloseConfiguration(configuration);
	return rss;
}

static NDIS_STATUS MapRegisters(PADAPTER adapter, PNDIS_RESOURCE_LIST resources)
{
	PVOID va = NULL;
	ULONG i;

	for (i = 0; resources && i < resources->Count; i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR d = &resources->PartialDescriptors[i];

		switch (d->Type) {
		case CmResourceTypeMemory:
			adapter->RegistersLength = d->u.Memory.Length;
			if (va || NdisMMapIoSpace(&va, adapter->Handle, d->u.Memory.Start,
						  d->u.Memory.Length) != NDIS_STATUS_SUCCESS)
				return NDIS_STATUS_RESOURCE_CONFLICT;
			break;
		case CmResourceTypeInterrupt:
			if (d->Flags & CM_RESOURCE_INTERRUPT_MESSAGE)
				DbgPrint("vector %x\n", d->u.MessageInterrupt.Translated.Vector);
			else
				KdPrint(("level %x\n", (ULONG)d->u.Interrupt.Level));
			break;
		}
	}
	adapter->Registers = (volatile UCHAR *)va;
	return NDIS_STATUS_SUCCESS;
}

static PADAPTER MakeAdapter(NDIS_HANDLE NdisMiniportHandle)
{
	PADAPTER adapter = (PADAPTER)NdisAllocateMemoryWithTagPriority(NdisMiniportHandle, sizeof(*adapter), TAG,
								       NormalPoolPriority);

	if (!adapter)
		return NULL;
	NdisZeroMemory(adapter, sizeof(*adapter));
	adapter->Handle = NdisMiniportHandle;
	NdisAllocateSpinLock(&adapter->Lock);
	NdisInitializeListHead(&adapter->Free);
	NdisInitializeEvent(&adapter->Idle);
	NdisInterlockedIncrement(&adapter->References);
	return adapter;
}

static NDIS_STATUS SetAttributes(PADAPTER adapter)
{
	NDIS_MINIPORT_ADAPTER_ATTRIBUTES attributes;

	NdisZeroMemory(&attributes, sizeof(attributes));
	attributes.RegistrationAttributes.Header.Type =
		NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES;
	attributes.RegistrationAttributes.Header.Revision =
		NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1;
	attributes.RegistrationAttributes.Header.Size =
		NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1;
	attributes.RegistrationAttributes.MiniportAdapterContext = adapter;
	attributes.RegistrationAttributes.AttributeFlags =
		NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE | NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER;
	attributes.RegistrationAttributes.InterfaceType = NdisInterfacePci;
	return NdisMSetMiniportAttributes(adapter->Handle, &attributes);
}

static VOID StartTimer(PADAPTER adapter)
{
	NDIS_TIMER_CHARACTERISTICS timer;
	LARGE_INTEGER due;

	NdisZeroMemory(&timer, sizeof(timer));
	timer.Header.Type = NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS;
	timer.TimerFunction = Tick;
	timer.AllocationTag = TAG;
	timer.FunctionContext = adapter;
	due.QuadPart = -10000;
	if (NdisAllocateTimerObject(adapter->Handle, &timer, &adapter->Timer) == NDIS_STATUS_SUCCESS)
		NdisSetTimerObject(adapter->Timer, due, 0, NULL);
}

_Use_decl_annotations_ static NDIS_STATUS Initialize(NDIS_HANDLE NdisMiniportHandle,
						     NDIS_HANDLE MiniportDriverContext,
						     PNDIS_MINIPORT_INIT_PARAMETERS Parameters)
{
	NDIS_SG_DMA_DESCRIPTION dma;
	PADAPTER adapter;
	NDIS_STATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(MiniportDriverContext);
	adapter = MakeAdapter(NdisMiniportHandle);
	if (!adapter)
		return NDIS_STATUS_RESOURCES;
	status = SetAttributes(adapter);
	if (status != NDIS_STATUS_SUCCESS)
		goto fail;
	StartTimer(adapter);
	NdisQueueIoWorkItem(NdisAllocateIoWorkItem(adapter->Handle), Work, adapter);
	NdisZeroMemory(&dma, sizeof(dma));
	dma.ProcessSGListHandler = SgList;
	status = NdisMRegisterScatterGatherDma(adapter->Handle, &dma, &adapter->Dma);
	if (status == NDIS_STATUS_SUCCESS)
		status = MapRegisters(adapter, Parameters->AllocatedResources);
	if (status == NDIS_STATUS_SUCCESS && ReadKeyword(adapter))
		status = RegisterInterrupt(adapter);
	if (NT_SUCCESS(status))
		return status;
fail:
	NdisFreeMemory(adapter, 0, 0);
	return status;
}

_Use_decl_annotations_ static VOID Halt(NDIS_HANDLE Context, NDIS_HALT_ACTION HaltAction)
{
	PADAPTER adapter = (PADAPTER)Context;

	ASSERT(HaltAction != NdisHaltDeviceFailed);
	UNREFERENCED_PARAMETER(HaltAction);
	NdisMDeregisterInterruptEx(adapter->Interrupt);
	NdisMUnmapIoSpace(adapter->Handle, (PVOID)adapter->Registers, adapter->RegistersLength);
	NdisFreeMemory(adapter, 0, 0);
}

static NDIS_STATUS Pause(NDIS_HANDLE Context, PNDIS_MINIPORT_PAUSE_PARAMETERS Parameters)
{
	UNREFERENCED_PARAMETER(Parameters);
	return NdisWaitEvent(&((PADAPTER)Context)->Idle, 100) ? NDIS_STATUS_SUCCESS
							       : NDIS_STATUS_PENDING;
}

static NDIS_STATUS Restart(NDIS_HANDLE Context, PNDIS_MINIPORT_RESTART_PARAMETERS Parameters)
{
	UNREFERENCED_PARAMETER(Parameters);
	Unmask(Context);
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS OidRequest(NDIS_HANDLE Context, PNDIS_OID_REQUEST Request)
{
	UNREFERENCED_PARAMETER(Context);
	if (Request->RequestType == NdisRequestSetInformation &&
	    Request->DATA.SET_INFORMATION.Oid == OID_GEN_CURRENT_PACKET_FILTER) {
		Request->DATA.SET_INFORMATION.BytesRead = sizeof(ULONG);
		return NDIS_STATUS_SUCCESS;
	}
	return NDIS_STATUS_NOT_SUPPORTED;
}

static VOID Send(NDIS_HANDLE Context, PNET_BUFFER_LIST Nbl, NDIS_PORT_NUMBER Port, ULONG SendFlags)
{
	PADAPTER adapter = (PADAPTER)Context;
	ULONG flags = 0;
	PNET_BUFFER nb;

	UNREFERENCED_PARAMETER(Port);
	if (NDIS_TEST_SEND_AT_DISPATCH_LEVEL(SendFlags))
		NDIS_SET_SEND_COMPLETE_FLAG(flags, NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL);
	for (nb = NET_BUFFER_LIST_FIRST_NB(Nbl); nb; nb = NET_BUFFER_NEXT_NB(nb)) {
		PVOID va;
		UINT length;

		NdisQueryMdl(NET_BUFFER_CURRENT_MDL(nb), &va, &length, NormalPagePriority);
		adapter->Counter += NET_BUFFER_DATA_LENGTH(nb);
	}
	NET_BUFFER_LIST_STATUS(Nbl) = NDIS_STATUS_SUCCESS;
	NdisMSendNetBufferListsComplete(adapter->Handle, Nbl, flags);
}

static VOID Return(NDIS_HANDLE Context, PNET_BUFFER_LIST Nbl, ULONG ReturnFlags)
{
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(ReturnFlags);
	while (Nbl) {
		PNET_BUFFER_LIST next = NET_BUFFER_LIST_NEXT_NBL(Nbl);

		NdisFreeNetBufferList(Nbl);
		Nbl = next;
	}
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	UNREFERENCED_PARAMETER(DriverObject);
}

static NDIS_STATUS AddDevice(NDIS_HANDLE NdisMiniportHandle, NDIS_HANDLE MiniportDriverContext)
{
	UNREFERENCED_PARAMETER(NdisMiniportHandle);
	UNREFERENCED_PARAMETER(MiniportDriverContext);
	return NDIS_STATUS_SUCCESS;
}

/* One message a processor, spread. */
static NDIS_STATUS Filter(NDIS_HANDLE MiniportAddDeviceContext, PIRP Irp)
{
	PIO_RESOURCE_REQUIREMENTS_LIST all =
		(PIO_RESOURCE_REQUIREMENTS_LIST)Irp->IoStatus.Information;
	PIO_RESOURCE_LIST list;
	ULONG i;

	UNREFERENCED_PARAMETER(MiniportAddDeviceContext);
	if (IoGetCurrentIrpStackLocation(Irp)->MinorFunction !=
		    IRP_MN_FILTER_RESOURCE_REQUIREMENTS ||
	    !all)
		return NDIS_STATUS_FAILURE;
	list = all->List;
	for (i = 0; i < list->Count; i++) {
		PIO_RESOURCE_DESCRIPTOR d = &list->Descriptors[i];

		if (d->Type != CmResourceTypeInterrupt || !(d->Flags & CM_RESOURCE_INTERRUPT_MESSAGE))
			continue;
		d->Flags |= CM_RESOURCE_INTERRUPT_POLICY_INCLUDED;
		d->u.Interrupt.AffinityPolicy = IrqPolicySpecifiedProcessors;
		d->u.Interrupt.PriorityPolicy = IrqPriorityNormal;
		d->u.Interrupt.TargetedProcessors = (KAFFINITY)1 << (i % 64);
#ifdef NT_PROCESSOR_GROUPS
		d->u.Interrupt.Group = 0;
#endif
	}
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS SetOptions(NDIS_HANDLE NdisDriverHandle, NDIS_HANDLE DriverContext)
{
	NDIS_MINIPORT_PNP_CHARACTERISTICS pnp;

	UNREFERENCED_PARAMETER(DriverContext);
	NdisZeroMemory(&pnp, sizeof(pnp));
	pnp.Header.Type = NDIS_OBJECT_TYPE_MINIPORT_PNP_CHARACTERISTICS;
	pnp.Header.Revision = NDIS_MINIPORT_PNP_CHARACTERISTICS_REVISION_1;
	pnp.Header.Size = NDIS_SIZEOF_MINIPORT_PNP_CHARACTERISTICS_REVISION_1;
	pnp.MiniportAddDeviceHandler = AddDevice;
	pnp.MiniportFilterResourceRequirementsHandler = Filter;
	return NdisSetOptionalHandlers(NdisDriverHandle, (PNDIS_DRIVER_OPTIONAL_HANDLERS)&pnp);
}

NTSTATUS NTAPI DriverEntry(IN PDRIVER_OBJECT DriverObject, _In_ PUNICODE_STRING RegistryPath)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS driver;
	static NDIS_HANDLE handle;

	NdisZeroMemory(&driver, sizeof(driver));
	driver.Header.Type = NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS;
	driver.Header.Size = sizeof(driver);
	driver.Header.Revision = NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1;
	driver.MajorNdisVersion = NDIS_MINIPORT_MAJOR_VERSION;
	driver.MinorNdisVersion = NDIS_MINIPORT_MINOR_VERSION;
	driver.SetOptionsHandler = SetOptions;
	driver.InitializeHandlerEx = Initialize;
	driver.HaltHandlerEx = Halt;
	driver.UnloadHandler = Unload;
	driver.PauseHandler = Pause;
	driver.RestartHandler = Restart;
	driver.OidRequestHandler = OidRequest;
	driver.SendNetBufferListsHandler = Send;
	driver.ReturnNetBufferListsHandler = Return;
	return NdisMRegisterMiniportDriver(DriverObject, RegistryPath, NULL, &driver, &handle);
}
