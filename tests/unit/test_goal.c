/* SPDX-License-Identifier: MIT */
/* Goals of lessons: when each kind is reached, missed, or lost again. */
#include <string.h>

#include "lessons/host/goal.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

struct rig {
	struct trace *trace;
	struct goal goal;
};

/* second: NULL for kinds that have one filter */
static void prepare(struct rig *rig, enum goal_kind kind, const char *first, const char *second)
{
	struct err err;

	*rig = (struct rig){ .trace = tell_machine(), .goal = { .kind = kind, .least = 1, .most = UINT64_MAX, .time = 100 } };
	ck_assert(query_read(&rig->goal.first, first, rig->trace, &err));
	if (second)
		ck_assert(query_read(&rig->goal.second, second, rig->trace, &err));
	goal_reset(&rig->goal);
}

static void see(struct rig *rig, vtime at, const char *words)
{
	goal_see(&rig->goal, rig->trace, trace_at(rig->trace, tell(rig->trace, at, words)));
}

static void frees(struct rig *rig)
{
	goal_fini(&rig->goal);
	trace_free(rig->trace);
}

#define SET "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1"
#define CLEAR "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0"

START_TEST(eventually_is_reached_by_the_first_and_stays)
{
	struct rig rig;

	prepare(&rig, GOAL_eventually, "kind:dev.cause.set", NULL);
	see(&rig, 1, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	see(&rig, 2, SET);
	see(&rig, 3, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	ck_assert_uint_eq(rig.goal.record, trace_count(rig.trace) - 2);
	frees(&rig);
}
END_TEST

START_TEST(never_holds_until_it_comes)
{
	struct rig rig;

	prepare(&rig, GOAL_never, "kind:dev.cause.set", NULL);
	see(&rig, 1, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 2, SET);
	see(&rig, 3, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_MISSED);
	frees(&rig);
}
END_TEST

START_TEST(before_asks_for_the_first_when_the_second_comes)
{
	struct rig rig;

	prepare(&rig, GOAL_before, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 1, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	see(&rig, 2, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	frees(&rig);
	prepare(&rig, GOAL_before, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 1, CLEAR);
	see(&rig, 2, SET);
	see(&rig, 3, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_MISSED);
	frees(&rig);
}
END_TEST

START_TEST(within_counts_from_the_first_of_several)
{
	struct rig rig;

	prepare(&rig, GOAL_within, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 0, SET);
	see(&rig, 60, SET);
	see(&rig, 100, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 200, SET);
	goal_at(&rig.goal, 300);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	goal_at(&rig.goal, 301);
	ck_assert_int_eq(rig.goal.state, GOAL_MISSED);
	frees(&rig);
}
END_TEST

START_TEST(count_says_how_many_are_missing_and_may_have_a_most)
{
	struct rig rig;
	struct str out = { 0 };

	prepare(&rig, GOAL_count, "kind:dev.cause.set", NULL);
	rig.goal.least = 2;
	rig.goal.most = 2;
	see(&rig, 1, SET);
	goal_distance(&rig.goal, &out);
	ck_assert_str_eq(out.text, "1 of 2");
	see(&rig, 2, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 3, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_MISSED);
	str_free(&out);
	frees(&rig);
}
END_TEST

START_TEST(hold_can_be_lost_and_had_again)
{
	struct rig rig;

	prepare(&rig, GOAL_hold, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 1, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 2, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	see(&rig, 3, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	frees(&rig);
}
END_TEST

START_TEST(kinds_are_those_that_can_change_it)
{
	bool kinds[RECORD_KINDS] = { false };
	struct rig rig;

	prepare(&rig, GOAL_hold, "kind:isr.*", "vector:0x61 -kind:apic.*");
	goal_kinds(&rig.goal, kinds);
	ck_assert(kinds[R_ISR_ENTER] && kinds[R_IOAPIC_SEND]);
	ck_assert(!kinds[R_APIC_ACCEPT] && !kinds[R_DPC_ENTER]);
	frees(&rig);
}
END_TEST

SUITE("goal", eventually_is_reached_by_the_first_and_stays, never_holds_until_it_comes, before_asks_for_the_first_when_the_second_comes,
      within_counts_from_the_first_of_several, count_says_how_many_are_missing_and_may_have_a_most, hold_can_be_lost_and_had_again,
      kinds_are_those_that_can_change_it)
