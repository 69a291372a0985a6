/* SPDX-License-Identifier: MIT */
/* Pools of NET_BUFFER_LISTs and NET_BUFFERs, and what is allocated from them. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/mdl.h"

#define ROUND(n) (((n) + 15) & ~(size_t)15)

static struct nbl_pool *pool_new(const struct call *call, enum handle_kind kind)
{
	struct nbl_pool *pool = arena_new(&call->ndis->core->arena, sizeof *pool);

	pool->obj = call->obj;
	pool->handle = guest_address(handle_new(call->ndis->core, &call->ndis->handles, kind, pool));
	return pool;
}

static NDIS_HANDLE list_pool(const struct call *call, const NET_BUFFER_LIST_POOL_PARAMETERS *from)
{
	NET_BUFFER_LIST_POOL_PARAMETERS p;
	struct nbl_pool *pool;

	if (!driver_header(call->ndis, from, NDIS_OBJECT_TYPE_DEFAULT, NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
			   NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1))
		return NULL;
	GUEST_GET(call->ndis, &p, from);
	if ((!p.fAllocateNetBuffer && p.DataSize) || p.ContextSize % MEMORY_ALLOCATION_ALIGNMENT)
		return NULL;
	pool = pool_new(call, HANDLE_LIST_POOL);
	pool->buffers = p.fAllocateNetBuffer;
	pool->context = p.ContextSize;
	pool->head = (uint32_t)(ROUND(sizeof(NET_BUFFER_LIST)) + (p.ContextSize ? ROUND(sizeof(NET_BUFFER_LIST_CONTEXT) + p.ContextSize) : 0));
	pool->data = p.DataSize;
	pool->tag = p.PoolTag;
	return guest_pointer(pool->handle);
}

NDIS_HANDLE NdisAllocateNetBufferListPool(NDIS_HANDLE NdisHandle, PNET_BUFFER_LIST_POOL_PARAMETERS Parameters)
{
	struct call call = GATE(NdisAllocateNetBufferListPool, adapter_object(NdisHandle), NdisHandle, Parameters);

	return gate_leave_pointer(&call, list_pool(&call, Parameters));
}

static void pool_end(const struct call *call, NDIS_HANDLE handle, enum handle_kind kind)
{
	struct nbl_pool *pool = handle_object(&call->ndis->handles, handle, kind);

	if (!pool) {
		gate_broken(call, "Use_AfterFree", "a pool is freed that is none or was freed");
		return;
	}
	if (pool->out)
		gate_broken(call, "Leak_Nbl", "a pool is freed while what was allocated from it is not");
	handle_end(&call->ndis->handles, handle);
}

VOID NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle)
{
	struct call call = GATE(NdisFreeNetBufferListPool, 0, PoolHandle, 0);

	pool_end(&call, PoolHandle, HANDLE_LIST_POOL);
	gate_leave(&call, 0);
}

/* The NET_BUFFER of a list at `at`, with MDL and data behind it if the pool has data. */
static void lay_buffer(const struct nbl_pool *pool, NET_BUFFER *buffer, uint64_t at)
{
	MDL *mdl = guest_pointer(at + ROUND(sizeof *buffer));

	buffer->NdisPoolHandle = guest_pointer(pool->handle);
	if (!pool->data)
		return;
	mdl_describe(mdl, guest_address(mdl) + ROUND(sizeof *mdl), pool->data);
	buffer->MdlChain = buffer->CurrentMdl = mdl;
}

static NET_BUFFER_LIST *list_new(const struct call *call, struct nbl_pool *pool)
{
	struct ndis *ndis = call->ndis;
	size_t size = pool->head + (pool->buffers ? ROUND(sizeof(NET_BUFFER)) + (pool->data ? ROUND(sizeof(MDL)) + pool->data : 0) : 0);
	uint64_t address = pool_alloc(&ndis->os->pool, POOL_BLOCK, pool->obj, size, pool->tag, true);
	NET_BUFFER_LIST *list = guest_pointer(address);

	if (!address)
		return NULL;
	memset(list, 0, pool->head + (pool->buffers ? sizeof(NET_BUFFER) : 0));
	list->NdisPoolHandle = guest_pointer(pool->handle);
	if (pool->context) {
		list->Context = guest_pointer(address + ROUND(sizeof *list));
		list->Context->Size = (USHORT)pool->context;
	}
	if (pool->buffers) {
		list->FirstNetBuffer = guest_pointer(address + pool->head);
		lay_buffer(pool, list->FirstNetBuffer, address + pool->head);
	}
	pool->out++;
	nbl_note(ndis, address, pool, pool->obj, SYM_owner_DRIVER);
	return list;
}

PNET_BUFFER_LIST NdisAllocateNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill)
{
	struct call call = GATE(NdisAllocateNetBufferList, 0, PoolHandle, ContextSize);
	struct nbl_pool *pool = handle_object(&call.ndis->handles, PoolHandle, HANDLE_LIST_POOL);

	(void)ContextBackFill;
	return gate_leave_pointer(&call, pool ? list_new(&call, pool) : NULL);
}

