/* SPDX-License-Identifier: MIT */
/* Why an interrupt did not come: the first closed gate, since when, and the command that opens it. */
#include <string.h>

#include "sim/read/why.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* A machine whose nic0 is started with MSI-X, message 1 aimed at cpu1 with vector 61h, everything open but no cause. */
static struct trace *started(void)
{
	struct trace *trace = tell_machine();

	tell(trace, 0, "apic.reg obj=cpu0 cpu=- offset=0xf0 after=0x1df");
	tell(trace, 0, "apic.reg obj=cpu1 cpu=- offset=0xf0 after=0x1df");
	tell(trace, 0, "dev.link obj=nic0 cpu=- up=1 speed=100");
	tell(trace, 1, "pnp.grant obj=nic0 cpu=0 irql=0 kind=msix count=2 asked=4 policy=\"cap\"");
	tell(trace, 1, "pnp.state obj=nic0 cpu=0 irql=0 state=running status=0x0");
	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x4 size=2 written=0x406 after=0x406");
	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	tell(trace, 1, "msix.entry obj=nic0 cpu=0 irql=0 entry=1 address_after=0xfee01000 data_after=0x61 control_after=0x0");
	tell(trace, 1, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=1 vector=0x61 cpus=0x2 kind=msix");
	tell(trace, 1, "dev.reg obj=nic0 cpu=- index=2 after=0x81");
	tell(trace, 1, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1");
	return trace;
}

static void ask(const struct trace *trace, const char *what, struct why_answer *answer)
{
	struct scene *scene = scene_new(trace);
	struct why_question question;
	struct err err;
	char said[512];

	scene_advance(scene, UINT64_MAX);
	ck_assert_msg(why_read(&question, what, trace, &err), "%s", err_text(&err, said, sizeof said));
	why_ask(answer, scene, &question);
	scene_free(scene);
}

/* The trace's end has `gate` as the first closed one for cause RXQ0, opened by `command`. Frees the trace. */
static void expect_stop(struct trace *trace, int gate, const char *command)
{
	struct why_answer answer;
	struct str text = { 0 };

	ask(trace, "nic0 cause:RXQ0", &answer);
	why_text(&answer, trace, &text);
	ck_assert_msg(answer.closed == gate, "%s", text.text);
	if (gate >= 0)
		ck_assert_str_eq(answer.gate[gate].command, command);
	str_free(&text);
	trace_free(trace);
}

static uint64_t raise_cause(struct trace *trace)
{
	return tell(trace, 100, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
}

static uint64_t send_message(struct trace *trace)
{
	return tell_because(trace, 100, (int64_t)raise_cause(trace),
			    "msi.send obj=nic0 cpu=- message=1 address=0xfee01000 data=0x61 source=1");
}

START_TEST(a_bugcheck_is_named_before_everything_else)
{
	struct trace *trace = started();
	struct why_answer answer;
	struct str text = { 0 };

	raise_cause(trace);
	tell(trace, 200, "bugcheck cpu=0 irql=6 code=0xd1 name=\"DRIVER_IRQL_NOT_LESS_OR_EQUAL\" text=\"a bad address\" at=?");
	ask(trace, "nic0 cause:RXQ0", &answer);
	why_text(&answer, trace, &text);
	ck_assert_int_eq(answer.closed, WHY_stopped);
	ck_assert_msg(strstr(text.text, "stopped by machine: bugcheck 0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL: a bad address"), "%s", text.text);
	str_free(&text);
	trace_free(trace);
}
END_TEST

START_TEST(a_bugchecks_place_is_its_own_not_that_of_a_write_before_it)
{
	struct trace *trace = started();
	uint64_t write = tell(trace, 150, "mmio.write obj=nic0 cpu=0 irql=6 offset=0xc value=0x1 size=4 at=module0+0x20");
	struct why_answer answer;

	tell_because(trace, 200, (int64_t)write, "bugcheck cpu=0 irql=6 code=0xd1 name=\"X\" text=\"a bad address\" at=module0+0x40");
	ask(trace, "nic0 cause:RXQ0", &answer);
	ck_assert_uint_eq(answer.gate[WHY_stopped].code, 0x40);
	ck_assert_uint_eq(answer.gate[WHY_stopped].by, UINT64_MAX);
	trace_free(trace);
}
END_TEST

static void expect_text(struct trace *trace, const char *what, const char *wanted)
{
	struct why_answer answer;
	struct str text = { 0 };

	ask(trace, what, &answer);
	why_text(&answer, trace, &text);
	ck_assert_msg(strstr(text.text, wanted) != NULL, "no '%s' in:\n%s", wanted, text.text);
	str_free(&text);
}

START_TEST(a_frame_that_was_dropped_says_so)
{
	struct trace *trace = started();

	tell(trace, 50, "dev.frame obj=nic0 cpu=- queue=0 length=64 hash=0x0 form=0x0");
	tell(trace, 51, "dev.drop obj=nic0 cpu=- queue=0 reason=no-descriptor length=64");
	expect_text(trace, "nic0 frame:1", "stopped by frame: frame #");
	expect_text(trace, "nic0 frame:last", "was dropped: no-descriptor");
	expect_text(trace, "nic0 queue:0", "was dropped: no-descriptor");
	trace_free(trace);
}
END_TEST

START_TEST(a_frame_in_memory_goes_on_to_its_queue_s_cause)
{
	struct trace *trace = started();

	tell(trace, 50, "dev.frame obj=nic0 cpu=- queue=0 length=64 hash=0x0 form=0x0");
	tell(trace, 51, "dev.desc.write obj=nic0 cpu=- queue=0 index=0 head_after=1 length=64");
	expect_text(trace, "nic0 frame:1", "open    frame          frame #");
	expect_text(trace, "nic0 frame:1", "RXQ0, MSI-X message 1: stopped by cause");
	trace_free(trace);
}
END_TEST

START_TEST(a_frame_that_never_came_is_asked_for_by_command)
{
	struct trace *trace = started();
	struct why_answer answer;

	ask(trace, "nic0 frame:last", &answer);
	ck_assert_int_eq(answer.closed, WHY_frame);
	ck_assert_str_eq(answer.gate[WHY_frame].command, "frame nic0");
	trace_free(trace);
}
END_TEST

START_TEST(a_cpu_is_asked_about_what_waits_for_it)
{
	struct trace *trace = started();

	send_message(trace);
	tell(trace, 101, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0");
	expect_text(trace, "cpu:1", "nic0 RXQ0, MSI-X message 1");
	trace_free(trace);
}
END_TEST

START_TEST(who_closed_a_gate_is_told)
{
	struct trace *trace = started();
	uint64_t command;

	command = tell(trace, 60, "cmd.take obj=nic0 cpu=- text=\"mask nic0 1\" event=3");
	tell_because(trace, 60, (int64_t)command, "msix.mask obj=nic0 cpu=- entry=1 control_after=0x1");
	raise_cause(trace);
	expect_text(trace, "nic0 cause:RXQ0", "stopped by mask: ");
	expect_text(trace, "nic0 cause:RXQ0", "at 60ns: command: mask nic0 1)");
	trace_free(trace);
}
END_TEST

START_TEST(a_record_raises_its_own_question)
{
	struct trace *trace = started();
	struct why_question question;
	struct str words = { 0 };
	uint64_t send = send_message(trace);

	ck_assert(why_of_record(&question, trace, trace_at(trace, send)));
	why_words(&question, trace, &words);
	ck_assert_str_eq(words.text, "nic0 message:1");
	str_free(&words);
	trace_free(trace);
}
END_TEST

START_TEST(a_wrong_question_says_what_was_expected)
{
	struct trace *trace = started();
	struct why_question question;
	struct err err = { 0 };
	char said[512];

	ck_assert(!why_read(&question, "nic0 frame:none", trace, &err));
	ck_assert(strstr(err_text(&err, said, sizeof said), "frame:last") != NULL);
	err = (struct err){ 0 };
	ck_assert(!why_read(&question, "line:77", trace, &err));
	ck_assert(strstr(err_text(&err, said, sizeof said), "line:0 to 23") != NULL);
	err = (struct err){ 0 };
	ck_assert(!why_read(&question, "cause:LSC", trace, &err));
	ck_assert(strstr(err_text(&err, said, sizeof said), "which device?") != NULL);
	trace_free(trace);
}
END_TEST

START_TEST(device_without_driver_must_be_started)
{
	expect_stop(tell_machine(), WHY_started, "start nic0");
}
END_TEST

START_TEST(no_cause_is_raised_by_command)
{
	expect_stop(started(), WHY_cause, "device.raise nic0 RXQ0");
}
END_TEST

START_TEST(disabled_cause_is_enabled_in_ims)
{
	struct trace *trace = started();

	tell(trace, 50, "dev.mask obj=nic0 cpu=- bits=0x1 ims_after=0x0");
	raise_cause(trace);
	expect_stop(trace, WHY_enabled, "register.write nic0 IMS 0x1");
}
END_TEST

START_TEST(cause_without_valid_source_is_mapped)
{
	struct trace *trace = started();

	tell(trace, 50, "dev.reg obj=nic0 cpu=- index=2 after=0x1");
	raise_cause(trace);
	expect_stop(trace, WHY_mapped, "register.write nic0 IVAR[0] 0x80");
}
END_TEST

START_TEST(source_beyond_the_table_is_mapped_back)
{
	struct trace *trace = started();

	tell(trace, 50, "dev.reg obj=nic0 cpu=- index=2 after=0x89");
	raise_cause(trace);
	expect_stop(trace, WHY_mapped, "register.write nic0 IVAR[0] 0x80");
}
END_TEST

START_TEST(messages_that_were_turned_off_are_turned_on)
{
	struct trace *trace = started();

	tell(trace, 50, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x0 after=0x3");
	raise_cause(trace);
	expect_stop(trace, WHY_mode, "config.write nic0 msix.control 0x8000");
}
END_TEST

START_TEST(bus_master_off_withholds_messages)
{
	struct trace *trace = started();

	tell(trace, 50, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x4 size=2 written=0x402 after=0x402");
	raise_cause(trace);
	expect_stop(trace, WHY_master, "config.write nic0 command 0x406");
}
END_TEST

START_TEST(masks_are_named_with_the_record_that_set_them)
{
	struct trace *trace = started();
	struct why_answer answer;
	uint64_t mask = tell(trace, 50, "msix.mask obj=nic0 cpu=0 irql=0 entry=1 control_after=0x1");

	raise_cause(trace);
	tell(trace, 100, "pba.set obj=nic0 cpu=- entry=1 why=masked");
	ask(trace, "nic0 msg:1", &answer);
	ck_assert_int_eq(answer.closed, WHY_mask);
	ck_assert_uint_eq(answer.gate[WHY_mask].since, mask);
	ck_assert_str_eq(answer.gate[WHY_mask].command, "unmask nic0 1");
	ck_assert_int_eq(answer.gate[WHY_sent].state, WHY_NOT_MET); /* unmasking sends what is pending */
	ck_assert_str_eq(answer.gate[WHY_sent].command, "");
	tell(trace, 60, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0xc000 after=0xc003");
	expect_stop(trace, WHY_function_mask, "unmask nic0 all");
}
END_TEST

START_TEST(cause_that_was_pending_before_needs_a_new_edge)
{
	struct trace *trace = started();

	raise_cause(trace);
	expect_stop(trace, WHY_sent, "register.write nic0 ICR 0x1");
}
END_TEST

START_TEST(address_that_names_no_cpu_needs_a_restart)
{
	struct trace *trace = started();

	tell(trace, 50, "msix.entry obj=nic0 cpu=0 irql=0 entry=1 address_after=0xfee0f000 data_after=0x61 control_after=0x0");
	send_message(trace);
	expect_stop(trace, WHY_destination, "restart nic0");
}
END_TEST

START_TEST(message_on_its_way_waits_for_the_level)
{
	struct trace *trace = started();

	tell(trace, 50, "irql.raise obj=cpu1 cpu=- from=0 to_after=12");
	send_message(trace);
	tell(trace, 110, "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0");
	expect_stop(trace, WHY_level, "irql.lower cpu1 5");
}
END_TEST

START_TEST(vector_in_service_holds_its_class_back)
{
	struct trace *trace = started();

	tell(trace, 50, "apic.accept obj=cpu1 cpu=- vector=0x63 level=0");
	tell(trace, 50, "apic.deliver obj=cpu1 cpu=1 irql=0 vector=0x63");
	send_message(trace);
	expect_stop(trace, WHY_service, "");
}
END_TEST

static uint64_t serve(struct trace *trace, bool claimed)
{
	uint64_t send = send_message(trace);
	uint64_t enter = tell_because(trace, 900, (int64_t)send,
				      "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=1 vector=0x61 place=0");

	return tell_because(trace, 950, (int64_t)enter, claimed ? "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=1" :
								  "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=0");
}

START_TEST(routine_that_does_not_claim_is_named)
{
	struct trace *trace = started();

	serve(trace, false);
	expect_stop(trace, WHY_claimed, "");
}
END_TEST

START_TEST(waiting_dpc_is_named)
{
	struct trace *trace = started();

	serve(trace, true);
	tell(trace, 960, "dpc.queue obj=nic0.interrupt cpu=1 irql=6 message=1 target=1");
	tell(trace, 970, "irql.raise obj=cpu1 cpu=- from=0 to_after=2");
	expect_stop(trace, WHY_ran, "irql.lower cpu1 0");
}
END_TEST

START_TEST(interrupt_that_was_handled_has_no_closed_gate)
{
	struct trace *trace = started();

	serve(trace, true);
	tell(trace, 960, "dpc.queue obj=nic0.interrupt cpu=1 irql=6 message=1 target=1");
	tell(trace, 970, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=1");
	expect_stop(trace, -1, "");
}
END_TEST

/* nic0 on its line, IO-APIC input 21, vector 51h on cpu0. */
static struct trace *started_on_line(const char *entry)
{
	struct trace *trace = tell_machine();
	char words[128];

	tell(trace, 0, "apic.reg obj=cpu0 cpu=- offset=0xf0 after=0x1df");
	tell(trace, 1, "pnp.grant obj=nic0 cpu=0 irql=0 kind=line count=0 asked=0 policy=\"line\"");
	tell(trace, 1, "pnp.state obj=nic0 cpu=0 irql=0 state=running status=0x0");
	snprintf(words, sizeof words, "ioapic.entry obj=ioapic cpu=- input=21 after=%s", entry);
	tell(trace, 1, words);
	tell(trace, 1, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x51 cpus=0x1 kind=line");
	tell(trace, 1, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1");
	raise_cause(trace);
	return trace;
}

START_TEST(masked_input_of_the_io_apic_is_unmasked)
{
	struct trace *trace = started_on_line("0x1a051");

	tell(trace, 100, "line.assert obj=nic0 cpu=- pin=1");
	expect_stop(trace, WHY_ioapic_mask, "ioapic.unmask 21");
}
END_TEST

START_TEST(remote_irr_waits_for_the_end_of_interrupt)
{
	struct trace *trace = started_on_line("0xe051");

	tell(trace, 100, "line.assert obj=nic0 cpu=- pin=1");
	expect_stop(trace, WHY_remote_irr, "");
}
END_TEST

START_TEST(answer_is_text_with_the_verdict_first)
{
	struct trace *trace = started();
	struct why_answer answer;
	struct str text = { 0 };

	tell(trace, 50, "dev.mask obj=nic0 cpu=- bits=0x1 ims_after=0x0");
	raise_cause(trace);
	ask(trace, "nic0", &answer);
	why_text(&answer, trace, &text);
	ck_assert(strstr(text.text, "nic0 RXQ0, MSI-X message 1: stopped by enable: IMS is 0x0\n") == text.text);
	ck_assert(strstr(text.text, "opens with: register.write nic0 IMS 0x1\n"));
	str_free(&text);
	trace_free(trace);
}
END_TEST

START_TEST(chain_starts_at_the_first_cause)
{
	struct trace *trace = started();
	uint64_t exit = serve(trace, true);
	struct str text = { 0 };

	why_chain(trace, exit, &text);
	ck_assert(strstr(text.text, "dev.cause.set"));
	ck_assert(strstr(text.text, "dev.cause.set") < strstr(text.text, "msi.send"));
	ck_assert(strstr(text.text, "msi.send") < strstr(text.text, "isr.enter"));
	str_free(&text);
	trace_free(trace);
}
END_TEST

START_TEST(question_that_names_nothing_is_an_error)
{
	struct trace *trace = tell_machine();
	struct why_question question;
	struct err err;

	ck_assert(!why_read(&question, "nic7", trace, &err));
	ck_assert(!why_read(&question, "nic0 cause:RXQ9", trace, &err));
	ck_assert_uint_eq(err.col, 6);
	ck_assert(!why_read(&question, "", trace, &err));
	ck_assert(why_read(&question, "nic0 cause:LSC msg:1", trace, &err));
	ck_assert_int_eq(question.cause, 24);
	trace_free(trace);
}
END_TEST

SUITE("why", a_frame_that_was_dropped_says_so, a_frame_in_memory_goes_on_to_its_queue_s_cause,
      a_frame_that_never_came_is_asked_for_by_command, a_cpu_is_asked_about_what_waits_for_it, who_closed_a_gate_is_told,
      a_record_raises_its_own_question, a_wrong_question_says_what_was_expected, a_bugcheck_is_named_before_everything_else,
      a_bugchecks_place_is_its_own_not_that_of_a_write_before_it, device_without_driver_must_be_started, no_cause_is_raised_by_command, disabled_cause_is_enabled_in_ims,
      cause_without_valid_source_is_mapped, source_beyond_the_table_is_mapped_back, messages_that_were_turned_off_are_turned_on,
      bus_master_off_withholds_messages, masks_are_named_with_the_record_that_set_them,
      cause_that_was_pending_before_needs_a_new_edge, address_that_names_no_cpu_needs_a_restart,
      message_on_its_way_waits_for_the_level, vector_in_service_holds_its_class_back, routine_that_does_not_claim_is_named,
      waiting_dpc_is_named, interrupt_that_was_handled_has_no_closed_gate, masked_input_of_the_io_apic_is_unmasked,
      remote_irr_waits_for_the_end_of_interrupt, answer_is_text_with_the_verdict_first, chain_starts_at_the_first_cause,
      question_that_names_nothing_is_an_error)
