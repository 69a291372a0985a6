/* SPDX-License-Identifier: MIT */
/* Frames on their way into memory: the rules of doc/vnic.md about receive queues and RSS. */
#include "tests/unit/vnic_rig.h"

#define RXQ0 1u
#define RXO0 (1u << 16)

enum { NO_LINK = SYM_drop_LINK_DOWN };

static const char one[] = "frame nic0 size=100 kind=udp4";

START_TEST(a_frame_is_in_its_buffer_and_described)
{
	struct rig *r = rig_new("");
	uint8_t *d = rig_descriptor(r, 0, false, 0);

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, one);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_get32(d), 0);          /* no hash */
	ck_assert_uint_eq(d[4] | d[5] << 8, 100);    /* length */
	ck_assert_uint_eq(d[6], 3);                  /* DD, EOP */
	ck_assert_uint_eq(d[7], 0);
	ck_assert_mem_eq(d + 8, "\0\0\0\0\0\0\0\0", 8);
	ck_assert_mem_eq(rig_buffer(r, 0) + 12, "\x08\x00\x45", 3);
	rig_expect(r, "ICR", RXQ0);
	ck_assert_uint_eq(rig_get(r, "RDH", 0), 1);
	ck_assert_uint_eq(rig_get(r, "RXCNT", 0), 1);
	rig_expect(r, "GPRC", 1);
	rig_free(r);
}
END_TEST

START_TEST(frames_fill_descriptors_in_order_and_around_the_end)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 8, 0, 7);
	rig_do(r, "traffic nic0 constant gap=2000 frames=5 kind=udp4");
	rig_run(r, 20000);
	rig_set(r, "RDT", 0, 4);
	rig_put64(rig_descriptor(r, 0, false, 0), r->physical + RIG_BUFFERS + 20 * 2048);
	rig_do(r, "traffic nic0 constant gap=2000 frames=4 kind=udp4");
	rig_run(r, 20000);
	ck_assert_uint_eq(rig_get(r, "RDH", 0), 1);
	rig_expect(r, "GPRC", 9);
	ck_assert_uint_eq(rig_buffer(r, 4)[14 + 28 + 3], 4); /* the fifth frame's number */
	ck_assert_uint_eq(rig_buffer(r, 20)[14 + 28 + 3], 3);
	rig_free(r);
}
END_TEST

START_TEST(data_write_back_and_message_keep_their_order)
{
	struct rig *r = rig_new("");
	uint64_t data, back, message;

	rig_receive(r, 0, 16, 0, 8);
	rig_msix(r);
	rig_ivar(r, 0, 2);
	rig_write(r, "IMS", RXQ0);
	rig_run(r, 5000); /* descriptors are in the device */
	rig_mark(r);
	rig_do(r, one);
	rig_times(r, R_TLP_MEMWR, 2);
	back = rig_last(r, R_TLP_MEMWR)->number;
	data = back - 1;
	message = rig_last(r, R_MSI_SEND)->number;
	ck_assert_uint_eq(trace_at(r->trace, data)->w[0], r->physical + RIG_BUFFERS);
	ck_assert_uint_eq(trace_at(r->trace, back)->w[0], r->physical);
	ck_assert_uint_lt(back, message);
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 0)[6], 0); /* on its way */
	while (!rig_count(r, R_APIC_ACCEPT))
		core_run(&r->core, VTIME_NEVER, r->core.events + 1);
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 0)[6], 3); /* there before the message */
	rig_free(r);
}
END_TEST

START_TEST(every_record_of_a_frame_goes_back_to_its_arrival)
{
	struct rig *r = rig_new("");
	uint64_t frame, walk;

	rig_receive(r, 0, 16, 0, 8);
	rig_msix(r);
	rig_ivar(r, 0, 2);
	rig_write(r, "IMS", RXQ0);
	rig_mark(r);
	rig_do(r, one); /* waits for its descriptor */
	rig_none(r, R_DEV_DESC_WRITE);
	frame = rig_last(r, R_DEV_FRAME)->number;
	rig_run(r, 5000);
	walk = rig_last(r, R_MSI_SEND)->number;
	for (unsigned i = 0; i < 3; i++)
		walk = trace_at(r->trace, walk)->cause;
	ck_assert_uint_eq(walk, frame); /* message, cause, write-back, frame */
	rig_free(r);
}
END_TEST

