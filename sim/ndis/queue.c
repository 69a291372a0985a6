/* SPDX-License-Identifier: MIT */
/* What a driver asks of its interrupt: DPCs, synchronization, entries of the MSI-X table (DDI, NdisMQueueDpcEx; doc/modelled.md). */
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/irql.h"

static bool somebody_enters(const struct ndis *ndis)
{
	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (ndis->adapters[i]->registration && ndis->adapters[i]->registration->entering)
			return true;
	return false;
}

/* The live registration of a handle; NULL, and which rule is broken, if there is none. */
static struct registration *live(const struct call *call, NDIS_HANDLE handle)
{
	struct registration *registration = handle_object(&call->ndis->handles, handle, HANDLE_INTERRUPT);

	if (registration)
		return registration;
	if (handle_ended(&call->ndis->handles, handle, HANDLE_INTERRUPT))
		gate_broken(call, "NdisMDeregisterInterruptEx", "the interrupt handle is used after it was deregistered");
	else if (somebody_enters(call->ndis))
		gate_broken(call, "Register_Early", "the interrupt handle is used before the register call has returned");
	else
		gate_broken(call, "NdisMDeregisterInterruptEx", "this is no interrupt handle");
	return NULL;
}

/* The message that an id means; count if it means none. */
static unsigned message_of(const struct call *call, const struct registration *registration, ULONG id)
{
	if (registration_line(registration)) {
		if (id)
			gate_broken(call, "Grant_Ignored", "a line was granted; the message number must be 0");
		return 0;
	}
	if (id < registration->count)
		return id;
	gate_broken(call, "Grant_Range", "the message number is not below the granted count");
	return registration->count;
}

static uint64_t queue(const struct call *call, NDIS_HANDLE handle, ULONG id, uint64_t targets, void *context)
{
	struct registration *registration = live(call, handle);
	uint64_t queued = 0;
	unsigned message;

	if (!registration || registration->closing)
		return 0;
	message = message_of(call, registration, id);
	if (message == registration->count)
		return 0;
	for (unsigned cpu = 0; cpu < call->ndis->os->cpus_n; cpu++)
		if (targets >> cpu & 1 && service_queue(registration, message, cpu, (uint64_t)(uintptr_t)context))
			queued |= UINT64_C(1) << cpu;
	return queued;
}

ULONG NdisMQueueDpc(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId, ULONG TargetProcessors, PVOID MiniportDpcContext)
{
	struct call call = GATE(NdisMQueueDpc, 0, MessageId, TargetProcessors);
	uint64_t queued = queue(&call, NdisInterruptHandle, MessageId, TargetProcessors, MiniportDpcContext);

	return (ULONG)gate_leave(&call, queued);
}

static uint64_t queue_group(const struct call *call, NDIS_HANDLE handle, ULONG id, const GROUP_AFFINITY *targets, void *context)
{
	GROUP_AFFINITY group;

	GUEST_GET(call->ndis, &group, targets);
	return queue(call, handle, id, group.Group ? 0 : group.Mask, context);
}

KAFFINITY NdisMQueueDpcEx(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId, PGROUP_AFFINITY TargetProcessors,
			  PVOID MiniportDpcContext)
{
	struct call call = GATE(NdisMQueueDpcEx, 0, MessageId, TargetProcessors);
	uint64_t queued = queue_group(&call, NdisInterruptHandle, MessageId, TargetProcessors, MiniportDpcContext);

	return gate_leave(&call, queued);
}

struct synchronization {
	struct registration *registration;
	enum handler_name name;
	MINIPORT_SYNCHRONIZE_INTERRUPT *function;
	void *context;
	unsigned message;
};

static bool body(void *argument)
{
	struct synchronization *s = argument;
	struct handler handler;
	bool result;

	handler_enter(&handler, s->name, s->registration->obj, guest_address(s->context), s->message, (void *)s->function);
	result = DRIVER_CALL(s->function, s->context) != 0;
	handler_exit(&handler, result);
	return result;
}

