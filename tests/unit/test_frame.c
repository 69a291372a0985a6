/* SPDX-License-Identifier: MIT */
/* Built frames are what their headers say: lengths, checksums, flows, numbers. */
#include <string.h>

#include "sim/base/frame.h"
#include "tests/unit/suite.h"

static const uint8_t station[6] = { 0x02, 0x56, 0x4E, 0, 1, 0 };

static unsigned build(enum frame_kind kind, unsigned size, uint32_t flow, uint32_t number, uint8_t *bytes)
{
	struct frame_form form = { .size = size, .number = number };

	frame_flow(&form, kind, station, flow);
	return frame_build(&form, bytes);
}

static bool is_ipv6(enum frame_kind kind)
{
	return kind == FRAME_TCP6 || kind == FRAME_UDP6;
}

/* The receiver's check: the sum over pseudo header and segment, its checksum included, is all ones. */
static bool transport_is_right(const uint8_t *bytes, enum frame_kind kind)
{
	const uint8_t *ip = bytes + 14;
	bool six = is_ipv6(kind);
	unsigned header = six ? 40 : 20, protocol = six ? ip[6] : ip[9];
	unsigned n = six ? (unsigned)ip[4] << 8 | ip[5] : ((unsigned)ip[2] << 8 | ip[3]) - 20;
	uint8_t pseudo[40] = { 0 };
	unsigned addresses = six ? 32 : 8;

	memcpy(pseudo, ip + (six ? 8 : 12), addresses);
	pseudo[addresses] = (uint8_t)(n >> 8);
	pseudo[addresses + 1] = (uint8_t)n;
	pseudo[addresses + 3] = (uint8_t)protocol;
	return frame_checksum(ip + header, n, (uint16_t)~frame_checksum(pseudo, addresses + 4, 0)) == 0;
}

#define EACH_IP(kind) for (enum frame_kind kind = FRAME_TCP4; kind <= FRAME_UDP6; kind++)

START_TEST(checksum_follows_the_published_example)
{
	static const uint8_t words[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 }; /* RFC 1071, section 3: DDF2 */

	ck_assert_uint_eq(frame_checksum(words, sizeof words, 0), (uint16_t)~0xDDF2);
	ck_assert_uint_eq(frame_checksum(words, 3, 0), (uint16_t)~0xF201);
}
END_TEST

START_TEST(a_frame_has_the_size_asked_for)
{
	uint8_t bytes[FRAME_MAX];

	EACH_IP(kind) {
		ck_assert_uint_eq(build(kind, 128, 0, 0, bytes), 128);
		ck_assert_uint_eq(build(kind, 1514, 0, 0, bytes), 1514);
		ck_assert_uint_eq(build(kind, FRAME_MAX, 0, 0, bytes), FRAME_MAX);
	}
	ck_assert_uint_eq(build(FRAME_ARP, 60, 0, 0, bytes), 60);
}
END_TEST

START_TEST(headers_that_need_more_get_more)
{
	uint8_t bytes[FRAME_MAX];

	ck_assert_uint_eq(build(FRAME_TCP4, 60, 0, 0, bytes), 60);
	ck_assert_uint_eq(build(FRAME_UDP6, 60, 0, 0, bytes), 14 + 40 + 8 + 4);
	ck_assert_uint_eq(build(FRAME_TCP6, 60, 0, 0, bytes), 14 + 40 + 20 + 4);
}
END_TEST

START_TEST(checksums_are_right_for_every_kind_and_size)
{
	uint8_t bytes[FRAME_MAX];

	EACH_IP(kind)
		for (unsigned size = 60; size < 200; size++) {
			build(kind, size, size * 7, size * 1000003, bytes);
			ck_assert(transport_is_right(bytes, kind));
			if (!is_ipv6(kind))
				ck_assert_uint_eq(frame_checksum(bytes + 14, 20, 0), 0);
		}
}
END_TEST

START_TEST(a_frame_is_addressed_to_the_station)
{
	uint8_t bytes[FRAME_MAX];

	build(FRAME_UDP4, 64, 9, 0, bytes);
	ck_assert_mem_eq(bytes, station, 6);
	ck_assert_uint_eq(bytes[6] & 3, 2); /* a single station, locally administered */
}
END_TEST

START_TEST(flows_differ_in_addresses_and_ports)
{
	uint8_t one[FRAME_MAX], other[FRAME_MAX];

	EACH_IP(kind) {
		unsigned at = is_ipv6(kind) ? 14 + 8 : 14 + 12, n = is_ipv6(kind) ? 16 : 4;

		build(kind, 128, 1, 0, one);
		build(kind, 128, 2, 0, other);
		ck_assert(memcmp(one + at, other + at, n));             /* source address */
		ck_assert(memcmp(one + at + 2 * n, other + at + 2 * n, 2)); /* source port */
		ck_assert_mem_eq(one + at + n, other + at + n, n);      /* the same destination */
	}
}
END_TEST

