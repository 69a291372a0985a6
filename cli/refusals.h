/* SPDX-License-Identifier: MIT */
/*
 * Commands of a journal that the machine refused. A refusal is a record and stops nothing: who wrote start nic9 for nic0 sees a run that ends
 * well, and is told here.
 */
#ifndef MSILAB_CLI_REFUSALS_H
#define MSILAB_CLI_REFUSALS_H

#include "cli/intake.h"
#include "sim/trace/trace.h"

#define REFUSALS_MAX 8 /* told; the rest is counted */

struct refusals {
	size_t taken, n;
	struct refusal {
		size_t command; /* its place in the journal */
		uint64_t reason; /* a text of the trace */
	} list[REFUSALS_MAX];
};

void refusals_see(struct refusals *refusals, const struct record *record);

/* FILE:LINE: which command was refused, and why; a line each. */
void refusals_tell(const struct refusals *refusals, const struct trace *trace, const struct intake *intake, const char *file);

#endif
