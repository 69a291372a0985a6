/* SPDX-License-Identifier: MIT */
/* MSI-X (BASE 7.7.2, 6.1.4): table, pending bit array, masks, gates. */
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

static struct rig rig;
static struct device *nic;

static void with(const char *settings)
{
	rig_init(&rig, "cpus 2\n");
	nic = rig_nic(&rig, settings);
}

/* Sixteen entries, MSI-X enabled, the first `unmasked` of them open. */
static void with_table(unsigned unmasked)
{
	with(NULL);
	rig_msix(nic, unmasked);
	rig_mark(&rig);
}

static uint32_t table(unsigned entry, unsigned field)
{
	return msix_read(nic, RIG_TABLE_BAR, entry * 16 + field);
}

static void write_table(unsigned entry, unsigned field, uint32_t value)
{
	msix_write(nic, RIG_TABLE_BAR, entry * 16 + field, value);
}

static uint32_t pba(unsigned dword)
{
	return msix_read(nic, RIG_TABLE_BAR, RIG_PBA + 4 * dword);
}

START_TEST(control_shows_table_size_less_one)
{
	with("msix=16");
	ck_assert_uint_eq(rig_config_read(nic, "msix.control"), 15);
	ck_assert_uint_eq(rig_config_read(nic, "msix.table"), RIG_TABLE_BAR);
	ck_assert_uint_eq(rig_config_read(nic, "msix.pba"), RIG_PBA | RIG_TABLE_BAR);
	rig_config(nic, "msix.control", 0xFFFF);
	ck_assert_uint_eq(rig_config_read(nic, "msix.control"), 0xC00F);
}
END_TEST

START_TEST(entries_are_masked_at_reset)
{
	with(NULL);
	for (unsigned i = 0; i < 16; i++) {
		ck_assert_uint_eq(table(i, 12), 1);
		ck_assert_uint_eq(table(i, 0) | table(i, 4) | table(i, 8), 0);
	}
}
END_TEST

START_TEST(table_is_storage_while_disabled)
{
	with(NULL);
	write_table(3, 0, 0xFEE01003);
	write_table(3, 4, 0x12345678);
	write_table(3, 8, 0xDEADBEEF);
	write_table(3, 12, 0xFFFFFFFE);
	ck_assert_uint_eq(table(3, 0), 0xFEE01000);
	ck_assert_uint_eq(table(3, 4), 0x12345678);
	ck_assert_uint_eq(table(3, 8), 0xDEADBEEF);
	ck_assert_uint_eq(table(3, 12), 0);
}
END_TEST

START_TEST(data_is_sent_unmodified)
{
	with_table(16);
	msix_set(nic, 5, 0xFEE00000, 0xD0004042, false);
	device_send(nic, 5);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0xD0004042);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[0], 5);
}
END_TEST

START_TEST(masked_entry_sets_its_pending_bit)
{
	with_table(1);
	ck_assert_int_eq(device_send(nic, 9), DEVICE_PENDING);
	ck_assert_uint_eq(pba(0), 1 << 9);
	ck_assert_uint_eq(rig_find(&rig, R_PBA_SET, 0)->w[1], SYM_gate_MASKED);
	device_send(nic, 9);
	ck_assert_uint_eq(rig_count(&rig, R_PBA_SET), 1);
}
END_TEST

START_TEST(unmasking_an_entry_sends_once_and_clears_its_bit)
{
	with_table(0);
	device_send(nic, 9);
	msix_mask(nic, 9, false);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
	ck_assert_uint_eq(rig_find(&rig, R_PBA_CLEAR, 0)->w[1], 1);
	ck_assert_uint_eq(pba(0), 0);
	ck_assert_uint_eq(rig_heard(nic)->sent, 1);
	ck_assert_uint_eq(rig_heard(nic)->message, 9);
}
END_TEST

START_TEST(function_mask_holds_all_and_keeps_entry_masks)
{
	with_table(2);
	rig_config(nic, "msix.control", 0xC000);
	device_send(nic, 0);
	device_send(nic, 1);
	device_send(nic, 7);
	ck_assert_uint_eq(rig_find(&rig, R_PBA_SET, 0)->w[1], SYM_gate_FUNCTION_MASK);
	ck_assert_uint_eq(pba(0), 0x83);
	ck_assert_uint_eq(table(0, 12), 0);
	rig_config(nic, "msix.control", 0x8000);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 2);
	ck_assert_uint_eq(pba(0), 0x80);
}
END_TEST

