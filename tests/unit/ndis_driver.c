/* SPDX-License-Identifier: MIT */
/* The driver of the rig: it does what the plan says, and notes what it has seen. */
#include "tests/unit/ndis_rig.h"

struct plan plan;
struct seen seen;

ULONG reg_read(ULONG offset)
{
	return READ_REGISTER_ULONG((volatile ULONG *)(seen.registers + offset));
}

void reg_write(ULONG offset, ULONG value)
{
	WRITE_REGISTER_ULONG((volatile ULONG *)(seen.registers + offset), value);
}

static BOOLEAN usual_isr(PBOOLEAN queue)
{
	ULONG causes = reg_read(ICR) & reg_read(IMS);

	if (!causes)
		return FALSE;
	reg_write(ICR, causes);
	reg_read(ICR);
	*queue = TRUE;
	return TRUE;
}

BOOLEAN rig_deaf_isr(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)queue;
	(void)targets;
	return TRUE;
}

static BOOLEAN isr(NDIS_HANDLE context, PBOOLEAN queue, PULONG targets)
{
	(void)context;
	seen.isrs++;
	return plan.isr ? plan.isr(0, queue, targets) : usual_isr(queue);
}

static BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)context;
	seen.isrs++;
	seen.last_message = message;
	return plan.isr ? plan.isr(message, queue, targets) : usual_isr(queue);
}

static VOID dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	(void)context;
	(void)reserved;
	seen.dpcs++;
	if (plan.dpc)
		plan.dpc(0, dpc_context, throttle);
}

static VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	(void)context;
	(void)reserved;
	seen.dpcs++;
	if (plan.dpc)
		plan.dpc(message, dpc_context, throttle);
}

static VOID disable(NDIS_HANDLE context)
{
	(void)context;
	seen.disables++;
}

static VOID enable(NDIS_HANDLE context)
{
	(void)context;
	seen.enables++;
}

static VOID disable_message(NDIS_HANDLE context, ULONG message)
{
	(void)message;
	disable(context);
}

static VOID enable_message(NDIS_HANDLE context, ULONG message)
{
	(void)message;
	enable(context);
}

static void set_registration(NDIS_HANDLE adapter)
{
	NDIS_MINIPORT_ADAPTER_ATTRIBUTES a = { .RegistrationAttributes = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES, 1,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1 },
		.MiniportAdapterContext = &seen,
		.AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE | NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER | plan.attributes,
		.CheckForHangTimeInSeconds = plan.hang_seconds,
		.InterfaceType = NdisInterfacePci } };

	NdisMSetMiniportAttributes(adapter, &a);
}

static void set_general(NDIS_HANDLE adapter)
{
	NDIS_MINIPORT_ADAPTER_ATTRIBUTES a = { .GeneralAttributes = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES, 1,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1 } } };

	NdisMSetMiniportAttributes(adapter, &a);
}

static void register_interrupt(NDIS_HANDLE adapter)
{
	seen.c = (NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS){
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, 1, NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = isr,
		.InterruptDpcHandler = dpc,
		.DisableInterruptHandler = disable,
		.EnableInterruptHandler = enable,
		.MsiSupported = plan.msi,
		.MsiSyncWithAllMessages = plan.sync_all,
	};
	if (plan.msi) {
		seen.c.MessageInterruptHandler = message_isr;
		seen.c.MessageInterruptDpcHandler = message_dpc;
		seen.c.DisableMessageInterruptHandler = disable_message;
		seen.c.EnableMessageInterruptHandler = enable_message;
	}
	if (plan.edit)
		plan.edit(&seen.c);
	seen.registered = NdisMRegisterInterruptEx(adapter, &seen, &seen.c, &seen.interrupt);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE context, PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *bar = &parameters->AllocatedResources->PartialDescriptors[0];
	PVOID window;

	(void)context;
	seen.initializes++;
	seen.adapter = adapter;
	seen.parameters = *parameters;
	if (!plan.unregistered)
		set_registration(adapter);
	if (NdisMMapIoSpace(&window, adapter, bar->u.Memory.Start, bar->u.Memory.Length) != NDIS_STATUS_SUCCESS)
		return NDIS_STATUS_RESOURCES;
	seen.registers = window;
	if (plan.before_register)
		plan.before_register();
	if (!plan.no_interrupt)
		register_interrupt(adapter);
	if (!plan.no_general)
		set_general(adapter);
	if (!plan.no_interrupt && seen.registered == NDIS_STATUS_SUCCESS) {
		for (ULONG c = 25; c < 27; c++)
			reg_write(IVAR + 4 * c, 0x80 | (c - 25));
		reg_write(IMS, plan.enable ? plan.enable : SW0);
	}
	if (plan.initialized)
		plan.initialized();
	return plan.result;
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	(void)context;
	seen.halts++;
	seen.action = action;
	if (plan.halt)
		plan.halt();
	reg_write(IMC, ~0u);
	reg_read(IMS);
	if (seen.interrupt && !plan.keep_interrupt)
		NdisMDeregisterInterruptEx(seen.interrupt);
	if (!plan.keep_mapping)
		NdisMUnmapIoSpace(seen.adapter, seen.registers, 0x20000);
}

