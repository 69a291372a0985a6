/* SPDX-License-Identifier: MIT */
/* The VNIC's causes, masks, sources, intervals and modes: the rules of doc/vnic.md, each by its name. */
#include "tests/unit/vnic_rig.h"

#define SW0 (1u << 25)
#define SW1 (1u << 26)
#define LSC (1u << 24)

/* MSI-X on, SW0 to entry 1, SW1 to entry 2, all enabled. */
static struct rig *messages(const char *settings)
{
	struct rig *r = rig_new(settings);

	rig_msix(r);
	rig_ivar(r, 25, 1);
	rig_ivar(r, 26, 2);
	rig_write(r, "IMS", SW0 | SW1);
	rig_mark(r);
	return r;
}

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
	struct rig *r = messages("");

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

/* ---- Messages. ---- */

START_TEST(a_newly_set_enabled_cause_is_sent_as_its_table_entry)
{
	struct rig *r = messages("");

	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 1);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[2], 0x51);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->cause, rig_last(r, R_DEV_CAUSE_SET)->number);
	rig_expect(r, "IMSGS[1]", 1);
	rig_none(r, R_DEV_DUE);
	rig_free(r);
}
END_TEST

START_TEST(a_cause_set_again_while_pending_adds_nothing)
{
	struct rig *r = messages("");

	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	rig_write(r, "ICR", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

START_TEST(a_second_bit_of_the_same_source_is_a_second_edge)
{
	struct rig *r = messages("");

	rig_ivar(r, 26, 1);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW1);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

START_TEST(bits_gained_together_are_one_message_of_their_source)
{
	struct rig *r = messages("");

	rig_ivar(r, 26, 1);
	rig_write(r, "ICS", SW0 | SW1);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(a_pending_cause_newly_enabled_is_sent)
{
	struct rig *r = messages("");

	rig_write(r, "IMC", SW0);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_MSI_SEND);
	rig_write(r, "IMS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	rig_write(r, "IMS", SW0); /* enabled already: no edge */
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(edge_only_hardware_does_not_announce_what_is_enabled_late)
{
	struct rig *r = messages("edgeonly=1");

	rig_write(r, "IMC", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "IMS", SW0);
	rig_none(r, R_MSI_SEND);
	rig_write(r, "ICR", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSI_SEND, 1);
	ck_assert_uint_eq(rig_read(r, "STATUS") & 2, 2);
	rig_free(r);
}
END_TEST

START_TEST(a_live_cause_mapped_to_another_source_is_sent_there)
{
	struct rig *r = messages("");

	rig_write(r, "ICS", SW0);
	rig_ivar(r, 25, 1); /* the same: nothing */
	rig_times(r, R_MSI_SEND, 1);
	rig_ivar(r, 25, 3);
	rig_times(r, R_MSI_SEND, 2);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 3);
	rig_free(r);
}
END_TEST

START_TEST(a_cause_without_valid_raises_nothing_under_msix)
{
	struct rig *r = messages("");

	rig_write(r, "IVAR[25]", 1);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_MSI_SEND);
	rig_expect(r, "ICR", SW0);
	rig_write(r, "IVAR[25]", 0x81); /* live, and mapped now */
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(a_source_beyond_the_table_cannot_be_sent_and_the_cause_stays)
{
	struct rig *r = messages("msix=4");

	rig_ivar(r, 25, 4);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_MSIX_BADENTRY, 1);
	rig_none(r, R_MSI_SEND);
	rig_expect(r, "ICR", SW0);
	rig_free(r);
}
END_TEST

START_TEST(sending_clears_and_disables_the_bits_it_carries)
{
	struct rig *r = messages("");

	rig_ivar(r, 26, 1);
	rig_write(r, "EIAC", SW0);
	rig_write(r, "EIAM", SW0 | SW1 | LSC);
	rig_write(r, "ICS", SW0 | SW1);
	rig_expect(r, "ICR", SW1);
	rig_expect(r, "IMS", 0);
	rig_times(r, R_DEV_CAUSE_CLEAR, 1);
	rig_times(r, R_DEV_MASK, 1);
	rig_free(r);
}
END_TEST

START_TEST(sending_leaves_other_sources_bits_alone)
{
	struct rig *r = messages("");

	rig_write(r, "EIAC", SW0 | SW1);
	rig_config(r, "msix.control", 3u << 14); /* all masked */
	rig_write(r, "ICS", SW1);
	rig_config(r, "msix.control", 1u << 15);
	rig_expect(r, "ICR", 0);
	rig_write(r, "EIAC", SW0);
	rig_write(r, "ICS", SW1);
	rig_write(r, "ICS", SW0);
	rig_expect(r, "ICR", SW1);
	rig_free(r);
}
END_TEST

/* ---- Intervals. ---- */

START_TEST(a_second_send_waits_for_the_interval_and_bits_join_it)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4); /* 1,024 ns */
	rig_write(r, "EIAC", SW0 | SW1);
	rig_ivar(r, 26, 1);
	rig_write(r, "ICS", SW0);
	rig_mark(r);
	rig_run(r, 100);
	rig_write(r, "ICS", SW0);
	rig_run(r, 100);
	rig_write(r, "ICS", SW1);
	rig_none(r, R_MSI_SEND);
	rig_times(r, R_DEV_DUE, 1);
	ck_assert_int_eq((vtime)rig_last(r, R_DEV_DUE)->w[2], 1024);
	rig_run(r, 5000);
	rig_times(r, R_MSI_SEND, 1);
	ck_assert_int_eq(rig_last(r, R_MSI_SEND)->at, 1024);
	ck_assert_uint_eq(rig_last(r, R_DEV_DUE)->w[1], 0);
	rig_expect(r, "ICR", 0);
	rig_free(r);
}
END_TEST

