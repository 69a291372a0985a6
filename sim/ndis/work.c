/* SPDX-License-Identifier: MIT */
/* Work items and the threads that run them. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/work.h"
#include "sim/os/bugcheck.h"
#include "sim/os/probe.h"

struct work *work_make(struct ndis *ndis, uint32_t obj, void (*run)(struct work *), void *context)
{
	struct work *work = ndis->free_work;

	if (work)
		ndis->free_work = work->next;
	else
		work = arena_new(&ndis->core->arena, sizeof *work);
	*work = (struct work){ .ndis = ndis, .obj = obj, .run = run, .context = context };
	return work;
}

void work_end(struct work *work)
{
	work->next = work->ndis->free_work;
	work->ndis->free_work = work;
}

static void take_and_run(struct worker *worker)
{
	struct work *work = worker->first;

	worker->first = work->next;
	work->queued = false;
	worker->running = work;
	work->run(work);
	worker->running = NULL;
}

static void loop(void *argument)
{
	struct worker *worker = argument;

	for (;;) {
		while (worker->first)
			take_and_run(worker);
		worker->idle = true;
		thread_wait(worker->ndis->os, SYM_wait_WORK, 0, VTIME_NEVER);
		worker->idle = false;
	}
}

static struct worker *worker_of(struct ndis *ndis, unsigned cpu)
{
	struct worker **worker = &ndis->workers[cpu];

	if (!*worker)
		*worker = arena_new(&ndis->core->arena, sizeof **worker);
	(*worker)->ndis = ndis;
	return *worker;
}

void work_put(struct work *work, unsigned cpu)
{
	struct worker *worker = worker_of(work->ndis, cpu);
	char name[32];

	work->next = NULL;
	work->queued = true;
	*(worker->first ? &worker->last->next : &worker->first) = work;
	worker->last = work;
	core_record(work->ndis->core, R_WORK_QUEUE, work->obj, cpu, 0, 0, 0);
	if (!worker->thread) {
		snprintf(name, sizeof name, "worker%u", cpu);
		worker->thread = thread_new(work->ndis->os, cpu, name, loop, worker);
	} else if (worker->idle) {
		thread_wake(worker->thread);
	}
}

/* The item's driver has been unloaded meanwhile: its code is gone. */
static void check_loaded(const struct work *work, NDIS_IO_WORKITEM_ROUTINE routine)
{
	const struct ndis *ndis = work->ndis;
	uint64_t code = probe_code(ndis->core, (uint64_t)(uintptr_t)routine);

	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (ndis->adapters[i]->obj == work->obj_of && ndis->adapters[i]->named && !ndis->adapters[i]->named->loaded)
			bugcheck(ndis->core, BUGCHECK_DRIVER_UNLOADED, (uint64_t[4]){ code, 8, code, 0 },
				 "a work item's routine is called and its driver has been unloaded", code);
}

/* A driver's work item. It may free itself, so nothing of it is touched after the routine. */
static void run_item(struct work *work)
{
	struct core *core = work->ndis->core;
	uint32_t obj = work->obj;
	NDIS_IO_WORKITEM_ROUTINE routine = work->routine;
	struct handler handler;
	uint64_t cpu = core->cpu->number;

	check_loaded(work, routine);
	core_record(core, R_WORK_ENTER, obj, cpu, 0, 0, 0);
	handler_enter(&handler, HANDLER_WORK, obj, work->argument, 0, (void *)routine);
	DRIVER_CALL(routine, guest_pointer(work->argument), work->handle);
	handler_exit(&handler, 0);
	core_record(core, R_WORK_EXIT, obj, cpu, 0, 0, 0);
}

static NDIS_HANDLE item_new(const struct call *call)
{
	struct ndis *ndis = call->ndis;
	struct work *work = work_make(ndis, 0, run_item, NULL);
	char name[32];

	snprintf(name, sizeof name, "work%u", ++ndis->work_items);
	work->obj = core_object(ndis->core, SYM_object_WORK, name, call->obj, "");
	work->obj_of = call->obj;
	work->handle = handle_new(ndis->core, &ndis->handles, HANDLE_WORK, work);
	return work->handle;
}

NDIS_HANDLE NdisAllocateIoWorkItem(NDIS_HANDLE NdisObjectHandle)
{
	struct call call = GATE(NdisAllocateIoWorkItem, adapter_object(NdisObjectHandle), NdisObjectHandle, 0);

	return gate_leave_pointer(&call, item_new(&call));
}

VOID NdisQueueIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle, NDIS_IO_WORKITEM_ROUTINE Routine, PVOID WorkItemContext)
{
	struct call call = GATE(NdisQueueIoWorkItem, 0, NdisIoWorkItemHandle, Routine);
	struct work *work = handle_object(&call.ndis->handles, NdisIoWorkItemHandle, HANDLE_WORK);

	if (!work)
		gate_broken(&call, "Use_AfterFree", "a work item is queued that is none or was freed");
	if (work && !work->queued) {
		work->routine = Routine;
		work->argument = guest_address(WorkItemContext);
		work_put(work, call.cpu->number);
	}
	gate_leave(&call, 0);
}

static void item_end(const struct call *call, NDIS_HANDLE handle)
{
	struct work *work = handle_object(&call->ndis->handles, handle, HANDLE_WORK);

	if (!work || work->queued) {
		gate_broken(call, "Use_AfterFree", work ? N_("a work item is freed while it is queued") :
							  N_("a work item is freed that is none or was freed"));
		return;
	}
	handle_end(&call->ndis->handles, handle);
}

VOID NdisFreeIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle)
{
	struct call call = GATE(NdisFreeIoWorkItem, 0, NdisIoWorkItemHandle, 0);

	item_end(&call, NdisIoWorkItemHandle);
	gate_leave(&call, 0);
}
