/* SPDX-License-Identifier: MIT */
/* Arming, firing, cancelling. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/timer.h"
#include "sim/os/irql.h"
#include "sim/os/probe.h"

#define UNIT 100              /* ns in a unit of due times */
#define EPOCH INT64_C(133485408000000000) /* what the wall clock shows when the machine begins: 1 January 2024 */

static void fire(struct event *event)
{
	struct timer *timer = (struct timer *)event;
	struct core *core = timer->ndis->core;
	uint64_t was;

	timer->due = timer->period ? core->now + timer->period : VTIME_NEVER;
	was = core_because(core, core_record(core, R_TIMER_FIRE, timer->obj, (uint64_t)timer->due, 0, 0, 0));
	if (timer->period)
		core_after(core, &timer->event, EVENT_INTERRUPT, timer->period);
	if (!timer->dpc.queued)
		dpc_queue(&timer->dpc, guest_address(timer->armed_context));
	core->cause = was;
}

static void run(struct dpc *dpc)
{
	struct timer *timer = dpc->owner;
	struct handler handler;

	handler_guard(&handler, HANDLER_TIMER, timer->obj, (void *)timer->function);
	DRIVER_CALL(timer->function, NULL, guest_pointer(dpc->context), NULL, NULL);
	handler_check(&handler);
	if (timer->flushing)
		thread_wake(timer->flushing);
}

static struct timer *live(struct ndis *ndis, NDIS_HANDLE handle)
{
	return handle_object(&ndis->handles, handle, HANDLE_TIMER);
}

bool timer_armed(const struct adapter *adapter)
{
	for (const struct timer *timer = adapter->ndis->all_timers; timer; timer = timer->next)
		if (timer->live && timer->owner == adapter->obj && (event_queued(&timer->event) || timer->dpc.queued))
			return true;
	return false;
}

static struct timer *make(const struct call *call, const NDIS_TIMER_CHARACTERISTICS *c)
{
	struct ndis *ndis = call->ndis;
	struct timer *timer = arena_new(&ndis->core->arena, sizeof *timer);
	char name[32];

	snprintf(name, sizeof name, "timer%u", ++ndis->timers);
	*timer = (struct timer){ .ndis = ndis, .owner = call->obj, .function = c->TimerFunction, .context = c->FunctionContext,
				 .live = true, .next = ndis->all_timers };
	ndis->all_timers = timer;
	event_init(&timer->event, "timer", fire);
	timer->obj = core_object(ndis->core, SYM_object_TIMER, name, call->obj, "");
	timer->dpc = (struct dpc){ .os = ndis->os, .obj = timer->obj, .message = RECORD_NONE, .importance = DPC_MEDIUM, .run = run, .owner = timer,
				   .code = probe_code(ndis->core, (uint64_t)(uintptr_t)c->TimerFunction) };
	timer->handle = handle_new(ndis->core, &ndis->handles, HANDLE_TIMER, timer);
	return timer;
}

