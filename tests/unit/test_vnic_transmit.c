/* SPDX-License-Identifier: MIT */
/* Frames on their way to the wire: the rules of doc/vnic.md about transmit queues. */
#include "tests/unit/vnic_rig.h"

#define TXQ0 (1u << 8)
#define ERR (1u << 31)
#define EOP 1u
#define RS 2u

START_TEST(a_reported_descriptor_is_written_back_with_its_cause)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[12], 1);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[8], 100); /* nothing else is touched */
	rig_expect(r, "ICR", TXQ0);
	rig_expect(r, "TDH[0]", 1);
	rig_expect(r, "TXCNT[0]", 1);
	rig_expect(r, "GPTC", 1);
	rig_free(r);
}
END_TEST

START_TEST(without_report_there_is_neither_write_back_nor_cause)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 100, EOP);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[12], 0);
	rig_none(r, R_TLP_MEMWR);
	rig_expect(r, "ICR", 0);
	rig_expect(r, "TDH[0]", 1);
	rig_expect(r, "GPTC", 1);
	rig_free(r);
}
END_TEST

START_TEST(a_frame_ends_with_its_last_descriptor)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 60, 0);
	rig_fill(r, 0, 1, 0, 0); /* empty, and taken all the same */
	rig_fill(r, 0, 2, 40, EOP | RS);
	rig_write(r, "TDT[0]", 2);
	rig_run(r, 10000);
	rig_expect(r, "TDH[0]", 2);
	rig_expect(r, "GPTC", 0); /* the rest has not been handed out */
	rig_write(r, "TDT[0]", 3);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 1);
	ck_assert_uint_eq(rig_last(r, R_DEV_DESC_WRITE)->w[3], 100);
	rig_free(r);
}
END_TEST

START_TEST(the_data_is_read_from_the_buffer)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 5000, EOP);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 20000);
	rig_times(r, R_TLP_MEMRD, 3); /* the descriptor, and two pieces */
	ck_assert_uint_eq(rig_last(r, R_TLP_MEMRD)->w[0], r->physical + RIG_BUFFERS + 4096);
	ck_assert_uint_eq(rig_last(r, R_TLP_MEMRD)->w[1], 904);
	rig_expect(r, "GPTC", 1);
	rig_free(r);
}
END_TEST

START_TEST(the_write_back_is_in_memory_before_the_message)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_msix(r);
	rig_ivar(r, 8, 3);
	rig_write(r, "IMS", TXQ0);
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	while (!rig_count(r, R_APIC_ACCEPT))
		core_run(&r->core, VTIME_NEVER, r->core.events + 1);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[12], 1);
	ck_assert_uint_eq(rig_last(r, R_MSI_SEND)->w[0], 3);
	rig_free(r);
}
END_TEST

START_TEST(frames_go_out_in_order_around_the_ring)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 8);
	for (unsigned i = 0; i < 20; i++) {
		rig_fill(r, 0, i % 8, 64, EOP | RS);
		rig_write(r, "TDT[0]", (i + 1) % 8);
		rig_run(r, 5000);
		rig_expect(r, "TDH[0]", (i + 1) % 8);
	}
	rig_expect(r, "TXCNT[0]", 20);
	rig_free(r);
}
END_TEST

START_TEST(the_wire_sets_the_pace)
{
	struct rig *r = rig_new("speed=100");

	rig_transmit(r, 0, 16);
	for (unsigned i = 0; i < 4; i++)
		rig_fill(r, 0, i, 1000, EOP | RS); /* 81,920 ns each at 100 Mbit/s */
	rig_write(r, "TDT[0]", 4);
	rig_run(r, 82000);
	rig_expect(r, "GPTC", 1);
	rig_run(r, 82000 * 3);
	rig_expect(r, "GPTC", 4);
	rig_free(r);
}
END_TEST

