/* SPDX-License-Identifier: MIT */
/* Configuration space (BASE 7.5): header, BARs, capabilities, power states, resets, names. */
#include <string.h>

#include "sim/base/rng.h"
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

static struct rig rig;
static struct device *nic;

static void with(const char *settings)
{
	rig_init(&rig, "cpus 2\n");
	nic = rig_nic(&rig, settings);
}

START_TEST(identity_ignores_writes)
{
	with(NULL);
	cfg_write(nic, 0x00, 4, UINT32_MAX);
	cfg_write(nic, 0x08, 4, UINT32_MAX);
	cfg_write(nic, CFG_HEADER_TYPE, 1, 0xFF);
	ck_assert_uint_eq(cfg_read(nic, 0x00, 4), 0x00011234);
	ck_assert_uint_eq(cfg_read(nic, 0x08, 4), 0x02000001);
	ck_assert_uint_eq(cfg_read(nic, CFG_HEADER_TYPE, 1), 0);
}
END_TEST

START_TEST(command_keeps_its_writable_bits_only)
{
	with(NULL);
	rig_config(nic, "command", 0xFFFF);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 0x0547);
	rig_config(nic, "command", 0);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 0);
}
END_TEST

START_TEST(status_shows_the_capability_list)
{
	with(NULL);
	ck_assert_uint_eq(rig_config_read(nic, "status"), CFG_STATUS_CAPABILITIES);
}
END_TEST

START_TEST(ones_clear_status_events_and_nothing_else)
{
	with(NULL);
	cfg_state(nic, CFG_STATUS, 2, 0xF918);
	rig_config(nic, "status", 0);
	ck_assert_uint_eq(rig_config_read(nic, "status"), 0xF918);
	rig_config(nic, "status", 0x8018);
	ck_assert_uint_eq(rig_config_read(nic, "status"), 0x7918);
	rig_config(nic, "status", 0xFFFF);
	ck_assert_uint_eq(rig_config_read(nic, "status"), 0x0018);
}
END_TEST

START_TEST(dword_write_at_command_reaches_status_too)
{
	with(NULL);
	cfg_state(nic, CFG_STATUS, 2, 0x2010);
	cfg_write(nic, CFG_COMMAND, 4, 0x20000006);
	ck_assert_uint_eq(cfg_read(nic, CFG_COMMAND, 4), 0x00100006);
}
END_TEST

START_TEST(bar_probe_tells_size_and_type)
{
	with(NULL);
	cfg_write(nic, 0x10, 4, UINT32_MAX);
	cfg_write(nic, 0x14, 4, UINT32_MAX);
	cfg_write(nic, 0x18, 4, UINT32_MAX);
	ck_assert_uint_eq(cfg_read(nic, 0x10, 4), 0xFFFFF004);
	ck_assert_uint_eq(cfg_read(nic, 0x14, 4), UINT32_MAX);
	ck_assert_uint_eq(cfg_read(nic, 0x18, 4), 0xFFFF0004);
	cfg_write(nic, 0x20, 4, UINT32_MAX);
	ck_assert_uint_eq(cfg_read(nic, 0x20, 4), 0);
}
END_TEST

START_TEST(interrupt_line_is_scratch_and_pin_is_fixed)
{
	with(NULL);
	cfg_write(nic, CFG_INTERRUPT_LINE, 2, 0xFFAB);
	ck_assert_uint_eq(cfg_read(nic, CFG_INTERRUPT_LINE, 1), 0xAB);
	ck_assert_uint_eq(cfg_read(nic, CFG_INTERRUPT_PIN, 1), 1);
}
END_TEST

START_TEST(pin_of_the_description_wins)
{
	with("pin=C");
	ck_assert_uint_eq(cfg_read(nic, CFG_INTERRUPT_PIN, 1), 3);
	rig_fini(&rig);
	with("pin=0");
	ck_assert_uint_eq(cfg_read(nic, CFG_INTERRUPT_PIN, 1), 0);
}
END_TEST

