/* SPDX-License-Identifier: MIT */
/* Register accesses, posted writes, DMA and their order (BASE 2.4); register tables. */
#include <string.h>

#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

enum { CTRL = 0x00, FLAGS = 0x04, ARRAY = 0x10, COUNT = 0x40 };

static struct rig rig;
static struct device *nic;
static uint64_t memory; /* physical address of two pages */
static unsigned done_calls;

static void with(const char *settings)
{
	rig_init(&rig, "");
	arena_take(&rig.core.arena, ARENA_SHARED, 8192, 4096);
	memory = ARENA_PHYSICAL;
	done_calls = 0;
	nic = rig_nic(&rig, settings);
}

static uint8_t *host(uint64_t offset)
{
	return hw_memory(rig.hw, memory + offset, 1);
}

static void count_done(struct event *event)
{
	(void)event;
	done_calls++;
}

/* ---- Registers. ---- */

START_TEST(posted_write_arrives_after_its_flight)
{
	with(NULL);
	hw_write(nic, 0, CTRL, 0x12, 4);
	ck_assert_uint_eq(hw_read(nic, 0, CTRL, 4), 0);
	ck_assert_int_eq(hw_write_delay(nic), rig.machine.cost[COST_WRITE_FLIGHT]);
	rig_run_for(&rig, hw_write_delay(nic));
	ck_assert_uint_eq(hw_read(nic, 0, CTRL, 4), 0x12);
	ck_assert_int_eq(hw_write_delay(nic), 0);
	ck_assert_uint_eq(rig_find(&rig, R_MMIO_ARRIVE, 0)->w[1], 0x12);
}
END_TEST

START_TEST(posted_writes_arrive_in_order)
{
	with(NULL);
	hw_write(nic, 0, CTRL, 1, 4);
	hw_write(nic, 0, CTRL, 2, 4);
	rig_run_for(&rig, 10);
	hw_write(nic, 0, CTRL, 3, 4);
	rig_run(&rig);
	for (unsigned i = 0; i < 3; i++)
		ck_assert_uint_eq(rig_find(&rig, R_MMIO_ARRIVE, i)->w[1], i + 1);
	ck_assert_uint_eq(hw_read(nic, 0, CTRL, 4), 3);
}
END_TEST

START_TEST(what_a_write_does_is_caused_by_its_arrival)
{
	with(NULL);
	hw_write(nic, 0, CTRL, 1, 4);
	rig_run(&rig);
	ck_assert_uint_eq(rig_find(&rig, R_DEV_REG, 0)->cause, rig_find(&rig, R_MMIO_ARRIVE, 0)->number);
}
END_TEST

START_TEST(only_writable_bits_are_stored)
{
	with(NULL);
	hw_write(nic, 0, CTRL, UINT32_MAX, 4);
	rig_run(&rig);
	ck_assert_uint_eq(hw_read(nic, 0, CTRL, 4), 0xFF);
}
END_TEST

START_TEST(ones_clear_and_zeros_keep)
{
	with(NULL);
	hw_write(nic, 0, FLAGS, 0x5, 4);
	rig_run(&rig);
	ck_assert_uint_eq(hw_read(nic, 0, FLAGS, 4), 0xA);
}
END_TEST

START_TEST(array_registers_have_indices_names_and_offsets)
{
	char name[32];

	with(NULL);
	for (unsigned i = 0; i < 4; i++) {
		int index = regs_at(&nic->regs, ARRAY + 4 * i);

		ck_assert_int_eq(index, 2 + (int)i);
		ck_assert_uint_eq(regs_offset(&nic->regs, (unsigned)index), ARRAY + 4 * i);
		ck_assert_int_eq(regs_named(&nic->regs, regs_name(&nic->regs, (unsigned)index, name, sizeof name)), index);
	}
	ck_assert_int_eq(regs_named(&nic->regs, "array[2]"), 4);
	ck_assert_int_eq(regs_named(&nic->regs, "ARRAY"), REGS_NONE);
	ck_assert_int_eq(regs_at(&nic->regs, 0x08), REGS_NONE);
}
END_TEST

START_TEST(change_is_recorded_once_and_no_change_not_at_all)
{
	with(NULL);
	regs_set(&nic->regs, 0, 7);
	regs_set(&nic->regs, 0, 7);
	ck_assert_uint_eq(rig_count(&rig, R_DEV_REG), 1);
	ck_assert_uint_eq(rig_find(&rig, R_DEV_REG, 0)->w[1], 7);
	ck_assert_uint_eq(rig_find(&rig, R_DEV_REG, 0)->w[2], 0);
}
END_TEST