START_TEST(descriptors_are_read_in_advance_in_few_reads)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 64, 0, 63);
	rig_do(r, "traffic nic0 constant gap=2000 frames=32 kind=udp4");
	rig_run(r, 100000);
	rig_expect(r, "GPRC", 32);
	ck_assert_uint_le(rig_count(r, R_TLP_MEMRD), 4);
	rig_free(r);
}
END_TEST

START_TEST(a_frame_that_finds_no_descriptor_read_yet_waits_and_is_not_dropped)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 4);
	for (unsigned i = 0; i < 4; i++)
		rig_do(r, one); /* all before the first read completes */
	rig_none(r, R_DEV_DROP);
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 4);
	rig_expect(r, "MPC", 0);
	rig_free(r);
}
END_TEST

START_TEST(without_a_descriptor_the_frame_is_dropped_with_its_cause)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 2);
	for (unsigned i = 0; i < 3; i++)
		rig_do(r, one);
	rig_run(r, 5000);
	rig_expect(r, "ICR", RXQ0 | RXO0);
	ck_assert_uint_eq(rig_get(r, "RXDROP", 0), 1);
	ck_assert_uint_eq(rig_get(r, "RXCNT", 0), 2);
	rig_expect(r, "MPC", 1);
	ck_assert_uint_eq(rig_last(r, R_DEV_DROP)->w[1], SYM_drop_NO_DESCRIPTOR);
	rig_free(r);
}
END_TEST

START_TEST(head_equal_to_tail_is_an_empty_ring)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 0);
	rig_do(r, one);
	rig_expect(r, "ICR", RXO0);
	rig_free(r);
}
END_TEST

/* ---- What is counted in MPC and nothing else. ---- */

static void expect_missed(struct rig *r, unsigned reason)
{
	rig_run(r, 5000);
	rig_expect(r, "MPC", 1);
	rig_expect(r, "GPRC", 0);
	ck_assert_uint_eq(rig_get(r, "RXDROP", 0), 0);
	ck_assert_uint_eq(rig_read(r, "ICR") & (RXQ0 | RXO0), 0);
	ck_assert_uint_eq(rig_last(r, R_DEV_DROP)->w[1], reason);
	rig_free(r);
}

START_TEST(with_receiving_off_frames_are_missed)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_write(r, "CTRL", 0);
	rig_do(r, one);
	expect_missed(r, SYM_drop_RX_OFF);
}
END_TEST

START_TEST(with_the_queue_off_frames_are_missed)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_write(r, "RXDCTL[0]", 0);
	rig_do(r, one);
	expect_missed(r, SYM_drop_QUEUE_OFF);
}
END_TEST

START_TEST(with_the_link_down_frames_are_missed)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "link nic0 down");
	rig_do(r, one);
	expect_missed(r, NO_LINK);
}
END_TEST

START_TEST(a_frame_longer_than_a_buffer_is_missed)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "frame nic0 size=2049");
	expect_missed(r, SYM_drop_TOO_LONG);
}
END_TEST

START_TEST(a_frame_of_a_buffers_length_is_received)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "frame nic0 size=2048");
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 1);
	rig_free(r);
}
END_TEST

START_TEST(without_bus_master_frames_are_missed)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_config(r, "command", 2);
	rig_do(r, one);
	expect_missed(r, SYM_drop_RX_OFF);
}
END_TEST

START_TEST(frames_inside_are_missed_when_the_queue_is_turned_off)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, one);
	rig_write(r, "RXDCTL[0]", 0);
	expect_missed(r, SYM_drop_QUEUE_OFF);
}
END_TEST

START_TEST(raw_bytes_arrive_as_they_are)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "frame nic0 hex=ffFFffffffff02000000000188b5C0DE");
	rig_run(r, 5000);
	ck_assert_mem_eq(rig_buffer(r, 0), "\xff\xff\xff\xff\xff\xff\x02\0\0\0\0\x01\x88\xb5\xc0\xde", 16);
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 0)[4], 16);
	rig_free(r);
}
END_TEST

