/* SPDX-License-Identifier: MIT */
/* Receive queues turned off and on, and their errors. */
#include "tests/unit/vnic_rig.h"

#define ERR (1u << 31)

static const char one[] = "frame nic0 size=100 kind=udp4";

/* ---- Turning off and on. ---- */

START_TEST(enabling_takes_base_and_length_and_zeroes_head_and_tail)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_write(r, "RDBAL[0]", (uint32_t)r->physical + 0x2000); /* waits for the next enabling */
	rig_do(r, one);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 1)[6], 3);
	rig_write(r, "RXDCTL[0]", 0);
	ck_assert_uint_eq(rig_get(r, "RDH", 0), 2);
	rig_write(r, "RXDCTL[0]", 1u << 25);
	ck_assert_uint_eq(rig_get(r, "RDH", 0), 0);
	ck_assert_uint_eq(rig_get(r, "RDT", 0), 0);
	rig_put64(rig_descriptor(r, 2, false, 0), r->physical + RIG_BUFFERS);
	rig_write(r, "RDT[0]", 1);
	rig_do(r, one);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_descriptor(r, 2, false, 0)[6], 3);
	rig_free(r);
}
END_TEST

START_TEST(a_queue_turned_off_and_on_does_not_use_descriptors_read_before)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8); /* the read is on its way */
	rig_write(r, "RXDCTL[0]", 0);
	rig_put64(rig_descriptor(r, 0, false, 0), r->physical + RIG_BUFFERS + 9 * 2048);
	rig_write(r, "RXDCTL[0]", 1u << 25);
	rig_write(r, "RDT[0]", 4);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 1);
	ck_assert_uint_eq(rig_buffer(r, 9)[12], 8);
	rig_free(r);
}
END_TEST

START_TEST(a_queue_that_is_turned_off_leaves_memory_alone)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_run(r, 5000);
	rig_write(r, "CTRL", 0);
	rig_mark(r);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_none(r, R_TLP_MEMWR);
	rig_write(r, "CTRL", 2); /* goes on where it was */
	rig_do(r, one);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_get(r, "RDH", 0), 1);
	rig_free(r);
}
END_TEST

START_TEST(a_queue_that_is_not_present_cannot_be_enabled)
{
	struct rig *r = rig_new("rxq=2 txq=1");

	rig_write(r, "RXDCTL[2]", 1u << 25);
	rig_expect(r, "RXDCTL[2]", 0);
	rig_write(r, "RXDCTL[1]", 1u << 25);
	rig_expect(r, "RXDCTL[1]", 1u << 25);
	rig_write(r, "TXDCTL[1]", 1u << 25);
	rig_expect(r, "TXDCTL[1]", 0);
	rig_free(r);
}
END_TEST

START_TEST(reset_empties_the_queues_and_discards_what_is_on_its_way)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_run(r, 5000);
	rig_do(r, one);
	rig_do(r, one);
	rig_write(r, "CTRL", 1);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 0)[6], 0);
	rig_expect(r, "GPRC", 0);
	rig_expect(r, "RDH[0]", 0);
	rig_expect(r, "RXDCTL[0]", 0);
	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 1);
	rig_free(r);
}
END_TEST

/* ---- Errors. ---- */

static void expect_error(struct rig *r, uint32_t queues)
{
	rig_expect(r, "ERRQ", queues);
	ck_assert_uint_eq(rig_read(r, "ICR") & ERR, ERR);
}

START_TEST(a_buffer_outside_memory_is_an_error_of_the_queue)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_put64(rig_descriptor(r, 0, false, 1), 0x1000);
	rig_do(r, one);
	rig_do(r, one);
	rig_do(r, one);
	rig_run(r, 5000);
	expect_error(r, 1);
	rig_expect(r, "GPRC", 1);
	rig_expect(r, "MPC", 2);
	rig_do(r, one); /* stopped, whatever ERRQ says */
	rig_write(r, "ERRQ", 1);
	rig_expect(r, "ERRQ", 0);
	rig_do(r, one);
	rig_expect(r, "MPC", 4);
	rig_free(r);
}
END_TEST

START_TEST(enabling_again_ends_the_error)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_write(r, "RDT[0]", 16); /* beyond the ring */
	expect_error(r, 1);
	rig_write(r, "RXDCTL[0]", 0);
	rig_receive(r, 0, 16, 0, 8);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 1);
	rig_free(r);
}
END_TEST

START_TEST(rings_that_cannot_be_are_errors_when_enabled)
{
	static const struct {
		uint32_t low, length;
	} rings[] = { { 64, 256 }, { 0, 100 }, { 0, 65536 + 128 } };

	for (unsigned i = 0; i < 3; i++) {
		struct rig *r = rig_new("");

		rig_write(r, "RDBAL[1]", (uint32_t)r->physical + rings[i].low);
		rig_write(r, "RDBAH[1]", (uint32_t)(r->physical >> 32));
		rig_write(r, "RDLEN[1]", rings[i].length);
		rig_expect(r, "ERRQ", 0);
		rig_write(r, "RXDCTL[1]", 1u << 25);
		expect_error(r, 2);
		rig_free(r);
	}
}
END_TEST

START_TEST(a_ring_outside_memory_is_an_error_when_it_is_read)
{
	struct rig *r = rig_new("");

	rig_write(r, "RDBAL[0]", 0x10000);
	rig_write(r, "RDLEN[0]", 256);
	rig_write(r, "RXDCTL[0]", 1u << 25);
	rig_write(r, "CTRL", 2);
	rig_expect(r, "ERRQ", 0);
	rig_write(r, "RDT[0]", 4);
	expect_error(r, 1);
	rig_free(r);
}
END_TEST

START_TEST(an_error_of_one_queue_leaves_the_others_running)
{
	struct rig *r = rig_new("");

	rig_receive(r, 0, 16, 0, 8);
	rig_write(r, "RXDCTL[1]", 1u << 25);
	rig_write(r, "RDT[1]", 9);
	expect_error(r, 2);
	rig_do(r, one);
	rig_run(r, 5000);
	rig_expect(r, "GPRC", 1);
	rig_free(r);
}
END_TEST

SUITE("vnic-ring", enabling_takes_base_and_length_and_zeroes_head_and_tail,
      a_queue_turned_off_and_on_does_not_use_descriptors_read_before, a_queue_that_is_turned_off_leaves_memory_alone,
      a_queue_that_is_not_present_cannot_be_enabled, reset_empties_the_queues_and_discards_what_is_on_its_way,
      a_buffer_outside_memory_is_an_error_of_the_queue, enabling_again_ends_the_error,
      rings_that_cannot_be_are_errors_when_enabled, a_ring_outside_memory_is_an_error_when_it_is_read,
      an_error_of_one_queue_leaves_the_others_running)
