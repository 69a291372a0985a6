/* SPDX-License-Identifier: MIT */
/* A 4-ary heap over (time, class and insertion number); entries carry their key, so a comparison touches no event. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/core/queue.h"

#define CLASS_SHIFT 62

static inline bool before(const struct queue_entry *a, const struct queue_entry *b)
{
	return a->at < b->at || (a->at == b->at && a->order < b->order);
}

static inline void put(struct queue *queue, uint32_t i, struct queue_entry entry)
{
	queue->heap[i] = entry;
	entry.event->place = i;
}

static void sift_up(struct queue *queue, uint32_t i, struct queue_entry entry)
{
	while (i) {
		uint32_t parent = (i - 1) / 4;

		if (!before(&entry, &queue->heap[parent]))
			break;
		put(queue, i, queue->heap[parent]);
		i = parent;
	}
	put(queue, i, entry);
}

static inline uint32_t least_child(const struct queue *queue, uint32_t i)
{
	uint32_t first = 4 * i + 1, last = first + 4, least = first;

	if (last > queue->n)
		last = queue->n;
	for (uint32_t c = first + 1; c < last; c++)
		if (before(&queue->heap[c], &queue->heap[least]))
			least = c;
	return least;
}

static void sift_down(struct queue *queue, uint32_t i, struct queue_entry entry)
{
	while (4 * i + 1 < queue->n) {
		uint32_t child = least_child(queue, i);

		if (!before(&queue->heap[child], &entry))
			break;
		put(queue, i, queue->heap[child]);
		i = child;
	}
	put(queue, i, entry);
}

void queue_init(struct queue *queue)
{
	*queue = (struct queue){ .first = VTIME_NEVER };
}

void queue_fini(struct queue *queue)
{
	mem_free(queue->heap);
}

void event_init(struct event *event, const char *name, void (*run)(struct event *))
{
	*event = (struct event){ .name = name, .run = run, .place = EVENT_IDLE };
}

static void widen(struct queue *queue)
{
	size_t room = queue->room;

	mem_grow(&queue->heap, &room, (size_t)queue->n + 1, sizeof queue->heap[0]);
	queue->room = (uint32_t)room;
}

static void push(struct queue *queue, struct queue_entry entry)
{
	if (queue->n == queue->room)
		widen(queue);
	sift_up(queue, queue->n++, entry);
}

static void set_front(struct queue *queue, struct queue_entry entry)
{
	if (queue->front.event)
		push(queue, queue->front);
	queue->front = entry;
	queue->first = entry.at;
	entry.event->place = EVENT_FRONT;
}

void queue_insert(struct queue *queue, struct event *event, enum event_class class, vtime at)
{
	struct queue_entry entry = { at, (uint64_t)class << CLASS_SHIFT | queue->inserted++, event };

	must(!event_queued(event));
	event->at = at;
	if (queue->front.event ? before(&entry, &queue->front) : !queue->n || before(&entry, &queue->heap[0]))
		set_front(queue, entry);
	else
		push(queue, entry);
}

static inline void find_first(struct queue *queue)
{
	queue->first = queue->front.event ? queue->front.at : queue->n ? queue->heap[0].at : VTIME_NEVER;
}

/* Fills the hole at i with the last entry. */
static void close_hole(struct queue *queue, uint32_t i)
{
	struct queue_entry last = queue->heap[--queue->n];

	if (i == queue->n)
		return;
	if (i && before(&last, &queue->heap[(i - 1) / 4]))
		sift_up(queue, i, last);
	else
		sift_down(queue, i, last);
}

void queue_cancel(struct queue *queue, struct event *event)
{
	uint32_t i = event->place;

	if (i == EVENT_IDLE)
		return;
	event->place = EVENT_IDLE;
	if (i == EVENT_FRONT)
		queue->front.event = NULL;
	else
		close_hole(queue, i);
	find_first(queue);
}

struct event *queue_take(struct queue *queue)
{
	struct event *event = queue->front.event;

	if (event) {
		queue->front.event = NULL;
	} else {
		must(queue->n);
		event = queue->heap[0].event;
		close_hole(queue, 0);
	}
	event->place = EVENT_IDLE;
	find_first(queue);
	return event;
}