START_TEST(capabilities_are_listed_in_order)
{
	static const uint8_t order[] = { CFG_CAP_PM, CFG_CAP_MSI, CFG_CAP_PCIE, CFG_CAP_MSIX };
	unsigned at;

	with(NULL);
	at = cfg_read(nic, CFG_CAPABILITIES, 1);
	for (unsigned i = 0; i < 4; i++) {
		ck_assert_uint_eq(at % 4, 0);
		ck_assert_uint_eq(cfg_read(nic, at, 1), order[i]);
		at = cfg_read(nic, at + 1, 1);
	}
	ck_assert_uint_eq(at, 0);
}
END_TEST

START_TEST(absent_capability_is_not_listed)
{
	with("msi=0 msix=0");
	for (unsigned at = cfg_read(nic, CFG_CAPABILITIES, 1); at; at = cfg_read(nic, at + 1, 1))
		ck_assert(cfg_read(nic, at, 1) != CFG_CAP_MSI && cfg_read(nic, at, 1) != CFG_CAP_MSIX);
	ck_assert(!cfg_named(nic, "msi.control", &(unsigned){ 0 }, &(unsigned){ 0 }, NULL));
}
END_TEST

START_TEST(bytes_of_no_structure_read_zero)
{
	with(NULL);
	for (unsigned offset = nic->cfg.free; offset < CFG_SIZE; offset += 4) {
		cfg_write(nic, offset, 4, UINT32_MAX);
		ck_assert_uint_eq(cfg_read(nic, offset, 4), 0);
	}
}
END_TEST

START_TEST(removed_function_reads_all_ones)
{
	with(NULL);
	device_remove(nic);
	ck_assert_uint_eq(cfg_read(nic, 0, 4), UINT32_MAX);
	ck_assert_uint_eq(cfg_read(nic, 0, 2), 0xFFFF);
	ck_assert_uint_eq(cfg_read(nic, 0, 1), 0xFF);
	rig_config(nic, "command", 0);
	ck_assert_uint_eq(rig_count(&rig, R_CFG_WRITE), 0);
}
END_TEST

START_TEST(write_records_what_it_leaves)
{
	with(NULL);
	rig_config(nic, "command", 0xFFFF);
	ck_assert_uint_eq(rig_find(&rig, R_CFG_WRITE, 0)->w[2], 0xFFFF);
	ck_assert_uint_eq(rig_find(&rig, R_CFG_WRITE, 0)->w[3], 0x0547);
}
END_TEST

/* ---- Power. ---- */

START_TEST(power_capability_is_version_three)
{
	with(NULL);
	ck_assert_uint_eq(rig_config_read(nic, "pm.capabilities"), 3);
	ck_assert_uint_eq(rig_config_read(nic, "pm.control"), 0);
	rig_fini(&rig);
	with("keep=1");
	ck_assert_uint_eq(rig_config_read(nic, "pm.control"), 8);
}
END_TEST

START_TEST(power_state_that_does_not_exist_is_not_taken)
{
	with("keep=1");
	rig_config(nic, "pm.control", 1);
	ck_assert_uint_eq(rig_config_read(nic, "pm.control"), 8);
	rig_config(nic, "pm.control", 3);
	rig_config(nic, "pm.control", 2);
	ck_assert_uint_eq(rig_config_read(nic, "pm.control"), 8 | 3);
}
END_TEST

START_TEST(sleeping_function_answers_config_but_not_memory)
{
	with(NULL);
	rig_config(nic, "pm.control", 3);
	ck_assert_uint_eq(cfg_read(nic, 0, 4), 0x00011234);
	ck_assert_uint_eq(hw_read(nic, 0, 4, 4), UINT32_MAX);
}
END_TEST

START_TEST(sleeping_function_sends_no_message)
{
	with("keep=1");
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	rig_config(nic, "pm.control", 3);
	ck_assert_int_eq(device_send(nic, 0), DEVICE_HELD);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_HOLD, 0)->w[1], SYM_gate_POWER);
	rig_config(nic, "pm.control", 0);
	ck_assert_int_eq(device_send(nic, 0), DEVICE_SENT);
}
END_TEST

