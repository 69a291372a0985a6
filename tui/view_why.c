/* SPDX-License-Identifier: MIT */
/* Every place between a cause and the frames, in order: open, or closed and why. */
#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "tui/flow.h"

#define CPUS_MOST 8

static void why_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct flow *flow = mem_new(sizeof(*flow));
	unsigned closed = 0;
	int y = 0;

	state->rows = pane->h;
	flow_make(flow, look, 0, CPUS_MOST);
	for (unsigned i = 0; i < flow->n; i++) {
		const struct flow_row *row = &flow->row[i];

		pane_glyph(pane, 0, y, row->blocked[0] ? ROLE_BLOCKED : ROLE_GOOD, row->blocked[0] ? GLYPH_BLOCKED : GLYPH_OPEN);
		pane_text(pane, 2, y, ROLE_TITLE, row->label);
		pane_text(pane, 13, y++, row->blocked[0] ? ROLE_BLOCKED : ROLE_DIM, row->blocked[0] ? row->blocked : row->text.text);
		closed += row->blocked[0] != '\0';
	}
	if (!closed)
		pane_text(pane, 0, y + 1, ROLE_GOOD, "nothing stops an interrupt of this device now");
	flow_free(flow);
	mem_free(flow);
}

static void why_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct flow *flow = mem_new(sizeof(*flow));

	(void)state;
	flow_make(flow, look, 0, CPUS_MOST);
	for (unsigned i = 0; i < flow->n; i++)
		str_format(out, "%s: %s\n", flow->row[i].label, flow->row[i].blocked[0] ? flow->row[i].blocked : "open");
	flow_free(flow);
	mem_free(flow);
}

const struct view view_why = { .draw = why_draw, .text = why_linear };
