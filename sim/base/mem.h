/* SPDX-License-Identifier: MIT */
/*
 * Memory of the edge and the readers: new/free pairs. Running out of memory ends the program in one place.
 * The machine's own memory is its arena (sim/core/arena.h); the driver's is the guest pool (sim/os/pool.h).
 */
#ifndef MSILAB_BASE_MEM_H
#define MSILAB_BASE_MEM_H

#include <stddef.h>

void *mem_new(size_t size);              /* zeroed */
void *mem_resize(void *p, size_t size);  /* new bytes are not zeroed */
char *mem_copy_text(const char *text);   /* freed with mem_free */
void mem_free(void *p);

/* Large memory, in multiples of MEM_LARGE: zeroed, and nothing of it is resident before it is touched. From `from` on the system
 * is asked to bring it in pages of MEM_LARGE, which cost a fault each where small ones cost 512; the part below stays small. */
#define MEM_LARGE ((size_t)2 << 20)
void *mem_map(size_t size, size_t from);
void mem_unmap(void *p, size_t size);

/* Who gives memory, zeroed, to what changes with a machine and goes with it: it is never given back piecemeal (sim/core/arena.h). Where NULL
 * may stand for it, memory is new/free pairs as above. */
struct mem_source {
	void *(*take)(struct mem_source *source, size_t size);
};

/* Makes room for `need` items of `size` bytes in *items; *room is the count that fits. Doubles, so a push is O(1). */
void mem_grow(void *items, size_t *room, size_t need, size_t size);

#endif
