/* SPDX-License-Identifier: MIT */
/* Handles count from a number that is no address on this machine, in steps of 16. */
#include <stddef.h>

#include "sim/core/core.h"
#include "sim/ndis/handle.h"

#define FIRST UINT64_C(0xffff800000000010)

static inline struct handle_entry *entry_of(const struct handles *handles, const void *handle)
{
	uint64_t index = ((uint64_t)(uintptr_t)handle - FIRST) / 16;

	if ((uint64_t)(uintptr_t)handle < FIRST || index >= handles->n || (uint64_t)(uintptr_t)handle % 16)
		return NULL;
	return &handles->chunk[index / HANDLE_CHUNK][index % HANDLE_CHUNK];
}

void *handle_new(struct core *core, struct handles *handles, enum handle_kind kind, void *object)
{
	unsigned index = handles->n;
	struct handle_entry **chunk = &handles->chunk[index / HANDLE_CHUNK];

	if (index / HANDLE_CHUNK == HANDLE_CHUNKS)
		return NULL;
	if (!*chunk)
		*chunk = arena_new(&core->arena, HANDLE_CHUNK * sizeof **chunk);
	(*chunk)[index % HANDLE_CHUNK] = (struct handle_entry){ .kind = kind, .live = true, .object = object };
	handles->n++;
	return (void *)(uintptr_t)(FIRST + (uint64_t)index * 16);
}

inline void *handle_object(const struct handles *handles, const void *handle, enum handle_kind kind)
{
	const struct handle_entry *entry = entry_of(handles, handle);

	return entry && entry->live && entry->kind == kind ? entry->object : NULL;
}

void *handle_ended(const struct handles *handles, const void *handle, enum handle_kind kind)
{
	const struct handle_entry *entry = entry_of(handles, handle);

	return entry && !entry->live && entry->kind == kind ? entry->object : NULL;
}

void handle_end(struct handles *handles, const void *handle)
{
	struct handle_entry *entry = entry_of(handles, handle);

	if (entry)
		entry->live = false;
}
