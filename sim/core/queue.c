/* SPDX-License-Identifier: MIT */
/*
 * A short run of the first events in order, and behind it a 4-ary heap over (time, class and insertion number); entries carry their
 * key, so a comparison touches no event.
 */
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

/* Half of the room, so that what comes in soon finds some. */
static void refill(struct queue *queue)
{
	uint32_t n = queue->n < QUEUE_NEAR / 2 ? queue->n : QUEUE_NEAR / 2;

	queue->near_n = n;
	while (n--) {
		queue->near[n] = queue->heap[0];
		queue->near[n].event->place = EVENT_NEAR;
		close_hole(queue, 0);
	}
}

static inline void find_first(struct queue *queue)
{
	if (!queue->near_n && queue->n)
		refill(queue);
	queue->first = queue->near_n ? queue->near[queue->near_n - 1].at : VTIME_NEVER;
}

/* Full: the latest of them goes to the heap. */
static void make_room(struct queue *queue)
{
	push(queue, queue->near[0]);
	memmove(&queue->near[0], &queue->near[1], --queue->near_n * sizeof queue->near[0]);
}

static void put_near(struct queue *queue, struct queue_entry entry)
{
	uint32_t i;

	if (queue->near_n == QUEUE_NEAR)
		make_room(queue);
	for (i = queue->near_n++; i && before(&queue->near[i - 1], &entry); i--)
		queue->near[i] = queue->near[i - 1];
	queue->near[i] = entry;
	queue->first = queue->near[queue->near_n - 1].at;
	entry.event->place = EVENT_NEAR;
}

/* Whether it belongs to the first few: before all of the heap, and room for it or one of them that is later. */
static inline bool is_near(const struct queue *queue, const struct queue_entry *entry)
{
	if (queue->near_n == QUEUE_NEAR)
		return before(entry, &queue->near[0]);
	return !queue->n || before(entry, &queue->heap[0]);
}

void queue_insert(struct queue *queue, struct event *event, enum event_class class, vtime at)
{
	struct queue_entry entry = { at, (uint64_t)class << CLASS_SHIFT | queue->inserted++, event };

	must(!event_queued(event));
	event->at = at;
	if (is_near(queue, &entry))
		put_near(queue, entry);
	else
		push(queue, entry);
}

static void remove_near(struct queue *queue, const struct event *event)
{
	uint32_t i = 0;

	while (queue->near[i].event != event)
		i++;
	memmove(&queue->near[i], &queue->near[i + 1], (--queue->near_n - i) * sizeof queue->near[0]);
}

void queue_cancel(struct queue *queue, struct event *event)
{
	uint32_t i = event->place;

	if (i == EVENT_IDLE)
		return;
	event->place = EVENT_IDLE;
	if (i == EVENT_NEAR)
		remove_near(queue, event);
	else
		close_hole(queue, i);
	find_first(queue);
}

struct event *queue_take(struct queue *queue)
{
	struct event *event;

	must(queue->near_n);
	event = queue->near[--queue->near_n].event;
	event->place = EVENT_IDLE;
	find_first(queue);
	return event;
}
