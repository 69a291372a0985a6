/* SPDX-License-Identifier: MIT */
/* Building the hardware: what a description may say, where things sit, what firmware configured, what is declared. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

static struct rig rig;

static struct device *device(const char *name)
{
	return hw_device(rig.hw, name);
}

/* The error for a head; it must have one. */
static struct err wrong(const char *head)
{
	struct machine machine;
	struct err err = { 0 };

	machine_init(&machine);
	ck_assert(machine_read(&machine, head, "head", &err));
	ck_assert(!hw_check(&machine, &err));
	machine_fini(&machine);
	return err;
}

START_TEST(unknown_model_names_the_nearest)
{
	ck_assert_str_eq(wrong("device rp0 rot-port\n").expected, "root-port");
}
END_TEST

START_TEST(unknown_setting_names_the_nearest_and_its_place)
{
	struct err err = wrong("cpus 2\ndevice rp0 root-port slto=3\n");

	ck_assert_str_eq(err.expected, "slot");
	ck_assert_uint_eq(err.line, 2);
}
END_TEST

START_TEST(slot_must_be_a_number_below_32)
{
	wrong("device rp0 root-port slot=32\n");
	wrong("device rp0 root-port slot=x\n");
}
END_TEST

START_TEST(root_slot_zero_is_the_host_bridges)
{
	wrong("device rp0 root-port slot=0\n");
}
END_TEST

START_TEST(pin_must_be_a_letter_or_zero)
{
	ck_assert_str_eq(wrong("device rp0 root-port pin=E\n").expected, "A, B, C, D or 0");
}
END_TEST

START_TEST(two_devices_cannot_share_a_slot)
{
	struct err err = wrong("device a root-port slot=3\ndevice b root-port slot=3\n");

	ck_assert_uint_eq(err.line, 2);
	ck_assert_ptr_nonnull(strstr(err.text, "device b"));
}
END_TEST

START_TEST(parent_must_stand_before_and_be_a_bridge)
{
	wrong("device sw0 switch under=rp0\ndevice rp0 root-port\n");
	wrong("device rp0 root-port under=nobody\n");
}
END_TEST

START_TEST(tree_follows_the_rules_of_links)
{
	wrong("device sw0 switch\n");
	wrong("device dn0 switch-port\n");
	wrong("device rp0 root-port\ndevice rp1 root-port under=rp0\n");
	wrong("device rp0 root-port\ndevice dn0 switch-port under=rp0\n");
	wrong("device rp0 root-port\ndevice sw0 switch under=rp0\ndevice sw1 switch under=sw0\n");
}
END_TEST

START_TEST(link_holds_one_device)
{
	wrong("device rp0 root-port\ndevice a switch under=rp0\ndevice b switch under=rp0\n");
	wrong("device rp0 root-port\ndevice a switch under=rp0 slot=1\n");
}
END_TEST

START_TEST(free_slots_are_given_out_from_the_lowest)
{
	rig_init(&rig, "device a root-port\ndevice b root-port slot=2\ndevice c root-port\ndevice d root-port slot=1\n");
	ck_assert_uint_eq(device("a")->slot, 3);
	ck_assert_uint_eq(device("b")->slot, 2);
	ck_assert_uint_eq(device("c")->slot, 4);
	ck_assert_uint_eq(device("d")->slot, 1);
}
END_TEST

static const char tree[] = "device rp0 root-port slot=3\n"
			   "device rp1 root-port slot=4\n"
			   "device sw0 switch under=rp0\n"
			   "device dn0 switch-port under=sw0\n"
			   "device dn1 switch-port under=sw0\n";

START_TEST(buses_are_numbered_depth_first)
{
	rig_init(&rig, tree);
	ck_assert_uint_eq(device("rp0")->bus, 0);
	ck_assert_uint_eq(rig_config_read(device("rp0"), "bus.secondary"), 1);
	ck_assert_uint_eq(device("sw0")->bus, 1);
	ck_assert_uint_eq(rig_config_read(device("sw0"), "bus.secondary"), 2);
	ck_assert_uint_eq(device("dn1")->bus, 2);
	ck_assert_uint_eq(rig_config_read(device("dn0"), "bus.secondary"), 3);
	ck_assert_uint_eq(rig_config_read(device("dn1"), "bus.secondary"), 4);
	ck_assert_uint_eq(rig_config_read(device("rp0"), "bus.subordinate"), 4);
	ck_assert_uint_eq(rig_config_read(device("rp1"), "bus.secondary"), 5);
}
END_TEST

START_TEST(bridges_are_open_and_have_a_type_1_header)
{
	rig_init(&rig, tree);
	ck_assert_uint_eq(rig_config_read(device("dn0"), "command"), CFG_COMMAND_MEMORY | CFG_COMMAND_MASTER);
	ck_assert_uint_eq(cfg_read(device("dn0"), CFG_HEADER_TYPE, 1), 1);
	ck_assert_uint_eq(rig_config_read(device("rp0"), "pcie.capabilities") >> 4, 4);
	ck_assert_uint_eq(rig_config_read(device("sw0"), "pcie.capabilities") >> 4, 5);
	ck_assert_uint_eq(rig_config_read(device("dn0"), "pcie.capabilities") >> 4, 6);
}
END_TEST

