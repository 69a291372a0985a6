/* SPDX-License-Identifier: MIT */
/*
 * Formats about a function's messages and pin. The stand-in device sends a message for every event; its loose form has two
 * habits: it forgets what it could not send, and it looks at its pin only when something happens to itself.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/vectors/player.h"

#define APIC_ADDRESS 0xFEE00000
#define FIRST_DATA 0x4D00

enum { COMMAND_START = 7, COMMAND_MASTER = 4, COMMAND_INTX_DISABLE = 0x400, STATUS_INTERRUPT = 8, FUNCTION_MASK = 0x4000,
       MSIX_ENABLE = 0x8000 };

void observe_sent(const struct player *player, struct str *out)
{
	const struct record *sent;
	unsigned n = 0;

	str_append(out, "sent=");
	for (; (sent = rig_find(&player->rig, R_MSI_SEND, n)); n++)
		str_format(out, "%s%llx:%llx", n ? "," : "", (unsigned long long)sent->w[0], (unsigned long long)sent->w[2]);
	if (!n)
		str_append(out, "-");
}

static void set_bits(struct player *player, const char *field, uint32_t bits, bool on)
{
	uint32_t value = rig_config_read(player->device, field);

	rig_config(player->device, field, on ? value | bits : value & ~bits);
}

static void identify(struct device *device, const struct machine_device *description)
{
	static const struct cfg_identity identity = { .vendor = 0x1234, .device = 0x11E8, .class_code = 0xFF0000, .pin = 1 };

	device_identify(device, description, &identity);
}

static void attach(struct player *player, const struct device_model *model)
{
	rig_init(&player->rig, "");
	player->device = rig_attach(&player->rig, model, NULL, 1, NULL);
	player->device->state = player;
	rig_config(player->device, "command", COMMAND_START);
}

static void set_data(struct player *player, const uint32_t *argument)
{
	rig_config(player->device, "msi.data", argument[0]);
}

static void enable_msi(struct player *player, const uint32_t *argument)
{
	set_bits(player, "msi.control", 1, argument[0]);
}

static void master(struct player *player, const uint32_t *argument)
{
	set_bits(player, "command", COMMAND_MASTER, argument[0]);
}

/* ---- intx-msi: a pin, one message, three causes. ---- */

static void build_simple(struct device *device, const struct machine_device *description)
{
	identify(device, description);
	msi_init(device, 1, true, false);
}

/* Enabling messages drops the loose one's idea of its pin. */
static void simple_changed(struct device *device)
{
	struct player *player = device->state;

	if (player && player->loose && msi_enabled(device))
		device_level(device, false, false);
}

static void start_simple(struct player *player)
{
	static const struct device_model model = { .name = "simple", .build = build_simple, .changed = simple_changed };

	attach(player, &model);
	rig_config(player->device, "msi.address", APIC_ADDRESS);
	rig_config(player->device, "msi.data", FIRST_DATA);
}

static void raise_cause(struct player *player, const uint32_t *argument)
{
	player->cause |= argument[0];
	if (msi_enabled(player->device))
		device_send(player->device, 0);
	if (!player->loose || !msi_enabled(player->device))
		device_level(player->device, player->cause != 0, false);
}

static void ack_cause(struct player *player, const uint32_t *argument)
{
	player->cause &= ~argument[0];
	if (!player->loose || (!player->cause && !msi_enabled(player->device)))
		device_level(player->device, player->cause != 0, false);
}

static void disable_intx(struct player *player, const uint32_t *argument)
{
	set_bits(player, "command", COMMAND_INTX_DISABLE, argument[0]);
}

static void observe_simple(const struct player *player, struct str *out)
{
	const struct device *device = player->device;

	str_format(out, "line=%u st3=%u cause=%x ", device->intx.asserted,
		   (rig_config_read(device, "status") & STATUS_INTERRUPT) != 0, player->cause);
	observe_sent(player, out);
	str_format(out, " msictl=%04x cmd=%04x", rig_config_read(device, "msi.control"), rig_config_read(device, "command"));
}

static const struct operation simple_operations[] = {
	{ "raise", 1, false, raise_cause }, { "ack", 1, false, ack_cause },  { "msi", 1, false, enable_msi },
	{ "intdisable", 1, false, disable_intx }, { "bme", 1, false, master }, { "data", 1, false, set_data }, { NULL, 0, false, NULL },
};

const struct format format_intx_msi = { "intx-msi", simple_operations, start_simple, observe_simple };

/* ---- msi-mask: two messages with mask and pending bits. ---- */

