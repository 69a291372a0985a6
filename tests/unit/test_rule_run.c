/* SPDX-License-Identifier: MIT */
/* What a message's routines owe it, and how long a routine may take. */
#include "tests/unit/rule_rig.h"

START_TEST(a_budget_is_the_routines_own_time)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	tell(trace, 1000, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=0 context=0x0 budget=0 code=module0+0x50");
	enter(trace, 50000);
	leaves(trace, 75000, 1); /* 25 us, just in time */
	tell(trace, 126000, "dpc.exit obj=nic0.interrupt cpu=0 irql=2 message=0 more=0"); /* 125 us, 25 of them not its own */
	expect(trace, "");
}
END_TEST

START_TEST(over_the_budget_is_a_warning)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	enter(trace, 50000);
	leaves(trace, 75001, 1);
	tell(trace, 100000, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=0 context=0x0 budget=0 code=module0+0x50");
	tell(trace, 200001, "dpc.exit obj=nic0.interrupt cpu=0 irql=2 message=0 more=0");
	expect(trace, "Isr_Budget Dpc_Budget");
}
END_TEST

START_TEST(what_still_runs_when_the_system_stops_is_judged_then)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	tell(trace, 1000, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=0 context=0x0 budget=0 code=module0+0x50");
	tell(trace, 900000, "bugcheck cpu=0 irql=2 code=0x133 name=\"DPC_WATCHDOG_VIOLATION\" text=\"too long\" at=module0+0x60");
	expect(trace, "Dpc_Budget");
}
END_TEST

/* A message comes; its service routine asks for a DPC that was (not) seen to look at shared memory. */
static void message(struct trace *trace, vtime at)
{
	tell(trace, at, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x1 kind=msix");
	enter(trace, at);
	leaves(trace, at + 1, 1);
	tell(trace, at + 1, "dpc.queue obj=nic0.interrupt cpu=0 irql=6 message=0 target=0 context=0x0 depth_after=1");
	tell(trace, at + 2, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=0 context=0x0 budget=0 code=module0+0x50");
}

static void dpc_leaves(struct trace *trace, vtime at, int blind)
{
	char words[160];

	snprintf(words, sizeof words, "dpc.exit obj=nic0.interrupt cpu=0 irql=2 message=0 more=0 blind=%d", blind);
	tell(trace, at, words);
}

START_TEST(a_message_that_nobody_does_anything_about_is_ignored)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	message(trace, 10);
	dpc_leaves(trace, 20, 1);
	expect(trace, "Message_Ignored");
}
END_TEST

START_TEST(a_service_routine_that_asks_for_nothing_ignores_its_message)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	tell(trace, 9, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x1 kind=msix");
	enter(trace, 10);
	leaves(trace, 11, 1);
	tell(trace, 11, "isr.blind obj=nic0.interrupt cpu=0 irql=6 message=0");
	expect(trace, "Message_Ignored");
}
END_TEST

START_TEST(a_message_that_its_routine_declines_is_told_whatever_its_dpc_does)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	tell(trace, 9, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x1 kind=msix");
	enter(trace, 10);
	leaves(trace, 11, 0);
	expect(trace, "Message_Declined");
}
END_TEST

START_TEST(who_looks_at_a_descriptor_does_not_ignore_the_message)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	message(trace, 10);
	dpc_leaves(trace, 20, 0);
	expect(trace, "");
}
END_TEST

START_TEST(who_writes_a_mask_or_acknowledges_does_not_ignore_the_message)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	message(trace, 10);
	writes(trace, 15, ICR, 1);
	dpc_leaves(trace, 20, 1);
	message(trace, 30);
	tell(trace, 35, "api.call obj=nic0 cpu=0 irql=2 name=\"NdisQueueIoWorkItem\" a=0x0 b=0x0 at=module0+0x80");
	dpc_leaves(trace, 40, 1);
	expect(trace, "");
}
END_TEST

START_TEST(the_line_has_its_own_rules)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	asserted(trace, 5);
	enter(trace, 10);
	writes(trace, 10, ICR, 1);
	leaves(trace, 11, 1);
	tell(trace, 11, "dpc.queue obj=nic0.interrupt cpu=0 irql=6 message=0 target=0 context=0x0 depth_after=1");
	tell(trace, 12, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=0 context=0x0 budget=0 code=module0+0x50");
	dpc_leaves(trace, 20, 1);
	expect(trace, "");
}
END_TEST

SUITE("rule run", a_budget_is_the_routines_own_time, over_the_budget_is_a_warning,
      what_still_runs_when_the_system_stops_is_judged_then, a_message_that_nobody_does_anything_about_is_ignored,
      a_service_routine_that_asks_for_nothing_ignores_its_message, a_message_that_its_routine_declines_is_told_whatever_its_dpc_does, who_looks_at_a_descriptor_does_not_ignore_the_message,
      who_writes_a_mask_or_acknowledges_does_not_ignore_the_message, the_line_has_its_own_rules)
