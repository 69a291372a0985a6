/* SPDX-License-Identifier: MIT */
/*
 * Indicating, and returning. A list is followed by its address: what is no list, has another source, or is not the driver's
 * to give is left out of the call's effect. Nothing is allocated once as many batches exist as are ever out at a time.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/irql.h"

static struct batch *batch_new(struct adapter *adapter)
{
	struct batch *batch = adapter->receive.free;

	if (batch)
		adapter->receive.free = batch->next;
	else
		batch = arena_new(&adapter->ndis->core->arena, sizeof *batch);
	*batch = (struct batch){ 0 };
	return batch;
}

static void batch_put(struct batches *batches, struct batch *batch)
{
	batch->next = NULL;
	*(batches->first ? &batches->last->next : &batches->first) = batch;
	batches->last = batch;
}

static struct batch *batch_take(struct batches *batches)
{
	struct batch *batch = batches->first;

	if (batch)
		batches->first = batch->next;
	return batch;
}

/* The chain is made again from what the system knows, whatever the driver did to Next meanwhile. */
static NET_BUFFER_LIST *chain(struct adapter *adapter, const struct batch *batch)
{
	for (struct nbl *nbl = batch->first; nbl; nbl = nbl->link) {
		nbl_list(nbl)->Next = nbl->link ? nbl_list(nbl->link) : NULL;
		nbl->owner = SYM_owner_DRIVER;
		core_record(adapter->ndis->core, R_NBL_RETURN, adapter->obj, nbl->id, SYM_owner_DRIVER, 0, 0);
	}
	return nbl_list(batch->first);
}

/* Gives a batch to the driver's return handler. */
static void give_back(struct adapter *adapter, struct batch *batch, ULONG flags)
{
	MINIPORT_RETURN_NET_BUFFER_LISTS *function = adapter->driver->handlers.ReturnNetBufferListsHandler;
	NET_BUFFER_LIST *first = chain(adapter, batch);
	struct handler handler;

	adapter->receive.out -= batch->n;
	batch->next = adapter->receive.free;
	adapter->receive.free = batch;
	handler_enter(&handler, HANDLER_RETURN, adapter->obj, guest_address(first), flags, (void *)function);
	DRIVER_CALL(function, adapter->context, first, flags);
	handler_exit(&handler, 0);
}

/* What comes back after the driver has gone stays with the system. */
static void run(struct dpc *dpc)
{
	struct returner *returner = dpc->owner;
	struct batch *batch;

	while ((batch = batch_take(&returner->waiting)))
		if (returner->adapter->driver)
			give_back(returner->adapter, batch, NDIS_RETURN_FLAGS_DISPATCH_LEVEL);
}

static struct returner *returner_of(struct adapter *adapter, unsigned cpu)
{
	struct os *os = adapter->ndis->os;
	struct receive *receive = &adapter->receive;

	if (!receive->returners) {
		receive->returners = arena_new(&os->core->arena, os->cpus_n * sizeof *receive->returners);
		for (unsigned i = 0; i < os->cpus_n; i++) {
			struct returner *r = &receive->returners[i];

			r->adapter = adapter;
			r->dpc = (struct dpc){ .os = os, .obj = adapter->obj, .message = RECORD_NONE, .cpu = i, .importance = DPC_MEDIUM_HIGH, .run = run,
					       .code = UINT64_MAX, .owner = r };
		}
	}
	return &receive->returners[cpu];
}

static void return_on(struct adapter *adapter, struct batch *batch, unsigned cpu)
{
	struct returner *returner = returner_of(adapter, cpu);

	batch_put(&returner->waiting, batch);
	if (!returner->dpc.queued)
		dpc_queue(&returner->dpc, 0);
}

static void return_passive(void *argument)
{
	struct adapter *adapter = argument;
	struct receive *receive = &adapter->receive;
	struct batch *batch;

	for (;;) {
		while (adapter->driver && (batch = batch_take(&receive->passive)))
			give_back(adapter, batch, 0);
		receive->idle = true;
		thread_wait(adapter->ndis->os, SYM_wait_WORK, adapter->obj, VTIME_NEVER);
		receive->idle = false;
	}
}

static void to_thread(struct adapter *adapter, struct batch *batch)
{
	struct receive *receive = &adapter->receive;
	char name[MACHINE_NAME_MAX + 16];

	batch_put(&receive->passive, batch);
	snprintf(name, sizeof name, "%s.receiver", adapter->device->name);
	if (!receive->thread)
		receive->thread = thread_new(adapter->ndis->os, 0, name, return_passive, adapter);
	else if (receive->idle)
		thread_wake(receive->thread);
}

void receive_flush(struct adapter *adapter)
{
	struct receive *receive = &adapter->receive;
	struct cpu *cpu = ndis_cpu(adapter->ndis);
	struct batch *batch;

	receive->held_lists = 0;
	while ((batch = batch_take(&receive->held)))
		return_on(adapter, batch, cpu->number);
}

static void hold(struct adapter *adapter, struct batch *batch)
{
	struct receive *receive = &adapter->receive;

	batch_put(&receive->held, batch);
	receive->held_lists += batch->n;
	if (receive->held_lists >= os_option(adapter->ndis->os, "held", 16) || adapter->state != SYM_state_RUNNING)
		receive_flush(adapter);
}

