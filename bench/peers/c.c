/* SPDX-License-Identifier: MIT */
/*
 * Both models in plain C: a heap, callbacks, and no more state than they need.
 * This is the yardstick: no engine with processes is expected to be faster.
 *
 * A queue is in one place at a time (armed, message in flight or waiting, in its
 * service routine, DPC queued or running), so one link in it serves every list.
 */
#include "bench/peers/heap.h"
#include "bench/peers/model.h"

static void hold_event(struct heap *h, void *arg)
{
	struct hold *hold = arg;

	if (++hold->ran == hold->pending)
		stopwatch_start(&hold->watch);
	if (hold->ran < hold->pending + hold->events) {
		heap_schedule(h, hold_draw(hold), hold_event, hold);
		return;
	}
	stopwatch_stop(&hold->watch);
	hold->check = h->now;
	h->len = 0;
}

static void run_hold(struct hold *hold)
{
	struct heap h = { 0 };

	for (uint64_t i = 0; i < hold->pending; i++)
		heap_schedule(&h, hold_draw(hold), hold_event, hold);
	heap_run(&h);
	free(h.event);
}

struct queue {
	struct cpu *cpu;
	struct queue *next; /* in the one list it stands in */
	struct nic_source source;
	uint64_t ring; /* frames in it */
	bool armed;
};

struct list {
	struct queue *first, **last;
};

struct cpu {
	struct nic *nic;
	struct list waiting; /* messages behind a running service routine */
	struct list dpcs;    /* queued DPCs */
	struct queue *isr;   /* whose service routine runs */
	struct queue *dpc;   /* whose DPC runs or is preempted */
	uint64_t dpc_done;   /* frames of that DPC */
	uint64_t frame_end;  /* when its frame ends; preempted: how long it takes yet */
	uint64_t frame_seq;  /* the event that ends it; 0 while preempted */
};

static void list_init(struct list *l)
{
	l->first = NULL;
	l->last = &l->first;
}

static void list_append(struct list *l, struct queue *q)
{
	q->next = NULL;
	*l->last = q;
	l->last = &q->next;
}

static struct queue *list_take(struct list *l)
{
	struct queue *q = l->first;

	if (q && !(l->first = q->next))
		l->last = &l->first;
	return q;
}

static void isr_end(struct heap *h, void *arg);
static void frame_end(struct heap *h, void *arg);

static void isr_start(struct heap *h, struct cpu *cpu, struct queue *q)
{
	cpu->isr = q;
	cpu->nic->irqs++;
	heap_schedule(h, NIC_ISR, isr_end, cpu);
}

static void frame_start(struct heap *h, struct cpu *cpu, uint64_t time)
{
	cpu->frame_end = h->now + time;
	cpu->frame_seq = heap_schedule(h, time, frame_end, cpu);
}

/* The pending end of the frame goes stale; its event finds another number. */
static void preempt(struct heap *h, struct cpu *cpu)
{
	cpu->nic->preempts++;
	cpu->frame_end -= h->now;
	cpu->frame_seq = 0;
}

static void message(struct heap *h, void *arg)
{
	struct queue *q = arg;
	struct cpu *cpu = q->cpu;

	if (cpu->isr) {
		list_append(&cpu->waiting, q);
		return;
	}
	if (cpu->dpc)
		preempt(h, cpu);
	isr_start(h, cpu, q);
}

/* Starts the DPC's next frame. False: the DPC has ended. */
static bool dpc_step(struct heap *h, struct cpu *cpu)
{
	struct queue *q = cpu->dpc;

	if (q->ring > 0 && cpu->dpc_done < NIC_DPC_LIMIT) {
		q->ring--;
		frame_start(h, cpu, NIC_FRAME);
		return true;
	}
	if (q->ring > 0)
		heap_schedule(h, NIC_FLIGHT, message, q);
	else
		q->armed = true;
	cpu->nic->dpcs++;
	return false;
}

static void dpc_next(struct heap *h, struct cpu *cpu)
{
	while ((cpu->dpc = list_take(&cpu->dpcs))) {
		cpu->dpc_done = 0;
		if (dpc_step(h, cpu))
			return;
	}
}

static void isr_end(struct heap *h, void *arg)
{
	struct cpu *cpu = arg;
	struct queue *next = list_take(&cpu->waiting);

	list_append(&cpu->dpcs, cpu->isr);
	cpu->isr = NULL;
	if (next)
		isr_start(h, cpu, next);
	else if (cpu->dpc)
		frame_start(h, cpu, cpu->frame_end);
	else
		dpc_next(h, cpu);
}

static void frame_end(struct heap *h, void *arg)
{
	struct cpu *cpu = arg;

	if (h->seq != cpu->frame_seq)
		return;
	nic_finish(cpu->nic, h->now);
	cpu->dpc_done++;
	if (!dpc_step(h, cpu))
		dpc_next(h, cpu);
}

static void arrival(struct heap *h, void *arg)
{
	struct queue *q = arg;

	q->ring++;
	if (q->armed) {
		q->armed = false;
		heap_schedule(h, NIC_FLIGHT, message, q);
	}
	if (q->source.left > 0)
		heap_schedule(h, nic_gap(q->cpu->nic, &q->source), arrival, q);
}

static void queue_init(struct queue *q, struct cpu *cpu, uint64_t k, uint64_t i, struct heap *h)
{
	q->cpu = cpu;
	q->armed = true;
	q->source = nic_source(cpu->nic, k, i);
	if (q->source.left > 0)
		heap_schedule(h, nic_gap(cpu->nic, &q->source), arrival, q);
}

static void run_nic(struct nic *n)
{
	struct heap h = { 0 };
	struct cpu *cpu = calloc(n->cpus, sizeof *cpu);
	struct queue *queue = calloc(n->cpus * n->queues, sizeof *queue);

	if (!cpu || !queue)
		abort();
	stopwatch_start(&n->watch);
	for (uint64_t k = 0; k < n->cpus; k++) {
		cpu[k].nic = n;
		list_init(&cpu[k].waiting);
		list_init(&cpu[k].dpcs);
		for (uint64_t i = 0; i < n->queues; i++)
			queue_init(&queue[k * n->queues + i], &cpu[k], k, i, &h);
	}
	heap_run(&h);
	stopwatch_stop(&n->watch);
	free(queue);
	free(cpu);
	free(h.event);
}

int main(int argc, char **argv)
{
	static const struct peer peer = { "c", run_hold, run_nic };

	return model_main(&peer, argc, argv);
}
