/* SPDX-License-Identifier: MIT */
/*
 * Future events in their total order: time, then class, then insertion number. An event belongs to its
 * owner; the queue links it and allocates nothing per event.
 */
#ifndef MSILAB_CORE_QUEUE_H
#define MSILAB_CORE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/vtime.h"
#include "sim/core/arena.h"

enum event_class {
	EVENT_COMMAND,   /* what a person or a script asked for */
	EVENT_DEVICE,    /* frames, DMA, posted writes on their way to a device */
	EVENT_INTERRUPT, /* messages, line changes, IPIs on their way to an APIC */
	EVENT_CPU,       /* code that goes on */
};

#define QUEUE_NEAR 256
#define QUEUE_FENCE 8 /* so many of the first are stepped over at a time */
#define EVENT_CLASS_SHIFT 62
#define QUEUE_BUCKETS 512 /* 32 digits of a key, 16 values of each */

enum event_place { EVENT_IDLE, EVENT_NEAR, EVENT_FAR };

struct event {
	vtime at;
	void (*run)(struct event *event);
	const char *name; /* for people who look at the queue */
	uint64_t cause;   /* the record that was being handled when it was queued */
	/* private to queue.c */
	uint64_t order; /* class in bits 63:62, insertion number below */
	enum event_place place;
};

struct queue_entry {
	vtime at;
	uint64_t order;
	struct event *event;
};

/* What is moved often is small. Two of one time are told apart by their events. */
struct queue_near {
	vtime at;
	struct event *event;
};

/*
 * The first events, up to QUEUE_NEAR, stand in order, the next one last, so that taking it moves nothing: with few pending, or
 * for code that goes on soon, an event costs a few comparisons.
 *
 * The others lie in buckets of a radix heap, unordered. A key is 32 hexadecimal digits, time and order; the bucket of an event is
 * the first digit in which its key differs from the reference, and that digit's value; the reference is not above any of the
 * keys. So all of a bucket come before all of the next one; when the first ones have been taken, the lowest bucket that is not
 * empty brings the next ones. One that is too big for that is split: its least key is the new reference, and each of its
 * events moves to a bucket of a later digit. Events are moved in blocks, one after the other in memory, and their
 * structures are not touched until their turn is near.
 */
struct queue_block {
	struct queue_block *next;
	uint32_t n;
	struct queue_entry entry[44]; /* a kilobyte and a little: with a round size all beginnings would lie in few sets of a cache */
};

struct queue {
	vtime first;     /* time of the first event, VTIME_NEVER: none */
	uint32_t near_n; /* 0: nothing is far either */
	uint32_t far_n;
	struct queue_near near[QUEUE_FENCE + QUEUE_NEAR]; /* behind a fence that comes after everything, so that no search asks for the end */
	struct event fence;
	struct queue_entry reference;
	struct queue_bucket {
		struct queue_block *blocks; /* the first of them is filled */
		uint32_t n;                 /* events in all of them */
	} bucket[QUEUE_BUCKETS];
	uint64_t used[QUEUE_BUCKETS / 64]; /* buckets that are not empty */
	struct queue_block *free;
	struct arena *arena; /* blocks come from there and go back to `free` */
	uint64_t inserted;
};

void queue_init(struct queue *queue, struct arena *arena);
void event_init(struct event *event, const char *name, void (*run)(struct event *));

void queue_insert(struct queue *queue, struct event *event, enum event_class class, vtime at); /* it must be idle */
void queue_cancel(struct queue *queue, struct event *event);                                  /* idle: nothing */
struct event *queue_take(struct queue *queue); /* the first, now idle; the queue must not be empty */

/*
 * Events of one owner that come right behind one another need one place in the queue. Where queue_followed says so, the owner
 * keeps the new one instead of inserting it; queue_follow gives it its time and its number in the order. Its turn is when the one
 * before it has been handled: core_follows says whether to handle it at once or to insert it now.
 */
void queue_insert_kept(struct queue *queue, struct event *event);

/* Whether an event of this class and time would come right behind `last`, and nothing was queued since that one. */
static inline bool queue_followed(const struct queue *queue, const struct event *last, enum event_class class, vtime at)
{
	return last->at == at && last->order == ((uint64_t)class << EVENT_CLASS_SHIFT | (queue->inserted - 1));
}

static inline void queue_follow(struct queue *queue, struct event *event, const struct event *last)
{
	event->at = last->at;
	event->order = last->order + 1;
	queue->inserted++;
}

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
	return queue->near_n + queue->far_n;
}

/* The time of the first event, VTIME_NEVER if there is none. */
static inline vtime queue_first(const struct queue *queue)
{
	return queue->first;
}

#endif