START_TEST(the_late_send_starts_an_interval_of_its_own)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "EIAC", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW0);
	rig_run(r, 1100); /* sent at 1,024 */
	rig_mark(r);
	rig_write(r, "ICS", SW0);
	rig_run(r, 5000);
	ck_assert_int_eq(rig_last(r, R_MSI_SEND)->at, 2048);
	rig_free(r);
}
END_TEST

START_TEST(nothing_is_sent_if_nothing_is_live_when_the_interval_ends)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_mark(r);
	rig_run(r, 5000);
	rig_none(r, R_MSI_SEND);
	ck_assert_uint_eq(rig_last(r, R_DEV_DUE)->w[1], 0);
	rig_free(r);
}
END_TEST

START_TEST(a_change_of_the_interval_counts_from_the_next_send)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "EIAC", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "EITR[1]", 40);
	rig_write(r, "ICS", SW0);
	rig_mark(r);
	rig_run(r, 1100);
	rig_times(r, R_MSI_SEND, 1);
	rig_write(r, "ICS", SW0);
	rig_run(r, 10000);
	rig_times(r, R_MSI_SEND, 1);
	rig_run(r, 2000);
	ck_assert_int_eq(rig_last(r, R_MSI_SEND)->at, 1024 + 10240);
	rig_free(r);
}
END_TEST

START_TEST(sources_have_intervals_of_their_own)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW1);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

/* ---- Masks of messages. ---- */

START_TEST(a_masked_entry_keeps_one_message_pending_until_unmasked)
{
	struct rig *r = messages("");

	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_PBA_SET, 1);
	rig_none(r, R_MSI_SEND);
	ck_assert(msix_pending(r->nic, 1));
	msix_mask(r->nic, 1, false);
	rig_times(r, R_MSI_SEND, 1);
	ck_assert(!msix_pending(r->nic, 1));
	rig_expect(r, "IMSGS[1]", 1);
	ck_assert_uint_eq(rig_last(r, R_DEV_DUE)->w[1], 0);
	rig_free(r);
}
END_TEST

