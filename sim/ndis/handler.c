/* SPDX-License-Identifier: MIT */
/* What must hold when a handler of the driver comes back. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/ndis/gate.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"
#include "sim/os/probe.h"

static bool service_routine(const struct handler *handler)
{
	return handler->name == HANDLER_ISR || handler->name == HANDLER_MESSAGE_ISR;
}

static void level_changed(const struct handler *handler, struct core *core)
{
	uint8_t now = core->irql, before = handler->irql;
	uint64_t isr[4] = { 0x111, handler->function, before, now };
	uint64_t other[4] = { (uint64_t)now << 16 | (uint64_t)before << 8, handler->function, 0, 0 };
	uint64_t worker[4] = { handler->function, now, 0, 0 };
	uint64_t at = probe_code(core, handler->function);

	if (handler->name == HANDLER_WORK && now >= IRQL_DISPATCH)
		bugcheck(core, BUGCHECK_WORKER_THREAD_RETURNED_AT_BAD_IRQL, worker, "a work item returns at DISPATCH_LEVEL or above", at);
	if (service_routine(handler))
		bugcheck(core, BUGCHECK_DRIVER_VERIFIER, isr, "a service routine returns at another level", at);
	else
		bugcheck(core, BUGCHECK_IRQL_UNEXPECTED_VALUE, other, "a routine returns at another level", at);
}

static void check_locks(const struct handler *handler, struct core *core)
{
	if (core->cpu->locks_held > handler->locks)
		violation(core, handler->obj, "SpinLock", "a handler returns and still holds a spin lock", core->cause,
			  probe_code(core, handler->function));
}

/* Ends at the same depth in every build: the system's own stack has room for more. */
static void enter(struct fiber *fiber, struct handler *handler)
{
	struct core *core = core_running;

	must(!fiber->system_sp);
	handler->driver_sp = fiber->driver_sp;
	if (++fiber->calls > CROSSING_DEPTH || crossing_left(fiber, fiber->driver_sp) < CROSSING_ROOM)
		bugcheck(core, BUGCHECK_UNEXPECTED_KERNEL_MODE_TRAP, (uint64_t[4]){ 8, 0, 0, 0 }, "the stack is used up",
			 probe_code(core, handler->function));
}

void handler_guard(struct handler *handler, enum handler_name name, uint32_t obj, const void *function)
{
	struct cpu *cpu = core_running->cpu;

	handler->name = name;
	handler->obj = obj;
	handler->function = (uint64_t)(uintptr_t)function;
	handler->irql = cpu->irql;
	handler->locks = cpu->locks_held;
	if (probe_code(cpu->core, handler->function) == UINT64_MAX)
		probe_refuse(cpu->core, handler->function, 1, PROBE_EXECUTE, UINT64_MAX);
	probe_begin(cpu, function);
	cpu->call_depth++;
	enter(cpu->fiber, handler);
}

void *handler_lend(const void *from, size_t size)
{
	return memcpy(crossing_room(core_running->cpu->fiber, size), from, size);
}

void handler_check(struct handler *handler)
{
	struct core *core = core_running;

	core->cpu->call_depth--;
	core->cpu->fiber->calls--;
	core->cpu->fiber->driver_sp = handler->driver_sp;
	check_locks(handler, core);
	if (core->irql != handler->irql)
		level_changed(handler, core);
}

void handler_enter(struct handler *handler, enum handler_name name, uint32_t obj, uint64_t a, uint64_t b, const void *function)
{
	struct core *core = core_running;

	handler_guard(handler, name, obj, function);
	handler->nest = (struct nest){ .kind = NEST_HANDLER, .obj = obj, .what = core->ndis->handler_text[name],
				       .code = probe_code(core, handler->function) };
	handler->nest.record = core_record(core, R_HANDLER_ENTER, obj, handler->nest.what, probe_address(core, a),
					   probe_address(core, b), handler->nest.code);
	nest_enter(core->cpu, &handler->nest);
	handler->was = core_because(core, handler->nest.record);
}

void handler_exit(struct handler *handler, uint64_t value)
{
	struct core *core = core_running;

	handler_check(handler);
	core_record(core, R_HANDLER_EXIT, handler->obj, core->ndis->handler_text[handler->name], value,
		    handler->nest.record, 0);
	nest_leave(core->cpu);
	core->cause = handler->was;
}
