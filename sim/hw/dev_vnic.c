/* SPDX-License-Identifier: MIT */
/*
 * The virtual network controller (doc/vnic.md): settings, building, reset, dispatch of register accesses.
 *
 * Settings: msix=0..64 table entries, msi=0,1,2,4,8,16,32 messages, msimask=0|1 per-vector masking, queues=1..8 or rxq= and
 * txq=, edgeonly=0|1, speed= in Mbit/s.
 */
#include "sim/base/say.h"
#include "sim/hw/dev_vnic.h"

enum { VENDOR = 0x1234, DEVICE_ID = 0x4E49, REVISION = 1, ETHERNET = 0x020000 };
enum { BAR_REGISTERS = 0, BAR_TABLE = 2, REGISTERS_SIZE = 0x20000, TABLE_SIZE = 0x4000, PBA_AT = 0x2000 };
enum { MSIX_DEFAULT = 16, MSI_DEFAULT = 8, QUEUES_DEFAULT = 4, SPEED_DEFAULT = 10000, SPEED_MOST = 6553500 };
enum { STATUS_LINK = 1 << 0, STATUS_EDGEONLY = 1 << 1, STATUS_MODE = 2, STATUS_RX = 8, STATUS_TX = 12, STATUS_SPEED = 16 };
enum { RAH_VALID = 1u << 31 };

struct choice {
	uint64_t msix, msi, msimask, rxq, txq, edgeonly, speed;
};

/* ---- Settings. ---- */

static bool is_power(uint64_t n)
{
	return !(n & (n - 1));
}

static bool read_number_of_queues(const struct settings *s, const char *key, uint64_t fallback, uint64_t *value, struct err *err)
{
	if (!settings_number(s, key, fallback, VNIC_QUEUES, value, err))
		return false;
	if (*value)
		return true;
	err_set(err, "%s is not a number of queues", key);
	err_expected(err, "1 to 8");
	err_found(err, "0");
	return settings_at(s, key, err);
}

static bool read_queues(const struct settings *s, struct choice *choice, struct err *err)
{
	uint64_t queues;

	return read_number_of_queues(s, "queues", QUEUES_DEFAULT, &queues, err) &&
	       read_number_of_queues(s, "rxq", queues, &choice->rxq, err) && read_number_of_queues(s, "txq", queues, &choice->txq, err);
}

static bool read_settings(const struct settings *s, struct choice *choice, struct err *err)
{
	if (!settings_number(s, "msix", MSIX_DEFAULT, VNIC_SOURCES, &choice->msix, err) ||
	    !settings_number(s, "msi", MSI_DEFAULT, 32, &choice->msi, err) ||
	    !settings_number(s, "msimask", 1, 1, &choice->msimask, err) ||
	    !settings_number(s, "edgeonly", 0, 1, &choice->edgeonly, err) ||
	    !settings_number(s, "speed", SPEED_DEFAULT, SPEED_MOST, &choice->speed, err) || !read_queues(s, choice, err))
		return false;
	if (!is_power(choice->msi)) {
		err_set(err, "a function cannot have %u MSI messages", (unsigned)choice->msi);
		err_expected(err, "msi=0, 1, 2, 4, 8, 16 or 32");
		return settings_at(s, "msi", err);
	}
	if (!choice->speed || choice->speed % 100) {
		err_set(err, "no link has a speed of %u Mbit/s", (unsigned)choice->speed);
		err_expected(err, "a multiple of 100 from 100 to 6553500");
		return settings_at(s, "speed", err);
	}
	return true;
}

static bool check(const struct machine_device *description, struct err *err)
{
	struct choice choice;

	return read_settings(&description->settings, &choice, err);
}

/* ---- Building. ---- */

static const struct reg table[] = {
#define REG REG_ROW
#include "sim/base/registers_vnic.def"
#undef REG
	{ .name = NULL },
};

/* By row of the table: its first index. */
static const uint16_t first[] = {
#define REG(row, ...) VNIC_##row,
#include "sim/base/registers_vnic.def"
#undef REG
};

/* What a write does besides storing, by the first index of the register's row. */
static vnic_written *const written[VNIC_REGS] = {
	[VNIC_CTRL] = vnic_ctrl_written,
	[VNIC_ICR] = vnic_icr_written,
	[VNIC_ICS] = vnic_ics_written,
	[VNIC_IMS] = vnic_ims_written,
	[VNIC_IMC] = vnic_imc_written,
	[VNIC_IVAR] = vnic_ivar_written,
	[VNIC_RDT] = vnic_rdt_written,
	[VNIC_RXDCTL] = vnic_rxdctl_written,
	[VNIC_TDT] = vnic_tdt_written,
	[VNIC_TXDCTL] = vnic_txdctl_written,
	[VNIC_MRQC] = vnic_mrqc_written,
	[VNIC_RSSRK] = vnic_rssrk_written,
};

static uint32_t status(const struct vnic *vnic)
{
	return (vnic->link ? STATUS_LINK | vnic->speed << STATUS_SPEED : 0) | (vnic->edgeonly ? STATUS_EDGEONLY : 0) |
	       (uint32_t)vnic->interrupt.mode << STATUS_MODE | vnic->rxq << STATUS_RX | vnic->txq << STATUS_TX;
}

void vnic_status(struct vnic *vnic)
{
	vnic_set(vnic, VNIC_STATUS, status(vnic));
}