START_TEST(counted_registers_change_silently)
{
	with(NULL);
	regs_put(&nic->regs, (unsigned)regs_at(&nic->regs, COUNT), 9);
	ck_assert_uint_eq(rig_count(&rig, R_DEV_REG), 0);
	ck_assert_uint_eq(hw_read(nic, 0, COUNT, 4), 9);
}
END_TEST

START_TEST(reset_is_one_record_and_gives_reset_values)
{
	with(NULL);
	regs_set(&nic->regs, 0, 7);
	regs_set(&nic->regs, 1, 0);
	regs_reset(&nic->regs);
	ck_assert_uint_eq(rig_count(&rig, R_DEV_RESET), 1);
	ck_assert_uint_eq(hw_read(nic, 0, CTRL, 4), 0);
	ck_assert_uint_eq(hw_read(nic, 0, FLAGS, 4), 0xF);
}
END_TEST

START_TEST(strap_changes_the_value_at_reset)
{
	with(NULL);
	regs_strap(&nic->regs, 1, 0x3);
	regs_set(&nic->regs, 1, 0);
	regs_reset(&nic->regs);
	ck_assert_uint_eq(nic->regs.value[1], 0x3);
}
END_TEST

/* ---- Accesses that nobody answers. ---- */

START_TEST(wrong_size_alignment_or_place_is_bad)
{
	static const struct {
		unsigned bar, offset, size;
	} wrong[] = { { 0, CTRL, 2 }, { 0, CTRL + 2, 4 }, { 0, CTRL + 1, 1 }, { 0, 0x08, 4 }, { 0, 0x2000, 4 }, { 1, 0, 4 },
		      { RIG_TABLE_BAR, 0x7000, 4 } };

	with(NULL);
	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		rig_mark(&rig);
		ck_assert_uint_eq(hw_read(nic, wrong[i].bar, wrong[i].offset, wrong[i].size),
				  UINT32_MAX >> (32 - 8 * wrong[i].size));
		hw_write(nic, wrong[i].bar, wrong[i].offset, 1, wrong[i].size);
		rig_run(&rig);
		ck_assert_uint_eq(rig_count(&rig, R_MMIO_BAD), 2);
		ck_assert_uint_eq(rig_find(&rig, R_MMIO_BAD, 0)->w[3], 0);
		ck_assert_uint_eq(rig_find(&rig, R_MMIO_BAD, 1)->w[3], 1);
		ck_assert_uint_eq(rig_count(&rig, R_MMIO_ARRIVE), 0);
	}
}
END_TEST

START_TEST(memory_space_off_answers_nothing)
{
	with(NULL);
	rig_config(nic, "command", 0x0004);
	ck_assert_uint_eq(hw_read(nic, 0, FLAGS, 4), UINT32_MAX);
	hw_write(nic, 0, CTRL, 1, 4);
	rig_run(&rig);
	ck_assert_uint_eq(nic->regs.value[0], 0);
	ck_assert_uint_eq(rig_count(&rig, R_MMIO_BAD), 2);
}
END_TEST

START_TEST(removed_function_reads_ones_and_swallows_writes)
{
	with(NULL);
	hw_write(nic, 0, CTRL, 1, 4);
	device_remove(nic);
	ck_assert_uint_eq(hw_read(nic, 0, FLAGS, 4), UINT32_MAX);
	hw_write(nic, 0, CTRL, 2, 4);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_MMIO_ARRIVE) + rig_count(&rig, R_MMIO_BAD), 0);
}
END_TEST

START_TEST(addresses_are_decoded_to_bar_and_offset)
{
	unsigned bar;
	uint32_t offset;

	with(NULL);
	ck_assert_ptr_eq(hw_decode(rig.hw, 0xC0000010, &bar, &offset), nic);
	ck_assert_uint_eq(bar, 0);
	ck_assert_uint_eq(offset, 0x10);
	ck_assert_ptr_eq(hw_decode(rig.hw, 0xC0018000, &bar, &offset), nic);
	ck_assert_uint_eq(bar, RIG_TABLE_BAR);
	ck_assert_uint_eq(offset, RIG_PBA);
	ck_assert_ptr_null(hw_decode(rig.hw, 0xC0001000, &bar, &offset));
	rig_config(nic, "command", 0);
	ck_assert_ptr_null(hw_decode(rig.hw, 0xC0000010, &bar, &offset));
}
END_TEST

/* ---- DMA. ---- */

