/* SPDX-License-Identifier: MIT */
/* Which causes a VNIC sends, and as which message: the rules of doc/vnic.md. */
#include "tests/unit/vnic_rig.h"

/* ---- Messages. ---- */

START_TEST(a_newly_set_enabled_cause_is_sent_as_its_table_entry)
{
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

	rig_ivar(r, 26, 1);
	rig_write(r, "ICS", SW0);
	rig_write(r, "ICS", SW1);
	rig_times(r, R_MSI_SEND, 2);
	rig_free(r);
}
END_TEST

START_TEST(bits_gained_together_are_one_message_of_their_source)
{
	struct rig *r = rig_messages("");

	rig_ivar(r, 26, 1);
	rig_write(r, "ICS", SW0 | SW1);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(a_pending_cause_newly_enabled_is_sent)
{
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("edgeonly=1");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("msix=4");

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
	struct rig *r = rig_messages("");

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
	struct rig *r = rig_messages("");

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

SUITE("vnic-message", a_newly_set_enabled_cause_is_sent_as_its_table_entry,
      a_cause_set_again_while_pending_adds_nothing, a_second_bit_of_the_same_source_is_a_second_edge,
      bits_gained_together_are_one_message_of_their_source, a_pending_cause_newly_enabled_is_sent,
      edge_only_hardware_does_not_announce_what_is_enabled_late, a_live_cause_mapped_to_another_source_is_sent_there,
      a_cause_without_valid_raises_nothing_under_msix, a_source_beyond_the_table_cannot_be_sent_and_the_cause_stays,
      sending_clears_and_disables_the_bits_it_carries, sending_leaves_other_sources_bits_alone,
      msi_folds_sources_onto_the_messages_it_has, a_cause_without_valid_is_source_0_under_msi,
      a_masked_message_is_pending_for_all_its_sources_and_sent_once,
      a_folded_pending_bit_is_withdrawn_with_the_last_source, intervals_are_kept_by_source_not_by_message)
