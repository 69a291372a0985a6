/* SPDX-License-Identifier: MIT */
/* Drivers and what they hold, from the machine: adapters, grants, interrupts, timers, work, memory, lists. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/timer.h"
#include "sim/ndis/work.h"
#include "sim/os/probe.h"
#include "tests/property/fill.h"

static const struct adapter *adapter_at(const struct sim *sim, uint32_t obj)
{
	const struct ndis *ndis = sim->core.ndis;

	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (ndis->adapters[i]->obj == obj)
			return ndis->adapters[i];
	return NULL;
}

static uint32_t text_number(const struct trace *trace, const char *text)
{
	uint32_t i = 0;

	while (i < trace->texts_n && strcmp(trace->texts[i], text) != 0)
		i++;
	return i;
}

void fill_adapters(struct scene *scene, const struct sim *sim)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		struct scene_device *to = &scene->devices[i];
		const struct adapter *adapter = adapter_at(sim, to->obj);

		to->state = adapter ? (uint8_t)adapter->state : SYM_state_ABSENT;
		to->status = adapter ? (uint32_t)adapter->status : 0;
		to->driver = adapter && adapter->named ? text_number(sim->core.trace, adapter->named->module->name) : 0;
	}
}

static void grant_of(struct scene_grant *to, const struct pnp_grant *grant)
{
	bool line = grant && grant->kind == SYM_grant_LINE;

	*to = (struct scene_grant){ .kind = grant ? (uint8_t)grant->kind : SYM_grant_NONE, .count = grant ? grant->count : 0 };
	if (line) {
		to->input = grant->line_input;
		to->vector = grant->line_vector;
		to->cpus = UINT64_C(1) << grant->line_cpu;
	}
	to->messages = mem_new((to->count + 1) * sizeof to->messages[0]);
	for (uint32_t i = 0; i < to->count; i++)
		to->messages[i] = (struct scene_message){ grant->message[i].address, UINT64_C(1) << grant->message[i].cpu,
							  grant->message[i].data };
}

/* The last grant, whether it is in force or was given back. */
void fill_grants(struct scene *scene, const struct sim *sim)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct adapter *adapter = adapter_at(sim, scene->devices[i].obj);

		grant_of(&scene->devices[i].grant, adapter ? adapter->grant : NULL);
		scene->devices[i].grant.asked = adapter && adapter->wish ? adapter->wish->messages : 0;
	}
}

static void wish_of(struct scene_wish *to, const struct pnp_wish *from, bool told, NDIS_STATUS status, unsigned kind)
{
	*to = (struct scene_wish){ .told = told };
	if (told)
		*to = (struct scene_wish){ true, (uint8_t)kind, from->messages, from->line, (uint32_t)status };
}

void fill_wishes(struct scene *scene, const struct sim *sim)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct adapter *adapter = adapter_at(sim, scene->devices[i].obj);
		struct scene_device *to = &scene->devices[i];

		wish_of(&to->required, adapter ? adapter->offer : NULL, adapter && adapter->required, 0, adapter ? adapter->offer->kind : 0);
		wish_of(&to->filtered, adapter ? adapter->wish : NULL, adapter && adapter->filtered, adapter ? adapter->filter_status : 0,
			adapter ? adapter->offer->kind : 0);
	}
}

static void given_of(struct scene_given *to, const struct core *core, const struct given *from)
{
	const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c = &from->characteristics;
	const void *const handler[SYM_member_COUNT] = {
		[SYM_member_ISR] = (void *)c->InterruptHandler,
		[SYM_member_DPC] = (void *)c->InterruptDpcHandler,
		[SYM_member_DISABLE] = (void *)c->DisableInterruptHandler,
		[SYM_member_ENABLE] = (void *)c->EnableInterruptHandler,
		[SYM_member_MESSAGE_ISR] = (void *)c->MessageInterruptHandler,
		[SYM_member_MESSAGE_DPC] = (void *)c->MessageInterruptDpcHandler,
		[SYM_member_DISABLE_MESSAGE] = (void *)c->DisableMessageInterruptHandler,
		[SYM_member_ENABLE_MESSAGE] = (void *)c->EnableMessageInterruptHandler,
	};

	*to = (struct scene_given){ .told = from->told, .status = (uint32_t)from->status };
	if (!from->told)
		return;
	to->header = (uint32_t)c->Header.Type | (uint32_t)c->Header.Revision << 8 | (uint32_t)c->Header.Size << 16;
	to->msi = c->MsiSupported;
	to->sync = c->MsiSyncWithAllMessages;
	to->context = probe_address(core, (uint64_t)(uintptr_t)from->context);
	for (unsigned i = 0; i < SYM_member_COUNT; i++)
		to->handler[i] = handler[i] ? probe_code(core, (uint64_t)(uintptr_t)handler[i]) : 0;
}

void fill_characteristics(struct scene *scene, const struct sim *sim)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct adapter *adapter = adapter_at(sim, scene->devices[i].obj);

		if (adapter)
			given_of(&scene->devices[i].given, &sim->core, &adapter->given);
		else
			scene->devices[i].given = (struct scene_given){ .told = false };
	}
}

/* How many were connected before it to its vector on its CPU, and still are. */
static uint16_t asked_before(const struct ndis *ndis, const struct interrupt *interrupt)
{
	uint16_t n = 0;

	for (unsigned i = 0; interrupt->connected && i < ndis->adapters_n; i++) {
		const struct registration *registration = ndis->adapters[i]->registration;

		for (unsigned k = 0; registration && k < registration->room; k++) {
			const struct interrupt *other = &registration->interrupts[k];

			n += other->connected && other->cpu == interrupt->cpu && other->vector == interrupt->vector && other->since < interrupt->since;
		}
	}
	return n;
}

