/* SPDX-License-Identifier: MIT */
/* The first few events in order, and the radix heap behind them. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/core/queue.h"

enum {
	BLOCK = sizeof((struct queue_block *)0)->entry / sizeof(struct queue_entry),
	BLOCKS_AT_ONCE = 64,
	FEW = 8,              /* so many are brought near at a time: what comes in soon finds room */
	MOVED_AT_ONCE = 8,    /* for more than so many a call is worth it */
	AHEAD = 2,            /* the event that comes so many after the next one is on its way to the cache */
};

/* The order of two events is that of their keys: time above, order below. */
static inline unsigned __int128 key_of(vtime at, uint64_t order)
{
	return (unsigned __int128)(uint64_t)at << 64 | order;
}

static inline bool before(const struct queue_entry *a, const struct queue_entry *b)
{
	return key_of(a->at, a->order) < key_of(b->at, b->order);
}

void queue_init(struct queue *queue, struct arena *arena)
{
	*queue = (struct queue){ .first = VTIME_NEVER, .arena = arena, .fence = { .at = VTIME_NEVER, .order = UINT64_MAX } };
	for (unsigned i = 0; i < QUEUE_FENCE; i++)
		queue->near[i] = (struct queue_near){ VTIME_NEVER, &queue->fence };
}

void event_init(struct event *event, const char *name, void (*run)(struct event *))
{
	*event = (struct event){ .name = name, .run = run, .place = EVENT_IDLE };
}

/* ---- Blocks of a bucket. ---- */

static void block_free(struct queue *queue, struct queue_block *block)
{
	block->next = queue->free;
	queue->free = block;
}

static void widen(struct queue *queue)
{
	struct queue_block *blocks = arena_new(queue->arena, BLOCKS_AT_ONCE * sizeof *blocks);

	for (unsigned i = 0; i < BLOCKS_AT_ONCE; i++)
		block_free(queue, &blocks[i]);
}

static struct queue_block *block_new(struct queue *queue)
{
	struct queue_block *block;

	if (!queue->free)
		widen(queue);
	block = queue->free;
	queue->free = block->next;
	block->n = 0;
	return block;
}

static inline void mark(struct queue *queue, unsigned b)
{
	uint64_t bit = UINT64_C(1) << b % 64;

	if (queue->bucket[b].n)
		queue->used[b / 64] |= bit;
	else
		queue->used[b / 64] &= ~bit;
}

static inline void add(struct queue *queue, unsigned b, struct queue_entry entry)
{
	struct queue_bucket *bucket = &queue->bucket[b];
	struct queue_block *block = bucket->blocks;

	if (!block || block->n == BLOCK) {
		block = block_new(queue);
		block->next = bucket->blocks;
		bucket->blocks = block;
	}
	block->entry[block->n++] = entry;
	bucket->n++;
	queue->used[b / 64] |= UINT64_C(1) << b % 64;
}

/* Takes all blocks out of a bucket. */
static struct queue_block *empty(struct queue *queue, unsigned b)
{
	struct queue_block *blocks = queue->bucket[b].blocks;

	queue->bucket[b] = (struct queue_bucket){ NULL, 0 };
	mark(queue, b);
	return blocks;
}

/* ---- What is far. ---- */

/* The lowest bucket that is not empty; there is one. */
static inline unsigned lowest(const struct queue *queue)
{
	unsigned word = 0;

	while (!queue->used[word])
		word++;
	return 64 * word + (unsigned)__builtin_ctzll(queue->used[word]);
}

static inline unsigned bucket_of(const struct queue *queue, vtime at, uint64_t order)
{
	uint64_t times = (uint64_t)at ^ (uint64_t)queue->reference.at, orders = order ^ queue->reference.order;
	unsigned digit;

	if (times) {
		digit = (63 - (unsigned)__builtin_clzll(times)) / 4;
		return (16 + digit) * 16 + ((uint64_t)at >> 4 * digit & 15);
	}
	digit = orders ? (63 - (unsigned)__builtin_clzll(orders)) / 4 : 0;
	return digit * 16 + (order >> 4 * digit & 15);
}

