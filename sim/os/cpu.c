/* SPDX-License-Identifier: MIT */
/* Time for code: spending, waiting, being poked; and the change between the engine's stack and a CPU's. */
#include <stddef.h>

#include "sim/base/bug.h"
#include "sim/os/cpu.h"

/* Nobody's code runs. */
static void stand_aside(struct core *core)
{
	core->cpu = NULL;
	core->cpu_number = RECORD_NO_CPU;
	core->irql = 0;
}

static void resume(struct cpu *cpu)
{
	struct core *core = cpu->core;

	core->cpu = cpu;
	core->cpu_number = (uint8_t)cpu->number;
	core->irql = cpu->irql;
}

/* From the engine's stack to this CPU's; back at a bound, or where a CPU's code was abandoned: that one still runs. */
static void enter(struct cpu *cpu)
{
	struct core *core = cpu->core;

	fiber_switch(&core->engine, cpu->fiber);
	core->taker = &core->engine;
	if (core->cpu && core->cpu->landed)
		core->cpu->landed(core->cpu);
	stand_aside(core);
}

/* Whoever takes this CPU's own event goes on below `leave`; any other goes to it. */
static void wake(struct event *event)
{
	struct cpu *cpu = (struct cpu *)((char *)event - offsetof(struct cpu, wake));
	struct fiber *taker = cpu->core->taker;

	cpu->woken = true;
	if (taker == &cpu->core->engine)
		enter(cpu);
	else if (taker != cpu->fiber)
		fiber_switch(taker, cpu->fiber);
}

void cpu_init(struct cpu *cpu, struct core *core, unsigned number, void (*take)(struct cpu *), void (*run_idle)(void *))
{
	*cpu = (struct cpu){ .core = core, .number = number, .take = take, .high_since = VTIME_NEVER };
	event_init(&cpu->wake, "cpu", wake);
	fiber_init(&cpu->idle, &core->stacks, run_idle, cpu);
	cpu->fiber = &cpu->idle;
	core_after(core, &cpu->wake, EVENT_CPU, 0);
}

void cpu_fini(struct cpu *cpu)
{
	queue_cancel(&cpu->core->queue, &cpu->wake);
	fiber_fini(&cpu->idle, &cpu->core->stacks);
}

/* Takes events until this CPU's own has been taken. What was being handled stays ours. */
static void leave(struct cpu *cpu)
{
	struct core *core = cpu->core;
	uint64_t cause = core->cause;

	stand_aside(core);
	core->taker = cpu->fiber;
	cpu->woken = false;
	while (!cpu->woken)
		if (!core_next(core))
			fiber_switch(cpu->fiber, &core->engine);
	resume(cpu);
	core->cause = cause;
}

/* Runs what is deliverable; afterwards nothing is, until the next poke. */
void cpu_look(struct cpu *cpu)
{
	while (cpu->poked) {
		cpu->poked = false;
		cpu->take(cpu);
	}
}

/* What could not be passed by looking ahead; what is left after an interruption perhaps can. */
void cpu_pass(struct cpu *cpu, vtime ns)
{
	struct core *core = cpu->core;

	do {
		vtime start = core->now;

		if (core->stopped) {
			core->now += ns;
			return;
		}
		core_after(core, &cpu->wake, EVENT_CPU, ns);
		leave(cpu);
		ns -= core->now - start;
		cpu_look(cpu);
	} while (ns > 0 && !core_ahead(core, ns));
	cpu_look(cpu);
}

void cpu_wait(struct cpu *cpu)
{
	if (!cpu->poked)
		leave(cpu);
	cpu_look(cpu);
}

void cpu_poke(struct cpu *cpu)
{
	struct core *core = cpu->core;

	cpu->poked = true;
	if (core->cpu == cpu)
		return;
	if (event_queued(&cpu->wake) && cpu->wake.at == core->now)
		return;
	queue_cancel(&core->queue, &cpu->wake);
	core_after(core, &cpu->wake, EVENT_CPU, 0);
}

void cpu_switch(struct cpu *cpu, struct fiber *to)
{
	struct core *core = cpu->core;
	struct fiber *from = cpu->fiber;
	struct stretch stretch = cpu->stretch;
	uint64_t cause = core->cause;

	must(cpu->irql == 0 && core->cpu == cpu);
	if (from == to)
		return;
	cpu->fiber = to;
	fiber_switch(from, to);
	resume(cpu);
	core->cause = cause;
	cpu->stretch = stretch;
}

/* What cpu_last runs. */
struct last {
	struct cpu *cpu;
	void (*run)(void *);
	void *argument;
};

static void last(void *argument)
{
	struct last *l = argument;

	l->run(l->argument);
	cpu_abandon(l->cpu);
}

void cpu_last(struct cpu *cpu, void (*run)(void *), void *argument)
{
	struct core *core = cpu->core;
	struct fiber fiber, *was = cpu->fiber;
	struct last l = { cpu, run, argument };

	must(core->stopped && !core->cpu);
	fiber_init(&fiber, &core->stacks, last, &l);
	cpu->fiber = &fiber;
	resume(cpu);
	enter(cpu);
	cpu->fiber = was;
	fiber_fini(&fiber, &core->stacks);
}

_Noreturn void cpu_abandon(struct cpu *cpu)
{
	fiber_abandon(cpu->fiber, &cpu->core->engine);
}
