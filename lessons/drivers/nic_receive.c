/* SPDX-License-Identifier: MIT */
/*
 * Receive queues. A buffer goes round: free list, ring, (device fills it), chain of lists to NDIS, back through the return
 * handler, free list. A ring position and a buffer have nothing to do with each other, so buffers may come back in any order.
 */
#include "nic.h"

/* The place after this one; a ring has no end. */
static ULONG after(const struct rxq *queue, ULONG place)
{
	return place + 1 == queue->size ? 0 : place + 1;
}

/*
 * Under the lock. One write of the tail for all of them: each register write is a transfer on the bus. Buffers that come back
 * while the ring is off, in the middle of a reset, wait on the free list for the next start.
 */
static VOID fill(struct rxq *queue)
{
	ULONG tail = queue->tail;

	while (queue->started && queue->free) {
		struct rx_buffer *buffer = queue->free;

		queue->free = buffer->next_free;
		queue->slot[tail] = buffer;
		/* All sixteen bytes anew: the write-back of the last frame here lies over the address. */
		queue->ring[tail].zero = 0;
		queue->ring[tail].address = buffer->address;
		tail = after(queue, tail);
	}
	if (tail == queue->tail)
		return;
	queue->tail = tail;
	/* The accessor keeps the order: no tail is at the device before the descriptors it covers are in memory. */
	nic_write(queue->nic, VNIC_RXQ(queue->number) + VNIC_RING_TAIL, tail);
}

/*
 * Under the lock. Whether the next frame is there. Never past the tail: what lies there is not the device's, and its DD bit is an
 * old one. DD is read first, and what it vouches for only then: that is what "acquire" asks for.
 */
static BOOLEAN ready(const struct rxq *queue)
{
	return queue->open && queue->head != queue->tail && ReadUCharAcquire(&queue->ring[queue->head].status) & VNIC_RX_DD;
}

static VOID hash(PNET_BUFFER_LIST list, ULONG value, ULONG type)
{
	static const ULONG types[] = {
		[VNIC_HASH_NONE] = 0,
		[VNIC_HASH_IPV4] = NDIS_HASH_IPV4,
		[VNIC_HASH_TCP_IPV4] = NDIS_HASH_TCP_IPV4,
		[VNIC_HASH_IPV6] = NDIS_HASH_IPV6,
		[VNIC_HASH_TCP_IPV6] = NDIS_HASH_TCP_IPV6,
	};

	NET_BUFFER_LIST_INFO(list, NetBufferListHashInfo) = NULL;
	NET_BUFFER_LIST_INFO(list, NetBufferListHashValue) = NULL;
	if (type == VNIC_HASH_NONE || type >= ARRAYSIZE(types))
		return;
	NET_BUFFER_LIST_SET_HASH_VALUE(list, value);
	NET_BUFFER_LIST_SET_HASH_TYPE(list, types[type]);
	NET_BUFFER_LIST_SET_HASH_FUNCTION(list, NdisHashFunctionToeplitz);
}

/* Under the lock. The finished frame at the head, as a list. */
static PNET_BUFFER_LIST take_one(struct rxq *queue)
{
	volatile struct vnic_rx *frame = &queue->ring[queue->head];
	struct rx_buffer *buffer = queue->slot[queue->head];
	ULONG length = frame->length;

	/* Frames tend to be of one length, the shortest or the longest: the last one here may have left the right one. */
	if (MmGetMdlByteCount(buffer->mdl) != length)
		NdisAdjustMdlLength(buffer->mdl, length);
	NET_BUFFER_DATA_LENGTH(NET_BUFFER_LIST_FIRST_NB(buffer->list)) = length;
	hash(buffer->list, frame->hash, frame->hash_type);
	NET_BUFFER_LIST_STATUS(buffer->list) = NDIS_STATUS_SUCCESS;
	NET_BUFFER_LIST_NEXT_NBL(buffer->list) = NULL;
	queue->head = after(queue, queue->head);
	return buffer->list;
}

/* Under the lock. Takes at most so many finished frames off the ring, as a chain. */
static ULONG take(struct rxq *queue, ULONG most, PNET_BUFFER_LIST *chain)
{
	ULONG n;

	*chain = NULL;
	for (n = 0; n < most && ready(queue); n++) {
		*chain = take_one(queue);
		chain = &NET_BUFFER_LIST_NEXT_NBL(*chain);
	}
	return n;
}

/*
 * Under the lock. A buffer was last used when the ring came round, and so much else since that no cache holds it. So what the
 * next frame here needs is asked for at once and together, where following the pointers would ask for one after the other; and the
 * way there of the one after it.
 */
