/* SPDX-License-Identifier: MIT */
/*
 * Starts that failed. A driver that undoes what it did and returns a failure breaks no rule, and its device is as good as absent
 * from then on: whoever runs a journal is told, and where.
 */
#ifndef MSILAB_CLI_STARTS_H
#define MSILAB_CLI_STARTS_H

#include "cli/intake.h"
#include "sim/trace/trace.h"

#define STARTS_MAX 8 /* told; the rest is counted */

struct starts {
	struct record call, handler; /* the last of each that returned a failure */
	struct start {
		struct record state, returned; /* returned: the call, else the handler, that gave this status */
	} failed[STARTS_MAX];
	size_t n;
};

void starts_see(struct starts *starts, const struct record *record);

/* Which device did not start, with which status; below it FILE:LINE in FUNCTION: what returned it. No line looks like a finding. */
void starts_tell(const struct starts *starts, const struct trace *trace, const struct intake *intake);

#endif
