/* SPDX-License-Identifier: MIT */
/* The Toeplitz hash against the published vectors, and which fields of a frame it covers. */
#include <string.h>

#include "sim/base/frame.h"
#include "sim/hw/rss.h"
#include "tests/unit/suite.h"

static const uint8_t key[RSS_KEY_BYTES] = {
	0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
	0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
};

#define ALL (RSS_BIT(RSS_IPV4) | RSS_BIT(RSS_TCP_IPV4) | RSS_BIT(RSS_IPV6) | RSS_BIT(RSS_TCP_IPV6))

static const struct vector {
	const char *to, *from;
	uint16_t dport, sport;
	bool ipv6;
	uint32_t addresses, ports;
} vectors[] = {
	{ "161.142.100.80", "66.9.149.187", 1766, 2794, false, 0x323e8fc2, 0x51ccc178 },
	{ "65.69.140.83", "199.92.111.2", 4739, 14230, false, 0xd718262a, 0xc626b0ea },
	{ "12.22.207.184", "24.19.198.95", 38024, 12898, false, 0xd2d0a5de, 0x5c2b394a },
	{ "209.142.163.6", "38.27.205.30", 2217, 48228, false, 0x82989176, 0xafc7327f },
	{ "202.188.127.2", "153.39.163.191", 1303, 44251, false, 0x5d1809c5, 0x10e828a2 },
	{ "3ffe:2501:200:3::1", "3ffe:2501:200:1fff::7", 1766, 2794, true, 0x2cc18cd5, 0x40207d3d },
	{ "ff02::1", "3ffe:501:8::260:97ff:fe40:efab", 4739, 14230, true, 0x0f0c461c, 0xdde51bbf },
	{ "fe80::200:f8ff:fe21:67cf", "3ffe:1900:4545:3:200:f8ff:fe21:67cf", 38024, 44251, true, 0x4b61e985, 0x02d1feef },
};
#define EACH(v) for (const struct vector *v = vectors; v < vectors + sizeof vectors / sizeof *vectors; v++)

static unsigned raw_input(const struct vector *v, bool ports, uint8_t *input)
{
	unsigned n = v->ipv6 ? 16 : 4;

	ck_assert(frame_address(v->from, v->ipv6, input));
	ck_assert(frame_address(v->to, v->ipv6, input + n));
	n *= 2;
	if (ports) {
		input[n++] = (uint8_t)(v->sport >> 8);
		input[n++] = (uint8_t)v->sport;
		input[n++] = (uint8_t)(v->dport >> 8);
		input[n++] = (uint8_t)v->dport;
	}
	return n;
}

static unsigned real_frame(const struct vector *v, bool tcp, uint8_t *bytes)
{
	static const uint8_t station[6] = { 2, 0, 0, 0, 0, 1 };
	enum frame_kind kind = v->ipv6 ? (tcp ? FRAME_TCP6 : FRAME_UDP6) : (tcp ? FRAME_TCP4 : FRAME_UDP4);
	struct frame_form form = { .size = 128 };

	frame_flow(&form, kind, station, 0);
	ck_assert(frame_address(v->from, v->ipv6, form.from));
	ck_assert(frame_address(v->to, v->ipv6, form.to));
	form.sport = v->sport;
	form.dport = v->dport;
	return frame_build(&form, bytes);
}

/* What the frame hashes to, both ways of computing it. */
static void expect(const uint8_t *bytes, unsigned length, unsigned types, enum rss_type type, uint32_t hash)
{
	static struct rss_table table;
	struct rss_input input;

	rss_table_fill(&table, key);
	rss_parse(bytes, length, types, &input);
	ck_assert_uint_eq(input.type, type);
	ck_assert_uint_eq(rss_toeplitz(key, input.bytes, input.n), hash);
	ck_assert_uint_eq(rss_table_hash(&table, input.bytes, input.n), hash);
}

START_TEST(published_vectors_hold_for_raw_input)
{
	uint8_t input[RSS_INPUT_MAX];

	EACH(v) {
		ck_assert_uint_eq(rss_toeplitz(key, input, raw_input(v, false, input)), v->addresses);
		ck_assert_uint_eq(rss_toeplitz(key, input, raw_input(v, true, input)), v->ports);
	}
}
END_TEST

