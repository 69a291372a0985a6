/* SPDX-License-Identifier: MIT */
/* A place of driver code that was reached. Places are no records: who wants them watches (sim_watch). */
#ifndef MSILAB_BASE_PLACE_H
#define MSILAB_BASE_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct code_place {
	uint64_t code;   /* module in bits 63:48, offset below */
	uint32_t record; /* so many records had been written */
	uint8_t cpu;
	bool enters;     /* a function begins */
};

/* Called from within the machine: it may look at the place and nothing else. */
typedef void code_watcher(void *context, const struct code_place *place);

#endif
