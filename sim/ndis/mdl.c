/* SPDX-License-Identifier: MIT */
/* MDLs: made over nonpaged memory only, which is pool and shared memory. */
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/mdl.h"

void mdl_describe(MDL *mdl, uint64_t address, uint32_t length)
{
	memset(mdl, 0, sizeof *mdl);
	mdl->Size = sizeof *mdl;
	mdl->MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA;
	mdl->MappedSystemVa = guest_pointer(address);
	mdl->StartVa = PAGE_ALIGN(guest_pointer(address));
	mdl->ByteCount = length;
	mdl->ByteOffset = BYTE_OFFSET(guest_pointer(address));
}

static void *allocate(const struct call *call, void *memory, UINT length)
{
	struct pool *pool = &call->ndis->os->pool;
	uint64_t mdl;

	if (!pool_live(pool, guest_address(memory), length ? length : 1)) {
		gate_broken(call, "Wild_Access", "an MDL is asked for over memory that is not nonpaged pool or shared memory");
		return NULL;
	}
	mdl = pool_alloc(pool, POOL_BLOCK, call->obj, sizeof(MDL), 0, true);
	if (mdl)
		mdl_describe(guest_pointer(mdl), guest_address(memory), length);
	return guest_pointer(mdl);
}

PMDL NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length)
{
	struct call call = GATE(NdisAllocateMdl, adapter_object(NdisHandle), VirtualAddress, Length);

	return gate_leave_pointer(&call, allocate(&call, VirtualAddress, Length));
}

VOID NdisFreeMdl(PMDL Mdl)
{
	struct call call = GATE(NdisFreeMdl, 0, Mdl, 0);

	if (!pool_free(&call.ndis->os->pool, POOL_BLOCK, guest_address(Mdl)))
		gate_broken(&call, "Use_AfterFree", "an MDL is freed that is none or was freed");
	gate_leave(&call, 0);
}

VOID NdisAdjustMdlLength(PMDL Mdl, UINT Length)
{
	struct call call = GATE(NdisAdjustMdlLength, 0, Mdl, Length);

	GUEST_PUT(call.ndis, &Mdl->ByteCount, Length);
	gate_leave(&call, 0);
}