static void send_back(struct adapter *adapter, struct batch *batch)
{
	struct os *os = adapter->ndis->os;
	const char *how = settings_get(&os->options, "returns");
	struct cpu *cpu = os_cpu(os);
	bool dispatch = cpu->irql >= IRQL_DISPATCH;

	if (!how || strcmp(how, "later") == 0)
		return_on(adapter, batch, cpu->number);
	else if (strcmp(how, "inside") == 0)
		give_back(adapter, batch, dispatch ? NDIS_RETURN_FLAGS_DISPATCH_LEVEL : 0);
	else if (strcmp(how, "other") == 0)
		return_on(adapter, batch, (cpu->number + 1) % os->cpus_n);
	else if (strcmp(how, "passive") == 0)
		to_thread(adapter, batch);
	else
		hold(adapter, batch);
}

/* One list of an indication; NULL, and the finding, if it is not the driver's to give. */
static struct nbl *take(const struct call *call, struct adapter *adapter, const NET_BUFFER_LIST *list)
{
	struct nbl *nbl = nbl_find(guest_address(list));

	if (!nbl || !nbl->pool || nbl->owner != SYM_owner_DRIVER) {
		gate_broken(call, "Nbl_Owner", nbl ? N_("a list is indicated that is not the driver's to give") :
						     N_("what is indicated is no list of a pool"));
		return NULL;
	}
	if (nbl_list(nbl)->SourceHandle == adapter->handle)
		return nbl;
	gate_broken(call, "Nbl_Owner", "SourceHandle of a list is not the adapter's handle");
	return NULL;
}

static void record(const struct call *call, struct adapter *adapter, struct nbl *nbl)
{
	uint64_t bytes;
	uint32_t checksum;

	nbl_measure(call->ndis, nbl, &bytes, &checksum);
	nbl->owner = SYM_owner_SYSTEM;
	core_record(call->ndis->core, R_NBL_INDICATE, adapter->obj, nbl->id, bytes, SYM_owner_SYSTEM, checksum);
}

/* The driver's word for what follows; where there is no list, it may be anything. */
static NET_BUFFER_LIST *next_of(struct ndis *ndis, const struct nbl *nbl, const NET_BUFFER_LIST *list)
{
	NET_BUFFER_LIST *next;

	if (nbl)
		return nbl_list(nbl)->Next;
	GUEST_GET(ndis, &next, &list->Next);
	return next;
}

/* Walks the chain once: it is what counts, whatever number the driver gives. */
static struct batch *gather(const struct call *call, struct adapter *adapter, NET_BUFFER_LIST *list)
{
	struct batch *batch = batch_new(adapter);
	struct nbl **end = &batch->first;
	unsigned broken = 0;

	while (list && broken < NBL_BROKEN) {
		struct nbl *nbl = take(call, adapter, list);
		NET_BUFFER_LIST *next = next_of(call->ndis, nbl, list);

		nbl_expect(guest_address(next));
		if (nbl) {
			record(call, adapter, nbl);
			nbl->link = NULL;
			*end = nbl;
			end = &nbl->link;
			batch->n++;
		}
		broken += !nbl;
		list = next;
	}
	return batch;
}

/* Lists lent for the time of the call: the driver's again when it returns, and no handler is called. */
static void give_at_once(struct adapter *adapter, struct batch *batch)
{
	for (struct nbl *nbl = batch->first; nbl; nbl = nbl->link) {
		nbl->owner = SYM_owner_DRIVER;
		core_record(adapter->ndis->core, R_NBL_RETURN, adapter->obj, nbl->id, SYM_owner_DRIVER, 0, 0);
	}
	batch->next = adapter->receive.free;
	adapter->receive.free = batch;
}

static void indicate(const struct call *call, NDIS_HANDLE handle, NET_BUFFER_LIST *lists, ULONG flags)
{
	struct adapter *adapter = adapter_of(call->ndis, handle);
	struct batch *batch;

	if (!adapter) {
		gate_broken(call, "Nbl_Owner", "lists are indicated with a handle that is no adapter's");
		return;
	}
	batch = gather(call, adapter, lists);
	if (adapter->registration && adapter->registration->live)
		service_indicated(adapter->registration, batch->n);
	if (adapter->state == SYM_state_RUNNING || adapter->state == SYM_state_PAUSING)
		cpu_spend(call->cpu, (vtime)batch->n * core_cost(call->ndis->core, COST_FRAME));
	if (!batch->n || flags & NDIS_RECEIVE_FLAGS_RESOURCES) {
		give_at_once(adapter, batch);
		return;
	}
	adapter->receive.out += batch->n;
	send_back(adapter, batch);
}

VOID NdisMIndicateReceiveNetBufferLists(NDIS_HANDLE MiniportAdapterHandle, PNET_BUFFER_LIST NetBufferList,
					NDIS_PORT_NUMBER PortNumber, ULONG NumberOfNetBufferLists, ULONG ReceiveFlags)
{
	nbl_expect(guest_address(NetBufferList));
	struct call call = GATE(NdisMIndicateReceiveNetBufferLists, adapter_object(MiniportAdapterHandle), NetBufferList,
				NumberOfNetBufferLists);

	(void)PortNumber;
	indicate(&call, MiniportAdapterHandle, NetBufferList, ReceiveFlags);
	gate_leave(&call, 0);
}
