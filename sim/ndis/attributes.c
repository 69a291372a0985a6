/* SPDX-License-Identifier: MIT */
/* What a driver says of its adapter (DDI, NdisMSetMiniportAttributes), and the answers that it owed. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/bugcheck.h"

static NDIS_STATUS add_device(struct adapter *adapter, const NDIS_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES *from)
{
	NDIS_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES a;

	if (!adapter->adding)
		return NDIS_STATUS_FAILURE;
	GUEST_GET(adapter->ndis, &a, from);
	adapter->add_context = a.MiniportAddDeviceContext;
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS registration(struct adapter *adapter, const NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES *from)
{
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES a;

	if (!adapter->initializing)
		return NDIS_STATUS_FAILURE;
	GUEST_GET(adapter->ndis, &a, from);
	adapter->context = a.MiniportAdapterContext;
	adapter->flags = a.AttributeFlags;
	reset_period(adapter, a.CheckForHangTimeInSeconds);
	adapter->registered = true;
	return NDIS_STATUS_SUCCESS;
}

static void take_rss(struct adapter *adapter, const NDIS_RECEIVE_SCALE_CAPABILITIES *from)
{
	memset(&adapter->rss, 0, sizeof adapter->rss);
	if (from && driver_header(adapter->ndis, from, NDIS_OBJECT_TYPE_RSS_CAPABILITIES, 1,
				  NDIS_SIZEOF_RECEIVE_SCALE_CAPABILITIES_REVISION_1))
		guest_read(adapter->ndis, &adapter->rss, from, NDIS_SIZEOF_RECEIVE_SCALE_CAPABILITIES_REVISION_1);
}

static NDIS_STATUS general(struct adapter *adapter, const NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES *from)
{
	NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES a;

	if (!adapter->initializing || !adapter->registered)
		return NDIS_STATUS_FAILURE;
	guest_read(adapter->ndis, &a, from, NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1);
	take_rss(adapter, a.RecvScaleCapabilities);
	adapter->general = true;
	return NDIS_STATUS_SUCCESS;
}

/* Other kinds (offload, hardware assist) are taken note of by nobody here. */
static NDIS_STATUS set(struct adapter *adapter, const NDIS_MINIPORT_ADAPTER_ATTRIBUTES *from)
{
	NDIS_OBJECT_HEADER header;

	if (!adapter)
		return NDIS_STATUS_FAILURE;
	GUEST_GET(adapter->ndis, &header, &from->Header);
	switch (header.Type) {
	case NDIS_OBJECT_TYPE_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES:
		if (header.Size < NDIS_SIZEOF_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES_REVISION_1)
			return NDIS_STATUS_INVALID_PARAMETER;
		return add_device(adapter, &from->AddDeviceRegistrationAttributes);
	case NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES:
		if (header.Size < NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1)
			return NDIS_STATUS_INVALID_PARAMETER;
		return registration(adapter, &from->RegistrationAttributes);
	case NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES:
		if (header.Size < NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1)
			return NDIS_STATUS_INVALID_PARAMETER;
		return general(adapter, &from->GeneralAttributes);
	case NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES:
	case NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_HARDWARE_ASSIST_ATTRIBUTES:
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_INVALID_PARAMETER;
	}
}

NDIS_STATUS NdisMSetMiniportAttributes(NDIS_HANDLE NdisMiniportAdapterHandle, PNDIS_MINIPORT_ADAPTER_ATTRIBUTES Attributes)
{
	struct call call = GATE(NdisMSetMiniportAttributes, adapter_object(NdisMiniportAdapterHandle), NdisMiniportAdapterHandle,
				Attributes);
	NDIS_STATUS status = set(adapter_of(call.ndis, NdisMiniportAdapterHandle), Attributes);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

/* An answer that nobody waits for (DDI, bug check codes). */
static void unexpected(const struct call *call, enum bugcheck_code code, uint64_t p1, const char *text)
{
	bugcheck(call->ndis->core, code, (uint64_t[4]){ p1, 0, 0, 0 }, text, call->at);
}

static void answer(struct adapter *adapter, bool *owed, NDIS_STATUS status)
{
	adapter->answer = status;
	*owed = false;
	adapter_wake(adapter);
}

VOID NdisMPauseComplete(NDIS_HANDLE MiniportAdapterHandle)
{
	struct call call = GATE(NdisMPauseComplete, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle, 0);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);

	if (adapter && adapter->pausing)
		answer(adapter, &adapter->pausing, NDIS_STATUS_SUCCESS);
	else
		unexpected(&call, BUGCHECK_NDIS_DRIVER, 0x1F, N_("a pause is completed that is not pending"));
	gate_leave(&call, 0);
}

VOID NdisMRestartComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status)
{
	struct call call = GATE(NdisMRestartComplete, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle, (uint32_t)Status);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);

	if (adapter && adapter->restarting)
		answer(adapter, &adapter->restarting, Status);
	else
		unexpected(&call, BUGCHECK_NDIS_DRIVER, 0x1F, N_("a restart is completed that is not pending"));
	gate_leave(&call, 0);
}

VOID NdisMResetComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status, BOOLEAN AddressingReset)
{
	struct call call = GATE(NdisMResetComplete, adapter_object(MiniportAdapterHandle), (uint32_t)Status, AddressingReset);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);

	if (adapter && adapter->resetting) {
		adapter->readdress = AddressingReset;
		answer(adapter, &adapter->resetting, Status);
	} else {
		unexpected(&call, BUGCHECK_NDIS_DRIVER, 0x0F, N_("a reset is completed that is not pending"));
	}
	gate_leave(&call, 0);
}

VOID NdisMOidRequestComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_OID_REQUEST OidRequest, NDIS_STATUS Status)
{
	struct call call = GATE(NdisMOidRequestComplete, adapter_object(MiniportAdapterHandle), OidRequest, (uint32_t)Status);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);

	if (adapter && adapter->asking && adapter->asked == OidRequest)
		answer(adapter, &adapter->asking, Status);
	else
		unexpected(&call, BUGCHECK_DRIVER_VERIFIER, 0x91002, N_("a request is completed that is not pending"));
	gate_leave(&call, 0);
}

VOID NdisMGetDeviceProperty(NDIS_HANDLE MiniportAdapterHandle, PDEVICE_OBJECT *PhysicalDeviceObject,
			    PDEVICE_OBJECT *FunctionalDeviceObject, PDEVICE_OBJECT *NextDeviceObject,
			    PCM_RESOURCE_LIST *AllocatedResources, PCM_RESOURCE_LIST *AllocatedResourcesTranslated)
{
	struct call call = GATE(NdisMGetDeviceProperty, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle, 0);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);
	PDEVICE_OBJECT object = adapter ? guest_pointer(adapter->device_object) : NULL;

	if (PhysicalDeviceObject)
		GUEST_PUT(call.ndis, PhysicalDeviceObject, object);
	if (FunctionalDeviceObject)
		GUEST_PUT(call.ndis, FunctionalDeviceObject, object);
	if (NextDeviceObject)
		GUEST_PUT(call.ndis, NextDeviceObject, object);
	if (AllocatedResources)
		GUEST_PUT(call.ndis, AllocatedResources, adapter ? guest_pointer(adapter->raw) : NULL);
	if (AllocatedResourcesTranslated)
		GUEST_PUT(call.ndis, AllocatedResourcesTranslated, adapter ? guest_pointer(adapter->translated) : NULL);
	gate_leave(&call, 0);
}
