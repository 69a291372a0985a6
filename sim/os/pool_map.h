/* SPDX-License-Identifier: MIT */
/*
 * Which bytes of guest and shared memory are live: one byte for each granule of 16 bytes, so that an access can be
 * judged in a few instructions. pool.c writes it, probe_check.c reads it.
 *
 *     0        nothing ever lay here
 *     1..16    so many of the granule's first bytes are live
 *     FREED    something lay here and was freed
 *
 * The map of a part lies in that part's upper half, which is never handed out: no pointer to follow, and a machine
 * that uses little memory touches little of it.
 */
#ifndef MSILAB_OS_POOL_MAP_H
#define MSILAB_OS_POOL_MAP_H

#include <stdbool.h>
#include <string.h>

#include "sim/core/arena.h"

#define POOL_MAP_GRANULE 16
#define POOL_MAP_FREED 0xFD
#define POOL_MAP_ROOM (ARENA_SPAN / 2) /* bytes of a part that may be handed out */

/* The map's byte of an address in ARENA_GUEST or ARENA_SHARED. */
static inline uint8_t *pool_map_of(uint64_t address)
{
	uint64_t offset = address & (ARENA_SPAN - 1);

	return (uint8_t *)(uintptr_t)(address - offset + POOL_MAP_ROOM + offset / POOL_MAP_GRANULE);
}

/* Guest and shared memory lie side by side. */
static inline bool pool_map_has(uint64_t address)
{
	return address - arena_start(ARENA_GUEST) < 2 * ARENA_SPAN;
}
_Static_assert(ARENA_SHARED == ARENA_GUEST + 1, "pool_map_has");

/* Whether so many bytes (1..16) at an address of theirs are live and in one granule. FREED is far more than any place in it. */
static inline bool pool_map_granule_is_live(uint64_t address, uint64_t size)
{
	return *pool_map_of(address) - ((address & (POOL_MAP_GRANULE - 1)) + size) < POOL_MAP_GRANULE;
}

/* [address, address + size) is live from now on. address is aligned to a granule. */
static inline void pool_map_live(uint64_t address, uint64_t size)
{
	uint8_t *map = pool_map_of(address);

	for (; size > POOL_MAP_GRANULE; size -= POOL_MAP_GRANULE)
		*map++ = POOL_MAP_GRANULE;
	*map = (uint8_t)size;
}

/* It is freed: every granule it lay in. */
static inline void pool_map_freed(uint64_t address, uint64_t size)
{
	uint8_t *map = pool_map_of(address);

	for (uint64_t i = 0; i < (size + POOL_MAP_GRANULE - 1) / POOL_MAP_GRANULE; i++)
		map[i] = POOL_MAP_FREED;
}

static inline uint64_t pool_map_eight(const uint8_t *map)
{
	uint64_t eight;

	memcpy(&eight, map, sizeof eight);
	return eight;
}

/* Whether all of [address, address + size) is live; the address lies in one of the two parts. */
static inline bool pool_map_is_live(uint64_t address, uint64_t size)
{
	const uint8_t *map = pool_map_of(address);
	uint64_t end = (address & (POOL_MAP_GRANULE - 1)) + size; /* counted from the first granule */
	unsigned whole; /* granules before the last, at most 7 */

	if (size > POOL_MAP_ROOM)
		return false;
	for (; end > 8 * POOL_MAP_GRANULE; end -= 8 * POOL_MAP_GRANULE, map += 8)
		if (pool_map_eight(map) != UINT64_C(0x0101010101010101) * POOL_MAP_GRANULE)
			return false;
	whole = (unsigned)(end - 1) / POOL_MAP_GRANULE;
	if (whole && (pool_map_eight(map) ^ UINT64_C(0x0101010101010101) * POOL_MAP_GRANULE) << (64 - 8 * whole))
		return false;
	return map[whole] >= end - whole * POOL_MAP_GRANULE && map[whole] <= POOL_MAP_GRANULE;
}

#endif
