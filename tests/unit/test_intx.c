/* SPDX-License-Identifier: MIT */
/* The pin (BASE 2.2.8.1, 6.1): Interrupt Status, Interrupt Disable, virtual wires, swizzle, sharing. */
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

static struct rig rig;
static struct device *nic;

static void with(const char *settings)
{
	rig_init(&rig, "");
	nic = rig_nic(&rig, settings);
}

static bool status_bit(const struct device *device)
{
	return rig_config_read(device, "status") & CFG_STATUS_INTERRUPT;
}

static unsigned holders(const struct device *device)
{
	return rig.hw->ioapic.input[device->intx.input].holders;
}

START_TEST(condition_asserts_line_and_status)
{
	with(NULL);
	device_level(nic, true, false);
	ck_assert(nic->intx.asserted && status_bit(nic));
	ck_assert_uint_eq(rig_find(&rig, R_LINE_ASSERT, 0)->w[0], 1);
	ck_assert_uint_eq(rig_find(&rig, R_LINE_ASSERT, 0)->w[1], 0x20);
	device_level(nic, false, false);
	ck_assert(!nic->intx.asserted && !status_bit(nic));
	ck_assert_uint_eq(rig_find(&rig, R_LINE_DEASSERT, 0)->w[1], 0x24);
}
END_TEST

START_TEST(codes_follow_the_pin)
{
	with("pin=D");
	device_level(nic, true, false);
	device_level(nic, false, false);
	ck_assert_uint_eq(rig_find(&rig, R_LINE_ASSERT, 0)->w[1], 0x23);
	ck_assert_uint_eq(rig_find(&rig, R_LINE_DEASSERT, 0)->w[1], 0x27);
}
END_TEST

START_TEST(standing_condition_asserts_once)
{
	with(NULL);
	device_level(nic, true, false);
	device_level(nic, true, false);
	ck_assert_uint_eq(rig_count(&rig, R_LINE_ASSERT), 1);
}
END_TEST

START_TEST(line_reaches_the_ioapic_after_its_flight)
{
	with(NULL);
	device_level(nic, true, false);
	ck_assert_uint_eq(holders(nic), 0);
	rig_run_for(&rig, rig.machine.cost[COST_LINE_FLIGHT]);
	ck_assert_uint_eq(holders(nic), 1);
	ck_assert_uint_eq(rig_find(&rig, R_IOAPIC_LEVEL, 0)->w[0], nic->intx.input);
}
END_TEST

START_TEST(interrupt_disable_withdraws_the_line_and_keeps_status)
{
	with(NULL);
	device_level(nic, true, false);
	rig_config(nic, "command", 0x0406);
	ck_assert(!nic->intx.asserted && status_bit(nic));
	rig_config(nic, "command", 0x0006);
	ck_assert(nic->intx.asserted);
}
END_TEST

START_TEST(line_needs_neither_bus_master_nor_memory_space)
{
	with(NULL);
	rig_config(nic, "command", 0);
	device_level(nic, true, false);
	rig_run(&rig);
	ck_assert_uint_eq(holders(nic), 1);
}
END_TEST

START_TEST(enabling_messages_releases_the_line_and_status)
{
	with(NULL);
	device_level(nic, true, false);
	rig_config(nic, "msi.control", 1);
	ck_assert(!nic->intx.asserted && !status_bit(nic));
	ck_assert_uint_eq(rig_count(&rig, R_MSI_SEND), 0);
	rig_config(nic, "msi.control", 0);
	ck_assert(nic->intx.asserted && status_bit(nic));
	rig_config(nic, "msix.control", 0x8000);
	ck_assert(!nic->intx.asserted && !status_bit(nic));
}
END_TEST

START_TEST(held_line_shows_status_only)
{
	with(NULL);
	device_level(nic, true, true);
	ck_assert(!nic->intx.asserted && status_bit(nic));
	device_level(nic, true, false);
	ck_assert(nic->intx.asserted);
}
END_TEST

START_TEST(hold_does_not_release_an_asserted_line)
{
	with(NULL);
	device_level(nic, true, false);
	device_level(nic, true, true);
	ck_assert(nic->intx.asserted);
}
END_TEST

START_TEST(function_without_pin_has_no_line)
{
	with("pin=0");
	ck_assert_int_eq(device_mode(nic), DEVICE_NONE);
	device_level(nic, true, false);
	ck_assert(!nic->intx.asserted && !status_bit(nic));
}
END_TEST

START_TEST(mode_in_force_follows_config_space)
{
	with(NULL);
	ck_assert_int_eq(device_mode(nic), DEVICE_INTX);
	rig_config(nic, "command", 0x0406);
	ck_assert_int_eq(device_mode(nic), DEVICE_NONE);
	rig_config(nic, "msi.control", 1);
	ck_assert_int_eq(device_mode(nic), DEVICE_MSI);
	rig_config(nic, "msix.control", 0x8000);
	ck_assert_int_eq(device_mode(nic), DEVICE_MSIX);
}
END_TEST

START_TEST(functions_on_one_input_are_ored)
{
	struct device *other;

	with(NULL);
	other = rig_attach(&rig, &rig_model, NULL, 9, NULL);
	ck_assert_uint_eq(other->intx.input, nic->intx.input);
	device_level(nic, true, false);
	device_level(other, true, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 1);
	device_level(nic, false, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 1);
	device_level(other, false, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 2);
}
END_TEST

