/* SPDX-License-Identifier: MIT */
/* Builds frames. The numbered flows lie in the ranges kept for examples and tests: 198.18.0.0/15 and 2001:db8::/32. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/frame.h"

enum { ETHERNET = 14, IPV4 = 20, IPV6 = 40, TCP = 20, UDP = 8, ARP = 28, NUMBER = 4 };
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

const char *const frame_kind_names[FRAME_KINDS + 1] = { "tcp4", "udp4", "tcp6", "udp6", "arp", NULL };

/* ORDER frame_kind: what each is made of. */
static const struct layout {
	uint16_t type;               /* EtherType */
	uint8_t ip, transport;       /* header lengths; 0: none */
	uint8_t protocol, sum_at;    /* of the transport header: its checksum's place */
} layouts[FRAME_KINDS] = {
	[FRAME_TCP4] = { 0x0800, IPV4, TCP, PROTOCOL_TCP, 16 },
	[FRAME_UDP4] = { 0x0800, IPV4, UDP, PROTOCOL_UDP, 6 },
	[FRAME_TCP6] = { 0x86DD, IPV6, TCP, PROTOCOL_TCP, 16 },
	[FRAME_UDP6] = { 0x86DD, IPV6, UDP, PROTOCOL_UDP, 6 },
	[FRAME_ARP] = { 0x0806, 0, 0, 0, 0 },
};

static void put16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static void put32(uint8_t *p, uint32_t value)
{
	put16(p, value >> 16);
	put16(p + 2, value);
}

static uint32_t get16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	return (uint16_t)sum;
}

uint16_t frame_checksum(const uint8_t *bytes, unsigned n, uint32_t start)
{
	uint32_t sum = start;

	for (unsigned i = 0; i + 1 < n; i += 2)
		sum += get16(bytes + i);
	if (n & 1)
		sum += (uint32_t)bytes[n - 1] << 8;
	return (uint16_t)~fold(sum);
}

/* The pseudo header's part: addresses, protocol, length. */
static uint32_t pseudo(const uint8_t *addresses, unsigned n, unsigned protocol, unsigned length)
{
	uint32_t sum = protocol + length;

	for (unsigned i = 0; i < n; i += 2)
		sum += get16(addresses + i);
	return fold(sum);
}

void frame_flow(struct frame_form *form, enum frame_kind kind, const uint8_t destination[6], uint32_t flow)
{
	static const uint8_t prefix6[4] = { 0x20, 0x01, 0x0D, 0xB8 };

	form->kind = kind;
	memcpy(form->destination, destination, 6);
	form->source[0] = 0x02; /* locally administered */
	form->source[1] = 0x11;
	put32(form->source + 2, flow);
	memset(form->from, 0, sizeof form->from);
	memset(form->to, 0, sizeof form->to);
	if (layouts[kind].ip == IPV6) {
		memcpy(form->from, prefix6, 4);
		memcpy(form->to, prefix6, 4);
		put32(form->from + 12, flow + 1);
		form->from[7] = 1;
		form->to[15] = 1;
	} else {
		put32(form->from, 0xC6130000u | ((flow + 1) & 0xFFFF)); /* 198.19.0.0/16, the testers */
		put32(form->to, 0xC6120001u);                        /* 198.18.0.1, this station */
	}
	form->sport = (uint16_t)(49152 + flow % 16384);
	form->dport = 7;
}

static void build_ip(const struct frame_form *form, const struct layout *l, uint8_t *ip, unsigned length)
{
	memset(ip, 0, l->ip);
	if (l->ip == IPV4) {
		ip[0] = 0x45;
		put16(ip + 2, length);
		put16(ip + 6, 0x4000); /* do not fragment */
		ip[8] = 64;
		ip[9] = l->protocol;
		memcpy(ip + 12, form->from, 4);
		memcpy(ip + 16, form->to, 4);
		put16(ip + 10, frame_checksum(ip, IPV4, 0));
	} else {
		ip[0] = 0x60;
		put16(ip + 4, length - IPV6);
		ip[6] = l->protocol;
		ip[7] = 64;
		memcpy(ip + 8, form->from, 16);
		memcpy(ip + 24, form->to, 16);
	}
}