START_TEST(secondary_bus_reset_resets_all_below)
{
	struct device *nic;

	rig_init(&rig, tree);
	nic = rig_attach(&rig, &rig_model, device("dn0"), 0, NULL);
	rig_config(nic, "command", 6);
	rig_config(device("rp0"), "bridge.control", 0x40);
	ck_assert_uint_eq(rig_heard(nic)->reset, 1);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 0);
	ck_assert_uint_eq(rig_config_read(device("sw0"), "bus.secondary"), 0);
	ck_assert_uint_eq(rig_config_read(device("rp0"), "bus.secondary"), 1);
}
END_TEST

START_TEST(objects_are_cpus_then_ioapic_then_devices)
{
	rig_init(&rig, "cpus 2\ndevice rp0 root-port\n");
	ck_assert_uint_eq(rig.hw->lapics[0].obj, 1);
	ck_assert_uint_eq(rig.hw->lapics[1].obj, 2);
	ck_assert_uint_eq(rig.hw->ioapic.obj, 3);
	ck_assert_uint_eq(device("rp0")->obj, 4);
}
END_TEST

START_TEST(devices_are_declared_with_their_place)
{
	const struct record *object;

	rig_init(&rig, tree);
	rig.mark = 0;
	object = rig_find(&rig, R_MACHINE_OBJECT, device("sw0")->obj - 1);
	ck_assert_uint_eq(object->obj, device("sw0")->obj);
	ck_assert_uint_eq(object->w[2], device("rp0")->obj);
	ck_assert_str_eq(trace_text_of(rig.trace, object->w[1]), "sw0");
	ck_assert_str_eq(trace_text_of(rig.trace, object->w[3]), "switch at 01:00.0");
}
END_TEST

START_TEST(every_register_is_declared_in_its_order)
{
	unsigned n = 0;

	rig_init(&rig, "");
	rig.mark = 0;
	struct device *nic = rig_nic(&rig, NULL);
	rig.mark = 0;
	for (const struct record *r; (r = rig_find(&rig, R_MACHINE_REG, n)); n++) {
		ck_assert_uint_eq(r->w[0], n);
		ck_assert_int_eq(regs_at(&nic->regs, (uint32_t)r->w[1]), (int)n);
	}
	ck_assert_uint_eq(n, nic->regs.n);
}
END_TEST

START_TEST(same_description_gives_the_same_records)
{
	struct record first[4096];
	uint64_t n;

	rig_init(&rig, tree);
	n = trace_count(rig.trace);
	ck_assert_uint_lt(n, 4096);
	for (uint64_t i = 0; i < n; i++)
		first[i] = *trace_at(rig.trace, i);
	rig_fini(&rig);
	rig_init(&rig, tree);
	ck_assert_uint_eq(trace_count(rig.trace), n);
	for (uint64_t i = 0; i < n; i++)
		ck_assert_mem_eq(&first[i], trace_at(rig.trace, i), sizeof *first);
}
END_TEST

START_TEST(every_model_builds_under_some_place)
{
	for (const struct device_model *const *model = device_models; *model; model++) {
		ck_assert_str_ne((*model)->help, "");
		ck_assert_ptr_eq(device_model_named((*model)->name), *model);
		ck_assert_ptr_nonnull((*model)->build);
	}
}
END_TEST

static const char endpoints[] = "device nic0 vnic slot=1 msix=64\n"
				"device nic4 vnic slot=5\n"
				"device rp0 root-port slot=2\n"
				"device nic1 vnic under=rp0\n"
				"device rp1 root-port slot=3\n"
				"device nic2 vnic under=rp1\n"
				"device nic3 vnic slot=4\n";

static const char *const nics[] = { "nic0", "nic1", "nic2", "nic3", "nic4" };

START_TEST(windows_are_aligned_and_decode_to_their_function)
{
	unsigned bar;
	uint32_t offset;

	rig_init(&rig, endpoints);
	for (unsigned i = 0; i < 5; i++) {
		struct device *nic = device(nics[i]);

		rig_config(nic, "command", CFG_COMMAND_MEMORY);
		for (unsigned b = 0; b < DEVICE_BARS; b++) {
			uint64_t address = hw_bar_address(nic, b), last = address + nic->bar_size[b] - 1;

			if (!nic->bar_size[b])
				continue;
			ck_assert_uint_eq(address % nic->bar_size[b], 0);
			ck_assert_ptr_eq(hw_decode(rig.hw, address, &bar, &offset), nic);
			ck_assert_ptr_eq(hw_decode(rig.hw, last, &bar, &offset), nic);
			ck_assert_uint_eq(bar, b);
			ck_assert_uint_eq(offset, nic->bar_size[b] - 1);
		}
	}
}
END_TEST

