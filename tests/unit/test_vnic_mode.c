/* SPDX-License-Identifier: MIT */
/* Bus Master, power, modes and resets of a VNIC, and what becomes of its interrupts then. */
#include "tests/unit/vnic_rig.h"

/* ---- Bus Master, power, modes, reset. ---- */

START_TEST(without_bus_master_messages_stay_due_and_go_out_later)
{
	struct rig *r = rig_messages("");

	rig_config(r, "command", 2);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_HOLD, 1);
	rig_none(r, R_MSI_SEND);
	rig_config(r, "command", 6);
	rig_times(r, R_MSI_SEND, 1);
	rig_expect(r, "IMSGS[1]", 1);
	rig_free(r);
}
END_TEST

START_TEST(a_held_source_whose_causes_are_gone_is_not_sent)
{
	struct rig *r = rig_messages("");

	rig_config(r, "command", 2);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_config(r, "command", 6);
	rig_none(r, R_MSI_SEND);
	ck_assert_uint_eq(rig_last(r, R_DEV_DUE)->w[1], 0);
	rig_free(r);
}
END_TEST

START_TEST(a_pending_message_unmasked_without_bus_master_goes_out_with_it)
{
	struct rig *r = rig_messages("");

	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_config(r, "command", 2);
	msix_mask(r->nic, 1, false);
	rig_none(r, R_MSI_SEND);
	rig_config(r, "command", 6);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(causes_standing_when_messages_are_enabled_do_not_become_due)
{
	struct rig *r = rig_new("");

	rig_ivar(r, 25, 1);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_msix(r);
	rig_run(r, 10000);
	rig_none(r, R_MSI_SEND);
	rig_write(r, "ICR", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(back_in_line_mode_the_line_follows_live_at_once)
{
	struct rig *r = rig_messages("");

	rig_write(r, "ICS", SW0);
	rig_config(r, "msix.control", 0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_free(r);
}
END_TEST

START_TEST(a_messages_interval_does_not_hold_the_line_nor_the_lines_a_message)
{
	struct rig *r = rig_new("");

	rig_write(r, "EITR[0]", 1000);
	rig_msix(r);
	rig_ivar(r, 25, 0);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	rig_config(r, "msix.control", 0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_write(r, "ICR", SW0);
	rig_config(r, "msix.control", 1u << 15);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

START_TEST(the_mode_in_force_stands_in_status)
{
	struct rig *r = rig_new("");

	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 1);
	rig_config(r, "command", 0x406);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 0);
	rig_msi(r, 0);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 2);
	rig_config(r, "msix.control", 1u << 15); /* both: MSI-X wins */
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 3);
	rig_times(r, R_MSI_BOTH, 1);
	rig_free(r);
}
END_TEST

START_TEST(what_was_pending_is_dropped_when_the_mode_changes)
{
	struct rig *r = rig_messages("");

	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_config(r, "msix.control", 0);
	ck_assert(!msix_pending(r->nic, 1));
	msix_mask(r->nic, 1, false);
	rig_config(r, "msix.control", 1u << 15);
	rig_none(r, R_MSI_SEND);
	rig_free(r);
}
END_TEST

START_TEST(reset_drops_causes_and_withdraws_but_keeps_table_and_mode)
{
	struct rig *r = rig_messages("");

	rig_write(r, "EITR[1]", 100);
	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0 | SW1);
	rig_write(r, "CTRL", 1);
	rig_expect(r, "CTRL", 0);
	rig_expect(r, "ICR", 0);
	rig_expect(r, "IMS", 0);
	rig_expect(r, "IVAR[25]", 0);
	rig_expect(r, "IMSGS[2]", 0);
	ck_assert(!msix_pending(r->nic, 1));
	ck_assert_uint_eq(r->nic->msix.table[1].data, 0x51);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 3);
	rig_times(r, R_DEV_RESET, 1);
	rig_free(r);
}
END_TEST

START_TEST(reset_lowers_the_line)
{
	struct rig *r = rig_new("");

	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "CTRL", 1);
	rig_times(r, R_LINE_DEASSERT, 1);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_STATUS, 2) & 8, 0);
	rig_free(r);
}
END_TEST

START_TEST(a_function_level_reset_ends_in_line_mode_with_nothing_due)
{
	struct rig *r = rig_messages("");

	rig_write(r, "ICS", SW0);
	device_reset(r->nic);
	rig_config(r, "command", 6);
	rig_expect(r, "ICR", 0);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 1);
	rig_run(r, 10000);
	rig_free(r);
}
END_TEST

SUITE("vnic-mode", without_bus_master_messages_stay_due_and_go_out_later,
      a_held_source_whose_causes_are_gone_is_not_sent, a_pending_message_unmasked_without_bus_master_goes_out_with_it,
      causes_standing_when_messages_are_enabled_do_not_become_due, back_in_line_mode_the_line_follows_live_at_once,
      a_messages_interval_does_not_hold_the_line_nor_the_lines_a_message, the_mode_in_force_stands_in_status,
      what_was_pending_is_dropped_when_the_mode_changes, reset_drops_causes_and_withdraws_but_keeps_table_and_mode,
      reset_lowers_the_line, a_function_level_reset_ends_in_line_mode_with_nothing_due)
