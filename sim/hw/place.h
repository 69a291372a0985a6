/* SPDX-License-Identifier: MIT */
/*
 * Where the devices of a machine description sit, and whether the description makes sense: models, settings, parents,
 * slots. Needs no core, so that a description can be checked before anything exists.
 */
#ifndef MSILAB_HW_PLACE_H
#define MSILAB_HW_PLACE_H

#include "sim/base/machine.h"

struct place {
	int parent; /* index of the bridge among the devices; -1: the root bus */
	unsigned slot;
};

/* Fills one place for each device. false: err says what is wrong (it may be NULL if the description was checked). */
bool place_all(const struct machine *machine, struct place *places, struct err *err);

#endif