static void build_capabilities(struct device *device, const struct choice *choice)
{
	device_bar(device, BAR_REGISTERS, REGISTERS_SIZE);
	if (choice->msix)
		device_bar(device, BAR_TABLE, TABLE_SIZE);
	pm_init(device, false);
	if (choice->msi)
		msi_init(device, (unsigned)choice->msi, true, choice->msimask);
	pcie_init(device, PCIE_ENDPOINT);
	if (choice->msix)
		msix_init(device, (unsigned)choice->msix, BAR_TABLE, 0, BAR_TABLE, PBA_AT);
}

/* Locally administered, and another one for every place on the bus. */
static void station(struct vnic *vnic)
{
	const struct device *device = vnic->device;
	uint8_t address[6] = { 0x02, 0x56, 0x4E, (uint8_t)device->bus, (uint8_t)device->slot, (uint8_t)device->function };

	for (unsigned i = 0; i < 6; i++)
		vnic->station[i] = address[i];
	regs_strap(&vnic->device->regs, VNIC_RAL,
		   address[0] | (uint32_t)address[1] << 8 | (uint32_t)address[2] << 16 | (uint32_t)address[3] << 24);
	regs_strap(&vnic->device->regs, VNIC_RAH, address[4] | (uint32_t)address[5] << 8 | RAH_VALID);
}

static void build_state(struct vnic *vnic, const struct choice *choice)
{
	vnic->rxq = (unsigned)choice->rxq;
	vnic->txq = (unsigned)choice->txq;
	vnic->edgeonly = choice->edgeonly;
	vnic->link = true;
	vnic->speed = (unsigned)choice->speed / 100;
	vnic->rss_stale = true;
	vnic_interrupt_init(vnic);
	vnic_receive_init(vnic);
	vnic_transmit_init(vnic);
	vnic_command_init(vnic);
	station(vnic);
	regs_strap(&vnic->device->regs, VNIC_STATUS, status(vnic));
	vnic_record(vnic, R_DEV_LINK, vnic->link, vnic->speed, 0, 0);
}

static void build(struct device *device, const struct machine_device *description)
{
	static const struct cfg_identity identity = {
		.vendor = VENDOR, .device = DEVICE_ID, .revision = REVISION, .class_code = ETHERNET, .pin = 1,
	};
	struct vnic *vnic = arena_new(&device->core->arena, sizeof *vnic);
	struct choice choice;
	struct err err;

	read_settings(&description->settings, &choice, &err);
	device->state = vnic;
	device_identify(device, description, &identity);
	build_capabilities(device, &choice);
	regs_init(&device->regs, device->core, device->obj, table);
	vnic->device = device;
	vnic->core = device->core;
	vnic->value = device->regs.value;
	build_state(vnic, &choice);
}

/* ---- Life. ---- */

/* Everything but config space, table, PBA, the link and the clock. */
static void reset(struct device *device)
{
	struct vnic *vnic = device->state;

	vnic_interrupt_drop(vnic);
	device_dma_discard(device);
	vnic_receive_reset(vnic);
	vnic_transmit_reset(vnic);
	vnic->rss_types = 0;
	vnic_rss_changed(vnic);
	regs_reset(&device->regs);
	vnic_interrupt_reset(vnic);
}

void vnic_ctrl_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	uint32_t before = vnic->value[VNIC_CTRL], changed;

	(void)i;
	if (value & VNIC_RST) {
		reset(vnic->device);
		return;
	}
	regs_write(&vnic->device->regs, VNIC_CTRL, value);
	changed = before ^ vnic->value[VNIC_CTRL];
	if (changed & VNIC_RXEN)
		vnic_receive_switch(vnic, value & VNIC_RXEN);
	if (changed & VNIC_TXEN)
		vnic_transmit_switch(vnic, value & VNIC_TXEN);
}

static uint32_t read(struct device *device, uint32_t offset)
{
	struct vnic *vnic = device->state;
	unsigned index = (unsigned)regs_at(&device->regs, offset);

	if (index != VNIC_TIMELO)
		return vnic->value[index];
	vnic_set(vnic, VNIC_TIMEHI, (uint32_t)((uint64_t)vnic->core->now >> 32));
	return (uint32_t)vnic->core->now;
}

static void write(struct device *device, uint32_t offset, uint32_t value)
{
	unsigned index = (unsigned)regs_at(&device->regs, offset), row = device->regs.row[index];

	if (written[first[row]])
		written[first[row]](device->state, index - first[row], value);
	else if (table[row].writable | table[row].clears)
		regs_write(&device->regs, index, value);
}

static void changed(struct device *device)
{
	vnic_interrupt_changed(device->state);
	vnic_memory_back(device->state);
}

static void sent(struct device *device, unsigned message)
{
	vnic_interrupt_sent(device->state, message);
}

static void held(struct device *device, unsigned message)
{
	vnic_interrupt_held(device->state, message);
}

static const char *const settings[] = { "msix", "msi", "msimask", "queues", "rxq", "txq", "edgeonly", "speed", NULL };

const struct device_model dev_vnic = {
	.name = "vnic",
	.help = N_("a network controller with INTx, MSI and MSI-X, up to 8 receive and 8 transmit queues"),
	.settings = settings,
	.check = check,
	.build = build,
	.read = read,
	.write = write,
	.reset = reset,
	.changed = changed,
	.sent = sent,
	.held = held,
	.command = vnic_command,
};
