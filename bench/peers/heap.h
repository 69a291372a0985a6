/* SPDX-License-Identifier: MIT */
/*
 * The plain C engine: a 4-ary heap over (time, insertion number) whose entries
 * carry their callback. It is what other engines' cost is a multiple of, so it
 * is inline and knows nothing that a model could not tell it.
 *
 * Rules: insertion numbers start at 1, so 0 is no event; the heap owns its
 * array and grows it by doubling; an entry cannot be removed before its time.
 */
#ifndef BENCH_PEERS_HEAP_H
#define BENCH_PEERS_HEAP_H

#include <stdint.h>
#include <stdlib.h>

struct heap;
typedef void heap_call(struct heap *h, void *arg);

struct heap_event {
	uint64_t at, seq;
	heap_call *call;
	void *arg;
};

struct heap {
	uint64_t now, seq; /* of the event that runs */
	uint64_t last_seq; /* of the newest event */
	size_t len, room;
	struct heap_event *event;
};

static inline int heap_before(const struct heap_event *a, const struct heap_event *b)
{
	return a->at < b->at || (a->at == b->at && a->seq < b->seq);
}

static inline void heap_grow(struct heap *h)
{
	h->room = h->room ? 2 * h->room : 64;
	h->event = realloc(h->event, h->room * sizeof *h->event);
	if (!h->event)
		abort();
}

/* Calls call(h, arg) after delay. Returns the insertion number. */
static inline uint64_t heap_schedule(struct heap *h, uint64_t delay, heap_call *call, void *arg)
{
	struct heap_event e = { h->now + delay, ++h->last_seq, call, arg };
	size_t i = h->len++;

	if (i == h->room)
		heap_grow(h);
	while (i > 0 && heap_before(&e, &h->event[(i - 1) / 4])) {
		h->event[i] = h->event[(i - 1) / 4];
		i = (i - 1) / 4;
	}
	h->event[i] = e;
	return e.seq;
}

/* The earliest of the children that begin at c. */
static inline size_t heap_first_child(const struct heap *h, size_t c)
{
	size_t end = c + 4 < h->len ? c + 4 : h->len;
	size_t best = c;

	for (size_t i = c + 1; i < end; i++)
		best = heap_before(&h->event[i], &h->event[best]) ? i : best;
	return best;
}

/* Takes the earliest event out. Only while len > 0. */
static inline struct heap_event heap_pop(struct heap *h)
{
	struct heap_event top = h->event[0];
	struct heap_event e = h->event[--h->len];
	size_t i = 0;

	for (size_t c = 1; c < h->len; c = 4 * i + 1) {
		c = heap_first_child(h, c);
		if (!heap_before(&h->event[c], &e))
			break;
		h->event[i] = h->event[c];
		i = c;
	}
	h->event[i] = e;
	return top;
}

/* Runs events until none is left. A callback may set len to 0 to end the run. */
static inline void heap_run(struct heap *h)
{
	while (h->len > 0) {
		struct heap_event e = heap_pop(h);

		h->now = e.at;
		h->seq = e.seq;
		e.call(h, e.arg);
	}
}

#endif