START_TEST(queues_share_the_wire_and_each_has_its_cause)
{
	struct rig *r = rig_new("");

	for (unsigned q = 0; q < 4; q++) {
		rig_transmit(r, q, 16);
		rig_fill(r, q, 0, 500, EOP | RS);
		rig_set(r, "TDT", q, 1);
	}
	rig_run(r, 20000);
	rig_expect(r, "ICR", 0xF00);
	rig_expect(r, "GPTC", 4);
	rig_free(r);
}
END_TEST

START_TEST(with_the_link_down_descriptors_complete_and_frames_are_dropped)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_do(r, "link nic0 down");
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[12], 1);
	ck_assert_uint_eq(rig_read(r, "ICR") & TXQ0, TXQ0);
	rig_expect(r, "GPTC", 0);
	rig_expect(r, "MPC", 0); /* that counts received ones */
	rig_times(r, R_DEV_DROP, 1);
	rig_free(r);
}
END_TEST

START_TEST(nothing_goes_out_before_transmitting_is_on)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_write(r, "CTRL", 0);
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	rig_expect(r, "TDH[0]", 0);
	rig_write(r, "CTRL", 4);
	rig_run(r, 10000);
	rig_expect(r, "TDH[0]", 1);
	rig_free(r);
}
END_TEST

START_TEST(turning_off_stops_at_once_and_on_goes_on)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	for (unsigned i = 0; i < 4; i++)
		rig_fill(r, 0, i, 100, EOP | RS);
	rig_write(r, "TDT[0]", 4);
	rig_run(r, 1300); /* the first is done */
	rig_write(r, "CTRL", 0);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 1);
	rig_write(r, "CTRL", 4);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 4);
	rig_free(r);
}
END_TEST

START_TEST(enabling_zeroes_head_and_tail)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 100, EOP);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	rig_write(r, "TXDCTL[0]", 0);
	rig_write(r, "TXDCTL[0]", 1u << 25);
	rig_expect(r, "TDH[0]", 0);
	rig_expect(r, "TDT[0]", 0);
	rig_free(r);
}
END_TEST

START_TEST(a_buffer_outside_memory_stops_the_queue)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 1, 16);
	rig_fill(r, 1, 0, 100, EOP | RS);
	rig_put64(rig_descriptor(r, 1, true, 0), 0x500);
	rig_fill(r, 1, 1, 100, EOP | RS);
	rig_write(r, "TDT[1]", 2);
	rig_run(r, 10000);
	rig_expect(r, "ERRQ", 0x200);
	rig_expect(r, "ICR", ERR);
	rig_expect(r, "TDH[1]", 0);
	rig_fill(r, 1, 0, 100, EOP | RS);
	rig_write(r, "TXDCTL[1]", 0);
	rig_write(r, "TXDCTL[1]", 1u << 25);
	rig_write(r, "TDT[1]", 2);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 2);
	rig_free(r);
}
END_TEST

START_TEST(a_tail_beyond_the_ring_is_an_error)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_write(r, "TDT[0]", 16);
	rig_expect(r, "ERRQ", 0x100);
	rig_free(r);
}
END_TEST

START_TEST(a_ring_that_ends_outside_memory_stops_without_harm)
{
	struct rig *r = rig_new("");
	uint64_t ring = r->physical + RIG_MEMORY - 128; /* 8 of 16 descriptors are memory */

	rig_transmit(r, 0, 16);
	rig_write(r, "TXDCTL[0]", 0);
	rig_write(r, "TDBAL[0]", (uint32_t)ring);
	rig_write(r, "TXDCTL[0]", 1u << 25);
	for (unsigned i = 0; i < 8; i++) {
		rig_fill(r, 0, 0, 64, EOP);
		memcpy(r->memory + RIG_MEMORY - 128 + i * 16, rig_descriptor(r, 0, true, 0), 16);
	}
	rig_write(r, "TDT[0]", 8);
	rig_run(r, 20000);
	rig_expect(r, "GPTC", 8);
	rig_write(r, "TDT[0]", 12);
	rig_run(r, 20000);
	rig_expect(r, "ERRQ", 0x100);
	rig_free(r);
}
END_TEST

