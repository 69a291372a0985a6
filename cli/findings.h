/* SPDX-License-Identifier: MIT */
/*
 * What a run found wrong, for people: the findings of the rules, each with its place in the driver's source. The trace keeps
 * module and offset; here the module's DWARF makes a file and a line of them.
 */
#ifndef MSILAB_CLI_FINDINGS_H
#define MSILAB_CLI_FINDINGS_H

#include "cli/intake.h"
#include "sim/read/rule.h"

#define FINDINGS_MAX 20 /* said; the rest is counted */

/* To the error stream: FILE:LINE in FUNCTION: RULE: what happened, at which level; with the first finding of a rule also why it
 * matters and how to fix it. */
void findings_tell(const struct rules *rules, const struct intake *intake);

/* The same as objects, a line each, in English: what alike ones have in common, and how many there are. */
void findings_json(const struct rules *rules, const struct trace *trace, const struct intake *intake, struct str *out);

/* "vnic-line.c:57 in line_isr: ", or nothing where the code is not known. */
void findings_place(uint64_t code, const struct intake *intake, struct str *out);

/* How many findings are errors; or warnings. */
size_t findings_of(const struct rules *rules, enum rule_severity severity);

#endif