START_TEST(written_data_is_taken_at_issue_and_lands_at_arrival)
{
	uint8_t bytes[4] = { 1, 2, 3, 4 };

	with(NULL);
	ck_assert(device_dma_write(nic, memory + 64, bytes, 4));
	memset(bytes, 9, sizeof bytes);
	ck_assert_uint_eq(*host(64), 0);
	ck_assert_int_eq(device_dma_delay(nic), rig.machine.cost[COST_DMA_WRITE]);
	rig_run(&rig);
	ck_assert_mem_eq(host(64), ((uint8_t[]){ 1, 2, 3, 4 }), 4);
	ck_assert_uint_eq(rig_find(&rig, R_TLP_MEMWR, 0)->w[2], 0x04030201);
}
END_TEST

START_TEST(large_data_takes_longer_and_arrives_whole)
{
	uint8_t bytes[2048];

	with(NULL);
	for (unsigned i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	ck_assert_int_gt(device_dma_delay(nic), rig.machine.cost[COST_DMA_WRITE]);
	rig_run(&rig);
	ck_assert_mem_eq(host(0), bytes, sizeof bytes);
}
END_TEST

START_TEST(data_of_any_length_arrives_whole_and_nothing_beside_it)
{
	uint8_t bytes[200], seen[sizeof bytes + 2];

	with(NULL);
	for (unsigned i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
	for (unsigned n = 1; n <= sizeof bytes; n++) {
		memset(host(0), 0, sizeof seen);
		memset(seen, 0, sizeof seen);
		memcpy(seen + 1, bytes, n);
		ck_assert(device_dma_write(nic, memory + 1, bytes, n));
		rig_run(&rig);
		ck_assert_mem_eq(host(0), seen, sizeof seen);
	}
}
END_TEST

START_TEST(message_arrives_after_the_data_written_before_it)
{
	uint8_t bytes[4096];

	with(NULL);
	memset(bytes, 0x5A, sizeof bytes);
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	device_send(nic, 0);
	while (!rig_count(&rig, R_APIC_ACCEPT))
		core_run(&rig.core, VTIME_NEVER, rig.core.events + 1);
	ck_assert_mem_eq(host(0), bytes, sizeof bytes);
}
END_TEST

START_TEST(data_written_after_a_message_arrives_after_it)
{
	uint8_t byte = 1;

	with(NULL);
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	device_send(nic, 0);
	ck_assert(device_dma_write(nic, memory, &byte, 1));
	while (!rig_count(&rig, R_APIC_ACCEPT))
		core_run(&rig.core, VTIME_NEVER, rig.core.events + 1);
	ck_assert_uint_eq(*host(0), 0);
	rig_run(&rig);
	ck_assert_uint_eq(*host(0), 1);
}
END_TEST

START_TEST(small_write_does_not_overtake_a_large_one)
{
	uint8_t bytes[4096];
	uint8_t byte = 7;

	with(NULL);
	memset(bytes, 1, sizeof bytes);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	ck_assert(device_dma_write(nic, memory, &byte, 1));
	rig_run(&rig);
	ck_assert_uint_eq(*host(0), 7);
}
END_TEST

START_TEST(read_takes_memory_as_it_is_at_completion)
{
	struct event done;
	uint8_t got = 0;

	with(NULL);
	event_init(&done, "done", count_done);
	ck_assert(device_dma_read(nic, memory, &got, 1, &done));
	*host(0) = 0x77;
	ck_assert_uint_eq(done_calls, 0);
	rig_run(&rig);
	ck_assert_uint_eq(done_calls, 1);
	ck_assert_uint_eq(got, 0x77);
	ck_assert_uint_eq(rig_find(&rig, R_TLP_CPL, 0)->cause, rig_find(&rig, R_TLP_MEMRD, 0)->number);
}
END_TEST

START_TEST(read_does_not_overtake_the_devices_own_writes)
{
	uint8_t bytes[4096], got = 0;

	with(NULL);
	memset(bytes, 3, sizeof bytes);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	ck_assert(device_dma_read(nic, memory + 4095, &got, 1, NULL));
	rig_run(&rig);
	ck_assert_uint_eq(got, 3);
}
END_TEST

START_TEST(register_read_returns_behind_the_devices_own_writes)
{
	uint8_t bytes[4096] = { 0 };

	with(NULL);
	ck_assert_int_eq(hw_read_delay(nic), 0);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	bytes[4095] = 5;
	ck_assert(device_dma_write(nic, memory + 4096, bytes, sizeof bytes));
	rig_run_for(&rig, hw_read_delay(nic));
	ck_assert_uint_eq(*host(8191), 5);
	ck_assert_int_eq(hw_read_delay(nic), 0);
}
END_TEST

START_TEST(removed_function_issues_nothing)
{
	uint8_t byte = 1;

	with(NULL);
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	ck_assert(device_dma_write(nic, memory, &byte, 1));
	device_remove(nic);
	ck_assert_int_eq(device_send(nic, 0), DEVICE_HELD);
	ck_assert_uint_eq(rig_find(&rig, R_MSI_HOLD, 0)->w[1], SYM_gate_REMOVED);
	ck_assert(!device_dma_write(nic, memory, &byte, 1));
	rig_run(&rig);
	ck_assert_uint_eq(*host(0), 0);
}
END_TEST

START_TEST(addresses_outside_memory_are_refused)
{
	uint8_t bytes[16] = { 0 };

	with(NULL);
	ck_assert(!device_dma_write(nic, 0, bytes, 16));
	ck_assert(!device_dma_write(nic, memory + 8192 - 8, bytes, 16));
	ck_assert(!device_dma_write(nic, UINT64_MAX, bytes, 16));
	ck_assert(!device_dma_read(nic, 0xFEE00000, bytes, 16, NULL));
	ck_assert(device_dma_write(nic, memory + 8192 - 16, bytes, 16));
}
END_TEST

START_TEST(without_bus_master_there_is_no_dma)
{
	uint8_t byte = 1;

	with(NULL);
	rig_config(nic, "command", 0x0002);
	ck_assert(!device_dma_write(nic, memory, &byte, 1));
	ck_assert(!device_dma_read(nic, memory, &byte, 1, NULL));
}
END_TEST

START_TEST(discarded_data_never_lands_but_messages_do)
{
	struct event done;
	uint8_t byte = 1, got = 0;

	with(NULL);
	event_init(&done, "done", count_done);
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	ck_assert(device_dma_write(nic, memory, &byte, 1));
	ck_assert(device_dma_read(nic, memory, &got, 1, &done));
	device_send(nic, 0);
	device_dma_discard(nic);
	rig_run(&rig);
	ck_assert_uint_eq(*host(0), 0);
	ck_assert_uint_eq(done_calls, 0);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
}
END_TEST

START_TEST(discarded_data_delays_nothing_after_it)
{
	uint8_t bytes[4096] = { 0 };

	with(NULL);
	rig_msi(nic, 0, 0xFEE00000, 0x41);
	ck_assert(device_dma_write(nic, memory, bytes, sizeof bytes));
	device_dma_discard(nic);
	device_send(nic, 0);
	rig_run(&rig);
	ck_assert_int_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->at - rig_find(&rig, R_MSI_SEND, 0)->at,
			 rig.machine.cost[COST_MESSAGE_FLIGHT]);
}
END_TEST

START_TEST(nothing_is_allocated_per_transfer_once_warm)
{
	uint8_t bytes[2048] = { 0 };
	uint64_t used = 0;

	with(NULL);
	for (unsigned i = 0; i < 1000; i++) {
		device_dma_write(nic, memory, bytes, sizeof bytes);
		device_dma_write(nic, memory, bytes, 16);
		device_dma_read(nic, memory, bytes, 16, NULL);
		hw_write(nic, 0, CTRL, i, 4);
		rig_run(&rig);
		if (!i)
			used = rig.core.arena.used[ARENA_MACHINE];
	}
	ck_assert_uint_eq(rig.core.arena.used[ARENA_MACHINE], used);
}
END_TEST

SUITE("bus", posted_write_arrives_after_its_flight, posted_writes_arrive_in_order, what_a_write_does_is_caused_by_its_arrival,
      only_writable_bits_are_stored, ones_clear_and_zeros_keep, array_registers_have_indices_names_and_offsets,
      change_is_recorded_once_and_no_change_not_at_all, counted_registers_change_silently,
      reset_is_one_record_and_gives_reset_values, strap_changes_the_value_at_reset, wrong_size_alignment_or_place_is_bad,
      memory_space_off_answers_nothing, removed_function_reads_ones_and_swallows_writes,
      addresses_are_decoded_to_bar_and_offset, written_data_is_taken_at_issue_and_lands_at_arrival,
      large_data_takes_longer_and_arrives_whole, data_of_any_length_arrives_whole_and_nothing_beside_it,
      message_arrives_after_the_data_written_before_it,
      data_written_after_a_message_arrives_after_it, small_write_does_not_overtake_a_large_one,
      read_takes_memory_as_it_is_at_completion, read_does_not_overtake_the_devices_own_writes,
      register_read_returns_behind_the_devices_own_writes, removed_function_issues_nothing,
      addresses_outside_memory_are_refused, without_bus_master_there_is_no_dma, discarded_data_never_lands_but_messages_do,
      discarded_data_delays_nothing_after_it, nothing_is_allocated_per_transfer_once_warm)
