/* SPDX-License-Identifier: MIT */
/*
 * Guest and shared memory. Blocks are laid out upwards with a guard of one granule between them; a freed block rests in the
 * quarantine of its family, then its room is used again for blocks of the same rounded size. So an address belongs to one
 * block's room for ever, and the list of blocks stays sorted by appending.
 */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/os/pool.h"
#include "sim/core/live.h"

static enum arena_part part_of(enum pool_family family)
{
	return family == POOL_SHARED ? ARENA_SHARED : ARENA_GUEST;
}

static void *memory(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

void pool_init(struct pool *pool, struct core *core)
{
	*pool = (struct pool){ .core = core };
}

/* What a block of this size takes: granules below a page, pages from there on. */
static uint64_t room_for(uint64_t size)
{
	uint64_t unit = size < LIVE_PAGE ? LIVE_GRANULE : LIVE_PAGE;

	return size ? (size + unit - 1) / unit * unit : LIVE_GRANULE;
}

static struct pool_block **bin(struct pool *pool, enum pool_family family, uint64_t room)
{
	uint64_t i = room / LIVE_GRANULE;

	return &pool->reusable[family][i < POOL_BINS ? i : POOL_BINS - 1];
}

static struct pool_block *reuse(struct pool *pool, enum pool_family family, uint64_t room)
{
	struct pool_block **at = bin(pool, family, room), *block;

	while (*at && (*at)->room != room)
		at = &(*at)->next;
	block = *at;
	if (block)
		*at = block->next;
	return block;
}

static void list(struct pool *pool, enum pool_family family, struct pool_block *block)
{
	size_t n = pool->n[family], room = pool->room[family];

	if (n == room) {
		struct pool_block **more;

		room = room ? 2 * room : 64;
		more = arena_new(&pool->core->arena, room * sizeof *more);
		if (n)
			memcpy(more, pool->blocks[family], n * sizeof *more);
		pool->blocks[family] = more;
		pool->room[family] = room;
	}
	pool->blocks[family][pool->n[family]++] = block;
}

static struct pool_block *lay_out(struct pool *pool, enum pool_family family, uint64_t room)
{
	struct arena *arena = &pool->core->arena;
	struct pool_block *block = arena_new(arena, sizeof *block);

	block->address = arena_take(arena, part_of(family), room + LIVE_GRANULE, room < LIVE_PAGE ? LIVE_GRANULE : LIVE_PAGE);
	block->room = room;
	must(arena->used[part_of(family)] <= LIVE_ROOM);
	list(pool, family, block);
	return block;
}

static void record_new(struct pool *pool, const struct pool_block *block)
{
	if (block->family == POOL_SHARED)
		core_record(pool->core, R_SHARED_ALLOC, block->obj, block->id, block->address, block->size,
			    pool_physical(block->address));
	else
		core_record(pool->core, R_POOL_ALLOC, block->obj, block->id, block->address, block->size, block->tag);
}

uint64_t pool_alloc(struct pool *pool, enum pool_family family, uint32_t obj, uint64_t size, uint32_t tag, bool system)
{
	uint64_t room = room_for(size), address;
	struct pool_block *block;

	if (!system && ++pool->tried == pool->fail_at)
		return 0;
	block = reuse(pool, family, room);
	if (!block)
		block = lay_out(pool, family, room);
	address = block->address;
	*block = (struct pool_block){ .address = address, .size = size, .tag = tag, .obj = obj, .family = family,
				      .live = true, .system = system, .room = room };
	live_begin(address, size);
	memset(memory(address), POOL_FILL, size);
	if (!system) {
		block->id = ++pool->ids[family];
		record_new(pool, block);
	}
	return address;
}

/* The last block of the family that begins at or before the address. */
static struct pool_block *block_before(const struct pool *pool, enum pool_family family, uint64_t address)
{
	size_t low = 0, high = pool->n[family];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pool->blocks[family][middle]->address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? pool->blocks[family][low - 1] : NULL;
}

/* The oldest leave the quarantine until it is within its bound. */
static void rest(struct pool *pool, struct pool_block *block)
{
	enum pool_family family = block->family;

	block->next = NULL;
	*(pool->resting_first[family] ? &pool->resting_last[family]->next : &pool->resting_first[family]) = block;
	pool->resting_last[family] = block;
	pool->resting[family] += block->room;
	while (pool->resting[family] > POOL_QUARANTINE) {
		struct pool_block *oldest = pool->resting_first[family], **to = bin(pool, family, oldest->room);

		pool->resting_first[family] = oldest->next;
		pool->resting[family] -= oldest->room;
		oldest->next = *to;
		*to = oldest;
	}
}

bool pool_free(struct pool *pool, enum pool_family family, uint64_t address)
{
	struct pool_block *block = block_before(pool, family, address);

	if (!block || block->address != address || !block->live)
		return false;
	block->live = false;
	pool->frees++;
	live_end(address, block->size);
	memset(memory(address), POOL_FREED, block->size);
	if (!block->system)
		core_record(pool->core, family == POOL_SHARED ? R_SHARED_FREE : R_POOL_FREE, block->obj, block->id, address, 0, 0);
	rest(pool, block);
	return true;
}

const struct pool_block *pool_find(const struct pool *pool, uint64_t address)
{
	enum pool_family family = arena_part_of(address) == ARENA_SHARED ? POOL_SHARED : POOL_BLOCK;
	const struct pool_block *block = block_before(pool, family, address);

	return block && address - block->address < block->room + LIVE_GRANULE ? block : NULL;
}

bool pool_live(const struct pool *pool, uint64_t address, uint64_t size)
{
	enum arena_part part = arena_part_of(address);

	(void)pool;
	return (part == ARENA_GUEST || part == ARENA_SHARED) && live_is(address, size);
}

uint64_t pool_physical(uint64_t address)
{
	return arena_part_of(address) == ARENA_SHARED ? address - arena_start(ARENA_SHARED) + ARENA_PHYSICAL : 0;
}

bool pool_from_physical(const struct pool *pool, uint64_t physical, uint64_t size, uint64_t *address)
{
	*address = arena_start(ARENA_SHARED) + (physical - ARENA_PHYSICAL);
	return physical >= ARENA_PHYSICAL && physical - ARENA_PHYSICAL < LIVE_ROOM && pool_live(pool, *address, size);
}
