/* SPDX-License-Identifier: MIT */
/*
 * Both models on msilab's own core: its queue, its fibers, and the nesting and look-ahead of sim/os/cpu.c; no devices and
 * no driver interface. All events share one class, for the models' order at equal times is that of scheduling.
 */
#include <stddef.h>

#include "bench/bench.h"
#include "bench/peers/model.h"
#include "sim/base/mem.h"
#include "sim/os/cpu.h"

#define owner_of(pointer, type, member) ((type *)((char *)(pointer) - offsetof(type, member)))

struct held {
	struct event event;
	struct core *core;
	struct hold *hold;
};

static void hold_event(struct event *event)
{
	struct held *held = owner_of(event, struct held, event);
	struct hold *hold = held->hold;

	if (++hold->ran == hold->pending)
		stopwatch_start(&hold->watch);
	if (hold->ran < hold->pending + hold->events) {
		core_after(held->core, event, EVENT_CPU, (vtime)hold_draw(hold));
		return;
	}
	stopwatch_stop(&hold->watch);
	hold->check = (uint64_t)held->core->now;
}

/* In the arena, as every machine's. */
static struct core *core_new(const struct machine *machine, struct trace *trace)
{
	struct arena arena = core_arena();
	struct core *core = arena_new(&arena, sizeof *core);

	core_init(core, arena, machine, trace);
	return core;
}

static void run_hold(struct hold *hold)
{
	struct machine machine;
	struct trace *trace = trace_new_ring(0);
	struct held *held = mem_new(hold->pending * sizeof *held);
	struct core *core;

	machine_init(&machine);
	core = core_new(&machine, trace);
	for (uint64_t i = 0; i < hold->pending; i++) {
		held[i].core = core;
		held[i].hold = hold;
		event_init(&held[i].event, "hold", hold_event);
		core_after(core, &held[i].event, EVENT_CPU, (vtime)hold_draw(hold));
	}
	core_run(core, VTIME_NEVER, hold->pending + hold->events);
	core_fini(core);
	machine_fini(&machine);
	trace_free(trace);
	mem_free(held);
}

struct queue_nic {
	struct event arrival, message;
	struct cpu_nic *cpu;
	struct queue_nic *next; /* in the one list it stands in */
	struct nic_source source;
	uint64_t ring; /* frames in it */
	bool armed;
};

struct list {
	struct queue_nic *first, *last;
};

struct cpu_nic {
	struct cpu cpu;
	struct nic *nic;
	struct list waiting, dpcs;
	bool in_isr, in_dpc;
};

static void append(struct list *list, struct queue_nic *queue)
{
	queue->next = NULL;
	*(list->first ? &list->last->next : &list->first) = queue;
	list->last = queue;
}

static struct queue_nic *take_first(struct list *list)
{
	struct queue_nic *queue = list->first;

	list->first = queue->next;
	return queue;
}

static void send(struct queue_nic *queue)
{
	core_after(queue->cpu->cpu.core, &queue->message, EVENT_CPU, NIC_FLIGHT);
}

static void arrive(struct event *event)
{
	struct queue_nic *queue = owner_of(event, struct queue_nic, arrival);

	queue->ring++;
	if (queue->armed) {
		queue->armed = false;
		send(queue);
	}
	if (queue->source.left > 0)
		core_after(queue->cpu->cpu.core, event, EVENT_CPU, (vtime)nic_gap(queue->cpu->nic, &queue->source));
}

static void message(struct event *event)
{
	struct queue_nic *queue = owner_of(event, struct queue_nic, message);
	struct cpu_nic *cpu = queue->cpu;

	append(&cpu->waiting, queue);
	if (!cpu->in_isr)
		cpu_poke(&cpu->cpu);
}

static void run_isrs(struct cpu_nic *cpu)
{
	cpu->in_isr = true;
	cpu->nic->preempts += cpu->in_dpc;
	while (cpu->waiting.first) {
		struct queue_nic *queue = take_first(&cpu->waiting);

		cpu->nic->irqs++;
		cpu_spend(&cpu->cpu, NIC_ISR);
		append(&cpu->dpcs, queue);
	}
	cpu->in_isr = false;
}

static void run_dpc(struct cpu_nic *cpu, struct queue_nic *queue)
{
	for (unsigned done = 0; queue->ring && done < NIC_DPC_LIMIT; done++) {
		queue->ring--;
		cpu_spend(&cpu->cpu, NIC_FRAME);
		nic_finish(cpu->nic, (uint64_t)cpu->cpu.core->now);
	}
	if (queue->ring)
		send(queue);
	else
		queue->armed = true;
	cpu->nic->dpcs++;
}

static void take(struct cpu *argument)
{
	struct cpu_nic *cpu = owner_of(argument, struct cpu_nic, cpu);

	if (cpu->in_isr)
		return;
	if (cpu->waiting.first)
		run_isrs(cpu);
	if (cpu->in_dpc)
		return;
	cpu->in_dpc = true;
	while (cpu->dpcs.first)
		run_dpc(cpu, take_first(&cpu->dpcs));
	cpu->in_dpc = false;
}

static void idle(void *argument)
{
	for (;;)
		cpu_wait(argument);
}

static void build(struct cpu_nic *cpu, struct core *core, struct nic *nic, unsigned number, struct queue_nic *queues)
{
	cpu->nic = nic;
	cpu_init(&cpu->cpu, core, number, take, idle);
	for (uint64_t i = 0; i < nic->queues; i++) {
		struct queue_nic *queue = &queues[i];

		queue->cpu = cpu;
		queue->armed = true;
		queue->source = nic_source(nic, number, i);
		event_init(&queue->arrival, "arrival", arrive);
		event_init(&queue->message, "message", message);
		if (queue->source.left > 0)
			core_after(core, &queue->arrival, EVENT_CPU, (vtime)nic_gap(nic, &queue->source));
	}
}

static void run_nic(struct nic *nic)
{
	struct machine machine;
	struct trace *trace = trace_new_ring(0);
	struct cpu_nic *cpus = mem_new(nic->cpus * sizeof *cpus);
	struct queue_nic *queues = mem_new(nic->cpus * nic->queues * sizeof *queues);
	struct core *core;

	machine_init(&machine);
	core = core_new(&machine, trace);
	for (unsigned k = 0; k < nic->cpus; k++)
		build(&cpus[k], core, nic, k, &queues[k * nic->queues]);
	stopwatch_start(&nic->watch);
	core_run(core, VTIME_NEVER, UINT64_MAX);
	stopwatch_stop(&nic->watch);
	for (unsigned k = 0; k < nic->cpus; k++)
		cpu_fini(&cpus[k].cpu);
	core_fini(core);
	machine_fini(&machine);
	trace_free(trace);
	mem_free(queues);
	mem_free(cpus);
}

int bench_models(int argc, char **argv)
{
	static const struct peer msilab = { "msilab", run_hold, run_nic };

	return model_main(&msilab, argc, argv);
}
