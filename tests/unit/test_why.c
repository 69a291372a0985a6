/* SPDX-License-Identifier: MIT */
/* Why an interrupt did not come: the first closed gate, since when, and the command that opens it. */
#include "tests/unit/why_rig.h"

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

/* What comes to pass before the cause is set closes the gate. */
static void expect_closed(const char *by, int gate, const char *command)
{
	struct trace *trace = started();

	tell(trace, 50, by);
	raise_cause(trace);
	expect_stop(trace, gate, command);
}

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
	expect_closed("dev.mask obj=nic0 cpu=- bits=0x1 ims_after=0x0", WHY_enabled, "register.write nic0 IMS 0x1");
}
END_TEST

START_TEST(cause_without_valid_source_is_mapped)
{
	expect_closed("dev.reg obj=nic0 cpu=- index=2 after=0x1", WHY_mapped, "register.write nic0 IVAR[0] 0x80");
}
END_TEST

START_TEST(source_beyond_the_table_is_mapped_back)
{
	expect_closed("dev.reg obj=nic0 cpu=- index=2 after=0x89", WHY_mapped, "register.write nic0 IVAR[0] 0x80");
}
END_TEST

START_TEST(source_beyond_the_table_has_no_address_to_judge)
{
	struct trace *trace = started();
	struct why_answer answer;

	tell(trace, 50, "dev.reg obj=nic0 cpu=- index=2 after=0x89");
	raise_cause(trace);
	ask(trace, "nic0", &answer);
	ck_assert_int_eq(answer.gate[WHY_destination].state, WHY_NO_GATE);
	trace_free(trace);
}
END_TEST

/* The trace's end, asked `what`, is stopped by the map with this text and command. Frees the trace. */
static void expect_unmapped(struct trace *trace, const char *what, const char *text, const char *command)
{
	struct why_answer answer;

	ask(trace, what, &answer);
	ck_assert_int_eq(answer.closed, WHY_mapped);
	ck_assert_str_eq(answer.gate[WHY_mapped].text, text);
	ck_assert_str_eq(answer.gate[WHY_mapped].command, command);
	trace_free(trace);
}

START_TEST(message_without_a_cause_gets_one)
{
	struct trace *trace = started();

	raise_cause(trace);
	expect_unmapped(trace, "nic0 message:2", "no cause is mapped to message 2: no IVAR names it", "register.write nic0 IVAR[0] 0x82");
	expect_unmapped(started(), "nic0 message:4", "there is no message 4: the device has 4", "");
	trace = started();
	tell(trace, 50, "dev.unmask obj=nic0 cpu=- bits=0x2 ims_after=0x3"); /* RXQ1 is enabled and leads nowhere */
	raise_cause(trace);
	expect_unmapped(trace, "nic0 message:2", "no cause is mapped to message 2: no IVAR names it", "register.write nic0 IVAR[1] 0x82");
}
END_TEST

START_TEST(cause_that_leads_to_another_message_is_mapped_to_the_one_asked_about)
{
	struct trace *trace = started();

	raise_cause(trace);
	expect_unmapped(trace, "nic0 cause:RXQ0 message:3", "IVAR[0] does not name message 3", "register.write nic0 IVAR[0] 0x83");
}
END_TEST

START_TEST(messages_that_were_turned_off_are_turned_on)
{
	expect_closed("cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x0 after=0x3", WHY_mode, "config.write nic0 msix.control 0x8000");
}
END_TEST

START_TEST(bus_master_off_withholds_messages)
{
	expect_closed("cfg.write obj=nic0 cpu=0 irql=0 offset=0x4 size=2 written=0x402 after=0x402", WHY_master, "config.write nic0 command 0x406");
}
END_TEST

