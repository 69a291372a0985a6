/* SPDX-License-Identifier: MIT */
/* What people ask of a VNIC: causes, frames, traffic, the cable, registers. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/hw/dev_vnic.h"
#include "sim/hw/dev_words.h"
#include "sim/hw/hw.h"

enum { SPEED_UNIT = 100, SPEED_MOST = 6553500 }; /* Mbit/s */

static const char *const cause_names[32] = {
	"RXQ0", "RXQ1", "RXQ2", "RXQ3", "RXQ4", "RXQ5", "RXQ6", "RXQ7", "TXQ0", "TXQ1", "TXQ2",
	"TXQ3", "TXQ4", "TXQ5", "TXQ6", "TXQ7", "RXO0", "RXO1", "RXO2", "RXO3", "RXO4", "RXO5",
	"RXO6", "RXO7", "LSC",  "SW0",  "SW1",  [31] = "ERR",
};

static bool raise_causes(struct device *device, const struct words *words, const char **reason)
{
	uint32_t bits;

	if (!dev_causes(words, cause_names, VNIC_CAUSES, &bits))
		return dev_refuse(reason, N_("a cause is RXQ0..7, TXQ0..7, RXO0..7, LSC, SW0, SW1, ERR, or a number with such bits"));
	vnic_cause(device->state, bits);
	return true;
}

static bool read_speed(const struct words *words, unsigned *speed, const char **reason)
{
	const char *text = words_value(words, "speed");
	uint64_t mbits;

	if (!text)
		return true;
	if (!words_number(text, SPEED_MOST, &mbits) || !mbits || mbits % SPEED_UNIT)
		return dev_refuse(reason, N_("speed is in Mbit/s: a multiple of 100 from 100 to 6553500"));
	*speed = (unsigned)(mbits / SPEED_UNIT);
	return true;
}

static bool link(struct device *device, const struct words *words, const char **reason)
{
	struct vnic *vnic = device->state;
	const char *word = words_plain(words, 2);
	unsigned speed = vnic->speed;
	bool up = word && !strcmp(word, "up"), change;

	if (!word || (!up && strcmp(word, "down")))
		return dev_refuse(reason, N_("link is up or down"));
	if (!read_speed(words, &speed, reason))
		return false;
	change = up != vnic->link || (up && speed != vnic->speed);
	vnic->link = up;
	vnic->speed = speed;
	if (!change)
		return true;
	core_because(vnic->core, vnic_record(vnic, R_DEV_LINK, up, up ? speed : 0, 0, 0));
	vnic_status(vnic);
	vnic_cause(vnic, VNIC_LSC);
	return true;
}

/* ---- One frame. ---- */

static bool frame_kind(const struct words *words, enum frame_kind *kind, const char **reason)
{
	const char *name = words_value(words, "kind");

	*kind = FRAME_TCP4;
	for (unsigned i = 0; name && i <= FRAME_KINDS; i++) {
		if (i == FRAME_KINDS)
			return dev_refuse(reason, N_("kind is tcp4, udp4, tcp6, udp6 or arp"));
		*kind = (enum frame_kind)i;
		if (!strcmp(frame_kind_names[i], name))
			break;
	}
	return true;
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Bytes as people copy them: two digits each, nothing between. 0: they are not, or too many. */
static unsigned hex_bytes(const char *text, uint8_t *bytes)
{
	unsigned n = 0;

	for (; *text; text += 2, n++) {
		int high = digit(text[0]), low = high < 0 ? -1 : digit(text[1]);

		if (low < 0 || n == FRAME_MAX)
			return 0;
		bytes[n] = (uint8_t)(high << 4 | low);
	}
	return n;
}

static bool one_frame(struct device *device, const struct words *words, const char **reason)
{
	struct vnic *vnic = device->state;
	const char *hex = words_value(words, "hex");
	struct frame_form form = { .size = FRAME_SIZE };
	uint8_t bytes[FRAME_MAX];
	enum frame_kind kind;
	unsigned length;

	if (hex) {
		length = hex_bytes(hex, bytes);
		if (!length)
			return dev_refuse(reason, N_("hex is pairs of hexadecimal digits, at most 9216"));
	} else {
		if (!frame_kind(words, &kind, reason))
			return false;
		frame_flow(&form, kind, vnic->station, 0);
		if (!frame_words(&form, words, reason))
			return false;
		length = frame_build(&form, bytes);
	}
	vnic_receive(vnic, bytes, length, 0);
	return true;
}

/* ---- Many. ---- */

static void next_frame(struct vnic *vnic)
{
	vtime gap = gen_gap(&vnic->gen);

	if (gap == VTIME_NEVER || vnic->device->removed)
		return;
	__builtin_prefetch(vnic_flow(vnic, vnic->gen.number));
	core_after(vnic->core, &vnic->traffic, EVENT_DEVICE, gap);
}

static void frame_arrives(struct event *event)
{
	struct vnic *vnic = (struct vnic *)(void *)((char *)event - offsetof(struct vnic, traffic));
	unsigned length;
	uint64_t code;
	const uint8_t *bytes = gen_frame(&vnic->gen, &length, &code);

	next_frame(vnic);
	if (!vnic->device->removed)
		vnic_receive(vnic, bytes, length, code);
}

static bool traffic(struct device *device, const struct words *words, const char **reason)
{
	struct vnic *vnic = device->state;
	const char *kind = words_plain(words, 2);
	struct gen_place place = {
		.name = device->name,
		.station = vnic->station,
		.captures = device->hw->captures,
		.captures_n = device->hw->captures_n,
		.seed = vnic->core->machine->seed,
		.speed = vnic->speed,
		.arena = &vnic->core->arena,
	};

	if (kind && !strcmp(kind, "off"))
		gen_stop(&vnic->gen);
	else if (!gen_start(&vnic->gen, words, &place, reason))
		return false;
	queue_cancel(&vnic->core->queue, &vnic->traffic);
	next_frame(vnic);
	return true;
}

void vnic_command_init(struct vnic *vnic)
{
	event_init(&vnic->traffic, "frame", frame_arrives);
}

bool vnic_command(struct device *device, const struct words *words, const char **reason)
{
	static const struct dev_verb verbs[] = {
		{ "device.raise", raise_causes }, { "link", link },
		{ "frame", one_frame },           { "traffic", traffic },
		{ "register.write", dev_register_write }, { NULL, NULL },
	};

	return dev_run(verbs, device, words, reason);
}
