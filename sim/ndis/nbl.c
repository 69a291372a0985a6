/* SPDX-License-Identifier: MIT */
/* What the system knows of each list, and the frame data in it. */
#include <string.h>

#include "sim/base/little.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/mdl.h"
#include "sim/os/bugcheck.h"

_Static_assert(sizeof(struct nbl) <= ARENA_NOTE, "what is known of a list is a note");
_Static_assert(sizeof(NET_BUFFER_LIST) >= ARENA_NOTED, "two lists never share a note");

struct nbl *nbl_find(uint64_t address)
{
	struct nbl *nbl = live_has(address) ? arena_note(address) : NULL;

	return nbl && nbl->address == address && nbl->owner != SYM_owner_FREE ? nbl : NULL;
}

struct nbl *nbl_note(struct ndis *ndis, uint64_t address, struct nbl_pool *pool, uint32_t obj, unsigned owner)
{
	struct nbl *nbl = arena_note(address);

	if (!nbl->address) {
		nbl->next = ndis->nbls.first;
		ndis->nbls.first = nbl;
	}
	nbl->address = address;
	nbl->id = ++ndis->nbls.ids;
	nbl->owner = owner;
	nbl->pool = pool;
	nbl->obj = obj;
	nbl->link = NULL;
	nbl->mdl = NULL;
	if (pool)
		core_record(ndis->core, R_NBL_ALLOC, obj, nbl->id, address, pool->handle, 0);
	return nbl;
}

void nbl_leaks(struct adapter *adapter)
{
	struct ndis *ndis = adapter->ndis;
	struct core *core = ndis->core;
	unsigned out = 0;

	for (const struct nbl *nbl = ndis->nbls.first; nbl; nbl = nbl->next)
		out += nbl->owner != SYM_owner_FREE && nbl->pool && nbl->pool->obj == adapter->obj;
	if (out)
		violation(core, adapter->obj, "Leak_Nbl", "lists of the adapter's pools are not freed when halt returns", core->cause,
			  stop_halt_code(adapter));
}

/* A checksum that grows: a word is hashed when all its bytes have come. */
struct sum {
	uint32_t hash, word;
	unsigned bytes; /* of the word */
};

static inline void add_word(struct sum *sum, uint32_t word)
{
	sum->hash = (sum->hash ^ word) * UINT32_C(16777619);
}

static void add_byte(struct sum *sum, uint8_t byte)
{
	sum->word |= (uint32_t)byte << 8 * sum->bytes++;
	if (sum->bytes < 4)
		return;
	add_word(sum, sum->word);
	sum->word = sum->bytes = 0;
}

static void add(struct sum *sum, const uint8_t *bytes, uint32_t n)
{
	uint32_t i = 0;

	while (i < n && sum->bytes)
		add_byte(sum, bytes[i++]);
	for (; n - i >= 16; i += 16) {
		add_word(sum, little32(bytes + i));
		add_word(sum, little32(bytes + i + 4));
		add_word(sum, little32(bytes + i + 8));
		add_word(sum, little32(bytes + i + 12));
	}
	for (; n - i >= 4; i += 4)
		add_word(sum, little32(bytes + i));
	while (i < n)
		add_byte(sum, bytes[i++]);
}

/* Any number of bytes, in pieces unless they can be seen in place. */
static void add_guest(struct ndis *ndis, struct sum *sum, const uint8_t *from, uint32_t n)
{
	uint8_t room[256];

	for (uint32_t part; n; from += part, n -= part) {
		part = n < sizeof room ? n : (uint32_t)sizeof room;
		add(sum, guest_see(ndis, from, part, room), part);
	}
}

/* Lists keep their MDL as a rule, and then it is not judged anew, while nothing is freed. */
static const MDL *see_mdl(struct ndis *ndis, struct nbl *nbl, const MDL *at, MDL *room)
{
	uint64_t frees = ndis->os->pool.frees;
	const MDL *mdl;

	if (nbl->mdl == at && nbl->frees == frees) {
		guest_count(ndis);
		return at;
	}
	mdl = GUEST_SEE(ndis, at, room);
	if (mdl == at) {
		nbl->mdl = at;
		nbl->frees = frees;
	}
	return mdl;
}

/* The data of one NET_BUFFER, MDL by MDL. */
static void add_buffer(struct ndis *ndis, struct nbl *nbl, struct sum *sum, const NET_BUFFER_DATA *buffer)
{
	uint32_t left = buffer->DataLength, offset = buffer->CurrentMdlOffset;
	const MDL *at = buffer->CurrentMdl;
	MDL room;

	while (left && at) {
		const MDL *mdl = see_mdl(ndis, nbl, at, &room);

		if (offset < mdl->ByteCount) {
			uint32_t n = mdl->ByteCount - offset < left ? mdl->ByteCount - offset : left;

			add_guest(ndis, sum, (const uint8_t *)mdl->MappedSystemVa + offset, n);
			left -= n;
		}
		offset = 0;
		at = mdl->Next;
	}
}

/* What a NET_BUFFER of the list says. */
static const NET_BUFFER_DATA *see_buffer(struct ndis *ndis, const struct nbl *nbl, const NET_BUFFER *at, NET_BUFFER_DATA *room)
{
	const NET_BUFFER_DATA *buffer = &at->NetBufferHeader.NetBufferData;

	if (guest_address(at) != nbl_buffer(nbl))
		return GUEST_SEE(ndis, buffer, room);
	guest_count(ndis);
	return buffer;
}

void nbl_measure(struct ndis *ndis, struct nbl *nbl, uint64_t *bytes, uint32_t *checksum)
{
	struct sum sum = { .hash = UINT32_C(2166136261) };
	const NET_BUFFER *at = nbl_list(nbl)->FirstNetBuffer;
	NET_BUFFER_DATA room;

	*bytes = 0;
	while (at) {
		const NET_BUFFER_DATA *buffer = see_buffer(ndis, nbl, at, &room);

		*bytes += buffer->DataLength;
		add_buffer(ndis, nbl, &sum, buffer);
		at = buffer->Next;
	}
	if (sum.bytes)
		add_word(&sum, sum.word);
	*checksum = sum.hash;
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
