/* SPDX-License-Identifier: MIT */
/*
 * Starting a device (doc/modelled.md): DriverEntry, AddDevice, filter, policy, StartDevice, initialize, restart at once,
 * requests. All on the device's thread. Whatever fails leaves the device halted and everything given back.
 */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/oid.h"
#include "sim/os/bugcheck.h"

static NDIS_STATUS add_device(struct adapter *adapter)
{
	MINIPORT_ADD_DEVICE *function = adapter->driver->pnp.MiniportAddDeviceHandler;
	struct ndis *ndis = adapter->ndis;
	struct handler handler;
	NDIS_STATUS status;

	adapter->handle = handle_new(ndis->core, &ndis->handles, HANDLE_ADAPTER, adapter);
	adapter->add_context = NULL;
	if (!function)
		return adapter->handle ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
	adapter->adding = true;
	handler_enter(&handler, HANDLER_ADD_DEVICE, adapter->obj, guest_address(adapter->handle),
		      guest_address(adapter->driver->context), (void *)function);
	status = DRIVER_CALL(function, adapter->handle, adapter->driver->context);
	handler_exit(&handler, (uint32_t)status);
	adapter->adding = false;
	adapter->added = status == NDIS_STATUS_SUCCESS;
	return status;
}

/* What is asked, what the driver makes of it, and what is granted. */
static void ask(struct adapter *adapter)
{
	struct os *os = adapter->ndis->os;
	struct err err;

	if (!pnp_package(machine_driver(adapter->ndis->core->machine, adapter->device->name), &adapter->package, &err))
		bug(__FILE__, __LINE__, "package facts that were not checked: %s", err.text);
	pnp_require(os, adapter->device, &adapter->package, adapter->offer);
	adapter->required = true;
	adapter->filtered = false;
	resources_filter(adapter);
	pnp_assign(os, adapter->device, &adapter->package, adapter->wish, adapter->grant);
	adapter->granted = true;
}

static NDIS_STATUS initialize(struct adapter *adapter)
{
	MINIPORT_INITIALIZE *function = adapter->driver->handlers.InitializeHandlerEx;
	NDIS_MINIPORT_INIT_PARAMETERS p = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INIT_PARAMETERS, NDIS_MINIPORT_INIT_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INIT_PARAMETERS_REVISION_1 },
		.AllocatedResources = resources_translated(adapter),
		.MiniportAddDeviceContext = adapter->add_context,
		.IfIndex = adapter->obj,
		.PciDeviceCustomProperties = guest_pointer(adapter->properties),
	};
	struct handler handler;
	NDIS_STATUS status;

	adapter->initializing = true;
	handler_enter(&handler, HANDLER_INITIALIZE, adapter->obj, guest_address(adapter->handle),
		      guest_address(adapter->driver->context), (void *)function);
	status = DRIVER_CALL(function, adapter->handle, adapter->driver->context, handler_lend(&p, sizeof p));
	handler_exit(&handler, (uint32_t)status);
	adapter->initializing = false;
	return status;
}

static void forget(struct adapter *adapter)
{
	adapter->context = NULL;
	adapter->registered = adapter->general = false;
	adapter->flags = 0;
	memset(&adapter->rss, 0, sizeof adapter->rss);
	for (unsigned i = 0; i < POOL_FAMILIES; i++)
		adapter->mark[i] = adapter->ndis->os->pool.ids[i];
}

static NDIS_STATUS restart(struct adapter *adapter)
{
	MINIPORT_RESTART *function = adapter->driver->handlers.RestartHandler;
	NDIS_MINIPORT_RESTART_PARAMETERS p = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_MINIPORT_RESTART_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_RESTART_PARAMETERS_REVISION_1 },
	};
	struct handler handler;
	NDIS_STATUS status;

	adapter->restarting = true;
	handler_enter(&handler, HANDLER_RESTART, adapter->obj, guest_address(adapter->context), 0, (void *)function);
	status = DRIVER_CALL(function, adapter->context, handler_lend(&p, sizeof p));
	handler_exit(&handler, (uint32_t)status);
	if (status != NDIS_STATUS_PENDING)
		adapter->restarting = false;
	adapter_await(adapter, SYM_wait_PAUSE, &adapter->restarting);
	return status == NDIS_STATUS_PENDING ? adapter->answer : status;
}

/* From Paused to Running; a driver that cannot is halted. */
static void go(struct adapter *adapter)
{
	NDIS_STATUS status;

	adapter_state(adapter, SYM_state_RESTARTING, NDIS_STATUS_SUCCESS);
	status = restart(adapter);
	if (status != NDIS_STATUS_SUCCESS) {
		adapter_state(adapter, SYM_state_PAUSED, status);
		stop_halt(adapter, NdisHaltDeviceInitializationFailed, status);
		return;
	}
	adapter_state(adapter, SYM_state_RUNNING, status);
	reset_watch(adapter);
	oid_begin(adapter);
}

static void fail(struct adapter *adapter, NDIS_STATUS status)
{
	stop_release(adapter);
	adapter_state(adapter, SYM_state_HALTED, status);
}

/* General attributes are obligatory when initialize succeeds (DDI, MINIPORT_INITIALIZE). */
static void refuse_without_general(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;

	violation(core, adapter->obj, "Init_GeneralAttributes",
		  "MiniportInitializeEx returned success without general attributes, so the adapter is halted", core->cause,
		  probe_code(core, (uint64_t)(uintptr_t)adapter->driver->handlers.InitializeHandlerEx));
	stop_halt(adapter, NdisHaltDeviceInitializationFailed, NDIS_STATUS_FAILURE);
}

/* After a successful initialize the driver owes a halt, also if it has not given the general attributes; before, nothing but what initialize has undone itself. */
static void bring_up(struct adapter *adapter)
{
	NDIS_STATUS status;

	pnp_power(adapter->ndis->os, adapter->device, adapter->grant);
	forget(adapter);
	adapter_state(adapter, SYM_state_INITIALIZING, NDIS_STATUS_SUCCESS);
	status = initialize(adapter);
	if (status != NDIS_STATUS_SUCCESS) {
		stop_check_interrupt(adapter, "Init_RegisterInterrupt", 0x0B,
				     probe_code(adapter->ndis->core, (uint64_t)(uintptr_t)adapter->driver->handlers.InitializeHandlerEx));
		stop_check_timers(adapter, 0x0C);
		fail(adapter, status);
		return;
	}
	adapter_state(adapter, SYM_state_PAUSED, status);
	if (adapter->general)
		go(adapter);
	else
		refuse_without_general(adapter);
}

static NDIS_STATUS prepare(struct adapter *adapter)
{
	NDIS_STATUS status = add_device(adapter);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	ask(adapter);
	if (!resources_make(adapter))
		return NDIS_STATUS_RESOURCES;
	return resources_start(adapter);
}

void start_adapter(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;
	const char *module = machine_driver(core->machine, adapter->device->name)->module;
	struct driver *driver = driver_named(adapter->ndis, module);
	NDIS_STATUS status;

	adapter->named = driver;
	core_record(core, R_PNP_START, adapter->obj, core_text(core, module), 0, 0, 0);
	status = driver_use(driver);
	if (!NT_SUCCESS(status)) {
		adapter_state(adapter, SYM_state_HALTED, status);
		return;
	}
	adapter->driver = driver;
	status = prepare(adapter);
	if (status == NDIS_STATUS_SUCCESS)
		bring_up(adapter);
	else
		fail(adapter, status);
}
