/* SPDX-License-Identifier: MIT */
/* What a simulation is made of: private to the files of this folder; the face is sim.h. */
#ifndef MSILAB_SIM_STATE_H
#define MSILAB_SIM_STATE_H

#include "sim/ndis/ndis_root.h"
#include "sim/sim.h"

/* It lies in the arena, with all that it leads to but the trace and the inputs, which are the edge's. */
struct sim {
	struct core core;
	struct hw *hw;
	struct os *os;
	struct machine machine; /* our own copy: commands change keywords and package facts for later starts */
	const struct inputs *inputs;
};

/* Does a command at this instant. NULL: done; else why it makes no sense now, one sentence without a full stop. */
const char *command_do(struct sim *sim, const struct command *command);

/* The object a command is addressed to, 0: none. */
uint32_t command_object(const struct sim *sim, const struct command *command);

#endif