START_TEST(the_function_mask_withholds_every_entry)
{
	struct rig *r = messages("");

	rig_config(r, "msix.control", 3u << 14);
	rig_write(r, "ICS", SW0 | SW1);
	rig_times(r, R_PBA_SET, 2);
	rig_config(r, "msix.control", 1u << 15);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

START_TEST(a_pending_bit_is_withdrawn_when_its_causes_are_gone)
{
	struct rig *r = messages("");

	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICR", SW0);
	rig_times(r, R_PBA_CLEAR, 1);
	ck_assert(!msix_pending(r->nic, 1));
	msix_mask(r->nic, 1, false);
	rig_none(r, R_MSI_SEND);
	rig_free(r);
}
END_TEST

START_TEST(disabling_or_remapping_the_cause_withdraws_too)
{
	struct rig *r = messages("");

	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_write(r, "IMC", SW0);
	ck_assert(!msix_pending(r->nic, 1));
	rig_write(r, "IMS", SW0);
	ck_assert(msix_pending(r->nic, 1));
	rig_ivar(r, 25, 5);
	ck_assert(!msix_pending(r->nic, 1));
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(auto_clear_applies_when_the_pending_message_goes_out)
{
	struct rig *r = messages("");

	rig_write(r, "EIAC", SW0);
	rig_write(r, "EIAM", SW0);
	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	rig_expect(r, "ICR", SW0);
	msix_mask(r->nic, 1, false);
	rig_expect(r, "ICR", 0);
	rig_expect(r, "IMS", SW1);
	rig_free(r);
}
END_TEST

START_TEST(an_unmasked_send_starts_the_interval)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "EIAC", SW0);
	msix_mask(r->nic, 1, true);
	rig_write(r, "ICS", SW0);
	msix_mask(r->nic, 1, false);
	rig_mark(r);
	rig_write(r, "ICS", SW0);
	rig_none(r, R_MSI_SEND);
	rig_run(r, 2000);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(a_source_masked_when_its_interval_ends_becomes_pending)
{
	struct rig *r = messages("");

	rig_write(r, "EITR[1]", 4);
	rig_write(r, "EIAC", SW0);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW0);
	msix_mask(r->nic, 1, true);
	rig_mark(r);
	rig_run(r, 2000);
	rig_none(r, R_MSI_SEND);
	ck_assert(msix_pending(r->nic, 1));
	msix_mask(r->nic, 1, false);
	rig_times(r, R_MSI_SEND, 1);
	rig_expect(r, "ICR", 0);
	rig_free(r);
}
END_TEST

/* ---- MSI. ---- */

START_TEST(msi_folds_sources_onto_the_messages_it_has)
{
	struct rig *r = rig_new("");

	rig_msi(r, 1);
	rig_ivar(r, 25, 7);
	rig_ivar(r, 26, 4);
	rig_write(r, "IMS", SW0 | SW1);
	rig_write(r, "ICS", SW0);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 1);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[2], 0x51);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[3], 7);
	rig_write(r, "ICS", SW1);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 0);
	rig_expect(r, "IMSGS[1]", 1);
	rig_expect(r, "IMSGS[0]", 1);
	rig_expect(r, "IMSGS[7]", 0);
	rig_free(r);
}
END_TEST

START_TEST(a_cause_without_valid_is_source_0_under_msi)
{
	struct rig *r = rig_new("");

	rig_msi(r, 3);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 0);
	rig_free(r);
}
END_TEST

/* Message 1 masked, sources 1 and 3 due behind it. */
static struct rig *folded_and_masked(void)
{
	struct rig *r = rig_new("");

	rig_msi(r, 1);
	rig_ivar(r, 25, 1);
	rig_ivar(r, 26, 3);
	rig_write(r, "IMS", SW0 | SW1);
	rig_config(r, "msi.mask", 2);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW1);
	return r;
}

START_TEST(a_masked_message_is_pending_for_all_its_sources_and_sent_once)
{
	struct rig *r = folded_and_masked();

	rig_times(r, R_MSI_PEND, 1);
	ck_assert_uint_eq(msi_pending(r->nic), 2);
	rig_write(r, "EIAC", SW0 | SW1);
	rig_write(r, "EIAM", SW0 | SW1);
	rig_config(r, "msi.mask", 0);
	rig_times(r, R_MSI_SEND, 1);
	rig_expect(r, "IMSGS[1]", 1);
	rig_expect(r, "ICR", 0);
	rig_expect(r, "IMS", 0);
	rig_free(r);
}
END_TEST

START_TEST(a_folded_pending_bit_is_withdrawn_with_the_last_source)
{
	struct rig *r = folded_and_masked();

	rig_write(r, "ICR", SW0);
	ck_assert_uint_eq(msi_pending(r->nic), 2);
	rig_write(r, "ICR", SW1);
	ck_assert_uint_eq(msi_pending(r->nic), 0);
	rig_config(r, "msi.mask", 0);
	rig_none(r, R_MSI_SEND);
	rig_free(r);
}
END_TEST

START_TEST(intervals_are_kept_by_source_not_by_message)
{
	struct rig *r = rig_new("");

	rig_msi(r, 0);
	rig_ivar(r, 25, 1);
	rig_ivar(r, 26, 2);
	rig_write(r, "EITR[1]", 100);
	rig_write(r, "IMS", SW0 | SW1);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW1);
	rig_times(r, R_MSI_SEND, 2);
	rig_expect(r, "IMSGS[0]", 2);
	rig_free(r);
}
END_TEST

