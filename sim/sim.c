/* SPDX-License-Identifier: MIT */
/* The face of the machine: checking, building, commanding, running, ending. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/os/grant.h"
#include "sim/os/pnp.h"
#include "sim/os/probe.h"
#include "sim/state.h"

static const struct sim_module *module_named(const struct inputs *inputs, const char *name)
{
	for (size_t i = 0; i < inputs->modules_n; i++)
		if (strcmp(inputs->modules[i].name, name) == 0)
			return &inputs->modules[i];
	return NULL;
}

static bool check_driver(const struct machine *machine, const struct inputs *inputs, const struct machine_driver *driver,
			 struct err *err)
{
	struct pnp_package package;

	if (!machine_device(machine, driver->device)) {
		err_set(err, "a driver for a device that the machine does not have");
		err_found(err, "%s", driver->device);
		return err_at(err, NULL, driver->line, 0);
	}
	if (!module_named(inputs, driver->module)) {
		err_set(err, "the driver module was not loaded");
		err_found(err, "%s", driver->module);
		return err_at(err, NULL, driver->line, 0);
	}
	if (!pnp_package(driver, &package, err))
		return err->line ? false : err_at(err, NULL, driver->line, 0);
	return true;
}

const char *sim_policy_name(unsigned i)
{
	return grant_policies[i] ? grant_policies[i]->name : NULL;
}

static bool policy_brought(const struct inputs *inputs, const char *name)
{
	for (size_t i = 0; i < inputs->policies_n; i++)
		if (strcmp(inputs->policies[i].name, name) == 0)
			return true;
	return false;
}

bool sim_check(const struct machine *machine, const struct inputs *inputs, struct err *err)
{
	if (!hw_check(machine, err))
		return false;
	if (!policy_brought(inputs, machine->policy) && !grant_check(machine->policy, &machine->policy_settings, err))
		return err->line ? false : err_at(err, NULL, machine->policy_line, machine->policy_col);
	for (size_t i = 0; i < machine->drivers_n; i++)
		if (!check_driver(machine, inputs, &machine->drivers[i], err))
			return false;
	return true;
}

/* A policy of that name among the inputs answers instead of the built-in ones; its answer stands in pnp.grant. */
static unsigned scripted_grant(struct os *os, const char *device, unsigned asked, bool msix, bool *found)
{
	const struct inputs *inputs = ((struct sim *)os->core)->inputs;

	for (size_t i = 0; i < inputs->policies_n; i++)
		if (strcmp(inputs->policies[i].name, os->policy) == 0) {
			*found = true;
			return inputs->policies[i].grant(inputs->policies[i].context, device, asked, msix);
		}
	*found = false;
	return 0;
}

static void put_data_back(const struct sim_module *module)
{
	for (unsigned i = 0; i < module->data_n; i++)
		memcpy((void *)(uintptr_t)module->data[i].start, module->data[i].reset, module->data[i].size);
}

static struct ndis_module driver_side(const struct sim_module *module)
{
	struct ndis_module side = {
		.name = module->name,
		.entry = module->entry,
		.image = module->image,
		.image_size = module->image_size,
		.header_version = module->header_version,
		.data_n = module->data_n,
	};

	for (unsigned i = 0; i < module->data_n; i++) {
		side.data[i].start = module->data[i].start;
		side.data[i].size = module->data[i].size;
		side.data[i].reset = module->data[i].reset;
	}
	return side;
}

static bool has_side(const struct ndis_module *sides, unsigned n, const char *name)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(sides[i].name, name) == 0)
			return true;
	return false;
}

/* Those that the machine's drivers name, in that order, whatever else the inputs hold. */
static void load_modules(struct sim *sim)
{
	struct ndis_module sides[NDIS_MODULES_MAX];
	unsigned n = 0;

	for (size_t i = 0; i < sim->machine.drivers_n; i++) {
		const struct sim_module *module = module_named(sim->inputs, sim->machine.drivers[i].module);

		if (has_side(sides, n, module->name))
			continue;
		must(n < NDIS_MODULES_MAX);
		put_data_back(module);
		sides[n++] = driver_side(module);
	}
	ndis_init(&sim->core, sides, n);
	sim->core.quiet = ndis_stalls;
	sim->core.crashed = ndis_crashed;
}

