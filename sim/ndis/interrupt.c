/* SPDX-License-Identifier: MIT */
/*
 * Registering and deregistering (DDI, NdisMRegisterInterruptEx; doc/modelled.md). The first service routine may run before the
 * register call has returned: connecting and writing out are two instants, and the call pays once more between them.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/inject.h"
#include "sim/os/irql.h"
#include "sim/os/probe.h"

/* What is wrong with the header, NULL: nothing. There is but one revision; drivers give its size or more (DDI, NDIS_OBJECT_HEADER). */
static const char *wrong_header(const NDIS_OBJECT_HEADER *header)
{
	if (header->Type != NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT)
		return N_("Header.Type of the characteristics is not NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT (0x84)");
	if (header->Revision != NDIS_MINIPORT_INTERRUPT_REVISION_1)
		return N_("Header.Revision of the characteristics is not NDIS_MINIPORT_INTERRUPT_REVISION_1 (1)");
	if (header->Size < NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1)
		return N_("Header.Size of the characteristics is below NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 (0x60)");
	return NULL;
}

/* The first mandatory routine that is missing (DDI, NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS), NULL: none. */
static const char *missing(const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	if (!c->InterruptHandler)
		return N_("InterruptHandler is NULL; a line's handlers are demanded even of a message driver");
	if (!c->InterruptDpcHandler)
		return N_("InterruptDpcHandler is NULL; a line's handlers are demanded even of a message driver");
	if (c->MsiSupported && !c->MessageInterruptHandler)
		return N_("MsiSupported is TRUE and MessageInterruptHandler is NULL");
	if (c->MsiSupported && !c->MessageInterruptDpcHandler)
		return N_("MsiSupported is TRUE and MessageInterruptDpcHandler is NULL");
	return NULL;
}

static bool diagnosable(const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	return c->DisableInterruptHandler && c->EnableInterruptHandler &&
	       (!c->MsiSupported || (c->DisableMessageInterruptHandler && c->EnableMessageInterruptHandler));
}

static NDIS_STATUS check_place(const struct call *call, const struct adapter *adapter)
{
	if (!adapter)
		return NDIS_STATUS_FAILURE;
	if (!adapter->initializing) {
		gate_broken(call, "Irql_Interrupt_Function", "an interrupt is registered outside MiniportInitializeEx");
		return NDIS_STATUS_FAILURE;
	}
	if (!adapter->registered) {
		gate_broken(call, "Register_Order", "an interrupt is registered before the registration attributes were set");
		return NDIS_STATUS_FAILURE;
	}
	return NDIS_STATUS_SUCCESS;
}

/* What the driver gives is told as soon as it can be read, whatever becomes of it. */
static void tell_given(struct adapter *adapter, void *context, const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	struct core *core = adapter->ndis->core;
	const void *const members[SYM_member_COUNT] = {
		(void *)c->InterruptHandler, (void *)c->InterruptDpcHandler, (void *)c->DisableInterruptHandler,
		(void *)c->EnableInterruptHandler, (void *)c->MessageInterruptHandler, (void *)c->MessageInterruptDpcHandler,
		(void *)c->DisableMessageInterruptHandler, (void *)c->EnableMessageInterruptHandler,
	};

	adapter->given = (struct given){ .told = true, .characteristics = *c, .context = context };
	core_record(core, R_INTERRUPT_IN, adapter->obj, c->Header.Type | c->Header.Revision << 8 | (uint32_t)c->Header.Size << 16,
		    c->MsiSupported != 0, c->MsiSyncWithAllMessages != 0, probe_address(core, guest_address(context)));
	for (unsigned i = 0; i < SYM_member_COUNT; i++)
		if (members[i])
			core_record(core, R_INTERRUPT_MEMBER, adapter->obj, i, probe_code(core, guest_address(members[i])), 0, 0);
}

static void tell_refused(struct ndis *ndis, struct adapter *adapter, NDIS_STATUS status)
{
	if (!adapter)
		return;
	adapter->given.status = status;
	core_record(ndis->core, R_INTERRUPT_REFUSED, adapter->obj, (uint32_t)status, 0, 0, 0);
}