static void move_blocks(struct queue *queue, unsigned from, unsigned to)
{
	uint32_t n = queue->bucket[from].n;
	struct queue_block *block = empty(queue, from), *next;

	for (; block; block = next) {
		next = block->next;
		block->next = queue->bucket[to].blocks;
		queue->bucket[to].blocks = block;
	}
	queue->bucket[to].n += n;
	mark(queue, to);
}

/* A lower reference. Keys that were like the old one up to the digit in which it differs from the new one are now where the old
 * one itself would be; the others stay. */
static void lower(struct queue *queue, const struct queue_entry *reference)
{
	struct queue_entry old = queue->reference;
	unsigned to;

	queue->reference = *reference;
	to = bucket_of(queue, old.at, old.order);
	while (lowest(queue) < to)
		move_blocks(queue, lowest(queue), to);
}

static void put_far(struct queue *queue, struct event *event)
{
	struct queue_entry entry = { event->at, event->order, event };

	if (!queue->far_n)
		queue->reference = entry;
	else if (before(&entry, &queue->reference))
		lower(queue, &entry);
	event->place = EVENT_FAR;
	add(queue, bucket_of(queue, entry.at, entry.order), entry);
	queue->far_n++;
}

static struct queue_entry least(const struct queue_block *block)
{
	struct queue_entry found = block->entry[0];

	for (; block; block = block->next)
		for (uint32_t i = 0; i < block->n; i++)
			if (before(&block->entry[i], &found))
				found = block->entry[i];
	return found;
}

static void split(struct queue *queue, unsigned b)
{
	struct queue_block *block = empty(queue, b), *next;

	queue->reference = least(block);
	for (; block; block = next) {
		next = block->next;
		for (uint32_t i = 0; i < block->n; i++)
			add(queue, bucket_of(queue, block->entry[i].at, block->entry[i].order), block->entry[i]);
		block_free(queue, block);
	}
}

static void remove_far(struct queue *queue, const struct event *event)
{
	unsigned b = bucket_of(queue, event->at, event->order);
	struct queue_block **at = &queue->bucket[b].blocks, *block;
	uint32_t i = 0;

	while ((*at)->entry[i].event != event)
		if (++i >= (*at)->n) {
			at = &(*at)->next;
			i = 0;
		}
	block = *at;
	block->entry[i] = block->entry[--block->n];
	if (!block->n) {
		*at = block->next;
		block_free(queue, block);
	}
	queue->bucket[b].n--;
	queue->far_n--;
	mark(queue, b);
}

/* ---- What is near. ---- */

/* One of the first few: 0 is the last of them; what comes before it is the fence's. */
static inline struct queue_near *nth(struct queue *queue, uint32_t i)
{
	return &queue->near[QUEUE_FENCE + i];
}

/* Whether the one that comes so many before the place `at` is not later; the fence is. */
static inline bool earlier(const struct queue_near *at, unsigned n, vtime time)
{
	return at[-(int)n].at <= time;
}

_Static_assert(QUEUE_FENCE == 8, "place_of halves it: 4, 2, 1");

/*
 * The first place before the end from which on nobody has his turn after the event: by time, eights from the end, because most come
 * soon, then halves of an eight; and back over those of the same time that are of a later order.
 */
static inline struct queue_near *place_of(struct queue_near *end, const struct event *event)
{
	struct queue_near *at = end;

	while (earlier(at, QUEUE_FENCE, event->at))
		at -= QUEUE_FENCE;
	at = earlier(at, 4, event->at) ? at - 4 : at;
	at = earlier(at, 2, event->at) ? at - 2 : at;
	at = earlier(at, 1, event->at) ? at - 1 : at;
	while (at < end && at->at == event->at && at->event->order > event->order)
		at++;
	return at;
}

static inline void put_near(struct queue *queue, struct event *event)
{
	struct queue_near *end = nth(queue, queue->near_n++), *at = place_of(end, event);

	if (at == end)
		queue->first = event->at;
	else if (end - at > MOVED_AT_ONCE)
		memmove(at + 1, at, (size_t)((char *)end - (char *)at));
	else
		for (; end > at; end--)
			*end = end[-1];
	*at = (struct queue_near){ event->at, event };
	event->place = EVENT_NEAR;
}

