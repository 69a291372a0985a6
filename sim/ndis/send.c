/* SPDX-License-Identifier: MIT */
/*
 * The protocol above: a thread that calls the driver's send handler while the adapter runs, and takes completions. Lists are
 * made once and used again; at most SEND_OUT are with the driver at a time, and then the thread waits for completions.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/irql.h"

#define SEND_OUT 256
#define CANCEL_ID UINT64_C(0x01000000) /* the top byte of 32 bits tells whose it is: this protocol's */

/* Lists of another shape stay where they are and are never used again. */
static void shape(struct send *send)
{
	if (send->buffers == send->order.buffers && send->room >= send->order.size)
		return;
	send->buffers = send->order.buffers;
	send->room = send->order.size < 2048 ? 2048 : send->order.size;
	send->free = NULL;
	send->made = 0;
}

static struct nbl *list_take(struct adapter *adapter)
{
	struct send *send = &adapter->send;
	struct nbl *nbl = send->free;

	if (nbl)
		send->free = nbl->link;
	else if (send->made < SEND_OUT && (nbl = nbl_make_send(adapter->ndis, adapter->obj, send->buffers, send->room)))
		send->made++;
	if (nbl)
		nbl_fill_send(adapter->ndis, nbl, send->buffers, send->order.size, send->frame, send->cancel_id);
	return nbl;
}

static void hand_over(struct adapter *adapter, struct nbl *nbl)
{
	nbl->owner = SYM_owner_DRIVER;
	nbl->obj = adapter->obj;
	adapter->send.out++;
	adapter->send.left--;
	adapter->send.frame += adapter->send.buffers;
	core_record(adapter->ndis->core, R_NBL_SEND, adapter->obj, nbl->id,
		    (uint64_t)adapter->send.buffers * adapter->send.order.size, SYM_owner_DRIVER, 0);
}

/* One chain for one call; NULL: every list is with the driver. */
static NET_BUFFER_LIST *chain(struct adapter *adapter)
{
	struct send *send = &adapter->send;
	NET_BUFFER_LIST *first = NULL, **end = &first;

	for (unsigned i = 0; i < send->order.lists && send->left; i++) {
		struct nbl *nbl = list_take(adapter);

		if (!nbl)
			break;
		hand_over(adapter, nbl);
		*end = guest_pointer(nbl->address);
		end = &(*end)->Next;
	}
	return first;
}

static void call_driver(struct adapter *adapter, NET_BUFFER_LIST *lists)
{
	MINIPORT_SEND_NET_BUFFER_LISTS *function = adapter->driver->handlers.SendNetBufferListsHandler;
	struct cpu *cpu = ndis_cpu(adapter->ndis);
	bool dispatch = adapter->send.order.dispatch;
	ULONG flags = dispatch ? NDIS_SEND_FLAGS_DISPATCH_LEVEL : 0;
	uint8_t before = dispatch ? irql_raise(cpu, IRQL_DISPATCH) : cpu->irql;
	struct handler handler;

	handler_enter(&handler, HANDLER_SEND, adapter->obj, guest_address(lists), flags, (void *)function);
	DRIVER_CALL(function, adapter->context, lists, NDIS_DEFAULT_PORT_NUMBER, flags);
	handler_exit(&handler, 0);
	if (dispatch)
		irql_lower(cpu, before);
}

static void wait(struct adapter *adapter, unsigned for_what, vtime until)
{
	adapter->send.idle = true;
	thread_wait(adapter->ndis->os, for_what, adapter->obj, until);
	adapter->send.idle = false;
}

static void step(struct adapter *adapter)
{
	struct send *send = &adapter->send;
	struct core *core = adapter->ndis->core;
	NET_BUFFER_LIST *lists = chain(adapter);

	if (!lists) {
		wait(adapter, SYM_wait_WORK, VTIME_NEVER);
		return;
	}
	call_driver(adapter, lists);
	if (send->left && send->order.gap)
		wait(adapter, SYM_wait_SLEEP, core->now + send->order.gap);
}

