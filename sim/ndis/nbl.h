/* SPDX-License-Identifier: MIT */
/*
 * NET_BUFFER_LISTs and who owns them. The list itself lies in the driver's memory, where it may be scribbled on; what the
 * system knows of it is a struct nbl, the note (arena_note) about its address. Ids count from 1; a list that is allocated again gets a new one.
 *
 * One block of memory holds a list and what its pool gives with it: context, NET_BUFFER, MDL, data.
 */
#ifndef MSILAB_NDIS_NBL_H
#define MSILAB_NDIS_NBL_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/core/live.h"
#include "sim/os/pool.h"

struct adapter;
struct ndis;

struct nbl_pool {
	uint64_t handle;
	uint32_t obj; /* the adapter's, 0: none */
	bool buffers; /* its lists come with a NET_BUFFER */
	uint32_t head; /* bytes of a list before that */
	uint32_t context, data, tag; /* bytes */
	unsigned out; /* lists allocated from it */
};

struct nbl {
	uint64_t address;
	uint32_t id;
	unsigned owner;        /* SYM_owner_* */
	struct nbl_pool *pool; /* NULL: the system's own, for sends */
	uint32_t obj;          /* the adapter that indicated it or was given it, or its pool's */
	struct nbl *next;      /* in nbls */
	struct nbl *link;      /* for whoever holds it in the system */
	const struct _MDL *mdl; /* it led to this one, which was live when `frees` blocks had been freed */
	uint64_t frees;
};

#define NBL_BROKEN 64 /* findings about the lists of one call: a chain that leads back into itself has no end */

/* All lists that there ever were at an address, the newest address first. */
struct nbls {
	struct nbl *first;
	uint32_t ids;
};

struct nbl *nbl_find(uint64_t address); /* NULL: no live list */

/* What is known of the list at this address, if one is there, is on its way to the cache: no batch of lists was seen lately. */
static inline void nbl_expect(uint64_t address)
{
	__builtin_prefetch(arena_note(address));
	__builtin_prefetch(live_map(address));
}

/* Takes note of a list that has just been made at this address, owned by `owner` (nbl.alloc, unless of the system's own). */
struct nbl *nbl_note(struct ndis *ndis, uint64_t address, struct nbl_pool *pool, uint32_t obj, unsigned owner);

/* Live lists of pools of the adapter: Leak_Nbl for each. */
void nbl_leaks(struct adapter *adapter);

/* A list with its NET_BUFFER over data in memory that the device reaches: of the system's own, for sends. */
struct nbl *nbl_make_send(struct ndis *ndis, uint32_t obj, unsigned buffers, unsigned room);
void nbl_fill_send(struct ndis *ndis, struct nbl *nbl, unsigned buffers, unsigned size, uint64_t frame, uint64_t cancel_id);

/* The list itself, read and written in place: nobody but NDIS frees it (memory.c), so while it is live it is memory. What its pointers lead
 * to is the driver's word, but for the NET_BUFFER that its pool gave with it. */
static inline struct _NET_BUFFER_LIST *nbl_list(const struct nbl *nbl)
{
	return (struct _NET_BUFFER_LIST *)(uintptr_t)nbl->address;
}

static inline uint64_t nbl_buffer(const struct nbl *nbl) /* that one's address; 0: none came with it */
{
	return nbl->pool && nbl->pool->buffers ? nbl->address + nbl->pool->head : 0;
}

/* Bytes and a checksum (FNV-1a over 32-bit little-endian words, the last one filled up with zeros) of the frame data of all NET_BUFFERs of a list. */
void nbl_measure(struct ndis *ndis, struct nbl *nbl, uint64_t *bytes, uint32_t *checksum);

#endif
