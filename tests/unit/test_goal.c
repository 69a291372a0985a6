/* SPDX-License-Identifier: MIT */
/* Goals of lessons: when each kind is reached, missed, or lost again. Those over policies: test_goal_cells.c. */
#include "sim/read/rule.h"
#include "tests/unit/goal_rig.h"

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

/* What a missed goal says, and the record to blame, counted from the last of the trace. */
static void expect_blame(const struct rig *rig, unsigned back, const char *format)
{
	struct str said = { 0 }, wanted = { 0 };
	uint64_t number, expected = trace_count(rig->trace) - back;

	ck_assert(goal_blames(&rig->goal, &number));
	ck_assert_uint_eq(number, expected);
	goal_distance(&rig->goal, &said);
	str_format(&wanted, "%.*s#%llu%s", (int)strcspn(format, "#"), format, (unsigned long long)expected, strchr(format, '#') + 1);
	ck_assert_str_eq(said.text, wanted.text);
	str_free(&said);
	str_free(&wanted);
}

START_TEST(what_is_missed_names_the_record_to_blame)
{
	struct rig rig;
	uint64_t number;

	prepare(&rig, GOAL_never, "kind:dev.cause.set", NULL);
	ck_assert(!goal_blames(&rig.goal, &number));
	see(&rig, 1, SET);
	see(&rig, 2, CLEAR);
	expect_blame(&rig, 2, "missed by #");
	frees(&rig);
	prepare(&rig, GOAL_within, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 0, SET);
	see(&rig, 60, SET);
	see(&rig, 300, CLEAR);
	expect_blame(&rig, 3, "it took longer than 100ns, from # on");
	frees(&rig);
	prepare(&rig, GOAL_count, "kind:dev.cause.set", NULL);
	rig.goal.least = 0;
	rig.goal.most = 1;
	see(&rig, 1, SET);
	see(&rig, 2, SET);
	see(&rig, 3, SET);
	expect_blame(&rig, 2, "missed by #: seen: 2, at most: 1");
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

START_TEST(what_comes_after_it_was_missed_says_why)
{
	struct rig rig;
	struct str out = { 0 };

	prepare(&rig, GOAL_before, "kind:dev.cause.set", "kind:dev.cause.clear");
	near(&rig, 0, "kind:dev.mask");
	see(&rig, 1, CLEAR);
	see(&rig, 2, "dev.mask obj=nic0 cpu=- bits=0x1 ims_after=0x0");
	see(&rig, 3, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_MISSED);
	goal_distance(&rig.goal, &out);
	ck_assert_ptr_nonnull(strstr(out.text, "; missing: near"));
	str_free(&out);
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

START_TEST(late_wants_one_that_waited_too_long)
{
	struct rig rig;
	struct str said = { 0 };

	prepare(&rig, GOAL_late, "kind:dev.cause.set", "kind:dev.cause.clear");
	see(&rig, 10, SET);
	see(&rig, 110, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	goal_distance(&rig.goal, &said);
	ck_assert_str_eq(said.text, "not so late yet");
	see(&rig, 500, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	see(&rig, 600, SET);
	see(&rig, 690, SET);
	see(&rig, 701, CLEAR);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	str_free(&said);
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

START_TEST(one_is_not_counted_up_to)
{
	struct rig rig;
	struct str out = { 0 };

	prepare(&rig, GOAL_count, "kind:dev.cause.set", NULL);
	rig.goal.least = 1;
	goal_distance(&rig.goal, &out);
	ck_assert_str_eq(out.text, "not yet");
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

static void expect_kinds(struct rig *rig, bool set, bool clear)
{
	bool kinds[RECORD_KINDS] = { false };

	goal_kinds(&rig->goal, kinds);
	ck_assert_int_eq(kinds[R_DEV_CAUSE_SET], set);
	ck_assert_int_eq(kinds[R_DEV_CAUSE_CLEAR], clear);
}

START_TEST(what_is_missing_already_is_not_waited_for_again)
{
	struct rig rig;
	unsigned before;

	prepare(&rig, GOAL_eventually, "kind:dev.mask", NULL);
	near(&rig, 0, "kind:dev.cause.set");
	near(&rig, 1, "kind:dev.cause.clear");
	expect_kinds(&rig, true, true);
	before = goal_phase(&rig.goal);
	see(&rig, 1, SET);
	ck_assert_uint_ne(goal_phase(&rig.goal), before);
	expect_kinds(&rig, false, true);
	see(&rig, 2, CLEAR);
	expect_kinds(&rig, true, false);
	frees(&rig);
}
END_TEST

START_TEST(what_a_goal_waits_for_becomes_less)
{
	struct rig rig;

	prepare(&rig, GOAL_before, "kind:dev.cause.set", "kind:dev.cause.clear");
	expect_kinds(&rig, true, true);
	see(&rig, 1, SET);
	expect_kinds(&rig, false, true);
	see(&rig, 2, CLEAR);
	expect_kinds(&rig, false, false);
	frees(&rig);
	prepare(&rig, GOAL_count, "kind:dev.cause.set", NULL);
	see(&rig, 1, SET);
	expect_kinds(&rig, false, false);
	frees(&rig);
	prepare(&rig, GOAL_hold, "kind:dev.cause.set", "kind:dev.cause.clear");
	expect_kinds(&rig, true, false);
	see(&rig, 1, SET);
	expect_kinds(&rig, true, true);
	frees(&rig);
}
END_TEST

START_TEST(kinds_are_those_that_can_change_it)
{
	bool kinds[RECORD_KINDS] = { false };
	struct rig rig;

	prepare(&rig, GOAL_within, "kind:isr.*", "vector:0x61 -kind:apic.*");
	goal_kinds(&rig.goal, kinds);
	ck_assert(kinds[R_ISR_ENTER] && kinds[R_IOAPIC_SEND]);
	ck_assert(!kinds[R_APIC_ACCEPT] && !kinds[R_DPC_ENTER]);
	frees(&rig);
}
END_TEST

#define BROKEN "rule.violation obj=nic0 cpu=0 irql=0 rule=\"SpinLock\" text=\"held\" about=3 at=module0+0x40"
#define WARNED "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Register_Handler\" text=\"warning: one is NULL\" about=3 at=module0+0x44"

START_TEST(a_goal_over_findings_is_decided_by_what_the_rules_found)
{
	struct rules *rules;
	struct rig rig;

	prepare(&rig, GOAL_count, "rule:SpinLock,Race obj:nic0", NULL);
	rules = rules_new(rig.trace);
	goal_judge(&rig.goal, rules);
	ck_assert(goal_judges(&rig.goal));
	tell(rig.trace, 1, WARNED);
	tell(rig.trace, 2, BROKEN);
	tell(rig.trace, 2, SET);
	for (uint64_t i = 0; i < trace_count(rig.trace); i++) {
		rules_advance(rules, i);
		goal_see(&rig.goal, rig.trace, trace_at(rig.trace, i));
	}
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	ck_assert_uint_eq(rig.goal.record, trace_count(rig.trace) - 2);
	ck_assert_uint_eq(rig.goal.seen, 1);
	rules_free(rules);
	frees(&rig);
}
END_TEST

START_TEST(a_goal_over_findings_asks_for_no_kind)
{
	bool kinds[RECORD_KINDS] = { false };
	struct rig rig;

	prepare(&rig, GOAL_eventually, "rule:*", NULL);
	goal_kinds(&rig.goal, kinds);
	for (unsigned i = 0; i < RECORD_KINDS; i++)
		ck_assert(!kinds[i]);
	frees(&rig);
}
END_TEST

START_TEST(what_is_pointed_at_reaches_it_or_is_answered_by_the_first_that_it_passes)
{
	struct rig rig;
	uint64_t set, clear, other;

	prepare(&rig, GOAL_point, "kind:dev.cause.set", NULL);
	near(&rig, 0, "kind:dev.cause.clear");
	near(&rig, 1, "kind:dev.*");
	set = tell(rig.trace, 1, SET);
	clear = tell(rig.trace, 2, CLEAR);
	other = tell(rig.trace, 3, WARNED);
	see(&rig, 4, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN); /* it is not enough that it came */
	goal_point(&rig.goal, rig.trace, clear);
	ck_assert_int_eq(rig.goal.missing, 0);
	goal_point(&rig.goal, rig.trace, other);
	ck_assert_int_eq(rig.goal.missing, -1);
	ck_assert_uint_eq(rig.goal.pointed, other);
	goal_point(&rig.goal, rig.trace, set);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	goal_point(&rig.goal, rig.trace, clear);
	ck_assert_uint_eq(rig.goal.pointed, set);
	frees(&rig);
}
END_TEST

SUITE("goal", one_is_not_counted_up_to, a_goal_over_findings_is_decided_by_what_the_rules_found,
      a_goal_over_findings_asks_for_no_kind, what_is_pointed_at_reaches_it_or_is_answered_by_the_first_that_it_passes,
      eventually_is_reached_by_the_first_and_stays, never_holds_until_it_comes, what_is_missed_names_the_record_to_blame,
      before_asks_for_the_first_when_the_second_comes, what_comes_after_it_was_missed_says_why,
      within_counts_from_the_first_of_several, late_wants_one_that_waited_too_long,
      count_says_how_many_are_missing_and_may_have_a_most, hold_can_be_lost_and_had_again, what_a_goal_waits_for_becomes_less,
      what_is_missing_already_is_not_waited_for_again, kinds_are_those_that_can_change_it)