START_TEST(published_vectors_hold_for_tcp_frames)
{
	uint8_t bytes[FRAME_MAX];

	EACH(v)
		expect(bytes, real_frame(v, true, bytes), ALL, v->ipv6 ? RSS_TCP_IPV6 : RSS_TCP_IPV4, v->ports);
}
END_TEST

START_TEST(udp_frames_are_hashed_by_addresses_alone)
{
	uint8_t bytes[FRAME_MAX];

	EACH(v)
		expect(bytes, real_frame(v, false, bytes), ALL, v->ipv6 ? RSS_IPV6 : RSS_IPV4, v->addresses);
}
END_TEST

START_TEST(tcp_falls_back_to_addresses_where_ports_are_not_enabled)
{
	uint8_t bytes[FRAME_MAX];

	EACH(v)
		expect(bytes, real_frame(v, true, bytes), RSS_BIT(RSS_IPV4) | RSS_BIT(RSS_IPV6),
		       v->ipv6 ? RSS_IPV6 : RSS_IPV4, v->addresses);
}
END_TEST

START_TEST(a_type_that_is_not_enabled_gives_no_hash)
{
	uint8_t bytes[FRAME_MAX];
	unsigned length = real_frame(&vectors[0], false, bytes);

	expect(bytes, length, RSS_BIT(RSS_TCP_IPV4) | RSS_BIT(RSS_IPV6), RSS_NONE, 0);
	expect(bytes, length, 0, RSS_NONE, 0);
}
END_TEST

START_TEST(ipv4_fragments_are_hashed_by_addresses)
{
	static const uint8_t fields[][2] = { { 0x20, 0x00 }, { 0x00, 0x01 }, { 0x20, 0xB9 } }; /* more; offset; both */
	uint8_t bytes[FRAME_MAX];
	unsigned length = real_frame(&vectors[0], true, bytes);

	for (unsigned i = 0; i < 3; i++) {
		memcpy(bytes + 14 + 6, fields[i], 2);
		expect(bytes, length, ALL, RSS_IPV4, vectors[0].addresses);
		expect(bytes, length, RSS_BIT(RSS_TCP_IPV4), RSS_NONE, 0);
	}
}
END_TEST

/* Puts 8 bytes of extension header between the IPv6 header and the segment. */
static unsigned insert_extension(uint8_t *bytes, unsigned length, uint8_t kind)
{
	uint8_t *ip = bytes + 14;
	unsigned payload = (unsigned)ip[4] << 8 | ip[5];

	memmove(ip + 48, ip + 40, length - 54);
	memset(ip + 40, 0, 8);
	ip[40] = ip[6];
	ip[6] = kind;
	ip[4] = (uint8_t)((payload + 8) >> 8);
	ip[5] = (uint8_t)(payload + 8);
	return length + 8;
}

START_TEST(ipv6_fragments_are_hashed_by_addresses)
{
	uint8_t bytes[FRAME_MAX];

	expect(bytes, insert_extension(bytes, real_frame(&vectors[5], true, bytes), 44), ALL, RSS_IPV6, vectors[5].addresses);
}
END_TEST

START_TEST(tcp_is_found_behind_ipv6_extension_headers)
{
	static const uint8_t kinds[] = { 0, 43, 60 };
	uint8_t bytes[FRAME_MAX];

	for (unsigned i = 0; i < 3; i++)
		expect(bytes, insert_extension(bytes, real_frame(&vectors[5], true, bytes), kinds[i]), ALL, RSS_TCP_IPV6,
		       vectors[5].ports);
}
END_TEST

START_TEST(ipv4_options_do_not_hide_the_ports)
{
	uint8_t bytes[FRAME_MAX];
	unsigned length = real_frame(&vectors[0], true, bytes);

	memmove(bytes + 14 + 24, bytes + 14 + 20, length - 34);
	memset(bytes + 14 + 20, 1, 4); /* no operation, four times */
	bytes[14] = 0x46;
	bytes[14 + 3] = (uint8_t)(bytes[14 + 3] + 4);
	expect(bytes, length + 4, ALL, RSS_TCP_IPV4, vectors[0].ports);
}
END_TEST

START_TEST(what_is_no_ip_has_no_hash)
{
	static const uint8_t station[6] = { 2, 0, 0, 0, 0, 1 };
	struct frame_form form = { .size = 64 };
	uint8_t bytes[FRAME_MAX];
	unsigned length;

	frame_flow(&form, FRAME_ARP, station, 3);
	expect(bytes, frame_build(&form, bytes), ALL, RSS_NONE, 0);
	length = real_frame(&vectors[0], true, bytes);
	memcpy(bytes + 12, "\x81\x00", 2); /* a VLAN tag */
	expect(bytes, length, ALL, RSS_NONE, 0);
}
END_TEST

