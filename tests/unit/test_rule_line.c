/* SPDX-License-Identifier: MIT */
/* What a line's service routine owes its device and its neighbours. */
#include "tests/unit/rule_rig.h"

START_TEST(a_claim_without_a_cause_of_its_own_is_not_mine)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	enter(trace, 10);
	leaves(trace, 11, 1);
	expect(trace, "Line_NotMine");
}
END_TEST

START_TEST(a_cause_that_was_live_for_a_moment_may_be_claimed)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	enter(trace, 11);
	writes(trace, 12, ICR, 1);
	tell(trace, 13, "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0");
	leaves(trace, 14, 1);
	expect(trace, "");
}
END_TEST

START_TEST(declining_while_the_own_device_asserts_ignores_it)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	enter(trace, 11);
	leaves(trace, 12, 0);
	expect(trace, "Line_Ignored");
}
END_TEST

START_TEST(a_cause_is_ignored_whoever_enabled_it)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	tell(trace, 10, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1"); /* no write of the driver's: a command */
	tell(trace, 10, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	tell(trace, 10, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
	enter(trace, 11);
	leaves(trace, 12, 0);
	expect(trace, "Line_Ignored");
}
END_TEST

START_TEST(a_cause_that_came_after_the_last_look_may_be_declined)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	enter(trace, 11);
	tell(trace, 11, "mmio.read obj=nic0 cpu=0 irql=6 offset=0x0 value=0x0 size=4 at=module0+0x34");
	leaves(trace, 12, 0);
	expect(trace, "");
}
END_TEST

START_TEST(a_line_that_was_quiet_for_a_moment_may_be_declined)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	enter(trace, 11);
	tell(trace, 11, "line.deassert obj=nic0 cpu=- pin=1 code=0x24");
	tell(trace, 12, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
	leaves(trace, 13, 0);
	expect(trace, "");
}
END_TEST

START_TEST(a_cause_whose_disabling_is_on_its_way_may_be_declined)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	writes(trace, 10, ICR, 1); /* not arrived yet */
	enter(trace, 11);
	leaves(trace, 12, 0);
	expect(trace, "");
}
END_TEST

START_TEST(three_claims_that_leave_the_cause_are_not_dismissed_and_told_once)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	for (vtime at = 20; at < 100; at += 10) {
		enter(trace, at);
		leaves(trace, at + 5, 1);
	}
	expect(trace, "Line_NotDismissed");
}
END_TEST

START_TEST(two_claims_and_an_acknowledgement_are_enough)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 10);
	for (vtime at = 20; at < 100; at += 10) {
		enter(trace, at);
		if (at % 30 == 0)
			writes(trace, at, ICR, 1);
		leaves(trace, at + 5, 1);
		if (at % 30 == 0) {
			tell(trace, at + 6, "mmio.arrive obj=nic0 cpu=- offset=0x0 value=0x1 size=4");
			tell(trace, at + 6, "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0");
			tell(trace, at + 6, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
		}
	}
	expect(trace, "");
}
END_TEST

START_TEST(a_message_routine_owes_the_line_nothing)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	enter(trace, 10);
	leaves(trace, 11, 0);
	enter(trace, 12);
	leaves(trace, 13, 1);
	expect(trace, "Message_Declined"); /* and nothing of the line */
}
END_TEST

SUITE("rule line", a_claim_without_a_cause_of_its_own_is_not_mine, a_cause_that_was_live_for_a_moment_may_be_claimed,
      declining_while_the_own_device_asserts_ignores_it, a_cause_is_ignored_whoever_enabled_it, a_cause_that_came_after_the_last_look_may_be_declined,
      a_line_that_was_quiet_for_a_moment_may_be_declined, a_cause_whose_disabling_is_on_its_way_may_be_declined,
      three_claims_that_leave_the_cause_are_not_dismissed_and_told_once, two_claims_and_an_acknowledgement_are_enough,
      a_message_routine_owes_the_line_nothing)
