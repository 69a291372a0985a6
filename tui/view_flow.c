/* SPDX-License-Identifier: MIT */
/* The picture: where the interrupt is. With room to spare, arrows stand between the places. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "tui/flow.h"
#include "tui/text.h"

#define LABEL 11
#define CPUS_MOST 8

static void draw_text(const struct flow_row *row, const struct pane *pane, int y)
{
	int x = LABEL;

	for (unsigned i = 0; i < row->spans; i++) {
		unsigned from = row->span[i].from, to = i + 1 < row->spans ? row->span[i + 1].from : (unsigned)row->text.length;

		x = pane_format(pane, x, y, row->span[i].role, "%.*s", (int)(to - from), row->text.text + from);
	}
}

/* Returns the row after it: what blocks stands on a line of its own where there is room, else at the end of the line. */
static int draw_row(const struct flow_row *row, const struct pane *pane, int y, bool roomy)
{
	int w = (int)text_columns(row->blocked) + 2;

	if (row->lit)
		pane_glyph(pane, 0, y, ROLE_LIT, GLYPH_RIGHT);
	else if (row->blocked[0])
		pane_glyph(pane, 0, y, ROLE_BLOCKED, GLYPH_BLOCKED);
	pane_text(pane, 1, y, row->lit ? ROLE_LIT : ROLE_TITLE, row->label);
	draw_text(row, pane, y);
	if (!row->blocked[0])
		return y + 1;
	if (roomy) {
		pane_glyph(pane, LABEL, y + 1, ROLE_BLOCKED, GLYPH_BLOCKED);
		pane_text(pane, LABEL + 2, y + 1, ROLE_BLOCKED, row->blocked);
		return y + 2;
	}
	if (LABEL + (int)text_columns(row->text.text) + 1 > pane->w - w)
		pane_text(pane, pane->w - w > LABEL ? pane->w - w : LABEL, y, ROLE_TEXT, " ");
	w = pane->w - w > LABEL ? w : pane->w - LABEL;
	pane_glyph(pane, pane->w - w, y, ROLE_BLOCKED, GLYPH_BLOCKED);
	pane_format(pane, pane->w - w + 1, y, ROLE_BLOCKED, " %s", row->blocked);
	return y + 1;
}

/* What lies between this place and the one before. */
static void draw_arrow(const struct pane *pane, int y, enum flow_stage stage)
{
	static const char *const ways[FLOW_STAGES] = {
		[FLOW_CAUSES] = "a frame in memory sets a cause",
		[FLOW_MASK] = "a cause that is enabled asks to interrupt",
		[FLOW_LINK] = "over the PCI Express link",
		[FLOW_CPU] = "to the local APIC of a processor",
		[FLOW_ISR] = "the vector finds its service routine",
		[FLOW_DPC] = "which leaves the work to a deferred call",
		[FLOW_FRAMES] = "which hands frames to the system",
	};

	pane_glyph(pane, 3, y, ROLE_BORDER, GLYPH_DOWN);
	if (ways[stage])
		pane_text(pane, 5, y, ROLE_DIM, ways[stage]);
}

static unsigned stages_of(const struct flow *flow)
{
	unsigned n = 0;

	for (unsigned i = 1; i < flow->n; i++)
		n += flow->row[i].stage != flow->row[i - 1].stage;
	return n;
}

static unsigned blocks_of(const struct flow *flow)
{
	unsigned n = 0;

	for (unsigned i = 0; i < flow->n; i++)
		n += flow->row[i].blocked[0] != '\0';
	return n;
}

static void flow_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	unsigned cpus = (unsigned)look->scene->cpus_n, most = pane->h > 22 ? CPUS_MOST : pane->h > 12 ? 4 : 2;
	struct flow *flow = mem_new(sizeof(*flow));
	bool roomy, arrows;
	int y = 0;

	if (state->at > (int64_t)(cpus > most ? cpus - most : 0))
		state->at = cpus > most ? cpus - most : 0;
	flow_make(flow, look, (unsigned)state->at, most);
	roomy = (int)(flow->n + blocks_of(flow)) + 1 <= pane->h;
	arrows = (int)(flow->n + blocks_of(flow) + stages_of(flow)) + 2 <= pane->h;
	for (unsigned i = 0; i < flow->n && y < pane->h; i++) {
		if (arrows && i && flow->row[i].stage != flow->row[i - 1].stage)
			draw_arrow(pane, y++, flow->row[i].stage);
		y = draw_row(&flow->row[i], pane, y, roomy);
	}
	if (y < pane->h)
		pane_text(pane, 1, pane->h - 1, ROLE_CURSOR, flow->caption.text);
	flow_free(flow);
	mem_free(flow);
}

static bool flow_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	(void)look;
	(void)out;
	if (kind != REQUEST_UP && kind != REQUEST_DOWN)
		return false;
	state->at += kind == REQUEST_UP ? -(state->at > 0) : 1;
	return true;
}

static void flow_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct flow *flow = mem_new(sizeof(*flow));

	flow_make(flow, look, (unsigned)state->at, CPUS_MOST);
	for (unsigned i = 0; i < flow->n; i++) {
		str_format(out, "%s: %s%s\n", flow->row[i].label, flow->row[i].text.text, flow->row[i].lit ? "  (just now)" : "");
		if (flow->row[i].blocked[0])
			str_format(out, "BLOCKED: %s\n", flow->row[i].blocked);
	}
	flow_free(flow);
	mem_free(flow);
}

const struct view view_flow = { .draw = flow_draw, .request = flow_request, .text = flow_linear };
