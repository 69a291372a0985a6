/* SPDX-License-Identifier: MIT */
/* Plain memory, and the one place where running out of it ends the program. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"

static void *had(void *p)
{
	if (!p)
		bug(__FILE__, __LINE__, "out of memory");
	return p;
}

void *mem_new(size_t size)
{
	return had(calloc(1, size ? size : 1));
}

void *mem_resize(void *p, size_t size)
{
	return had(realloc(p, size ? size : 1));
}

char *mem_copy_text(const char *text)
{
	return had(strdup(text));
}

void mem_free(void *p)
{
	free(p);
}

/* One MEM_LARGE more is asked for, so that an aligned part is in it; the ends go back. */
void *mem_map(size_t size, size_t from)
{
	char *got = mmap(NULL, size + MEM_LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	size_t before = -(uintptr_t)got & (MEM_LARGE - 1);

	had(got == MAP_FAILED ? NULL : got);
	if (before)
		munmap(got, before);
	munmap(got + before + size, MEM_LARGE - before);
	if (from < size)
		madvise(got + before + from, size - from, MADV_HUGEPAGE);
	return got + before;
}

void mem_unmap(void *p, size_t size)
{
	munmap(p, size);
}

void mem_grow(void *items, size_t *room, size_t need, size_t size)
{
	void *p;
	size_t n = *room ? *room : 16;

	if (need <= *room)
		return;
	while (n < need)
		n *= 2;
	memcpy(&p, items, sizeof p);
	p = mem_resize(p, n * size);
	memcpy(items, &p, sizeof p);
	*room = n;
}