static void build_masked(struct device *device, const struct machine_device *description)
{
	identify(device, description);
	msi_init(device, 2, false, true);
}

static void start_masked(struct player *player)
{
	static const struct device_model model = { .name = "masked", .build = build_masked };

	attach(player, &model);
	rig_config(player->device, "msi.address", APIC_ADDRESS);
	rig_config(player->device, "msi.data", FIRST_DATA);
	rig_config(player->device, "msi.control", 0x0011);
}

static void raise_message(struct player *player, const uint32_t *argument)
{
	if (device_mode(player->device) == DEVICE_MSI)
		device_send(player->device, argument[0]);
}

static void set_mask(struct player *player, const uint32_t *argument)
{
	rig_config(player->device, "msi.mask", argument[0]);
}

static void observe_masked(const struct player *player, struct str *out)
{
	observe_sent(player, out);
	str_format(out, " mask=%x pending=%x ctl=%04x", rig_config_read(player->device, "msi.mask"),
		   rig_config_read(player->device, "msi.pending"), rig_config_read(player->device, "msi.control"));
}

static const struct operation masked_operations[] = {
	{ "raise", 1, false, raise_message }, { "mask", 1, false, set_mask }, { "data", 1, false, set_data },
	{ "enable", 1, false, enable_msi },   { "bme", 1, false, master },	{ NULL, 0, false, NULL },
};

const struct format format_msi_mask = { "msi-mask", masked_operations, start_masked, observe_masked };

/* ---- msix-N: a table of N entries. ---- */

enum { TABLE_BAR = 2, TABLE_SIZE = 0x10000, PBA_AT = 0x8000, DATA = 8, CONTROL = 12, ENTRY = 16, FIRST_MSIX_DATA = 0xD0000000 };

static void build_table(struct device *device, const struct machine_device *description)
{
	unsigned entries = (unsigned)strtoul(settings_get(&description->settings, "entries"), NULL, 10);

	identify(device, description);
	device_bar(device, TABLE_BAR, TABLE_SIZE);
	msix_init(device, entries, TABLE_BAR, 0, TABLE_BAR, PBA_AT);
}

static void write_entry(struct player *player, unsigned entry, unsigned field, uint32_t value)
{
	msix_write(player->device, TABLE_BAR, entry * ENTRY + field, value);
}

static void start_table(struct player *player)
{
	static const struct device_model model = { .name = "table", .build = build_table };
	char settings[32];

	rig_init(&player->rig, "");
	snprintf(settings, sizeof settings, "entries=%u", player->entries);
	player->device = rig_attach(&player->rig, &model, NULL, 1, settings);
	rig_config(player->device, "command", COMMAND_START);
	for (unsigned i = 0; i < player->entries; i++) {
		write_entry(player, i, 0, APIC_ADDRESS);
		write_entry(player, i, DATA, FIRST_MSIX_DATA + i);
	}
}

static void raise_entry(struct player *player, const uint32_t *argument)
{
	if (device_mode(player->device) == DEVICE_MSIX)
		device_send(player->device, argument[0]);
}

static void mask_entry(struct player *player, const uint32_t *argument)
{
	write_entry(player, argument[0], CONTROL, 1);
}

static void unmask_entry(struct player *player, const uint32_t *argument)
{
	write_entry(player, argument[0], CONTROL, 0);
}

static void mask_function(struct player *player, const uint32_t *argument)
{
	set_bits(player, "msix.control", FUNCTION_MASK, argument[0]);
}

static void enable_table(struct player *player, const uint32_t *argument)
{
	set_bits(player, "msix.control", MSIX_ENABLE, argument[0]);
}

static void set_entry_data(struct player *player, const uint32_t *argument)
{
	write_entry(player, argument[0], DATA, argument[1]);
}

static void observe_table(const struct player *player, struct str *out)
{
	unsigned dwords = (player->entries + 63) / 64 * 2;

	observe_sent(player, out);
	for (unsigned i = 0; i < dwords; i++)
		str_format(out, "%s%08x", i ? "." : " pba=", msix_read(player->device, TABLE_BAR, PBA_AT + 4 * i));
	str_format(out, " ctl=%04x", rig_config_read(player->device, "msix.control"));
}

static const struct operation table_operations[] = {
	{ "raise", 1, true, raise_entry },   { "mask", 1, true, mask_entry },     { "unmask", 1, true, unmask_entry },
	{ "fmask", 1, false, mask_function }, { "enable", 1, false, enable_table }, { "bme", 1, false, master },
	{ "data", 2, true, set_entry_data }, { NULL, 0, false, NULL },
};

const struct format format_msix = { "msix-#", table_operations, start_table, observe_table };
