/* SPDX-License-Identifier: MIT */
/*
 * What the timeline shows, as data: for each lane and each column of a window of time one sign. Pure reading of the trace, so that
 * the drawing and the linear form show the same.
 */
#ifndef MSILAB_TUI_LANES_H
#define MSILAB_TUI_LANES_H

#include "sim/trace/trace.h"

#define LANES_MAX 96
#define LANES_COLS_MAX 1000
#define LANE_FALLS 2

enum lane_kind { LANE_IRQL, LANE_CODE, LANE_LINE, LANE_MESSAGE, LANE_MARK };

struct lane {
	enum lane_kind kind;
	uint32_t obj;    /* line and message: the function */
	uint64_t number; /* CPU or message */
	/* A sign a column. LANE_IRQL: the highest level. LANE_CODE: 'I' service routine, 'D' DPC, 'H' another handler of the driver,
	 * 'T' thread, 0 idle. LANE_LINE: 1 asserted, LANE_FALLS asserted and then no more. LANE_MESSAGE: messages sent. LANE_MARK: 'X' violation, 'B' bugcheck, 'C' command. */
	uint8_t sign[LANES_COLS_MAX];
};

struct lanes {
	vtime start, column; /* the window, and the time a column covers */
	unsigned cols, n;
	unsigned known; /* columns up to the trace's end; what lies beyond has not happened */
	struct lane lane[LANES_MAX];
};

/* Reads the window. cpus: lanes are made for the first `cpus` of them. */
void lanes_read(struct lanes *lanes, const struct trace *trace, unsigned cpus, vtime start, vtime column, unsigned cols);

#endif
