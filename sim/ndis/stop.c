/* SPDX-License-Identifier: MIT */
/*
 * Stopping (doc/modelled.md): packet filter 0, pause, wait for its completion, halt, RemoveDevice. After a surprise removal
 * the driver hears of that first. What a driver must have undone when its handler returns is asked here.
 */
#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/memory.h"
#include "sim/ndis/oid.h"
#include "sim/ndis/timer.h"
#include "sim/os/bugcheck.h"

uint64_t stop_halt_code(const struct adapter *adapter)
{
	return probe_code(adapter->ndis->core, (uint64_t)(uintptr_t)adapter->driver->handlers.HaltHandlerEx);
}

void stop_check_interrupt(struct adapter *adapter, const char *rule, uint64_t p1, uint64_t at)
{
	struct core *core = adapter->ndis->core;
	struct registration *registration = adapter->registration;
	uint64_t p[4];

	if (!registration || !registration->live)
		return;
	p[0] = p1;
	p[1] = guest_address(adapter->handle);
	p[2] = guest_address(registration->handle);
	p[3] = 0;
	violation(core, adapter->obj, rule, "the interrupt is still registered when the handler returns", core->cause, at);
	bugcheck(core, BUGCHECK_NDIS_DRIVER, p, "a driver leaves its interrupt registered", at);
}

void stop_check_timers(struct adapter *adapter, uint64_t p1)
{
	uint64_t p[4] = { p1, guest_address(adapter->handle), 0, 0 };

	if (timer_armed(adapter))
		bugcheck(adapter->ndis->core, BUGCHECK_NDIS_DRIVER, p, "a driver leaves a timer armed", UINT64_MAX);
}

static void event(struct adapter *adapter, NDIS_DEVICE_PNP_EVENT what)
{
	MINIPORT_DEVICE_PNP_EVENT_NOTIFY *function = adapter->driver->handlers.DevicePnPEventNotifyHandler;
	NET_DEVICE_PNP_EVENT e = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NET_DEVICE_PNP_EVENT_REVISION_1, NDIS_SIZEOF_NET_DEVICE_PNP_EVENT_REVISION_1 },
		.DevicePnPEvent = what,
	};
	struct handler handler;

	handler_enter(&handler, HANDLER_PNP_EVENT, adapter->obj, guest_address(adapter->context), what, (void *)function);
	DRIVER_CALL(function, adapter->context, handler_lend(&e, sizeof e));
	handler_exit(&handler, 0);
}

static NDIS_STATUS call_pause(struct adapter *adapter)
{
	MINIPORT_PAUSE *function = adapter->driver->handlers.PauseHandler;
	NDIS_MINIPORT_PAUSE_PARAMETERS p = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_MINIPORT_PAUSE_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_PAUSE_PARAMETERS_REVISION_1 },
	};
	struct handler handler;
	NDIS_STATUS status;

	handler_enter(&handler, HANDLER_PAUSE, adapter->obj, guest_address(adapter->context), 0, (void *)function);
	status = DRIVER_CALL(function, adapter->context, handler_lend(&p, sizeof p));
	handler_exit(&handler, (uint32_t)status);
	return status;
}

static void pause_adapter(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;
	NDIS_STATUS status;

	reset_unwatch(adapter);
	adapter_state(adapter, SYM_state_PAUSING, NDIS_STATUS_SUCCESS);
	receive_flush(adapter);
	adapter->pausing = true;
	status = call_pause(adapter);
	if (status != NDIS_STATUS_PENDING)
		adapter->pausing = false;
	if (status != NDIS_STATUS_PENDING && status != NDIS_STATUS_SUCCESS)
		violation(core, adapter->obj, "MiniportPause_Return", "pause returns neither success nor pending", core->cause,
			  probe_code(core, (uint64_t)(uintptr_t)adapter->driver->handlers.PauseHandler));
	adapter_await(adapter, SYM_wait_PAUSE, &adapter->pausing);
	adapter_state(adapter, SYM_state_PAUSED, NDIS_STATUS_SUCCESS);
}

static void call_halt(struct adapter *adapter, NDIS_HALT_ACTION action)
{
	MINIPORT_HALT *function = adapter->driver->handlers.HaltHandlerEx;
	struct handler handler;

	adapter->halting = true;
	handler_enter(&handler, HANDLER_HALT, adapter->obj, guest_address(adapter->context), action, (void *)function);
	DRIVER_CALL(function, adapter->context, action);
	handler_exit(&handler, 0);
	adapter->halting = false;
}

void stop_release(struct adapter *adapter)
{
	MINIPORT_REMOVE_DEVICE *function = adapter->driver->pnp.MiniportRemoveDeviceHandler;
	struct handler handler;

	if (adapter->added && function) {
		handler_enter(&handler, HANDLER_REMOVE_DEVICE, adapter->obj, guest_address(adapter->add_context), 0,
			      (void *)function);
		DRIVER_CALL(function, adapter->add_context);
		handler_exit(&handler, 0);
	}
	adapter->added = false;
	if (adapter->granted)
		pnp_release(adapter->ndis->os, adapter->device, adapter->grant);
	adapter->granted = false;
	resources_free(adapter);
	handle_end(&adapter->ndis->handles, adapter->handle);
	adapter->handle = NULL;
	driver_unuse(adapter->driver);
	adapter->driver = NULL;
}

void stop_halt(struct adapter *adapter, NDIS_HALT_ACTION action, NDIS_STATUS status)
{
	bool failed = action == NdisHaltDeviceInitializationFailed;

	core_record(adapter->ndis->core, R_PNP_STOP, adapter->obj, action, 0, 0, 0);
	adapter_state(adapter, SYM_state_HALTING, status);
	call_halt(adapter, action);
	stop_check_interrupt(adapter, "Init_DeRegisterInterrupt", failed ? 0x0D : 0x08, stop_halt_code(adapter));
	stop_check_timers(adapter, failed ? 0x0E : 0x09);
	io_leaks(adapter);
	memory_leaks(adapter);
	nbl_leaks(adapter);
	stop_release(adapter);
	adapter_state(adapter, action == NdisHaltDeviceSurpriseRemoved ? SYM_state_REMOVED : SYM_state_HALTED, status);
}

void stop_adapter(struct adapter *adapter, NDIS_HALT_ACTION action)
{
	bool removed = action == NdisHaltDeviceSurpriseRemoved;

	if (adapter->state == SYM_state_RUNNING) {
		if (removed)
			event(adapter, NdisDevicePnPEventSurpriseRemoved);
		else
			oid_end(adapter);
		pause_adapter(adapter);
	}
	if (adapter->state == SYM_state_PAUSED)
		stop_halt(adapter, action, NDIS_STATUS_SUCCESS);
	else if (removed)
		adapter_state(adapter, SYM_state_REMOVED, NDIS_STATUS_SUCCESS);
}
