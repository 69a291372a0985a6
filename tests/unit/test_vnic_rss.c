/* SPDX-License-Identifier: MIT */
/* Which receive queue a frame goes to. */
#include "tests/unit/vnic_rig.h"

/* ---- Receive-side scaling. ---- */

static void rss_on(struct rig *r, uint32_t mrqc)
{
	static const uint8_t key[40] = {
		0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
		0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
	};

	for (unsigned i = 0; i < 10; i++)
		rig_set(r, "RSSRK", i, rig_get32(key + 4 * i));
	for (unsigned i = 0; i < 32; i++)
		rig_set(r, "RETA", i, 0x03020100);
	rig_write(r, "MRQC", mrqc);
	for (unsigned q = 0; q < 4; q++)
		rig_receive(r, q, 16, q * 16, 15);
}

static const char vector[] = "frame nic0 src=66.9.149.187 dst=161.142.100.80 sport=2794 dport=1766";

START_TEST(the_hash_chooses_the_queue_and_is_written_back)
{
	struct rig *r = rig_new("");

	rss_on(r, 0x330001);
	rig_do(r, vector);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_get32(rig_descriptor(r, 0, false, 0)), 0x51ccc178); /* 78h: entry 120, queue 0 */
	ck_assert_uint_eq(rig_descriptor(r, 0, false, 0)[7], 2);
	rig_set(r, "RETA", 30, 0x00000002);
	rig_do(r, vector);
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_get(r, "RXCNT", 2), 1);
	rig_expect(r, "ICR", 5);
	rig_free(r);
}
END_TEST

START_TEST(fields_are_hashed_as_enabled)
{
	static const struct {
		uint32_t mrqc, hash;
		uint8_t type;
		const char *kind;
	} cases[] = {
		{ 0x010001, 0x51ccc178, 2, "tcp4" }, { 0x020001, 0x323e8fc2, 1, "tcp4" }, { 0x030001, 0x323e8fc2, 1, "udp4" },
		{ 0x010001, 0, 0, "udp4" },          { 0x300001, 0, 0, "tcp4" },          { 0x330000, 0, 0, "tcp4" },
	};

	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rig *r = rig_new("");
		char line[128];

		rss_on(r, cases[i].mrqc);
		snprintf(line, sizeof line, "%s kind=%s", vector, cases[i].kind);
		rig_do(r, line);
		ck_assert_uint_eq(rig_last(r, R_DEV_FRAME)->w[2], cases[i].hash);
		ck_assert_uint_eq((rig_last(r, R_DEV_FRAME)->w[3] & 0xFF), cases[i].type);
		if (!cases[i].type)
			ck_assert_uint_eq(rig_last(r, R_DEV_FRAME)->w[0], 0);
		rig_free(r);
	}
}
END_TEST

START_TEST(ipv6_is_hashed_with_its_own_types)
{
	struct rig *r = rig_new("");

	rss_on(r, 0x330001);
	rig_do(r, "frame nic0 kind=tcp6 src=3ffe:2501:200:1fff::7 dst=3ffe:2501:200:3::1 sport=2794 dport=1766");
	ck_assert_uint_eq(rig_last(r, R_DEV_FRAME)->w[2], 0x40207d3d);
	ck_assert_uint_eq((rig_last(r, R_DEV_FRAME)->w[3] & 0xFF), 4);
	ck_assert_uint_eq(rig_last(r, R_DEV_FRAME)->w[0], 1);
	rig_do(r, "frame nic0 kind=udp6 src=3ffe:2501:200:1fff::7 dst=3ffe:2501:200:3::1");
	ck_assert_uint_eq(rig_last(r, R_DEV_FRAME)->w[2], 0x2cc18cd5);
	ck_assert_uint_eq((rig_last(r, R_DEV_FRAME)->w[3] & 0xFF), 3);
	rig_free(r);
}
END_TEST

START_TEST(a_changed_key_changes_the_hash)
{
	struct rig *r = rig_new("");

	rss_on(r, 0x330001);
	rig_do(r, vector);
	rig_write(r, "RSSRK[0]", 0);
	rig_do(r, vector);
	ck_assert_uint_ne(rig_last(r, R_DEV_FRAME)->w[2], 0x51ccc178);
	rig_free(r);
}
END_TEST

START_TEST(frames_without_ip_go_to_queue_0)
{
	struct rig *r = rig_new("");

	rss_on(r, 0x330001);
	rig_do(r, "frame nic0 kind=arp");
	rig_run(r, 5000);
	ck_assert_uint_eq(rig_get(r, "RXCNT", 0), 1);
	rig_free(r);
}
END_TEST

START_TEST(flows_spread_over_the_queues)
{
	struct rig *r = rig_new("");

	rss_on(r, 0x330001);
	rig_do(r, "traffic nic0 poisson gap=1000 frames=30 flows=64");
	rig_run(r, 200000);
	for (unsigned q = 0; q < 4; q++)
		ck_assert_uint_gt(rig_get(r, "RXCNT", q), 2);
	rig_expect(r, "GPRC", 30);
	rig_free(r);
}
END_TEST

START_TEST(four_flows_reach_four_queues)
{
	static const char *const kinds[] = { "tcp4", "udp4", "tcp6", "udp6" };

	for (unsigned k = 0; k < 4; k++) {
		struct rig *r = rig_new("");
		char line[128];

		rss_on(r, 0x330001);
		snprintf(line, sizeof line, "traffic nic0 constant gap=1000 frames=40 flows=4 kind=%s", kinds[k]);
		rig_do(r, line);
		rig_run(r, 200000);
		for (unsigned q = 0; q < 4; q++)
			ck_assert_msg(rig_get(r, "RXCNT", q) > 0, "%s: queue %u has none", kinds[k], q);
		rig_free(r);
	}
}
END_TEST

SUITE("vnic-rss", the_hash_chooses_the_queue_and_is_written_back, fields_are_hashed_as_enabled,
      ipv6_is_hashed_with_its_own_types, a_changed_key_changes_the_hash, frames_without_ip_go_to_queue_0,
      flows_spread_over_the_queues, four_flows_reach_four_queues)
