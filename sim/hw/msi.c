/* SPDX-License-Identifier: MIT */
/*
 * MSI: one function decides masked, pending or sent (msi_send), one lets pending messages out (msi_release).
 * BASE 7.7.1 for the layouts, 6.1.4 for mask and pending bits.
 */
#include "sim/base/bug.h"
#include "sim/hw/device.h"
#include "sim/hw/dma.h"

enum { CONTROL = 2, ADDRESS = 4, UPPER = 8 };
enum { ENABLE = 1 << 0, CAPABLE_SHIFT = 1, ENABLED_SHIFT = 4, WIDE = 1 << 7, MASKABLE = 1 << 8 };

static unsigned log2_of(unsigned messages)
{
	unsigned n = 0;

	while (1u << n < messages)
		n++;
	must(1u << n == messages && n <= 5);
	return n;
}

void msi_init(struct device *device, unsigned messages, bool wide, bool maskable)
{
	struct cfg *cfg = &device->cfg;
	struct msi *msi = &device->msi;
	unsigned data = wide ? 0x0C : 0x08, length = maskable ? data + 12 : data + 2;
	unsigned at = cfg_capability(cfg, CFG_CAP_MSI, length), capable = log2_of(messages);

	*msi = (struct msi){ .offset = (uint8_t)at, .capable = (uint8_t)capable, .wide = wide, .maskable = maskable };
	msi->data = (uint8_t)(at + data);
	msi->mask = maskable ? (uint8_t)(at + data + 4) : 0;
	cfg_field(cfg, at + CONTROL, 2, capable << CAPABLE_SHIFT | (wide ? WIDE : 0) | (maskable ? MASKABLE : 0), 0x0071, 0);
	cfg_field(cfg, at + ADDRESS, 4, 0, 0xFFFFFFFC, 0);
	if (wide)
		cfg_field(cfg, at + UPPER, 4, 0, UINT32_MAX, 0);
	cfg_field(cfg, msi->data, 2, 0, 0xFFFF, 0);
	if (maskable)
		cfg_field(cfg, msi->mask, 4, 0, UINT32_MAX >> (32 - messages), 0);
}

bool msi_enabled(const struct device *device)
{
	return device->msi.offset && device->cfg.value[device->msi.offset + CONTROL] & ENABLE;
}

unsigned msi_count(const struct device *device)
{
	unsigned enabled = device->cfg.value[device->msi.offset + CONTROL] >> ENABLED_SHIFT & 7;

	return 1u << (enabled < device->msi.capable ? enabled : device->msi.capable);
}

uint32_t msi_pending(const struct device *device)
{
	return device->msi.maskable ? cfg_get(&device->cfg, device->msi.mask + 4u, 4) : 0;
}

uint32_t msi_masked(const struct device *device)
{
	return device->msi.maskable ? cfg_get(&device->cfg, device->msi.mask, 4) & UINT32_MAX >> (32 - msi_count(device)) : 0;
}

/* The pending register belongs to the device: no cfg.state, msi.pend and msi.unpend say it. */
static void set_pending(struct device *device, uint32_t bits)
{
	for (unsigned i = 0; i < 4; i++)
		device->cfg.value[device->msi.mask + 4 + i] = (uint8_t)(bits >> 8 * i);
}

static void pend(struct device *device, unsigned message)
{
	uint32_t before = msi_pending(device), after = before | 1u << message;

	if (after == before)
		return;
	set_pending(device, after);
	core_record(device->core, R_MSI_PEND, device->obj, message, after, SYM_gate_MASKED, 0);
}

static void unpend(struct device *device, unsigned message, bool sent)
{
	uint32_t after = msi_pending(device) & ~(1u << message);

	set_pending(device, after);
	core_record(device->core, R_MSI_UNPEND, device->obj, message, after, sent, 0);
}

static void emit(struct device *device, unsigned message, unsigned source)
{
	const struct cfg *cfg = &device->cfg;
	unsigned at = device->msi.offset;
	uint64_t address = cfg_get(cfg, at + ADDRESS, 4);
	uint32_t data = cfg_get(cfg, device->msi.data, 2);

	if (device->msi.wide)
		address |= (uint64_t)cfg_get(cfg, at + UPPER, 4) << 32;
	data = (data & ~(msi_count(device) - 1)) | message;
	dma_message(device, message, source, address, data);
}

enum device_sent msi_send(struct device *device, unsigned source)
{
	unsigned message = source & (msi_count(device) - 1), gate;

	if (msi_masked(device) >> message & 1) {
		pend(device, message);
		return DEVICE_PENDING;
	}
	gate = device_gate(device);
	if (gate != SYM_gate_NONE) {
		core_record(device->core, R_MSI_HOLD, device->obj, source, gate, 0, 0);
		return DEVICE_HELD;
	}
	emit(device, message, source);
	return DEVICE_SENT;
}

void msi_withdraw(struct device *device, unsigned message)
{
	if (message < 32 && msi_pending(device) >> message & 1)
		unpend(device, message, false);
}

static void release_one(struct device *device, unsigned message)
{
	bool sent = device_gate(device) == SYM_gate_NONE;

	if (sent)
		emit(device, message, message);
	unpend(device, message, sent);
	if (sent && device->model->sent)
		device->model->sent(device, message);
	else if (!sent && device->model->held)
		device->model->held(device, message);
}

void msi_release(struct device *device)
{
	if (device_mode(device) != DEVICE_MSI || !device->msi.maskable)
		return;
	for (unsigned message = 0; message < msi_count(device); message++)
		if ((msi_pending(device) & ~msi_masked(device)) >> message & 1)
			release_one(device, message);
}