/* `set sends=late`: sends go on on another CPU until the pause is complete, as a protocol may that has not heard of it. */
static bool late(const struct ndis *ndis)
{
	const char *sends = settings_get(&ndis->os->options, "sends");

	return sends && strcmp(sends, "late") == 0;
}

static bool may_send(const struct adapter *adapter)
{
	return adapter->state == SYM_state_RUNNING || (adapter->state == SYM_state_PAUSING && late(adapter->ndis));
}

static void work(void *argument)
{
	struct adapter *adapter = argument;

	for (;;) {
		while (adapter->send.left && may_send(adapter) && !adapter->resetting)
			step(adapter);
		if (!adapter->resetting)
			adapter->send.left = 0;
		wait(adapter, SYM_wait_WORK, VTIME_NEVER);
	}
}

void send_resume(struct adapter *adapter)
{
	if (adapter->send.thread && adapter->send.idle && adapter->send.left)
		thread_wake(adapter->send.thread);
}

static bool refuse(const char **reason, const char *text)
{
	*reason = text;
	return false;
}

bool ndis_send(struct core *core, struct device *device, const struct ndis_sends *sends, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);
	char name[MACHINE_NAME_MAX + 16];

	if (!adapter || adapter->state != SYM_state_RUNNING)
		return refuse(reason, N_("its driver does not run"));
	if (adapter->send.left)
		return refuse(reason, N_("frames are being sent already"));
	if (sends->size < 14 || sends->size > 9000 || !sends->lists || sends->lists > 64 || !sends->buffers || sends->buffers > 16)
		return refuse(reason, N_("a frame has 14 to 9000 bytes, a call 1 to 64 lists, a list 1 to 16 frames"));
	adapter->send.order = *sends;
	adapter->send.left = sends->frames;
	adapter->send.cancel_id = (adapter->send.cancel_id + 1) | CANCEL_ID;
	shape(&adapter->send);
	snprintf(name, sizeof name, "%s.sender", device->name);
	if (!adapter->send.thread)
		adapter->send.thread = thread_new(adapter->ndis->os, late(adapter->ndis) ? core->os->cpus_n - 1 : 0, name, work, adapter);
	else if (adapter->send.idle)
		thread_wake(adapter->send.thread);
	return true;
}

/* One list that the driver says is sent; false: it is none that can be. */
static bool complete(const struct call *call, struct adapter *adapter, const NET_BUFFER_LIST *list)
{
	struct nbl *nbl = nbl_find(guest_address(list));
	NDIS_STATUS status;

	if (!nbl || nbl->pool || nbl->owner != SYM_owner_DRIVER || nbl->obj != adapter->obj) {
		gate_broken(call, "Nbl_Owner", nbl && !nbl->pool ? N_("the sending of a list is completed a second time") :
								   N_("a list is completed that was never given to be sent"));
		return false;
	}
	GUEST_GET(call->ndis, &status, &list->Status);
	nbl->owner = SYM_owner_SYSTEM;
	adapter->send.out--;
	core_record(call->ndis->core, R_NBL_COMPLETE, adapter->obj, nbl->id, (uint32_t)status, SYM_owner_FREE, 0);
	nbl->link = adapter->send.free;
	adapter->send.free = nbl;
	return true;
}

VOID NdisMSendNetBufferListsComplete(NDIS_HANDLE MiniportAdapterHandle, PNET_BUFFER_LIST NetBufferList, ULONG SendCompleteFlags)
{
	struct call call = GATE(NdisMSendNetBufferListsComplete, adapter_object(MiniportAdapterHandle), NetBufferList,
				SendCompleteFlags);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);
	NET_BUFFER_LIST *next;
	unsigned broken = 0;

	for (; adapter && NetBufferList && broken < NBL_BROKEN; NetBufferList = next) {
		GUEST_GET(call.ndis, &next, &NetBufferList->Next);
		broken += !complete(&call, adapter, NetBufferList);
	}
	if (adapter && !adapter->send.order.gap)
		send_resume(adapter);
	gate_leave(&call, 0);
}
