/* SPDX-License-Identifier: MIT */
/*
 * Formats about the APICs. The stand-in CPU takes what its local APIC says is deliverable while its interrupt flag is set;
 * its handlers return at once and do not end the interrupt.
 */
#include "tests/vectors/player.h"

#define APIC_ADDRESS 0xFEE00000

enum { TPR = 0x80, PPR = 0xA0, EOI = 0xB0, ISR = 0x100, IRR = 0x200 };
enum { LEVEL_VECTOR = 0x51, LEVEL_ENTRY = 1 << 15 | 1 << 13, ENTRY_MASK = 1 << 16, REMOTE_IRR = 1 << 14 };

static struct lapic *lapic_of(const struct player *player)
{
	return &player->rig.hw->lapics[0];
}

static void take(struct player *player)
{
	int vector;

	rig_run(&player->rig);
	while (player->interrupt_flag && (vector = lapic_deliverable(lapic_of(player))) >= 0) {
		lapic_deliver(lapic_of(player), (uint8_t)vector);
		if (player->delivered_n < DELIVERED_MAX)
			player->delivered[player->delivered_n++] = (uint8_t)vector;
		rig_run(&player->rig);
	}
}

static void end_of_interrupt(struct player *player, const uint32_t *argument)
{
	(void)argument;
	lapic_write(lapic_of(player), EOI, 0);
	take(player);
}

static bool in_set(const struct player *player, unsigned set, unsigned vector)
{
	return lapic_read(lapic_of(player), set + vector / 32 * 16) >> vector % 32 & 1;
}

/* ---- ioapic-level: one level input, vector 51h. ---- */

static void build_pin(struct device *device, const struct machine_device *description)
{
	static const struct cfg_identity identity = { .vendor = 0x1234, .device = 0x11E8, .class_code = 0xFF0000, .pin = 1 };

	device_identify(device, description, &identity);
}

static unsigned entry_index(const struct player *player)
{
	return 0x10 + 2u * player->device->intx.input;
}

static void start_level(struct player *player)
{
	static const struct device_model model = { .name = "pin", .build = build_pin };

	rig_init(&player->rig, "");
	player->device = rig_attach(&player->rig, &model, NULL, 1, NULL);
	player->interrupt_flag = true;
	ioapic_write(&player->rig.hw->ioapic, entry_index(player) + 1, 0);
	ioapic_write(&player->rig.hw->ioapic, entry_index(player), LEVEL_VECTOR | LEVEL_ENTRY);
}

static void raise_line(struct player *player, const uint32_t *argument)
{
	(void)argument;
	device_level(player->device, true, false);
	take(player);
}

static void ack_line(struct player *player, const uint32_t *argument)
{
	(void)argument;
	device_level(player->device, false, false);
	take(player);
}

static void mask_input(struct player *player, const uint32_t *argument)
{
	ioapic_write(&player->rig.hw->ioapic, entry_index(player),
		     LEVEL_VECTOR | LEVEL_ENTRY | (argument[0] ? ENTRY_MASK : 0));
	take(player);
}

static void observe_level(const struct player *player, struct str *out)
{
	uint32_t entry = ioapic_read(&player->rig.hw->ioapic, entry_index(player));

	str_format(out, "line=%u runs=%u remote_irr=%u isr=%u irr=%u", player->device->intx.asserted, player->delivered_n,
		   (entry & REMOTE_IRR) != 0, in_set(player, ISR, LEVEL_VECTOR), in_set(player, IRR, LEVEL_VECTOR));
}

static const struct operation level_operations[] = {
	{ "raise", 0, false, raise_line }, { "ack", 0, false, ack_line }, { "eoi", 0, false, end_of_interrupt },
	{ "mask", 1, false, mask_input },  { NULL, 0, false, NULL },
};

const struct format format_ioapic_level = { "ioapic-level", level_operations, start_level, observe_level };

/* ---- lapic: fixed edge messages. ---- */

static void start_lapic(struct player *player)
{
	rig_init(&player->rig, "");
}

static void send_vector(struct player *player, const uint32_t *argument)
{
	hw_message(player->rig.hw, APIC_ADDRESS, argument[0] & 0xFF);
	take(player);
}

static void set_priority(struct player *player, const uint32_t *argument)
{
	lapic_write(lapic_of(player), TPR, argument[0]);
	take(player);
}

static void set_flag(struct player *player, const uint32_t *argument)
{
	player->interrupt_flag = argument[0];
	take(player);
}

static void list_set(const struct player *player, unsigned set, struct str *out)
{
	bool any = false;

	for (unsigned vector = 0; vector < 256; vector++) {
		if (!in_set(player, set, vector))
			continue;
		str_format(out, "%s%02x", any ? "," : "", vector);
		any = true;
	}
	if (!any)
		str_append(out, "-");
}

static void observe_lapic(const struct player *player, struct str *out)
{
	str_append(out, "delivered=");
	for (unsigned i = 0; i < player->delivered_n; i++)
		str_format(out, "%s%02x", i ? "," : "", player->delivered[i]);
	str_append(out, player->delivered_n ? " isr=" : "- isr=");
	list_set(player, ISR, out);
	str_append(out, " irr=");
	list_set(player, IRR, out);
	str_format(out, " ppr=%02x", lapic_read(lapic_of(player), PPR));
}

static const struct operation lapic_operations[] = {
	{ "send", 1, false, send_vector }, { "eoi", 0, false, end_of_interrupt }, { "tpr", 1, false, set_priority },
	{ "if", 1, false, set_flag },	    { NULL, 0, false, NULL },
};

const struct format format_lapic = { "lapic", lapic_operations, start_lapic, observe_lapic };