START_TEST(root_bus_rotates_inputs_by_slot)
{
	struct device *other;

	with("pin=B");
	other = rig_attach(&rig, &rig_model, NULL, 2, NULL);
	ck_assert_uint_eq(nic->intx.input, 18);
	ck_assert_uint_eq(other->intx.input, 18);
}
END_TEST

START_TEST(swizzle_rotates_by_slot)
{
	static const char *const table[4] = { "1234", "2341", "3412", "4123" };

	for (unsigned slot = 0; slot < 32; slot++)
		for (unsigned pin = 1; pin <= 4; pin++)
			ck_assert_uint_eq(intx_swizzle(pin, slot), (unsigned)(table[slot % 4][pin - 1] - '0'));
}
END_TEST

static const char tree[] = "device rp0 root-port slot=3\n"
			   "device sw0 switch under=rp0\n"
			   "device dn0 switch-port under=sw0 slot=1\n"
			   "device dn1 switch-port under=sw0 slot=5\n";

START_TEST(links_keep_the_pin_and_the_switch_rotates_it)
{
	rig_init(&rig, tree);
	nic = rig_attach(&rig, &rig_model, hw_device(rig.hw, "dn0"), 0, NULL);
	device_level(nic, true, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_TLP_MSG), 3);
	ck_assert_uint_eq(rig_find(&rig, R_TLP_MSG, 0)->w[0], 0x20);
	ck_assert_uint_eq(rig_find(&rig, R_TLP_MSG, 1)->w[0], 0x21);
	ck_assert_uint_eq(rig_find(&rig, R_TLP_MSG, 2)->w[0], 0x21);
	ck_assert_uint_eq(rig_find(&rig, R_IOAPIC_LEVEL, 0)->w[0], 16 + 3 + 1);
}
END_TEST

START_TEST(bridge_forwards_changes_of_the_or_only)
{
	struct device *other;

	rig_init(&rig, tree);
	nic = rig_attach(&rig, &rig_model, hw_device(rig.hw, "dn0"), 0, NULL);
	other = rig_attach(&rig, &rig_model, hw_device(rig.hw, "dn1"), 0, NULL);
	device_level(nic, true, false);
	rig_run(&rig);
	rig_mark(&rig);
	device_level(other, true, false);
	device_level(nic, false, false);
	rig_run(&rig);
	for (unsigned i = 0; i < rig_count(&rig, R_TLP_MSG); i++)
		ck_assert_uint_ne(rig_find(&rig, R_TLP_MSG, i)->obj, hw_device(rig.hw, "sw0")->obj);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 0);
}
END_TEST

START_TEST(forwarded_line_does_not_need_the_bridges_bus_master)
{
	rig_init(&rig, tree);
	nic = rig_attach(&rig, &rig_model, hw_device(rig.hw, "dn0"), 0, NULL);
	rig_config(hw_device(rig.hw, "rp0"), "command", 0x0400);
	device_level(nic, true, false);
	rig_run(&rig);
	ck_assert_uint_eq(holders(nic), 1);
	ck_assert(!(rig_config_read(hw_device(rig.hw, "rp0"), "status") & CFG_STATUS_INTERRUPT));
}
END_TEST

START_TEST(removal_releases_the_line_of_all_below)
{
	rig_init(&rig, tree);
	nic = rig_attach(&rig, &rig_model, hw_device(rig.hw, "dn0"), 0, NULL);
	device_level(nic, true, false);
	rig_run(&rig);
	device_remove(hw_device(rig.hw, "sw0"));
	rig_run(&rig);
	ck_assert(nic->removed);
	ck_assert_uint_eq(holders(nic), 0);
}
END_TEST

START_TEST(line_stays_behind_the_data_written_before_it)
{
	uint8_t bytes[4096] = { 1 };
	uint64_t data = ARENA_PHYSICAL + 64;

	with(NULL);
	arena_take(&rig.core.arena, ARENA_SHARED, 8192, 4096);
	ck_assert(device_dma_write(nic, data, bytes, sizeof bytes));
	device_level(nic, true, false);
	while (!rig_count(&rig, R_IOAPIC_LEVEL))
		core_run(&rig.core, VTIME_NEVER, rig.core.events + 1);
	ck_assert_uint_eq(*(uint8_t *)hw_memory(rig.hw, data, 1), 1);
}
END_TEST

START_TEST(quick_changes_arrive_in_order)
{
	with(NULL);
	device_level(nic, true, false);
	device_level(nic, false, false);
	device_level(nic, true, false);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 3);
	ck_assert_uint_eq(holders(nic), 1);
}
END_TEST

SUITE("intx", condition_asserts_line_and_status, codes_follow_the_pin, standing_condition_asserts_once,
      line_reaches_the_ioapic_after_its_flight, interrupt_disable_withdraws_the_line_and_keeps_status,
      line_needs_neither_bus_master_nor_memory_space, enabling_messages_releases_the_line_and_status,
      held_line_shows_status_only, hold_does_not_release_an_asserted_line, function_without_pin_has_no_line,
      mode_in_force_follows_config_space, functions_on_one_input_are_ored, root_bus_rotates_inputs_by_slot,
      swizzle_rotates_by_slot, links_keep_the_pin_and_the_switch_rotates_it, bridge_forwards_changes_of_the_or_only,
      forwarded_line_does_not_need_the_bridges_bus_master, removal_releases_the_line_of_all_below,
      line_stays_behind_the_data_written_before_it, quick_changes_arrive_in_order)