static void interrupt_of(struct scene_interrupt *to, const struct ndis *ndis, const struct registration *from)
{
	bool line = registration_line(from), written = from->live && !from->entering && from->interrupts[0].connected;

	mem_grow(&to->messages, &to->room, from->room, sizeof to->messages[0]);
	to->n = from->room;
	for (unsigned i = 0; i < from->room; i++) {
		const struct interrupt *interrupt = &from->interrupts[i];

		to->messages[i] = (struct scene_connection){ UINT64_C(1) << interrupt->cpu, interrupt->calls, interrupt->unclaimed,
							     interrupt->vector, (uint8_t)interrupt->kind, asked_before(ndis, interrupt), interrupt->connected };
	}
	to->out_type = written ? (line ? NDIS_CONNECT_LINE_BASED : NDIS_CONNECT_MESSAGE_BASED) : 0;
	to->out_messages = written && !line ? from->count : 0;
	to->out_table = written ? from->table : 0;
	to->out_handle = written ? (uint64_t)(uintptr_t)from->handle : 0;
}

void fill_interrupts(struct scene *scene, const struct sim *sim)
{
	const struct ndis *ndis = sim->core.ndis;

	for (unsigned i = 0; i < ndis->adapters_n; i++) {
		const struct registration *registration = ndis->adapters[i]->registration;

		for (size_t k = 1; registration && k < scene->interrupts_n; k++)
			if (scene->interrupts[k].obj == registration->obj)
				interrupt_of(&scene->interrupts[k], ndis, registration);
	}
}

void fill_timers(struct scene *scene, const struct sim *sim)
{
	for (const struct timer *timer = sim->core.ndis->all_timers; timer; timer = timer->next)
		for (size_t k = 1; k < scene->timers_n; k++)
			if (scene->timers[k].obj == timer->obj)
				scene->timers[k] = (struct scene_timer){ timer->obj, timer->dpc.cpu, event_queued(&timer->event),
									 timer->due, timer->period };
}

/* A work item of the driver, found by its handle, live or ended. */
static uint8_t work_state(const struct ndis *ndis, const struct work *work)
{
	for (unsigned cpu = 0; cpu < MACHINE_CPUS_MAX; cpu++)
		if (!work->queued && ndis->workers[cpu] && ndis->workers[cpu]->running == work)
			return WORK_RUNNING;
	return work->queued ? WORK_QUEUED : WORK_IDLE;
}

void fill_works(struct scene *scene, const struct sim *sim)
{
	const struct ndis *ndis = sim->core.ndis;

	for (unsigned i = 0; i < ndis->handles.n; i++) {
		const struct handle_entry *entry = &ndis->handles.chunk[i / HANDLE_CHUNK][i % HANDLE_CHUNK];
		const struct work *work = entry->object;

		for (size_t k = 1; entry->kind == HANDLE_WORK && k < scene->works_n; k++)
			if (scene->works[k].obj == work->obj)
				scene->works[k].state = work_state(ndis, work);
	}
}

void fill_events(struct scene *scene, const struct sim *sim)
{
	for (const struct guest_event *event = sim->core.ndis->events; event; event = event->next)
		for (size_t k = 1; k < scene->events_n; k++)
			if (scene->events[k].obj == event->obj)
				scene->events[k].set = event->set;
}

/* Memory. What the system made for the driver has no id and no record. */

static void fill_blocks(struct scene_set *set, const struct pool *pool, enum pool_family family)
{
	for (size_t i = 0; i < pool->n[family]; i++) {
		const struct pool_block *block = pool->blocks[family][i];
		struct scene_item *item;

		if (!block->live || block->system)
			continue;
		item = scene_set_put(set, block->id);
		item->address = block->address;
		item->size = block->size;
		item->detail = family == POOL_SHARED ? pool_physical(block->address) : block->tag;
		item->obj = block->obj;
	}
}

void fill_pool(struct scene *scene, const struct sim *sim)
{
	fill_blocks(&scene->pool, &sim->os->pool, POOL_BLOCK);
}

void fill_shared(struct scene *scene, const struct sim *sim)
{
	fill_blocks(&scene->shared, &sim->os->pool, POOL_SHARED);
}

void fill_maps(struct scene *scene, const struct sim *sim)
{
	const struct windows *windows = &sim->core.ndis->windows;

	for (unsigned i = 0; i < windows->n; i++) {
		const struct window *window = &windows->chunk[i / WINDOW_CHUNK][i % WINDOW_CHUNK];
		struct scene_item *item;

		if (!window->live)
			continue;
		item = scene_set_put(&scene->maps, window->id);
		item->address = window->address;
		item->size = window->size;
		item->detail = (uint64_t)window->bar << 56 | window->offset;
		item->obj = window->obj;
	}
}

/* The system's own lists are nobody's business until they are given to a driver. */
void fill_lists(struct scene *scene, const struct sim *sim)
{
	for (const struct nbl *nbl = sim->core.ndis->nbls.first; nbl; nbl = nbl->next) {
		struct scene_item *item;

		if (nbl->owner == SYM_owner_FREE || (!nbl->pool && nbl->owner != SYM_owner_DRIVER))
			continue;
		item = scene_set_put(&scene->lists, nbl->id);
		item->address = nbl->pool ? nbl->address : 0;
		item->detail = nbl->pool ? nbl->pool->handle : 0;
		item->obj = nbl->obj;
		item->owner = (uint8_t)nbl->owner;
	}
}
