/* SPDX-License-Identifier: MIT */
/*
 * Future events in their total order: time, then class, then insertion number (DESIGN, rules of the machine, 1). An event
 * belongs to its owner; the queue links it and allocates nothing per event.
 */
#ifndef MSILAB_CORE_QUEUE_H
#define MSILAB_CORE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/vtime.h"

enum event_class {
	EVENT_COMMAND,   /* what a person or a script asked for */
	EVENT_DEVICE,    /* frames, DMA, posted writes on their way to a device */
	EVENT_INTERRUPT, /* messages, line changes, IPIs on their way to an APIC */
	EVENT_CPU,       /* code that goes on */
};

#define EVENT_IDLE UINT32_MAX
#define EVENT_NEAR (UINT32_MAX - 1)
#define QUEUE_NEAR 16

struct event {
	vtime at;
	void (*run)(struct event *event);
	const char *name; /* for people who look at the queue */
	uint64_t cause;   /* the record that was being handled when it was queued */
	/* private to queue.c */
	uint32_t place; /* in the heap; EVENT_NEAR: before all of it; EVENT_IDLE: not queued */
};

struct queue_entry {
	vtime at;
	uint64_t order; /* class in bits 63:62, insertion number below */
	struct event *event;
};

/*
 * The first few events stand in order, before every entry of the heap: with few pending, or for code that goes on soon, no
 * event ever costs a sift. They are the next one last, so that taking it moves nothing.
 */
struct queue {
	vtime first; /* time of the first event, VTIME_NEVER: none */
	uint32_t near_n; /* 0: the heap is empty too */
	struct queue_entry near[QUEUE_NEAR];
	struct queue_entry *heap;
	uint32_t n, room; /* of the heap */
	uint64_t inserted;
};

void queue_init(struct queue *queue);
void queue_fini(struct queue *queue);
void event_init(struct event *event, const char *name, void (*run)(struct event *));

void queue_insert(struct queue *queue, struct event *event, enum event_class class, vtime at); /* it must be idle */
void queue_cancel(struct queue *queue, struct event *event);                                  /* idle: nothing */
struct event *queue_take(struct queue *queue); /* the first, now idle; the queue must not be empty */

static inline bool event_queued(const struct event *event)
{
	return event->place != EVENT_IDLE;
}

static inline bool queue_empty(const struct queue *queue)
{
	return !queue->near_n;
}

static inline uint32_t queue_length(const struct queue *queue)
{
	return queue->near_n + queue->n;
}

/* The time of the first event, VTIME_NEVER if there is none. */
static inline vtime queue_first(const struct queue *queue)
{
	return queue->first;
}

#endif