/* Read from a block of exactly that size, so that a sanitizer sees a step too far. */
START_TEST(a_frame_cut_short_is_never_read_past_its_end)
{
	uint8_t bytes[FRAME_MAX];

	for (unsigned which = 0; which <= 5; which += 5) {
		unsigned length = real_frame(&vectors[which], true, bytes);

		for (unsigned n = 0; n < length; n++) {
			uint8_t *cut = malloc(n ? n : 1);

			memcpy(cut, bytes, n);
			expect(cut, n, ALL, RSS_NONE, 0);
			free(cut);
		}
	}
}
END_TEST

START_TEST(headers_that_contradict_themselves_have_no_hash)
{
	static const struct {
		unsigned vector, at;
		uint8_t value;
	} lies[] = {
		{ 0, 14, 0x44 }, /* IPv4 header shorter than it can be */
		{ 0, 14, 0x65 }, /* version 6 under the type of version 4 */
		{ 0, 16, 0xFF }, /* longer than the frame */
		{ 0, 17, 0x10 }, /* shorter than its header */
		{ 5, 14, 0x40 }, /* version 4 under the type of version 6 */
		{ 5, 18, 0xFF }, /* longer than the frame */
	};
	uint8_t bytes[FRAME_MAX];

	for (unsigned i = 0; i < sizeof lies / sizeof *lies; i++) {
		unsigned length = real_frame(&vectors[lies[i].vector], true, bytes);

		bytes[lies[i].at] = lies[i].value;
		expect(bytes, length, ALL, RSS_NONE, 0);
	}
}
END_TEST

START_TEST(small_inputs_show_the_key)
{
	static const uint8_t one = 0x80, two[2] = { 0x00, 0x01 };

	ck_assert_uint_eq(rss_toeplitz(key, &one, 0), 0);
	ck_assert_uint_eq(rss_toeplitz(key, &one, 1), 0x6d5a56da);
	ck_assert_uint_eq(rss_toeplitz(key, two, 2), 0x2b6d12ad);
}
END_TEST

START_TEST(a_repeating_key_hashes_both_directions_alike)
{
	uint8_t same[RSS_KEY_BYTES], there[12], back[12];

	for (unsigned i = 0; i < RSS_KEY_BYTES; i++)
		same[i] = i & 1 ? 0x5a : 0x6d;
	ck_assert_uint_eq(raw_input(&vectors[0], true, there), 12);
	memcpy(back, there + 4, 4);
	memcpy(back + 4, there, 4);
	memcpy(back + 8, there + 10, 2);
	memcpy(back + 10, there + 8, 2);
	ck_assert_uint_eq(rss_toeplitz(same, there, 12), rss_toeplitz(same, back, 12));
}
END_TEST

START_TEST(the_table_agrees_with_the_definition_for_every_length)
{
	static struct rss_table table;
	uint8_t input[RSS_INPUT_MAX];

	rss_table_fill(&table, key);
	for (unsigned i = 0; i < RSS_INPUT_MAX; i++)
		input[i] = (uint8_t)(i * 37 + 11);
	for (unsigned n = 0; n <= RSS_INPUT_MAX; n++)
		ck_assert_uint_eq(rss_table_hash(&table, input, n), rss_toeplitz(key, input, n));
}
END_TEST

SUITE("rss", published_vectors_hold_for_raw_input, published_vectors_hold_for_tcp_frames,
      udp_frames_are_hashed_by_addresses_alone, tcp_falls_back_to_addresses_where_ports_are_not_enabled,
      a_type_that_is_not_enabled_gives_no_hash, ipv4_fragments_are_hashed_by_addresses, ipv6_fragments_are_hashed_by_addresses,
      tcp_is_found_behind_ipv6_extension_headers, ipv4_options_do_not_hide_the_ports, what_is_no_ip_has_no_hash,
      a_frame_cut_short_is_never_read_past_its_end, headers_that_contradict_themselves_have_no_hash, small_inputs_show_the_key,
      a_repeating_key_hashes_both_directions_alike, the_table_agrees_with_the_definition_for_every_length)