static NDIS_STATUS pause_adapter(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	(void)context;
	(void)parameters;
	seen.pauses++;
	return plan.pause ? plan.pause() : NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS restart(NDIS_HANDLE context, PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	(void)context;
	(void)parameters;
	return plan.restart;
}

static NDIS_STATUS oid(NDIS_HANDLE context, PNDIS_OID_REQUEST request)
{
	(void)context;
	return plan.oid ? plan.oid(request) : NDIS_STATUS_NOT_SUPPORTED;
}

static VOID send(NDIS_HANDLE context, PNET_BUFFER_LIST lists, NDIS_PORT_NUMBER port, ULONG flags)
{
	(void)context;
	(void)port;
	if (plan.send)
		plan.send(lists, flags);
	else
		NdisMSendNetBufferListsComplete(seen.adapter, lists, 0);
}

static BOOLEAN check_for_hang(NDIS_HANDLE context)
{
	(void)context;
	seen.looks++;
	return plan.hang();
}

static NDIS_STATUS reset(NDIS_HANDLE context, PBOOLEAN addressing)
{
	(void)context;
	seen.resets++;
	return plan.reset ? plan.reset(addressing) : NDIS_STATUS_SUCCESS;
}

static VOID returned(NDIS_HANDLE context, PNET_BUFFER_LIST lists, ULONG flags)
{
	(void)context;
	seen.returns++;
	if (plan.returned)
		plan.returned(lists, flags);
}

static VOID cancel(NDIS_HANDLE context, PVOID id)
{
	(void)context;
	seen.cancels++;
	if (plan.cancel)
		plan.cancel(id);
}

static VOID event(NDIS_HANDLE context, PNET_DEVICE_PNP_EVENT event_)
{
	(void)context;
	(void)event_;
}

static VOID shutdown(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	(void)context;
	seen.shutdowns++;
	seen.shutdown_irql = KeGetCurrentIrql();
	seen.shutdown_action = action;
	if (plan.shutdown)
		plan.shutdown();
}

static VOID unload(PDRIVER_OBJECT object)
{
	(void)object;
	NdisMDeregisterMiniportDriver(seen.driver);
}

static NDIS_STATUS filter(NDIS_HANDLE context, PIRP irp)
{
	(void)context;
	return plan.filter ? plan.filter(irp) : NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS add_device(NDIS_HANDLE adapter, NDIS_HANDLE context)
{
	(void)context;
	seen.adapter = adapter;
	return NDIS_STATUS_SUCCESS;
}

static VOID remove_device(NDIS_HANDLE context)
{
	(void)context;
}

static NDIS_STATUS set_options(NDIS_HANDLE driver, NDIS_HANDLE context)
{
	NDIS_MINIPORT_PNP_CHARACTERISTICS c = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_PNP_CHARACTERISTICS, 1, NDIS_SIZEOF_MINIPORT_PNP_CHARACTERISTICS_REVISION_1 },
		.MiniportAddDeviceHandler = add_device,
		.MiniportRemoveDeviceHandler = remove_device,
		.MiniportFilterResourceRequirementsHandler = filter,
	};

	(void)context;
	return NdisSetOptionalHandlers(driver, (PNDIS_DRIVER_OPTIONAL_HANDLERS)&c);
}

NTSTATUS rig_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS c = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS, 1,
			    NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1 },
		.MajorNdisVersion = 6,
		.MinorNdisVersion = plan.minor ? plan.minor : 30,
		.SetOptionsHandler = set_options,
		.InitializeHandlerEx = initialize,
		.HaltHandlerEx = halt,
		.UnloadHandler = unload,
		.PauseHandler = pause_adapter,
		.RestartHandler = restart,
		.OidRequestHandler = oid,
		.SendNetBufferListsHandler = send,
		.ReturnNetBufferListsHandler = returned,
		.CancelSendHandler = cancel,
		.DevicePnPEventNotifyHandler = event,
		.ShutdownHandlerEx = shutdown,
		.CancelOidRequestHandler = cancel,
	};

	if (plan.hang) {
		c.CheckForHangHandlerEx = check_for_hang;
		c.ResetHandlerEx = reset;
	}
	if (plan.edit_driver)
		plan.edit_driver(&c);
	return NdisMRegisterMiniportDriver(object, path, NULL, &c, &seen.driver);
}
