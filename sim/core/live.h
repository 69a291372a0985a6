/* SPDX-License-Identifier: MIT */
/*
 * Which bytes of guest and shared memory are live: one byte for each granule of 16 bytes, so that an access can be
 * judged in a few instructions. The system's pool writes it and its probe reads it; the hardware asks for its lines early (dma.c).
 *
 *     0        nothing ever lay here
 *     1..16    so many of the granule's first bytes are live
 *     FREED    something lay here and was freed
 *
 * Where a large block lies one byte for each page says it too, 1 if all of the page is live: frames' data is asked about for each frame, and
 * a line of the cache of that map stands for 256 KiB.
 *
 * The maps of a part lie in that part's upper half, which is never handed out: no pointer to follow, and a machine
 * that uses little memory touches little of it.
 */
#ifndef MSILAB_CORE_LIVE_H
#define MSILAB_CORE_LIVE_H

#include <stdbool.h>
#include <string.h>

#include "sim/core/arena.h"

#define LIVE_GRANULE 16
#define LIVE_FREED 0xFD
#define LIVE_PAGE 4096
#define LIVE_ROOM (ARENA_SPAN / 2) /* bytes of a part that may be handed out */

/* The map's byte of an address in ARENA_GUEST or ARENA_SHARED. */
static inline uint8_t *live_map(uint64_t address)
{
	uint64_t offset = address & (ARENA_SPAN - 1);

	return (uint8_t *)(uintptr_t)(address - offset + LIVE_ROOM + offset / LIVE_GRANULE);
}

/* The byte of its page. */
static inline uint8_t *live_page(uint64_t address)
{
	uint64_t offset = address & (ARENA_SPAN - 1);

	return (uint8_t *)(uintptr_t)(address - offset + LIVE_ROOM + LIVE_ROOM / 2 + offset / LIVE_PAGE);
}
_Static_assert(LIVE_ROOM / LIVE_GRANULE <= LIVE_ROOM / 2 && LIVE_ROOM / LIVE_PAGE <= LIVE_ROOM / 2, "the maps fit");

/* The whole pages of a block; one that begins within a page has none (pool.c). */
static inline void live_pages(uint64_t address, uint64_t size, bool live)
{
	if (address % LIVE_PAGE == 0)
		memset(live_page(address), live, size / LIVE_PAGE);
}

/* Guest and shared memory lie side by side. */
static inline bool live_has(uint64_t address)
{
	return address - arena_start(ARENA_GUEST) < 2 * ARENA_SPAN;
}
_Static_assert(ARENA_SHARED == ARENA_GUEST + 1, "live_has");

/* Whether so many bytes (1..16) at an address of theirs are live and in one granule. FREED is far more than any place in it. */
static inline bool live_granule_is(uint64_t address, uint64_t size)
{
	return *live_map(address) - ((address & (LIVE_GRANULE - 1)) + size) < LIVE_GRANULE;
}

/* [address, address + size) is live from now on. address is aligned to a granule. */
static inline void live_begin(uint64_t address, uint64_t size)
{
	uint8_t *map = live_map(address);

	live_pages(address, size, true);
	for (; size > LIVE_GRANULE; size -= LIVE_GRANULE)
		*map++ = LIVE_GRANULE;
	*map = (uint8_t)size;
}

/* It is freed: every granule it lay in. */
static inline void live_end(uint64_t address, uint64_t size)
{
	uint8_t *map = live_map(address);

	live_pages(address, size, false);
	for (uint64_t i = 0; i < (size + LIVE_GRANULE - 1) / LIVE_GRANULE; i++)
		map[i] = LIVE_FREED;
}

static inline uint64_t live_eight(const uint8_t *map)
{
	uint64_t eight;

	memcpy(&eight, map, sizeof eight);
	return eight;
}

/* Whether all of [address, address + size) is live; the address lies in one of the two parts. */
static inline bool live_is(uint64_t address, uint64_t size)
{
	const uint8_t *map = live_map(address);
	uint64_t end = (address & (LIVE_GRANULE - 1)) + size; /* counted from the first granule */
	unsigned whole; /* granules before the last, at most 7 */

	if (size > LIVE_ROOM)
		return false;
	if (*live_page(address) && address % LIVE_PAGE + size <= LIVE_PAGE)
		return true;
	for (; end > 8 * LIVE_GRANULE; end -= 8 * LIVE_GRANULE, map += 8)
		if (live_eight(map) != UINT64_C(0x0101010101010101) * LIVE_GRANULE)
			return false;
	whole = (unsigned)(end - 1) / LIVE_GRANULE;
	if (whole && (live_eight(map) ^ UINT64_C(0x0101010101010101) * LIVE_GRANULE) << (64 - 8 * whole))
		return false;
	return map[whole] >= end - whole * LIVE_GRANULE && map[whole] <= LIVE_GRANULE;
}

#endif
