/* SPDX-License-Identifier: MIT */
/*
 * What a run found wrong, for people: rule violations and the bugcheck, each with its place in the driver's source. The trace
 * keeps module and offset; here the module's DWARF makes a file and a line of them.
 */
#ifndef MSILAB_CLI_FINDINGS_H
#define MSILAB_CLI_FINDINGS_H

#include "cli/intake.h"
#include "sim/trace/trace.h"

#define FINDINGS_MAX 20 /* said; the rest is counted */

struct findings {
	struct record said[FINDINGS_MAX];
	unsigned n, more;
};

/* Takes note of a record if it is one. */
void findings_note(struct findings *findings, const struct record *record);

/* One line each to the error stream: FILE:LINE in FUNCTION: what, at which level. */
void findings_tell(const struct findings *findings, const struct trace *trace, const struct intake *intake);

#endif
