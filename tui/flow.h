/* SPDX-License-Identifier: MIT */
/*
 * The picture of one interrupt's path as data: a row for each place it passes, from the device's queues to the frames that are
 * indicated. view_flow.c draws the rows; plain mode reads them out. Everything comes from the scene and the record at
 * the cursor.
 */
#ifndef MSILAB_TUI_FLOW_H
#define MSILAB_TUI_FLOW_H

#include "tui/view.h"

#define FLOW_ROWS_MAX 96
#define FLOW_SPANS_MAX 64

enum flow_stage {
	FLOW_DEVICE, FLOW_OTHERS, FLOW_QUEUES, FLOW_CAUSES, FLOW_MASK, FLOW_LINK, FLOW_IOAPIC, FLOW_CPU, FLOW_ISR, FLOW_DPC, FLOW_FRAMES, FLOW_STAGES
};

struct flow_row {
	enum flow_stage stage;
	unsigned number; /* of a CPU */
	char label[32];
	struct str text;
	unsigned spans;
	struct flow_span {
		unsigned from; /* byte of text where the role begins */
		enum role role;
	} span[FLOW_SPANS_MAX];
	bool lit;          /* the record at the cursor happened here */
	char blocked[200]; /* what stops an interrupt here; "" : nothing does */
};

struct flow {
	unsigned n;
	struct flow_row row[FLOW_ROWS_MAX];
	struct str caption; /* the record at the cursor in words */
};

/* cpus: at most so many rows for CPUs, from CPU first_cpu. */
void flow_make(struct flow *flow, const struct look *look, unsigned first_cpu, unsigned cpus);
void flow_free(struct flow *flow);

/* Where a record happens; FLOW_STAGES: nowhere in the picture. */
enum flow_stage flow_stage_of(const struct record *record);

/* private: the flow*.c files share them. A label is English or a name. */
struct flow_row *flow_row(struct flow *flow, enum flow_stage stage, const char *label);
void flow_say(struct flow_row *row, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));
void flow_block(struct flow_row *row, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint32_t flow_live(const struct scene_device *device); /* causes that are pending and enabled */
void flow_link_rows(struct flow *flow, const struct look *look, const struct scene_device *device);
void flow_device_rows(struct flow *flow, const struct look *look, const struct scene_device *device);
void flow_cpu_rows(struct flow *flow, const struct look *look, const struct scene_device *device, unsigned first_cpu, unsigned cpus);

#endif
