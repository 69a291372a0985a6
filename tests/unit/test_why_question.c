/* SPDX-License-Identifier: MIT */
/* What can be asked, and how the answer is told: questions of frames, CPUs and records, the verdict, the chain. */
#include "tests/unit/why_rig.h"

static void expect_text(struct trace *trace, const char *what, const char *wanted)
{
	struct why_answer answer;
	struct str text = { 0 };

	ask(trace, what, &answer);
	why_text(&answer, trace, &text);
	ck_assert_msg(strstr(text.text, wanted) != NULL, "no '%s' in:\n%s", wanted, text.text);
	str_free(&text);
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

static uint64_t come(struct trace *trace, unsigned queue)
{
	char words[100];

	snprintf(words, sizeof words, "dev.frame obj=nic0 cpu=- queue=%u length=64 hash=0x0 form=0x0", queue);
	return tell(trace, 1000, words);
}

static void write_back(struct trace *trace, uint64_t frame, unsigned queue)
{
	char words[100];

	snprintf(words, sizeof words, "dev.desc.write obj=nic0 cpu=- queue=%u index=0 head_after=1 length=64", queue);
	tell_because(trace, 1001, (int64_t)frame, words);
}

/* A list is handed up by a DPC of a message. */
static void hand_up(struct trace *trace, unsigned message)
{
	char words[100];
	uint64_t enter;

	snprintf(words, sizeof words, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=%u", message);
	enter = tell(trace, 1002, words);
	tell_because(trace, 1003, (int64_t)enter, "nbl.indicate obj=nic0 cpu=1 irql=2 id=1 bytes=64 owner_after=system checksum=0x0");
}

/* The queue's answer is about this frame. */
static void expect_frame(const struct trace *trace, const char *what, uint64_t frame, uint64_t place)
{
	struct why_answer answer;

	ask(trace, what, &answer);
	ck_assert_uint_eq(answer.frame, frame);
	ck_assert_uint_eq(answer.asked.frame, place);
}

START_TEST(a_queue_is_asked_about_its_first_frame_that_is_not_through)
{
	struct trace *trace = started();
	uint64_t frame[4], lost;

	lost = come(trace, 0);
	tell_because(trace, 1000, (int64_t)lost, "dev.drop obj=nic0 cpu=- queue=0 reason=receive-off length=64");
	for (unsigned i = 0; i < 4; i++)
		write_back(trace, frame[i] = come(trace, 0), 0);
	hand_up(trace, 1);
	hand_up(trace, 2); /* another queue's, and before it: another's frame */
	expect_frame(trace, "nic0 queue:0", frame[1], 3);
	expect_text(trace, "nic0 queue:0", " (queue:0 frame:3) RXQ0, MSI-X message 1: stopped by cause: ");
	expect_text(trace, "nic0 frame:2", ": every gate is open");
	for (unsigned i = 1; i < 4; i++)
		hand_up(trace, 1);
	expect_frame(trace, "nic0 queue:0", lost, 1); /* all others are through */
	expect_text(trace, "nic0 queue:0", "stopped by frame: frame #");
	trace_free(trace);
}
END_TEST

START_TEST(a_queue_whose_frames_are_all_through_is_asked_about_its_last)
{
	struct trace *trace = started();
	uint64_t frame[2];

	for (unsigned i = 0; i < 2; i++) {
		write_back(trace, frame[i] = come(trace, 0), 0);
		hand_up(trace, 1);
	}
	expect_frame(trace, "nic0 queue:0", frame[1], 2);
	expect_text(trace, "nic0 queue:0", ": every gate is open");
	expect_text(trace, "nic0 queue:2", "RXQ2, MSI-X message 0: stopped by frame: no such frame has come");
	trace_free(trace);
}
END_TEST

START_TEST(a_frame_that_was_dropped_says_so)
{
	struct trace *trace = started();
	uint64_t frame = come(trace, 0);

	tell_because(trace, 51, (int64_t)frame, "dev.drop obj=nic0 cpu=- queue=0 reason=no-descriptor length=64");
	expect_text(trace, "nic0 frame:1", "stopped by frame: frame #");
	expect_text(trace, "nic0 frame:last", "was dropped: no-descriptor");
	expect_text(trace, "nic0 queue:0", "was dropped: no-descriptor");
	trace_free(trace);
}
END_TEST

START_TEST(a_frame_in_memory_goes_on_to_its_queue_s_cause)
{
	struct trace *trace = started();

	write_back(trace, come(trace, 0), 0);
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
	str_clear(&words);
	why_words(&(struct why_question){ .device = question.device, .cause = WHY_ANY, .message = WHY_ANY, .queue = 2, .frame = 3 }, trace, &words);
	ck_assert_str_eq(words.text, "nic0 queue:1 frame:3");
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

SUITE("why question", a_bugcheck_is_named_before_everything_else, a_bugchecks_place_is_its_own_not_that_of_a_write_before_it,
      a_queue_is_asked_about_its_first_frame_that_is_not_through, a_queue_whose_frames_are_all_through_is_asked_about_its_last,
      a_frame_that_was_dropped_says_so, a_frame_in_memory_goes_on_to_its_queue_s_cause,
      a_frame_that_never_came_is_asked_for_by_command, a_cpu_is_asked_about_what_waits_for_it, who_closed_a_gate_is_told,
      a_record_raises_its_own_question, a_wrong_question_says_what_was_expected, answer_is_text_with_the_verdict_first,
      chain_starts_at_the_first_cause, question_that_names_nothing_is_an_error)
