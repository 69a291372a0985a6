/* SPDX-License-Identifier: MIT */
/* Passive threads and the idle loop that starts them. */
#include "sim/base/bug.h"
#include "sim/os/os.h"

static void put_ready(struct thread *thread)
{
	struct cpu *cpu = &thread->os->cpus[thread->cpu];

	thread->next = NULL;
	*(cpu->ready_first ? &cpu->ready_last->next : &cpu->ready_first) = thread;
	cpu->ready_last = thread;
	core_record(thread->os->core, R_THREAD_READY, thread->obj, (uint64_t)thread->result, 0, 0, 0);
	cpu_poke(cpu);
}

static struct thread *take_ready(struct cpu *cpu)
{
	struct thread *thread = cpu->ready_first;

	if (thread)
		cpu->ready_first = thread->next;
	return thread;
}

/* Gives the CPU to the next ready thread, or to idle. */
static void next(struct cpu *cpu)
{
	struct thread *thread = take_ready(cpu);

	cpu->thread = thread;
	cpu_switch(cpu, thread ? &thread->fiber : &cpu->idle);
}

static void begin(struct cpu *cpu, struct thread *thread)
{
	struct core *core = cpu->core;

	cpu->thread = thread;
	core->cause = core_record(core, R_THREAD_RUN, thread->obj, cpu->number, 0, 0, 0);
}

static void body(void *argument)
{
	struct thread *thread = argument;
	struct cpu *cpu = &thread->os->cpus[thread->cpu];
	struct core *core = cpu->core;

	core->cpu = cpu;
	core->cpu_number = (uint8_t)cpu->number;
	core->irql = cpu->irql;
	begin(cpu, thread);
	cpu_spend(cpu, core_cost(core, COST_THREAD_SWITCH));
	thread->run(thread->argument);
	core_record(core, R_THREAD_END, thread->obj, 0, 0, 0, 0);
	thread->ended = true;
	cpu->thread = NULL;
	cpu->graveyard = thread;
	next(cpu);
	bug(__FILE__, __LINE__, "an ended thread runs again");
}

static void alarm(struct event *event)
{
	struct thread *thread = (struct thread *)((char *)event - offsetof(struct thread, alarm));

	thread->result = THREAD_TIMED_OUT;
	thread->waiting = SYM_wait_NONE;
	put_ready(thread);
}

struct thread *thread_new(struct os *os, unsigned cpu, const char *name, void (*run)(void *), void *argument)
{
	struct core *core = os->core;
	struct thread *thread = arena_new(&core->arena, sizeof *thread);

	*thread = (struct thread){ .os = os, .cpu = cpu, .run = run, .argument = argument };
	thread->obj = core_object(core, SYM_object_THREAD, name, 0, "");
	event_init(&thread->alarm, "alarm", alarm);
	fiber_init(&thread->fiber, &core->stacks, body, thread);
	core_record(core, R_THREAD_NEW, thread->obj, cpu, core_text(core, name), 0, 0);
	put_ready(thread);
	return thread;
}

struct thread *thread_current(struct os *os)
{
	return os->core->cpu ? os->core->cpu->thread : NULL;
}

enum thread_result thread_wait(struct os *os, unsigned for_what, uint64_t what, vtime until)
{
	struct core *core = os->core;
	struct cpu *cpu = core->cpu;
	struct thread *thread = cpu->thread;

	must(thread && cpu->irql == 0);
	core_record(core, R_THREAD_WAIT, thread->obj, for_what, what, (uint64_t)until, 0);
	thread->waiting = for_what;
	thread->nest = cpu->nest;
	cpu->nest = NULL;
	if (until != VTIME_NEVER)
		core_after(core, &thread->alarm, EVENT_INTERRUPT, until > core->now ? until - core->now : 0);
	next(cpu);
	cpu->nest = thread->nest;
	core->cause = core_record(core, R_THREAD_RUN, thread->obj, cpu->number, 0, 0, 0);
	cpu_spend(cpu, core_cost(core, COST_THREAD_SWITCH));
	return (enum thread_result)thread->result;
}

void thread_wake(struct thread *thread)
{
	if (thread->waiting == SYM_wait_NONE)
		return;
	queue_cancel(&thread->os->core->queue, &thread->alarm);
	thread->waiting = SYM_wait_NONE;
	thread->result = THREAD_WOKEN;
	put_ready(thread);
}

/* Stacks of ended threads go back to the pool from the idle fiber: nobody frees the stack it stands on. */
static void bury(struct cpu *cpu)
{
	if (!cpu->graveyard)
		return;
	fiber_fini(&cpu->graveyard->fiber, &cpu->core->stacks);
	cpu->graveyard = NULL;
}

void thread_idle(void *argument)
{
	struct cpu *cpu = argument;
	struct core *core = cpu->core;

	core->cpu = cpu;
	core->cpu_number = (uint8_t)cpu->number;
	for (;;) {
		bury(cpu);
		core->cause = UINT64_MAX;
		if (cpu->ready_first)
			next(cpu);
		else
			cpu_wait(cpu);
	}
}
