/* SPDX-License-Identifier: MIT */
/* What a finding is: its place, severity and text, the machine's own and the reader's. */
#include "tests/unit/rule_rig.h"

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

START_TEST(a_bad_access_is_a_warning_if_a_driver_did_it)
{
	struct trace *trace = started("line");

	tell(trace, 3, "mmio.bad obj=nic0 cpu=- offset=0x2 value=0x0 size=2 write=0");
	tell(trace, 3, "mmio.bad obj=nic0 cpu=0 irql=0 offset=0x2 value=0x0 size=2 write=0");
	tell(trace, 3, "mmio.read obj=nic0 cpu=0 irql=0 offset=0x2 value=0x0 size=2 at=module0+0x20");
	expect(trace, "Register_Bad");
}
END_TEST

/* A read of a driver at CPU 0. */
static const char *said_of_bad(uint64_t offset, unsigned size)
{
	static char said[120];
	struct trace *trace = started("line");
	struct rules *rules;
	const struct finding *findings;
	char text[160];
	size_t n;

	snprintf(text, sizeof text, "mmio.bad obj=nic0 cpu=0 irql=0 offset=0x%x value=0x0 size=%u write=0", (unsigned)offset, size);
	tell(trace, 3, text);
	snprintf(text, sizeof text, "mmio.read obj=nic0 cpu=0 irql=0 offset=0x%x value=0x0 size=%u at=module0+0x20", (unsigned)offset, size);
	tell(trace, 3, text);
	rules = rules_new(trace);
	rules_advance(rules, trace_count(trace));
	findings = rules_findings(rules, &n);
	snprintf(said, sizeof said, "%s", n ? findings[n - 1].said : "");
	rules_free(rules);
	trace_free(trace);
	return said;
}

START_TEST(a_bad_access_is_told_by_what_is_bad_about_it)
{
	ck_assert_str_eq(said_of_bad(0x8, 2), "a 2-byte read at offset 0x8: registers are 4 bytes wide, as is each access");
	ck_assert_str_eq(said_of_bad(0xA, 4), "a 4-byte read at offset 0xa, which is not a multiple of 4");
	ck_assert_str_eq(said_of_bad(0x4FFC, 4), "a 4-byte read at offset 0x4ffc names no register");
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
	tell(trace, 6, "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Register_Handler\" text=\"warning: no enable handler\" about=3 at=module0+0x48");
	tell(trace, 7, "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Register_Handler\" text=\"no DPC handler\" about=3 at=module0+0x48");
	rules_advance(rules, UINT64_MAX);
	findings = rules_findings(rules, &n);
	ck_assert_uint_eq(n, 6);
	ck_assert_uint_eq(findings[0].first, 0);
	ck_assert_uint_eq(findings[1].first, 1);
	ck_assert_uint_eq(findings[2].first, 0);
	ck_assert_uint_eq(findings[3].first, 3); /* another place in the code */
	ck_assert_uint_eq(findings[5].first, 5); /* an error after a warning */
	ck_assert_uint_eq(rules_before(rules, findings[1].record), 1);
	ck_assert_uint_eq(rules_before(rules, findings[1].record + 1), 2);
	ck_assert_uint_eq(rules_before(rules, UINT64_MAX), 6);
	rules_free(rules);
	trace_free(trace);
}
END_TEST

SUITE("rule", every_name_of_the_table_is_found_and_no_other, the_machines_own_findings_keep_record_place_and_severity,
      a_bad_access_is_a_warning_if_a_driver_did_it, a_bad_access_is_told_by_what_is_bad_about_it, a_bugcheck_is_a_finding_when_nothing_explains_it,
      a_bugcheck_that_a_broken_rule_brought_is_not, findings_are_the_same_in_pieces,
      findings_that_are_alike_name_the_first_of_them)