START_TEST(bridge_windows_cover_what_is_below)
{
	rig_init(&rig, endpoints);
	for (unsigned i = 1; i < 3; i++) {
		struct device *nic = device(nics[i]);
		uint64_t base = (uint64_t)rig_config_read(nic->bridge, "memory.base") << 16;
		uint64_t limit = (uint64_t)rig_config_read(nic->bridge, "memory.limit") << 16 | 0xFFFFF;

		ck_assert_uint_le(base, hw_bar_address(nic, 0));
		ck_assert_uint_ge(limit, hw_bar_address(nic, 2) + nic->bar_size[2] - 1);
	}
}
END_TEST

START_TEST(closed_bridge_hides_what_is_below)
{
	unsigned bar;
	uint32_t offset;

	rig_init(&rig, endpoints);
	rig_config(device("nic1"), "command", CFG_COMMAND_MEMORY);
	rig_config(device("rp0"), "command", CFG_COMMAND_MASTER);
	ck_assert_ptr_null(hw_decode(rig.hw, hw_bar_address(device("nic1"), 0), &bar, &offset));
	ck_assert_uint_eq(hw_read(device("nic1"), 0, 8, 4), UINT32_MAX);
}
END_TEST

/* A bridge passes what lies in its memory window; a start writes the window again where it is lost. */
START_TEST(bridge_hides_what_lies_outside_its_window)
{
	struct device *nic = NULL, *port = NULL;

	rig_init(&rig, endpoints);
	nic = device("nic1");
	port = device("rp0");
	rig_config(nic, "command", CFG_COMMAND_MEMORY);
	ck_assert_uint_ne(hw_read(nic, 0, 8, 4), UINT32_MAX);
	rig_config(port, "memory.base", 0xFFF0);
	ck_assert_uint_eq(hw_read(nic, 0, 8, 4), UINT32_MAX);
	hw_restore(port);
	ck_assert_uint_ne(hw_read(nic, 0, 8, 4), UINT32_MAX);
	rig_config(nic, "bar0", (uint32_t)hw_bar_address(nic, 0) + 0x10000000);
	ck_assert_uint_eq(hw_read(nic, 0, 8, 4), UINT32_MAX);
	ck_assert_uint_ne(hw_bar_address(nic, 0), hw_assigned_address(nic, 0));
	hw_restore(nic);
	ck_assert_uint_ne(hw_read(nic, 0, 8, 4), UINT32_MAX);
}
END_TEST

START_TEST(table_size_is_declared)
{
	const struct record *declared;

	rig_init(&rig, endpoints);
	rig.mark = 0;
	declared = rig_find(&rig, R_MACHINE_MSIX, 0);
	ck_assert_uint_eq(declared->obj, device("nic0")->obj);
	ck_assert_uint_eq(declared->w[0], 64);
	ck_assert_uint_eq(declared->w[1], 2);
	ck_assert_uint_eq(declared->w[2], 0x2002);
}
END_TEST

START_TEST(declared_route_is_the_one_taken)
{
	rig_init(&rig, endpoints);
	rig.mark = 0;
	for (unsigned i = 0; i < 4; i++) {
		const struct record *route = rig_find(&rig, R_MACHINE_ROUTE, i);
		struct device *nic = rig.hw->devices[route->obj - rig.hw->devices[0]->obj];

		device_level(nic, true, false);
		rig_run(&rig);
		ck_assert_uint_eq(rig.hw->ioapic.input[route->w[1]].holders, 1);
		device_level(nic, false, false);
		rig_run(&rig);
	}
}
END_TEST

START_TEST(unknown_name_is_no_device)
{
	rig_init(&rig, endpoints);
	ck_assert_ptr_null(device("nic9"));
}
END_TEST

START_TEST(machine_has_a_limit_of_devices)
{
	static char head[16 * 1024];
	size_t n = 0;

	for (unsigned i = 0; i <= HW_DEVICES_MAX; i++)
		n += (size_t)snprintf(head + n, sizeof head - n, "device d%u root-port\n", i);
	wrong(head);
}
END_TEST

SUITE("hw", unknown_model_names_the_nearest, unknown_setting_names_the_nearest_and_its_place, slot_must_be_a_number_below_32,
      root_slot_zero_is_the_host_bridges, pin_must_be_a_letter_or_zero, two_devices_cannot_share_a_slot,
      parent_must_stand_before_and_be_a_bridge, tree_follows_the_rules_of_links, link_holds_one_device,
      free_slots_are_given_out_from_the_lowest, buses_are_numbered_depth_first,
      bridges_are_open_and_have_a_type_1_header, secondary_bus_reset_resets_all_below, objects_are_cpus_then_ioapic_then_devices,
      devices_are_declared_with_their_place, every_register_is_declared_in_its_order, same_description_gives_the_same_records,
      every_model_builds_under_some_place, windows_are_aligned_and_decode_to_their_function,
      bridge_windows_cover_what_is_below, closed_bridge_hides_what_is_below, bridge_hides_what_lies_outside_its_window, table_size_is_declared,
      declared_route_is_the_one_taken, unknown_name_is_no_device, machine_has_a_limit_of_devices)
