/* SPDX-License-Identifier: MIT */
/*
 * Transmit queues. A frame is copied into shared memory of our own, one place a descriptor, so no scatter/gather list of foreign
 * memory is needed; that costs a copy and saves mapping, which pays for small frames. A list may hold several frames: it is
 * complete when the device has finished the last of them.
 */
#include "nic.h"

/* The first frame of a waiting list that has no descriptor yet, kept where a list gives its driver room. */
#define NEXT_FRAME(list) (*(PNET_BUFFER *)&NET_BUFFER_LIST_MINIPORT_RESERVED(list)[0])

/* Under the lock. NDIS sends nothing beyond the MTU that we reported and its header: a frame fits. */
static VOID put(struct txq *queue, PNET_BUFFER frame)
{
	ULONG offset = queue->tail * VNIC_FRAME_BYTES;
	ULONG length = NET_BUFFER_DATA_LENGTH(frame);
	volatile struct vnic_tx *descriptor = &queue->ring[queue->tail];
	PUCHAR copy = queue->frames + offset;
	PVOID data = NdisGetDataBuffer(frame, length, copy, 1, 0);

	/* The call copied only if the frame is scattered; otherwise it shows where the frame lies. */
	if (data && data != copy)
		NdisMoveMemory(copy, data, length);
	descriptor->address = queue->frames_address + offset;
	descriptor->length = (USHORT)length;
	descriptor->status = 0; /* of the last use: DD would look like "sent" at once */
	descriptor->command = VNIC_TX_EOP | VNIC_TX_RS;
}

/* Under the lock. The last descriptor stays free: a full ring would look like an empty one. */
static VOID load(struct txq *queue)
{
	ULONG before = queue->tail;

	while (queue->started && queue->waiting && (queue->tail + 1) % queue->size != queue->head) {
		PNET_BUFFER_LIST list = queue->waiting;
		PNET_BUFFER frame = NEXT_FRAME(list);

		put(queue, frame);
		NEXT_FRAME(list) = NET_BUFFER_NEXT_NB(frame);
		queue->slot[queue->tail] = NEXT_FRAME(list) ? NULL : list;
		if (!NEXT_FRAME(list))
			queue->waiting = NET_BUFFER_LIST_NEXT_NBL(list);
		queue->tail = (queue->tail + 1) % queue->size;
	}
	if (!queue->waiting)
		queue->waiting_last = &queue->waiting;
	if (queue->tail != before)
		nic_write(queue->nic, VNIC_TXQ(queue->number) + VNIC_RING_TAIL, queue->tail);
}

static VOID append(PNET_BUFFER_LIST **last, PNET_BUFFER_LIST list, NDIS_STATUS status)
{
	NET_BUFFER_LIST_STATUS(list) = status;
	NET_BUFFER_LIST_NEXT_NBL(list) = NULL;
	**last = list;
	*last = &NET_BUFFER_LIST_NEXT_NBL(list);
}

/* Without the lock: the protocol may send again from inside the completion. */
static VOID complete(struct nic *nic, PNET_BUFFER_LIST chain, BOOLEAN dispatch)
{
	LONG n = 0;

	for (PNET_BUFFER_LIST list = chain; list; list = NET_BUFFER_LIST_NEXT_NBL(list))
		n++;
	if (!n)
		return;
	NdisMSendNetBufferListsComplete(nic->adapter, chain,
					dispatch ? NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL : 0);
	nic_release(nic, n); /* counted first: after the call the chain is not ours to walk */
}

/* Under the lock. */
static BOOLEAN finished(const struct txq *queue)
{
	return queue->head != queue->tail && queue->ring[queue->head].status & VNIC_TX_DD;
}

BOOLEAN txq_waiting(struct txq *queue)
{
	BOOLEAN waiting;

	NdisDprAcquireSpinLock(&queue->lock);
	waiting = finished(queue);
	NdisDprReleaseSpinLock(&queue->lock);
	return waiting;
}

/*
 * Asked without the lock: most interrupts are about frames that came, and a lock for nothing is paid each time. A send of this
 * very moment may be overlooked, but not its end: that interrupts again, since its cause was cleared before we looked.
 */
static BOOLEAN idle(const struct txq *queue)
{
	return queue->head == queue->tail && !queue->waiting;
}

