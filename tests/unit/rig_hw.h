/* SPDX-License-Identifier: MIT */
/*
 * Hardware on a bench: a machine from its head, a core, a trace, and functions whose model is the test's own. Without Check,
 * so that the player of recorded vectors can stand on it too. One rig at a time (one simulation in a process).
 */
#ifndef MSILAB_TESTS_UNIT_RIG_HW_H
#define MSILAB_TESTS_UNIT_RIG_HW_H

#include "sim/hw/hw.h"

struct rig {
	struct machine machine;
	struct trace *trace;
	struct core core;
	struct hw *hw;
	uint64_t mark; /* first record that rig_count and rig_find look at */
};

/* Builds the machine that the head describes ("" is one CPU and nothing else). A head that is wrong ends the program. */
void rig_init(struct rig *rig, const char *head);
void rig_fini(struct rig *rig);

/* Puts one more function of the given model into a slot below `bridge` (NULL: the root bus) and declares it. settings: NULL or
 * the words of a device line after the model. */
struct device *rig_attach(struct rig *rig, const struct device_model *model, struct device *bridge, unsigned slot,
			  const char *settings);

void rig_run(struct rig *rig);             /* until nothing is queued */
void rig_run_for(struct rig *rig, vtime ns);

/* Records of a kind since the mark, and the n-th of them from 0 (NULL: there are not so many). */
void rig_mark(struct rig *rig);
unsigned rig_count(const struct rig *rig, enum record_kind kind);
const struct record *rig_find(const struct rig *rig, enum record_kind kind, unsigned n);

/* Configuration fields by name. */
void rig_config(struct device *device, const char *field, uint32_t value);
uint32_t rig_config_read(const struct device *device, const char *field);

#endif
