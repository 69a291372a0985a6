/* SPDX-License-Identifier: MIT */
/*
 * The goals `policies` and `instants`: a table of cells, one for each grant policy, one for each time. A cell is opened by a command,
 * `policy POLICY` or `note instant TIME`, and begins anew when the device is started after it; it is green when the record has come so
 * many times since, red when one of `never` has come while that cell held.
 * A keyword of the device's driver changes the driver: every cell is untried again. Green everywhere at once reaches the goal, and
 * it stays so, unless one of `never` comes before another cell is opened.
 */
#ifndef MSILAB_HOST_GOAL_POLICIES_H
#define MSILAB_HOST_GOAL_POLICIES_H

#include "lessons/host/goal.h"

#define INSTANT_NOTE "note instant"

void policies_reset(struct goal *goal);
void policies_kinds(const struct goal *goal, bool kinds[RECORD_KINDS]);
void policies_see(struct goal *goal, const struct trace *trace, const struct record *record);
bool policies_blame(const struct goal *goal, uint64_t *record);
void policies_distance(const struct goal *goal, struct str *out);

#endif
