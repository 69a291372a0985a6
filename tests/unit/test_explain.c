/* SPDX-License-Identifier: MIT */
/* A record in words: its values taken apart, its rule, its cause; calls with their levels. */
#include <string.h>

#include "sim/read/explain.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

static void expect(const struct trace *trace, uint64_t number, const char *wanted)
{
	static const struct explain_call call[] = { { "NdisMRegisterInterruptEx", "PASSIVE", "PASSIVE", "connects the interrupt" },
						    { "NdisMQueueDpc", "PASSIVE", "HIGH", "queues DPCs" } };
	static const struct explain_calls calls = { call, 2 };
	struct str text = { 0 };

	explain_text(trace, number, &calls, &text);
	ck_assert_msg(strstr(text.text, wanted) != NULL, "no '%s' in:\n%s", wanted, text.text);
	str_free(&text);
}

START_TEST(every_kind_says_what_it_means)
{
	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		ck_assert_msg(explain_forms[kind].meaning && explain_forms[kind].meaning[0], "%s", record_forms[kind].name);
		ck_assert_msg(!explain_forms[kind].rule[0] || explain_forms[kind].clause[0], "%s: a rule of no document", record_forms[kind].name);
	}
}
END_TEST

START_TEST(a_message_is_taken_apart)
{
	struct trace *trace = tell_machine();
	uint64_t cause = tell(trace, 1, "dev.cause.set obj=nic0 cpu=- bits=0x1000001 icr_after=0x1000001");
	uint64_t send = tell_because(trace, 2, (int64_t)cause, "msi.send obj=nic0 cpu=- message=1 address=0xfee01000 data=0x61 source=1");

	expect(trace, cause, "bits 0x1000001: RXQ0 LSC");
	expect(trace, cause, "The first that came of it: #");
	expect(trace, send, "address 0xfee01000: the local APIC of CPU 1");
	expect(trace, send, "data 0x61: vector 0x61, fixed, edge");
	expect(trace, send, "Rule: BASE 6.1.4: ");
	expect(trace, send, "Because of: #");
	trace_free(trace);
}
END_TEST

START_TEST(a_vector_has_its_class)
{
	struct trace *trace = tell_machine();

	expect(trace, tell(trace, 1, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0"), "vector 0x61: class 6");
	trace_free(trace);
}
END_TEST

START_TEST(a_register_has_its_name)
{
	struct trace *trace = tell_machine();

	expect(trace, tell(trace, 1, "dev.reg obj=nic0 cpu=- index=2 after=0x81"), "index 2: IVAR[0]");
	expect(trace, tell(trace, 1, "mmio.write obj=nic0 cpu=0 irql=0 offset=0x4 value=0x1 size=4 at=?"), "offset 0x4: IMS");
	trace_free(trace);
}
END_TEST

START_TEST(a_call_is_told_with_its_levels)
{
	struct trace *trace = tell_machine();

	expect(trace, tell(trace, 1, "api.call cpu=0 irql=2 name=\"NdisMRegisterInterruptEx\" a=0x0 b=0x0 at=?"),
	       "Its rule: at IRQL PASSIVE only; here it is IRQL 2.");
	expect(trace, tell(trace, 1, "api.call cpu=0 irql=2 name=\"NdisMQueueDpc\" a=0x0 b=0x0 at=?"), "from IRQL PASSIVE to HIGH");
	trace_free(trace);
}
END_TEST

SUITE("explain", every_kind_says_what_it_means, a_message_is_taken_apart, a_vector_has_its_class, a_register_has_its_name,
      a_call_is_told_with_its_levels)
