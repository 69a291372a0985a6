/* SPDX-License-Identifier: MIT */
/* The way of a received frame: the queue it belongs to, its descriptor, memory, the cause. */
#include <string.h>

#include "sim/base/little.h"
#include "sim/hw/dev_vnic.h"

enum { STATUS_DONE = 1 << 0, STATUS_END = 1 << 1 };

static struct vnic_rx *rx_of(struct event *arrived)
{
	return (struct vnic_rx *)(void *)((char *)arrived - offsetof(struct vnic_rx, ring.arrived));
}

static void drop(struct vnic *vnic, unsigned queue, unsigned reason, unsigned length)
{
	vnic_count(vnic, VNIC_MPC);
	if (reason == SYM_drop_NO_DESCRIPTOR)
		vnic_count(vnic, VNIC_RXDROP + queue);
	vnic_record(vnic, R_DEV_DROP, queue, reason, length, 0);
}

static struct vnic_frame *frame_new(struct vnic *vnic)
{
	struct vnic_frame *frame = vnic->free_frames;

	if (!frame)
		return arena_new(&vnic->core->arena, sizeof *frame);
	vnic->free_frames = frame->next;
	return frame;
}

static struct vnic_frame *pop(struct vnic_rx *rx)
{
	struct vnic_frame *frame = rx->waiting;

	rx->waiting = frame->next;
	rx->waiting_n--;
	if (!rx->waiting)
		rx->last = &rx->waiting;
	return frame;
}

static void give_back(struct vnic *vnic, struct vnic_frame *frame)
{
	frame->next = vnic->free_frames;
	vnic->free_frames = frame;
}

static void drop_waiting(struct vnic_rx *rx, unsigned reason)
{
	struct vnic *vnic = rx->ring.vnic;

	while (rx->waiting) {
		struct vnic_frame *frame = pop(rx);
		uint64_t was = core_because(vnic->core, frame->record);

		drop(vnic, rx->ring.queue, reason, frame->length);
		core_because(vnic->core, was);
		give_back(vnic, frame);
	}
}

static void fail(struct vnic_rx *rx)
{
	vnic_ring_error(&rx->ring);
	drop_waiting(rx, SYM_drop_QUEUE_ERROR);
}

/* What is written back over the descriptor. */
static void describe(uint8_t *descriptor, unsigned length, uint32_t hash, enum rss_type type)
{
	little_put64(descriptor, hash | (uint64_t)length << 32 | (uint64_t)(STATUS_DONE | STATUS_END) << 48 | (uint64_t)type << 56);
	little_put64(descriptor + 8, 0);
}

/* Memory was not to be had: because the function may not ask for it, or because the descriptor names none. */
static void undelivered(struct vnic_rx *rx, unsigned length)
{
	bool closed = device_gate(rx->ring.vnic->device) != SYM_gate_NONE;

	drop(rx->ring.vnic, rx->ring.queue, closed ? SYM_drop_RX_OFF : SYM_drop_QUEUE_ERROR, length);
	if (!closed)
		fail(rx);
}

/* Data, write-back, message, in this order; a descriptor for it is in the device. The record being handled is its dev.frame. */
static void deliver(struct vnic_rx *rx, const uint8_t *bytes, unsigned length, uint32_t hash, enum rss_type type)
{
	struct vnic *vnic = rx->ring.vnic;
	unsigned q = rx->ring.queue;
	uint8_t descriptor[VNIC_DESCRIPTOR];
	uint64_t was = vnic->core->cause;
	uint32_t at;

	if (!device_dma_write(vnic->device, little64(vnic_ring_first(&rx->ring)), bytes, length)) {
		undelivered(rx, length);
		return;
	}
	at = vnic_ring_advance(&rx->ring);
	describe(descriptor, length, hash, type);
	device_dma_write(vnic->device, rx->ring.base + (uint64_t)at * VNIC_DESCRIPTOR, descriptor, sizeof descriptor);
	vnic_count(vnic, VNIC_RXCNT + q);
	vnic_count(vnic, VNIC_GPRC);
	core_because(vnic->core, vnic_record(vnic, R_DEV_DESC_WRITE, q, at, vnic->value[VNIC_RDH + q], length));
	vnic_cause(vnic, VNIC_RXQ(q));
	core_because(vnic->core, was);
}

static void wait_for_descriptor(struct vnic_rx *rx, const uint8_t *bytes, unsigned length, uint32_t hash, enum rss_type type)
{
	struct vnic_frame *frame = frame_new(rx->ring.vnic);

	frame->next = NULL;
	frame->record = rx->ring.vnic->core->cause;
	frame->length = length;
	frame->hash = hash;
	frame->type = type;
	memcpy(frame->bytes, bytes, length);
	*rx->last = frame;
	rx->last = &frame->next;
	rx->waiting_n++;
}

