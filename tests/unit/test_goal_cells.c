/* SPDX-License-Identifier: MIT */
/* Goals over policies: a cell for each, green, red or open by what came under it. */
#include "tests/unit/goal_rig.h"

#define POLICY(text) "cmd.take cpu=- text=\"policy " text "\" event=0"
#define KEYWORD(device) "cmd.take cpu=- text=\"keyword " device " LabClaim=own\" event=0"
#define START "pnp.start obj=nic0 cpu=- driver=\"x\""
#define MASKED "dev.mask obj=nic0 cpu=- bits=0x1 ims_after=0x0"

/* Cells line and cap count=1; the record is a cause that is set, never one that is cleared. */
static void prepare_policies(struct rig *rig)
{
	struct err err;

	prepare(rig, GOAL_policies, "kind:dev.cause.set", NULL);
	ck_assert(query_read(&rig->goal.never, "kind:dev.cause.clear", &err));
	ck_assert(query_read(&rig->goal.near[0].record, "kind:dev.mask", &err));
	rig->goal.near[0].says = mem_copy_text("it was masked");
	rig->goal.near_n = 1;
	rig->goal.device = mem_copy_text("nic0");
	rig->goal.cell[0].under = mem_copy_text("line");
	rig->goal.cell[1].under = mem_copy_text("cap count=1");
	rig->goal.cells = 2;
	goal_reset(&rig->goal);
}

static void expect_cells(const struct rig *rig, enum goal_cell_state first, enum goal_cell_state second, const char *distance)
{
	struct str out = { 0 };

	goal_distance(&rig->goal, &out);
	ck_assert_int_eq(rig->goal.cell[0].state, first);
	ck_assert_int_eq(rig->goal.cell[1].state, second);
	ck_assert_str_eq(out.text ? out.text : "", distance);
	str_free(&out);
}

static void under(struct rig *rig, const char *policy)
{
	see(rig, 1, policy);
	see(rig, 1, START);
}

START_TEST(policies_want_each_one_started_and_seen)
{
	struct rig rig;

	prepare_policies(&rig);
	expect_cells(&rig, CELL_UNTRIED, CELL_UNTRIED, "0 of 2; missing: policy line is not tried");
	see(&rig, 1, POLICY("line"));
	see(&rig, 1, SET); /* of the start before */
	expect_cells(&rig, CELL_UNTRIED, CELL_UNTRIED, "0 of 2; missing: policy line is not tried");
	see(&rig, 1, START);
	expect_cells(&rig, CELL_OPEN, CELL_UNTRIED, "0 of 2; missing: policy line: nothing has come yet");
	see(&rig, 1, MASKED);
	expect_cells(&rig, CELL_OPEN, CELL_UNTRIED, "0 of 2; missing: policy line: it was masked");
	see(&rig, 1, POLICY("line")); /* again: what comes before its start does not count, good or bad */
	see(&rig, 1, SET);
	see(&rig, 1, CLEAR);
	expect_cells(&rig, CELL_OPEN, CELL_UNTRIED, "0 of 2; missing: policy line: it was masked");
	see(&rig, 1, START);
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_GREEN, CELL_UNTRIED, "1 of 2; missing: policy cap count=1 is not tried");
	under(&rig, POLICY("all")); /* nobody asked for that one */
	see(&rig, 1, SET);
	under(&rig, POLICY("cap  count=1"));
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_GREEN, CELL_GREEN, "");
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 1, POLICY("line"));
	see(&rig, 1, KEYWORD("nic0"));
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED); /* what was reached stays */
	frees(&rig);
}
END_TEST

START_TEST(policies_are_red_where_what_must_not_come_comes)
{
	struct rig rig;

	prepare_policies(&rig);
	under(&rig, POLICY("line"));
	see(&rig, 1, SET);
	see(&rig, 1, CLEAR);
	expect_cells(&rig, CELL_RED, CELL_UNTRIED, "0 of 2; missing: policy line: what must not come has come");
	see(&rig, 1, SET);
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_RED);
	see(&rig, 1, START); /* another try */
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_GREEN, CELL_UNTRIED, "1 of 2; missing: policy cap count=1 is not tried");
	under(&rig, POLICY("cap count=1"));
	see(&rig, 1, SET);
	ck_assert_int_eq(rig.goal.state, GOAL_REACHED);
	see(&rig, 1, CLEAR); /* the policy holds still */
	ck_assert_int_eq(rig.goal.state, GOAL_OPEN);
	frees(&rig);
}
END_TEST

START_TEST(a_cell_may_want_more_than_one_record)
{
	struct rig rig;

	prepare_policies(&rig);
	rig.goal.least = 2;
	under(&rig, POLICY("line"));
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_OPEN, CELL_UNTRIED, "0 of 2; missing: policy line: 1 of 2");
	see(&rig, 1, START); /* another try, from nothing */
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_OPEN, CELL_UNTRIED, "0 of 2; missing: policy line: 1 of 2");
	see(&rig, 1, SET);
	expect_cells(&rig, CELL_GREEN, CELL_UNTRIED, "1 of 2; missing: policy cap count=1 is not tried");
	frees(&rig);
}
END_TEST

START_TEST(a_keyword_makes_another_driver_of_it_that_no_policy_has_seen)
{
	struct rig rig;

	prepare_policies(&rig);
	under(&rig, POLICY("line"));
	see(&rig, 1, SET);
	see(&rig, 1, KEYWORD("nic1"));
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_GREEN);
	see(&rig, 1, KEYWORD("nic0"));
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_UNTRIED);
	see(&rig, 1, SET); /* it runs with the old keywords still */
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_UNTRIED);
	see(&rig, 1, START);
	see(&rig, 1, SET);
	ck_assert_int_eq(rig.goal.cell[0].state, CELL_GREEN);
	frees(&rig);
}
END_TEST

SUITE("goal cells", policies_want_each_one_started_and_seen, policies_are_red_where_what_must_not_come_comes,
      a_cell_may_want_more_than_one_record, a_keyword_makes_another_driver_of_it_that_no_policy_has_seen)
