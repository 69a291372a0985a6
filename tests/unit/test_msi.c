/* SPDX-License-Identifier: MIT */
/* MSI (BASE 7.7.1, 6.1.4): layouts, numbers, masks, pending bits, gates. */
#include <string.h>

#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

#define APIC 0xFEE00000

static struct rig rig;
static struct device *nic;

static void with(const char *settings)
{
	rig_init(&rig, "cpus 2\n");
	nic = rig_nic(&rig, settings);
}

/* Four messages enabled from vector 40h on. */
static void with_four(const char *settings)
{
	with(settings);
	rig_msi(nic, 2, APIC, 0x40);
	rig_mark(&rig);
}

START_TEST(layout_follows_address_width_and_mask)
{
	static const struct {
		const char *settings;
		uint16_t control;
		unsigned data, mask, end;
	} layouts[] = {
		{ "narrow=1 nomask=1 msix=0", 0x0006, 0x08, 0, 0x0A },
		{ "nomask=1 msix=0", 0x0086, 0x0C, 0, 0x0E },
		{ "narrow=1 msix=0", 0x0106, 0x08, 0x0C, 0x14 },
		{ "msix=0", 0x0186, 0x0C, 0x10, 0x18 },
	};

	for (unsigned i = 0; i < 4; i++) {
		unsigned at, offset, size;

		with(layouts[i].settings);
		at = nic->msi.offset;
		ck_assert_uint_eq(cfg_read(nic, at, 1), 0x05);
		ck_assert_uint_eq(rig_config_read(nic, "msi.control"), layouts[i].control);
		ck_assert(cfg_named(nic, "msi.data", &offset, &size, NULL));
		ck_assert_uint_eq(offset, at + layouts[i].data);
		ck_assert(cfg_named(nic, "msi.mask", &offset, &size, NULL) == (layouts[i].mask != 0));
		if (layouts[i].mask)
			ck_assert_uint_eq(offset, at + layouts[i].mask);
		ck_assert_uint_eq(cfg_read(nic, at + 1, 1), (at + layouts[i].end + 3) & ~3u);
		rig_fini(&rig);
	}
}
END_TEST

START_TEST(capable_code_is_the_logarithm_of_the_messages)
{
	static const char *const settings[] = { "msi=1", "msi=2", "msi=4", "msi=8", "msi=16", "msi=32" };

	for (unsigned code = 0; code < 6; code++) {
		with(settings[code]);
		ck_assert_uint_eq(rig_config_read(nic, "msi.control") >> 1 & 7, code);
		rig_fini(&rig);
	}
}
END_TEST

START_TEST(address_is_dword_aligned)
{
	with(NULL);
	rig_config(nic, "msi.address", 0xFEE01003);
	ck_assert_uint_eq(rig_config_read(nic, "msi.address"), 0xFEE01000);
}
END_TEST

START_TEST(message_number_replaces_the_low_data_bits)
{
	with(NULL);
	rig_msi(nic, 1, APIC, 0x4143);
	rig_mark(&rig);
	device_send(nic, 0);
	device_send(nic, 1);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x4142);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 1)->w[2], 0x4143);
}
END_TEST

START_TEST(one_message_sends_the_data_untouched)
{
	with(NULL);
	rig_msi(nic, 0, APIC, 0x4143);
	rig_mark(&rig);
	device_send(nic, 5);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x4143);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[0], 0);
}
END_TEST

START_TEST(sources_fold_onto_the_enabled_messages)
{
	with_four(NULL);
	device_send(nic, 6);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[0], 2);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[3], 6);
}
END_TEST

START_TEST(more_enabled_than_capable_counts_as_capable)
{
	with("msi=2");
	rig_msi(nic, 5, APIC, 0x40);
	ck_assert_uint_eq(msi_count(nic), 2);
	rig_config(nic, "msi.control", 7 << 4 | 1);
	ck_assert_uint_eq(msi_count(nic), 2);
}
END_TEST

START_TEST(message_to_memory_is_one_dword_with_a_zero_upper_half)
{
	uint8_t *memory;
	uint8_t expect[8] = { 0xEE, 0xEE, 0x43, 0x41, 0, 0, 0xEE, 0xEE };

	with(NULL);
	memory = (uint8_t *)(uintptr_t)arena_take(&rig.core.arena, ARENA_SHARED, 4096, 4096);
	memset(memory, 0xEE, 16);
	rig_config(nic, "msi.upper", 1);
	rig_msi(nic, 0, 4, 0x4143);
	device_send(nic, 0);
	rig_run(&rig);
	ck_assert_mem_eq(memory + 2, expect, 8);
}
END_TEST

