/* SPDX-License-Identifier: MIT */
/*
 * What cuts into a driver's work: cancelling of sends and requests, and the end of the system (DDI, states of a miniport adapter). A
 * cancel must not wait for the device's thread, which may be the one that waits, so it comes from a thread of the system.
 */
#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/oid.h"
#include "sim/ndis/work.h"
#include "sim/os/irql.h"

static void cancel_sends(struct work *work)
{
	struct adapter *adapter = work->context;
	MINIPORT_CANCEL_SEND *function = adapter->driver ? adapter->driver->handlers.CancelSendHandler : NULL;
	struct handler handler;

	if (function) {
		handler_enter(&handler, HANDLER_CANCEL_SEND, adapter->obj, guest_address(adapter->context), work->value,
			      (void *)function);
		DRIVER_CALL(function, adapter->context, guest_pointer(work->value));
		handler_exit(&handler, 0);
	}
	work_end(work);
}

static void cancel_request(struct work *work)
{
	struct adapter *adapter = work->context;
	MINIPORT_CANCEL_OID_REQUEST *function = adapter->driver ? adapter->driver->handlers.CancelOidRequestHandler : NULL;
	struct handler handler;

	if (function && adapter->asking) {
		handler_enter(&handler, HANDLER_CANCEL_OID, adapter->obj, guest_address(adapter->context), work->value,
			      (void *)function);
		DRIVER_CALL(function, adapter->context, guest_pointer(work->value));
		handler_exit(&handler, 0);
	}
	work_end(work);
}

static bool post(struct adapter *adapter, void (*run)(struct work *), uint64_t id)
{
	struct work *work = work_make(adapter->ndis, adapter->obj, run, adapter);

	work->value = id;
	work_put(work, 0);
	return true;
}

bool ndis_cancel(struct core *core, struct device *device, bool request, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);

	*reason = request ? N_("its driver holds no request") : N_("its driver holds nothing to be sent");
	if (!adapter || !adapter->driver || (request ? !adapter->asking : !adapter->send.out && !adapter->send.left))
		return false;
	if (request)
		return post(adapter, cancel_request, oid_id(adapter));
	adapter->send.left = 0;
	return post(adapter, cancel_sends, adapter->send.cancel_id);
}

/* Below NDIS 6.30 always; from there on for those that asked for it. */
static bool hears_of_bugchecks(const struct adapter *adapter)
{
	bool runs = adapter->state == SYM_state_RUNNING || adapter->state == SYM_state_PAUSED;

	return runs && (adapter->driver->version < NDIS_VERSION(6, 30) ||
			adapter->flags & NDIS_MINIPORT_ATTRIBUTES_REGISTER_BUGCHECK_CALLBACK);
}

static void last_call(void *argument)
{
	struct adapter *adapter = argument;

	irql_raise(ndis_cpu(adapter->ndis), IRQL_HIGH);
	cut_shutdown(adapter, NdisShutdownBugCheck);
}

void ndis_crashed(struct core *core)
{
	struct ndis *ndis = core->ndis;
	unsigned cpu = core->stopped_on == RECORD_NO_CPU ? 0 : core->stopped_on;

	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (hears_of_bugchecks(ndis->adapters[i]))
			cpu_last(&ndis->os->cpus[cpu], last_call, ndis->adapters[i]);
}

void cut_shutdown(struct adapter *adapter, NDIS_SHUTDOWN_ACTION action)
{
	MINIPORT_SHUTDOWN *function = adapter->driver->handlers.ShutdownHandlerEx;
	struct handler handler;

	handler_enter(&handler, HANDLER_SHUTDOWN, adapter->obj, guest_address(adapter->context), action, (void *)function);
	DRIVER_CALL(function, adapter->context, action);
	handler_exit(&handler, 0);
	adapter_state(adapter, SYM_state_SHUTDOWN, NDIS_STATUS_SUCCESS);
}
