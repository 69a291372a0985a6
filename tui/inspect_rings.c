/* SPDX-License-Identifier: MIT */
/* Descriptor rings (doc/vnic.md): from head to tail the descriptors are with the device, the rest with the driver. */
#include <stdio.h>

#include "sim/base/say.h"
#include "tui/inspect_parts.h"

#define QUEUES 8
#define DESCRIPTOR 16 /* bytes */
#define ENABLE (1u << 25)

static uint32_t reg(const struct inspect *out, char way, const char *name, unsigned queue)
{
	const struct scene_reg *found =
		inspect_reg(out->scene, scene_device(out->scene, out->obj), "%c%s[%u]", way, name, queue);

	return found ? found->value : 0;
}

static bool part(struct inspect *out, char way, unsigned queue, const char *name, const char *label)
{
	char address[32];

	snprintf(address, sizeof(address), "%cx%u.%s", way == 'R' ? 'r' : 't', queue, name);
	return inspect_row(out, 1, address, label);
}

static void share_rows(struct inspect *out, char way, unsigned queue, uint32_t n, uint32_t head, uint32_t tail)
{
	uint32_t device = n ? (tail + n - head % n) % n : 0;

	if (part(out, way, queue, "head", N_("head"))) {
		inspect_value(out, "%u", head);
		inspect_text(out, "the device uses this one next");
	}
	if (part(out, way, queue, "tail", N_("tail"))) {
		inspect_value(out, "%u", tail);
		inspect_text(out, "one past the last that the device has");
	}
	if (part(out, way, queue, "device", N_("with the device"))) {
		inspect_value(out, "%u", device);
		if (!device && way == 'R') {
			inspect_text(out, "none: a frame that comes is dropped (RXO)");
			inspect_blocks(out);
		}
	}
	if (part(out, way, queue, "driver", N_("with the driver")))
		inspect_value(out, "%u", n - device);
}

static void ring_rows(struct inspect *out, char way, unsigned queue)
{
	uint32_t length = reg(out, way, "DLEN", queue), control = reg(out, way, "XDCTL", queue);
	uint64_t base = (uint64_t)reg(out, way, "DBAH", queue) << 32 | reg(out, way, "DBAL", queue);

	if (!length && !control)
		return;
	inspect_head(out, 0, 0, way == 'R' ? N_("receive queue %u") : N_("transmit queue %u"), queue);
	if (part(out, way, queue, "enabled", N_("enabled")))
		inspect_value(out, "%s", control & ENABLE ? say("yes") : say("no"));
	if (part(out, way, queue, "ring", N_("ring"))) {
		inspect_value(out, "%u", length / DESCRIPTOR);
		inspect_raw(out, "0x%llx", (unsigned long long)base);
		inspect_text(out, "descriptors of %u bytes", DESCRIPTOR);
	}
	share_rows(out, way, queue, length / DESCRIPTOR, reg(out, way, "DH", queue), reg(out, way, "DT", queue));
	if (part(out, way, queue, "frames", N_("frames")))
		inspect_value(out, "%u", reg(out, way, "XCNT", queue));
	if (way == 'R' && part(out, way, queue, "dropped", N_("dropped")))
		inspect_value(out, "%u", reg(out, way, "XDROP", queue));
}

void inspect_make_rings(struct inspect *out)
{
	for (unsigned q = 0; q < QUEUES; q++)
		ring_rows(out, 'R', q);
	for (unsigned q = 0; q < QUEUES; q++)
		ring_rows(out, 'T', q);
	if (!out->n)
		inspect_note(out, 0, "no ring is set up");
}