/* The later half of them goes far. */
static void make_room(struct queue *queue)
{
	uint32_t half = queue->near_n / 2;

	for (uint32_t i = half; i--;)
		put_far(queue, nth(queue, i)->event);
	queue->near_n -= half;
	memmove(nth(queue, 0), nth(queue, half), queue->near_n * sizeof *queue->near);
}

/* An event and what its owner keeps behind it. */
static inline void prefetch(const struct event *event)
{
	__builtin_prefetch(event, 1);
	__builtin_prefetch((const char *)event + ARENA_LINE, 1);
}

static void prefetch_all(const struct queue_block *block)
{
	for (; block; block = block->next)
		for (uint32_t i = 0; i < block->n; i++)
			prefetch(block->entry[i].event);
}

/* The last of the first few has been taken. */
static void bring_near(struct queue *queue)
{
	struct queue_block *block, *next;
	unsigned b;

	while (queue->bucket[b = lowest(queue)].n > FEW)
		split(queue, b);
	queue->far_n -= queue->bucket[b].n;
	block = empty(queue, b);
	prefetch_all(block);
	for (; block; block = next) {
		next = block->next;
		for (uint32_t i = 0; i < block->n; i++)
			put_near(queue, block->entry[i].event);
		block_free(queue, block);
	}
}

/* With nothing pending that is the fence's. */
static inline void find_first(struct queue *queue)
{
	if (!queue->near_n && queue->far_n)
		bring_near(queue);
	queue->first = nth(queue, queue->near_n)[-1].at;
}

static void remove_near(struct queue *queue, const struct event *event)
{
	struct queue_near *end = nth(queue, queue->near_n--), *at = place_of(end, event);

	must(at->event == event);
	memmove(at, at + 1, (size_t)((char *)end - (char *)(at + 1)));
}

/* ---- The calls. ---- */

/* Something is far, or there is no room: near is who comes before the last of the first few. */
static __attribute__((noinline)) void put_either(struct queue *queue, struct event *event)
{
	const struct event *last = nth(queue, 0)->event;

	if (!queue->near_n || key_of(event->at, event->order) > key_of(last->at, last->order)) {
		put_far(queue, event);
		return;
	}
	if (queue->near_n == QUEUE_NEAR)
		make_room(queue);
	put_near(queue, event);
}

static __attribute__((noinline)) void put(struct queue *queue, struct event *event)
{
	must(event->at < VTIME_NEVER); /* the fence's alone: no search passes it */
	if (queue->far_n || queue->near_n == QUEUE_NEAR)
		put_either(queue, event);
	else
		put_near(queue, event);
}

/* What comes before all others, as most do with few pending, is looked for nowhere. */
inline void queue_insert(struct queue *queue, struct event *event, enum event_class class, vtime at)
{
	uint64_t order = (uint64_t)class << EVENT_CLASS_SHIFT | queue->inserted++;

	must(!event_queued(event));
	event->at = at;
	event->order = order;
	if (at < queue->first && queue->near_n < QUEUE_NEAR) {
		*nth(queue, queue->near_n++) = (struct queue_near){ at, event };
		queue->first = at;
		event->place = EVENT_NEAR;
		return;
	}
	put(queue, event);
}

void queue_insert_kept(struct queue *queue, struct event *event)
{
	must(!event_queued(event));
	put(queue, event);
}

void queue_cancel(struct queue *queue, struct event *event)
{
	if (event->place == EVENT_IDLE)
		return;
	if (event->place == EVENT_NEAR)
		remove_near(queue, event);
	else
		remove_far(queue, event);
	event->place = EVENT_IDLE;
	find_first(queue);
}

inline struct event *queue_take(struct queue *queue)
{
	struct event *event;

	must(queue->near_n);
	event = nth(queue, --queue->near_n)->event;
	event->place = EVENT_IDLE;
	if (queue->near_n > AHEAD)
		prefetch(nth(queue, queue->near_n - 1 - AHEAD)->event);
	find_first(queue);
	return event;
}
