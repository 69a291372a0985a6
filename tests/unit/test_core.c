/* SPDX-License-Identifier: MIT */
/* The queue's total order, fibers, and time for code on a CPU: spending, nesting, look-ahead. */
#include <stddef.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/rng.h"
#include "sim/base/str.h"
#include "sim/os/cpu.h"
#include "tests/unit/suite.h"

static struct machine machine;
static struct trace *trace;
static struct core core;

static void setup(void)
{
	machine_init(&machine);
	trace = trace_new();
	core_init(&core, core_arena(), &machine, trace);
}

static void teardown(void)
{
	core_fini(&core);
	trace_free(trace);
	machine_fini(&machine);
}

struct item {
	struct event event;
	vtime at;
	enum event_class class;
	unsigned place;
};

static bool in_order(const struct item *a, const struct item *b)
{
	if (a->at != b->at)
		return a->at < b->at;
	return a->class != b->class ? a->class < b->class : a->place < b->place;
}

START_TEST(events_come_by_time_then_class_then_insertion)
{
	enum { N = 2000 };
	struct item *items = mem_new(N * sizeof *items), *last = NULL;
	struct queue queue;
	struct arena arena;
	struct rng rng;

	ck_assert(arena_open(&arena));
	queue_init(&queue, &arena);
	rng_init(&rng, 1, "order");
	for (unsigned i = 0; i < N; i++) {
		items[i] = (struct item){ .at = (vtime)rng_below(&rng, 50), .class = (enum event_class)rng_below(&rng, 4), .place = i };
		event_init(&items[i].event, "item", NULL);
		queue_insert(&queue, &items[i].event, items[i].class, items[i].at);
	}
	for (unsigned i = 0; i < N; i++) {
		vtime first = queue_first(&queue);
		struct item *item = (struct item *)queue_take(&queue);

		ck_assert_int_eq(first, item->at);
		ck_assert(!last || in_order(last, item));
		last = item;
	}
	ck_assert(queue_empty(&queue));
	arena_close();
	mem_free(items);
}
END_TEST

START_TEST(all_that_the_queue_takes_is_of_the_arena)
{
	enum { N = 6 * QUEUE_NEAR };
	struct event *events = mem_new(N * sizeof *events);
	struct queue queue;
	struct arena arena;
	unsigned far = 0;

	ck_assert(arena_open(&arena));
	queue_init(&queue, &arena);
	for (unsigned i = 0; i < N; i++) {
		event_init(&events[i], "item", NULL);
		queue_insert(&queue, &events[i], EVENT_DEVICE, 100 * (vtime)i);
	}
	for (unsigned b = 0; b < QUEUE_BUCKETS; b++)
		if (queue.bucket[b].blocks) {
			ck_assert_int_eq(arena_part_of((uint64_t)(uintptr_t)queue.bucket[b].blocks), ARENA_MACHINE);
			far++;
		}
	ck_assert_uint_gt(far, 0);
	ck_assert_int_eq(arena_part_of((uint64_t)(uintptr_t)queue.free), ARENA_MACHINE);
	arena_close();
	mem_free(events);
}
END_TEST

START_TEST(a_cancelled_event_never_comes_and_the_others_keep_their_order)
{
	enum { N = 500 };
	struct item *items = mem_new(N * sizeof *items), *last = NULL;
	struct queue queue;
	struct arena arena;
	struct rng rng;
	unsigned taken = 0;

	ck_assert(arena_open(&arena));
	queue_init(&queue, &arena);
	rng_init(&rng, 2, "cancel");
	for (unsigned i = 0; i < N; i++) {
		items[i] = (struct item){ .at = (vtime)rng_below(&rng, 90), .class = EVENT_DEVICE, .place = i };
		event_init(&items[i].event, "item", NULL);
		queue_insert(&queue, &items[i].event, EVENT_DEVICE, items[i].at);
	}
	for (unsigned i = 0; i < N; i += 3)
		queue_cancel(&queue, &items[i].event);
	for (; !queue_empty(&queue); taken++) {
		struct item *item = (struct item *)queue_take(&queue);

		ck_assert_uint_ne(item->place % 3, 0);
		ck_assert(!last || in_order(last, item));
		last = item;
	}
	ck_assert_uint_eq(taken, N - (N + 2) / 3);
	arena_close();
	mem_free(items);
}
END_TEST

/* The first of those that are queued, by looking at all of them. */
static struct item *first_of(struct item *items, unsigned n)
{
	struct item *first = NULL;