static VOID expect(const struct rxq *queue)
{
	ULONG next = queue->head, later = after(queue, next);
	const struct rx_buffer *buffer;

	if (next == queue->tail || later == queue->tail)
		return;
	buffer = queue->slot[next];
	PreFetchCacheLine(PF_TEMPORAL_LEVEL_1, queue->slot[later]);
	PreFetchCacheLine(PF_TEMPORAL_LEVEL_1, buffer->mdl);
	PrefetchForWrite(&NET_BUFFER_LIST_NEXT_NBL(buffer->list));
	PrefetchForWrite(&buffer->list->SourceHandle);
	PrefetchForWrite(&NET_BUFFER_LIST_STATUS(buffer->list));
	PrefetchForWrite(&NET_BUFFER_LIST_INFO(buffer->list, NetBufferListHashInfo));
}

BOOLEAN rxq_receive(struct rxq *queue, ULONG *budget)
{
	struct nic *nic = queue->nic;
	PNET_BUFFER_LIST chain;
	BOOLEAN more;
	ULONG n;

	NdisDprAcquireSpinLock(&queue->lock);
	expect(queue);
	n = take(queue, *budget, &chain);
	more = ready(queue);
	expect(queue);
	queue->out += n; /* before they leave: they may be back before the indication returns */
	NdisDprReleaseSpinLock(&queue->lock);
	*budget -= n;
	if (n)
		NdisMIndicateReceiveNetBufferLists(nic->adapter, chain, NDIS_DEFAULT_PORT_NUMBER, n,
						   NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
	return more;
}

BOOLEAN rxq_waiting(struct rxq *queue)
{
	BOOLEAN waiting;

	NdisDprAcquireSpinLock(&queue->lock);
	waiting = ready(queue);
	NdisDprReleaseSpinLock(&queue->lock);
	return waiting;
}

/* Under the lock. 1 if the last list that the queue owed has come back: it counts in `busy` no more. */
static LONG settled(struct rxq *queue)
{
	if (!queue->owes || queue->out)
		return 0;
	queue->owes = FALSE;
	return 1;
}

/* A chain may mix lists of several queues and indications, and comes on any CPU, perhaps inside the indication itself. */
VOID nic_returned(NDIS_HANDLE context, PNET_BUFFER_LIST list, ULONG flags)
{
	BOOLEAN dispatch = NDIS_TEST_RETURN_AT_DISPATCH_LEVEL(flags);
	struct nic *nic = context;
	LONG n = 0;

	while (list) {
		struct rx_buffer *buffer = NET_BUFFER_LIST_MINIPORT_RESERVED(list)[0];
		struct rxq *queue = buffer->queue;

		nic_lock(&queue->lock, dispatch);
		while (buffer && buffer->queue == queue) {
			list = NET_BUFFER_LIST_NEXT_NBL(list);
			buffer->next_free = queue->free;
			queue->free = buffer;
			queue->out--;
			buffer = list ? NET_BUFFER_LIST_MINIPORT_RESERVED(list)[0] : NULL;
		}
		fill(queue);
		n += settled(queue);
		nic_unlock(&queue->lock, dispatch);
	}
	nic_release(nic, n);
}

VOID rxq_open(struct rxq *queue, BOOLEAN open)
{
	NdisAcquireSpinLock(&queue->lock);
	queue->open = open;
	if (!open && queue->out && !queue->owes) {
		queue->owes = TRUE;
		InterlockedIncrement(&queue->nic->busy);
	}
	NdisReleaseSpinLock(&queue->lock);
}

VOID rxq_stop(struct rxq *queue)
{
	NdisAcquireSpinLock(&queue->lock);
	queue->started = FALSE;
	nic_write(queue->nic, VNIC_RXQ(queue->number) + VNIC_RING_CTL, 0);
	NdisReleaseSpinLock(&queue->lock);
}

/* After the stop has reached the device: nothing of the ring is in its use. Every buffer on it is free again. */
VOID rxq_recall(struct rxq *queue)
{
	NdisAcquireSpinLock(&queue->lock);
	for (; queue->head != queue->tail; queue->head = after(queue, queue->head)) {
		queue->slot[queue->head]->next_free = queue->free;
		queue->free = queue->slot[queue->head];
	}
	queue->head = queue->tail = 0;
	NdisReleaseSpinLock(&queue->lock);
}

/* Buffers follow once the ring is on. */
VOID rxq_start(struct rxq *queue)
{
	nic_ring_on(queue->nic, VNIC_RXQ(queue->number), &queue->memory, queue->size);
	NdisAcquireSpinLock(&queue->lock);
	queue->started = TRUE;
	fill(queue);
	NdisReleaseSpinLock(&queue->lock);
}