/* ---- Bus Master, power, modes, reset. ---- */

START_TEST(without_bus_master_messages_stay_due_and_go_out_later)
{
	struct rig *r = messages("");

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
	struct rig *r = messages("");

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
	struct rig *r = messages("");

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
	struct rig *r = messages("");

	rig_write(r, "ICS", SW0);
	rig_config(r, "msix.control", 0);
	rig_times(r, R_LINE_ASSERT, 1);
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
	struct rig *r = messages("");

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
	struct rig *r = messages("");

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
	struct rig *r = messages("");

	rig_write(r, "ICS", SW0);
	device_reset(r->nic);
	rig_config(r, "command", 6);
	rig_expect(r, "ICR", 0);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 2 & 3, 1);
	rig_run(r, 10000);
	rig_free(r);
}
END_TEST

/* ---- The rest of the general registers. ---- */

START_TEST(registers_hold_the_bits_the_sheet_names)
{
	static const struct {
		const char *name;
		uint32_t bits;
	} masks[] = {
		{ "CTRL", 6 }, { "SCRATCH", 0xFFFFFFFF }, { "IVAR[31]", 0xBF }, { "EITR[63]", 0xFFFF }, { "STATUS", 0 },
		{ "RAL", 0 }, { "MRQC", 0x330001 }, { "RSSRK[9]", 0xFFFFFFFF }, { "RETA[31]", 0xFFFFFFFF }, { "RDH[0]", 0 },
		{ "GPRC", 0 }, { "IMSGS[63]", 0 }, { "ERRQ", 0 },
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof masks / sizeof *masks; i++) {
		uint32_t before = rig_read(r, masks[i].name);

		rig_write(r, masks[i].name, 0xFFFFFFFE); /* without CTRL.RST */
		rig_expect(r, masks[i].name, masks[i].bits ? masks[i].bits & 0xFFFFFFFE : before);
	}
	rig_free(r);
}
END_TEST

START_TEST(offsets_are_those_of_the_sheet)
{
	static const struct {
		const char *name;
		uint32_t offset;
	} places[] = {
		{ "CTRL", 0 }, { "STATUS", 8 }, { "SCRATCH", 0x10 }, { "TIMELO", 0x14 }, { "TIMEHI", 0x18 }, { "ICR", 0xC0 },
		{ "ICS", 0xC8 }, { "IMS", 0xD0 }, { "IMC", 0xD8 }, { "EIAC", 0xE0 }, { "EIAM", 0xE8 }, { "ERRQ", 0xF0 },
		{ "IVAR[31]", 0x17C }, { "EITR[63]", 0x2FC }, { "RDBAL[7]", 0x1700 }, { "RDBAH[1]", 0x1104 }, { "RDLEN[0]", 0x1008 },
		{ "RDH[0]", 0x1010 }, { "RDT[2]", 0x1218 }, { "RXDCTL[0]", 0x1028 }, { "RXCNT[0]", 0x1030 }, { "RXDROP[7]", 0x1734 },
		{ "TDBAL[0]", 0x2000 }, { "TDT[7]", 0x2718 }, { "TXDCTL[0]", 0x2028 }, { "TXCNT[0]", 0x2030 }, { "MRQC", 0x3000 },
		{ "RSSRK[9]", 0x30A4 }, { "RETA[31]", 0x317C }, { "GPRC", 0x4000 }, { "MPC", 0x4004 }, { "GPTC", 0x4008 },
		{ "IMSGS[63]", 0x410C }, { "INTXA", 0x4110 }, { "RAL", 0x5400 }, { "RAH", 0x5404 },
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof places / sizeof *places; i++)
		ck_assert_uint_eq(regs_offset(&r->nic->regs, rig_register(r, places[i].name)), places[i].offset);
	rig_free(r);
}
END_TEST

START_TEST(reading_the_low_clock_latches_the_high_half)
{
	struct rig *r = rig_new("");

	rig_run(r, INT64_C(0x300000010));
	rig_expect(r, "TIMEHI", 0);
	rig_expect(r, "TIMELO", 0x10);
	rig_run(r, INT64_C(0x100000000));
	rig_expect(r, "TIMEHI", 3);
	rig_read(r, "TIMELO");
	rig_expect(r, "TIMEHI", 4);
	rig_free(r);
}
END_TEST

