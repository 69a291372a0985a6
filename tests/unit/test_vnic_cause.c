/* SPDX-License-Identifier: MIT */
/* The VNIC's causes, masks and its line: the rules of doc/vnic.md, each by its name. */
#include "tests/unit/vnic_rig.h"

/* ---- Causes and masks. ---- */

START_TEST(a_cause_set_by_software_is_pending_until_a_one_is_written)
{
	struct rig *r = rig_new("");

	rig_write(r, "ICS", SW0 | SW1);
	rig_expect(r, "ICR", SW0 | SW1);
	rig_expect(r, "ICR", SW0 | SW1); /* reading changes nothing */
	rig_write(r, "ICR", SW0);
	rig_expect(r, "ICR", SW1);
	ck_assert_uint_eq(rig_last(r, R_DEV_CAUSE_CLEAR)->w[1], SW1);
	rig_free(r);
}
END_TEST

START_TEST(mask_bits_are_set_and_cleared_by_ones)
{
	struct rig *r = rig_new("");

	rig_write(r, "IMS", SW0);
	rig_write(r, "IMS", SW1);
	rig_expect(r, "IMS", SW0 | SW1);
	rig_write(r, "IMC", SW0);
	rig_expect(r, "IMS", SW1);
	rig_free(r);
}
END_TEST

START_TEST(write_only_registers_read_zero)
{
	struct rig *r = rig_new("");

	rig_write(r, "ICS", SW0);
	rig_write(r, "IMC", SW0);
	rig_expect(r, "ICS", 0);
	rig_expect(r, "IMC", 0);
	rig_free(r);
}
END_TEST

START_TEST(reserved_cause_bits_cannot_be_set)
{
	struct rig *r = rig_new("");

	rig_write(r, "ICS", 0xFFFFFFFF);
	rig_write(r, "IMS", 0xFFFFFFFF);
	rig_write(r, "EIAC", 0xFFFFFFFF);
	rig_write(r, "EIAM", 0xFFFFFFFF);
	rig_expect(r, "ICR", 0x87FFFFFF);
	rig_expect(r, "IMS", 0x87FFFFFF);
	rig_expect(r, "EIAC", 0x87FFFFFF);
	rig_expect(r, "EIAM", 0x87FFFFFF);
	rig_free(r);
}
END_TEST

/* ---- The line. ---- */

START_TEST(the_line_follows_enabled_causes)
{
	struct rig *r = rig_new("");

	rig_write(r, "ICS", SW0);
	rig_none(r, R_LINE_ASSERT);
	rig_write(r, "IMS", SW0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_write(r, "ICS", SW1);
	rig_write(r, "IMS", SW1);
	rig_write(r, "ICR", SW0);
	rig_none(r, R_LINE_DEASSERT);
	rig_write(r, "ICR", SW1);
	rig_times(r, R_LINE_DEASSERT, 1);
	rig_expect(r, "INTXA", 1);
	rig_free(r);
}
END_TEST

START_TEST(disabling_the_cause_lowers_the_line)
{
	struct rig *r = rig_new("");

	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "IMC", SW0);
	rig_times(r, R_LINE_DEASSERT, 1);
	rig_expect(r, "ICR", SW0);
	rig_free(r);
}
END_TEST

START_TEST(interrupt_status_shows_live_whatever_interrupt_disable_says)
{
	struct rig *r = rig_new("");

	rig_config(r, "command", 0x406);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_LINE_ASSERT);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_STATUS, 2) & 8, 8);
	rig_config(r, "command", 0x006);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_expect(r, "INTXA", 1);
	rig_config(r, "command", 0x406);
	rig_times(r, R_LINE_DEASSERT, 1);
	rig_free(r);
}
END_TEST

START_TEST(interrupt_status_reads_zero_under_messages)
{
	struct rig *r = rig_messages("");

	rig_write(r, "ICS", SW0);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_STATUS, 2) & 8, 0);
	rig_none(r, R_LINE_ASSERT);
	rig_free(r);
}
END_TEST

START_TEST(the_line_ignores_map_auto_clear_and_auto_mask)
{
	struct rig *r = rig_new("");

	rig_write(r, "EIAC", SW0);
	rig_write(r, "EIAM", SW0);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_expect(r, "ICR", SW0);
	rig_expect(r, "IMS", SW0);
	rig_free(r);
}
END_TEST

START_TEST(the_interval_of_source_0_spaces_assertions_of_the_line)
{
	struct rig *r = rig_new("");

	rig_write(r, "EITR[0]", 10); /* 2,560 ns */
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_mark(r);
	rig_run(r, 100);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_LINE_ASSERT);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_STATUS, 2) & 8, 8); /* live, with the line low */
	rig_run(r, 10000);
	rig_times(r, R_LINE_ASSERT, 1);
	ck_assert_int_eq(rig_last(r, R_LINE_ASSERT)->at, 2560);
	rig_expect(r, "INTXA", 2);
	rig_free(r);
}
END_TEST

START_TEST(a_cause_that_goes_during_the_interval_leaves_the_line_low)
{
	struct rig *r = rig_new("");

	rig_write(r, "EITR[0]", 10);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_mark(r);
	rig_run(r, 10000);
	rig_none(r, R_LINE_ASSERT);
	rig_free(r);
}
END_TEST

START_TEST(a_function_without_a_pin_asserts_nothing)
{
	struct rig *r = rig_new("pin=0");

	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_LINE_ASSERT);
	rig_expect(r, "STATUS", rig_read(r, "STATUS") & ~0xCu);
	rig_free(r);
}
END_TEST

SUITE("vnic-cause", a_cause_set_by_software_is_pending_until_a_one_is_written, mask_bits_are_set_and_cleared_by_ones,
      write_only_registers_read_zero, reserved_cause_bits_cannot_be_set, the_line_follows_enabled_causes,
      disabling_the_cause_lowers_the_line, interrupt_status_shows_live_whatever_interrupt_disable_says,
      interrupt_status_reads_zero_under_messages, the_line_ignores_map_auto_clear_and_auto_mask,
      the_interval_of_source_0_spaces_assertions_of_the_line, a_cause_that_goes_during_the_interval_leaves_the_line_low,
      a_function_without_a_pin_asserts_nothing)
