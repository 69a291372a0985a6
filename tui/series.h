/* SPDX-License-Identifier: MIT */
/*
 * A series: what one quantity was over time, as the moments at which it changed, with the least and greatest rank of every 16, 256,
 * 4096 ... of them beside it. So a column of a picture costs a search and a few steps, however many changes lie in it. Moments are
 * appended in order of time.
 */
#ifndef MSILAB_TUI_SERIES_H
#define MSILAB_TUI_SERIES_H

#include <stddef.h>

#include "sim/base/vtime.h"

#define SERIES_LEVELS 5
#define SERIES_FAN 16
#define SERIES_LANDMARK 64

struct series_moment {
	vtime at;
	uint32_t value; /* from here on */
	uint16_t rank;  /* what is compared: the greater is the more pressing */
};

struct series {
	struct series_moment *moments;
	size_t n, room;
	vtime *landmarks; /* the time of moments 0, SERIES_LANDMARK, ... */
	size_t landmarks_room;
	struct series_level {
		uint16_t *min, *max; /* of SERIES_FAN of the level below, rising */
		size_t min_room, max_room;
	} level[SERIES_LEVELS];
};

/* What one column of time shows. */
struct series_column {
	uint32_t before, last;  /* value at its start and at its end */
	uint16_t min, max;      /* ranks during it, that at its start included */
	uint32_t changes;       /* moments in it */
	size_t first;           /* number of the first moment at or after its start */
};

void series_fini(struct series *series);
void series_add(struct series *series, vtime at, uint32_t value, uint16_t rank);

/* The number of the first moment at or after a time: series->n if there is none. */
size_t series_at(const struct series *series, vtime time);

/* Least and greatest rank of moments from..to-1, widened from what *min and *max are. */
void series_ranks(const struct series *series, size_t from, size_t to, uint16_t *min, uint16_t *max);

/* `cols` columns of `column` ns each from `start` on. */
void series_columns(const struct series *series, vtime start, vtime column, unsigned cols, struct series_column *out);

#endif
