/* SPDX-License-Identifier: MIT */
/* Where in a start interrupts can come, in which ways they can, and the goal that wants each way tried. */
#include <string.h>

#include "lessons/host/goal_cells.h"
#include "lessons/host/places.h"
#include "lessons/host/ways.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* A start of nic0 that maps and writes a register before it registers, and another one after; interrupts: service routines inside two of its gaps. */
static const struct {
	vtime at;
	bool interrupt;
	const char *words;
} start[] = {
	{ 0, false, "pnp.start obj=nic0 cpu=0 irql=0 driver=\"x\"" },
	{ 0, false, "handler.enter obj=nic0 cpu=0 irql=0 name=\"AddDevice\" a=0x0 b=0x0 code=?" },
	{ 1, false, "api.call cpu=0 irql=0 name=\"early\" a=0x0 b=0x0 at=?" },
	{ 5, false, "pnp.state obj=nic0 cpu=0 irql=0 state=initializing status=0x0" },
	{ 5, false, "handler.enter obj=nic0 cpu=0 irql=0 name=\"Initialize\" a=0x0 b=0x0 code=?" },
	{ 5, false, "api.call obj=nic0 cpu=0 irql=0 name=\"map\" a=0x0 b=0x0 at=?" },
	{ 7, false, "api.call obj=nic0 cpu=1 irql=0 name=\"another-cpu\" a=0x0 b=0x0 at=?" },
	{ 9, false, "api.return obj=nic0 cpu=0 irql=0 name=\"map\" value=0x0 since=0 at=?" },
	{ 12, false, "mmio.write obj=nic0 cpu=0 irql=0 offset=0x4 value=0x0 size=4 at=?" },
	{ 12, false, "api.call obj=nic0 cpu=0 irql=0 name=\"register\" a=0x0 b=0x0 at=?" },
	{ 20, false, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=- vector=0x50 cpus=0x1 kind=line" },
	{ 21, true, "isr.enter obj=nic0.interrupt cpu=0 irql=5 message=- vector=0x50 place=0 code=?" },
	{ 22, true, "mmio.read obj=nic0 cpu=0 irql=5 offset=0x0 value=0x1 size=4 at=?" },
	{ 23, true, "isr.exit obj=nic0.interrupt cpu=0 irql=5 message=- claimed=1 queue_default=0 targets=0x0" },
	{ 30, false, "api.return obj=nic0 cpu=0 irql=0 name=\"register\" value=0x0 since=0 at=?" },
	{ 33, false, "mmio.write obj=nic0 cpu=0 irql=0 offset=0x4 value=0x1 size=4 at=?" },
};
enum { STARTS = sizeof start / sizeof *start };

#define RAISE "cmd.take cpu=- text=\"device.raise nic0 SW0\" event=0"

/* As often as the number stands among the gaps. */
static void tell_raises(struct trace *trace, vtime at, const char *gaps, unsigned gap)
{
	for (; *gaps; gaps++)
		if ((unsigned)*gaps == '0' + gap)
			tell(trace, at, RAISE);
}

/* Where a gap begins, its interrupts are raised. Returns its number. */
static uint64_t tell_raised(struct trace *trace, bool interrupted, const char *gaps)
{
	uint64_t first = trace_count(trace), entered = 0;
	struct place_walk walk;
	struct str end = { 0 };

	place_walk_begin(&walk, trace, "nic0");
	for (unsigned i = 0; i < STARTS; i++) {
		unsigned instants = walk.instants;

		if (start[i].interrupt && !interrupted)
			continue;
		if (strstr(start[i].words, "Initialize"))
			entered = trace_count(trace);
		place_walk_see(&walk, trace_at(trace, tell(trace, start[i].at, start[i].words)));
		if (walk.instants > instants)
			tell_raises(trace, start[i].at, gaps, walk.instants);
	}
	str_format(&end, "handler.exit obj=nic0 cpu=0 irql=0 name=\"Initialize\" value=0x0 since=%llu", (unsigned long long)entered);
	tell(trace, 33, end.text);
	str_free(&end);
	return first;
}

static uint64_t tell_start(struct trace *trace, bool interrupted)
{
	return tell_raised(trace, interrupted, "");
}

START_TEST(places_lie_between_the_instants_of_initialize)
{
	struct trace *trace = tell_machine();
	struct places places;
	uint64_t from = tell_start(trace, false);

	ck_assert(places_read(&places, trace, "nic0", from));
	ck_assert_uint_eq(places.n, 5); /* 5 9 12 20 30 33 */
	ck_assert_uint_eq(places.connected, 3);
	ck_assert(!places_read(&places, trace, "nic0", trace_count(trace)));
	from = tell_start(trace, true);
	ck_assert(places_read(&places, trace, "nic0", from));
	ck_assert_uint_eq(places.n, 5);
	trace_free(trace);
}
END_TEST

START_TEST(a_place_is_told_by_what_lies_around_it)
{
	static const char *const expected[] = {
		"at the beginning, before map", "after map, before IMS", "after IMS, before register", "inside register, where the line is connected already",
		"after register, before IMS",
	};
	struct trace *trace = tell_machine();
	uint64_t from = tell_start(trace, false);
	struct str out = { 0 };

	for (unsigned i = 0; i < 5; i++) {
		str_clear(&out);
		place_tell(trace, "nic0", from, i, &out);
		ck_assert_str_eq(out.text, expected[i]);
	}
	str_free(&out);
	trace_free(trace);
}
END_TEST

/* How many records of a start, from its number on, pass until `line` is there; -1: it does not come, -2: it is no such line. */
static int until(struct trace *trace, uint64_t from, const char *line)
{
	struct trace *so_far = tell_machine();
	struct place_until until;
	struct words words;
	struct err err;
	int n = -1;

	ck_assert(words_split(&words, line, &err));
	if (!place_until_begin(&until, &words, so_far))
		n = -2;
	for (uint64_t i = from; n == -1 && i < trace_count(trace); i++)
		if (place_until_see(&until, trace, trace_at(trace, i)))
			n = (int)(i - from);
	words_free(&words);
	trace_free(so_far);
	return n;
}

START_TEST(time_passes_up_to_a_place_whatever_came_before)
{
	struct trace *trace = tell_machine();
	uint64_t silent = tell_start(trace, false), interrupted = tell_start(trace, true);

	ck_assert_int_eq(until(trace, silent, "until place nic0 1"), 4);
	ck_assert_int_eq(until(trace, silent, "until place nic0 5"), 11);
	ck_assert_int_eq(until(trace, interrupted, "until place nic0 5"), 14);
	ck_assert_int_eq(until(trace, interrupted, "until place nic0 6"), 15);
	ck_assert_int_eq(until(trace, silent, "until place nic0 99"), 13); /* the end */
	ck_assert_int_eq(until(trace, interrupted, "until served nic0"), 4);
	ck_assert_int_eq(until(trace, interrupted + 11, "until served nic0"), 2);
	ck_assert_int_eq(until(trace, silent, "until place nic0"), -2);
	ck_assert_int_eq(until(trace, silent, "until isr.exit 1ms"), -2);
	trace_free(trace);
}
END_TEST

static void expect_ways(const struct places *places, unsigned k, const char *expected)
{
	struct str out = { 0 };
	struct way way;
	bool more = way_first(places, k, &way);

	for (; more; more = way_next(places, &way)) {
		for (unsigned i = 0; i < k; i++)
			str_format(&out, "%u", way.gap[i]);
		str_append(&out, " ");
	}
	ck_assert_str_eq(out.text ? out.text : "", expected);
	str_free(&out);
}

START_TEST(ways_are_multisets_of_gaps_with_one_before_the_connection)
{
	struct places four = { 4, 2 }, all = { 3, 0 }, never = { 3, 3 };

	expect_ways(&four, 1, "0 1 2 3 ");
	expect_ways(&four, 2, "02 03 12 13 22 23 33 ");
	expect_ways(&four, 3, "022 023 033 122 123 133 222 223 233 333 ");
	expect_ways(&all, 2, "00 01 02 11 12 22 ");
	expect_ways(&never, 1, "0 1 2 ");
	expect_ways(&never, 2, "");
	ck_assert_uint_eq(ways_count(&four, 3), 10);
	ck_assert_uint_eq(ways_count(&never, 2), 0);
	ck_assert_uint_eq(ways_count(&never, 0), 1);
}
END_TEST

START_TEST(a_way_is_a_note_and_lines)
{
	struct places places = { 4, 2 };
	struct way way = { 3, { 1, 2, 2 } }, again;
	struct str out = { 0 };

	way_note(&way, "nic0", &out);
	ck_assert_str_eq(out.text, "note interrupts nic0 2 3 3");
	ck_assert(way_read(&again, "nic0", out.text) && way_same(&way, &again));
	ck_assert(!way_read(&again, "nic1", out.text));
	ck_assert(way_read(&again, "nic0", "note interrupts nic0 none") && !again.k);
	ck_assert(!way_read(&again, "nic0", "note interrupts nic0 0"));
	ck_assert(!way_read(&again, "nic0", "note interrupts nic0 1 2 3 4"));
	ck_assert(!way_read(&again, "nic0", "note interrupts nic0"));
	str_clear(&out);
	way_lines(&places, &way, "nic0", "SW0", &out); /* what waits for the line is served in gap 3 */
	ck_assert_str_eq(out.text, "until place nic0 2\ndevice.raise nic0 SW0\nuntil place nic0 3\nuntil served nic0\ndevice.raise nic0 SW0\n"
				   "until served nic0\ndevice.raise nic0 SW0\n");
	str_free(&out);
}
END_TEST

/* ---- the goal ---- */

struct rig {
	struct trace *trace;
	struct goal goal;
};

#define SERVED "isr.exit obj=nic0.interrupt cpu=0 irql=5 message=- claimed=1 queue_default=0 targets=0x0"
#define STOPPED "bugcheck cpu=0 irql=5 code=0xd1"
#define KEYWORD "cmd.take cpu=- text=\"keyword nic0 LabOrder=a\" event=0"

static void prepare(struct rig *rig)
{
	struct err err;

	*rig = (struct rig){ .trace = tell_machine(), .goal = { .kind = GOAL_interleavings, .least = 1, .most = 2, .cells = 3 } };
	rig->goal.device = mem_copy_text("nic0");
	rig->goal.cause = mem_copy_text("SW0");
	ck_assert(query_read(&rig->goal.first, "kind:isr.exit claimed:1", &err));
	ck_assert(query_read(&rig->goal.never, "kind:bugcheck", &err));
	ck_assert(query_read(&rig->goal.near[0].record, "kind:bugcheck", &err));
	rig->goal.near[0].says = mem_copy_text("it stopped");
	rig->goal.near_n = 1;
	goal_reset(&rig->goal);
}

static void frees(struct rig *rig)
{
	goal_fini(&rig->goal);
	trace_free(rig->trace);
}

static void see_from(struct rig *rig, uint64_t from)
{
	for (; from < trace_count(rig->trace); from++)
		goal_see(&rig->goal, rig->trace, trace_at(rig->trace, from));
}

/* A start that says it has interrupts in these gaps, has them in those, and what comes of it. */
static void way_as(struct rig *rig, const char *gaps, const char *raised, const char *outcome)
{
	uint64_t from = trace_count(rig->trace);
	struct str note = { 0 };

	str_format(&note, "cmd.take cpu=- text=\"note interrupts nic0 %s\" event=0", gaps);
	tell(rig->trace, 0, note.text);
	str_free(&note);
	tell_raised(rig->trace, false, raised);
	if (outcome)
		tell(rig->trace, 40, outcome);
	see_from(rig, from);
}

static void way(struct rig *rig, const char *gaps, const char *outcome)
{
	way_as(rig, gaps, strcmp(gaps, "none") ? gaps : "", outcome);
}

static const char *const ones[] = { "1", "2", "3", "4", "5" };
static const char *const twos[] = { "1 4", "1 5", "2 4", "2 5", "3 4", "3 5", "4 4", "4 5", "5 5" };

static void expect(const struct rig *rig, const char *distance)
{
	struct str out = { 0 };

	goal_distance(&rig->goal, &out);
	ck_assert_str_eq(out.text ? out.text : "", distance);
	str_free(&out);
}

START_TEST(every_way_in_its_order_reaches_it)
{
	struct rig rig;

	prepare(&rig);
	expect(&rig, "not yet; missing: k=0 is not tried");
	way(&rig, "none", SERVED);
	for (unsigned i = 0; i < 5; i++)
		way(&rig, ones[i], SERVED);
	expect(&rig, "6 of 15; missing: k=2 is not tried");
	way(&rig, "1 4", SERVED);
	expect(&rig, "7 of 15; missing: k=2 is not tried in each way");
	ck_assert_int_eq(rig.goal.cell[1].state, CELL_GREEN);
	way(&rig, "4 5", SERVED); /* not its turn */
	expect(&rig, "7 of 15; missing: k=2 is not tried in each way");
	for (unsigned i = 1; i < 9; i++)
		way(&rig, twos[i], SERVED);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	goal_see(&rig.goal, rig.trace, trace_at(rig.trace, tell(rig.trace, 50, KEYWORD)));
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED); /* it was; the cells are of the driver as it is now */
	ck_assert_int_eq(rig.goal.cell[1].state, CELL_UNTRIED);
	frees(&rig);
}
END_TEST