START_TEST(the_same_flow_is_the_same_frame)
{
	uint8_t one[FRAME_MAX], again[FRAME_MAX];
	unsigned length = build(FRAME_TCP6, 300, 77, 5, one);

	ck_assert_uint_eq(build(FRAME_TCP6, 300, 77, 5, again), length);
	ck_assert_mem_eq(one, again, length);
}
END_TEST

START_TEST(renumbering_gives_the_frame_that_building_gives)
{
	static const uint32_t numbers[] = { 1, 0xFFFF, 0x10000, 0xFFFFFFFF, 0x12345678, 0 };
	uint8_t built[FRAME_MAX], numbered[FRAME_MAX];

	EACH_IP(kind) {
		unsigned length = build(kind, 100, 4, 0, numbered);

		for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
			build(kind, 100, 4, numbers[i], built);
			frame_number(numbered, kind, numbers[i]);
			ck_assert(transport_is_right(numbered, kind));
			ck_assert_mem_eq(numbered, built, length);
		}
	}
}
END_TEST

START_TEST(arp_asks_who_has_the_address)
{
	static const uint8_t head[] = { 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1 };
	uint8_t bytes[FRAME_MAX], before[FRAME_MAX];
	unsigned length = build(FRAME_ARP, 64, 3, 0, bytes);

	ck_assert_mem_eq(bytes + 12, head, sizeof head);
	ck_assert_mem_eq(bytes + 22, bytes + 6, 6); /* the sender is the source */
	memcpy(before, bytes, length);
	frame_number(bytes, FRAME_ARP, 9);
	ck_assert_mem_eq(bytes, before, length);
}
END_TEST

START_TEST(addresses_are_read_as_people_write_them)
{
	static const struct {
		const char *text;
		uint8_t bytes[16];
	} six[] = {
		{ "::", { 0 } },
		{ "::1", { [15] = 1 } },
		{ "1::", { 0, 1 } },
		{ "2001:db8::a:0", { 0x20, 1, 0x0D, 0xB8, [13] = 0x0A } },
		{ "1:2:3:4:5:6:7:8", { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8 } },
	};
	uint8_t address[16];

	for (unsigned i = 0; i < sizeof six / sizeof *six; i++) {
		ck_assert(frame_address(six[i].text, true, address));
		ck_assert_mem_eq(address, six[i].bytes, 16);
	}
	ck_assert(frame_address("192.0.2.255", false, address));
	ck_assert_mem_eq(address, "\xC0\x00\x02\xFF", 4);
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
	static const char *const six[] = { "", ":", ":1", "1:", "1:2", "1:::2", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9",
					   "1:2:3:4:5:6:7::8", "1.2.3.4" };
	static const char *const four[] = { "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "a.b.c.d", "1.2.3.4 " };
	uint8_t address[16];

	for (unsigned i = 0; i < sizeof six / sizeof *six; i++)
		ck_assert_msg(!frame_address(six[i], true, address), "%s", six[i]);
	for (unsigned i = 0; i < sizeof four / sizeof *four; i++)
		ck_assert_msg(!frame_address(four[i], false, address), "%s", four[i]);
}
END_TEST

static bool words_say(struct frame_form *form, const char *line, const char **reason)
{
	struct words words;
	struct err err;
	bool taken;

	ck_assert(words_split(&words, line, &err));
	taken = frame_words(form, &words, reason);
	words_free(&words);
	return taken;
}

START_TEST(words_set_the_fields_they_name)
{
	struct frame_form form = { .size = FRAME_SIZE };
	const char *reason;

	frame_flow(&form, FRAME_TCP4, station, 0);
	ck_assert(words_say(&form, "frame nic0 size=200 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=65535", &reason));
	ck_assert_uint_eq(form.size, 200);
	ck_assert_mem_eq(form.from, "\x0A\x00\x00\x01", 4);
	ck_assert_mem_eq(form.to, "\x0A\x00\x00\x02", 4);
	ck_assert_uint_eq(form.sport, 1);
	ck_assert_uint_eq(form.dport, 65535);
}
END_TEST

START_TEST(words_out_of_bounds_are_refused_with_a_reason)
{
	static const char *const lines[] = { "frame nic0 size=59", "frame nic0 size=9217", "frame nic0 sport=65536",
					     "frame nic0 dport=x", "frame nic0 src=::1", "frame nic0 dst=1.2.3" };
	struct frame_form form = { .size = FRAME_SIZE };

	frame_flow(&form, FRAME_UDP4, station, 0);
	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *reason = NULL;

		ck_assert(!words_say(&form, lines[i], &reason));
		ck_assert_ptr_nonnull(reason);
	}
}
END_TEST

SUITE("frame", checksum_follows_the_published_example, a_frame_has_the_size_asked_for, headers_that_need_more_get_more,
      checksums_are_right_for_every_kind_and_size, a_frame_is_addressed_to_the_station, flows_differ_in_addresses_and_ports,
      the_same_flow_is_the_same_frame, renumbering_gives_the_frame_that_building_gives, arp_asks_who_has_the_address,
      addresses_are_read_as_people_write_them, what_is_no_address_is_refused, words_set_the_fields_they_name,
      words_out_of_bounds_are_refused_with_a_reason)
