/* SPDX-License-Identifier: MIT */
/*
 * A queue's ring of descriptors in memory, and those of them that are in the device already. Descriptors between head and
 * tail are the device's; it reads them in order, in advance, and never past the tail or around the end in one read.
 */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/hw/dev_vnic.h"

enum { RING_ALIGN = 128, RING_MOST = 65536 };

static bool transmits(const struct vnic_ring *ring)
{
	return ring->queue >= VNIC_QUEUES;
}

/* A register of the queue: the receive queues' index moved to the transmit queues' where it is one. */
static unsigned reg(const struct vnic_ring *ring, enum vnic_reg rx, enum vnic_reg tx)
{
	return transmits(ring) ? tx + ring->queue - VNIC_QUEUES : rx + ring->queue;
}

static uint32_t head(const struct vnic_ring *ring)
{
	return ring->vnic->value[reg(ring, VNIC_RDH, VNIC_TDH)];
}

static uint32_t tail(const struct vnic_ring *ring)
{
	return ring->vnic->value[reg(ring, VNIC_RDT, VNIC_TDT)];
}

/* A place that may lie up to one round past the end. */
static uint32_t wrapped(const struct vnic_ring *ring, uint32_t place)
{
	return place < ring->size ? place : place - ring->size;
}

void vnic_ring_init(struct vnic_ring *ring, struct vnic *vnic, unsigned queue, void (*arrived)(struct event *))
{
	ring->vnic = vnic;
	ring->queue = queue;
	event_init(&ring->arrived, "VNIC descriptors", arrived);
}

static void zero_head(struct vnic_ring *ring)
{
	unsigned index = reg(ring, VNIC_RDH, VNIC_TDH);

	if (head(ring))
		vnic_record(ring->vnic, R_DEV_REG, index, 0, head(ring), 0);
	regs_put(&ring->vnic->device->regs, index, 0);
	vnic_set(ring->vnic, reg(ring, VNIC_RDT, VNIC_TDT), 0);
}

bool vnic_ring_start(struct vnic_ring *ring)
{
	const uint32_t *value = ring->vnic->value;
	uint32_t length = value[reg(ring, VNIC_RDLEN, VNIC_TDLEN)];

	zero_head(ring);
	ring->on = true;
	ring->stopped = false;
	ring->base = (uint64_t)value[reg(ring, VNIC_RDBAH, VNIC_TDBAH)] << 32 | value[reg(ring, VNIC_RDBAL, VNIC_TDBAL)];
	ring->size = length / VNIC_DESCRIPTOR;
	return ring->base % RING_ALIGN == 0 && length % RING_ALIGN == 0 && length <= RING_MOST;
}

void vnic_ring_stop(struct vnic_ring *ring)
{
	ring->cached = 0;
	ring->stale = ring->reading;
}

void vnic_ring_error(struct vnic_ring *ring)
{
	struct vnic *vnic = ring->vnic;

	ring->stopped = true;
	vnic_ring_stop(ring);
	vnic_set(vnic, VNIC_ERRQ, vnic->value[VNIC_ERRQ] | 1u << ring->queue);
	vnic_cause(vnic, VNIC_ERR);
}

inline uint32_t vnic_ring_free(const struct vnic_ring *ring)
{
	return ring->size ? wrapped(ring, tail(ring) + ring->size - head(ring)) : 0;
}

bool vnic_ring_tail_fits(const struct vnic_ring *ring)
{
	return tail(ring) < ring->size || tail(ring) == 0;
}

/* How many descriptors a read may bring: what is handed out and not here yet, up to the ring's end. */
static unsigned readable(const struct vnic_ring *ring, uint32_t from)
{
	unsigned n = vnic_ring_free(ring) - ring->cached;

	if (n > VNIC_FETCH)
		n = VNIC_FETCH;
	return n > ring->size - from ? ring->size - from : n;
}

void vnic_ring_fetch(struct vnic_ring *ring)
{
	uint32_t from;

	if (!ring->on || ring->stopped || ring->reading || ring->cached >= VNIC_LOW || !ring->size)
		return;
	from = wrapped(ring, head(ring) + ring->cached);
	ring->asked = readable(ring, from);
	if (!ring->asked || device_gate(ring->vnic->device) != SYM_gate_NONE)
		return;
	ring->reading = device_dma_read(ring->vnic->device, ring->base + (uint64_t)from * VNIC_DESCRIPTOR, ring->arriving,
					ring->asked * VNIC_DESCRIPTOR, &ring->arrived);
	if (!ring->reading)
		vnic_ring_error(ring);
}

bool vnic_ring_take_arrived(struct vnic_ring *ring)
{
	bool mine = !ring->stale;

	ring->reading = ring->stale = false;
	if (!mine)
		return false;
	for (unsigned i = 0; i < ring->asked; i++)
		memcpy(ring->cache[(ring->first + ring->cached++) % (2 * VNIC_FETCH)], ring->arriving[i], VNIC_DESCRIPTOR);
	return true;
}

const uint8_t *vnic_ring_first(const struct vnic_ring *ring)
{
	must(ring->cached);
	return ring->cache[ring->first];
}

uint32_t vnic_ring_advance(struct vnic_ring *ring)
{
	uint32_t was = head(ring);

	must(ring->cached);
	ring->first = (ring->first + 1) % (2 * VNIC_FETCH);
	ring->cached--;
	regs_put(&ring->vnic->device->regs, reg(ring, VNIC_RDH, VNIC_TDH), wrapped(ring, was + 1));
	return was;
}
