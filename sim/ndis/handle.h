/* SPDX-License-Identifier: MIT */
/*
 * Handles: what a driver holds instead of a pointer to something of the system. A handle is a number that is no address
 * (touching it is a fault), says nothing of what lies behind, and is never given out twice, so that a dead one is known.
 */
#ifndef MSILAB_NDIS_HANDLE_H
#define MSILAB_NDIS_HANDLE_H

#include <stdbool.h>
#include <stdint.h>

struct core;

enum handle_kind {
	HANDLE_NONE,
	HANDLE_DRIVER,
	HANDLE_ADAPTER,
	HANDLE_INTERRUPT,
	HANDLE_DMA,
	HANDLE_LIST_POOL,
	HANDLE_BUFFER_POOL,
	HANDLE_CONFIGURATION,
	HANDLE_TIMER,
	HANDLE_WORK,
};

#define HANDLE_CHUNK 256
#define HANDLE_CHUNKS 4096

struct handles {
	struct handle_entry {
		enum handle_kind kind;
		bool live;
		void *object;
	} *chunk[HANDLE_CHUNKS];
	unsigned n;
};

/* A handle for an object; NULL: a million have been given out. */
void *handle_new(struct core *core, struct handles *handles, enum handle_kind kind, void *object);

/* What a live handle of that kind stands for; NULL: it is none. */
void *handle_object(const struct handles *handles, const void *handle, enum handle_kind kind);

/* What a handle that has ended stood for; NULL: it is none such. */
void *handle_ended(const struct handles *handles, const void *handle, enum handle_kind kind);

void handle_end(struct handles *handles, const void *handle);

#endif