bool queue_synchronize(struct registration *registration, unsigned message, enum handler_name name,
		       MINIPORT_SYNCHRONIZE_INTERRUPT *function, void *context)
{
	struct synchronization s = { registration, name, function, context, message };

	return isr_synchronize(&registration->interrupts[message], body, &s);
}

static bool synchronize(const struct call *call, NDIS_HANDLE handle, ULONG id, MINIPORT_SYNCHRONIZE_INTERRUPT *function,
			void *context)
{
	struct registration *registration = live(call, handle);
	unsigned message;

	if (!registration)
		return false;
	message = message_of(call, registration, id);
	if (message == registration->count)
		return false;
	gate_level(call, registration->interrupts[message].irql);
	return queue_synchronize(registration, message, HANDLER_SYNCHRONIZE, function, context);
}

BOOLEAN NdisMSynchronizeWithInterruptEx(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
					MINIPORT_SYNCHRONIZE_INTERRUPT_HANDLER SynchronizeFunction, PVOID SynchronizeContext)
{
	struct call call = GATE(NdisMSynchronizeWithInterruptEx, 0, MessageId, gate_code((void *)SynchronizeFunction));
	bool result = synchronize(&call, NdisInterruptHandle, MessageId, SynchronizeFunction, SynchronizeContext);

	return (BOOLEAN)gate_leave(&call, result);
}

static NDIS_STATUS set_entry(const struct call *call, struct adapter *adapter, const NDIS_MSIX_CONFIG_PARAMETERS *p)
{
	const struct pnp_grant *grant = adapter->grant;
	struct device *device = adapter->device;

	gate_level(call, IRQL_DISPATCH);
	if (p->MessageNumber >= grant->count) {
		gate_broken(call, "Grant_Range", "the message number is not below the granted count");
		return NDIS_STATUS_INVALID_PARAMETER;
	}
	msix_set(device, p->TableEntry, grant->message[p->MessageNumber].address, grant->message[p->MessageNumber].data,
		 device->msix.table[p->TableEntry].control & 1);
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS configure(const struct call *call, struct adapter *adapter, const NDIS_MSIX_CONFIG_PARAMETERS *from)
{
	NDIS_MSIX_CONFIG_PARAMETERS p;

	if (!adapter || !driver_header(call->ndis, from, NDIS_OBJECT_TYPE_DEFAULT, NDIS_MSIX_CONFIG_PARAMETERS_REVISION_1,
				       NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1))
		return NDIS_STATUS_INVALID_PARAMETER;
	GUEST_GET(call->ndis, &p, from);
	if (adapter->grant->kind == SYM_grant_LINE)
		gate_broken(call, "Grant_Ignored", "a line was granted; there is no MSI-X table to configure");
	if (adapter->grant->kind != SYM_grant_MSIX)
		return NDIS_STATUS_INVALID_PARAMETER;
	if (p.TableEntry >= adapter->device->msix.entries) {
		gate_broken(call, "Grant_Range", "the device has no such MSI-X table entry");
		return NDIS_STATUS_INVALID_PARAMETER;
	}
	if (p.ConfigOperation == NdisMSIXTableConfigSetTableEntry)
		return set_entry(call, adapter, &p);
	if (p.ConfigOperation >= NdisMSIXTableConfigMax)
		return NDIS_STATUS_INVALID_PARAMETER;
	msix_mask(adapter->device, p.TableEntry, p.ConfigOperation == NdisMSIXTableConfigMaskTableEntry);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisMConfigMSIXTableEntry(NDIS_HANDLE NdisMiniportHandle, PNDIS_MSIX_CONFIG_PARAMETERS MSIXConfigParameters)
{
	struct call call = GATE(NdisMConfigMSIXTableEntry, adapter_object(NdisMiniportHandle), NdisMiniportHandle,
				MSIXConfigParameters);
	NDIS_STATUS status = configure(&call, adapter_of(call.ndis, NdisMiniportHandle), MSIXConfigParameters);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}
