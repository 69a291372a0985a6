/* SPDX-License-Identifier: MIT */
/* What other tools are given: JSON that no reader rounds, config space that lspci reads, text that we read back. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/read/export.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

static void expect_json(const char *words, const char *expected)
{
	struct trace *trace = tell_machine();
	uint64_t number = tell_because(trace, 1500, 1, words);
	struct str out = { 0 }, whole = { 0 };

	export_json_record(trace, trace_at(trace, number), &out);
	str_format(&whole, "{\"at\":1500,\"seq\":%llu,\"cause\":1,%s}", (unsigned long long)number, expected);
	ck_assert_str_eq(out.text, whole.text);
	str_free(&out);
	str_free(&whole);
	trace_free(trace);
}

START_TEST(record_is_one_json_object)
{
	expect_json("msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2",
		    "\"kind\":\"msi.send\",\"cpu\":null,\"irql\":0,\"obj\":\"nic0\",\"message\":2,\"address\":\"0xfee01000\","
		    "\"data\":\"0x61\",\"source\":2");
	expect_json("dpc.remove obj=main cpu=0 irql=2 message=- target=1",
		    "\"kind\":\"dpc.remove\",\"cpu\":0,\"irql\":2,\"obj\":\"main\",\"message\":null,\"target\":1");
	expect_json("code.note cpu=1 irql=2 text=\"a \\\"b\\\"\\n\"",
		    "\"kind\":\"code.note\",\"cpu\":1,\"irql\":2,\"obj\":null,\"text\":\"a \\\"b\\\"\\n\"");
	expect_json("stall obj=main cpu=- for=sleep what=0x0",
		    "\"kind\":\"stall\",\"cpu\":null,\"irql\":0,\"obj\":\"main\",\"for\":\"sleep\",\"what\":\"0x0\"");
}
END_TEST

START_TEST(numbers_that_a_double_cannot_hold_are_strings)
{
	expect_json("storm cpu=- input=9007199254740992 count=9007199254740993",
		    "\"kind\":\"storm\",\"cpu\":null,\"irql\":0,\"obj\":null,\"input\":9007199254740992,"
		    "\"count\":\"9007199254740993\"");
}
END_TEST

START_TEST(word_of_a_taken_name_does_not_come_twice)
{
	expect_json("thread.new obj=main cpu=- cpu=1 name=\"main\"",
		    "\"kind\":\"thread.new\",\"cpu\":null,\"irql\":0,\"obj\":\"main\",\"word.cpu\":1,\"name\":\"main\"");
}
END_TEST

static struct str written(const struct trace *trace, const char *format)
{
	struct str out = { 0 };
	struct export_job job = { trace, EXPORT_DEFAULT_MOMENT, export_to_str, &out };
	struct err err;

	ck_assert(export_find(format, &err)->write(&job, &err));
	return out;
}

START_TEST(exported_text_is_read_back)
{
	struct trace *trace = tell_machine(), *again = trace_new();
	struct str out = written(trace, "text"), second;
	struct err err;

	ck_assert(rectext_read_all(again, out.text, out.length, "t", &err));
	second = written(again, "text");
	ck_assert_str_eq(out.text, second.text);
	str_free(&out);
	str_free(&second);
	trace_free(trace);
	trace_free(again);
}
END_TEST

/* nic0 runs with MSI-X, is stopped, and its MSI-X is off at the end. */
static struct trace *stopped(void)
{
	struct trace *trace = tell_machine();

	tell(trace, 1, "pnp.state obj=nic0 cpu=0 irql=0 state=running status=0x0");
	tell(trace, 2, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	tell(trace, 3, "pnp.state obj=nic0 cpu=0 irql=0 state=pausing status=0x0");
	tell(trace, 4, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x0 after=0x3");
	tell(trace, 5, "pnp.state obj=nic0 cpu=0 irql=0 state=halted status=0x0");
	return trace;
}

START_TEST(config_space_is_that_of_the_last_moment_with_devices_started)
{
	struct trace *trace = stopped();
	struct str out = written(trace, "lspci");

	ck_assert(strstr(out.text, "00:01.0 nic0\n00: 34 12 49 4e ") == out.text);
	ck_assert(strstr(out.text, "\n70: 11 00 03 80 "));
	ck_assert(strstr(out.text, "\nf0: "));
	str_free(&out);
	trace_free(trace);
}
END_TEST

START_TEST(removed_function_reads_all_ones)
{
	struct trace *trace = tell_machine();
	struct str out;

	tell(trace, 5, "pnp.remove obj=nic0 cpu=-");
	out = written(trace, "lspci");
	ck_assert(strstr(out.text, "\n00: ff ff ff ff "));
	str_free(&out);
	trace_free(trace);
}
END_TEST

/* What lspci says of the dump, or an empty text where lspci is missing. */
static struct str lspci_says(const struct str *dump)
{
	char name[] = "lspci-dump-XXXXXX", command[128], line[512];
	int file = mkstemp(name);
	struct str said = { 0 };
	FILE *pipe;

	ck_assert(write(file, dump->text, dump->length) == (ssize_t)dump->length);
	close(file);
	snprintf(command, sizeof command, "PATH=$PATH:/sbin:/usr/sbin lspci -vvv -F %s 2>/dev/null", name);
	pipe = popen(command, "r");
	str_append(&said, "");
	while (pipe && fgets(line, sizeof line, pipe))
		str_append(&said, line);
	if (pipe)
		pclose(pipe);
	unlink(name);
	return said;
}

START_TEST(lspci_decodes_what_is_exported)
{
	struct trace *trace = stopped();
	struct str out = written(trace, "lspci"), said = lspci_says(&out);

	if (said.length) {
		ck_assert_msg(strstr(said.text, "Ethernet controller"), "%s", said.text);
		ck_assert_msg(strstr(said.text, "MSI-X: Enable+ Count=4 Masked-"), "%s", said.text);
		ck_assert_msg(strstr(said.text, "MSI: Enable- Count=1/8 Maskable+ 64bit+"), "%s", said.text);
	}
	str_free(&out);
	str_free(&said);
	trace_free(trace);
}
END_TEST

START_TEST(unknown_format_gets_the_nearest)
{
	struct err err;

	ck_assert_ptr_null(export_find("lspic", &err));
	ck_assert_str_eq(err.expected, "lspci");
}
END_TEST

START_TEST(trace_without_functions_has_no_config_space)
{
	struct trace *trace = trace_new();
	struct str out = { 0 };
	struct export_job job = { trace, EXPORT_DEFAULT_MOMENT, export_to_str, &out };
	struct err err;

	ck_assert(!export_lspci(&job, &err));
	trace_free(trace);
}
END_TEST

SUITE("export", record_is_one_json_object, numbers_that_a_double_cannot_hold_are_strings, word_of_a_taken_name_does_not_come_twice,
      exported_text_is_read_back, config_space_is_that_of_the_last_moment_with_devices_started, removed_function_reads_all_ones,
      lspci_decodes_what_is_exported, unknown_format_gets_the_nearest, trace_without_functions_has_no_config_space)
