/* SPDX-License-Identifier: MIT */
/* The fixed addresses at which what changes while the machine runs lies (sim/core/arena.h), for those too who read them in records. */
#ifndef MSILAB_BASE_ARENA_PARTS_H
#define MSILAB_BASE_ARENA_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#define ARENA_BASE UINT64_C(0x200000000000)
#define ARENA_SPAN UINT64_C(0x1000000000) /* 64 GiB each; memory is taken as it is touched */

enum arena_part { ARENA_MACHINE, ARENA_GUEST, ARENA_SHARED, ARENA_STACKS, ARENA_WINDOWS, ARENA_NOTES, ARENA_PARTS };

/* Which part an address lies in; ARENA_PARTS: none. */
static inline enum arena_part arena_part_of(uint64_t address)
{
	uint64_t part = (address - ARENA_BASE) / ARENA_SPAN;

	return address < ARENA_BASE || part >= ARENA_PARTS ? ARENA_PARTS : (enum arena_part)part;
}

/* Two numbers that differ, and are addresses of one part: the same thing may lie at both. */
static inline bool arena_moved(uint64_t a, uint64_t b)
{
	return a != b && arena_part_of(a) != ARENA_PARTS && arena_part_of(a) == arena_part_of(b);
}

#endif
