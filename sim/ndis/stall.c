/* SPDX-License-Identifier: MIT */
/*
 * A wait that nothing can end: the machine has nothing left to happen, and a device's thread is still in the middle of
 * something. Said once for each such wait.
 */
#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/os/bugcheck.h"

static bool stuck(const struct adapter *adapter)
{
	return adapter->busy && !adapter->idle && adapter->thread->waiting != SYM_wait_NONE;
}

/* Pause and restart may be left pending; then the driver owes a call. */
static const char *owed(const struct adapter *adapter)
{
	if (adapter->thread->waiting != SYM_wait_PAUSE)
		return N_("the driver waits and nothing that is pending can end it");
	if (adapter->pausing)
		return N_("MiniportPause is pending, and nothing is left that could call NdisMPauseComplete");
	return N_("MiniportRestart is pending, and nothing is left that could call NdisMRestartComplete");
}

static void tell(struct adapter *adapter)
{
	struct core *core = adapter->ndis->core;

	core->cause = core_record(core, R_STALL, adapter->obj, adapter->thread->waiting, adapter->thread->obj, 0, 0);
	violation(core, adapter->obj, "Deadlock", owed(adapter), core->cause, UINT64_MAX);
	core->cause = UINT64_MAX;
}

void ndis_stalls(struct core *core)
{
	struct ndis *ndis = core->ndis;

	for (unsigned i = 0; i < ndis->adapters_n; i++) {
		struct adapter *adapter = ndis->adapters[i];
		bool now = stuck(adapter);

		if (now && !adapter->stalled)
			tell(adapter);
		adapter->stalled = now;
	}
}