START_TEST(the_first_way_that_is_not_green_is_told)
{
	struct rig rig;
	uint64_t decided;

	prepare(&rig);
	way(&rig, "none", SERVED);
	way(&rig, "1", SERVED);
	way(&rig, "2", STOPPED);
	decided = trace_count(rig.trace) - 1;
	way(&rig, "3", STOPPED);
	way(&rig, "4", SERVED);
	expect(&rig, "3 of 15; missing: k=1: it stopped");
	ck_assert_int_eq(rig.goal.cell[1].state, CELL_RED);
	ck_assert_uint_eq(cells_bad_way(&rig.goal)->gap[0], 1);
	ck_assert(goal_blames(&rig.goal, &rig.goal.record));
	ck_assert_uint_eq(rig.goal.record, decided);
	way(&rig, "none", SERVED); /* another sweep */
	ck_assert_ptr_null(cells_bad_way(&rig.goal));
	expect(&rig, "not yet; missing: k=1 is not tried");
	frees(&rig);
}
END_TEST

START_TEST(a_way_in_which_nothing_comes_is_not_green)
{
	struct rig rig;

	prepare(&rig);
	way(&rig, "none", NULL);
	expect(&rig, "not yet; missing: k=0: too little has come");
	way(&rig, "1", SERVED); /* does not mend it */
	expect(&rig, "1 of 15; missing: k=0: too little has come");
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_OPEN);
	frees(&rig);
}
END_TEST