/* At DISPATCH_LEVEL. Takes back what the device has sent and uses the room for what waits. */
VOID txq_done(struct txq *queue)
{
	PNET_BUFFER_LIST chain = NULL, *last = &chain;

	if (idle(queue))
		return;
	NdisDprAcquireSpinLock(&queue->lock);
	while (finished(queue)) {
		if (queue->slot[queue->head])
			append(&last, queue->slot[queue->head], NDIS_STATUS_SUCCESS);
		queue->head = (queue->head + 1) % queue->size;
	}
	load(queue);
	NdisDprReleaseSpinLock(&queue->lock);
	complete(queue->nic, chain, TRUE);
}

/* The device is reset or gone and finishes nothing any more: every list comes back with the status, and the ring is empty. */
VOID txq_abort(struct txq *queue, NDIS_STATUS status)
{
	PNET_BUFFER_LIST chain = NULL, *last = &chain;

	NdisAcquireSpinLock(&queue->lock);
	for (; queue->head != queue->tail; queue->head = (queue->head + 1) % queue->size) {
		if (queue->slot[queue->head])
			append(&last, queue->slot[queue->head], status);
	}
	while (queue->waiting) {
		PNET_BUFFER_LIST list = queue->waiting;

		queue->waiting = NET_BUFFER_LIST_NEXT_NBL(list);
		append(&last, list, status);
	}
	queue->waiting_last = &queue->waiting;
	queue->head = queue->tail = 0;
	NdisReleaseSpinLock(&queue->lock);
	complete(queue->nic, chain, FALSE);
}

/*
 * The queue of the CPU that sends, so that CPUs do not meet at one lock. Whether the queue is open is asked under the lock under
 * which pause closes it: a send is either in before the pause looks, and is waited for, or refused.
 */
VOID nic_send(NDIS_HANDLE context, PNET_BUFFER_LIST list, NDIS_PORT_NUMBER port, ULONG flags)
{
	BOOLEAN dispatch = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(flags);
	struct nic *nic = context;
	struct txq *queue = &nic->tx[KeGetCurrentProcessorNumberEx(NULL) % nic->n_tx];
	PNET_BUFFER_LIST refused = NULL, *last = &refused, next;

	UNREFERENCED_PARAMETER(port);
	nic_lock(&queue->lock, dispatch);
	for (; list; list = next) {
		next = NET_BUFFER_LIST_NEXT_NBL(list);
		InterlockedIncrement(&nic->busy);
		NEXT_FRAME(list) = NET_BUFFER_LIST_FIRST_NB(list);
		if (queue->open)
			append(&queue->waiting_last, list, NDIS_STATUS_SUCCESS);
		else
			append(&last, list, NDIS_STATUS_PAUSED);
	}
	load(queue);
	nic_unlock(&queue->lock, dispatch);
	complete(nic, refused, dispatch);
}

/* Only lists that wait and of which nothing was handed to the device can still be stopped. */
static PNET_BUFFER_LIST cancel(struct txq *queue, PVOID id)
{
	PNET_BUFFER_LIST chain = NULL, *last = &chain, list, next;

	NdisAcquireSpinLock(&queue->lock);
	list = queue->waiting;
	queue->waiting = NULL;
	queue->waiting_last = &queue->waiting;
	for (; list; list = next) {
		next = NET_BUFFER_LIST_NEXT_NBL(list);
		if (NDIS_GET_NET_BUFFER_LIST_CANCEL_ID(list) == id &&
		    NEXT_FRAME(list) == NET_BUFFER_LIST_FIRST_NB(list))
			append(&last, list, NDIS_STATUS_SEND_ABORTED);
		else
			append(&queue->waiting_last, list, NDIS_STATUS_SUCCESS);
	}
	NdisReleaseSpinLock(&queue->lock);
	return chain;
}

VOID nic_cancel_send(NDIS_HANDLE context, PVOID id)
{
	struct nic *nic = context;

	for (ULONG q = 0; q < nic->n_tx; q++)
		complete(nic, cancel(&nic->tx[q], id), FALSE);
}

VOID txq_open(struct txq *queue, BOOLEAN open)
{
	NdisAcquireSpinLock(&queue->lock);
	queue->open = open;
	NdisReleaseSpinLock(&queue->lock);
}

VOID txq_start(struct txq *queue)
{
	nic_ring_on(queue->nic, VNIC_TXQ(queue->number), &queue->memory, queue->size);
	NdisAcquireSpinLock(&queue->lock);
	queue->started = TRUE;
	NdisReleaseSpinLock(&queue->lock);
}

VOID txq_stop(struct txq *queue)
{
	NdisAcquireSpinLock(&queue->lock);
	queue->started = FALSE;
	nic_write(queue->nic, VNIC_TXQ(queue->number) + VNIC_RING_CTL, 0);
	NdisReleaseSpinLock(&queue->lock);
}
