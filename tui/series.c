/* SPDX-License-Identifier: MIT */
/* One quantity over time. */
#include "sim/base/mem.h"
#include "tui/series.h"

void series_fini(struct series *series)
{
	for (unsigned k = 0; k < SERIES_LEVELS; k++) {
		mem_free(series->level[k].min);
		mem_free(series->level[k].max);
	}
	mem_free(series->landmarks);
	mem_free(series->moments);
	*series = (struct series){ 0 };
}

static void widen(uint16_t rank, uint16_t *min, uint16_t *max)
{
	if (rank < *min)
		*min = rank;
	if (rank > *max)
		*max = rank;
}

void series_add(struct series *series, vtime at, uint32_t value, uint16_t rank)
{
	size_t place = series->n;

	mem_grow(&series->moments, &series->room, series->n + 1, sizeof(*series->moments));
	series->moments[series->n++] = (struct series_moment){ at, value, rank };
	if (place % SERIES_LANDMARK == 0) {
		mem_grow(&series->landmarks, &series->landmarks_room, place / SERIES_LANDMARK + 1, sizeof(*series->landmarks));
		series->landmarks[place / SERIES_LANDMARK] = at;
	}
	for (unsigned k = 0; k < SERIES_LEVELS; k++) {
		struct series_level *level = &series->level[k];
		bool begins = place % SERIES_FAN == 0 && (series->n - 1) % ((size_t)1 << 4 * (k + 1)) == 0;

		place /= SERIES_FAN;
		mem_grow(&level->min, &level->min_room, place + 1, sizeof(*level->min));
		mem_grow(&level->max, &level->max_room, place + 1, sizeof(*level->max));
		if (begins)
			level->min[place] = level->max[place] = rank;
		else
			widen(rank, &level->min[place], &level->max[place]);
	}
}

/* The first moment of low..high-1 at or after a time, high if there is none. */
static size_t within(const struct series *series, size_t low, size_t high, vtime time)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (series->moments[middle].at < time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* First among the landmarks, which lie close together: the moments themselves are far apart in memory. */
size_t series_at(const struct series *series, vtime time)
{
	size_t low = 0, high = (series->n + SERIES_LANDMARK - 1) / SERIES_LANDMARK, from;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (series->landmarks[middle] < time)
			low = middle + 1;
		else
			high = middle;
	}
	from = low ? (low - 1) * SERIES_LANDMARK : 0;
	return within(series, from, low * SERIES_LANDMARK < series->n ? low * SERIES_LANDMARK : series->n, time);
}

/* Whole groups of the widest level that fits, single moments at the ends. */
void series_ranks(const struct series *series, size_t from, size_t to, uint16_t *min, uint16_t *max)
{
	while (from < to) {
		size_t size = 1;
		unsigned k = 0;

		while (k < SERIES_LEVELS && from % (size * SERIES_FAN) == 0 && from + size * SERIES_FAN <= to) {
			size *= SERIES_FAN;
			k++;
		}
		if (k) {
			widen(series->level[k - 1].min[from / size], min, max);
			widen(series->level[k - 1].max[from / size], min, max);
		} else {
			widen(series->moments[from].rank, min, max);
		}
		from += size;
	}
}

void series_columns(const struct series *series, vtime start, vtime column, unsigned cols, struct series_column *out)
{
	size_t from = series_at(series, start);

	for (unsigned i = 0; i < cols; i++) {
		size_t to = series_at(series, start + column * ((vtime)i + 1));
		const struct series_moment *before = from ? &series->moments[from - 1] : NULL;

		out[i] = (struct series_column){ .before = before ? before->value : 0, .changes = (uint32_t)(to - from), .first = from };
		out[i].last = to > from ? series->moments[to - 1].value : out[i].before;
		out[i].min = out[i].max = before ? before->rank : 0;
		series_ranks(series, from, to, &out[i].min, &out[i].max);
		from = to;
	}
}
