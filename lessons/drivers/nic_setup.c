/* SPDX-License-Identifier: MIT */
/*
 * What an adapter needs before it can be interrupted: mapped registers, DMA, rings, buffers, and its description for NDIS. Each
 * function that ends in _down frees what its partner made, also when that one stopped half way: what was not made is NULL.
 */
#include "nic.h"

static PVOID pool_get(struct nic *nic, ULONG bytes)
{
	PVOID memory = NdisAllocateMemoryWithTagPriority(nic->adapter, bytes, NIC_TAG,
							 NormalPoolPriority);

	/* Pool memory comes with somebody's old bytes in it. */
	if (memory)
		NdisZeroMemory(memory, bytes);
	return memory;
}

static VOID pool_put(PVOID memory)
{
	if (memory)
		NdisFreeMemory(memory, 0, 0);
}

static BOOLEAN shared_get(struct nic *nic, struct shared *shared, ULONG length)
{
	PVOID va = NULL;

	NdisMAllocateSharedMemory(nic->adapter, length, TRUE, &va, &shared->pa);
	shared->va = va;
	shared->length = length;
	if (va)
		NdisZeroMemory(va, length);
	return va != NULL;
}

static VOID shared_put(struct nic *nic, struct shared *shared)
{
	if (shared->va)
		NdisMFreeSharedMemory(nic->adapter, shared->length, TRUE, shared->va, shared->pa);
	shared->va = NULL;
}

/* BAR0 is known by its length: the order of the resources is the bus driver's affair. */
NDIS_STATUS nic_map(struct nic *nic)
{
	for (ULONG i = 0; nic->resources && i < nic->resources->Count; i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR resource = &nic->resources->PartialDescriptors[i];
		PVOID va = NULL;
		NDIS_STATUS status;

		if (resource->Type != CmResourceTypeMemory ||
		    resource->u.Memory.Length != VNIC_BAR0_LENGTH)
			continue;
		status = NdisMMapIoSpace(&va, nic->adapter, resource->u.Memory.Start,
					 VNIC_BAR0_LENGTH);
		nic->regs = va;
		if (status == NDIS_STATUS_SUCCESS)
			nic_write(nic, VNIC_CTRL, VNIC_CTRL_RST); /* whatever was there before us */
		return status;
	}
	return NDIS_STATUS_RESOURCE_CONFLICT;
}

VOID nic_unmap(struct nic *nic)
{
	if (nic->regs)
		NdisMUnmapIoSpace(nic->adapter, nic->regs, VNIC_BAR0_LENGTH);
	nic->regs = NULL;
}

/* Only shared memory is wanted, yet NDIS gives none before this registration. */
NDIS_STATUS nic_dma_up(struct nic *nic)
{
	NDIS_SG_DMA_DESCRIPTION dma = {
		.Header = { NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, NDIS_SG_DMA_DESCRIPTION_REVISION_1,
			    NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1 },
		.Flags = NDIS_SG_DMA_64_BIT_ADDRESS,
		.MaximumPhysicalMapping = VNIC_FRAME_BYTES,
	};

	return NdisMRegisterScatterGatherDma(nic->adapter, &dma, &nic->dma);
}

VOID nic_dma_down(struct nic *nic)
{
	if (nic->dma)
		NdisMDeregisterScatterGatherDma(nic->dma);
	nic->dma = NULL;
}

/* A buffer, its MDL and its list stay together for life; only the length changes from frame to frame. */
static BOOLEAN rx_buffer_make(struct rxq *queue, struct rx_buffer *buffer, ULONG offset)
{
	struct nic *nic = queue->nic;
	PUCHAR va = queue->memory.va + offset;

	buffer->queue = queue;
	buffer->address = (ULONG64)queue->memory.pa.QuadPart + offset;
	buffer->mdl = NdisAllocateMdl(nic->adapter, va, VNIC_FRAME_BYTES);
	if (!buffer->mdl)
		return FALSE;
	buffer->list = NdisAllocateNetBufferAndNetBufferList(nic->pool, 0, 0, buffer->mdl, 0, 0);
	if (!buffer->list)
		return FALSE;
	buffer->list->SourceHandle = nic->adapter; /* NDIS finds by it who gets the list back */
	NET_BUFFER_LIST_MINIPORT_RESERVED(buffer->list)[0] = buffer;
	buffer->next_free = queue->free;
	queue->free = buffer;
	return TRUE;
}

/* Ring length in descriptors: room for so many and one more, in whole units of 128 bytes. */
static ULONG ring_size(ULONG n)
{
	return (ULONG)ALIGN_UP_BY(n + 1, VNIC_DESCRIPTORS_MIN);
}