START_TEST(identity_queues_and_speed_are_shown)
{
	struct rig *r = rig_new("rxq=3 txq=2 speed=40000");

	ck_assert_uint_eq(rig_read(r, "STATUS") >> 8 & 15, 3);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 12 & 15, 2);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 16, 400);
	ck_assert_uint_eq(rig_read(r, "RAL"), 0x004E5602);
	ck_assert_uint_eq(rig_read(r, "RAH"), 0x80000003);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, 0, 4), 0x4E491234);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, 8, 4), 0x02000001);
	rig_free(r);
}
END_TEST

START_TEST(capabilities_stand_in_the_order_of_the_sheet)
{
	static const uint8_t order[] = { CFG_CAP_PM, CFG_CAP_MSI, CFG_CAP_PCIE, CFG_CAP_MSIX };
	struct rig *r = rig_new("");
	unsigned at = r->nic->cfg.value[CFG_CAPABILITIES];

	for (unsigned i = 0; i < sizeof order; i++, at = r->nic->cfg.value[at + 1])
		ck_assert_uint_eq(r->nic->cfg.value[at], order[i]);
	ck_assert_uint_eq(at, 0);
	ck_assert_uint_eq(r->nic->bar_size[0], 0x20000);
	ck_assert_uint_eq(r->nic->bar_size[2], 0x4000);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_BAR0, 4) & 0xF, 4); /* 64-bit, not prefetchable */
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, r->nic->msix.offset + 4u, 4), 0x0002);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, r->nic->msix.offset + 8u, 4), 0x2002);
	ck_assert_uint_eq(r->nic->msix.entries, 16);
	ck_assert_uint_eq(1u << r->nic->msi.capable, 8);
	ck_assert(r->nic->msi.wide && r->nic->msi.maskable);
	ck_assert_uint_eq(r->nic->intx.pin, 1);
	rig_free(r);
}
END_TEST

START_TEST(the_link_changes_with_its_cause)
{
	struct rig *r = rig_new("");

	rig_do(r, "link nic0 up"); /* it is: nothing */
	rig_none(r, R_DEV_LINK);
	rig_do(r, "link nic0 down");
	rig_expect(r, "ICR", LSC);
	ck_assert_uint_eq(rig_read(r, "STATUS") & 0xFFFF0001, 0);
	rig_write(r, "ICR", LSC);
	rig_do(r, "link nic0 up speed=1000");
	ck_assert_uint_eq(rig_read(r, "STATUS") & 0xFFFF0001, 0x000A0001);
	rig_expect(r, "ICR", LSC);
	rig_times(r, R_DEV_LINK, 2);
	rig_free(r);
}
END_TEST

START_TEST(causes_are_raised_by_name_or_number)
{
	struct rig *r = rig_new("");

	rig_do(r, "device.raise nic0 RXQ0 lsc");
	rig_expect(r, "ICR", 0x01000001);
	rig_do(r, "device.raise nic0 0x80000002");
	rig_expect(r, "ICR", 0x81000003);
	rig_do(r, "register.write nic0 ICR 0x3");
	rig_expect(r, "ICR", 0x81000000);
	rig_do(r, "register.write nic0 0x10 77");
	rig_expect(r, "SCRATCH", 77);
	rig_free(r);
}
END_TEST

START_TEST(commands_that_make_no_sense_are_refused_with_a_reason)
{
	static const char *const lines[] = {
		"device.raise nic0", "device.raise nic0 XYZ", "device.raise nic0 0x08000000", "link nic0", "link nic0 sideways",
		"link nic0 up speed=150", "link nic0 up speed=0", "register.write nic0", "register.write nic0 NONE 1",
		"register.write nic0 0x4 1", "register.write nic0 CTRL 0x100000000", "frame nic0 kind=ipx", "frame nic0 hex=1",
		"frame nic0 hex=zz", "frame nic0 size=1", "traffic nic0", "dance nic0",
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *reason = NULL;

		ck_assert_msg(!rig_try(r, lines[i], &reason), "%s", lines[i]);
		ck_assert_ptr_nonnull(reason);
	}
	rig_free(r);
}
END_TEST

