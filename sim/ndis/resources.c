/* SPDX-License-Identifier: MIT */
/* The filter's and the start handler's IRPs, and the lists of what was granted. */
#include <stdio.h>
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"

#define CM_SIZE(count) (offsetof(CM_RESOURCE_LIST, List[0].PartialResourceList.PartialDescriptors) +                           \
			(count) * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR))

/* An IRP with its one stack location. */
struct request {
	IRP irp;
	IO_STACK_LOCATION location;
};

static struct pool *pool_of(const struct adapter *adapter)
{
	return &adapter->ndis->os->pool;
}

static void *block(struct adapter *adapter, size_t size)
{
	uint64_t address = pool_alloc(pool_of(adapter), POOL_BLOCK, adapter->obj, size, 0, true);

	return address ? memset(guest_pointer(address), 0, size) : NULL;
}

static void release(struct adapter *adapter, uint64_t *address)
{
	if (*address)
		pool_free(pool_of(adapter), POOL_BLOCK, *address);
	*address = 0;
}

static struct request *request_new(struct adapter *adapter, UCHAR minor)
{
	struct request *request = block(adapter, sizeof *request);

	if (!request)
		return NULL;
	request->irp.Type = 6;
	request->irp.Size = sizeof request->irp;
	request->irp.StackCount = request->irp.CurrentLocation = 1;
	request->irp.Tail.Overlay.CurrentStackLocation = &request->location;
	request->location.MajorFunction = IRP_MJ_PNP;
	request->location.MinorFunction = minor;
	return request;
}

static NDIS_STATUS call(struct adapter *adapter, enum handler_name name, MINIPORT_PNP_IRP *function, struct request *request)
{
	struct handler handler;
	NDIS_STATUS status;

	handler_enter(&handler, name, adapter->obj, guest_address(adapter->add_context), guest_address(request), (void *)function);
	status = DRIVER_CALL(function, adapter->add_context, &request->irp);
	handler_exit(&handler, (uint32_t)status);
	return status;
}

static void record_filter(struct adapter *adapter, NDIS_STATUS status)
{
	struct core *core = adapter->ndis->core;
	const struct pnp_wish *wish = adapter->wish;
	char text[96];

	snprintf(text, sizeof text, "%u message%s%s", wish->messages, wish->messages == 1 ? "" : "s", wish->line ? ", line" : "");
	adapter->filtered = true;
	adapter->filter_status = status;
	core_record(core, R_PNP_FILTER, adapter->obj, wish->messages, wish->line, (uint32_t)status, core_text(core, text));
}

/* What lies at IoStatus.Information afterwards, if it still is a list of the driver's memory. */
static void take_back(struct adapter *adapter, uint64_t address)
{
	const struct pool_block *found = pool_find(pool_of(adapter), address);

	if (!found || !found->live || found->address != address)
		return;
	if (found->size >= sizeof(IO_RESOURCE_REQUIREMENTS_LIST))
		resources_read(guest_pointer(address), found->size, adapter->wish);
	pool_free(pool_of(adapter), POOL_BLOCK, address);
}

static void edit(struct adapter *adapter, MINIPORT_PNP_IRP *filter)
{
	size_t size = resources_write(adapter->device, &adapter->package, adapter->offer, NULL, 0);
	IO_RESOURCE_REQUIREMENTS_LIST *list = block(adapter, size);
	struct request *request = request_new(adapter, IRP_MN_FILTER_RESOURCE_REQUIREMENTS);
	uint64_t request_address = guest_address(request);
	NDIS_STATUS status;

	if (!list || !request)
		return;
	resources_write(adapter->device, &adapter->package, adapter->offer, list, size);
	request->irp.IoStatus.Information = guest_address(list);
	request->location.Parameters.FilterResourceRequirements.IoResourceRequirementList = list;
	status = call(adapter, HANDLER_FILTER, filter, request);
	take_back(adapter, request->irp.IoStatus.Information);
	release(adapter, &request_address);
	if (status != NDIS_STATUS_SUCCESS)
		*adapter->wish = *adapter->offer;
	record_filter(adapter, status);
}

void resources_filter(struct adapter *adapter)
{
	MINIPORT_PNP_IRP *filter = adapter->driver->pnp.MiniportFilterResourceRequirementsHandler;

	*adapter->wish = *adapter->offer;
	if (filter)
		edit(adapter, filter);
}

static unsigned interrupts(const struct pnp_grant *grant)
{
	switch (grant->kind) {
	case SYM_grant_NONE:
		return 0;
	case SYM_grant_MSIX:
		return grant->count;
	default:
		return 1;
	}
}

static unsigned bars(const struct device *device)
{
	unsigned n = 0;

	for (unsigned i = 0; i < DEVICE_BARS; i++)
		n += device->bar_size[i] != 0;
	return n;
}

static void put_line(const struct pnp_grant *grant, bool raw, CM_PARTIAL_RESOURCE_DESCRIPTOR *d)
{
	d->Type = CmResourceTypeInterrupt;
	d->ShareDisposition = CmResourceShareShared;
	d->Flags = CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE;
	d->u.Interrupt.Level = raw ? grant->line_input : grant->line_vector >> 4;
	d->u.Interrupt.Vector = raw ? grant->line_input : grant->line_vector;
	d->u.Interrupt.Affinity = UINT64_C(1) << grant->line_cpu;
}