START_TEST(sleeping_function_releases_its_line)
{
	with("keep=1");
	device_level(nic, true, false);
	rig_config(nic, "pm.control", 3);
	ck_assert(!nic->intx.asserted);
	rig_config(nic, "pm.control", 0);
	ck_assert(nic->intx.asserted);
}
END_TEST

START_TEST(waking_without_no_soft_reset_resets)
{
	with(NULL);
	rig_msi(nic, 2, 0xFEE00000, 0x41);
	rig_config(nic, "pm.control", 3);
	rig_config(nic, "pm.control", 0);
	ck_assert_uint_eq(rig_heard(nic)->reset, 1);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 0);
	ck_assert_uint_eq(rig_config_read(nic, "msi.control") & 1, 0);
	ck_assert_uint_eq(cfg_read(nic, 0x10, 4), 4);
}
END_TEST

START_TEST(waking_with_no_soft_reset_keeps_all)
{
	with("keep=1");
	rig_msi(nic, 2, 0xFEE00000, 0x41);
	rig_config(nic, "pm.control", 3);
	rig_config(nic, "pm.control", 0);
	ck_assert_uint_eq(rig_heard(nic)->reset, 0);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 6);
	ck_assert_uint_eq(rig_config_read(nic, "msi.control") & 1, 1);
}
END_TEST

/* ---- PCI Express. ---- */

START_TEST(express_capability_describes_an_endpoint)
{
	with(NULL);
	ck_assert_uint_eq(rig_config_read(nic, "pcie.capabilities"), 2);
	ck_assert_uint_eq(rig_config_read(nic, "pcie.device.control"), 0x2810);
	ck_assert_uint_eq(rig_config_read(nic, "pcie.link.status") & 0x3FF,
			  rig_config_read(nic, "pcie.link.capabilities") & 0x3FF);
}
END_TEST

START_TEST(function_level_reset_resets_all_and_reads_zero)
{
	with(NULL);
	rig_config(nic, "msi.mask", 0xFF);
	device_level(nic, true, false);
	rig_config(nic, "pcie.device.control", 0x8000);
	ck_assert_uint_eq(rig_config_read(nic, "pcie.device.control"), 0x2810);
	ck_assert_uint_eq(rig_config_read(nic, "command"), 0);
	ck_assert_uint_eq(rig_config_read(nic, "msi.mask"), 0);
	ck_assert_uint_eq(rig_config_read(nic, "status"), CFG_STATUS_CAPABILITIES);
	ck_assert(!nic->intx.asserted);
	ck_assert_uint_eq(rig_heard(nic)->reset, 1);
}
END_TEST

START_TEST(function_level_reset_wakes)
{
	with("keep=1");
	rig_config(nic, "pm.control", 3);
	rig_config(nic, "pcie.device.control", 0x8000);
	ck_assert_uint_eq(rig_config_read(nic, "pm.control"), 8);
	rig_config(nic, "command", 6);
	ck_assert_uint_eq(device_gate(nic), SYM_gate_NONE);
	ck_assert_uint_eq(hw_read(nic, 0, 4, 4), 0xF);
}
END_TEST

START_TEST(function_level_reset_asleep_resets_once)
{
	with(NULL);
	rig_config(nic, "pm.control", 3);
	rig_config(nic, "pcie.device.control", 0x8000);
	rig_config(nic, "command", 6);
	ck_assert_uint_eq(rig_heard(nic)->reset, 1);
}
END_TEST

START_TEST(identity_survives_a_reset)
{
	with(NULL);
	device_reset(nic);
	ck_assert_uint_eq(cfg_read(nic, 0, 4), 0x00011234);
	ck_assert_uint_eq(cfg_read(nic, CFG_CAPABILITIES, 1), 0x40);
}
END_TEST

/* ---- Names. ---- */

