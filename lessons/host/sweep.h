/* SPDX-License-Identifier: MIT */
/*
 * What the request `sweep` gives in a step, one line after another, a line end after each: commands, which are recorded as any other, and
 * lines that pass time. Which ways there are for interrupts (ways.h) is known only when the start without one has been made, and
 * who has them wrong with k interrupts need not try k + 1: so where a line says SWEEP_FURTHER, more lines come in its place.
 */
#ifndef MSILAB_HOST_SWEEP_H
#define MSILAB_HOST_SWEEP_H

#include "lessons/host/lesson.h"

#define SWEEP_NOTE "note sweep"        /* its first line: what is taken back with it begins there */
#define SWEEP_INTERRUPTS "interrupts"  /* of the step's lines: here they come */
#define SWEEP_FURTHER "further"

/* For each policy of a `policies` goal the policy, a restart, and the step's sweep lines; for an `interleavings` goal those lines without an
 * interrupt, and SWEEP_FURTHER. Nothing if the step has no such goal. Goals with the same cells are swept once. */
void sweep_lines(const struct lesson_step *step, struct str *out);

/* What comes in place of a line: nothing, if with fewer interrupts something is not green. The goals have seen everything up to it.
 * false: it is no such line. */
bool sweep_further(const struct lesson_step *step, const struct trace *trace, const char *line, struct str *out);

/* All that a sweep like the last one can give, whatever came of it. */
void sweep_whole(const struct lesson_step *step, const struct trace *trace, struct str *out);

#endif