static void build_transport(const struct frame_form *form, const struct layout *l, uint8_t *t, unsigned length)
{
	memset(t, 0, l->transport);
	put16(t, form->sport);
	put16(t + 2, form->dport);
	if (l->protocol == PROTOCOL_TCP) {
		put32(t + 4, 1);  /* sequence */
		put32(t + 8, 1);  /* acknowledges */
		t[12] = TCP / 4 << 4;
		t[13] = 0x18; /* PSH, ACK */
		put16(t + 14, 0xFFFF);
	} else {
		put16(t + 4, length);
	}
	put32(t + l->transport, form->number);
}

/* The payload behind the number: a ramp, so that a shifted copy shows. */
static void fill(uint8_t *payload, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		payload[i] = (uint8_t)i;
}

static unsigned build_arp(const struct frame_form *form, uint8_t *bytes)
{
	static const uint8_t who_has[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };
	unsigned length = form->size < ETHERNET + ARP ? ETHERNET + ARP : form->size;
	uint8_t *arp = bytes + ETHERNET;

	memset(arp, 0, length - ETHERNET);
	memcpy(arp, who_has, sizeof who_has);
	memcpy(arp + 8, form->source, 6);
	memcpy(arp + 14, form->from, 4);
	memcpy(arp + 24, form->to, 4);
	return length;
}

static unsigned build_packet(const struct frame_form *form, const struct layout *l, uint8_t *bytes)
{
	unsigned least = ETHERNET + l->ip + l->transport + NUMBER;
	unsigned length = form->size < least ? least : form->size;
	unsigned ip_length = length - ETHERNET, segment = ip_length - l->ip;
	uint8_t *ip = bytes + ETHERNET, *t = ip + l->ip;
	unsigned addresses = l->ip == IPV4 ? 12 : 8, addresses_n = l->ip == IPV4 ? 8 : 32;
	uint16_t sum;

	build_ip(form, l, ip, ip_length);
	build_transport(form, l, t, segment);
	fill(t + l->transport + NUMBER, segment - l->transport - NUMBER);
	sum = frame_checksum(t, segment, pseudo(ip + addresses, addresses_n, l->protocol, segment));
	put16(t + l->sum_at, l->protocol == PROTOCOL_UDP && !sum ? 0xFFFF : sum); /* 0 would say "none" (RFC 768) */
	return length;
}

unsigned frame_build(const struct frame_form *form, uint8_t *bytes)
{
	const struct layout *l = &layouts[form->kind];
	unsigned length;

	must(form->size <= FRAME_MAX);
	memcpy(bytes, form->destination, 6);
	memcpy(bytes + 6, form->source, 6);
	put16(bytes + 12, l->type);
	length = l->ip ? build_packet(form, l, bytes) : build_arp(form, bytes);
	if (length < FRAME_MIN) {
		memset(bytes + length, 0, FRAME_MIN - length);
		length = FRAME_MIN;
	}
	return length;
}

/* Only the difference of the number enters the sum (RFC 1624): ~(~sum + ~old + new). */
void frame_number(uint8_t *bytes, enum frame_kind kind, uint32_t number)
{
	const struct layout *l = &layouts[kind];
	uint8_t *t = bytes + ETHERNET + l->ip, *place = t + l->transport, *sum = t + l->sum_at;
	uint32_t old;
	uint16_t fresh;

	if (!l->ip)
		return;
	old = get16(place) << 16 | get16(place + 2);
	fresh = (uint16_t)~fold((uint16_t)~get16(sum) + (uint16_t)~(old >> 16) + (uint16_t)~old + (number >> 16) +
				(number & 0xFFFF));
	put32(place, number);
	put16(sum, l->protocol == PROTOCOL_UDP && !fresh ? 0xFFFF : fresh);
}

uint64_t frame_code(enum frame_kind kind, uint32_t flow, uint32_t number)
{
	return (uint64_t)number << 32 | (uint64_t)(flow & 0xFFFF) << 16 | (uint64_t)(kind + 1) << 8;
}

uint64_t frame_code_stored(uint32_t bytes)
{
	return (uint64_t)bytes << 32;
}

unsigned frame_again(uint64_t code, unsigned length, const uint8_t station[6], uint8_t *bytes)
{
	unsigned kind = code >> 8 & 0xFF;
	struct frame_form form = { .size = length, .number = (uint32_t)(code >> 32) };

	if (!kind || kind > FRAME_KINDS || length > FRAME_MAX)
		return 0;
	frame_flow(&form, (enum frame_kind)(kind - 1), station, code >> 16 & 0xFFFF);
	return frame_build(&form, bytes);
}
