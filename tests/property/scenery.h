/* SPDX-License-Identifier: MIT */
/* A random machine around nic0, drawn from a seed: bridges above it, how it interrupts, what is granted, neighbours, and one of its causes. */
#ifndef MSILAB_TESTS_PROPERTY_SCENERY_H
#define MSILAB_TESTS_PROPERTY_SCENERY_H

#include "sim/base/machine.h"
#include "sim/base/str.h"

struct scenery {
	struct str head; /* the description, for messages */
	struct machine machine;
	const char *bridges[3]; /* above nic0, from the root down */
	unsigned bridges_n, cause;
	bool edgeonly, maskable;
	uint64_t seed;
};

void scenery_draw(struct scenery *scenery, uint64_t seed);
void scenery_fini(struct scenery *scenery);

#endif
