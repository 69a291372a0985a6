/* SPDX-License-Identifier: MIT */
/* The states of an adapter, and the thread that moves it from one to the next. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/diagnose.h"

struct adapter *adapter_of_device(struct ndis *ndis, const struct device *device)
{
	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (ndis->adapters[i]->device == device)
			return ndis->adapters[i];
	return NULL;
}

struct adapter *adapter_of(struct ndis *ndis, NDIS_HANDLE handle)
{
	return handle_object(&ndis->handles, handle, HANDLE_ADAPTER);
}

uint32_t adapter_object(NDIS_HANDLE handle)
{
	struct adapter *adapter = adapter_of(ndis_here(), handle);

	return adapter ? adapter->obj : 0;
}

void adapter_state(struct adapter *adapter, unsigned state, NDIS_STATUS status)
{
	adapter->state = state;
	adapter->status = status;
	core_record(adapter->ndis->core, R_PNP_STATE, adapter->obj, state, (uint32_t)status, 0, 0);
}

void adapter_wake(struct adapter *adapter)
{
	if (adapter->thread)
		thread_wake(adapter->thread);
}

void adapter_await(struct adapter *adapter, unsigned for_what, const bool *flag)
{
	while (*flag)
		thread_wait(adapter->ndis->os, for_what, adapter->obj, VTIME_NEVER);
}

static void run(struct adapter *adapter, enum adapter_job job, unsigned message)
{
	switch (job) {
	case JOB_START:
		start_adapter(adapter);
		break;
	case JOB_STOP:
		stop_adapter(adapter, NdisHaltDeviceDisabled);
		break;
	case JOB_REMOVE:
		stop_adapter(adapter, NdisHaltDeviceSurpriseRemoved);
		break;
	case JOB_RESET:
		reset_adapter(adapter);
		break;
	case JOB_LOOK:
		reset_look(adapter);
		break;
	case JOB_SHUTDOWN:
		if (adapter->state == SYM_state_RUNNING || adapter->state == SYM_state_PAUSED)
			cut_shutdown(adapter, NdisShutdownPowerOff);
		break;
	case JOB_ENABLE:
	case JOB_DISABLE:
		diagnose_run(adapter, job == JOB_ENABLE, message);
		break;
	}
}

static void next_job(struct adapter *adapter)
{
	enum adapter_job job = adapter->jobs[adapter->jobs_first].job;
	unsigned message = adapter->jobs[adapter->jobs_first].message;

	adapter->jobs_first = (adapter->jobs_first + 1) % ADAPTER_JOBS;
	adapter->jobs_n--;
	adapter->busy = true;
	run(adapter, job, message);
	adapter->busy = false;
}

static void work(void *argument)
{
	struct adapter *adapter = argument;

	for (;;) {
		while (adapter->jobs_n)
			next_job(adapter);
		adapter->idle = true;
		thread_wait(adapter->ndis->os, SYM_wait_WORK, adapter->obj, VTIME_NEVER);
		adapter->idle = false;
	}
}

static void begin(struct adapter *adapter)
{
	char name[MACHINE_NAME_MAX + 8];
	size_t n = strlen(adapter->device->name);

	memcpy(name, adapter->device->name, n);
	memcpy(name + n, ".pnp", 5);
	adapter->thread = thread_new(adapter->ndis->os, 0, name, work, adapter);
}

/* false: too many jobs wait. */
static bool post(struct adapter *adapter, enum adapter_job job, unsigned message, const char **reason)
{
	unsigned at = (adapter->jobs_first + adapter->jobs_n) % ADAPTER_JOBS;

	if (adapter->jobs_n == ADAPTER_JOBS) {
		*reason = N_("too much is asked of this device already");
		return false;
	}
	adapter->jobs[at].job = job;
	adapter->jobs[at].message = message;
	adapter->jobs_n++;
	if (!adapter->thread)
		begin(adapter);
	else if (adapter->idle)
		thread_wake(adapter->thread);
	return true;
}