START_TEST(reset_discards_what_is_being_sent)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 700);
	rig_write(r, "CTRL", 1);
	rig_run(r, 10000);
	ck_assert_uint_eq(rig_descriptor(r, 0, true, 0)[12], 0);
	rig_expect(r, "GPTC", 0);
	rig_expect(r, "ICR", 0);
	rig_free(r);
}
END_TEST

START_TEST(without_bus_master_sending_waits)
{
	struct rig *r = rig_new("");

	rig_transmit(r, 0, 16);
	rig_config(r, "command", 2);
	rig_fill(r, 0, 0, 100, EOP | RS);
	rig_write(r, "TDT[0]", 1);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 0);
	rig_expect(r, "ERRQ", 0);
	rig_config(r, "command", 6);
	rig_run(r, 10000);
	rig_expect(r, "GPTC", 1);
	rig_free(r);
}
END_TEST

/* A posted write takes its flight time; a read waits for it. */
START_TEST(register_writes_arrive_later_and_in_order)
{
	struct rig *r = rig_new("");

	hw_write(r->nic, 0, 0x10, 1, 4);
	hw_write(r->nic, 0, 0x10, 2, 4);
	rig_expect(r, "SCRATCH", 0);
	ck_assert_int_eq(hw_write_delay(r->nic), 300);
	rig_run(r, hw_write_delay(r->nic));
	rig_expect(r, "SCRATCH", 2);
	rig_free(r);
}
END_TEST

START_TEST(accesses_outside_the_table_read_ones_and_are_recorded)
{
	static const struct {
		unsigned bar, offset, size;
	} bad[] = { { 0, 0x4, 4 }, { 0, 0x10, 2 }, { 0, 0x12, 4 }, { 0, 0x1FFFC, 4 }, { 0, 0x180, 4 } };
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_uint_eq(hw_read(r->nic, bad[i].bar, bad[i].offset, bad[i].size), bad[i].size == 2 ? 0xFFFF : 0xFFFFFFFF);
		hw_write(r->nic, bad[i].bar, bad[i].offset, 0, bad[i].size);
	}
	rig_times(r, R_MMIO_BAD, 2 * sizeof bad / sizeof *bad);
	rig_free(r);
}
END_TEST

START_TEST(the_message_table_can_be_read_by_a_driver_and_not_written)
{
	struct rig *r = rig_new("");

	msix_set(r->nic, 1, 0xFEE00000, 0x77, true);
	ck_assert_uint_eq(hw_read(r->nic, 2, 16 + 8, 4), 0x77);
	hw_write(r->nic, 2, 16 + 8, 0x99, 4);
	rig_run(r, 1000);
	rig_times(r, R_MMIO_BAD, 1);
	ck_assert_uint_eq(r->nic->msix.table[1].data, 0x77);
	rig_free(r);
}
END_TEST

SUITE("vnic-transmit", a_reported_descriptor_is_written_back_with_its_cause, without_report_there_is_neither_write_back_nor_cause,
      a_frame_ends_with_its_last_descriptor, the_data_is_read_from_the_buffer, the_write_back_is_in_memory_before_the_message,
      frames_go_out_in_order_around_the_ring, the_wire_sets_the_pace, queues_share_the_wire_and_each_has_its_cause,
      with_the_link_down_descriptors_complete_and_frames_are_dropped, nothing_goes_out_before_transmitting_is_on,
      turning_off_stops_at_once_and_on_goes_on, enabling_zeroes_head_and_tail, a_buffer_outside_memory_stops_the_queue,
      a_tail_beyond_the_ring_is_an_error, a_ring_that_ends_outside_memory_stops_without_harm, reset_discards_what_is_being_sent,
      without_bus_master_sending_waits, register_writes_arrive_later_and_in_order,
      accesses_outside_the_table_read_ones_and_are_recorded, the_message_table_can_be_read_by_a_driver_and_not_written)