START_TEST(masks_are_named_with_the_record_that_set_them)
{
	struct trace *trace = started();
	struct why_answer answer;
	uint64_t mask = tell(trace, 50, "msix.mask obj=nic0 cpu=0 irql=0 entry=1 control_after=0x1"), entry;

	raise_cause(trace);
	tell(trace, 100, "pba.set obj=nic0 cpu=- entry=1 why=masked");
	ask(trace, "nic0 msg:1", &answer);
	ck_assert_int_eq(answer.closed, WHY_mask);
	ck_assert_uint_eq(answer.gate[WHY_mask].since, mask);
	ck_assert_str_eq(answer.gate[WHY_mask].command, "unmask nic0 1");
	ck_assert_int_eq(answer.gate[WHY_sent].state, WHY_NOT_MET); /* unmasking sends what is pending */
	ck_assert_str_eq(answer.gate[WHY_sent].command, "");
	entry = tell(trace, 100, "msix.entry obj=nic0 cpu=0 irql=0 entry=1 address_after=0xfee00000 data_after=0x61 control_after=0x1");
	ask(trace, "nic0 msg:1", &answer);
	ck_assert_uint_eq(answer.gate[WHY_mask].since, entry);
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

START_TEST(routine_that_does_not_claim_is_named)
{
	struct trace *trace = started();

	serve(trace, false);
	expect_stop(trace, WHY_claimed, "");
}
END_TEST

/* Its DPC is queued, and then this. */
static void queue(struct trace *trace, const char *then)
{
	tell(trace, 960, "dpc.queue obj=nic0.interrupt cpu=1 irql=6 message=1 target=1");
	tell(trace, 970, then);
}

START_TEST(waiting_dpc_is_named)
{
	struct trace *trace = started();

	serve(trace, true);
	queue(trace, "irql.raise obj=cpu1 cpu=- from=0 to_after=2");
	expect_stop(trace, WHY_ran, "irql.lower cpu1 0");
}
END_TEST

/* A DPC of the same message that was queued before the interrupt came is not its own. */
START_TEST(dpc_that_ran_before_its_own_was_queued_is_not_it)
{
	struct trace *trace = started();
	uint64_t send = send_message(trace), enter;

	tell(trace, 500, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=1");
	tell(trace, 600, "dpc.exit obj=nic0.interrupt cpu=1 irql=2 message=1 more=0");
	enter = tell_because(trace, 900, (int64_t)send, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=1 vector=0x61 place=0");
	tell_because(trace, 950, (int64_t)enter, "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=1");
	queue(trace, "irql.raise obj=cpu1 cpu=- from=0 to_after=2");
	expect_stop(trace, WHY_ran, "irql.lower cpu1 0");
}
END_TEST

START_TEST(interrupt_that_was_handled_has_no_closed_gate)
{
	struct trace *trace = started();

	serve(trace, true);
	queue(trace, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=1");
	expect_stop(trace, -1, "");
}
END_TEST

/* Served to its end, which clears the cause at last: arrived tells whether the write has come to the device. */
static struct trace *served_and_left(bool arrived)
{
	struct trace *trace = started();

	serve(trace, true);
	queue(trace, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=1");
	tell(trace, 980, "mmio.write obj=nic0 cpu=1 irql=2 offset=0x18 value=0x1 size=4 at=module0+0x10");
	tell(trace, 990, "dpc.exit obj=nic0.interrupt cpu=1 irql=2 message=1 more=0");
	if (arrived)
		tell(trace, 1280, "mmio.arrive obj=nic0 cpu=- offset=0x18 value=0x1 size=4");
	return trace;
}

START_TEST(cause_that_was_served_and_left_pending_sends_no_more)
{
	expect_stop(served_and_left(true), WHY_sent, "register.write nic0 ICR 0x1");
}
END_TEST

START_TEST(cause_whose_clearing_is_on_its_way_is_not_left)
{
	expect_stop(served_and_left(false), -1, "");
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
	tell(trace, 1, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=- vector=0x51 cpus=0x1 kind=line");
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

/* NOISY: its cause was set, its message sent and served, and CAUSE never written back. */
static struct trace *noisy_served(void)
{
	struct trace *trace = tell_machine();

	tell_object(trace, "device", "noisy0", "detail=\"noisy at 00:02.0\"");
	tell(trace, 0, "machine.reg obj=noisy0 cpu=- index=0 offset=0x0 name=\"CAUSE\" reset=0x0");
	tell(trace, 0, "machine.reg obj=noisy0 cpu=- index=1 offset=0x4 name=\"MASK\" reset=0xf");
	tell(trace, 0, "machine.cfg obj=noisy0 cpu=- offset=0x0 value=0x4e5a1234");
	tell(trace, 0, "machine.cfg obj=noisy0 cpu=- offset=0x4 value=0x100406");
	tell(trace, 0, "machine.cfg obj=noisy0 cpu=- offset=0x34 value=0x50");
	tell(trace, 0, "machine.cfg obj=noisy0 cpu=- offset=0x50 value=0x810005");
	tell_object(trace, "interrupt", "noisy0.interrupt", "parent=noisy0");
	tell(trace, 1, "isr.connect obj=noisy0.interrupt cpu=0 irql=0 message=0 vector=0x50 cpus=0x1 kind=msi");
	tell(trace, 1, "pnp.grant obj=noisy0 cpu=0 irql=0 kind=msi count=1 asked=1 policy=\"all\"");
	tell(trace, 1, "pnp.state obj=noisy0 cpu=0 irql=0 state=running status=0x0");
	tell(trace, 10, "dev.reg obj=noisy0 cpu=- index=0 after=0x2 before=0x0");
	tell(trace, 10, "msi.send obj=noisy0 cpu=- message=0 address=0xfee00000 data=0x50 source=0");
	tell(trace, 11, "isr.enter obj=noisy0.interrupt cpu=0 irql=5 message=0 vector=0x50 place=0");
	tell(trace, 12, "isr.exit obj=noisy0.interrupt cpu=0 irql=5 message=0 claimed=1 queue_default=0 targets=0x0");
	return trace;
}

/* What the gate `signal` of noisy0 says. Frees the trace. */
static void expect_signal(struct trace *trace, int state, const char *command)
{
	struct why_answer answer;

	ask(trace, "noisy0", &answer);
	ck_assert_int_eq(answer.gate[WHY_sent].state, state);
	ck_assert_str_eq(answer.gate[WHY_sent].command, command);
	trace_free(trace);
}

START_TEST(second_cause_of_noisy_is_no_edge)
{
	struct trace *trace = noisy_served();

	tell(trace, 20, "dev.reg obj=noisy0 cpu=- index=0 after=0x6 before=0x2");
	expect_signal(trace, WHY_CLOSED, "register.write noisy0 CAUSE 0x6");
}
END_TEST

/* noisy0's end has `gate` as the first closed one. Frees the trace. */
static void expect_noisy(struct trace *trace, int gate, const char *text, const char *command)
{
	struct why_answer answer;

	ask(trace, "noisy0", &answer);
	ck_assert_int_eq(answer.closed, gate);
	ck_assert_str_eq(answer.gate[gate].text, text);
	ck_assert_str_eq(answer.gate[gate].command, command);
	trace_free(trace);
}

START_TEST(what_noisy_has_pending_and_enabled_are_gates)
{
	struct trace *trace = noisy_served();

	tell(trace, 20, "dev.reg obj=noisy0 cpu=- index=0 after=0x0 before=0x2");
	expect_noisy(trace, WHY_cause, "CAUSE is 0x0", "device.raise noisy0 0x1");
	trace = noisy_served();
	tell(trace, 20, "dev.reg obj=noisy0 cpu=- index=1 after=0x8 before=0xf");
	expect_noisy(trace, WHY_enabled, "MASK is 0x8", "register.write noisy0 MASK 0xa");
}
END_TEST

START_TEST(cause_of_noisy_that_is_written_back_is_no_new_one)
{
	struct trace *trace = noisy_served();

	tell(trace, 20, "dev.reg obj=noisy0 cpu=- index=0 after=0x0 before=0x2");
	expect_signal(trace, WHY_OPEN, "");
}
END_TEST

SUITE("why", what_noisy_has_pending_and_enabled_are_gates, second_cause_of_noisy_is_no_edge, cause_of_noisy_that_is_written_back_is_no_new_one,
      device_without_driver_must_be_started, no_cause_is_raised_by_command, disabled_cause_is_enabled_in_ims,
      cause_without_valid_source_is_mapped, source_beyond_the_table_is_mapped_back,
      source_beyond_the_table_has_no_address_to_judge,
      message_without_a_cause_gets_one, cause_that_leads_to_another_message_is_mapped_to_the_one_asked_about, messages_that_were_turned_off_are_turned_on,
      bus_master_off_withholds_messages, masks_are_named_with_the_record_that_set_them,
      cause_that_was_pending_before_needs_a_new_edge, address_that_names_no_cpu_needs_a_restart,
      message_on_its_way_waits_for_the_level, vector_in_service_holds_its_class_back, routine_that_does_not_claim_is_named,
      waiting_dpc_is_named, dpc_that_ran_before_its_own_was_queued_is_not_it,
      interrupt_that_was_handled_has_no_closed_gate, cause_that_was_served_and_left_pending_sends_no_more,
      cause_whose_clearing_is_on_its_way_is_not_left, masked_input_of_the_io_apic_is_unmasked,
      remote_irr_waits_for_the_end_of_interrupt)
