/* SPDX-License-Identifier: MIT */
/* The reservation. Pages come zeroed from the system when they are first touched. */
#include <sys/mman.h>

#include "sim/base/bug.h"
#include "sim/core/arena.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/*
 * A machine that outgrows the first large page of a part gets large ones: 64 controllers take turns, and with small pages most
 * first touches of a turn would also wait for the page's address. Not the upper half, which is touched sparsely (live.h).
 */
static void ask_large(char *start)
{
	madvise(start + MEM_LARGE, ARENA_SPAN / 2 - MEM_LARGE, MADV_HUGEPAGE);
}

static bool reserve(enum arena_part part)
{
	int rights = part == ARENA_WINDOWS ? PROT_NONE : PROT_READ | PROT_WRITE;
	void *want = (void *)(uintptr_t)arena_start(part);
	void *got = mmap(want, ARENA_SPAN, rights,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (got != MAP_FAILED && got != want)
		munmap(got, ARENA_SPAN);
	if (got == want && (part < ARENA_STACKS || part == ARENA_NOTES))
		ask_large(got);
	return got == want;
}

static void *give(struct mem_source *source, size_t size)
{
	return arena_new((struct arena *)source, size);
}

bool arena_open(struct arena *arena)
{
	*arena = (struct arena){ .source = { give } };
	for (unsigned part = 0; part < ARENA_PARTS; part++)
		if (!reserve((enum arena_part)part)) {
			while (part--)
				munmap((void *)(uintptr_t)arena_start((enum arena_part)part), ARENA_SPAN);
			return false;
		}
	return true;
}

void arena_close(void)
{
	for (unsigned part = 0; part < ARENA_PARTS; part++)
		munmap((void *)(uintptr_t)arena_start((enum arena_part)part), ARENA_SPAN);
}

uint64_t arena_take(struct arena *arena, enum arena_part part, size_t size, size_t align)
{
	uint64_t at = (arena->used[part] + align - 1) & ~(uint64_t)(align - 1);

	must(size < ARENA_SPAN && at + size <= ARENA_SPAN);
	arena->used[part] = at + size;
	return arena_start(part) + at;
}

void *arena_new(struct arena *arena, size_t size)
{
	return (void *)(uintptr_t)arena_take(arena, ARENA_MACHINE, size, size < ARENA_LINE ? 16 : ARENA_LINE);
}
