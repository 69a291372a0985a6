/* SPDX-License-Identifier: MIT */
/* The looks, and the reset. */
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/oid.h"
#include "sim/ndis/reset.h"

#define SECOND INT64_C(1000000000)
#define STEP 2 /* seconds: periods are whole multiples, and this is the default */
#define STEPS_MAX 1000000

static bool wanted(const struct adapter *adapter)
{
	const char *hang = settings_get(&adapter->ndis->os->options, "hang");

	return hang && strcmp(hang, "0") != 0 && adapter->hang.period && !adapter->ndis->core->stopped &&
	       adapter->driver->handlers.CheckForHangHandlerEx && adapter->driver->handlers.ResetHandlerEx;
}

/* Looks lie on a grid from the moment of Running, whenever they were resumed. */
static void queue_look(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;
	struct hang *hang = &adapter->hang;

	core_after(core, &hang->event, EVENT_INTERRUPT, hang->period - (core->now - hang->begun) % hang->period);
}

/* Whether anything but looks is queued. */
static bool others(const struct ndis *ndis)
{
	uint32_t looks = 0, all = queue_length(&ndis->core->queue);

	for (unsigned i = 0; i < ndis->adapters_n; i++)
		looks += event_queued(&ndis->adapters[i]->hang.event);
	return all > looks;
}

static void due(struct event *event)
{
	struct adapter *adapter = ((struct hang *)event)->adapter;

	if (others(adapter->ndis))
		queue_look(adapter);
	adapter_look(adapter);
}

void reset_init(struct adapter *adapter)
{
	adapter->hang.adapter = adapter;
	event_init(&adapter->hang.event, "hang", due);
}

void reset_period(struct adapter *adapter, unsigned seconds)
{
	vtime steps = seconds / STEP < STEPS_MAX ? seconds / STEP : STEPS_MAX;

	adapter->hang.period = (steps + (seconds % STEP != 0) + (seconds == 0)) * STEP * SECOND;
}

void reset_watch(struct adapter *adapter)
{
	adapter->hang.begun = adapter->ndis->core->now;
	if (wanted(adapter))
		queue_look(adapter);
}

void reset_unwatch(struct adapter *adapter)
{
	queue_cancel(&adapter->ndis->core->queue, &adapter->hang.event);
}

void ndis_commanded(struct core *core)
{
	struct ndis *ndis = core->ndis;

	for (unsigned i = 0; i < ndis->adapters_n; i++) {
		struct adapter *adapter = ndis->adapters[i];

		if (adapter->state == SYM_state_RUNNING && wanted(adapter) && !event_queued(&adapter->hang.event))
			queue_look(adapter);
	}
}

static NDIS_STATUS call_reset(struct adapter *adapter, BOOLEAN *addressing)
{
	MINIPORT_RESET *function = adapter->driver->handlers.ResetHandlerEx;
	BOOLEAN *lent;
	struct handler handler;
	NDIS_STATUS status;

	adapter->resetting = true; /* no send comes meanwhile: send.c */
	handler_enter(&handler, HANDLER_RESET, adapter->obj, guest_address(adapter->context), 0, (void *)function);
	lent = handler_lend(addressing, sizeof *addressing);
	status = DRIVER_CALL(function, adapter->context, lent);
	*addressing = *lent;
	handler_exit(&handler, (uint32_t)status);
	if (status != NDIS_STATUS_PENDING)
		adapter->resetting = false;
	adapter_await(adapter, SYM_wait_EVENT, &adapter->resetting);
	send_resume(adapter);
	return status;
}

/* A driver that lost what it was told (filter, multicast addresses) says so and is told again. */
void reset_adapter(struct adapter *adapter)
{
	BOOLEAN addressing = FALSE;
	NDIS_STATUS status = call_reset(adapter, &addressing);

	if (status == NDIS_STATUS_PENDING) {
		status = adapter->answer;
		addressing = adapter->readdress;
	}
	if (status == NDIS_STATUS_SUCCESS && addressing && adapter->state == SYM_state_RUNNING)
		oid_again(adapter);
}

void reset_look(struct adapter *adapter)
{
	MINIPORT_CHECK_FOR_HANG *function;
	struct handler handler;
	BOOLEAN hangs;

	if (adapter->state != SYM_state_RUNNING)
		return;
	function = adapter->driver->handlers.CheckForHangHandlerEx;
	handler_enter(&handler, HANDLER_CHECK_FOR_HANG, adapter->obj, guest_address(adapter->context), 0, (void *)function);
	hangs = DRIVER_CALL(function, adapter->context);
	handler_exit(&handler, hangs);
	if (hangs)
		reset_adapter(adapter);
}
