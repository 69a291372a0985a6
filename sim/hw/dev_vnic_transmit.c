/* SPDX-License-Identifier: MIT */
/* The way of a frame to the wire: descriptor, data, write-back where it is asked for, the cause. One descriptor of a queue
 * is worked on at a time; queues share the wire. */
#include "sim/base/little.h"
#include "sim/hw/dev_vnic.h"

enum { LENGTH = 8, COMMAND = 10, STATUS = 12 };
enum { COMMAND_END = 1 << 0, COMMAND_REPORT = 1 << 1, STATUS_DONE = 1 << 0 };

static void work(struct vnic_tx *tx);

static bool on(const struct vnic_tx *tx)
{
	return tx->ring.on && !tx->ring.stopped && tx->ring.vnic->value[VNIC_CTRL] & VNIC_TXEN;
}

static uint32_t data_length(const uint8_t *descriptor)
{
	return (uint32_t)descriptor[LENGTH] | (uint32_t)descriptor[LENGTH + 1] << 8;
}

static uint64_t data_address(const uint8_t *descriptor)
{
	return little64(descriptor);
}

static void stop(struct vnic_tx *tx)
{
	vnic_ring_stop(&tx->ring);
	queue_cancel(&tx->ring.vnic->core->queue, &tx->pace);
	tx->stale = tx->reading;
	tx->frame_bytes = 0;
}

static void fail(struct vnic_tx *tx)
{
	stop(tx);
	vnic_ring_error(&tx->ring);
}

/* Data of more than one read's size is read in pieces; the last one tells. */
static bool read_data(struct vnic_tx *tx, uint64_t address, uint32_t length)
{
	struct device *device = tx->ring.vnic->device;

	for (; length > VNIC_DATA_READ; address += VNIC_DATA_READ, length -= VNIC_DATA_READ)
		if (!device_dma_read(device, address, tx->data, VNIC_DATA_READ, NULL))
			return false;
	return device_dma_read(device, address, tx->data, length, &tx->read);
}

static void done(struct vnic_tx *tx);

static void start(struct vnic_tx *tx)
{
	const uint8_t *descriptor = vnic_ring_first(&tx->ring);
	uint32_t length = data_length(descriptor);

	if (!length) {
		done(tx);
		return;
	}
	tx->reading = read_data(tx, data_address(descriptor), length);
	if (!tx->reading)
		fail(tx);
}

/* The next step of a queue that waits for nothing. */
static void work(struct vnic_tx *tx)
{
	if (!on(tx) || tx->reading || event_queued(&tx->pace) || device_gate(tx->ring.vnic->device) != SYM_gate_NONE)
		return;
	if (tx->ring.cached)
		start(tx);
	vnic_ring_fetch(&tx->ring);
	if (tx->ring.stopped)
		stop(tx);
}

/* The frame goes out, or is dropped where there is no link. Returns its length, 0: nobody will see it. */
static uint32_t send(struct vnic_tx *tx)
{
	struct vnic *vnic = tx->ring.vnic;
	uint32_t length = tx->frame_bytes;
	vtime start_at = vnic->wire_until > vnic->core->now ? vnic->wire_until : vnic->core->now;

	tx->frame_bytes = 0;
	if (!length)
		return 0;
	if (!vnic->link) {
		vnic_record(vnic, R_DEV_DROP, tx->ring.queue, SYM_drop_LINK_DOWN, length, 0);
		return 0;
	}
	vnic_count(vnic, VNIC_TXCNT + tx->ring.queue - VNIC_QUEUES);
	vnic_count(vnic, VNIC_GPTC);
	vnic->wire_until = start_at + gen_wire(length, vnic->speed);
	return length;
}

/* Not before its data would reach a free wire. */
static void go_on(struct vnic_tx *tx)
{
	struct vnic *vnic = tx->ring.vnic;
	vtime busy = vnic->wire_until - vnic->core->now - core_cost(vnic->core, COST_DMA_READ);

	if (busy > 0 && vnic_ring_free(&tx->ring))
		core_after(vnic->core, &tx->pace, EVENT_DEVICE, busy);
	else
		work(tx);
}