/* Where in the chain the data begins. */
static void set_data(struct ndis *ndis, NET_BUFFER *buffer, MDL *chain, ULONG offset, SIZE_T length)
{
	ULONG count;

	buffer->MdlChain = buffer->CurrentMdl = chain;
	buffer->DataOffset = buffer->CurrentMdlOffset = offset;
	buffer->stDataLength = length;
	while (buffer->CurrentMdl) {
		GUEST_GET(ndis, &count, &buffer->CurrentMdl->ByteCount);
		if (buffer->CurrentMdlOffset < count || !buffer->CurrentMdlOffset)
			return;
		buffer->CurrentMdlOffset -= count;
		GUEST_GET(ndis, &buffer->CurrentMdl, &buffer->CurrentMdl->Next);
	}
}

PNET_BUFFER_LIST NdisAllocateNetBufferAndNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill,
						       PMDL MdlChain, ULONG DataOffset, SIZE_T DataLength)
{
	struct call call = GATE(NdisAllocateNetBufferAndNetBufferList, 0, PoolHandle, MdlChain);
	struct nbl_pool *pool = handle_object(&call.ndis->handles, PoolHandle, HANDLE_LIST_POOL);
	bool fits = pool && pool->buffers && !pool->data && (MdlChain || !DataOffset);
	NET_BUFFER_LIST *list = fits ? list_new(&call, pool) : NULL;

	(void)ContextSize;
	(void)ContextBackFill;
	if (list)
		set_data(call.ndis, list->FirstNetBuffer, MdlChain, DataOffset, DataLength);
	return gate_leave_pointer(&call, list);
}

static void list_free(const struct call *call, NET_BUFFER_LIST *list)
{
	struct nbl *nbl = nbl_find(guest_address(list));

	if (!nbl || !nbl->pool) {
		gate_broken(call, nbl ? "Nbl_Owner" : "Use_AfterFree", nbl ? N_("a list is freed that the driver did not allocate") :
									      N_("a list is freed that is none or was freed"));
		return;
	}
	if (nbl->owner != SYM_owner_DRIVER) {
		gate_broken(call, "Nbl_Owner", "a list is freed while it belongs to the system");
		return;
	}
	core_record(call->ndis->core, R_NBL_FREE, nbl->obj, nbl->id, nbl->address, 0, 0);
	nbl->owner = SYM_owner_FREE;
	nbl->pool->out--;
	pool_free(&call->ndis->os->pool, POOL_BLOCK, nbl->address);
}

VOID NdisFreeNetBufferList(PNET_BUFFER_LIST NetBufferList)
{
	struct call call = GATE(NdisFreeNetBufferList, 0, NetBufferList, 0);

	list_free(&call, NetBufferList);
	gate_leave(&call, 0);
}

NDIS_HANDLE NdisAllocateNetBufferPool(NDIS_HANDLE NdisHandle, PNET_BUFFER_POOL_PARAMETERS Parameters)
{
	struct call call = GATE(NdisAllocateNetBufferPool, adapter_object(NdisHandle), NdisHandle, Parameters);
	NET_BUFFER_POOL_PARAMETERS p;
	struct nbl_pool *pool;

	GUEST_GET(call.ndis, &p, Parameters);
	pool = pool_new(&call, HANDLE_BUFFER_POOL);
	pool->data = p.DataSize;
	pool->tag = p.PoolTag;
	return gate_leave_pointer(&call, guest_pointer(pool->handle));
}

VOID NdisFreeNetBufferPool(NDIS_HANDLE PoolHandle)
{
	struct call call = GATE(NdisFreeNetBufferPool, 0, PoolHandle, 0);

	pool_end(&call, PoolHandle, HANDLE_BUFFER_POOL);
	gate_leave(&call, 0);
}

static NET_BUFFER *buffer_new(const struct call *call, struct nbl_pool *pool, MDL *chain, ULONG offset, SIZE_T length)
{
	size_t size = ROUND(sizeof(NET_BUFFER)) + (pool->data ? ROUND(sizeof(MDL)) + pool->data : 0);
	uint64_t address = pool_alloc(&call->ndis->os->pool, POOL_BLOCK, pool->obj, size, pool->tag, true);
	NET_BUFFER *buffer = guest_pointer(address);

	if (!address)
		return NULL;
	memset(buffer, 0, sizeof *buffer);
	pool->out++;
	lay_buffer(pool, buffer, address);
	if (!pool->data)
		set_data(call->ndis, buffer, chain, offset, length);
	return buffer;
}

PNET_BUFFER NdisAllocateNetBuffer(NDIS_HANDLE PoolHandle, PMDL MdlChain, ULONG DataOffset, SIZE_T DataLength)
{
	struct call call = GATE(NdisAllocateNetBuffer, 0, PoolHandle, MdlChain);
	struct nbl_pool *pool = handle_object(&call.ndis->handles, PoolHandle, HANDLE_BUFFER_POOL);
	NET_BUFFER *buffer = pool ? buffer_new(&call, pool, MdlChain, DataOffset, DataLength) : NULL;

	return gate_leave_pointer(&call, buffer);
}

VOID NdisFreeNetBuffer(PNET_BUFFER NetBuffer)
{
	struct call call = GATE(NdisFreeNetBuffer, 0, NetBuffer, 0);
	struct nbl_pool *pool;
	NDIS_HANDLE handle;

	GUEST_GET(call.ndis, &handle, &NetBuffer->NdisPoolHandle);
	pool = handle_object(&call.ndis->handles, handle, HANDLE_BUFFER_POOL);
	if (pool && pool_free(&call.ndis->os->pool, POOL_BLOCK, guest_address(NetBuffer)))
		pool->out--;
	else
		gate_broken(&call, "Use_AfterFree", "a NET_BUFFER is freed that is none or was freed");
	gate_leave(&call, 0);
}