	for (unsigned i = 0; i < n; i++)
		if (event_queued(&items[i].event) && (!first || in_order(&items[i], first)))
			first = &items[i];
	return first;
}

static void insert_anew(struct queue *queue, struct item *item, struct rng *rng, vtime now, unsigned place)
{
	item->at = now + (vtime)rng_below(rng, rng_below(rng, 2) ? 5 : 200);
	item->class = (enum event_class)rng_below(rng, 4);
	item->place = place;
	queue_insert(queue, &item->event, item->class, item->at);
}

START_TEST(events_come_in_order_whatever_is_inserted_and_cancelled_between)
{
	enum { N = 6 * QUEUE_NEAR, STEPS = 24000 }; /* near alone, and far too */
	struct item *items = mem_new(N * sizeof *items);
	struct queue queue;
	struct arena arena;
	struct rng rng;
	vtime now = 0;

	ck_assert(arena_open(&arena));
	queue_init(&queue, &arena);
	rng_init(&rng, 3, "mixed");
	for (unsigned i = 0; i < N; i++)
		event_init(&items[i].event, "item", NULL);
	for (unsigned step = 0; step < STEPS; step++) {
		struct item *item = &items[rng_below(&rng, step / 4000 % 2 ? 10 : N)], *first;

		if (!event_queued(&item->event))
			insert_anew(&queue, item, &rng, now, step);
		else if (rng_below(&rng, 4) == 0)
			queue_cancel(&queue, &item->event);
		first = first_of(items, N);
		ck_assert_int_eq(queue_first(&queue), first ? first->at : VTIME_NEVER);
		if (first && rng_below(&rng, 2)) {
			ck_assert_ptr_eq(queue_take(&queue), first);
			now = first->at;
		}
	}
	arena_close();
	mem_free(items);
}
END_TEST

/* A CPU whose code appends to a log; what pokes bring runs nested. */
static struct str said;
static struct cpu cpu;
static struct event poke;
static unsigned nested;

static void say(const char *what)
{
	str_format(&said, "%s@%lld ", what, (long long)core.now);
}

static void take_one(struct cpu *self)
{
	if (nested++ >= 1) {
		say("inner");
		cpu_spend(self, 10);
		say("inner-end");
		return;
	}
	say("outer");
	cpu_spend(self, 100);
	say("outer-end");
}

static void do_poke(struct event *event)
{
	(void)event;
	cpu_poke(&cpu);
	if (nested == 0)
		core_after(&core, event, EVENT_INTERRUPT, 40);
}

static void code(void *argument)
{
	core.cpu = argument;
	say("begin");
	cpu_spend(argument, 1000);
	say("end");
	for (;;)
		cpu_wait(argument);
}

static void run_nesting(bool ahead)
{
	nested = 0;
	str_clear(&said);
	core.ahead = ahead ? -1 : CORE_AHEAD_NEVER;
	cpu_init(&cpu, &core, 0, take_one, code);
	event_init(&poke, "poke", do_poke);
	core_after(&core, &poke, EVENT_INTERRUPT, 300);
	core_run(&core, VTIME_NEVER, UINT64_MAX);
	cpu_fini(&cpu);
}

START_TEST(an_interruption_nests_and_the_spend_goes_on_for_what_is_left)
{
	setup();
	run_nesting(true);
	ck_assert_str_eq(said.text, "begin@0 outer@300 inner@340 inner-end@350 outer-end@410 end@1110 ");
	teardown();
}
END_TEST

START_TEST(look_ahead_changes_neither_what_happens_nor_the_count_of_events)
{
	uint64_t events;
	char *with;

	setup();
	run_nesting(true);
	events = core.events;
	with = mem_copy_text(said.text);
	teardown();
	setup();
	run_nesting(false);
	ck_assert_str_eq(said.text, with);
	ck_assert_uint_eq(core.events, events);
	teardown();
	mem_free(with);
}
END_TEST

START_TEST(a_run_stops_inside_a_spend_and_goes_on_there)
{
	setup();
	str_clear(&said);
	cpu_init(&cpu, &core, 0, take_one, code);
	ck_assert_int_eq(core_run(&core, 500, UINT64_MAX), 500);
	ck_assert_str_eq(said.text, "begin@0 ");
	ck_assert_int_eq(core_run(&core, VTIME_NEVER, core.events + 1), 1000);
	ck_assert_str_eq(said.text, "begin@0 end@1000 ");
	cpu_fini(&cpu);
	teardown();
}
END_TEST

