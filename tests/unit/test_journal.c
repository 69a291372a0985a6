/* SPDX-License-Identifier: MIT */
/* Journals: the head, stamped commands, and one clear error for everything that is none. */
#include <string.h>

#include "sim/journal/journal.h"
#include "tests/unit/suite.h"

static const char whole[] = "msilab-journal 1\n"
			    "cpus 2\n"
			    "device nic0 vnic slot=1\n"
			    "begin\n"
			    "@0 !0 start nic0\n"
			    "@1500300 !212 traffic nic0 constant gap=5000 frames=16 size=64\n"
			    "@1500300 !212 note it works = well\n";

static void read_good(struct journal *journal, const char *text)
{
	struct err err;
	char said[1024];

	journal_init(journal);
	ck_assert_msg(journal_read(journal, text, strlen(text), "j", &err), "%s", err_text(&err, said, sizeof said));
}

static void expect_error_of(const char *text, size_t n, const char *expected)
{
	struct journal journal;
	struct err err;
	char said[1024];

	journal_init(&journal);
	ck_assert(!journal_read(&journal, text, n, "j", &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	journal_free(&journal);
}

static void expect_error(const char *text, const char *expected)
{
	expect_error_of(text, strlen(text), expected);
}

static void expect_text(const struct journal *journal, const char *expected)
{
	struct str text = { 0 };

	journal_text(journal, &text);
	ck_assert_str_eq(text.text, expected);
	str_free(&text);
}

START_TEST(text_of_a_journal_is_what_it_was_read_from)
{
	struct journal journal;

	read_good(&journal, whole);
	ck_assert_uint_eq(journal.n, 3);
	ck_assert_int_eq(journal.commands[1].kind, COMMAND_TRAFFIC);
	ck_assert_int_eq(journal.commands[1].at, 1500300);
	ck_assert_str_eq(words_value(&journal.commands[1].words, "gap"), "5000");
	expect_text(&journal, whole);
	journal_free(&journal);
}
END_TEST

START_TEST(lines_may_end_as_other_systems_end_them)
{
	struct journal journal;

	read_good(&journal, "msilab-journal 1\r\ndevice nic0 vnic\r\nbegin\r\n@0 !0 start nic0\r\n\r\n");
	expect_text(&journal, "msilab-journal 1\ndevice nic0 vnic\nbegin\n@0 !0 start nic0\n");
	journal_free(&journal);
	read_good(&journal, "\xEF\xBB\xBF" "msilab-journal 1\ndevice nic0 vnic\nbegin\n@0 !0 start nic0\n");
	expect_text(&journal, "msilab-journal 1\ndevice nic0 vnic\nbegin\n@0 !0 start nic0\n");
	journal_free(&journal);
}
END_TEST

START_TEST(description_without_begin_is_a_journal_without_commands)
{
	struct journal journal;

	read_good(&journal, "device nic0 vnic\n");
	ck_assert_uint_eq(journal.n, 0);
	expect_text(&journal, "msilab-journal 1\ndevice nic0 vnic\nbegin\n");
	journal_free(&journal);
}
END_TEST

START_TEST(commands_are_read_by_their_table)
{
	struct command command;
	struct err err;

	ck_assert(command_read(&command, "config.write nic0 msi.mask 0x2 # why", &err));
	ck_assert_int_eq(command.kind, COMMAND_CONFIG_WRITE);
	ck_assert_str_eq(words_plain(&command.words, 2), "msi.mask");
	command_free(&command);
	ck_assert(command_read(&command, "keyword nic0 *RSS=0 Anything=1", &err));
	command_free(&command);
}
END_TEST

static void expect_refused(const char *text, const char *expected)
{
	struct command command;
	struct err err;
	char said[1024];

	ck_assert(!command_read(&command, text, &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	command_free(&command);
}

START_TEST(wrong_commands_get_the_nearest_valid_word)
{
	expect_refused("trafic nic0 off", "unknown command; expected traffic; found trafic");
	expect_refused("traffic nic0 constnat", "unknown word; expected constant; found constnat");
	expect_refused("traffic nic0 constant gop=5", "unknown key; expected gap; found gop");
	expect_refused("start", "start needs one word more; expected the name of a device");
	expect_refused("mask nic0", "mask needs one word more; expected MESSAGE");
	expect_refused("start nic0 now", "a word too many; found now");
	expect_refused("start nic0 a=1", "unknown key; expected no key here; found a");
	expect_refused(" # only a remark", "there is no command; expected a command such as start, traffic or config.write");
}
END_TEST

START_TEST(a_stamp_may_leave_the_event_out_and_use_units)
{
	static const char text[] = "begin\n@0 start nic0\n@1.5ms !7 stop nic0\n";
	struct journal journal;
	struct str out = { 0 };
	struct err err = { .line = 0 };

	journal_init(&journal);
	ck_assert(journal_read(&journal, text, strlen(text), "j", &err));
	ck_assert_uint_eq(journal.commands[0].event, JOURNAL_ANY_EVENT);
	ck_assert_int_eq(journal.commands[1].at, 1500000);
	ck_assert_uint_eq(journal.commands[1].event, 7);
	for (size_t i = 0; i < journal.n; i++)
		journal_command_text(&journal.commands[i], &out);
	ck_assert_str_eq(out.text, "@0 start nic0\n@1500000 !7 stop nic0\n");
	str_free(&out);
	journal_free(&journal);
}
END_TEST

START_TEST(errors_in_a_journal_say_where)
{
	expect_error("msilab-journal 1\nbegin\n@5 !1 strat nic0\n", "j:3:7: unknown command; expected start; found strat");
	expect_error("msilab-journal 1\nbegin\nstart nic0\n",
		     "j:3:1: a command in a journal starts with its time and event; expected @TIME; found start nic0");
	expect_error("begin\n@5 !2 start nic0\n@4 !3 stop nic0\n",
		     "j:3:1: this command stands before the one above it; expected @5 !2 or later");
	expect_error("msilab-journal 9\n", "j:1:16: this journal is of another format version; expected version 1; found 9");
	expect_error("begin\n@5 !1 set hang=1 retuns=later\n", "j:2:18: there is no such switch; expected returns; found retuns");
	expect_error("begin\n@5 !1 affinity specified mask=x\n",
		     "j:2:16: a set of CPUs is wanted; expected mask=CPUS with a bit for each CPU, such as mask=0x3; found x");
	expect_error("begin\n@5 !1 traffic nic0 constant a.pcap\n", "j:2:29: a word too many; found a.pcap");
	expect_error("begin\n@5 !1 traffic nic0 pcap a.pcap b.pcap\n", "j:2:32: a word too many; found b.pcap");
	expect_error("begin\n@5 !1 traffic nic0 pcap a.pcap file=b.pcap\n", "j:2:25: a word too many; found a.pcap");
	expect_error("begin\n@5 !2 start ni", "j:2: the last line has no end: the file was cut; expected a line end");
	expect_error("", "j: this file is empty; expected a journal or a machine description");
	expect_error_of("\x7f" "ELF\0\0", 6,
			"j: this is not text; expected a journal or a machine description; found a zero byte at offset 4");
}
END_TEST

START_TEST(too_large_a_file_is_refused_before_it_is_looked_at)
{
	expect_error_of("", (size_t)JOURNAL_BYTES_MAX + 1,
			"j: this file is too large for a journal; expected at most 268435456 bytes; found 268435457");
}
END_TEST

SUITE("journal", text_of_a_journal_is_what_it_was_read_from, lines_may_end_as_other_systems_end_them,
      description_without_begin_is_a_journal_without_commands,
      commands_are_read_by_their_table, wrong_commands_get_the_nearest_valid_word,
      a_stamp_may_leave_the_event_out_and_use_units, errors_in_a_journal_say_where, too_large_a_file_is_refused_before_it_is_looked_at)