static NDIS_STATUS allocate(const struct call *call, const NDIS_TIMER_CHARACTERISTICS *from, NDIS_HANDLE *handle)
{
	NDIS_TIMER_CHARACTERISTICS c;

	if (!driver_header(call->ndis, from, NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS, NDIS_TIMER_CHARACTERISTICS_REVISION_1,
			   NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1))
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	GUEST_GET(call->ndis, &c, from);
	if (!c.TimerFunction)
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	GUEST_PUT(call->ndis, handle, make(call, &c)->handle);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisAllocateTimerObject(NDIS_HANDLE NdisHandle, PNDIS_TIMER_CHARACTERISTICS TimerCharacteristics, PNDIS_HANDLE TimerObject)
{
	struct call call = GATE(NdisAllocateTimerObject, adapter_object(NdisHandle), NdisHandle, TimerCharacteristics);
	NDIS_STATUS status = allocate(&call, TimerCharacteristics, TimerObject);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

/* Due times are relative if negative, else absolute in system time. */
static vtime delay_of(const struct core *core, LONGLONG due)
{
	LONGLONG now = EPOCH + core->now / UNIT;

	if (due < 0)
		return due < -(INT64_MAX / UNIT / 2) ? INT64_MAX / 4 : -due * UNIT;
	return due > now ? (due - now) * UNIT : 0;
}

static bool arm(const struct call *call, struct timer *timer, LONGLONG due, LONG period, void *context)
{
	struct core *core = call->ndis->core;
	bool was = event_queued(&timer->event);
	vtime delay = delay_of(core, due);

	queue_cancel(&core->queue, &timer->event);
	timer->period = (vtime)(period > 0 ? period : 0) * 1000000;
	timer->armed_context = context ? context : timer->context;
	timer->due = core->now + delay;
	if (!timer->dpc.queued)
		timer->dpc.cpu = call->cpu->number;
	core_record(core, R_TIMER_SET, timer->obj, (uint64_t)timer->due, (uint64_t)timer->period, call->cpu->number, 0);
	core_after(core, &timer->event, EVENT_INTERRUPT, delay);
	return was;
}

BOOLEAN NdisSetTimerObject(NDIS_HANDLE TimerObject, LARGE_INTEGER DueTime, LONG MillisecondsPeriod, PVOID FunctionContext)
{
	struct call call = GATE(NdisSetTimerObject, 0, TimerObject, DueTime.QuadPart);
	struct timer *timer = live(call.ndis, TimerObject);
	bool was = false;

	if (timer)
		was = arm(&call, timer, DueTime.QuadPart, MillisecondsPeriod, FunctionContext);
	else
		gate_broken(&call, "Use_AfterFree", "a timer is armed that is none or was freed");
	return (BOOLEAN)gate_leave(&call, was);
}

/* A periodic timer's function is over when this returns. */
static void flush(const struct call *call, struct timer *timer)
{
	timer->flushing = thread_current(call->ndis->os);
	while (dpc_busy(&timer->dpc))
		thread_wait(call->ndis->os, SYM_wait_DPCS, timer->obj, call->ndis->core->now + 1000);
	timer->flushing = NULL;
}

static bool cancel(const struct call *call, struct timer *timer)
{
	struct core *core = call->ndis->core;
	bool was = event_queued(&timer->event), periodic = timer->period != 0;

	if (periodic)
		gate_level(call, IRQL_PASSIVE);
	queue_cancel(&core->queue, &timer->event);
	was = dpc_remove(&timer->dpc) || was;
	timer->period = 0;
	core_record(core, R_TIMER_CANCEL, timer->obj, was, 0, 0, 0);
	if (periodic)
		flush(call, timer);
	return was;
}

BOOLEAN NdisCancelTimerObject(NDIS_HANDLE TimerObject)
{
	struct call call = GATE(NdisCancelTimerObject, 0, TimerObject, 0);
	struct timer *timer = live(call.ndis, TimerObject);

	return (BOOLEAN)gate_leave(&call, timer && cancel(&call, timer));
}

VOID NdisFreeTimerObject(NDIS_HANDLE TimerObject)
{
	struct call call = GATE(NdisFreeTimerObject, 0, TimerObject, 0);
	struct timer *timer = live(call.ndis, TimerObject);

	if (timer && !event_queued(&timer->event) && !dpc_busy(&timer->dpc)) {
		handle_end(&call.ndis->handles, TimerObject);
		timer->live = false;
	} else {
		gate_broken(&call, "Use_AfterFree", timer ? N_("a timer is freed while it is armed or its function runs") :
							    N_("a timer is freed that is none or was freed"));
	}
	gate_leave(&call, 0);
}

VOID NdisGetCurrentSystemTime(PLARGE_INTEGER SystemTime)
{
	struct call call = GATE(NdisGetCurrentSystemTime, 0, SystemTime, 0);
	LARGE_INTEGER time = { .QuadPart = EPOCH + call.ndis->core->now / UNIT };

	GUEST_PUT(call.ndis, SystemTime, time);
	gate_leave(&call, 0);
}

VOID NdisGetSystemUpTimeEx(PLARGE_INTEGER SystemUpTime)
{
	struct call call = GATE(NdisGetSystemUpTimeEx, 0, SystemUpTime, 0);
	LARGE_INTEGER time = { .QuadPart = call.ndis->core->now / 1000000 };

	GUEST_PUT(call.ndis, SystemUpTime, time);
	gate_leave(&call, 0);
}

ULONGLONG KeQueryInterruptTime(VOID)
{
	struct call call = GATE(KeQueryInterruptTime, 0, 0, 0);

	return gate_leave(&call, (uint64_t)call.ndis->core->now / UNIT);
}

/* A counter of 10 MHz. */
LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency)
{
	struct call call = GATE(KeQueryPerformanceCounter, 0, PerformanceFrequency, 0);
	LARGE_INTEGER count = { .QuadPart = call.ndis->core->now / UNIT }, frequency = { .QuadPart = 10000000 };

	if (PerformanceFrequency)
		GUEST_PUT(call.ndis, PerformanceFrequency, frequency);
	gate_leave(&call, (uint64_t)count.QuadPart);
	return count;
}
