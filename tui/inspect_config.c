/* SPDX-License-Identifier: MIT */
/* Configuration space: the fields of the layout that the function has (sim/base/config.def), and all bytes below. */
#include <stdio.h>

#include "sim/base/config.h"
#include "sim/base/say.h"
#include "tui/inspect_parts.h"

enum { CAP_PM = 0x01, CAP_MSI = 0x05, CAP_PCIE = 0x10, CAP_MSIX = 0x11 };
enum { MSI_64 = 1 << 7, MSI_MASKABLE = 1 << 8, TYPE_ROOT_PORT = 4 };

/* Where MSI's fields lie depends on two bits of its control register: four layouts (BASE 7.7.1). -1: the layout lacks it. */
static int msi_anchor(const struct scene_device *device, enum config_anchor from)
{
	unsigned at = scene_capability(device, CAP_MSI), control = scene_config(device, at + 2, 2), data = control & MSI_64 ? 0x0C : 0x08;

	if (!at || (from == CONFIG_MSI_WIDE && !(control & MSI_64)) || (from == CONFIG_MSI_MASK && !(control & MSI_MASKABLE)))
		return -1;
	return (int)(from == CONFIG_MSI_DATA ? at + data : from == CONFIG_MSI_MASK ? at + data + 4 : at);
}

static int anchor_at(const struct scene_device *device, enum config_anchor from)
{
	unsigned at = 0;

	switch (from) {
	case CONFIG_HEADER:
	case CONFIG_BAR:
		return 0;
	case CONFIG_ENDPOINT:
		return device->bridge ? -1 : 0;
	case CONFIG_BRIDGE:
		return device->bridge ? 0 : -1;
	case CONFIG_PM:
		at = scene_capability(device, CAP_PM);
		break;
	case CONFIG_PCIE:
	case CONFIG_PCIE_ROOT:
		at = scene_capability(device, CAP_PCIE);
		if (from == CONFIG_PCIE_ROOT && (scene_config(device, at + 2, 2) >> 4 & 0xF) != TYPE_ROOT_PORT)
			return -1;
		break;
	case CONFIG_MSIX:
		at = scene_capability(device, CAP_MSIX);
		break;
	default:
		return msi_anchor(device, from);
	}
	return at ? (int)at : -1;
}

/* Bits of a mask as messages. */
static void bits_text(struct inspect *out, uint32_t value)
{
	struct str text = { 0 };

	inspect_cpus(&text, value);
	inspect_text(out, "messages %s", text.text);
	str_free(&text);
}

static void field_row(struct inspect *out, const struct scene_device *device, const struct config_field *f)
{
	unsigned at = (unsigned)anchor_at(device, f->from) + f->offset;
	uint32_t value = scene_config(device, at, f->size);
	struct str bytes = { 0 };

	if (!inspect_name(out, 1, f->name, f->name))
		return;
	inspect_value(out, "0x%0*x", f->size * 2, value);
	str_format(&bytes, "%02x:", at);
	for (unsigned i = 0; i < f->size; i++)
		str_format(&bytes, " %02x", device->config[(at + i) % SCENE_CONFIG]);
	inspect_raw(out, "%s", bytes.text);
	if (f->fields[0] == '*')
		bits_text(out, value);
	else if (f->fields[0])
		inspect_text_fields(out, value, f->fields);
	str_free(&bytes);
}

static void anchor_rows(struct inspect *out, const struct scene_device *device, enum config_anchor first, enum config_anchor last)
{
	for (unsigned i = 0; i < config_fields_n; i++)
		if (config_fields[i].from >= first && config_fields[i].from <= last && anchor_at(device, config_fields[i].from) >= 0)
			field_row(out, device, &config_fields[i]);
}

static const struct {
	uint8_t id;
	const char *name;
	enum config_anchor first, last;
} known[] = {
	{ CAP_PM, "Power Management", CONFIG_PM, CONFIG_PM },
	{ CAP_MSI, "MSI", CONFIG_MSI, CONFIG_MSI_MASK },
	{ CAP_PCIE, "PCI Express", CONFIG_PCIE, CONFIG_PCIE_ROOT },
	{ CAP_MSIX, "MSI-X", CONFIG_MSIX, CONFIG_MSIX },
};

static void capability_rows(struct inspect *out, const struct scene_device *device, unsigned at)
{
	unsigned id = device->config[at], next = device->config[at + 1] & 0xFCu;

	for (unsigned i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].id == id) {
			inspect_head(out, 0, 0, "capability at 0x%02x: %s (id %02x, next %02x)", at, known[i].name, id, next);
			anchor_rows(out, device, known[i].first, known[i].last);
			return;
		}
	inspect_head(out, 0, 0, "capability at 0x%02x: id %02x, next %02x", at, id, next);
}

static void chain_rows(struct inspect *out, const struct scene_device *device)
{
	unsigned at = scene_config(device, 6, 2) & 1u << 4 ? device->config[0x34] & 0xFCu : 0;

	for (unsigned steps = 0; at >= 0x40 && steps < 48; steps++) {
		capability_rows(out, device, at);
		at = device->config[at + 1] & 0xFCu;
	}
}

static void byte_rows(struct inspect *out, const struct scene_device *device)
{
	inspect_head(out, 0, 0, "all bytes");
	for (unsigned at = 0; at < SCENE_CONFIG; at += 16) {
		struct str bytes = { 0 };
		char label[8];

		snprintf(label, sizeof(label), "%02x", at);
		if (!inspect_name(out, 1, "", label))
			continue;
		for (unsigned i = 0; i < 16; i++)
			str_format(&bytes, "%s%02x", i ? " " : "", device->config[at + i]);
		inspect_value(out, "%s", bytes.text);
		str_free(&bytes);
	}
}

void inspect_make_config(struct inspect *out)
{
	const struct scene_device *device = scene_device(out->scene, out->obj);

	inspect_head(out, 0, 0, device->bridge ? N_("header of a bridge (type 1)") : N_("header of an endpoint (type 0)"));
	anchor_rows(out, device, CONFIG_HEADER, CONFIG_BRIDGE);
	chain_rows(out, device);
	byte_rows(out, device);
}
