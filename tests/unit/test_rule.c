/* SPDX-License-Identifier: MIT */
/* Rules as readers: what breaks each, and the near misses that do not. */
#include <string.h>

#include "sim/read/rule.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* The machine of tell.h whose registers have the offsets of the data sheet where it matters: ICR 0, IMS 4, IVAR[0] 8. */
static struct trace *started(const char *kind)
{
	struct trace *trace = tell_machine();
	char words[160];

	snprintf(words, sizeof words, "pnp.grant obj=nic0 cpu=0 irql=0 kind=%s count=2 asked=4 policy=\"cap\"", kind);
	tell(trace, 1, "pnp.start obj=nic0 cpu=0 irql=0 driver=\"x\"");
	tell(trace, 1, words);
	return trace;
}

static void registered(struct trace *trace, const char *kind)
{
	char words[160];

	tell(trace, 2, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMRegisterInterruptEx\" a=0x0 b=0x0 at=module0+0x10");
	snprintf(words, sizeof words, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x1 kind=%s", kind);
	tell(trace, 2, words);
}

static void writes(struct trace *trace, vtime at, unsigned offset, unsigned value)
{
	char words[160];

	snprintf(words, sizeof words, "mmio.write obj=nic0 cpu=0 irql=0 offset=0x%x value=0x%x size=4 at=module0+0x20", offset, value);
	tell(trace, at, words);
}

enum { ICR = 0, IMS = 4, IVAR0 = 8 };

/* Cause 0 is pending and enabled in the device, and its line is up. */
static void asserted(struct trace *trace, vtime at)
{
	writes(trace, at, IMS, 1);
	tell(trace, at, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1");
	tell(trace, at, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	tell(trace, at, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
}

static void enter(struct trace *trace, vtime at)
{
	tell(trace, at, "isr.enter obj=nic0.interrupt cpu=0 irql=6 message=0 vector=0x61 place=0 code=module0+0x30");
}

static void leaves(struct trace *trace, vtime at, int claimed)
{
	char words[160];

	snprintf(words, sizeof words, "isr.exit obj=nic0.interrupt cpu=0 irql=6 message=0 claimed=%d queue_default=0 targets=0x0", claimed);
	tell(trace, at, words);
}

/* Exactly these findings, by name, in this order. Frees the trace. */
static void expect(struct trace *trace, const char *names)
{
	struct rules *rules = rules_new(trace);
	struct str found = { 0 };
	const struct finding *findings;
	size_t n;

	rules_advance(rules, UINT64_MAX);
	findings = rules_findings(rules, &n);
	for (size_t i = 0; i < n; i++)
		str_format(&found, "%s%s", i ? " " : "", rule_forms[findings[i].rule].name);
	ck_assert_str_eq(found.text ? found.text : "", names);
	str_free(&found);
	rules_free(rules);
	trace_free(trace);
}

START_TEST(every_name_of_the_table_is_found_and_no_other)
{
	for (unsigned i = 0; i < RULE_COUNT; i++)
		ck_assert_uint_eq(rule_named(rule_forms[i].name), i);
	ck_assert_uint_eq(rule_named("Line_notmine"), RULE_COUNT);
}
END_TEST

START_TEST(the_machines_own_findings_keep_record_place_and_severity)
{
	struct trace *trace = started("line");
	uint64_t error = tell(trace, 5, "rule.violation obj=nic0 cpu=1 irql=2 rule=\"SpinLock\" text=\"held\" about=3 at=module0+0x40");
	struct rules *rules;
	const struct finding *findings;
	size_t n;

	tell(trace, 6, "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Register_Handler\" text=\"warning: one is NULL\" about=3 at=module0+0x44");
	rules = rules_new(trace);
	rules_advance(rules, UINT64_MAX);
	findings = rules_findings(rules, &n);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(findings[0].record, error);
	ck_assert_uint_eq(findings[0].code, 0x40);
	ck_assert_uint_eq(findings[0].cpu, 1);
	ck_assert_int_eq(findings[0].severity, RULE_ERROR);
	ck_assert_int_eq(findings[1].severity, RULE_WARNING);
	ck_assert_str_eq(findings[1].what, "one is NULL");
	rules_free(rules);
	trace_free(trace);
}
END_TEST

START_TEST(causes_enabled_before_registration_are_early)
{
	struct trace *trace = started("line");

	writes(trace, 2, IMS, 1);
	expect(trace, "Device_Early");
}
END_TEST

START_TEST(enabling_inside_or_after_the_register_call_is_in_time)
{
	struct trace *trace = started("line");

	writes(trace, 1, IMS, 0);
	registered(trace, "line");
	writes(trace, 3, IMS, 1);
	expect(trace, "");
}
END_TEST

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
	expect(trace, "");
}
END_TEST

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

static void deregisters(struct trace *trace, vtime at)
{
	tell(trace, at, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMDeregisterInterruptEx\" a=0x0 b=0x0 at=module0+0x70");
}

START_TEST(deregistering_an_active_device_is_told)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	writes(trace, 3, IMS, 1);
	deregisters(trace, 4);
	expect(trace, "Halt_Active");
}
END_TEST

START_TEST(under_msix_a_masked_entry_is_quiet_enough)
{
	struct trace *trace = started("msix");

	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	registered(trace, "msix");
	writes(trace, 3, IVAR0, 0x80);
	writes(trace, 3, IMS, 1); /* entry 0 is masked from reset */
	deregisters(trace, 4);
	expect(trace, "");
}
END_TEST

START_TEST(under_msix_an_open_entry_is_not)
{
	struct trace *trace = started("msix");

	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	registered(trace, "msix");
	tell(trace, 3, "msix.unmask obj=nic0 cpu=0 irql=0 entry=0 control_after=0x0");
	writes(trace, 3, IVAR0, 0x80);
	writes(trace, 3, IMS, 1);
	deregisters(trace, 4);
	expect(trace, "Halt_Active");
}
END_TEST

START_TEST(a_source_past_the_grant_is_out_of_range_once_it_is_enabled)
{
	struct trace *trace = started("msi");

	registered(trace, "msi");
	writes(trace, 3, IVAR0, 0x82); /* two were granted */
	writes(trace, 4, IMS, 2);      /* another cause */
	writes(trace, 5, IMS, 1);
	expect(trace, "Grant_Range");
}
END_TEST

START_TEST(a_source_within_the_grant_or_not_valid_is_in_range)
{
	struct trace *trace = started("msi");

	registered(trace, "msi");
	writes(trace, 3, IVAR0, 0x81);
	writes(trace, 3, IVAR0 + 4, 0x05); /* no VALID: source 0 */
	writes(trace, 5, IMS, 3);
	expect(trace, "");
}
END_TEST

START_TEST(an_entry_past_the_grant_is_the_drivers_once_it_has_mapped_it)
{
	struct trace *trace = started("msix");
	uint64_t call;

	registered(trace, "msix");
	call = tell(trace, 3, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMConfigMSIXTableEntry\" a=0x0 b=0x0 at=module0+0x80");
	tell_because(trace, 3, (int64_t)call, "msix.entry obj=nic0 cpu=0 irql=0 entry=3 address_after=0xfee00000 data_after=0x61 control_after=0x0");
	writes(trace, 4, IVAR0, 0x83);
	writes(trace, 5, IMS, 1);
	expect(trace, "");
}
END_TEST

START_TEST(an_entry_past_the_grant_that_nobody_mapped_shares_message_0)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	writes(trace, 4, IVAR0, 0x83);
	writes(trace, 5, IMS, 1);
	expect(trace, "Grant_Range");
}
END_TEST

START_TEST(a_bad_access_is_a_warning_if_a_driver_did_it)
{
	struct trace *trace = started("line");

	tell(trace, 3, "mmio.bad obj=nic0 cpu=- offset=0x2 value=0x0 size=2 write=0");
	tell(trace, 3, "mmio.bad obj=nic0 cpu=0 irql=0 offset=0x2 value=0x0 size=2 write=0");
	tell(trace, 3, "mmio.read obj=nic0 cpu=0 irql=0 offset=0x2 value=0x0 size=2 at=module0+0x20");
	expect(trace, "Register_Bad");
}
END_TEST

START_TEST(a_bugcheck_is_a_finding_when_nothing_explains_it)
{
	struct trace *trace = started("line");

	tell(trace, 9, "bugcheck cpu=0 irql=0 code=0x7e name=\"SYSTEM_THREAD_EXCEPTION_NOT_HANDLED\" text=\"divided by 0\" at=module0+0x90");
	expect(trace, "Bug_Check");
}
END_TEST

START_TEST(a_bugcheck_that_a_broken_rule_brought_is_not)
{
	struct trace *trace = started("line");

	tell(trace, 9, "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Wild_Access\" text=\"NULL is read\" about=3 at=module0+0x90");
	tell(trace, 9, "bugcheck cpu=0 irql=0 code=0x50 name=\"PAGE_FAULT_IN_NONPAGED_AREA\" text=\"NULL is read\" at=module0+0x90");
	expect(trace, "Wild_Access");
}
END_TEST

START_TEST(findings_are_the_same_in_pieces)
{
	struct trace *trace = started("line");
	struct rules *rules = rules_new(trace);
	size_t n;

	writes(trace, 2, IMS, 1);
	for (uint64_t i = 0; i < trace_count(trace); i++)
		rules_advance(rules, i);
	rules_advance(rules, 3);
	rules_findings(rules, &n);
	ck_assert_uint_eq(n, 1);
	rules_free(rules);
	trace_free(trace);
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

START_TEST(findings_that_are_alike_name_the_first_of_them)
{
	struct trace *trace = started("line");
	struct rules *rules = rules_new(trace);
	const struct finding *findings;
	size_t n;

	writes(trace, 2, IMS, 1);
	tell(trace, 3, "rule.violation obj=nic0 cpu=0 irql=2 rule=\"SpinLock\" text=\"held\" about=3 at=module0+0x40");
	writes(trace, 4, IMS, 2);
	tell(trace, 5, "rule.violation obj=nic0 cpu=0 irql=2 rule=\"SpinLock\" text=\"held\" about=3 at=module0+0x44");
	rules_advance(rules, UINT64_MAX);
	findings = rules_findings(rules, &n);
	ck_assert_uint_eq(n, 4);
	ck_assert_uint_eq(findings[0].first, 0);
	ck_assert_uint_eq(findings[1].first, 1);
	ck_assert_uint_eq(findings[2].first, 0);
	ck_assert_uint_eq(findings[3].first, 3); /* another place in the code */
	ck_assert_uint_eq(rules_before(rules, findings[1].record), 1);
	ck_assert_uint_eq(rules_before(rules, findings[1].record + 1), 2);
	ck_assert_uint_eq(rules_before(rules, UINT64_MAX), 4);
	rules_free(rules);
	trace_free(trace);
}
END_TEST

SUITE("rule", every_name_of_the_table_is_found_and_no_other, the_machines_own_findings_keep_record_place_and_severity,
      causes_enabled_before_registration_are_early, enabling_inside_or_after_the_register_call_is_in_time,
      a_claim_without_a_cause_of_its_own_is_not_mine, a_cause_that_was_live_for_a_moment_may_be_claimed,
      declining_while_the_own_device_asserts_ignores_it, a_cause_that_came_after_the_last_look_may_be_declined,
      a_line_that_was_quiet_for_a_moment_may_be_declined, a_cause_whose_disabling_is_on_its_way_may_be_declined,
      three_claims_that_leave_the_cause_are_not_dismissed_and_told_once, two_claims_and_an_acknowledgement_are_enough,
      a_message_routine_owes_the_line_nothing, a_budget_is_the_routines_own_time, over_the_budget_is_a_warning,
      what_still_runs_when_the_system_stops_is_judged_then, deregistering_an_active_device_is_told,
      under_msix_a_masked_entry_is_quiet_enough, under_msix_an_open_entry_is_not,
      a_source_past_the_grant_is_out_of_range_once_it_is_enabled, a_source_within_the_grant_or_not_valid_is_in_range,
      an_entry_past_the_grant_is_the_drivers_once_it_has_mapped_it, an_entry_past_the_grant_that_nobody_mapped_shares_message_0,
      a_bad_access_is_a_warning_if_a_driver_did_it, a_bugcheck_is_a_finding_when_nothing_explains_it,
      a_bugcheck_that_a_broken_rule_brought_is_not, a_message_that_nobody_does_anything_about_is_ignored, a_service_routine_that_asks_for_nothing_ignores_its_message,
      who_looks_at_a_descriptor_does_not_ignore_the_message, who_writes_a_mask_or_acknowledges_does_not_ignore_the_message,
      the_line_has_its_own_rules, findings_are_the_same_in_pieces,
      findings_that_are_alike_name_the_first_of_them)
