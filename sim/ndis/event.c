/* SPDX-License-Identifier: MIT */
/*
 * Events, sleep and stalling. The state of an event lies in the driver's structure; who waits is known
 * by the event's address. An event is an object of the trace from the first call that names its address on, and stays the
 * same object when the address holds another event later.
 */
#include <stdio.h>

#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/irql.h"

#define SLEEP_MAX UINT64_C(30000000) /* microseconds */
#define STALL_MAX 50

static struct guest_event *event_at(struct ndis *ndis, uint64_t address)
{
	struct guest_event *event = ndis->events;
	char name[32];

	while (event && event->address != address)
		event = event->next;
	if (event)
		return event;
	event = arena_new(&ndis->core->arena, sizeof *event);
	snprintf(name, sizeof name, "event%u", ++ndis->events_n);
	*event = (struct guest_event){ .obj = core_object(ndis->core, SYM_object_EVENT, name, 0, ""), .address = address,
				       .next = ndis->events };
	ndis->events = event;
	return event;
}

/* The structure has been written, so its address is good. */
static void become(struct ndis *ndis, const NDIS_EVENT *at, bool set)
{
	struct guest_event *event = event_at(ndis, guest_address(at));

	event->set = set;
	core_record(ndis->core, R_EVENT_SET, event->obj, set, 0, 0, 0);
}

VOID NdisInitializeEvent(PNDIS_EVENT Event)
{
	struct call call = GATE(NdisInitializeEvent, 0, Event, 0);
	NDIS_EVENT event = { .Event.Header.Size = sizeof event / 4 };

	GUEST_PUT(call.ndis, Event, event);
	become(call.ndis, Event, false);
	gate_leave(&call, 0);
}

static bool is_set(struct ndis *ndis, const NDIS_EVENT *event)
{
	LONG state;

	GUEST_GET(ndis, &state, &event->Event.Header.SignalState);
	return state != 0;
}

static void wake_all(struct ndis *ndis, uint64_t event)
{
	for (struct waiter *w = ndis->waiters; w; w = w->next)
		if (w->event == event)
			thread_wake(w->thread);
}

VOID NdisSetEvent(PNDIS_EVENT Event)
{
	struct call call = GATE(NdisSetEvent, 0, Event, 0);

	GUEST_PUT(call.ndis, &Event->Event.Header.SignalState, 1);
	become(call.ndis, Event, true);
	wake_all(call.ndis, guest_address(Event));
	gate_leave(&call, 0);
}

VOID NdisResetEvent(PNDIS_EVENT Event)
{
	struct call call = GATE(NdisResetEvent, 0, Event, 0);

	GUEST_PUT(call.ndis, &Event->Event.Header.SignalState, 0);
	become(call.ndis, Event, false);
	gate_leave(&call, 0);
}

/* Until set, or until the time; entered among the waiters meanwhile. */
static bool wait(struct ndis *ndis, const NDIS_EVENT *event, vtime until)
{
	struct waiter waiter = { thread_current(ndis->os), guest_address(event), ndis->waiters }, **at;
	bool late = false;

	ndis->waiters = &waiter;
	while (!late && !is_set(ndis, event))
		late = thread_wait(ndis->os, SYM_wait_EVENT, waiter.event, until) == THREAD_TIMED_OUT;
	for (at = &ndis->waiters; *at != &waiter; at = &(*at)->next)
		;
	*at = waiter.next;
	return is_set(ndis, event);
}

BOOLEAN NdisWaitEvent(PNDIS_EVENT Event, UINT MsToWait)
{
	struct call call = GATE(NdisWaitEvent, 0, Event, MsToWait);
	vtime until = MsToWait ? call.ndis->core->now + (vtime)MsToWait * 1000000 : VTIME_NEVER;

	return (BOOLEAN)gate_leave(&call, wait(call.ndis, Event, until));
}

VOID NdisMSleep(ULONG MicrosecondsToSleep)
{
	struct call call = GATE(NdisMSleep, 0, MicrosecondsToSleep, 0);
	uint64_t us = MicrosecondsToSleep < SLEEP_MAX ? MicrosecondsToSleep : SLEEP_MAX;
	vtime until = call.ndis->core->now + (vtime)us * 1000;

	while (call.ndis->core->now < until && call.cpu->irql == IRQL_PASSIVE)
		thread_wait(call.ndis->os, SYM_wait_SLEEP, 0, until);
	gate_leave(&call, 0);
}

VOID NdisStallExecution(UINT MicrosecondsToStall)
{
	struct call call = GATE(NdisStallExecution, 0, MicrosecondsToStall, 0);

	if (MicrosecondsToStall > STALL_MAX)
		gate_broken(&call, "NdisStallExecution_Delay", "the stall is longer than 50 microseconds");
	cpu_spend(call.cpu, (vtime)MicrosecondsToStall * 1000);
	gate_leave(&call, 0);
}