START_TEST(fields_are_found_by_name_and_offset)
{
	unsigned offset, size;

	with(NULL);
	ck_assert(cfg_named(nic, "command", &offset, &size, NULL));
	ck_assert_uint_eq(offset, 4);
	ck_assert_uint_eq(size, 2);
	ck_assert(cfg_named(nic, "MSIX.Control", &offset, &size, NULL));
	ck_assert_uint_eq(offset, nic->msix.offset + 2u);
	ck_assert(cfg_named(nic, "0x41", &offset, &size, NULL));
	ck_assert_uint_eq(offset, 0x41);
	ck_assert_uint_eq(size, 1);
	ck_assert(!cfg_named(nic, "0x100", &offset, &size, NULL));
}
END_TEST

START_TEST(unknown_field_names_the_nearest)
{
	unsigned offset, size;
	struct err err = { 0 };

	with(NULL);
	ck_assert(!cfg_named(nic, "msi.maks", &offset, &size, &err));
	ck_assert_str_eq(err.expected, "msi.mask");
}
END_TEST

/* ---- The records are the state. ---- */

static void apply(uint8_t *bytes, uint64_t offset, uint64_t size, uint64_t value)
{
	for (uint64_t i = 0; i < size; i++)
		bytes[offset + i] = (uint8_t)(value >> 8 * i);
}

static void fold(uint8_t *bytes, const struct record *record)
{
	const uint64_t *w = record->w;

	if (record->obj != nic->obj)
		return;
	switch (record->kind) {
	case R_MACHINE_CFG:
		apply(bytes, w[0], 4, w[1]);
		break;
	case R_CFG_WRITE:
		apply(bytes, w[0], w[1], w[3]);
		break;
	case R_CFG_STATE:
		apply(bytes, w[0], w[1], w[2]);
		break;
	case R_MSI_PEND:
	case R_MSI_UNPEND:
		apply(bytes, nic->msi.mask + 4, 4, w[1]);
		break;
	}
}

static void disturb(struct rng *random)
{
	static const char *const fields[] = { "command", "status", "msi.control", "msi.mask", "msi.address", "msi.data",
					      "msix.control", "pm.control", "pcie.device.control", "bar0", "interrupt.line" };
	uint32_t value = (uint32_t)rng_next(random);

	switch (value % 5) {
	case 0:
	case 1:
		rig_config(nic, fields[value / 5 % 11], (uint32_t)rng_next(random));
		break;
	case 2:
		device_send(nic, value / 5 % 8);
		break;
	case 3:
		device_withdraw(nic, value / 5 % 8);
		break;
	default:
		device_level(nic, value / 5 % 2, value / 10 % 2);
	}
}

START_TEST(folded_records_equal_config_space)
{
	uint8_t bytes[CFG_SIZE] = { 0 };
	uint64_t next = 0;
	struct rng random;

	with(NULL);
	rng_init(&random, 7, "disturb");
	for (unsigned round = 0; round < 5000; round++) {
		disturb(&random);
		rig_run(&rig);
		for (; next < trace_count(rig.trace); next++)
			fold(bytes, trace_at(rig.trace, next));
		ck_assert_mem_eq(bytes, nic->cfg.value, CFG_SIZE);
	}
}
END_TEST

SUITE("cfg", identity_ignores_writes, command_keeps_its_writable_bits_only, status_shows_the_capability_list,
      ones_clear_status_events_and_nothing_else, dword_write_at_command_reaches_status_too, bar_probe_tells_size_and_type,
      interrupt_line_is_scratch_and_pin_is_fixed, pin_of_the_description_wins, capabilities_are_listed_in_order,
      absent_capability_is_not_listed, bytes_of_no_structure_read_zero, removed_function_reads_all_ones,
      write_records_what_it_leaves, power_capability_is_version_three, power_state_that_does_not_exist_is_not_taken,
      sleeping_function_answers_config_but_not_memory, sleeping_function_sends_no_message,
      sleeping_function_releases_its_line, waking_without_no_soft_reset_resets, waking_with_no_soft_reset_keeps_all,
      express_capability_describes_an_endpoint, function_level_reset_resets_all_and_reads_zero, function_level_reset_wakes, function_level_reset_asleep_resets_once, identity_survives_a_reset,
      fields_are_found_by_name_and_offset, unknown_field_names_the_nearest, folded_records_equal_config_space)