static NDIS_STATUS check_structure(const struct call *call, struct adapter *adapter, void *context,
				   const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *from,
				   NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *copy)
{
	NDIS_OBJECT_HEADER header;
	const char *text;

	GUEST_GET(call->ndis, &header, &from->Header);
	if (header.Size >= NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1) {
		GUEST_GET(call->ndis, copy, from);
		tell_given(adapter, context, copy);
	}
	text = wrong_header(&header);
	if (text) {
		gate_broken(call, "Register_Header", text);
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	}
	text = missing(copy);
	if (text) {
		gate_broken(call, "Register_Handler", text);
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	}
	if (!diagnosable(copy))
		gate_broken(call, "Register_Handler", "warning: an enable or disable handler is NULL");
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS check_grant(const struct adapter *adapter, const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	unsigned kind = adapter->grant->kind;

	if (adapter->registration && adapter->registration->live)
		return NDIS_STATUS_RESOURCE_CONFLICT;
	if (kind == SYM_grant_NONE)
		return NDIS_STATUS_FAILURE;
	return kind != SYM_grant_LINE && !c->MsiSupported ? NDIS_STATUS_RESOURCE_CONFLICT : NDIS_STATUS_SUCCESS;
}

static void make_locks(struct registration *registration, unsigned from)
{
	struct adapter *adapter = registration->adapter;
	char name[MACHINE_NAME_MAX + 24];

	for (unsigned i = from; i < registration->room; i++) {
		registration->locks[i] = arena_new(&adapter->ndis->core->arena, sizeof **registration->locks);
		snprintf(name, sizeof name, "%s.interrupt.lock%u", adapter->device->name, i);
		lock_init(registration->locks[i], adapter->ndis->os, name, registration->obj, 0);
	}
}

/* Arrays for `count` messages; locks that exist already are kept. */
static void grow(struct registration *registration, unsigned count)
{
	struct arena *arena = &registration->adapter->ndis->core->arena;
	struct lock **locks = arena_new(arena, count * sizeof *locks);
	unsigned had = registration->room;

	if (had)
		memcpy(locks, registration->locks, had * sizeof *locks);
	registration->locks = locks;
	registration->interrupts = arena_new(arena, count * sizeof *registration->interrupts);
	registration->dpcs = arena_new(arena, (size_t)count * registration->adapter->ndis->os->cpus_n *
						      sizeof *registration->dpcs);
	registration->room = count;
	make_locks(registration, had);
}

static struct registration *registration_of(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;
	struct registration *registration = adapter->registration;
	char name[MACHINE_NAME_MAX + 16];

	if (registration)
		return registration;
	registration = adapter->registration = arena_new(&core->arena, sizeof *registration);
	registration->adapter = adapter;
	snprintf(name, sizeof name, "%s.interrupt", adapter->device->name);
	registration->obj = core_object(core, SYM_object_INTERRUPT, name, adapter->obj, "");
	return registration;
}

static uint8_t level_of(const struct pnp_grant *grant, unsigned message)
{
	return grant->kind == SYM_grant_LINE ? grant->line_vector >> 4 : grant->message[message].vector >> 4;
}

static uint8_t unified(const struct pnp_grant *grant, unsigned count)
{
	uint8_t highest = 0;

	for (unsigned i = 0; i < count; i++)
		if (level_of(grant, i) > highest)
			highest = level_of(grant, i);
	return highest;
}

/* MessageInfoTable (DDI, IO_INTERRUPT_MESSAGE_INFO); 0: no memory. */
static uint64_t make_table(struct registration *registration)
{
	struct adapter *adapter = registration->adapter;
	const struct pnp_grant *grant = adapter->grant;
	size_t size = offsetof(IO_INTERRUPT_MESSAGE_INFO, MessageInfo) +
		      registration->count * sizeof(IO_INTERRUPT_MESSAGE_INFO_ENTRY);
	uint64_t address = pool_alloc(&adapter->ndis->os->pool, POOL_BLOCK, adapter->obj, size, 0, true);
	IO_INTERRUPT_MESSAGE_INFO *table = guest_pointer(address);

	if (!address)
		return 0;
	memset(table, 0, size);
	table->UnifiedIrql = unified(grant, registration->count);
	table->MessageCount = registration->count;
	for (unsigned i = 0; i < registration->count; i++) {
		IO_INTERRUPT_MESSAGE_INFO_ENTRY *entry = &table->MessageInfo[i];

		entry->MessageAddress.QuadPart = (LONGLONG)grant->message[i].address;
		entry->TargetProcessorSet = UINT64_C(1) << grant->message[i].cpu;
		entry->InterruptObject = (PKINTERRUPT)registration->handle;
		entry->MessageData = grant->message[i].data;
		entry->Vector = grant->message[i].vector;
		entry->Irql = level_of(grant, i);
		entry->Mode = Latched;
		entry->Polarity = InterruptRisingEdge;
	}
	return address;
}

static struct interrupt *fill(struct registration *registration, unsigned message)
{
	const struct pnp_grant *grant = registration->adapter->grant;
	bool line = registration_line(registration), together = registration->handlers.MsiSyncWithAllMessages && !line;
	struct interrupt *interrupt = &registration->interrupts[message];

	*interrupt = (struct interrupt){
		.os = registration->adapter->ndis->os,
		.obj = registration->obj,
		.message = line ? RECORD_NONE : message,
		.vector = line ? grant->line_vector : grant->message[message].vector,
		.irql = together ? unified(grant, registration->count) : level_of(grant, message),
		.level = line,
		.cpu = line ? grant->line_cpu : grant->message[message].cpu,
		.kind = registration->kind,
		.lock = registration->locks[together ? 0 : message],
		.context = registration,
	};
	return interrupt;
}

/* From the first isr_connect on, service routines run. */
static void connect(struct registration *registration)
{
	struct adapter *adapter = registration->adapter;

	registration->entering = registration->live = true;
	for (unsigned i = 0; i < registration->count; i++) {
		fill(registration, i);
		service_connect(registration, i);
		isr_connect(&registration->interrupts[i]);
	}
	pnp_enable(adapter->ndis->os, adapter->device, adapter->grant);
}

static NDIS_STATUS prepare(struct registration *registration, void *context, const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	struct adapter *adapter = registration->adapter;
	struct ndis *ndis = adapter->ndis;
	unsigned count = adapter->grant->kind == SYM_grant_LINE ? 1 : adapter->grant->count;

	registration->handlers = *c;
	registration->context = context;
	registration->kind = adapter->grant->kind;
	registration->count = count;
	if (count > registration->room)
		grow(registration, count);
	registration->handle = handle_new(ndis->core, &ndis->handles, HANDLE_INTERRUPT, registration);
	registration->table = registration->handle && !registration_line(registration) ? make_table(registration) : 0;
	if (registration->handle && (registration->table || registration_line(registration)))
		return NDIS_STATUS_SUCCESS;
	handle_end(&ndis->handles, registration->handle);
	return NDIS_STATUS_RESOURCES;
}

/* The out members, and last of all the handle. */
static void write_out(struct registration *registration, NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *to, NDIS_HANDLE *handle)
{
	struct ndis *ndis = registration->adapter->ndis;
	bool line = registration_line(registration);

	core_record(ndis->core, R_INTERRUPT_OUT, registration->obj,
		    line ? NDIS_CONNECT_LINE_BASED : NDIS_CONNECT_MESSAGE_BASED, line ? 0 : registration->count,
		    registration->table, guest_address(registration->handle));
	GUEST_PUT(ndis, &to->InterruptType, line ? NDIS_CONNECT_LINE_BASED : NDIS_CONNECT_MESSAGE_BASED);
	GUEST_PUT(ndis, &to->MessageInfoTable, guest_pointer(registration->table));
	GUEST_PUT(ndis, handle, registration->handle);
	if (line)
		probe_absent(ndis->os, guest_address(&to->MessageInfoTable), registration->obj, "Grant_Ignored",
			     N_("a line was granted, so MessageInfoTable is NULL; the driver follows it"));
	registration->entering = false;
}

static NDIS_STATUS register_interrupt(const struct call *call, NDIS_HANDLE adapter_handle, void *context,
				      NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *from, NDIS_HANDLE *handle)
{
	struct adapter *adapter = adapter_of(call->ndis, adapter_handle);
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS c;
	struct registration *registration;
	NDIS_STATUS status = check_place(call, adapter);

	if (status == NDIS_STATUS_SUCCESS)
		status = check_structure(call, adapter, context, from, &c);
	if (status == NDIS_STATUS_SUCCESS)
		status = check_grant(adapter, &c);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (inject_failure(call->ndis, INJECT_REGISTER))
		return NDIS_STATUS_RESOURCES;
	registration = registration_of(adapter);
	status = prepare(registration, context, &c);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	probe_watch(call->ndis->os, guest_address(&from->InterruptType),
		    sizeof *from - offsetof(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS, InterruptType), adapter->obj, "Register_Early",
		    N_("the grant or the message table is looked at before the register call has returned"));
	connect(registration);
	cpu_spend(call->cpu, core_cost(call->ndis->core, COST_API_HEAVY));
	probe_watch(call->ndis->os, 0, 0, 0, NULL, NULL);
	write_out(registration, from, handle);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisMRegisterInterruptEx(NDIS_HANDLE MiniportAdapterHandle, NDIS_HANDLE MiniportInterruptContext,
				     PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS MiniportInterruptCharacteristics,
				     PNDIS_HANDLE NdisInterruptHandle)
{
	struct call call = GATE(NdisMRegisterInterruptEx, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle,
				MiniportInterruptCharacteristics);
	NDIS_STATUS status = register_interrupt(&call, MiniportAdapterHandle, MiniportInterruptContext,
						MiniportInterruptCharacteristics, NdisInterruptHandle);

	if (status != NDIS_STATUS_SUCCESS)
		tell_refused(call.ndis, adapter_of(call.ndis, MiniportAdapterHandle), status);
	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

/* Interrupts still arrive while the DPCs that are left run; what their service routines ask for is not honoured. */
static void wait_for_dpcs(struct registration *registration)
{
	struct os *os = registration->adapter->ndis->os;

	registration->closing = true;
	registration->waiting = thread_current(os);
	while (service_busy(registration))
		thread_wait(os, SYM_wait_DPCS, registration->obj, VTIME_NEVER);
	registration->waiting = NULL;
}

static void disconnect(struct registration *registration)
{
	struct adapter *adapter = registration->adapter;
	struct os *os = adapter->ndis->os;

	wait_for_dpcs(registration);
	pnp_disable(os, adapter->device, adapter->grant);
	for (unsigned i = 0; i < registration->count; i++)
		isr_disconnect(&registration->interrupts[i]);
	handle_end(&adapter->ndis->handles, registration->handle);
	probe_absent_end(os, registration->obj);
	if (registration->table)
		pool_free(&os->pool, POOL_BLOCK, registration->table);
	registration->table = 0;
	registration->live = registration->closing = false;
}

static void deregister(const struct call *call, NDIS_HANDLE handle)
{
	struct registration *registration = handle_object(&call->ndis->handles, handle, HANDLE_INTERRUPT);

	if (!registration || registration->closing) {
		gate_broken(call, "NdisMDeregisterInterruptEx", registration || handle_ended(&call->ndis->handles, handle, HANDLE_INTERRUPT) ?
			    N_("the interrupt is deregistered a second time") : N_("this is no interrupt handle"));
		return;
	}
	if (!registration->adapter->initializing && !registration->adapter->halting)
		gate_broken(call, "Irql_Interrupt_Function", "an interrupt is deregistered outside initialize and halt");
	disconnect(registration);
}

VOID NdisMDeregisterInterruptEx(NDIS_HANDLE NdisInterruptHandle)
{
	struct registration *registration = handle_object(&ndis_here()->handles, NdisInterruptHandle, HANDLE_INTERRUPT);
	struct call call = GATE(NdisMDeregisterInterruptEx, registration ? registration->adapter->obj : 0, NdisInterruptHandle, 0);

	deregister(&call, NdisInterruptHandle);
	gate_leave(&call, 0);
}
