/* SPDX-License-Identifier: MIT */
/*
 * The resource filter of a driver that wants a line. The bus offers messages as preferred and the line as their alternative.
 * Left so, the system would assign messages, and NdisMRegisterInterruptEx with MsiSupported FALSE would fail: a driver does not
 * get a line by declining messages later, but by not asking for them now.
 *
 * The filter runs before each start, while the device has no resources; so its context is not the adapter's, which does not
 * exist yet.
 */
#include "nic.h"
#include "keywords.h"

struct filter {
	ULONG on; /* LabFilter */
};

static NDIS_STATUS add_device(NDIS_HANDLE adapter, NDIS_HANDLE driver)
{
	struct filter *filter = NdisAllocateMemoryWithTagPriority(adapter, sizeof(*filter), NIC_TAG,
								  NormalPoolPriority);
	NDIS_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES attributes = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES,
			    NDIS_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_ADD_DEVICE_REGISTRATION_ATTRIBUTES_REVISION_1 },
		.MiniportAddDeviceContext = filter,
	};
	NDIS_HANDLE keywords;
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!filter)
		return NDIS_STATUS_RESOURCES;
	keywords = keywords_open(adapter);
	filter->on = keyword_number(keywords, L"LabFilter", 0, 1, 1);
	keywords_close(keywords);
	status = NdisMSetMiniportAttributes(adapter, (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&attributes);
	if (status != NDIS_STATUS_SUCCESS)
		NdisFreeMemory(filter, 0, 0);
	return status;
}

static VOID remove_device(NDIS_HANDLE context)
{
	NdisFreeMemory(context, 0, 0);
}

static BOOLEAN is_message(const IO_RESOURCE_DESCRIPTOR *descriptor)
{
	return descriptor->Type == CmResourceTypeInterrupt &&
	       descriptor->Flags & CM_RESOURCE_INTERRUPT_MESSAGE;
}

/*
 * All of them or none: the rules of filtering allow no other deletion. What stays keeps its order. The line was an alternative
 * to what is gone now; with that flag left on it, it would be assigned to nobody.
 */
static VOID drop_messages(PIO_RESOURCE_LIST list)
{
	ULONG kept = 0;

	for (ULONG i = 0; i < list->Count; i++) {
		IO_RESOURCE_DESCRIPTOR *descriptor = &list->Descriptors[i];

		if (is_message(descriptor))
			continue;
		if (descriptor->Type == CmResourceTypeInterrupt)
			descriptor->Option &= (UCHAR)~IO_RESOURCE_ALTERNATIVE;
		if (kept != i)
			list->Descriptors[kept] = *descriptor;
		kept++;
	}
	list->Count = kept;
}

/* Edited in place, which is allowed as long as it does not grow; the next list, if there were one, would move. */
static NDIS_STATUS filter_requirements(NDIS_HANDLE context, PIRP irp)
{
	PIO_RESOURCE_REQUIREMENTS_LIST wanted =
		(PIO_RESOURCE_REQUIREMENTS_LIST)irp->IoStatus.Information;
	const struct filter *filter = context;

	if (filter->on && wanted && wanted->AlternativeLists == 1)
		drop_messages(&wanted->List[0]);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS filter_options(NDIS_HANDLE driver, NDIS_HANDLE context)
{
	NDIS_MINIPORT_PNP_CHARACTERISTICS pnp = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_PNP_CHARACTERISTICS,
			    NDIS_MINIPORT_PNP_CHARACTERISTICS_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_PNP_CHARACTERISTICS_REVISION_1 },
		.MiniportAddDeviceHandler = add_device,
		.MiniportRemoveDeviceHandler = remove_device,
		.MiniportFilterResourceRequirementsHandler = filter_requirements,
	};

	UNREFERENCED_PARAMETER(context);
	return NdisSetOptionalHandlers(driver, (PNDIS_DRIVER_OPTIONAL_HANDLERS)&pnp);
}