START_TEST(settings_out_of_bounds_are_errors)
{
	static const char *const wrong[] = { "msix=65", "msi=3", "msi=64", "msimask=2", "queues=0", "queues=9", "rxq=0", "txq=9",
					     "edgeonly=2", "speed=0", "speed=150", "speed=6553600" };

	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct machine machine;
		struct err err = { .text = "" };
		char head[100];

		machine_init(&machine);
		snprintf(head, sizeof head, "device nic0 vnic %s\n", wrong[i]);
		ck_assert(machine_read(&machine, head, "head", &err));
		ck_assert_msg(!hw_check(&machine, &err), "%s", wrong[i]);
		ck_assert_uint_gt(strlen(err.text), 0);
		machine_fini(&machine);
	}
}
END_TEST

START_TEST(a_function_may_lack_either_capability)
{
	struct rig *r = rig_new("msix=0 msi=0");

	ck_assert_uint_eq(r->nic->msix.offset, 0);
	ck_assert_uint_eq(r->nic->msi.offset, 0);
	ck_assert_uint_eq(r->nic->bar_size[2], 0);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_free(r);
}
END_TEST

SUITE("vnic-interrupt", a_cause_set_by_software_is_pending_until_a_one_is_written, mask_bits_are_set_and_cleared_by_ones,
      write_only_registers_read_zero, reserved_cause_bits_cannot_be_set, the_line_follows_enabled_causes,
      disabling_the_cause_lowers_the_line, interrupt_status_shows_live_whatever_interrupt_disable_says,
      interrupt_status_reads_zero_under_messages, the_line_ignores_map_auto_clear_and_auto_mask,
      the_interval_of_source_0_spaces_assertions_of_the_line, a_cause_that_goes_during_the_interval_leaves_the_line_low,
      a_function_without_a_pin_asserts_nothing, a_newly_set_enabled_cause_is_sent_as_its_table_entry,
      a_cause_set_again_while_pending_adds_nothing, a_second_bit_of_the_same_source_is_a_second_edge,
      bits_gained_together_are_one_message_of_their_source, a_pending_cause_newly_enabled_is_sent,
      edge_only_hardware_does_not_announce_what_is_enabled_late, a_live_cause_mapped_to_another_source_is_sent_there,
      a_cause_without_valid_raises_nothing_under_msix, a_source_beyond_the_table_cannot_be_sent_and_the_cause_stays,
      sending_clears_and_disables_the_bits_it_carries, sending_leaves_other_sources_bits_alone,
      a_second_send_waits_for_the_interval_and_bits_join_it, the_late_send_starts_an_interval_of_its_own,
      nothing_is_sent_if_nothing_is_live_when_the_interval_ends, a_change_of_the_interval_counts_from_the_next_send,
      sources_have_intervals_of_their_own, a_masked_entry_keeps_one_message_pending_until_unmasked,
      the_function_mask_withholds_every_entry, a_pending_bit_is_withdrawn_when_its_causes_are_gone,
      disabling_or_remapping_the_cause_withdraws_too, auto_clear_applies_when_the_pending_message_goes_out,
      an_unmasked_send_starts_the_interval, a_source_masked_when_its_interval_ends_becomes_pending, msi_folds_sources_onto_the_messages_it_has, a_cause_without_valid_is_source_0_under_msi,
      a_masked_message_is_pending_for_all_its_sources_and_sent_once, a_folded_pending_bit_is_withdrawn_with_the_last_source,
      intervals_are_kept_by_source_not_by_message, without_bus_master_messages_stay_due_and_go_out_later,
      a_held_source_whose_causes_are_gone_is_not_sent, a_pending_message_unmasked_without_bus_master_goes_out_with_it,
      causes_standing_when_messages_are_enabled_do_not_become_due, back_in_line_mode_the_line_follows_live_at_once,
      the_mode_in_force_stands_in_status, what_was_pending_is_dropped_when_the_mode_changes,
      reset_drops_causes_and_withdraws_but_keeps_table_and_mode, reset_lowers_the_line,
      a_function_level_reset_ends_in_line_mode_with_nothing_due, registers_hold_the_bits_the_sheet_names,
      offsets_are_those_of_the_sheet, reading_the_low_clock_latches_the_high_half, identity_queues_and_speed_are_shown,
      capabilities_stand_in_the_order_of_the_sheet, the_link_changes_with_its_cause, causes_are_raised_by_name_or_number, commands_that_make_no_sense_are_refused_with_a_reason,
      settings_out_of_bounds_are_errors, a_function_may_lack_either_capability)