START_TEST(entry_unmasked_under_the_function_mask_waits_for_it)
{
	with_table(0);
	rig_config(nic, "msix.control", 0xC000);
	device_send(nic, 4);
	msix_mask(nic, 4, false);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	rig_config(nic, "msix.control", 0x8000);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
}
END_TEST

START_TEST(entry_rewritten_while_masked_uses_new_contents)
{
	with_table(0);
	device_send(nic, 2);
	write_table(2, 0, 0xFEE01000);
	write_table(2, 8, 0x99);
	write_table(2, 12, 0);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[1], 0xFEE01000);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x99);
}
END_TEST

START_TEST(entry_rewritten_while_open_takes_effect_at_once)
{
	with_table(3);
	write_table(2, 8, 0x99);
	device_send(nic, 2);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x99);
}
END_TEST

START_TEST(setting_an_entry_masks_it_meanwhile)
{
	with_table(3);
	msix_set(nic, 1, 0xFEE01000, 0x77, false);
	ck_assert_uint_eq(rig_find(&rig, R_MSIX_MASK, 0)->w[0], 1);
	ck_assert_uint_lt(rig_find(&rig, R_MSIX_MASK, 0)->number, rig_find(&rig, R_MSIX_ENTRY, 0)->number);
	ck_assert_uint_lt(rig_find(&rig, R_MSIX_ENTRY, 0)->number, rig_find(&rig, R_MSIX_UNMASK, 0)->number);
	ck_assert_uint_eq(rig_find(&rig, R_MSIX_ENTRY, 0)->w[2], 0x77);
}
END_TEST

START_TEST(entries_with_the_same_message_keep_their_own_bits)
{
	with_table(0);
	msix_set(nic, 1, 0xFEE00000, 0x50, true);
	msix_set(nic, 2, 0xFEE00000, 0x50, true);
	device_send(nic, 1);
	device_send(nic, 2);
	msix_mask(nic, 1, false);
	ck_assert_uint_eq(pba(0), 4);
	msix_mask(nic, 2, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 2);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_MERGE), 1);
}
END_TEST

START_TEST(withdrawn_entry_is_not_sent_at_unmask)
{
	with_table(0);
	device_send(nic, 9);
	device_withdraw(nic, 9);
	ck_assert_uint_eq(rig_find(&rig, R_PBA_CLEAR, 0)->w[1], 0);
	msix_mask(nic, 9, false);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
}
END_TEST

START_TEST(pending_bit_array_ignores_writes)
{
	with_table(0);
	device_send(nic, 9);
	msix_write(nic, RIG_TABLE_BAR, RIG_PBA, 0);
	ck_assert_uint_eq(pba(0), 1 << 9);
	msix_write(nic, RIG_TABLE_BAR, RIG_PBA, UINT32_MAX);
	ck_assert_uint_eq(pba(0), 1 << 9);
}
END_TEST

START_TEST(source_beyond_the_table_cannot_be_sent)
{
	with_table(16);
	ck_assert_int_eq(device_send(nic, 16), DEVICE_BAD);
	ck_assert_uint_eq(rig_find(&rig, R_MSIX_BADENTRY, 0)->w[0], 16);
	ck_assert_uint_eq(rig_find(&rig, R_MSIX_BADENTRY, 0)->w[1], 16);
}
END_TEST

START_TEST(pending_bits_fill_quadwords)
{
	with("msix=70");
	rig_msix(nic, 0);
	device_send(nic, 63);
	device_send(nic, 64);
	device_send(nic, 69);
	ck_assert_uint_eq(pba(0), 0);
	ck_assert_uint_eq(pba(1), 0x80000000);
	ck_assert_uint_eq(pba(2), 0x21);
	ck_assert_uint_eq(pba(3), 0);
	msix_mask(nic, 31, false);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	msix_mask(nic, 63, false);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
	ck_assert_uint_eq(pba(1), 0);
}
END_TEST

START_TEST(two_thousand_entries_all_work)
{
	with("msix=2047");
	rig_msix(nic, 2047);
	ck_assert_uint_eq(rig_config_read(nic, "msix.control"), 0x8000 | 2046);
	ck_assert_int_eq(device_send(nic, 2046), DEVICE_SENT);
	ck_assert_int_eq(device_send(nic, 2047), DEVICE_BAD);
}
END_TEST

