/* SPDX-License-Identifier: MIT */
/*
 * The ports that make a tree of links: a root port on the root bus; a switch is an upstream port with downstream ports
 * (switch-port) in slots 0..31 of its inner bus. Each is a bridge with a type 1 header. A link has one device, in slot 0.
 */
#include "sim/base/say.h"
#include "sim/hw/device.h"

enum { VENDOR = 0x1234, BRIDGE_CLASS = 0x060400, TYPE_1 = 1 };

static void build(struct device *device, const struct machine_device *description, uint16_t id, enum pcie_type type)
{
	struct cfg_identity identity = {
		.vendor = VENDOR, .device = id, .class_code = BRIDGE_CLASS, .header_type = TYPE_1,
	};

	device_identify(device, description, &identity);
	pm_init(device, true);
	pcie_init(device, type);
}

static void build_root_port(struct device *device, const struct machine_device *description)
{
	build(device, description, 0x4E50, PCIE_ROOT_PORT);
}

static void build_switch(struct device *device, const struct machine_device *description)
{
	build(device, description, 0x4E51, PCIE_UPSTREAM);
}

static void build_switch_port(struct device *device, const struct machine_device *description)
{
	build(device, description, 0x4E52, PCIE_DOWNSTREAM);
}

static const char *const no_settings[] = { NULL };

const struct device_model dev_root_port = {
	.name = "root-port",
	.help = N_("a link on the root bus; one device below it"),
	.settings = no_settings,
	.bridge = true,
	.type = PCIE_ROOT_PORT,
	.build = build_root_port,
};

const struct device_model dev_switch = {
	.name = "switch",
	.help = N_("the upstream port of a switch, at the end of a link; switch-ports below it"),
	.settings = no_settings,
	.bridge = true,
	.type = PCIE_UPSTREAM,
	.build = build_switch,
};

const struct device_model dev_switch_port = {
	.name = "switch-port",
	.help = N_("a downstream port of a switch; one device below it"),
	.settings = no_settings,
	.bridge = true,
	.type = PCIE_DOWNSTREAM,
	.build = build_switch_port,
};
