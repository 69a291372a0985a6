/* SPDX-License-Identifier: MIT */
/* What the system knows of each list, and the frame data in it. */
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/mdl.h"
#include "sim/os/bugcheck.h"

static struct nbl **bucket(struct ndis *ndis, uint64_t address)
{
	return &ndis->nbls.bucket[(address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 52];
}

/* Live or not. */
static struct nbl *known(struct ndis *ndis, uint64_t address)
{
	struct nbl *nbl = *bucket(ndis, address);

	while (nbl && nbl->address != address)
		nbl = nbl->next;
	return nbl;
}

struct nbl *nbl_find(struct ndis *ndis, uint64_t address)
{
	struct nbl *nbl = known(ndis, address);

	return nbl && nbl->owner != SYM_owner_FREE ? nbl : NULL;
}

static struct nbl *enter(struct ndis *ndis, uint64_t address)
{
	struct nbl **at = bucket(ndis, address), *nbl = known(ndis, address);

	if (nbl)
		return nbl;
	nbl = arena_new(&ndis->core->arena, sizeof *nbl);
	nbl->address = address;
	nbl->next = *at;
	*at = nbl;
	return nbl;
}

struct nbl *nbl_note(struct ndis *ndis, uint64_t address, struct nbl_pool *pool, uint32_t obj, unsigned owner)
{
	struct nbl *nbl = enter(ndis, address);

	nbl->id = ++ndis->nbls.ids;
	nbl->owner = owner;
	nbl->pool = pool;
	nbl->obj = obj;
	nbl->link = NULL;
	if (pool)
		core_record(ndis->core, R_NBL_ALLOC, obj, nbl->id, address, pool->handle, 0);
	return nbl;
}

void nbl_leaks(struct adapter *adapter)
{
	struct ndis *ndis = adapter->ndis;
	struct core *core = ndis->core;
	unsigned out = 0;

	for (unsigned i = 0; i < NBL_BUCKETS; i++)
		for (const struct nbl *nbl = ndis->nbls.bucket[i]; nbl; nbl = nbl->next)
			out += nbl->owner != SYM_owner_FREE && nbl->pool && nbl->pool->obj == adapter->obj;
	if (out)
		violation(core, adapter->obj, "Leak_Nbl", "lists of the adapter's pools are not freed when halt returns", core->cause,
			  UINT64_MAX);
}

static uint32_t fold(uint32_t hash, const uint8_t *bytes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		hash = (hash ^ bytes[i]) * UINT32_C(16777619);
	return hash;
}

/* The data of one NET_BUFFER, piece by piece. */
static uint32_t fold_buffer(struct ndis *ndis, const NET_BUFFER *buffer, uint32_t hash)
{
	uint32_t left = buffer->DataLength, offset = buffer->CurrentMdlOffset;
	const MDL *at = buffer->CurrentMdl;
	uint8_t piece[256];
	MDL mdl;

	while (left && at) {
		GUEST_GET(ndis, &mdl, at);
		while (left && offset < mdl.ByteCount) {
			uint32_t n = mdl.ByteCount - offset;

			n = n < left ? n : left;
			n = n < sizeof piece ? n : (uint32_t)sizeof piece;
			guest_read(ndis, piece, (const uint8_t *)mdl.MappedSystemVa + offset, n);
			hash = fold(hash, piece, n);
			offset += n;
			left -= n;
		}
		offset = 0;
		at = mdl.Next;
	}
	return hash;
}

void nbl_measure(struct ndis *ndis, uint64_t address, uint64_t *bytes, uint32_t *checksum)
{
	const NET_BUFFER_LIST *list = guest_pointer(address);
	const NET_BUFFER *at;
	NET_BUFFER buffer;

	*bytes = 0;
	*checksum = UINT32_C(2166136261);
	GUEST_GET(ndis, &at, &list->FirstNetBuffer);
	for (; at; at = buffer.Next) {
		GUEST_GET(ndis, &buffer, at);
		*bytes += buffer.DataLength;
		*checksum = fold_buffer(ndis, &buffer, *checksum);
	}
}

#define ROUND(n) (((n) + 15) & ~(size_t)15)

/* Layout of a block of the system's own: the list, then for each frame a NET_BUFFER, an MDL, and its bytes. */
struct nbl *nbl_make_send(struct ndis *ndis, uint32_t obj, unsigned buffers, unsigned room)
{
	size_t each = ROUND(sizeof(NET_BUFFER)) + ROUND(sizeof(MDL)) + ROUND(room), size = ROUND(sizeof(NET_BUFFER_LIST)) + buffers * each;
	uint64_t address = pool_alloc(&ndis->os->pool, POOL_SHARED, obj, size, 0, true);
	NET_BUFFER_LIST *list = guest_pointer(address);
	NET_BUFFER **at = &list->FirstNetBuffer;

	if (!address)
		return NULL;
	memset(list, 0, size);
	for (unsigned i = 0; i < buffers; i++) {
		uint64_t here = address + ROUND(sizeof *list) + i * each;
		NET_BUFFER *buffer = guest_pointer(here);
		MDL *mdl = guest_pointer(here + ROUND(sizeof *buffer));

		mdl_describe(mdl, here + ROUND(sizeof *buffer) + ROUND(sizeof *mdl), room);
		buffer->CurrentMdl = buffer->MdlChain = mdl;
		*at = buffer;
		at = &buffer->Next;
	}
	return nbl_note(ndis, address, NULL, obj, SYM_owner_SYSTEM);
}

/* An Ethernet frame that can be told from the others: addresses, a type, its number, and bytes that count. */
static void write_frame(uint8_t *bytes, unsigned size, uint64_t frame)
{
	static const uint8_t header[14] = { 0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0x88, 0xb5 };

	memcpy(bytes, header, sizeof header);
	for (unsigned i = 0; i < 8 && 14 + i < size; i++)
		bytes[14 + i] = (uint8_t)(frame >> (56 - 8 * i));
	for (unsigned i = 22; i < size; i++)
		bytes[i] = (uint8_t)i;
}

void nbl_fill_send(struct ndis *ndis, struct nbl *nbl, unsigned buffers, unsigned size, uint64_t frame,
		   uint64_t cancel_id)
{
	NET_BUFFER_LIST *list = guest_pointer(nbl->address);
	NET_BUFFER *buffer = list->FirstNetBuffer;

	nbl->id = ++ndis->nbls.ids;
	list->Next = NULL;
	list->Status = NDIS_STATUS_SUCCESS;
	NDIS_GET_NET_BUFFER_LIST_CANCEL_ID(list) = guest_pointer(cancel_id);
	for (unsigned i = 0; i < buffers; i++, buffer = buffer->Next) {
		buffer->DataLength = size;
		buffer->DataOffset = buffer->CurrentMdlOffset = 0;
		buffer->CurrentMdl = buffer->MdlChain;
		write_frame(buffer->MdlChain->MappedSystemVa, size, frame + i);
	}
}
