/* SPDX-License-Identifier: MIT */
/* Nonpaged pool and lookaside lists (doc/modelled.md). */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/inject.h"
#include "sim/ndis/memory.h"
#include "sim/os/bugcheck.h"

static void leak(struct adapter *adapter, const struct pool_block *block)
{
	bool shared = block->family == POOL_SHARED;
	char text[96];

	snprintf(text, sizeof text, "%s %u of %llu bytes is not freed when halt returns", shared ? "shared memory" : "pool block",
		 block->id, (unsigned long long)block->size);
	violation(adapter->ndis->core, adapter->obj, shared ? "Leak_Shared" : "Leak_Pool", text, adapter->ndis->core->cause,
		  stop_halt_code(adapter));
}

void memory_leaks(struct adapter *adapter)
{
	const struct pool *pool = &adapter->ndis->os->pool;

	for (unsigned family = 0; family < POOL_FAMILIES; family++)
		for (size_t i = 0; i < pool->n[family]; i++) {
			const struct pool_block *block = pool->blocks[family][i];

			if (block->live && !block->system && block->obj == adapter->obj && block->id > adapter->mark[family])
				leak(adapter, block);
		}
}

PVOID NdisAllocateMemoryWithTagPriority(NDIS_HANDLE NdisHandle, UINT Length, ULONG Tag, EX_POOL_PRIORITY Priority)
{
	struct call call = GATE(NdisAllocateMemoryWithTagPriority, adapter_object(NdisHandle), Length, Tag);
	uint64_t address;

	(void)Priority;
	if (!Tag)
		gate_broken(&call, "NdisAllocateMemoryWithTagPriority", "an allocation without a tag");
	inject_alloc(call.ndis);
	address = pool_alloc(&call.ndis->os->pool, POOL_BLOCK, call.obj, Length ? Length : 1, Tag, false);
	return gate_leave_pointer(&call, guest_pointer(address));
}

/* Why this block is not the driver's to free, NULL: it is. */
static const char *unfit(const struct pool_block *block)
{
	if (!block)
		return N_("what is freed is no pool block");
	if (!block->live)
		return N_("a block is freed a second time");
	return block->system ? N_("a block is freed that the system made: it has a call of its own for that") : NULL;
}

/* Freeing what is no live block is the end on the real system too (BAD_POOL_CALLER there; the verifier's 0x13 here). */
static void release(const struct call *call, void *block)
{
	const struct pool_block *found = pool_find(&call->ndis->os->pool, guest_address(block));
	const char *why = unfit(found);
	uint64_t p[4] = { 0x13, 0, 0, guest_address(block) };

	if (!why && pool_free(&call->ndis->os->pool, POOL_BLOCK, guest_address(block)))
		return;
	gate_broken(call, found && !found->live ? "Use_AfterFree" : "Wild_Access", why ? why : unfit(NULL));
	bugcheck(call->ndis->core, BUGCHECK_DRIVER_VERIFIER, p, "memory is freed that is not allocated", call->at);
}

VOID NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags)
{
	struct call call = GATE(NdisFreeMemory, 0, VirtualAddress, Length);

	(void)MemoryFlags;
	release(&call, VirtualAddress);
	gate_leave(&call, 0);
}

/* The machine keeps no free blocks of a lookaside list: each allocation is one of the pool, or of the driver's own function. */
VOID NdisInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
				       ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	struct call call = GATE(NdisInitializeNPagedLookasideList, 0, Lookaside, Size);
	NPAGED_LOOKASIDE_LIST list = { .Depth = Depth, .Type = Flags, .Tag = Tag, .Size = (ULONG)Size, .Allocate = Allocate,
				       .Free = Free };

	GUEST_PUT(call.ndis, Lookaside, list);
	gate_leave(&call, 0);
}

/* The adapter whose handler is running, innermost first: a lookaside list names none. 0: no adapter's. */
static uint32_t in_hand(const struct ndis *ndis)
{
	for (const struct nest *nest = ndis->core->cpu->nest; nest; nest = nest->outer)
		for (unsigned i = 0; i < ndis->adapters_n; i++)
			if (nest->obj == ndis->adapters[i]->obj ||
			    (ndis->adapters[i]->registration && nest->obj == ndis->adapters[i]->registration->obj))
				return ndis->adapters[i]->obj;
	return 0;
}

static void *own_allocate(const NPAGED_LOOKASIDE_LIST *list)
{
	struct handler handler;
	void *block;

	handler_enter(&handler, HANDLER_LOOKASIDE_ALLOCATE, 0, list->Size, list->Tag, (void *)list->Allocate);
	block = DRIVER_CALL(list->Allocate, 512, list->Size, list->Tag);
	handler_exit(&handler, guest_address(block));
	return block;
}

PVOID NdisAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = GATE(NdisAllocateFromNPagedLookasideList, 0, Lookaside, 0);
	NPAGED_LOOKASIDE_LIST list;
	void *block;

	GUEST_GET(call.ndis, &list, Lookaside);
	inject_alloc(call.ndis);
	block = list.Allocate ? own_allocate(&list) :
				guest_pointer(pool_alloc(&call.ndis->os->pool, POOL_BLOCK, in_hand(call.ndis), list.Size, list.Tag,
							 false));
	GUEST_PUT(call.ndis, &Lookaside->TotalAllocates, list.TotalAllocates + 1);
	return gate_leave_pointer(&call, block);
}

VOID NdisFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	struct call call = GATE(NdisFreeToNPagedLookasideList, 0, Lookaside, Entry);
	NPAGED_LOOKASIDE_LIST list;
	struct handler handler;

	GUEST_GET(call.ndis, &list, Lookaside);
	if (list.Free) {
		handler_enter(&handler, HANDLER_LOOKASIDE_FREE, 0, guest_address(Entry), 0, (void *)list.Free);
		DRIVER_CALL(list.Free, Entry);
		handler_exit(&handler, 0);
	} else {
		release(&call, Entry);
	}
	GUEST_PUT(call.ndis, &Lookaside->TotalFrees, list.TotalFrees + 1);
	gate_leave(&call, 0);
}

VOID NdisDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = GATE(NdisDeleteNPagedLookasideList, 0, Lookaside, 0);
	NPAGED_LOOKASIDE_LIST list;

	GUEST_GET(call.ndis, &list, Lookaside);
	if (list.TotalAllocates != list.TotalFrees)
		gate_broken(&call, "Leak_Pool", "a lookaside list is deleted while blocks of it are in use");
	gate_leave(&call, 0);
}