START_TEST(the_trace_keeps_what_the_frame_was)
{
	struct rig *r = rig_new("");
	uint8_t again[FRAME_MAX];
	const uint8_t station[6] = { 2, 0x56, 0x4E, 0, 3, 0 };
	size_t n;

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "frame nic0 hex=ffFFffffffff02000000000188b5C0DE");
	ck_assert_mem_eq(trace_bytes_of(r->trace, rig_last(r, R_DEV_FRAME)->w[3] >> 32, &n), "\xff\xff\xff\xff\xff\xff\x02\0", 8);
	ck_assert_uint_eq(n, 16);
	rig_do(r, "traffic nic0 constant gap=1000 frames=3 flows=4 size=90");
	rig_run(r, 10000);
	ck_assert_uint_eq(frame_again(rig_last(r, R_DEV_FRAME)->w[3], 90, station, again), 90);
	ck_assert_mem_eq(again, rig_buffer(r, 3), 90);
	rig_free(r);
}
END_TEST

START_TEST(traffic_stops_when_it_is_turned_off)
{
	struct rig *r = rig_new("");

	rig_do(r, "traffic nic0 constant gap=1000");
	rig_run(r, 3500);
	rig_times(r, R_DEV_FRAME, 3);
	rig_do(r, "traffic nic0 off");
	rig_run(r, 10000);
	rig_times(r, R_DEV_FRAME, 3);
	rig_free(r);
}
END_TEST

START_TEST(a_capture_of_the_machine_arrives)
{
	static const struct gen_frame frames[] = { { 0, 16, (const uint8_t *)"0123456789abcdef" } };
	static const struct gen_capture captures[] = { { "web", 1, frames } };
	struct rig *r = rig_new("");

	r->hw->captures = captures;
	r->hw->captures_n = 1;
	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, "traffic nic0 pcap file=web");
	rig_run(r, 5000);
	ck_assert_mem_eq(rig_buffer(r, 0), "0123456789abcdef", 16);
	rig_free(r);
}
END_TEST

START_TEST(nothing_is_allocated_once_it_is_warm)
{
	struct rig *r = rig_new("");
	uint64_t used;

	rig_receive(r, 0, 64, 0, 63);
	rig_do(r, "traffic nic0 constant gap=500 frames=20000 size=512");
	rig_run(r, 20000);
	used = r->core.arena.used[ARENA_MACHINE];
	for (unsigned i = 0; i < 300; i++) {
		for (unsigned k = 0; k < 64; k++) /* a write-back lies over the address */
			rig_put64(rig_descriptor(r, 0, false, k), r->physical + RIG_BUFFERS + k * 2048);
		rig_write(r, "RDT[0]", (rig_get(r, "RDH", 0) + 63) % 64);
		rig_run(r, 10000);
	}
	ck_assert_uint_gt(rig_read(r, "GPRC"), 5000);
	ck_assert_uint_eq(r->core.arena.used[ARENA_MACHINE], used);
	rig_free(r);
}
END_TEST

SUITE("vnic-receive", a_frame_is_in_its_buffer_and_described, frames_fill_descriptors_in_order_and_around_the_end,
      data_write_back_and_message_keep_their_order, every_record_of_a_frame_goes_back_to_its_arrival,
      descriptors_are_read_in_advance_in_few_reads, a_frame_that_finds_no_descriptor_read_yet_waits_and_is_not_dropped,
      without_a_descriptor_the_frame_is_dropped_with_its_cause, head_equal_to_tail_is_an_empty_ring,
      with_receiving_off_frames_are_missed, with_the_queue_off_frames_are_missed, with_the_link_down_frames_are_missed,
      a_frame_longer_than_a_buffer_is_missed, a_frame_of_a_buffers_length_is_received,
      without_bus_master_frames_are_missed, frames_inside_are_missed_when_the_queue_is_turned_off,
      raw_bytes_arrive_as_they_are, the_trace_keeps_what_the_frame_was, traffic_stops_when_it_is_turned_off,
      a_capture_of_the_machine_arrives, nothing_is_allocated_once_it_is_warm)
