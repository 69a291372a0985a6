/* SPDX-License-Identifier: MIT */
/*
 * The one reservation at a fixed address in which everything lies that changes while the machine runs, so that a driver sees the same addresses in every run and records may carry them.
 *
 *     machine   what the machine itself owns: handed out upwards, zeroed, freed all at once
 *     guest     the driver's pool (sim/os/pool.c divides it)
 *     shared    memory that device and driver share; its physical address is its offset in here plus ARENA_PHYSICAL
 *     stacks    fibers' stacks with guard pages
 *     windows   mapped device registers: never readable, only the accessors know what lies behind
 *     notes     the machine's, about what lies at a place of the guest or shared part (arena_note)
 */
#ifndef MSILAB_CORE_ARENA_H
#define MSILAB_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/arena_parts.h"
#include "sim/base/mem.h"

#define ARENA_PHYSICAL UINT64_C(0x100000000)

struct arena {
	struct mem_source source;   /* the machine part as one, for the floor below */
	uint64_t used[ARENA_PARTS]; /* bytes handed out so far from each part */
};

/* Takes the reservation. false: the address range is not free in this process. A struct arena may be moved, also into what it gave. */
bool arena_open(struct arena *arena);
void arena_close(void); /* gives everything back, the struct arena too if it lies there */

/* Zeroed machine memory, aligned to 16, from ARENA_LINE bytes on to lines of the cache; never returned piecemeal. */
void *arena_new(struct arena *arena, size_t size);

/* Raw room from any part, aligned to `align` (a power of two). Windows stay inaccessible. */
uint64_t arena_take(struct arena *arena, enum arena_part part, size_t size, size_t align);

static inline uint64_t arena_start(enum arena_part part)
{
	return ARENA_BASE + (uint64_t)part * ARENA_SPAN;
}

/* The note, ARENA_NOTE zeroed bytes, about the ARENA_NOTED bytes that an address of the guest or shared part lies in. No table leads
 * to it: where many things lie, finding what is known of one costs one line of the cache. */
#define ARENA_LINE 64 /* bytes of a line of the cache: who fits in one and is aligned to it costs one */
#define ARENA_NOTE ARENA_LINE
#define ARENA_NOTED 256
static inline void *arena_note(uint64_t address)
{
	return (void *)(uintptr_t)(arena_start(ARENA_NOTES) + (address - arena_start(ARENA_GUEST)) / ARENA_NOTED * ARENA_NOTE);
}
_Static_assert(2 * ARENA_SPAN / ARENA_NOTED * ARENA_NOTE <= ARENA_SPAN, "notes fit in their part");

#endif
