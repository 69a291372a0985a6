/* SPDX-License-Identifier: MIT */
/*
 * Calls of the system into the driver. All go through here: the call is recorded, and when it comes back, level and locks
 * must be as they were.
 *
 *     struct handler handler;
 *
 *     handler_enter(&handler, HANDLER_HALT, obj, a, b, function);
 *     DRIVER_CALL(function, ...);
 *     handler_exit(&handler, value);
 *
 * What the driver gets by reference is handler_lend's, until the exit.
 *
 * Service routines and DPCs have records of their own (isr.*, dpc.*): handler_guard and handler_check do the rest for them.
 */
#ifndef MSILAB_NDIS_HANDLER_H
#define MSILAB_NDIS_HANDLER_H

#include <stdint.h>

#include "sim/os/crossing.h"
#include "sim/os/nest.h"

enum handler_name {
#define HANDLER(id, name) HANDLER_##id,
#include "sim/ndis/handlers.def"
#undef HANDLER
	HANDLER_COUNT
};

struct handler {
	enum handler_name name;
	uint32_t obj;
	uint64_t function; /* its address */
	uint8_t irql;      /* before */
	unsigned locks;
	uint64_t was;
	struct nest nest;
	uint64_t driver_sp; /* of the fiber, before */
};

void handler_enter(struct handler *handler, enum handler_name name, uint32_t obj, uint64_t a, uint64_t b, const void *function);
void handler_exit(struct handler *handler, uint64_t value);

void handler_guard(struct handler *handler, enum handler_name name, uint32_t obj, const void *function);
void handler_check(struct handler *handler);

/* A copy on the driver's stack, above the frames of the call to come; it can be read until other driver code runs there. */
void *handler_lend(const void *from, size_t size);

#endif
