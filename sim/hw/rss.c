/* SPDX-License-Identifier: MIT */
/* The Toeplitz hash, and the way from the first byte of a frame to the fields it hashes. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/hw/rss.h"

enum {
	ETHERNET_HEADER = 14,
	TYPE_IPV4 = 0x0800,
	TYPE_IPV6 = 0x86DD,
	NEXT_HOP_BY_HOP = 0,
	NEXT_TCP = 6,
	NEXT_ROUTING = 43,
	NEXT_DESTINATION = 60,
};

static unsigned be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* The 32 key bits that start `bit` bits into the key; past its end the key counts as zeros. */
static uint32_t key_window(const uint8_t key[RSS_KEY_BYTES], unsigned bit)
{
	uint64_t bytes = 0;

	for (unsigned i = 0; i < 5; i++)
		bytes = bytes << 8 | (bit / 8 + i < RSS_KEY_BYTES ? key[bit / 8 + i] : 0);
	return (uint32_t)(bytes >> (8 - bit % 8));
}

uint32_t rss_toeplitz(const uint8_t key[RSS_KEY_BYTES], const uint8_t *input, unsigned n)
{
	uint32_t hash = 0;

	must(n <= RSS_INPUT_MAX);
	for (unsigned bit = 0; bit < 8 * n; bit++)
		if (input[bit / 8] & 0x80 >> bit % 8)
			hash ^= key_window(key, bit);
	return hash;
}

void rss_table_fill(struct rss_table *table, const uint8_t key[RSS_KEY_BYTES])
{
	for (unsigned half = 0; half < 2 * RSS_INPUT_MAX; half++)
		for (unsigned value = 0; value < 16; value++) {
			uint32_t part = 0;

			for (unsigned bit = 0; bit < 4; bit++)
				if (value & 8u >> bit)
					part ^= key_window(key, 4 * half + bit);
			table->part[half][value] = part;
		}
}

uint32_t rss_table_hash(const struct rss_table *table, const uint8_t *input, unsigned n)
{
	uint32_t hash = 0;

	must(n <= RSS_INPUT_MAX);
	for (unsigned i = 0; i < n; i++)
		hash ^= table->part[2 * i][input[i] >> 4] ^ table->part[2 * i + 1][input[i] & 15];
	return hash;
}

/* Source address first, then destination, then both ports if the type has them. */
static void take(struct rss_input *input, enum rss_type type, const uint8_t *addresses, unsigned n, const uint8_t *ports)
{
	input->type = type;
	memcpy(input->bytes, addresses, n);
	if (ports)
		memcpy(input->bytes + n, ports, 4);
	input->n = n + (ports ? 4 : 0);
}

static void choose(struct rss_input *input, unsigned types, enum rss_type plain, const uint8_t *addresses, unsigned n,
		   const uint8_t *ports)
{
	enum rss_type tcp = plain == RSS_IPV4 ? RSS_TCP_IPV4 : RSS_TCP_IPV6;

	if (ports && types & RSS_BIT(tcp))
		take(input, tcp, addresses, n, ports);
	else if (types & RSS_BIT(plain))
		take(input, plain, addresses, n, NULL);
}

static void parse_ipv4(const uint8_t *ip, unsigned length, unsigned types, struct rss_input *input)
{
	unsigned header, total;
	bool fragment, tcp;

	if (length < 20 || ip[0] >> 4 != 4)
		return;
	header = (ip[0] & 15) * 4u;
	total = be16(ip + 2);
	if (header < 20 || total < header || total > length)
		return;
	fragment = be16(ip + 6) & 0x3FFF; /* more fragments, or an offset */
	tcp = !fragment && ip[9] == NEXT_TCP && total >= header + 4;
	choose(input, types, RSS_IPV4, ip + 12, 8, tcp ? ip + header : NULL);
}

/* Where the TCP header starts, 0: it is none, or not to be found (a fragment, an unknown extension, cut short). */
static unsigned ipv6_tcp(const uint8_t *ip, unsigned end)
{
	unsigned next = ip[6], at = 40;

	while (next == NEXT_HOP_BY_HOP || next == NEXT_ROUTING || next == NEXT_DESTINATION) {
		if (at + 8 > end)
			return 0;
		next = ip[at];
		at += (ip[at + 1] + 1u) * 8;
	}
	return next == NEXT_TCP && at + 4 <= end ? at : 0;
}

static void parse_ipv6(const uint8_t *ip, unsigned length, unsigned types, struct rss_input *input)
{
	unsigned end, tcp;

	if (length < 40 || ip[0] >> 4 != 6)
		return;
	end = 40 + be16(ip + 4);
	if (end > length)
		return;
	tcp = ipv6_tcp(ip, end);
	choose(input, types, RSS_IPV6, ip + 8, 32, tcp ? ip + tcp : NULL);
}

void rss_parse(const uint8_t *frame, unsigned length, unsigned types, struct rss_input *input)
{
	input->type = RSS_NONE;
	input->n = 0;
	if (length < ETHERNET_HEADER)
		return;
	if (be16(frame + 12) == TYPE_IPV4)
		parse_ipv4(frame + ETHERNET_HEADER, length - ETHERNET_HEADER, types, input);
	else if (be16(frame + 12) == TYPE_IPV6)
		parse_ipv6(frame + ETHERNET_HEADER, length - ETHERNET_HEADER, types, input);
}
