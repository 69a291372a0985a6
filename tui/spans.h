/* SPDX-License-Identifier: MIT */
/*
 * The index of the timeline: for every CPU, line, message and queue what it was over time, as series. It is built from the trace
 * as that grows, a record once; the machine knows nothing of it. What a lane's series says:
 *
 *     LANE_MARK     a moment a command (rank 1), violation, storm or watchdog (2), bugcheck (3); value: the record's number
 *     LANE_IRQL     the level
 *     LANE_CODE     value: the block that runs, as its place in blocks[] plus one, 0: idle; rank: enum span_kind
 *     LANE_OVER     a moment each block that ended over its budget; value: as above
 *     LANE_DPCS     calls in the CPU's queue
 *     LANE_LINE     1 asserted, 0 not
 *     LANE_MESSAGE  a moment each message sent
 *     LANE_RECEIVE  descriptors of a receive queue written back and not yet given out again
 *     LANE_SEND     descriptors of a transmit queue given out and not yet done
 */
#ifndef MSILAB_TUI_SPANS_H
#define MSILAB_TUI_SPANS_H

#include "sim/trace/trace.h"
#include "tui/series.h"

/* What a block may take before it is marked; the verifier's own limits are wider. */
#define SPANS_ISR_BUDGET 25000   /* ns */
#define SPANS_DPC_BUDGET 100000

#define SPANS_SLICE 300000 /* records read at a time while somebody waits: some twenty milliseconds */

enum lane_kind { LANE_MARK, LANE_IRQL, LANE_CODE, LANE_OVER, LANE_DPCS, LANE_LINE, LANE_MESSAGE, LANE_RECEIVE, LANE_SEND };

enum span_kind { SPAN_NONE, SPAN_THREAD, SPAN_HANDLER, SPAN_DPC, SPAN_ISR }; /* the later the more pressing */

enum { MARK_COMMAND = 1, MARK_VIOLATION, MARK_BUGCHECK };

struct span_block {
	vtime start;
	uint32_t obj, name; /* name: of a handler, a text */
	uint32_t message;   /* of a service routine or DPC */
	uint8_t kind;       /* enum span_kind */
	bool over;          /* it ended, and took more than its budget */
};

struct span_lane {
	enum lane_kind kind;
	uint32_t obj;     /* line, message, queue: the device */
	uint32_t number;  /* CPU, message or queue */
	uint32_t value;   /* the newest */
	struct series series;
};

struct spans {
	/* read freely */
	struct span_lane **lanes; /* in the order in which they first had something to show; CPUs first */
	size_t n;
	struct span_block *blocks;
	size_t blocks_n;
	vtime end; /* of the last record read */
	/* private to spans*.c */
	const struct trace *trace;
	uint64_t generation, reached;
	size_t room, blocks_room;
	uint32_t *slots; /* open addressing over kind, obj, number; values are places in lanes plus one */
	size_t slots_n;
	struct span_stack *stacks; /* of threads that do not run, and of CPUs */
	size_t stacks_n, stacks_room;
	struct span_queue *queues; /* by device and place of its registers */
	size_t queues_n, queues_room;
};

struct spans *spans_new(void);
void spans_free(struct spans *spans);

/* Reads what the trace has got since the last call, at most `records` of it; another trace or generation begins anew. false:
 * there is more. */
bool spans_read(struct spans *spans, const struct trace *trace, uint64_t generation, uint64_t records);

/* Records of the trace that are not read yet; 0 if nothing was asked for. */
uint64_t spans_behind(const struct spans *spans, const struct trace *trace);

/* NULL: there is none yet. */
const struct span_lane *spans_lane(const struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number);

/* The block's name: ISR 2, DPC 2, MiniportInitializeEx, the thread's own. */
const char *spans_name(const struct spans *spans, const struct span_block *block, char *text, size_t size);

vtime spans_budget(enum span_kind kind); /* VTIME_NEVER: it has none */

#endif
