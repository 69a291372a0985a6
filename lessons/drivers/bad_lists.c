/* SPDX-License-Identifier: MIT */
/*
 * bad and what NDIS lends it: two lists of its own over one frame, indicated when the link changes, lists to send, which go back at once
 * for there is no wire, and shared memory.
 */
#include "bad.h"

static NDIS_STATUS shared_up(struct bad *bad)
{
	NDIS_SG_DMA_DESCRIPTION dma = {
		.Header = { NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, NDIS_SG_DMA_DESCRIPTION_REVISION_1,
			    NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1 },
		.Flags = NDIS_SG_DMA_64_BIT_ADDRESS,
		.MaximumPhysicalMapping = BAD_SHARED,
	};
	NDIS_STATUS status = NdisMRegisterScatterGatherDma(bad->base.adapter, &dma, &bad->dma);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisMAllocateSharedMemory(bad->base.adapter, BAD_SHARED, TRUE, &bad->shared, &bad->shared_address);
	return bad->shared ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

static VOID shared_down(struct bad *bad)
{
	if (bad->shared && !made(bad, LEAK_SHARED))
		NdisMFreeSharedMemory(bad->base.adapter, BAD_SHARED, TRUE, bad->shared, bad->shared_address);
	if (bad->dma)
		NdisMDeregisterScatterGatherDma(bad->dma);
}

/* NDIS finds by SourceHandle who gets an indicated list back. */
static PNET_BUFFER_LIST list_new(struct bad *bad)
{
	PNET_BUFFER_LIST list = NdisAllocateNetBufferAndNetBufferList(bad->pool, 0, 0, bad->mdl, 0, sizeof(bad->frame));

	if (list)
		list->SourceHandle = bad->base.adapter;
	return list;
}

NDIS_STATUS lists_up(struct bad *bad)
{
	NET_BUFFER_LIST_POOL_PARAMETERS pool = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 },
		.ProtocolId = NDIS_PROTOCOL_ID_DEFAULT,
		.fAllocateNetBuffer = TRUE,
		.PoolTag = BAD_TAG,
	};

	bad->pool = NdisAllocateNetBufferListPool(bad->base.adapter, &pool);
	bad->mdl = NdisAllocateMdl(bad->base.adapter, bad->frame, sizeof(bad->frame));
	if (!bad->pool || !bad->mdl)
		return NDIS_STATUS_RESOURCES;
	for (ULONG i = 0; i < BAD_LISTS; i++) {
		bad->list[i] = list_new(bad);
		if (!bad->list[i])
			return NDIS_STATUS_RESOURCES;
	}
	return shared_up(bad);
}

/* Also what lists_up got so far. A pool goes last: its lists point into it. */
VOID lists_down(struct bad *bad)
{
	shared_down(bad);
	if (bad->pool && made(bad, POOL_FIRST))
		NdisFreeNetBufferListPool(bad->pool);
	for (ULONG i = 0; i < BAD_LISTS; i++) {
		if (bad->list[i] && !made(bad, LEAK_LIST) && !made(bad, POOL_FIRST))
			NdisFreeNetBufferList(bad->list[i]);
	}
	if (bad->mdl)
		NdisFreeMdl(bad->mdl);
	if (bad->pool && !made(bad, LEAK_LIST) && !made(bad, POOL_FIRST))
		NdisFreeNetBufferListPool(bad->pool);
}

/* A list that is indicated is the system's until it comes back to lists_return. */
static VOID indicate(struct bad *bad, ULONG first, ULONG n)
{
	for (ULONG i = first; i < first + n; i++)
		NET_BUFFER_LIST_NEXT_NBL(bad->list[i]) = i + 1 < first + n ? bad->list[i + 1] : NULL;
	NdisMIndicateReceiveNetBufferLists(bad->base.adapter, bad->list[first], NDIS_DEFAULT_PORT_NUMBER, n,
					   NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
}

/* As many as NDIS says at the most. What is left is for the next run of the DPC, which MoreNblsPending asks for. */
static VOID indicate_all(struct bad *bad, PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle)
{
	ULONG left = BAD_LISTS - bad->indicated;
	ULONG n = made(bad, INDICATE_MORE) ? left : min(left, throttle->MaxNblsToIndicate);

	indicate(bad, bad->indicated, n);
	bad->indicated = (bad->indicated + n) % BAD_LISTS;
	throttle->MoreNblsPending = bad->indicated != 0;
}

VOID lists_dpc(struct bad *bad, PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle)
{
	if (bad->mistake == INDICATE_MORE)
		indicate_all(bad, throttle);
	if (bad->mistake == INDICATE_TWICE || bad->mistake == FREE_INDICATED)
		indicate(bad, 0, 1);
	if (made(bad, INDICATE_TWICE))
		indicate(bad, 0, 1);
	if (almost(bad, INDICATE_TWICE))
		indicate(bad, 1, 1);
	if (made(bad, FREE_INDICATED))
		NdisFreeNetBufferList(bad->list[0]);
	if (almost(bad, FREE_INDICATED)) { /* the other one is ours */
		NdisFreeNetBufferList(bad->list[1]);
		bad->list[1] = list_new(bad);
	}
}

/* Whoever completes a list may not look at it any more: the next one is read before. */
static VOID complete_each(struct bad *bad, PNET_BUFFER_LIST list, ULONG flags)
{
	while (list) {
		PNET_BUFFER_LIST next = NET_BUFFER_LIST_NEXT_NBL(list);

		NET_BUFFER_LIST_NEXT_NBL(list) = NULL;
		NdisMSendNetBufferListsComplete(bad->base.adapter, list, flags);
		list = next;
	}
}

VOID lists_send(NDIS_HANDLE context, PNET_BUFFER_LIST list, NDIS_PORT_NUMBER port, ULONG flags)
{
	ULONG how = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(flags) ? NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL : 0;
	struct bad *bad = context;

	UNREFERENCED_PARAMETER(port);
	for (PNET_BUFFER_LIST l = list; l; l = NET_BUFFER_LIST_NEXT_NBL(l))
		NET_BUFFER_LIST_STATUS(l) = NDIS_STATUS_MEDIA_DISCONNECTED;
	if (almost(bad, COMPLETE_TWICE)) {
		complete_each(bad, list, how);
		return;
	}
	NdisMSendNetBufferListsComplete(bad->base.adapter, list, how);
	if (made(bad, COMPLETE_TWICE))
		NdisMSendNetBufferListsComplete(bad->base.adapter, list, how);
}
