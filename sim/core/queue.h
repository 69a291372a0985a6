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
#define EVENT_FRONT (UINT32_MAX - 1)

struct event {
	vtime at;
	void (*run)(struct event *event);
	const char *name; /* for people who look at the queue */
	uint64_t cause;   /* the record that was being handled when it was queued */
	/* private to queue.c */
	uint32_t place; /* in the heap; EVENT_FRONT: before all of it; EVENT_IDLE: not queued */
};

struct queue_entry {
	vtime at;
	uint64_t order; /* class in bits 63:62, insertion number below */
	struct event *event;
};

/* An event that came in before all others waits in front of the heap: code that goes on soon never costs a sift. */
struct queue {
	vtime first; /* time of the first event, VTIME_NEVER: none */
	struct queue_entry front; /* event NULL: none; else before every entry of the heap */
	struct queue_entry *heap;
	uint32_t n, room;
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
	return !queue->front.event && !queue->n;
}

/* The time of the first event, VTIME_NEVER if there is none. */
static inline vtime queue_first(const struct queue *queue)
{
	return queue->first;
}

#endif
