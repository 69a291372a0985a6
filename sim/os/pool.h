/* SPDX-License-Identifier: MIT */
/*
 * The driver's memory: pool blocks and shared (DMA) memory, at fixed addresses, tagged, recorded, filled with a pattern at
 * allocation and another after free. Freed room is quarantined before it is reused, so that a touch of it is found.
 */
#ifndef MSILAB_OS_POOL_H
#define MSILAB_OS_POOL_H

#include "sim/core/core.h"

enum pool_family { POOL_BLOCK, POOL_SHARED, POOL_FAMILIES };

struct pool_block {
	uint64_t address, size; /* size as asked */
	uint32_t id, tag, obj;  /* id counts from 1 in its family; obj: the device, 0: none */
	enum pool_family family;
	bool live;
	bool system; /* made by the system for the driver (lists, tables): no pool.alloc record and no id, poison on free all the same */
	/* private to pool.c */
	uint64_t room;           /* bytes up to the next block's guard */
	struct pool_block *next; /* in the quarantine or among blocks to be used again */
};

#define POOL_QUARANTINE (4 * 1024 * 1024) /* bytes of freed blocks that rest before the oldest is used again */
#define POOL_BINS 257                     /* by size in granules of 16, larger ones in the last */

struct pool {
	struct core *core;
	struct pool_block **blocks[POOL_FAMILIES]; /* sorted by address */
	size_t n[POOL_FAMILIES], room[POOL_FAMILIES];
	uint32_t ids[POOL_FAMILIES];
	uint64_t frees; /* so far, of all families: what was live when it was as many is live */
	uint64_t fail_at, tried; /* failure injection: the n-th allocation of the driver fails; 0: none does */
	/* private to pool.c */
	struct pool_block *resting_first[POOL_FAMILIES], *resting_last[POOL_FAMILIES];
	uint64_t resting[POOL_FAMILIES]; /* bytes */
	struct pool_block *reusable[POOL_FAMILIES][POOL_BINS];
};

#define POOL_FILL 0xCD
#define POOL_FREED 0xDD

void pool_init(struct pool *pool, struct core *core);

/* 16-byte aligned, page-aligned from one page on; contents are POOL_FILL. 0: injected failure. */
uint64_t pool_alloc(struct pool *pool, enum pool_family family, uint32_t obj, uint64_t size, uint32_t tag, bool system);

/* false: no live block starts there. */
bool pool_free(struct pool *pool, enum pool_family family, uint64_t address);

/* The block that an address lies in, its guard included, live or freed. NULL: none ever did. */
const struct pool_block *pool_find(const struct pool *pool, uint64_t address);

/* Whether [address, address+size) is live guest memory of either family. */
bool pool_live(const struct pool *pool, uint64_t address, uint64_t size);

/* Physical addresses of shared memory. false: not such an address. */
uint64_t pool_physical(uint64_t address);
bool pool_from_physical(const struct pool *pool, uint64_t physical, uint64_t size, uint64_t *address);

#endif