START_TEST(a_run_takes_no_more_events_than_it_may)
{
	setup();
	cpu_init(&cpu, &core, 0, take_one, code);
	core_run(&core, VTIME_NEVER, 1);
	ck_assert_uint_eq(core.events, 1);
	ck_assert_int_eq(core.now, 0);
	cpu_fini(&cpu);
	teardown();
}
END_TEST

/* Three events of one instant: the second is kept behind the first. */
static struct event one, kept, other;
static struct str said;

static void say_c(struct event *event)
{
	(void)event;
	str_append(&said, "c");
}

static void say_b(struct event *event)
{
	(void)event;
	str_append(&said, "b");
}

static void say_a(struct event *event)
{
	(void)event;
	str_append(&said, "a");
	if (core_follows(&core, &kept))
		kept.run(&kept);
	else
		queue_insert_kept(&core.queue, &kept);
}

static void queue_abc(void)
{
	event_init(&one, "a", say_a);
	event_init(&kept, "b", say_b);
	event_init(&other, "c", say_c);
	queue_insert(&core.queue, &one, EVENT_DEVICE, 5);
	ck_assert(queue_followed(&core.queue, &one, EVENT_DEVICE, 5));
	ck_assert(!queue_followed(&core.queue, &one, EVENT_DEVICE, 6));
	ck_assert(!queue_followed(&core.queue, &one, EVENT_CPU, 5));
	queue_follow(&core.queue, &kept, &one);
	ck_assert(!queue_followed(&core.queue, &one, EVENT_DEVICE, 5));
	queue_insert(&core.queue, &other, EVENT_DEVICE, 5);
}

START_TEST(an_event_kept_behind_another_comes_in_its_place_and_counts)
{
	setup();
	queue_abc();
	core_run(&core, 10, 100);
	ck_assert_str_eq(said.text, "abc");
	ck_assert_uint_eq(core.events, 3);
	teardown();
}
END_TEST

START_TEST(a_run_may_end_before_an_event_that_is_kept)
{
	static const char *const after[] = { "a", "ab", "abc" };

	setup();
	queue_abc();
	for (unsigned n = 1; n <= 3; n++) {
		core_run(&core, 10, n);
		ck_assert_str_eq(said.text, after[n - 1]);
	}
	teardown();
}
END_TEST

START_TEST(stacks_of_ended_fibers_are_used_again)
{
	struct fiber a, b;
	void *stack;

	setup();
	fiber_init(&a, &core.stacks, code, NULL);
	stack = a.stack;
	fiber_fini(&a, &core.stacks);
	fiber_init(&b, &core.stacks, code, NULL);
	ck_assert_ptr_eq(b.stack, stack);
	fiber_fini(&b, &core.stacks);
	teardown();
}
END_TEST

START_TEST(the_arena_lies_at_its_fixed_addresses_and_is_zero)
{
	unsigned char *p;

	setup();
	p = arena_new(&core.arena, 100);
	ck_assert_uint_eq(arena_part_of((uintptr_t)p), ARENA_MACHINE);
	ck_assert_uint_ge((uintptr_t)p, ARENA_BASE);
	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(p[i], 0);
	ck_assert_uint_eq(arena_part_of(ARENA_BASE - 1), ARENA_PARTS);
	ck_assert_uint_eq(arena_part_of(arena_start(ARENA_WINDOWS)), ARENA_WINDOWS);
	ck_assert_uint_eq(arena_part_of(ARENA_BASE + ARENA_PARTS * ARENA_SPAN), ARENA_PARTS);
	teardown();
}
END_TEST

SUITE("core", all_that_the_queue_takes_is_of_the_arena, events_come_by_time_then_class_then_insertion,
      a_cancelled_event_never_comes_and_the_others_keep_their_order,
      events_come_in_order_whatever_is_inserted_and_cancelled_between,
      an_interruption_nests_and_the_spend_goes_on_for_what_is_left,
      look_ahead_changes_neither_what_happens_nor_the_count_of_events, a_run_stops_inside_a_spend_and_goes_on_there,
      a_run_takes_no_more_events_than_it_may, an_event_kept_behind_another_comes_in_its_place_and_counts,
      a_run_may_end_before_an_event_that_is_kept, stacks_of_ended_fibers_are_used_again,
      the_arena_lies_at_its_fixed_addresses_and_is_zero)