START_TEST(a_way_counts_with_its_interrupts_in_their_places)
{
	struct rig rig;

	prepare(&rig);
	way_as(&rig, "none", "3", SERVED);
	expect(&rig, "not yet; missing: k=0: an interrupt came in another place");
	way(&rig, "none", SERVED);
	way_as(&rig, "1", "2", SERVED);
	expect(&rig, "1 of 15; missing: k=1: an interrupt came in another place");
	way_as(&rig, "2", "", SERVED);
	way_as(&rig, "3", "33", SERVED);
	way_as(&rig, "4", "5", SERVED);
	way(&rig, "5", SERVED);
	expect(&rig, "2 of 15; missing: k=1: an interrupt came in another place");
	way(&rig, "none", SERVED);
	way_as(&rig, "1", "", SERVED);
	expect(&rig, "1 of 15; missing: k=1: too little has come");
	frees(&rig);
}
END_TEST

/* Where it waits for the one before it, it may come late; in a gap that this start has not, it comes when it can. */
START_TEST(an_interrupt_that_waits_is_placed_later_too)
{
	struct places places = { 4, 2 };
	struct way way = { 3, { 1, 2, 3 } };
	struct place_walk walk = { .inside = true, .instants = 2 };

	ck_assert(way_placed(&places, &way, 0, &walk));
	ck_assert(!way_placed(&places, &way, 1, &walk));
	walk.instants = 4;
	ck_assert(!way_placed(&places, &way, 0, &walk));
	ck_assert(way_placed(&places, &way, 1, &walk)); /* the first was served in gap 3 */
	ck_assert(way_placed(&places, &way, 2, &walk));
	ck_assert(!way_placed(&places, &way, 3, &walk));
	walk = (struct place_walk){ .over = true, .instants = 4 };
	ck_assert(!way_placed(&places, &way, 0, &walk));
	ck_assert(way_placed(&places, &way, 2, &walk));
}
END_TEST

SUITE("interleavings", places_lie_between_the_instants_of_initialize, a_place_is_told_by_what_lies_around_it, time_passes_up_to_a_place_whatever_came_before,
      ways_are_multisets_of_gaps_with_one_before_the_connection, a_way_is_a_note_and_lines, every_way_in_its_order_reaches_it,
      the_first_way_that_is_not_green_is_told, a_way_in_which_nothing_comes_is_not_green, a_way_counts_with_its_interrupts_in_their_places,
      an_interrupt_that_waits_is_placed_later_too)