static bool refuse(const char **reason, const char *text)
{
	*reason = text;
	return false;
}

static bool stopped(const struct adapter *adapter)
{
	return adapter->state == SYM_state_ABSENT || adapter->state == SYM_state_HALTED;
}

static bool busy(const struct adapter *adapter)
{
	return adapter->busy || adapter->jobs_n;
}

bool ndis_start(struct core *core, struct device *device, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);
	const struct machine_driver *driver = machine_driver(core->machine, device->name);

	if (!adapter || !driver)
		return refuse(reason, N_("no driver is named for this device"));
	if (!driver_named(core->ndis, driver->module))
		return refuse(reason, N_("its driver was not brought"));
	if (device->removed)
		return refuse(reason, N_("the device has been pulled out"));
	if (busy(adapter))
		return refuse(reason, N_("the device is busy starting or stopping"));
	if (adapter->state == SYM_state_SHUTDOWN)
		return refuse(reason, N_("the system has been shut down"));
	if (!stopped(adapter))
		return refuse(reason, N_("its driver runs already"));
	return post(adapter, JOB_START, 0, reason);
}

/* The adapter whose driver runs and is in the middle of nothing; NULL, and why not. */
static struct adapter *at_work(struct core *core, struct device *device, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);

	if (!adapter)
		*reason = N_("no driver is named for this device");
	else if (busy(adapter))
		*reason = N_("the device is busy starting or stopping");
	else if (adapter->state != SYM_state_RUNNING && adapter->state != SYM_state_PAUSED)
		*reason = N_("its driver does not run");
	else
		return adapter;
	return NULL;
}

bool ndis_stop(struct core *core, struct device *device, const char **reason)
{
	struct adapter *adapter = at_work(core, device, reason);

	return adapter && post(adapter, JOB_STOP, 0, reason);
}

bool ndis_restart(struct core *core, struct device *device, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);

	if (adapter && stopped(adapter) && !busy(adapter))
		return ndis_start(core, device, reason);
	return ndis_stop(core, device, reason) && post(adapter, JOB_START, 0, reason);
}

bool ndis_reset(struct core *core, struct device *device, const char **reason)
{
	struct adapter *adapter = at_work(core, device, reason);

	if (!adapter)
		return false;
	if (!adapter->driver->handlers.ResetHandlerEx)
		return refuse(reason, N_("its driver has no reset handler"));
	return post(adapter, JOB_RESET, 0, reason);
}

bool ndis_shutdown(struct core *core, const char **reason)
{
	struct ndis *ndis = core->ndis;
	unsigned n = 0;

	*reason = N_("no driver runs");
	for (unsigned i = 0; i < ndis->adapters_n; i++)
		if (ndis->adapters[i]->driver && ndis->adapters[i]->state != SYM_state_SHUTDOWN)
			n += post(ndis->adapters[i], JOB_SHUTDOWN, 0, reason);
	return n;
}

void adapter_look(struct adapter *adapter)
{
	const char *reason;

	if (!busy(adapter))
		post(adapter, JOB_LOOK, 0, &reason);
}

void ndis_remove(struct core *core, struct device *device)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);
	const char *reason;

	if (!adapter)
		return;
	if (stopped(adapter) && !busy(adapter))
		adapter_state(adapter, SYM_state_REMOVED, NDIS_STATUS_SUCCESS);
	else
		post(adapter, JOB_REMOVE, 0, &reason);
}

bool ndis_diagnose(struct core *core, struct device *device, bool enable, unsigned message, const char **reason)
{
	struct adapter *adapter = adapter_of_device(core->ndis, device);

	if (!adapter || !adapter->registration || !adapter->registration->live)
		return refuse(reason, N_("no interrupt is registered for this device"));
	if (message >= adapter->registration->count)
		return refuse(reason, N_("no such message was granted"));
	return post(adapter, enable ? JOB_ENABLE : JOB_DISABLE, message, reason);
}
