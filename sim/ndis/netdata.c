/* SPDX-License-Identifier: MIT */
/* The data of a NET_BUFFER: its first bytes in one piece, and moving its start. */
#include <string.h>

#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

/* Copies n bytes from where the data begins; false: the chain is shorter. */
static bool gather(struct ndis *ndis, const NET_BUFFER *buffer, uint8_t *to, ULONG n)
{
	ULONG offset = buffer->CurrentMdlOffset, take;
	const MDL *at = buffer->CurrentMdl;
	uint8_t piece[256];
	MDL mdl;

	for (; n && at; at = mdl.Next, offset = 0) {
		GUEST_GET(ndis, &mdl, at);
		for (; n && offset < mdl.ByteCount; offset += take, to += take, n -= take) {
			take = mdl.ByteCount - offset < n ? mdl.ByteCount - offset : n;
			take = take < sizeof piece ? take : (ULONG)sizeof piece;
			guest_read(ndis, piece, (const uint8_t *)mdl.MappedSystemVa + offset, take);
			guest_write(ndis, to, piece, take);
		}
	}
	return !n;
}

static bool aligned(uint64_t address, UINT multiple, UINT offset)
{
	return multiple <= 1 || address % multiple == offset % multiple;
}

static void *first_bytes(struct ndis *ndis, const NET_BUFFER *at, ULONG needed, void *storage, UINT multiple, UINT offset)
{
	NET_BUFFER buffer;
	MDL mdl;
	uint64_t address;

	GUEST_GET(ndis, &buffer, at);
	if (!needed || buffer.DataLength < needed || !buffer.CurrentMdl)
		return NULL;
	GUEST_GET(ndis, &mdl, buffer.CurrentMdl);
	address = guest_address(mdl.MappedSystemVa) + buffer.CurrentMdlOffset;
	if (mdl.ByteCount >= buffer.CurrentMdlOffset && mdl.ByteCount - buffer.CurrentMdlOffset >= needed &&
	    aligned(address, multiple, offset))
		return guest_pointer(address);
	return storage && gather(ndis, &buffer, storage, needed) ? storage : NULL;
}

PVOID NdisGetDataBuffer(PNET_BUFFER NetBuffer, ULONG BytesNeeded, PVOID Storage, UINT AlignMultiple, UINT AlignOffset)
{
	struct call call = GATE(NdisGetDataBuffer, 0, NetBuffer, BytesNeeded);

	return gate_leave_pointer(&call, first_bytes(call.ndis, NetBuffer, BytesNeeded, Storage, AlignMultiple, AlignOffset));
}

/* CurrentMdl and CurrentMdlOffset from DataOffset. */
static void locate(struct ndis *ndis, NET_BUFFER *buffer)
{
	ULONG offset = buffer->DataOffset;
	MDL *at = buffer->MdlChain, mdl;

	while (at) {
		GUEST_GET(ndis, &mdl, at);
		if (offset < mdl.ByteCount || !mdl.Next)
			break;
		offset -= mdl.ByteCount;
		at = mdl.Next;
	}
	buffer->CurrentMdl = at;
	buffer->CurrentMdlOffset = offset;
}

/* No MDL is ever made or freed: there is room in the chain, or the call fails. */
VOID NdisAdvanceNetBufferDataStart(PNET_BUFFER NetBuffer, ULONG DataOffsetDelta, BOOLEAN FreeMdl,
				   NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler)
{
	struct call call = GATE(NdisAdvanceNetBufferDataStart, 0, NetBuffer, DataOffsetDelta);
	NET_BUFFER buffer;

	(void)FreeMdl;
	(void)FreeMdlHandler;
	GUEST_GET(call.ndis, &buffer, NetBuffer);
	if (DataOffsetDelta > buffer.DataLength)
		DataOffsetDelta = buffer.DataLength;
	buffer.DataOffset += DataOffsetDelta;
	buffer.DataLength -= DataOffsetDelta;
	locate(call.ndis, &buffer);
	GUEST_PUT(call.ndis, NetBuffer, buffer);
	gate_leave(&call, 0);
}

NDIS_STATUS NdisRetreatNetBufferDataStart(PNET_BUFFER NetBuffer, ULONG DataOffsetDelta, ULONG DataBackFill,
					  NET_BUFFER_ALLOCATE_MDL_HANDLER AllocateMdlHandler)
{
	struct call call = GATE(NdisRetreatNetBufferDataStart, 0, NetBuffer, DataOffsetDelta);
	NET_BUFFER buffer;

	(void)DataBackFill;
	(void)AllocateMdlHandler;
	GUEST_GET(call.ndis, &buffer, NetBuffer);
	if (DataOffsetDelta > buffer.DataOffset)
		return (NDIS_STATUS)gate_leave(&call, (uint32_t)NDIS_STATUS_RESOURCES);
	buffer.DataOffset -= DataOffsetDelta;
	buffer.DataLength += DataOffsetDelta;
	locate(call.ndis, &buffer);
	GUEST_PUT(call.ndis, NetBuffer, buffer);
	return (NDIS_STATUS)gate_leave(&call, (uint32_t)NDIS_STATUS_SUCCESS);
}