/* What traffic's file= may name: the edge's captures as the hardware sees them; the bytes stay the edge's. Done again when a
 * command brought one more: what plays keeps the list it began with. */
static void bring_captures(struct sim *sim)
{
	const struct inputs *inputs = sim->inputs;
	struct arena *arena = &sim->core.arena;
	struct gen_capture *captures = arena_new(arena, inputs->captures_n * sizeof *captures);

	for (size_t i = 0; i < inputs->captures_n; i++) {
		const struct sim_capture *from = &inputs->captures[i];
		struct gen_frame *frames = arena_new(arena, from->n * sizeof *frames);

		for (size_t k = 0; k < from->n; k++)
			frames[k] = (struct gen_frame){ from->frames[k].at, from->frames[k].length, from->frames[k].bytes };
		captures[i] = (struct gen_capture){ from->name, from->n, frames };
	}
	sim->hw->captures = captures;
	sim->hw->captures_n = inputs->captures_n;
}

static void declare(struct sim *sim)
{
	struct core *core = &sim->core;
	struct machine defaults;

	core_record(core, R_MACHINE_BEGIN, 0, sim->machine.seed, sim->machine.cpus, 0, 0);
	machine_init(&defaults);
	for (unsigned i = 0; i < COST_COUNT; i++)
		if (sim->machine.cost[i] != defaults.cost[i])
			core_record(core, R_MACHINE_COST, 0, core_text(core, cost_names[i].name), (uint64_t)sim->machine.cost[i],
				    0, 0);
	machine_fini(&defaults);
}

struct sim *sim_new(const struct machine *machine, const struct inputs *inputs, struct trace *trace)
{
	struct arena arena = core_arena();
	struct sim *sim = arena_new(&arena, sizeof *sim);

	sim->inputs = inputs;
	core_init(&sim->core, arena, &sim->machine, trace);
	machine_copy_into(&sim->machine, machine, &sim->core.arena.source);
	declare(sim);
	sim->hw = arena_new(&sim->core.arena, sizeof *sim->hw);
	sim->os = arena_new(&sim->core.arena, sizeof *sim->os);
	hw_init(sim->hw, &sim->core);
	bring_captures(sim);
	os_init(sim->os, &sim->core, sim->hw);
	sim->os->scripted_grant = scripted_grant;
	load_modules(sim);
	core_record(&sim->core, R_MACHINE_READY, 0, 0, 0, 0, 0);
	return sim;
}

void sim_apply(struct sim *sim, struct command *command)
{
	struct core *core = &sim->core;
	uint64_t text = core_text(core, command->text);
	uint32_t obj = command_object(sim, command);
	const char *reason;

	command->at = core->now;
	command->event = core->events;
	if (sim->inputs->captures_n != sim->hw->captures_n)
		bring_captures(sim);
	core->cause = UINT64_MAX;
	core->cause = core_record(core, R_CMD_TAKE, obj, text, core->events, 0, 0);
	reason = core->stopped && command->kind != COMMAND_NOTE ? N_("the machine has stopped with a bugcheck") : command_do(sim, command);
	if (reason)
		core_record(core, R_CMD_REFUSED, obj, text, core_text(core, reason), 0, 0);
	ndis_commanded(core);
	core->cause = UINT64_MAX;
}

vtime sim_run(struct sim *sim, vtime until, uint64_t until_event)
{
	return core_run(&sim->core, until, until_event);
}

uint64_t sim_events(const struct sim *sim)
{
	return sim->core.events;
}

vtime sim_now(const struct sim *sim)
{
	return sim->core.now;
}

bool sim_idle(const struct sim *sim)
{
	return queue_empty(&sim->core.queue);
}

bool sim_stopped(const struct sim *sim)
{
	return sim->core.stopped;
}

void sim_watch(struct sim *sim, code_watcher *watch, void *context)
{
	probe_follow(sim->os, watch, context);
}

void sim_ahead(struct sim *sim, bool on)
{
	sim->core.ahead = on ? -1 : CORE_AHEAD_NEVER;
}

void sim_free(struct sim *sim)
{
	if (!sim)
		return;
	ndis_fini(&sim->core);
	os_fini(sim->os);
	trace_flush(sim->core.trace);
	core_fini(&sim->core);
}