/* The data of the descriptor at the head is in the device. */
static void done(struct vnic_tx *tx)
{
	static const uint8_t status = STATUS_DONE;
	struct vnic *vnic = tx->ring.vnic;
	const uint8_t *descriptor = vnic_ring_first(&tx->ring);
	unsigned command = descriptor[COMMAND];
	unsigned q = tx->ring.queue - VNIC_QUEUES;
	uint64_t was = vnic->core->cause;
	uint32_t at, sent = 0;

	tx->frame_bytes += data_length(descriptor);
	at = vnic_ring_advance(&tx->ring);
	if (command & COMMAND_END)
		sent = send(tx);
	if (command & COMMAND_REPORT)
		device_dma_write(vnic->device, tx->ring.base + (uint64_t)at * VNIC_DESCRIPTOR + STATUS, &status, 1);
	core_because(vnic->core, vnic_record(vnic, R_DEV_DESC_WRITE, tx->ring.queue, at, vnic->value[VNIC_TDH + q], sent));
	if (command & COMMAND_REPORT)
		vnic_cause(vnic, VNIC_TXQ(q));
	core_because(vnic->core, was);
	go_on(tx);
}

static void data_read(struct event *event)
{
	struct vnic_tx *tx = (struct vnic_tx *)(void *)((char *)event - offsetof(struct vnic_tx, read));
	bool mine = !tx->stale && device_gate(tx->ring.vnic->device) == SYM_gate_NONE;

	tx->reading = tx->stale = false;
	if (mine)
		done(tx);
	else
		work(tx);
}

static void paced(struct event *event)
{
	work((struct vnic_tx *)(void *)((char *)event - offsetof(struct vnic_tx, pace)));
}

static void arrived(struct event *event)
{
	struct vnic_tx *tx = (struct vnic_tx *)(void *)((char *)event - offsetof(struct vnic_tx, ring.arrived));

	vnic_ring_take_arrived(&tx->ring);
	work(tx);
}

void vnic_tdt_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	struct vnic_tx *tx = &vnic->tx[i];

	regs_write(&vnic->device->regs, VNIC_TDT + i, value);
	if (!tx->ring.on || tx->ring.stopped)
		return;
	if (vnic_ring_tail_fits(&tx->ring))
		work(tx);
	else
		fail(tx);
}

void vnic_txdctl_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	struct vnic_tx *tx = &vnic->tx[i];
	bool turn_on = value & VNIC_ENABLE && i < vnic->txq;

	regs_write(&vnic->device->regs, VNIC_TXDCTL + i, turn_on ? value : 0);
	if (turn_on == tx->ring.on)
		return;
	if (turn_on && !vnic_ring_start(&tx->ring))
		fail(tx);
	if (turn_on)
		return;
	tx->ring.on = false;
	stop(tx);
}

void vnic_transmit_switch(struct vnic *vnic, bool turn_on)
{
	for (unsigned q = 0; q < vnic->txq; q++)
		if (turn_on)
			work(&vnic->tx[q]);
		else
			stop(&vnic->tx[q]);
}

void vnic_transmit_reset(struct vnic *vnic)
{
	for (unsigned q = 0; q < VNIC_QUEUES; q++) {
		struct vnic_tx *tx = &vnic->tx[q];

		stop(tx);
		tx->ring.on = tx->ring.stopped = tx->ring.reading = tx->ring.stale = tx->reading = tx->stale = false;
	}
	vnic->wire_until = 0;
}

void vnic_memory_back(struct vnic *vnic)
{
	if (device_gate(vnic->device) != SYM_gate_NONE)
		return;
	if (vnic->value[VNIC_CTRL] & VNIC_RXEN)
		vnic_receive_switch(vnic, true);
	if (vnic->value[VNIC_CTRL] & VNIC_TXEN)
		vnic_transmit_switch(vnic, true);
}

void vnic_transmit_init(struct vnic *vnic)
{
	for (unsigned q = 0; q < VNIC_QUEUES; q++) {
		vnic_ring_init(&vnic->tx[q].ring, vnic, VNIC_QUEUES + q, arrived);
		event_init(&vnic->tx[q].read, "VNIC transmit data", data_read);
		event_init(&vnic->tx[q].pace, "VNIC wire", paced);
	}
}
