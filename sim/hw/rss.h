/* SPDX-License-Identifier: MIT */
/*
 * Receive-side scaling: which fields of a frame are hashed, and the Toeplitz hash over them. Pure; frames are bytes as they
 * arrive, from the destination address on, without the check sequence.
 *
 * A frame is hashed by the finest enabled type that covers it: addresses and ports of TCP that is not fragmented,
 * else the addresses of IP. What is no IP (a VLAN tag included: this hash does not look behind it), is cut short or has a
 * header that contradicts itself has no hash.
 */
#ifndef MSILAB_HW_RSS_H
#define MSILAB_HW_RSS_H

#include <stdbool.h>
#include <stdint.h>

#define RSS_KEY_BYTES 40
#define RSS_INPUT_MAX 36 /* two IPv6 addresses and two ports */

enum rss_type { /* as a receive descriptor reports it */
	RSS_NONE,
	RSS_IPV4,
	RSS_TCP_IPV4,
	RSS_IPV6,
	RSS_TCP_IPV6,
};

/* Types to hash, a set of 1 << enum rss_type. */
#define RSS_BIT(type) (1u << (type))

/* What of a frame is hashed, in network order. n = 0: nothing (type RSS_NONE). */
struct rss_input {
	enum rss_type type;
	unsigned n;
	uint8_t bytes[RSS_INPUT_MAX];
};

/* The hash by its definition, for any input of up to RSS_INPUT_MAX bytes. */
uint32_t rss_toeplitz(const uint8_t key[RSS_KEY_BYTES], const uint8_t *input, unsigned n);

/* Finds the hashed fields of a frame under the enabled types. */
void rss_parse(const uint8_t *frame, unsigned length, unsigned types, struct rss_input *input);

/* A key made ready: the contribution of every half-byte of the input. */
struct rss_table {
	uint32_t part[2 * RSS_INPUT_MAX][16];
};

void rss_table_fill(struct rss_table *table, const uint8_t key[RSS_KEY_BYTES]);
uint32_t rss_table_hash(const struct rss_table *table, const uint8_t *input, unsigned n);

#endif
