/* SPDX-License-Identifier: MIT */
/* Records as text and back: every kind, every form of word, and what is said about lines that are no records. */
#include <string.h>

#include "sim/trace/rectext.h"
#include "tests/unit/suite.h"

static void put(struct trace *trace, const char *line)
{
	struct err err;
	char said[1024];

	ck_assert_msg(rectext_read(trace, line, &err), "%s: %s", line, err_text(&err, said, sizeof said));
}

static void expect_line(const struct trace *trace, uint64_t number, const char *expected)
{
	struct str text = { 0 };

	rectext_line(trace, trace_at(trace, number), &text);
	ck_assert_str_eq(text.text, expected);
	str_free(&text);
}

static void expect_sentence(const struct trace *trace, uint64_t number, const char *expected)
{
	struct str text = { 0 };

	rectext_sentence(trace, trace_at(trace, number), &text);
	ck_assert_str_eq(text.text, expected);
	str_free(&text);
}

static void expect_error(const char *line, const char *expected)
{
	struct trace *trace = trace_new();
	struct err err;
	char said[1024];

	ck_assert(!rectext_read(trace, line, &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	ck_assert_uint_eq(trace_count(trace), 0);
	trace_free(trace);
}

/* The text of a whole trace. */
static void all(const struct trace *trace, struct str *out)
{
	rectext_head(out);
	for (uint64_t i = 0; i < trace_count(trace); i++) {
		rectext_line(trace, trace_at(trace, i), out);
		str_append(out, "\n");
	}
}

/* A value that is awkward in its form. */
static uint64_t awkward(struct trace *trace, const struct record_word *word, unsigned turn)
{
	static const uint64_t numbers[] = { 0, 1, UINT64_MAX, (uint64_t)1 << 53, INT64_MAX, 0x123456789abcdef };
	static const char bytes[] = "a \"b\"\\\n\t\x01\xff\xc3\xa9\0z";

	if (word->form == 't')
		return turn % 2 ? trace_bytes(trace, bytes, sizeof bytes - 1) : trace_text(trace, word->name);
	if (word->form == 's')
		return turn % 4;
	return numbers[turn % 6];
}

START_TEST(every_kind_and_form_reads_back_as_it_was)
{
	struct trace *trace = trace_new(), *again = trace_new();
	struct str first = { 0 }, second = { 0 };
	struct err err;
	char said[1024];

	for (unsigned turn = 0; turn < 12; turn++)
		for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
			struct record *record = trace_append(trace);
			struct record_word word;

			record->kind = (uint16_t)kind;
			record->at = (vtime)kind * 1000 + turn;
			record->cause = record->number / 2;
			record->cpu = turn % 3 ? (uint8_t)turn : RECORD_NO_CPU;
			record->irql = (uint8_t)turn;
			record->obj = kind == R_MACHINE_OBJECT ? trace_objects(trace) : turn;
			for (unsigned i = 0; i < 4; i++)
				record->w[i] = record_word(kind, i, &word) ? awkward(trace, &word, turn + i) : 0;
			if (kind == R_MACHINE_OBJECT)
				trace_declare(trace, 0, (uint32_t)record->w[1], 0);
		}
	all(trace, &first);
	ck_assert_msg(rectext_read_all(again, first.text, first.length, "t", &err), "%s", err_text(&err, said, sizeof said));
	all(again, &second);
	ck_assert_str_eq(first.text, second.text);
	for (uint64_t i = 0; i < trace_count(trace); i++)
		ck_assert_uint_eq(trace_at(trace, i)->cause, trace_at(again, i)->cause);
	str_free(&first);
	str_free(&second);
	trace_free(trace);
	trace_free(again);
}
END_TEST

START_TEST(objects_are_written_by_name)
{
	struct trace *trace = trace_new();

	put(trace, "@0 #0 <0 machine.object obj=#1 type=device name=\"nic0\"");
	put(trace, "@800 #1 <0 msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
	expect_line(trace, 1, "@800 #1 <0 msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
	expect_sentence(trace, 1, "nic0 sends message 2: data 0x61 to 0xfee01000");
	ck_assert_uint_eq(rectext_object_named(trace, "nic0"), 1);
	ck_assert_str_eq(rectext_object(trace, 0), "-");
	ck_assert_str_eq(rectext_object(trace, 9), "?");
	trace_free(trace);
}
END_TEST

/* The sentence of a line, a timer or the system itself leaves its message out. */
START_TEST(a_line_has_no_message)
{
	struct trace *trace = trace_new();

	put(trace, "@0 #0 <0 machine.object obj=#1 type=interrupt name=\"nic0.interrupt\"");
	put(trace, "@800 #1 <0 isr.enter obj=nic0.interrupt cpu=0 irql=5 message=- vector=0x50 place=0 code=?");
	put(trace, "@800 #2 <0 isr.enter obj=nic0.interrupt cpu=0 irql=5 message=0 vector=0x50 place=0 code=?");
	put(trace, "@900 #3 <0 dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=- context=0x0 budget=0 code=?");
	ck_assert_uint_eq(trace_at(trace, 1)->w[0], RECORD_NONE);
	expect_line(trace, 1, "@800 #1 <0 isr.enter obj=nic0.interrupt cpu=0 irql=5 message=- vector=0x50 place=0 code=?");
	expect_sentence(trace, 1, "service routine of nic0.interrupt starts, vector 0x50");
	expect_sentence(trace, 2, "service routine of nic0.interrupt starts, message 0, vector 0x50");
	expect_sentence(trace, 3, "DPC of nic0.interrupt starts");
	expect_error("@0 #0 <0 isr.blind message=none", "this is not a record of a trace; expected a whole number or -; found none");
	trace_free(trace);
}
END_TEST

START_TEST(a_register_is_told_by_the_name_that_its_device_declared)
{
	struct trace *trace = trace_new();

	put(trace, "@0 #0 <0 machine.object obj=#1 type=device name=\"nic0\"");
	put(trace, "@0 #1 <1 machine.reg obj=nic0 cpu=- index=0 offset=0x0 name=\"CTRL\" reset=0x0");
	put(trace, "@0 #2 <2 machine.reg obj=nic0 cpu=- index=1 offset=0xc0 name=\"ICR\" reset=0x0");
	put(trace, "@9 #3 <3 dev.reg obj=nic0 cpu=- index=1 after=0x6 before=0x0");
	put(trace, "@9 #4 <4 mmio.read obj=nic0 cpu=0 irql=5 offset=0xc0 value=0x1 size=4 at=?");
	put(trace, "@9 #5 <5 mmio.write obj=nic0 cpu=0 irql=5 offset=0xc4 value=0x1 size=4 at=?");
	put(trace, "@9 #6 <6 mmio.arrive obj=nic0 cpu=- offset=0x2000000000000c0 value=0x1 size=4");
	put(trace, "@9 #7 <7 dev.reg obj=nic0 cpu=- index=7 after=0x6 before=0x0");
	put(trace, "@9 #8 <8 apic.reg obj=nic0 cpu=- offset=0x80 after=0x20");
	expect_sentence(trace, 3, "nic0 register ICR is now 0x6");
	expect_sentence(trace, 4, "driver reads 0x1 from nic0 + 0xc0 (ICR)");
	expect_sentence(trace, 5, "driver writes 0x1 to nic0 + 0xc4");
	expect_sentence(trace, 6, "the write of 0x1 arrives at nic0 + 0xc0 (BAR 2)");
	expect_sentence(trace, 7, "nic0 register 7 is now 0x6");
	expect_sentence(trace, 8, "nic0 local APIC register 0x80 (TPR) is 0x20");
	expect_line(trace, 4, "@9 #4 <4 mmio.read obj=nic0 cpu=0 irql=5 offset=0xc0 value=0x1 size=4 at=?");
	trace_free(trace);
}
END_TEST

START_TEST(second_object_of_a_name_is_written_by_number)
{
	struct trace *trace = trace_new();

	put(trace, "@0 #0 <0 machine.object obj=#1 type=lock name=\"lock\"");
	put(trace, "@0 #1 <0 machine.object obj=#2 type=lock name=\"lock\"");
	put(trace, "@9 #2 <2 lock.acquire obj=#2 cpu=0 irql=2 address=0x10 irql=2");
	expect_line(trace, 2, "@9 #2 <2 lock.acquire obj=#2 cpu=0 irql=2 address=0x10 irql=2");
	expect_sentence(trace, 2, "lock is acquired by CPU 0");
	trace_free(trace);
}
END_TEST

START_TEST(driver_text_cannot_reach_the_terminal_raw)
{
	struct trace *trace = trace_new();

	put(trace, "@0 #0 <0 code.note cpu=0 text=\"\\u001b[2J\"");
	expect_sentence(trace, 0, "driver prints: \\u001b[2J");
	trace_free(trace);
}
END_TEST

START_TEST(errors_say_column_expected_and_found)
{
	expect_error("800 #0 <0 storm", "this is not a record of a trace; expected @NUMBER; found 800");
	expect_error("@800 #1 <0 storm", "this is not a record of a trace; expected #0; found #1");
	expect_error("@800 #0 <7 storm", "this is not a record of a trace; expected <NUMBER; found <7");
	expect_error("@800 #0 <0 strom", "unknown kind of record; expected storm; found strom");
	expect_error("@800 #0 <0 storm cuont=1", "unknown word of this kind; expected count; found cuont");
	expect_error("@800 #0 <0 storm count=1 count=2", "this is not a record of a trace; expected each word once; found count");
	expect_error("@800 #0 <0 storm count=x", "this is not a record of a trace; expected a whole number; found x");
	expect_error("@800 #0 <0 stall for=forever", "unknown word; expected for-ever; found forever");
	expect_error("@800 #0 <0 isr.enter obj=nic9",
		     "this is not a record of a trace; expected the name of an object declared above; found nic9");
	expect_error("@800 #0 <0 code.note text=\"a", "this is not a record of a trace; expected the closing quote; found the end "
						     "of the line");
	expect_error("@800 #0 <0 machine.object obj=#2 name=\"a\"",
		     "this is not a record of a trace; expected objects in the order of their numbers; found @800 #0 <0 "
		     "machine.object obj=#2 name=\"a\"");
}
END_TEST

static void expect_file_error(const char *text, size_t n, const char *expected)
{
	struct trace *trace = trace_new();
	struct err err;
	char said[1024];

	ck_assert(!rectext_read_all(trace, text, n, "t", &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	trace_free(trace);
}

START_TEST(files_that_are_no_traces_get_one_error)
{
	expect_file_error("", 0, "t:1: this is not a trace; expected a first line msilab-trace 1; found bytes that are not text");
	expect_file_error("\x7f" "ELF", 4,
			  "t:1: this is not a trace; expected a first line msilab-trace 1; found bytes that are not text");
	expect_file_error("msilab-trace 2\n", 15,
			  "t:1: this trace is of another format version; expected msilab-trace 1; found msilab-trace 2");
	expect_file_error("msilab-trace 1\n@0 #0 <0 storm", 29, "t:2: the last line has no end: the file was cut");
	expect_file_error("msilab-trace 1\n@0 #0 <0 sto\0m\n", 30, "t:2: this is not text");
	expect_file_error("msilab-trace 1\n@0 #0 <0 strom\n", 30,
			  "t:2:10: unknown kind of record; expected storm; found strom");
}
END_TEST

SUITE("rectext", every_kind_and_form_reads_back_as_it_was, objects_are_written_by_name, a_line_has_no_message,
      a_register_is_told_by_the_name_that_its_device_declared,
      second_object_of_a_name_is_written_by_number, driver_text_cannot_reach_the_terminal_raw,
      errors_say_column_expected_and_found, files_that_are_no_traces_get_one_error)