START_TEST(message_reaches_the_named_apic)
{
	with(NULL);
	rig_msi(nic, 0, APIC | 1 << 12, 0x61);
	device_send(nic, 0);
	rig_run(&rig);
	ck_assert_int_eq(lapic_deliverable(&rig.hw->lapics[0]), -1);
	ck_assert_int_eq(lapic_deliverable(&rig.hw->lapics[1]), 0x61);
}
END_TEST

START_TEST(acceptance_is_caused_by_the_send)
{
	with_four(NULL);
	device_send(nic, 1);
	rig_run(&rig);
	ck_assert_uint_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->cause, rig_find(&rig, R_MSI_SEND, 0)->number);
}
END_TEST

START_TEST(message_takes_its_flight)
{
	with_four(NULL);
	device_send(nic, 1);
	rig_run(&rig);
	ck_assert_int_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->at - rig_find(&rig, R_MSI_SEND, 0)->at,
			 rig.machine.cost[COST_MESSAGE_FLIGHT]);
}
END_TEST

START_TEST(message_to_nowhere_is_lost_and_told)
{
	with(NULL);
	rig_msi(nic, 0, APIC | 9 << 12, 0x61);
	device_send(nic, 0);
	rig_run(&rig);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_DROP, 0)->w[1], SYM_gate_NO_CPU);
	rig_msi(nic, 0, 0x1000, 0x61);
	rig_mark(&rig);
	device_send(nic, 0);
	rig_run(&rig);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_DROP, 0)->w[1], SYM_gate_BAD_ADDRESS);
}
END_TEST

START_TEST(masked_message_stays_pending_until_unmasked)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	ck_assert_int_eq(device_send(nic, 1), DEVICE_PENDING);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 2);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 0);
	ck_assert_uint_eq(rig_heard(nic)->sent, 1);
	ck_assert_uint_eq(rig_heard(nic)->message, 1);
}
END_TEST

START_TEST(events_while_masked_merge)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	device_send(nic, 5);
	device_send(nic, 1);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_PEND), 1);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
}
END_TEST

START_TEST(unmasked_message_uses_address_and_data_of_then)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	rig_config(nic, "msi.address", APIC | 1 << 12);
	rig_config(nic, "msi.data", 0x80);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[1], APIC | 1 << 12);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[2], 0x81);
}
END_TEST

START_TEST(withdrawn_message_is_not_sent_at_unmask)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	device_withdraw(nic, 1);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 0);
	device_withdraw(nic, 1);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_UNPEND), 1);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
}
END_TEST

START_TEST(event_after_withdrawal_pends_again)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	device_withdraw(nic, 1);
	device_send(nic, 1);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
}
END_TEST

START_TEST(one_unmask_lets_out_only_its_own)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 0xF);
	device_send(nic, 0);
	device_send(nic, 3);
	rig_config(nic, "msi.mask", 0x1);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[0], 3);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 1);
}
END_TEST

START_TEST(mask_bits_exist_for_capable_messages_only)
{
	with("msi=4");
	rig_config(nic, "msi.mask", UINT32_MAX);
	ck_assert_uint_eq(rig_config_read(nic, "msi.mask"), 0xF);
}
END_TEST

START_TEST(mask_of_messages_not_enabled_is_ignored)
{
	with("msi=8");
	rig_msi(nic, 1, APIC, 0x40);
	rig_config(nic, "msi.mask", 0xFC);
	rig_mark(&rig);
	ck_assert_int_eq(device_send(nic, 3), DEVICE_SENT);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_SEND, 0)->w[0], 1);
}
END_TEST

START_TEST(pending_register_ignores_writes)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	rig_config(nic, "msi.pending", 0);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 2);
	rig_config(nic, "msi.pending", UINT32_MAX);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 2);
}
END_TEST

START_TEST(without_mask_bits_every_event_is_sent)
{
	with_four("nomask=1");
	ck_assert_int_eq(device_send(nic, 1), DEVICE_SENT);
	ck_assert_int_eq(device_send(nic, 1), DEVICE_SENT);
}
END_TEST

START_TEST(pending_message_survives_disabling_and_goes_at_enabling)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	rig_config(nic, "msi.control", 0x20);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	rig_config(nic, "msi.control", 0x21);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 1);
}
END_TEST

