/* SPDX-License-Identifier: MIT */
/* Building the driver interface of a machine. */
#include "sim/base/bug.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/root.h"
#include "sim/os/probe.h"

static const char *const handler_names[HANDLER_COUNT] = {
#define HANDLER(id, name) name,
#include "sim/ndis/handlers.def"
#undef HANDLER
};

/* Names get their numbers once, so that no call has to look one up. */
static void make_texts(struct ndis *ndis)
{
	gate_init(ndis);
	for (unsigned i = 0; i < HANDLER_COUNT; i++)
		ndis->handler_text[i] = (uint32_t)core_text(ndis->core, handler_names[i]);
}

static void add_adapter(struct ndis *ndis, struct device *device)
{
	struct arena *arena = &ndis->core->arena;
	struct adapter *adapter = arena_new(arena, sizeof *adapter);

	adapter->ndis = ndis;
	adapter->device = device;
	adapter->obj = device->obj;
	adapter->state = SYM_state_ABSENT;
	adapter->wish = arena_new(arena, sizeof *adapter->wish);
	adapter->offer = arena_new(arena, sizeof *adapter->offer);
	adapter->grant = arena_new(arena, sizeof *adapter->grant);
	reset_init(adapter);
	ndis->adapters[ndis->adapters_n++] = adapter;
}

void ndis_init(struct core *core, const struct ndis_module *modules, unsigned n)
{
	struct ndis *ndis = arena_new(&core->arena, sizeof *ndis);

	must(n <= NDIS_MODULES_MAX);
	core->ndis = ndis;
	ndis->core = core;
	ndis->os = core->os;
	ndis->modules_n = n;
	ndis->drivers = arena_new(&core->arena, n * sizeof *ndis->drivers);
	make_texts(ndis);
	for (unsigned i = 0; i < n; i++) {
		ndis->modules[i] = modules[i];
		probe_module(core->os, modules[i].image, modules[i].image_size);
		driver_init(&ndis->drivers[i], ndis, &ndis->modules[i]);
	}
	for (unsigned i = 0; i < core->hw->devices_n; i++)
		if (machine_driver(core->machine, core->hw->devices[i]->name))
			add_adapter(ndis, core->hw->devices[i]);
}

void ndis_fini(struct core *core)
{
	core->ndis = NULL;
}
