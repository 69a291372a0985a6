/* SPDX-License-Identifier: MIT */
/*
 * Failures on order: the n-th allocation, mapping or registration of drivers fails (doc/modelled.md). Options fail.alloc,
 * fail.map and fail.register hold n, counted from the beginning of the machine; 0 or not set: none fails.
 */
#ifndef MSILAB_NDIS_INJECT_H
#define MSILAB_NDIS_INJECT_H

#include "sim/ndis/root.h"

/* Counts one try; true: this one must fail. */
bool inject_failure(struct ndis *ndis, enum inject what);

/* Tells the pool, which counts its own. Before each allocation. */
void inject_alloc(struct ndis *ndis);

#endif