/* The ring first, which shared memory aligns to a page (the device asks for 128), then one place a frame. */
static BOOLEAN rxq_make(struct nic *nic, struct rxq *queue)
{
	ULONG ring, n = nic->choice.rx_buffers;

	queue->nic = nic;
	queue->number = (ULONG)(queue - nic->rx);
	queue->size = ring_size(n);
	queue->slot = (struct rx_buffer **)(nic->rx + nic->n_rx) + queue->number * queue->size;
	NdisAllocateSpinLock(&queue->lock);
	ring = (ULONG)ALIGN_UP_BY(queue->size * VNIC_DESCRIPTOR, VNIC_FRAME_BYTES);
	queue->buffer = pool_get(nic, n * (ULONG)sizeof(*queue->buffer));
	if (!queue->buffer || !shared_get(nic, &queue->memory, ring + n * VNIC_FRAME_BYTES))
		return FALSE;
	queue->ring = (volatile struct vnic_rx *)queue->memory.va;
	for (queue->buffers = 0; queue->buffers < n; queue->buffers++) {
		if (!rx_buffer_make(queue, &queue->buffer[queue->buffers],
				    ring + queue->buffers * VNIC_FRAME_BYTES)) {
			queue->buffers++; /* half of this one may be there */
			return FALSE;
		}
	}
	return TRUE;
}

static VOID rxq_unmake(struct nic *nic, struct rxq *queue)
{
	for (ULONG i = 0; queue->buffer && i < queue->buffers; i++) {
		if (queue->buffer[i].list)
			NdisFreeNetBufferList(queue->buffer[i].list);
		if (queue->buffer[i].mdl)
			NdisFreeMdl(queue->buffer[i].mdl);
	}
	shared_put(nic, &queue->memory);
	pool_put(queue->buffer);
}

static BOOLEAN txq_make(struct nic *nic, struct txq *queue)
{
	ULONG ring;

	queue->nic = nic;
	queue->number = (ULONG)(queue - nic->tx);
	queue->size = ring_size(nic->choice.tx_buffers);
	queue->slot = (PNET_BUFFER_LIST *)(nic->tx + nic->n_tx) + queue->number * queue->size;
	queue->waiting_last = &queue->waiting;
	NdisAllocateSpinLock(&queue->lock);
	ring = (ULONG)ALIGN_UP_BY(queue->size * VNIC_DESCRIPTOR, VNIC_FRAME_BYTES);
	if (!shared_get(nic, &queue->memory, ring + queue->size * VNIC_FRAME_BYTES))
		return FALSE;
	queue->ring = (volatile struct vnic_tx *)queue->memory.va;
	queue->frames = queue->memory.va + ring;
	queue->frames_address = (ULONG64)queue->memory.pa.QuadPart + ring;
	return TRUE;
}

/* All queues of a kind, then the slots of all their rings: what an interrupt looks at lies together. */
NDIS_STATUS nic_queues_up(struct nic *nic)
{
	NET_BUFFER_LIST_POOL_PARAMETERS pool = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 },
		.ProtocolId = NDIS_PROTOCOL_ID_DEFAULT,
		.fAllocateNetBuffer = TRUE,
		.PoolTag = NIC_TAG,
	};
	ULONG status = nic_read(nic, VNIC_STATUS);

	if (status == VNIC_GONE)
		return NDIS_STATUS_ADAPTER_NOT_FOUND;
	nic->edge_only = (status & VNIC_STATUS_EDGEONLY) != 0;
	/* No more than the device has and than was wished. */
	nic->n_rx = min(nic->choice.queues, VNIC_STATUS_RX_QUEUES(status));
	nic->n_tx = min(nic->choice.queues, VNIC_STATUS_TX_QUEUES(status));
	nic->pool = NdisAllocateNetBufferListPool(nic->adapter, &pool);
	nic->rx = pool_get(nic, nic->n_rx * (ULONG)(sizeof(*nic->rx) + ring_size(nic->choice.rx_buffers) * sizeof(*nic->rx->slot)));
	nic->tx = pool_get(nic, nic->n_tx * (ULONG)(sizeof(*nic->tx) + ring_size(nic->choice.tx_buffers) * sizeof(*nic->tx->slot)));
	if (!nic->pool || !nic->rx || !nic->tx)
		return NDIS_STATUS_RESOURCES;
	for (ULONG q = 0; q < nic->n_rx; q++) {
		if (!rxq_make(nic, &nic->rx[q]))
			return NDIS_STATUS_RESOURCES;
	}
	for (ULONG q = 0; q < nic->n_tx; q++) {
		if (!txq_make(nic, &nic->tx[q]))
			return NDIS_STATUS_RESOURCES;
	}
	return NDIS_STATUS_SUCCESS;
}

VOID nic_queues_down(struct nic *nic)
{
	for (ULONG q = 0; nic->tx && q < nic->n_tx; q++)
		shared_put(nic, &nic->tx[q].memory);
	for (ULONG q = 0; nic->rx && q < nic->n_rx; q++)
		rxq_unmake(nic, &nic->rx[q]);
	pool_put(nic->tx);
	pool_put(nic->rx);
	if (nic->pool)
		NdisFreeNetBufferListPool(nic->pool); /* after its last list */
	nic->tx = NULL;
	nic->rx = NULL;
	nic->pool = NULL;
}

/* A queue's ring, at the beginning of its memory. Base and length are taken at the moment when ENABLE is turned on, and head and tail
 * become 0. */
VOID nic_ring_on(struct nic *nic, ULONG block, const struct shared *memory, ULONG size)
{
	nic_write(nic, block + VNIC_RING_BAL, memory->pa.LowPart);
	nic_write(nic, block + VNIC_RING_BAH, (ULONG)memory->pa.HighPart);
	nic_write(nic, block + VNIC_RING_LEN, size * VNIC_DESCRIPTOR);
	nic_write(nic, block + VNIC_RING_CTL, VNIC_RING_ENABLE);
}