START_TEST(bus_master_off_holds_the_source_in_the_device)
{
	with_four(NULL);
	rig_config(nic, "command", 0x0002);
	ck_assert_int_eq(device_send(nic, 1), DEVICE_HELD);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_HOLD, 0)->w[1], SYM_gate_BUS_MASTER);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 0);
}
END_TEST

START_TEST(device_is_told_when_bus_master_returns)
{
	unsigned before;

	with_four(NULL);
	rig_config(nic, "command", 0x0002);
	before = rig_heard(nic)->changed;
	rig_config(nic, "command", 0x0006);
	ck_assert_uint_eq(rig_heard(nic)->changed, before + 1);
}
END_TEST

START_TEST(unmask_without_bus_master_hands_the_message_back)
{
	with_four(NULL);
	rig_config(nic, "msi.mask", 2);
	device_send(nic, 1);
	rig_config(nic, "command", 0x0002);
	rig_config(nic, "msi.mask", 0);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	ck_assert_uint_eq(rig_config_read(nic, "msi.pending"), 0);
	ck_assert_uint_eq(rig_heard(nic)->held, 1);
	ck_assert_uint_eq(rig_heard(nic)->sent, 0);
}
END_TEST

START_TEST(interrupt_disable_does_not_touch_messages)
{
	with_four(NULL);
	rig_config(nic, "command", 0x0406);
	ck_assert_int_eq(device_send(nic, 1), DEVICE_SENT);
}
END_TEST

START_TEST(bus_master_of_a_bridge_above_gates_too)
{
	struct device *port, *below;

	rig_init(&rig, "device rp0 root-port slot=2\n");
	port = hw_device(rig.hw, "rp0");
	below = rig_attach(&rig, &rig_model, port, 0, NULL);
	rig_config(below, "command", 0x0006);
	rig_msi(below, 0, APIC, 0x41);
	ck_assert_int_eq(device_send(below, 0), DEVICE_SENT);
	rig_config(port, "command", 0x0002);
	ck_assert_int_eq(device_send(below, 0), DEVICE_HELD);
	unsigned before = rig_heard(below)->changed;
	rig_config(port, "command", 0x0006);
	ck_assert_uint_eq(rig_heard(below)->changed, before + 1);
	ck_assert_int_eq(device_send(below, 0), DEVICE_SENT);
}
END_TEST

START_TEST(disabled_function_sends_nothing)
{
	with(NULL);
	ck_assert_int_eq(device_send(nic, 0), DEVICE_HELD);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_HOLD, 0)->w[1], SYM_gate_NOT_ENABLED);
}
END_TEST

START_TEST(message_on_its_way_still_arrives_after_disabling)
{
	with_four(NULL);
	device_send(nic, 1);
	rig_config(nic, "msi.control", 0);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
}
END_TEST

START_TEST(nothing_is_allocated_per_message_once_warm)
{
	uint64_t used;

	with_four(NULL);
	device_send(nic, 0);
	rig_run(&rig);
	used = rig.core.arena.used[ARENA_MACHINE];
	for (unsigned i = 0; i < 10000; i++) {
		device_send(nic, 0);
		rig_run(&rig);
	}
	ck_assert_uint_eq(rig.core.arena.used[ARENA_MACHINE], used);
}
END_TEST

SUITE("msi", layout_follows_address_width_and_mask, capable_code_is_the_logarithm_of_the_messages, address_is_dword_aligned,
      message_number_replaces_the_low_data_bits, one_message_sends_the_data_untouched, sources_fold_onto_the_enabled_messages,
      more_enabled_than_capable_counts_as_capable, message_to_memory_is_one_dword_with_a_zero_upper_half,
      message_reaches_the_named_apic, acceptance_is_caused_by_the_send, message_takes_its_flight,
      message_to_nowhere_is_lost_and_told, masked_message_stays_pending_until_unmasked, events_while_masked_merge,
      unmasked_message_uses_address_and_data_of_then, withdrawn_message_is_not_sent_at_unmask,
      event_after_withdrawal_pends_again, one_unmask_lets_out_only_its_own, mask_bits_exist_for_capable_messages_only,
      mask_of_messages_not_enabled_is_ignored, pending_register_ignores_writes, without_mask_bits_every_event_is_sent,
      pending_message_survives_disabling_and_goes_at_enabling, bus_master_off_holds_the_source_in_the_device,
      device_is_told_when_bus_master_returns, unmask_without_bus_master_hands_the_message_back,
      interrupt_disable_does_not_touch_messages, bus_master_of_a_bridge_above_gates_too, disabled_function_sends_nothing,
      message_on_its_way_still_arrives_after_disabling, nothing_is_allocated_per_message_once_warm)
