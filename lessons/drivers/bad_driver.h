/* SPDX-License-Identifier: MIT */
/* The part of bad.c that is as it should be: what every miniport must have, and DriverEntry. There are no frames here. */
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
	struct bad *bad = context;

	UNREFERENCED_PARAMETER(port);
	for (PNET_BUFFER_LIST l = list; l; l = NET_BUFFER_LIST_NEXT_NBL(l))
		NET_BUFFER_LIST_STATUS(l) = NDIS_STATUS_MEDIA_DISCONNECTED;
	NdisMSendNetBufferListsComplete(bad->adapter, list,
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
	line_disable(context);
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
