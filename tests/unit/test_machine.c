/* SPDX-License-Identifier: MIT */
/* Machine descriptions: what they may say, what is said about wrong ones, and that writing is the inverse of reading. */
#include <string.h>

#include "sim/base/machine.h"
#include "tests/unit/suite.h"

static const char whole[] = "seed 7\n"
			    "cpus 2\n"
			    "policy cap count=2\n"
			    "affinity specified mask=0x3\n"
			    "device rp0 bridge\n"
			    "device nic0 vnic slot=1 under=rp0 msix=16\n"
			    "driver nic0 vnic-message sha256=00ff MSISupported=1 *RSS=1 LabNote=\"two words # one\"\n"
			    "driver rp0 \"a driver.so\"\n"
			    "cost register.read 900\n"
			    "set returns=other watchdog=1s\n"
			    "input \"my capture.pcap\" sha256=ab\n";

static void read_good(struct machine *machine, const char *text)
{
	struct err err;
	char said[1024];

	machine_init(machine);
	ck_assert_msg(machine_read(machine, text, "m", &err), "%s", err_text(&err, said, sizeof said));
}

static void expect_error(const char *text, const char *expected)
{
	struct machine machine;
	struct err err;
	char said[1024];

	machine_init(&machine);
	ck_assert(!machine_read(&machine, text, "m", &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	machine_fini(&machine);
}

static void expect_text(const struct machine *machine, const char *expected)
{
	struct str text = { 0 };

	machine_text(machine, &text);
	ck_assert_str_eq(text.text ? text.text : "", expected);
	str_free(&text);
}

START_TEST(text_of_a_machine_is_what_it_was_read_from)
{
	struct machine machine;

	read_good(&machine, whole);
	expect_text(&machine, whole);
	machine_fini(&machine);
}
END_TEST

START_TEST(fresh_machine_needs_no_line)
{
	struct machine machine;

	read_good(&machine, "# nothing but a remark\n\nseed 1\ncpus 1\npolicy windows\n");
	expect_text(&machine, "");
	machine_fini(&machine);
}
END_TEST

START_TEST(copy_lives_longer_than_its_original)
{
	struct machine machine, copy;

	read_good(&machine, whole);
	machine_copy(&copy, &machine);
	machine_fini(&machine);
	expect_text(&copy, whole);
	machine_fini(&copy);
}
END_TEST

START_TEST(later_line_of_the_same_name_replaces_the_earlier)
{
	struct machine machine;

	read_good(&machine, "device nic0 vnic msix=4\ndevice nic0 ivshm msi=8\npolicy cap count=2\npolicy windows\n");
	expect_text(&machine, "device nic0 ivshm msi=8\n");
	machine_fini(&machine);
}
END_TEST

START_TEST(settings_are_found_without_regard_to_case)
{
	struct settings settings = { 0 };

	settings_set(&settings, "MSISupported", "0");
	settings_set(&settings, "msisupported", "1");
	ck_assert_str_eq(settings_get(&settings, "MsiSupported"), "1");
	ck_assert_uint_eq(settings.n, 1);
	settings_free(&settings);
}
END_TEST

START_TEST(setting_that_is_no_number_is_named_with_its_place)
{
	struct machine machine;
	uint64_t value;
	struct err err;

	read_good(&machine, "device nic0 vnic slot=1 msix=many\n");
	ck_assert(settings_number(&machine.devices[0].settings, "slot", 9, 31, &value, &err) && value == 1);
	ck_assert(settings_number(&machine.devices[0].settings, "absent", 9, 31, &value, &err) && value == 9);
	ck_assert(!settings_number(&machine.devices[0].settings, "msix", 16, 64, &value, &err));
	ck_assert_uint_eq(err.line, 1);
	ck_assert_uint_eq(err.col, 25);
	ck_assert_str_eq(err.found, "many");
	machine_fini(&machine);
}
END_TEST

START_TEST(errors_say_file_line_column_expected_and_found)
{
	expect_error("seed 1\ncpu 2\n", "m:2:1: unknown word in a machine description; expected cpus; found cpu");
	expect_error("cpus 65\n", "m:1:6: cpus cannot be that; expected a number from 1 to 64; found 65");
	expect_error("cpus\n", "m:1:6: cpus needs one word more; expected a number");
	expect_error("cost register.raed 5\n", "m:1:6: unknown cost; expected register.read; found register.raed");
	expect_error("cost eoi fast\n",
		     "m:1:10: this cannot be a cost; expected a time up to 1000s, such as 800, 800ns or 1.5us; found fast");
	expect_error("device nic0 vnic slot=1 slot=2\n", "m:1:25: slot is given twice");
	expect_error("device nic0 vnic fast\n",
		     "m:1:18: a word too many; expected KEY=VALUE or the end of the line; found fast");
	expect_error("device ni/c vnic\n", "m:1:8: this cannot be a name; expected letters, digits and . _ -, "
					   "at most 31; found ni/c");
	expect_error("msilab-journal 2\n", "m:1:16: this journal is of another format version; expected version 1; found 2");
	expect_error("seed 1\ndevice nic0 \x01\n", "m:2:13: this is not text; expected printable UTF-8; found byte 0x01");
}
END_TEST

START_TEST(a_switch_and_its_value_are_known)
{
	expect_error("set retuns=later\n", "m:1:5: there is no such switch; expected returns; found retuns");
	expect_error("set nonsense=1\n", "m:1:5: there is no such switch; expected one such as returns, sends, budget, watchdog or code; "
					 "found nonsense");
	expect_error("set hang=1 returns=latr\n", "m:1:12: unknown word; expected later; found latr");
	expect_error("set sg=\n", "m:1:5: unknown word; expected inside, later");
	expect_error("set storm=often\n", "m:1:5: storm cannot be that; expected a whole number up to 4294967295; found often");
	expect_error("set watchdog=soon\n", "m:1:5: watchdog cannot be that; expected a time such as 800, 800ns or 1.5us; found soon");
}
END_TEST

START_TEST(an_affinity_rule_is_known_and_has_its_mask)
{
	expect_error("affinity clos\n", "m:1:10: unknown word; expected close; found clos");
	expect_error("affinity everywhere\n", "m:1:10: unknown word; expected spread, close or specified; found everywhere");
	expect_error("affinity close msk=1\n", "m:1:16: unknown key; expected mask; found msk");
	expect_error("affinity specified\n",
		     "m:1:10: a set of CPUs is wanted; expected mask=CPUS with a bit for each CPU, such as mask=0x3");
	expect_error("affinity specified mask=0\n",
		     "m:1:10: a set of CPUs is wanted; expected mask=CPUS with a bit for each CPU, such as mask=0x3; found 0");
}
END_TEST

SUITE("machine", text_of_a_machine_is_what_it_was_read_from, fresh_machine_needs_no_line, copy_lives_longer_than_its_original,
      later_line_of_the_same_name_replaces_the_earlier, settings_are_found_without_regard_to_case,
      setting_that_is_no_number_is_named_with_its_place, errors_say_file_line_column_expected_and_found,
      a_switch_and_its_value_are_known, an_affinity_rule_is_known_and_has_its_mask)