START_TEST(one_entry_is_a_table)
{
	with("msix=1");
	rig_msix(nic, 1);
	ck_assert_uint_eq(rig_config_read(nic, "msix.control"), 0x8000);
	ck_assert_int_eq(device_send(nic, 0), DEVICE_SENT);
}
END_TEST

START_TEST(pending_bit_survives_disabling_and_goes_at_enabling)
{
	with_table(0);
	device_send(nic, 4);
	rig_config(nic, "msix.control", 0);
	msix_mask(nic, 4, false);
	ck_assert_uint_eq(pba(0), 0x10);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	rig_config(nic, "msix.control", 0x8000);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
}
END_TEST

START_TEST(bus_master_off_holds_open_entries)
{
	with_table(16);
	rig_config(nic, "command", 0x0002);
	ck_assert_int_eq(device_send(nic, 4), DEVICE_HELD);
	ck_assert_uint_eq(pba(0), 0);
}
END_TEST

START_TEST(unmask_without_bus_master_hands_the_message_back)
{
	with_table(0);
	device_send(nic, 4);
	rig_config(nic, "command", 0x0002);
	msix_mask(nic, 4, false);
	ck_assert_uint_eq(pba(0), 0);
	ck_assert_uint_eq(rig_find(&rig, R_PBA_CLEAR, 0)->w[1], 0);
	ck_assert_uint_eq(rig_heard(nic)->held, 1);
}
END_TEST

START_TEST(both_enabled_is_told_once_and_behaves_as_msix)
{
	with_table(16);
	rig_msi(nic, 0, 0xFEE00000, 0x30);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_BOTH), 1);
	ck_assert_int_eq(device_mode(nic), DEVICE_MSIX);
	rig_config(nic, "command", 0x0406);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_BOTH), 1);
	device_send(nic, 3);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x43);
}
END_TEST

START_TEST(function_reset_masks_and_clears_the_table)
{
	with_table(8);
	device_send(nic, 9);
	rig_config(nic, "pcie.device.control", 0x8000);
	ck_assert_uint_eq(rig_config_read(nic, "msix.control"), 15);
	ck_assert_uint_eq(pba(0), 0);
	for (unsigned i = 0; i < 16; i++) {
		ck_assert_uint_eq(table(i, 12), 1);
		ck_assert_uint_eq(table(i, 0) | table(i, 8), 0);
	}
}
END_TEST

START_TEST(table_is_unreachable_without_memory_space)
{
	with_table(0);
	ck_assert_uint_eq(hw_read(nic, RIG_TABLE_BAR, 8, 4), 0x40);
	rig_config(nic, "command", 0x0004);
	ck_assert_uint_eq(hw_read(nic, RIG_TABLE_BAR, 8, 4), UINT32_MAX);
}
END_TEST

START_TEST(windows_writes_to_the_table_are_refused)
{
	with_table(0);
	hw_write(nic, RIG_TABLE_BAR, 8, 0x1234, 4);
	rig_run(&rig);
	ck_assert_uint_eq(table(0, 8), 0x40);
	ck_assert_uint_eq(rig_count(&rig, R_MMIO_BAD), 1);
}
END_TEST

SUITE("msix", control_shows_table_size_less_one, entries_are_masked_at_reset, table_is_storage_while_disabled,
      data_is_sent_unmodified, masked_entry_sets_its_pending_bit, unmasking_an_entry_sends_once_and_clears_its_bit,
      function_mask_holds_all_and_keeps_entry_masks, entry_unmasked_under_the_function_mask_waits_for_it,
      entry_rewritten_while_masked_uses_new_contents, entry_rewritten_while_open_takes_effect_at_once,
      setting_an_entry_masks_it_meanwhile, entries_with_the_same_message_keep_their_own_bits,
      withdrawn_entry_is_not_sent_at_unmask, pending_bit_array_ignores_writes, source_beyond_the_table_cannot_be_sent,
      pending_bits_fill_quadwords, two_thousand_entries_all_work, one_entry_is_a_table,
      pending_bit_survives_disabling_and_goes_at_enabling, bus_master_off_holds_open_entries,
      unmask_without_bus_master_hands_the_message_back, both_enabled_is_told_once_and_behaves_as_msix,
      function_reset_masks_and_clears_the_table, table_is_unreachable_without_memory_space,
      windows_writes_to_the_table_are_refused)