static void fetch(struct vnic_rx *rx)
{
	if (rx->ring.vnic->value[VNIC_CTRL] & VNIC_RXEN)
		vnic_ring_fetch(&rx->ring);
	if (rx->ring.stopped)
		drop_waiting(rx, SYM_drop_QUEUE_ERROR);
}

/* SYM_drop_COUNT: it is not dropped. */
static unsigned refused(const struct vnic *vnic, const struct vnic_rx *rx, unsigned length)
{
	if (!vnic->link)
		return SYM_drop_LINK_DOWN;
	if (!(vnic->value[VNIC_CTRL] & VNIC_RXEN) || device_gate(vnic->device) != SYM_gate_NONE)
		return SYM_drop_RX_OFF;
	if (length > VNIC_BUFFER)
		return SYM_drop_TOO_LONG;
	if (!rx->ring.on)
		return SYM_drop_QUEUE_OFF;
	if (rx->ring.stopped)
		return SYM_drop_QUEUE_ERROR;
	return vnic_ring_free(&rx->ring) > rx->waiting_n ? SYM_drop_COUNT : SYM_drop_NO_DESCRIPTOR;
}

void vnic_receive(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint64_t code)
{
	uint64_t was = vnic->core->cause;
	enum rss_type type;
	uint32_t hash;
	unsigned q = vnic_rss(vnic, bytes, length, code, &hash, &type), reason;
	struct vnic_rx *rx = &vnic->rx[q];

	if (!code)
		code = frame_code_stored(trace_bytes(vnic->core->trace, bytes, length));
	core_because(vnic->core, vnic_record(vnic, R_DEV_FRAME, q, length, hash, code | type));
	reason = refused(vnic, rx, length);
	if (reason != SYM_drop_COUNT) {
		drop(vnic, q, reason, length);
		if (reason == SYM_drop_NO_DESCRIPTOR)
			vnic_cause(vnic, VNIC_RXO(q));
	} else {
		if (rx->ring.cached && !rx->waiting)
			deliver(rx, bytes, length, hash, type);
		else
			wait_for_descriptor(rx, bytes, length, hash, type);
		fetch(rx);
	}
	core_because(vnic->core, was);
}

static void arrived(struct event *event)
{
	struct vnic_rx *rx = rx_of(event);
	struct vnic *vnic = rx->ring.vnic;
	uint64_t was = vnic->core->cause;

	vnic_ring_take_arrived(&rx->ring);
	while (rx->waiting && rx->ring.cached) {
		struct vnic_frame *frame = pop(rx);

		core_because(vnic->core, frame->record);
		deliver(rx, frame->bytes, frame->length, frame->hash, frame->type);
		core_because(vnic->core, was);
		give_back(vnic, frame);
	}
	fetch(rx);
}

void vnic_rdt_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	struct vnic_rx *rx = &vnic->rx[i];

	regs_write(&vnic->device->regs, VNIC_RDT + i, value);
	if (!rx->ring.on || rx->ring.stopped)
		return;
	if (vnic_ring_tail_fits(&rx->ring))
		fetch(rx);
	else
		fail(rx);
}

/* A queue the device does not have cannot be enabled: the bit reads 0. */
void vnic_rxdctl_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	struct vnic_rx *rx = &vnic->rx[i];
	bool on = value & VNIC_ENABLE && i < vnic->rxq;

	regs_write(&vnic->device->regs, VNIC_RXDCTL + i, on ? value : 0);
	if (on == rx->ring.on)
		return;
	if (on) {
		if (!vnic_ring_start(&rx->ring))
			fail(rx);
		return;
	}
	rx->ring.on = false;
	vnic_ring_stop(&rx->ring);
	drop_waiting(rx, SYM_drop_QUEUE_OFF);
}

void vnic_receive_switch(struct vnic *vnic, bool on)
{
	for (unsigned q = 0; q < vnic->rxq; q++) {
		struct vnic_rx *rx = &vnic->rx[q];

		if (on) {
			fetch(rx);
		} else {
			vnic_ring_stop(&rx->ring);
			drop_waiting(rx, SYM_drop_RX_OFF);
		}
	}
}

/* Registers are reset by the caller; frames inside are discarded without a trace of their own. */
void vnic_receive_reset(struct vnic *vnic)
{
	for (unsigned q = 0; q < VNIC_QUEUES; q++) {
		struct vnic_rx *rx = &vnic->rx[q];

		while (rx->waiting)
			give_back(vnic, pop(rx));
		rx->ring.on = rx->ring.stopped = rx->ring.reading = rx->ring.stale = false;
		rx->ring.cached = 0;
	}
}

void vnic_receive_init(struct vnic *vnic)
{
	for (unsigned q = 0; q < VNIC_QUEUES; q++) {
		vnic_ring_init(&vnic->rx[q].ring, vnic, q, arrived);
		vnic->rx[q].last = &vnic->rx[q].waiting;
	}
}