static KAFFINITY message_cpus(const struct pnp_grant *grant, unsigned message)
{
	KAFFINITY cpus = 0;

	if (grant->kind == SYM_grant_MSIX)
		return UINT64_C(1) << grant->message[message].cpu;
	for (unsigned i = 0; i < grant->count; i++)
		cpus |= UINT64_C(1) << grant->message[i].cpu;
	return cpus;
}

static void put_message(const struct pnp_grant *grant, unsigned message, bool raw, CM_PARTIAL_RESOURCE_DESCRIPTOR *d)
{
	d->Type = CmResourceTypeInterrupt;
	d->ShareDisposition = CmResourceShareDeviceExclusive;
	d->Flags = CM_RESOURCE_INTERRUPT_LATCHED | CM_RESOURCE_INTERRUPT_MESSAGE;
	if (raw) {
		d->u.MessageInterrupt.Raw.MessageCount = grant->kind == SYM_grant_MSI ? (USHORT)grant->count : 1;
		d->u.MessageInterrupt.Raw.Vector = grant->message[message].vector;
		d->u.MessageInterrupt.Raw.Affinity = message_cpus(grant, message);
	} else {
		d->u.MessageInterrupt.Translated.Level = grant->message[message].vector >> 4;
		d->u.MessageInterrupt.Translated.Vector = grant->message[message].vector;
		d->u.MessageInterrupt.Translated.Affinity = message_cpus(grant, message);
	}
}

static uint64_t make_list(struct adapter *adapter, bool raw)
{
	const struct pnp_grant *grant = adapter->grant;
	unsigned n = bars(adapter->device) + interrupts(grant);
	CM_RESOURCE_LIST *list = block(adapter, CM_SIZE(n ? n : 1));
	CM_PARTIAL_RESOURCE_DESCRIPTOR *d;

	if (!list)
		return 0;
	list->Count = 1;
	list->List[0].InterfaceType = PCIBus;
	list->List[0].BusNumber = adapter->device->bus;
	list->List[0].PartialResourceList.Version = list->List[0].PartialResourceList.Revision = 1;
	list->List[0].PartialResourceList.Count = n;
	d = list->List[0].PartialResourceList.PartialDescriptors;
	for (unsigned i = 0; i < DEVICE_BARS; i++)
		if (adapter->device->bar_size[i]) {
			d->Type = CmResourceTypeMemory;
			d->ShareDisposition = CmResourceShareDeviceExclusive;
			d->u.Memory.Start.QuadPart = (LONGLONG)hw_assigned_address(adapter->device, i);
			d++->u.Memory.Length = adapter->device->bar_size[i];
		}
	for (unsigned i = 0; i < interrupts(grant); i++, d++)
		if (grant->kind == SYM_grant_LINE)
			put_line(grant, raw, d);
		else
			put_message(grant, i, raw, d);
	return guest_address(list);
}

static uint64_t make_properties(struct adapter *adapter)
{
	const struct device *device = adapter->device;
	NDIS_PCI_DEVICE_CUSTOM_PROPERTIES *p = block(adapter, sizeof *p);
	unsigned types = device->intx.pin ? DevProp_PciDevice_InterruptType_LineBased : 0;

	if (!p)
		return 0;
	types |= device->msi.offset ? DevProp_PciDevice_InterruptType_Msi : 0;
	types |= device->msix.offset ? DevProp_PciDevice_InterruptType_MsiX : 0;
	p->Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
	p->Header.Revision = NDIS_PCI_DEVICE_CUSTOM_PROPERTIES_REVISION_2;
	p->Header.Size = NDIS_SIZEOF_PCI_DEVICE_CUSTOM_PROPERTIES_REVISION_2;
	p->PciExpressVersion = 2;
	p->InterruptType = types;
	p->MaxInterruptMessages = device->msix.offset ? device->msix.entries : device->msi.offset ? 1u << device->msi.capable : 0;
	return guest_address(p);
}

bool resources_make(struct adapter *adapter)
{
	adapter->raw = make_list(adapter, true);
	adapter->translated = make_list(adapter, false);
	adapter->properties = make_properties(adapter);
	adapter->device_object = guest_address(block(adapter, 336));
	return adapter->device_object && adapter->raw && adapter->translated && adapter->properties;
}

PNDIS_RESOURCE_LIST resources_translated(const struct adapter *adapter)
{
	CM_RESOURCE_LIST *list = guest_pointer(adapter->translated);

	return &list->List[0].PartialResourceList;
}

NDIS_STATUS resources_start(struct adapter *adapter)
{
	MINIPORT_PNP_IRP *function = adapter->driver->pnp.MiniportStartDeviceHandler;
	struct request *request;
	uint64_t address;
	NDIS_STATUS status;

	if (!function)
		return NDIS_STATUS_SUCCESS;
	request = request_new(adapter, IRP_MN_START_DEVICE);
	if (!request)
		return NDIS_STATUS_RESOURCES;
	address = guest_address(request);
	request->location.Parameters.StartDevice.AllocatedResources = guest_pointer(adapter->raw);
	request->location.Parameters.StartDevice.AllocatedResourcesTranslated = guest_pointer(adapter->translated);
	status = call(adapter, HANDLER_START_DEVICE, function, request);
	release(adapter, &address);
	return status;
}

void resources_free(struct adapter *adapter)
{
	release(adapter, &adapter->raw);
	release(adapter, &adapter->translated);
	release(adapter, &adapter->properties);
	release(adapter, &adapter->device_object);
}
