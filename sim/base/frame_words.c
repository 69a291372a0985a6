/* SPDX-License-Identifier: MIT */
/* Frames described in words: the frame command's keys, and addresses as people write them. */
#include <string.h>

#include "sim/base/frame.h"
#include "sim/base/say.h"

static bool ipv4(const char *text, uint8_t *address)
{
	for (unsigned i = 0; i < 4; i++) {
		unsigned value = 0, digits = 0;

		for (; *text >= '0' && *text <= '9' && digits < 4; digits++)
			value = value * 10 + (unsigned)(*text++ - '0');
		if (!digits || value > 255 || *text++ != (i < 3 ? '.' : '\0'))
			return false;
		address[i] = (uint8_t)value;
	}
	return true;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One group of up to four digits; moves text behind it. */
static bool group(const char **text, uint8_t *two)
{
	unsigned value = 0, digits = 0;

	for (; hex(**text) >= 0 && digits < 5; digits++)
		value = value << 4 | (unsigned)hex(*(*text)++);
	two[0] = (uint8_t)(value >> 8);
	two[1] = (uint8_t)value;
	return digits && digits < 5;
}

/* Groups into bytes; *gap is the byte at which :: stood, -1: nowhere. Returns the bytes read, 0: not an address. */
static unsigned groups(const char *text, uint8_t *bytes, int *gap)
{
	unsigned n = 0;

	*gap = -1;
	if (text[0] == ':' && text[1] != ':')
		return 0;
	while (*text) {
		if (text[0] == ':' && text[1] == ':') {
			if (*gap >= 0)
				return 0;
			*gap = (int)n;
			text += 2;
			if (*text == ':')
				return 0;
			continue;
		}
		if (*text == ':')
			text++;
		if (n >= 16 || !group(&text, bytes + n) || (*text && *text != ':'))
			return 0;
		n += 2;
	}
	return n ? n : (unsigned)(*gap == 0) * 32; /* "::" alone has no group and is an address all the same */
}

static bool ipv6(const char *text, uint8_t *address)
{
	uint8_t bytes[16] = { 0 };
	int gap;
	unsigned n = groups(text, bytes, &gap), head;

	memset(address, 0, 16);
	if (n == 32)
		return true;
	if (!n || (gap < 0 ? n != 16 : n > 14))
		return false;
	head = gap < 0 ? n : (unsigned)gap;
	memcpy(address, bytes, head);
	memcpy(address + 16 - (n - head), bytes + head, n - head);
	return true;
}

bool frame_address(const char *text, bool six, uint8_t *address)
{
	return six ? ipv6(text, address) : ipv4(text, address);
}

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

static bool number(const struct words *words, const char *key, uint64_t least, uint64_t most, uint64_t *value)
{
	const char *text = words_value(words, key);

	return !text || (words_number(text, most, value) && *value >= least);
}

static bool address(const struct words *words, const char *key, bool six, uint8_t *to)
{
	const char *text = words_value(words, key);

	return !text || frame_address(text, six, to);
}

bool frame_words(struct frame_form *form, const struct words *words, const char **reason)
{
	bool six = form->kind == FRAME_TCP6 || form->kind == FRAME_UDP6;
	uint64_t size = form->size, sport = form->sport, dport = form->dport;

	if (!number(words, "size", FRAME_MIN, FRAME_MAX, &size))
		return refuse(reason, N_("size is a number of bytes from 60 to 9216"));
	if (!number(words, "sport", 0, 65535, &sport) || !number(words, "dport", 0, 65535, &dport))
		return refuse(reason, N_("sport and dport are numbers from 0 to 65535"));
	if (!address(words, "src", six, form->from) || !address(words, "dst", six, form->to))
		return refuse(reason, six ? N_("src and dst are IPv6 addresses for this kind of frame")
					  : N_("src and dst are IPv4 addresses for this kind of frame"));
	form->size = (unsigned)size;
	form->sport = (uint16_t)sport;
	form->dport = (uint16_t)dport;
	return true;
}
