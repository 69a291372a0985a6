/* SPDX-License-Identifier: MIT */
/*
 * Playing recorded vectors: a format says how a trace starts, which operations it has and what is observed after each.
 * Operations are accesses to the models of sim/hw; what is observed is read from them and from the trace. Nothing here
 * decides about pending bits, masks, lines or priorities.
 */
#ifndef MSILAB_TESTS_VECTORS_PLAYER_H
#define MSILAB_TESTS_VECTORS_PLAYER_H

#include "tests/unit/rig_hw.h"

#define ARGUMENTS_MAX 2
#define DELIVERED_MAX 256

struct player {
	struct rig rig;
	struct device *device;
	bool loose;          /* the stand-in with the two habits */
	unsigned entries;    /* msix-N */
	uint32_t cause;      /* the stand-in's cause bits */
	bool interrupt_flag; /* of the stand-in CPU */
	uint8_t delivered[DELIVERED_MAX];
	unsigned delivered_n;
};

struct operation {
	const char *name;
	unsigned arguments;
	bool entry; /* the first argument is a table entry */
	void (*run)(struct player *player, const uint32_t *argument);
};

struct format {
	const char *name; /* "msix-#": # stands for a number of entries */
	const struct operation *operations; /* ends with a NULL name */
	void (*start)(struct player *player);
	void (*observe)(const struct player *player, struct str *out);
};

extern const struct format format_intx_msi, format_msi_mask, format_msix, format_ioapic_level, format_lapic;

/* "sent=V:DATA,..." of the messages since the mark. */
void observe_sent(const struct player *player, struct str *out);

#endif
