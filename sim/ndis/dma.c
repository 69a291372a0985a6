/* SPDX-License-Identifier: MIT */
/* Bus-master registration, shared memory, scatter/gather lists (doc/modelled.md). */
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/inject.h"
#include "sim/ndis/work.h"
#include "sim/os/bugcheck.h"

#define ELEMENTS_MAX 64
#define LIST_SIZE (offsetof(SCATTER_GATHER_LIST, Elements) + ELEMENTS_MAX * sizeof(SCATTER_GATHER_ELEMENT))

/* A list on its way to the driver. */
struct sg_list {
	struct dpc dpc;
	struct adapter *adapter;
	uint64_t address;
	void *context;
	struct sg_list *next; /* all that were made */
};

/* Nothing of the hardware may be claimed by an adapter that the system does not know (NdisMSetMiniportAttributes). */
static void check_order(const struct call *call, const struct adapter *adapter, const char *text)
{
	if (adapter && adapter->initializing && !adapter->registered)
		gate_broken(call, "Register_Order", text);
}

static NDIS_STATUS register_dma(const struct call *call, struct adapter *adapter, NDIS_SG_DMA_DESCRIPTION *from, NDIS_HANDLE *handle)
{
	check_order(call, adapter, N_("scatter/gather DMA is registered before the registration attributes were set"));
	if (!adapter || !adapter->initializing || !adapter->registered || adapter->dma)
		return NDIS_STATUS_FAILURE;
	if (!(adapter->flags & NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER))
		return NDIS_STATUS_NOT_SUPPORTED;
	if (!driver_header(call->ndis, from, NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, NDIS_SG_DMA_DESCRIPTION_REVISION_1,
			   NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1))
		return NDIS_STATUS_BAD_VERSION;
	guest_read(call->ndis, &adapter->dma_description, from, NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1);
	adapter->dma = handle_new(call->ndis->core, &call->ndis->handles, HANDLE_DMA, adapter);
	if (!adapter->dma)
		return NDIS_STATUS_RESOURCES;
	GUEST_PUT(call->ndis, &from->ScatterGatherListSize, (ULONG)LIST_SIZE);
	GUEST_PUT(call->ndis, handle, adapter->dma);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisMRegisterScatterGatherDma(NDIS_HANDLE MiniportAdapterHandle, PNDIS_SG_DMA_DESCRIPTION DmaDescription,
					  PNDIS_HANDLE NdisMiniportDmaHandle)
{
	struct call call = GATE(NdisMRegisterScatterGatherDma, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle,
				DmaDescription);
	NDIS_STATUS status = register_dma(&call, adapter_of(call.ndis, MiniportAdapterHandle), DmaDescription,
					  NdisMiniportDmaHandle);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

VOID NdisMDeregisterScatterGatherDma(NDIS_HANDLE NdisMiniportDmaHandle)
{
	struct call call = GATE(NdisMDeregisterScatterGatherDma, 0, NdisMiniportDmaHandle, 0);
	struct adapter *adapter = handle_object(&call.ndis->handles, NdisMiniportDmaHandle, HANDLE_DMA);

	if (adapter) {
		handle_end(&call.ndis->handles, adapter->dma);
		adapter->dma = NULL;
	}
	gate_leave(&call, 0);
}

/* Shared memory comes in whole pages. */
static uint64_t pages(ULONG length)
{
	return (length + UINT64_C(4095)) & ~UINT64_C(4095);
}

static uint64_t shared(const struct call *call, const struct adapter *adapter, ULONG length)
{
	struct pool *pool = &call->ndis->os->pool;

	inject_alloc(call->ndis);
	return adapter && adapter->dma && length ? pool_alloc(pool, POOL_SHARED, adapter->obj, pages(length), 0, false) : 0;
}

VOID NdisMAllocateSharedMemory(NDIS_HANDLE MiniportAdapterHandle, ULONG Length, BOOLEAN Cached, PVOID *VirtualAddress,
			       PNDIS_PHYSICAL_ADDRESS PhysicalAddress)
{
	struct call call = GATE(NdisMAllocateSharedMemory, adapter_object(MiniportAdapterHandle), Length, Cached);
	struct adapter *adapter = adapter_of(call.ndis, MiniportAdapterHandle);
	uint64_t address = shared(&call, adapter, Length);
	NDIS_PHYSICAL_ADDRESS physical = { .QuadPart = address ? (LONGLONG)pool_physical(address) : 0 };

	check_order(&call, adapter, N_("shared memory is allocated before the registration attributes were set"));
	GUEST_PUT(call.ndis, VirtualAddress, guest_pointer(address));
	GUEST_PUT(call.ndis, PhysicalAddress, physical);
	gate_leave(&call, 0);
}

/* A double free is a bugcheck of its own; other values than those of the allocation free nothing, and it leaks. */
static void release(const struct call *call, uint64_t address, ULONG length, uint64_t physical)
{
	const struct pool_block *block = pool_find(&call->ndis->os->pool, address);
	uint64_t p[4] = { 0x03, 0, address, length };

	if (block && block->address == address && block->family == POOL_SHARED && !block->live) {
		gate_broken(call, "Use_AfterFree", "shared memory is freed a second time");
		bugcheck(call->ndis->core, BUGCHECK_NDIS_DRIVER, p, "shared memory is freed a second time", call->at);
	}
	if (block && block->address == address && block->size == pages(length) &&
	    pool_physical(address) == physical)
		pool_free(&call->ndis->os->pool, POOL_SHARED, address);
}

VOID NdisMFreeSharedMemory(NDIS_HANDLE MiniportAdapterHandle, ULONG Length, BOOLEAN Cached, PVOID VirtualAddress,
			   NDIS_PHYSICAL_ADDRESS PhysicalAddress)
{
	struct call call = GATE(NdisMFreeSharedMemory, adapter_object(MiniportAdapterHandle), VirtualAddress, Length);

	(void)Cached;
	release(&call, guest_address(VirtualAddress), Length, (uint64_t)PhysicalAddress.QuadPart);
	gate_leave(&call, 0);
}

static void complete_shared(struct work *work)
{
	struct adapter *adapter = work->context;
	MINIPORT_ALLOCATE_SHARED_MEM_COMPLETE *function = adapter->dma_description.SharedMemAllocateCompleteHandler;
	NDIS_PHYSICAL_ADDRESS physical = { .QuadPart = work->value ? (LONGLONG)pool_physical(work->value) : 0 };
	struct handler handler;

	if (adapter->dma && function) {
		handler_enter(&handler, HANDLER_SHARED_COMPLETE, adapter->obj, work->value, work->length, (void *)function);
		DRIVER_CALL(function, adapter->context, guest_pointer(work->value), handler_lend(&physical, sizeof physical),
			    (ULONG)work->length, guest_pointer(work->argument));
		handler_exit(&handler, 0);
	}
	work_end(work);
}

static NDIS_STATUS shared_later(const struct call *call, struct adapter *adapter, ULONG length, void *context)
{
	struct work *work;

	if (!adapter || !adapter->dma_description.SharedMemAllocateCompleteHandler)
		return NDIS_STATUS_FAILURE;
	work = work_make(call->ndis, adapter->obj, complete_shared, adapter);
	work->value = shared(call, adapter, length);
	work->length = length;
	work->argument = guest_address(context);
	work_put(work, call->cpu->number);
	return NDIS_STATUS_PENDING;
}

NDIS_STATUS NdisMAllocateSharedMemoryAsyncEx(NDIS_HANDLE MiniportDmaHandle, ULONG Length, BOOLEAN Cached, PVOID Context)
{
	struct call call = GATE(NdisMAllocateSharedMemoryAsyncEx, 0, Length, Cached);
	struct adapter *adapter = handle_object(&call.ndis->handles, MiniportDmaHandle, HANDLE_DMA);
	NDIS_STATUS status = shared_later(&call, adapter, Length, Context);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

/* One element for each MDL: shared memory is contiguous. false: memory that the device cannot reach. */
static bool list_elements(struct ndis *ndis, const NET_BUFFER *buffer, SCATTER_GATHER_LIST *list)
{
	uint64_t left = (uint64_t)buffer->CurrentMdlOffset + buffer->DataLength;
	const MDL *at = buffer->CurrentMdl;
	MDL mdl;

	for (; at && left && list->NumberOfElements < ELEMENTS_MAX; at = mdl.Next) {
		SCATTER_GATHER_ELEMENT *element = &list->Elements[list->NumberOfElements];
		uint64_t address;

		GUEST_GET(ndis, &mdl, at);
		address = guest_address(mdl.MappedSystemVa);
		if (arena_part_of(address) != ARENA_SHARED)
			return false;
		element->Address.QuadPart = (LONGLONG)pool_physical(address);
		element->Length = mdl.ByteCount < left ? mdl.ByteCount : (ULONG)left;
		left -= element->Length;
		list->NumberOfElements++;
	}
	return !left;
}

static void give_list(struct adapter *adapter, SCATTER_GATHER_LIST *list, void *context)
{
	MINIPORT_PROCESS_SG_LIST *function = adapter->dma_description.ProcessSGListHandler;
	struct handler handler;

	handler_enter(&handler, HANDLER_SG_LIST, adapter->obj, guest_address(list), guest_address(context), (void *)function);
	DRIVER_CALL(function, NULL, NULL, list, context);
	handler_exit(&handler, 0);
}

/* `set sg=later`: the list comes to the handler after the call has returned, from a DPC on the same CPU. */
static bool later(const struct ndis *ndis)
{
	const char *sg = settings_get(&ndis->os->options, "sg");

	return sg && strcmp(sg, "later") == 0;
}

static void give_later(struct dpc *dpc)
{
	struct sg_list *list = dpc->owner;
	struct adapter *adapter = list->adapter;

	if (adapter->dma)
		give_list(adapter, guest_pointer(list->address), list->context);
}

/* One whose DPC is over, or a new one. */
static struct sg_list *idle_list(struct adapter *adapter)
{
	struct sg_list *list = adapter->sg_lists;

	while (list && dpc_busy(&list->dpc))
		list = list->next;
	if (list)
		return list;
	list = arena_new(&adapter->ndis->core->arena, sizeof *list);
	list->adapter = adapter;
	list->next = adapter->sg_lists;
	return adapter->sg_lists = list;
}

static void put_off(struct adapter *adapter, uint64_t address, void *context)
{
	struct os *os = adapter->ndis->os;
	struct sg_list *list = idle_list(adapter);

	list->address = address;
	list->context = context;
	list->dpc = (struct dpc){ .os = os, .obj = adapter->obj, .message = RECORD_NONE, .cpu = os_cpu(os)->number, .importance = DPC_MEDIUM,
				  .run = give_later, .code = UINT64_MAX, .owner = list };
	dpc_queue(&list->dpc, address);
}

/* The list lives in a block of the system's, not in the buffer that the driver offers. */
static NDIS_STATUS make_list(const struct call *call, struct adapter *adapter, const NET_BUFFER *at, void *context)
{
	struct pool *pool = &call->ndis->os->pool;
	NET_BUFFER buffer;
	uint64_t address;

	if (!adapter || !adapter->dma_description.ProcessSGListHandler)
		return NDIS_STATUS_FAILURE;
	guest_read(call->ndis, &buffer, at, offsetof(NET_BUFFER, ChecksumBias));
	address = pool_alloc(pool, POOL_BLOCK, adapter->obj, LIST_SIZE, 0, true);
	if (!address)
		return NDIS_STATUS_RESOURCES;
	memset(guest_pointer(address), 0, LIST_SIZE);
	if (!list_elements(call->ndis, &buffer, guest_pointer(address))) {
		pool_free(pool, POOL_BLOCK, address);
		return NDIS_STATUS_FAILURE;
	}
	if (later(call->ndis))
		put_off(adapter, address, context);
	else
		give_list(adapter, guest_pointer(address), context);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisMAllocateNetBufferSGList(NDIS_HANDLE NdisMiniportDmaHandle, PNET_BUFFER NetBuffer, PVOID Context, ULONG Flags,
					 PVOID ScatterGatherListBuffer, ULONG ScatterGatherListBufferSize)
{
	struct call call = GATE(NdisMAllocateNetBufferSGList, 0, NetBuffer, Flags);
	struct adapter *adapter = handle_object(&call.ndis->handles, NdisMiniportDmaHandle, HANDLE_DMA);
	NDIS_STATUS status = make_list(&call, adapter, NetBuffer, Context);

	(void)ScatterGatherListBuffer;
	(void)ScatterGatherListBufferSize;
	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

VOID NdisMFreeNetBufferSGList(NDIS_HANDLE NdisMiniportDmaHandle, PSCATTER_GATHER_LIST ScatterGatherListBuffer, PNET_BUFFER NetBuffer)
{
	struct call call = GATE(NdisMFreeNetBufferSGList, 0, ScatterGatherListBuffer, NetBuffer);

	(void)NdisMiniportDmaHandle;
	if (!pool_free(&call.ndis->os->pool, POOL_BLOCK, guest_address(ScatterGatherListBuffer)))
		gate_broken(&call, "Use_AfterFree", "a scatter/gather list is freed that is none or was freed");
	gate_leave(&call, 0);
}

/* Coherent machine: any alignment will do. */
ULONG NdisMGetDmaAlignment(NDIS_HANDLE MiniportAdapterHandle)
{
	struct call call = GATE(NdisMGetDmaAlignment, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle, 0);

	return (ULONG)gate_leave(&call, 1);
}
