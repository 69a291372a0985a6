/* SPDX-License-Identifier: MIT */
/*
 * Two traces side by side. The first record in which they part; then rows: the records that tell how interrupts travelled, aligned
 * by the commands that both took and, within a command's span, by what plays the same part: an assertion on one side stands beside
 * the message on the other. Both sides may be the same trace, at two moments: then nothing parts, and the state tells the difference.
 */
#ifndef MSILAB_READ_DIFF_H
#define MSILAB_READ_DIFF_H

#include "sim/read/scene.h"

#define DIFF_ROWS_MAX 4000
#define DIFF_NONE UINT64_MAX

enum diff_mark { DIFF_SAME, DIFF_CHANGED, DIFF_LEFT, DIFF_RIGHT };

struct diff_row {
	uint64_t a, b; /* records; DIFF_NONE on a side that has none */
	enum diff_mark mark;
};

struct diff {
	uint64_t first; /* number of the first record that is not the same in both, DIFF_NONE: none */
	uint64_t moved; /* records before it that differ by an address alone: the same thing lies elsewhere */
	struct diff_row *row;
	size_t n, room;
	bool cut;       /* there were more than DIFF_ROWS_MAX */
};

/* Compares records 0 .. end - 1 of both in slices of a millisecond or so: diff_slice until it is true, then, or at any time before,
 * diff_work_free. The first `same` records are known to be the same. What is found so far stands in `diff`; the traces must not grow meanwhile. */
struct diff_work *diff_work_new(struct diff *diff, const struct trace *a, uint64_t a_end, const struct trace *b, uint64_t b_end, uint64_t same);
bool diff_slice(struct diff_work *work);
unsigned diff_percent(const struct diff_work *work);
void diff_work_free(struct diff_work *work);
void diff_fini(struct diff *diff);

#endif
