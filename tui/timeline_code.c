/* SPDX-License-Identifier: MIT */
/*
 * The blocks of a CPU. A block begins with its name where there is room for it, else with its letter (I service routine, D DPC, H
 * another handler of the driver, T thread); ━ goes on, · is idle. A block over its budget has ! where it ends, and │ where
 * its budget ended.
 */
#include <string.h>

#include "sim/base/text.h"
#include "tui/timeline.h"

static enum role role_of(uint16_t kind)
{
	switch ((enum span_kind)kind) {
	case SPAN_ISR:
		return ROLE_ISR;
	case SPAN_DPC:
		return ROLE_DPC;
	case SPAN_NONE:
		return ROLE_DIM;
	default:
		return ROLE_THREAD;
	}
}

static const struct span_block *block_of(const struct timeline *timeline, uint32_t value)
{
	return value && value <= timeline->spans->blocks_n ? &timeline->spans->blocks[value - 1] : NULL;
}

/* Columns after x in which nothing but the block that runs at the end of x does. */
static unsigned run_after(const struct timeline *timeline, unsigned x)
{
	unsigned n = 0;

	while (x + n + 1 < timeline->known && !timeline->cell[x + n + 1].changes)
		n++;
	return n;
}

static void draw_letter(const struct timeline *timeline, const struct pane *pane, int y, unsigned x)
{
	static const char *const letters[] = { ".", "T", "H", "D", "I" };
	uint16_t kind = timeline->cell[x].max;

	if (kind == SPAN_NONE)
		pane_glyph(pane, TIMELINE_LABEL + (int)x, y, ROLE_DIM, GLYPH_DOT);
	else
		pane_text(pane, TIMELINE_LABEL + (int)x, y, role_of(kind), letters[kind <= SPAN_ISR ? kind : 0]);
}

/* The block that runs from x on, n columns further; its name from x on if it fits. */
static void draw_block(const struct timeline *timeline, const struct pane *pane, int y, unsigned x, unsigned n)
{
	const struct span_block *block = block_of(timeline, timeline->cell[x].last);
	enum role role = block ? block->over ? ROLE_ERROR : role_of(block->kind) : ROLE_DIM;
	char name[64];
	unsigned named = 0;

	if (block && timeline->cell[x].changes)
		draw_letter(timeline, pane, y, x);
	if (block && text_columns(spans_name(timeline->spans, block, name, sizeof(name))) <= n) {
		pane_text(pane, TIMELINE_LABEL + (int)x, y, role, name);
		named = (unsigned)text_columns(name) - 1;
	}
	for (unsigned i = x + 1 + named; i <= x + n; i++)
		pane_glyph(pane, TIMELINE_LABEL + (int)i, y, role, block ? block->kind == SPAN_THREAD ? GLYPH_HLINE : GLYPH_HEAVY : GLYPH_DOT);
}

/* Where the budget of the block that is over it ended, if the block itself runs there. */
static void draw_budget(const struct timeline *timeline, const struct pane *pane, int y, unsigned x, unsigned n)
{
	const struct span_block *block = block_of(timeline, timeline->cell[x].last);
	vtime at;

	if (!block || !block->over)
		return;
	at = (block->start + spans_budget((enum span_kind)block->kind) - timeline->start) / timeline->column;
	if (at > (vtime)x && at <= (vtime)(x + n))
		pane_glyph(pane, TIMELINE_LABEL + (int)at, y, ROLE_ERROR, GLYPH_VLINE);
}

void timeline_draw_code(struct timeline *timeline, const struct pane *pane, int y)
{
	unsigned n;

	for (unsigned x = 0; x < timeline->known; x += n + 1) {
		n = run_after(timeline, x);
		if (timeline->cell[x].changes || !timeline->cell[x].last)
			draw_letter(timeline, pane, y, x);
		else
			pane_glyph(pane, TIMELINE_LABEL + (int)x, y, role_of(timeline->cell[x].max), GLYPH_HEAVY);
		draw_block(timeline, pane, y, x, n);
		draw_budget(timeline, pane, y, x, n);
	}
	for (unsigned x = 0; x < timeline->known; x++) {
		bool ran = x && timeline->cell[x - 1].last == timeline->over[x].last; /* then its own last column has room */

		if (timeline->over[x].changes)
			pane_text(pane, TIMELINE_LABEL + (int)x - ran, y, ROLE_ERROR, "!");
	}
}
