/* SPDX-License-Identifier: MIT */
/* The engine: events in their order, and the beginning and end of a machine's core. */
#include "sim/base/bug.h"
#include "sim/core/core.h"

struct core *core_running;

struct arena core_arena(void)
{
	struct arena arena;

	if (core_running)
		bug(__FILE__, __LINE__, "a second simulation in one process");
	if (!arena_open(&arena))
		bug(__FILE__, __LINE__, "the addresses from 0x%llx are taken", (unsigned long long)ARENA_BASE);
	return arena;
}

void core_init(struct core *core, struct arena arena, const struct machine *machine, struct trace *trace)
{
	*core = (struct core){
		.arena = arena,
		.machine = machine,
		.trace = trace,
		.cause = UINT64_MAX,
		.cpu_number = RECORD_NO_CPU,
		.until = -1,
		.ahead = -1,
	};
	queue_init(&core->queue, &core->arena);
	fiber_pool_init(&core->stacks, &core->arena);
	fiber_host(&core->engine);
	core->taker = &core->engine;
	core_running = core;
}

void core_fini(struct core *core)
{
	must(core_running == core);
	fiber_fini(&core->engine, &core->stacks);
	fiber_pool_fini(&core->stacks);
	core_running = NULL;
	arena_close();
}

static void bound_ahead(struct core *core, vtime until)
{
	if (core->ahead != CORE_AHEAD_NEVER)
		core->ahead = until;
}

vtime core_run(struct core *core, vtime until, uint64_t until_event)
{
	core->until = until;
	bound_ahead(core, until);
	core->until_event = until_event;
	while (core_next(core))
		;
	if (core->stopped && core->crashed) {
		void (*crashed)(struct core *) = core->crashed;

		core->crashed = NULL;
		crashed(core);
	}
	core->cause = UINT64_MAX;
	if (core->quiet && !core->stopped && queue_empty(&core->queue))
		core->quiet(core);
	if (!core->stopped && until != VTIME_NEVER && until > core->now && queue_first(&core->queue) > until)
		core->now = until;
	core->until = -1;
	bound_ahead(core, -1);
	return core->now;
}

uint32_t core_object(struct core *core, unsigned type, const char *name, uint32_t parent, const char *detail)
{
	uint32_t obj = ++core->objects, name_text = (uint32_t)core_text(core, name);

	core_record(core, R_MACHINE_OBJECT, obj, type, name_text, parent, core_text(core, detail));
	trace_declare(core->trace, type, name_text, parent);
	return obj;
}
