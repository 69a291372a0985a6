/* SPDX-License-Identifier: MIT */
/* What spans.c and its folds share; nobody else includes it. */
#ifndef MSILAB_TUI_SPANS_PARTS_H
#define MSILAB_TUI_SPANS_PARTS_H

#include "tui/spans.h"

#define SPAN_STACK 32 /* frames kept; depth counts on */

/* What runs on a CPU, or what a thread that does not run was in: blocks, innermost last. */
struct span_stack {
	uint32_t obj;    /* the thread; 0: a CPU */
	uint32_t cpu;
	uint32_t thread; /* of a CPU: block of the thread that runs, 0: idle */
	uint32_t depth;
	uint32_t block[SPAN_STACK];
};

struct span_lane *spans_lane_made(struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number);
void spans_note(struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number, vtime at, uint32_t value, uint16_t rank);

/* The folds; a record that is none of theirs is passed over. */
void spans_fold_cpu(struct spans *spans, const struct record *record);
void spans_fold_queue(struct spans *spans, const struct record *record);

#endif
