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

/* A function with everything: registers CTRL (RW, 0), FLAGS (RW1C, reset Fh) and ARRAY[0..3] at 0x00, 0x04, 0x10, a table of 16
 * bytes an entry at 0 and its PBA at 8000h of BAR 2, in list order PM, MSI, PCI Express, MSI-X. It counts what it is told.
 * Settings: msi=N (default 8, 0 none), narrow=1 (32-bit address), nomask=1, msix=N (default 16, 0 none), keep=1 (No_Soft_Reset). */
extern const struct device_model rig_model;

struct rig_heard {
	unsigned sent, held, changed, reset; /* calls */
	unsigned message;                    /* of the last sent or held */
	uint32_t written;                    /* value of the last register write */
};

enum { RIG_TABLE_BAR = 2, RIG_PBA = 0x8000 };

struct device *rig_nic(struct rig *rig, const char *settings); /* of that model on the root bus, slot 1, command 0006h */
struct rig_heard *rig_heard(const struct device *device);
void rig_msi(struct device *device, unsigned order, uint32_t address, uint16_t data); /* enables 1 << order messages */
void rig_msix(struct device *device, unsigned unmasked); /* enables; entry i: FEE00000h, 40h + i; the first ones unmasked */

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
