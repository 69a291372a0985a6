/* SPDX-License-Identifier: MIT */
/* What makes a VNIC's source wait: its interval, the mask of its message. */
#include "tests/unit/vnic_rig.h"

/* ---- Intervals. ---- */

START_TEST(a_second_send_waits_for_the_interval_and_bits_join_it)
{
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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

SUITE("vnic-wait", a_second_send_waits_for_the_interval_and_bits_join_it, the_late_send_starts_an_interval_of_its_own,
      nothing_is_sent_if_nothing_is_live_when_the_interval_ends, a_change_of_the_interval_counts_from_the_next_send,
      sources_have_intervals_of_their_own, a_masked_entry_keeps_one_message_pending_until_unmasked,
      the_function_mask_withholds_every_entry, a_pending_bit_is_withdrawn_when_its_causes_are_gone,
      disabling_or_remapping_the_cause_withdraws_too, auto_clear_applies_when_the_pending_message_goes_out,
      an_unmasked_send_starts_the_interval, a_source_masked_when_its_interval_ends_becomes_pending)
