/* SPDX-License-Identifier: MIT */
/* The line `affinity RULE [mask=CPUS]` of a head, and the command. */
#ifndef MSILAB_BASE_AFFINITY_H
#define MSILAB_BASE_AFFINITY_H

#include "sim/base/words.h"

/* Known words, and a mask where the rule wants one; the rule stands there. false: err with its column. */
bool affinity_good(const struct words *words, struct err *err);

#endif
