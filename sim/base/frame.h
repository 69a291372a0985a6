/* SPDX-License-Identifier: MIT */
/*
 * Real Ethernet frames: TCP and UDP over IPv4 and IPv6, ARP, with right lengths and checksums, so that what is received can
 * be hashed, exported and read by any tool. Lengths count from the destination address, without the check sequence.
 *
 * Flows are numbered: flow f of a kind always has the same addresses and ports, and another flow has others. The
 * payload of an IP frame starts with a 32-bit number, big-endian: frames of a stream are counted with it.
 */
#ifndef MSILAB_BASE_FRAME_H
#define MSILAB_BASE_FRAME_H

#include "sim/base/err.h"
#include "sim/base/words.h"

#define FRAME_MIN 60     /* what is shorter is padded with zeros */
#define FRAME_MAX 9216   /* the longest that can be asked for (the longest a VNIC takes is 2,048) */
#define FRAME_SIZE 64    /* where nothing is said */

enum frame_kind { FRAME_TCP4, FRAME_UDP4, FRAME_TCP6, FRAME_UDP6, FRAME_ARP, FRAME_KINDS };

extern const char *const frame_kind_names[FRAME_KINDS + 1]; /* tcp4 udp4 tcp6 udp6 arp, ends with NULL */

struct frame_form {
	enum frame_kind kind;
	unsigned size; /* FRAME_MIN .. FRAME_MAX; a kind whose headers need more gets more */
	uint8_t destination[6], source[6];
	uint8_t from[16], to[16]; /* 4 bytes used by the IPv4 kinds and ARP */
	uint16_t sport, dport;
	uint32_t number;
};

/* The addresses and ports of a flow, addressed to the station `destination`. size and number are left alone. */
void frame_flow(struct frame_form *form, enum frame_kind kind, const uint8_t destination[6], uint32_t flow);

/* Builds the frame into bytes (room for FRAME_MAX) and returns its length. */
unsigned frame_build(const struct frame_form *form, uint8_t *bytes);

/* Gives a frame that frame_build made of this kind another number; the checksum follows. ARP has none: nothing happens. */
void frame_number(uint8_t *bytes, enum frame_kind kind, uint32_t number);

/* A frame in one word, as dev.frame records carry it: bits 7:0 are left to the device (0 here), 15:8 kind + 1, 31:16 flow, 63:32
 * number. Kind field 0: a frame of another make; bits 63:32 are the number of its bytes in the trace's store. */
uint64_t frame_code(enum frame_kind kind, uint32_t flow, uint32_t number);
uint64_t frame_code_stored(uint32_t bytes);

/* Builds the frame of a code again, as long as it was and sent to the station it went to. 0: it is of another make. */
unsigned frame_again(uint64_t code, unsigned length, const uint8_t station[6], uint8_t *bytes);

/* The Internet checksum over n bytes, as it is stored (host order of the 16-bit word); start is a running sum. */
uint16_t frame_checksum(const uint8_t *bytes, unsigned n, uint32_t start);

/* Reads size= src= dst= sport= dport= of a command over a form whose kind and flow are set. Addresses are written in the
 * usual ways and must be of the kind's family. false: *reason says what is wrong, in a text that lives for ever. */
bool frame_words(struct frame_form *form, const struct words *words, const char **reason);

/* 1.2.3.4 or 2001:db8::1 into 4 or 16 bytes. */
bool frame_address(const char *text, bool ipv6, uint8_t *address);

#endif
