/* SPDX-License-Identifier: MIT */
/* The picture: where the interrupt is. With room to spare, arrows stand between the places. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/scene.h"
#include "tui/flow.h"

#define LABEL 11
#define CPUS_MOST 8

static void draw_text(const struct flow_row *row, const struct pane *pane, int y)
{
	int x = LABEL;

	for (unsigned i = 0; i < row->spans; i++) {
		unsigned from = row->span[i].from, to = i + 1 < row->spans ? row->span[i + 1].from : (unsigned)row->text.length;

		x = pane_format(pane, x, y, row->span[i].role, "%.*s", (int)(to - from), row->text.text + from);
	}
	pane_cut(pane, x, y);
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
		pane_cut(pane, pane_text(pane, LABEL + 2, y + 1, ROLE_BLOCKED, row->blocked), y + 1);
		return y + 2;
	}
	if (LABEL + (int)text_columns(row->text.text) + 1 > pane->w - w && pane->w - w > LABEL)
		pane_glyph(pane, pane->w - w - 1, y, ROLE_DIM, GLYPH_MORE);
	w = pane->w - w > LABEL ? w : pane->w - LABEL;
	pane_glyph(pane, pane->w - w, y, ROLE_BLOCKED, GLYPH_BLOCKED);
	pane_cut(pane, pane_format(pane, pane->w - w + 1, y, ROLE_BLOCKED, " %s", row->blocked), y);
	return y + 1;
}

static bool has_queues(const struct flow *flow)
{
	for (unsigned i = 0; i < flow->n; i++)
		if (flow->row[i].stage == FLOW_QUEUES)
			return true;
	return false;
}

/* What lies between this place and the one before. */
static void draw_arrow(const struct pane *pane, int y, enum flow_stage stage, bool frames)
{
	static const char *const ways[FLOW_STAGES] = {
		[FLOW_CAUSES] = N_("a frame in memory sets a cause"),
		[FLOW_MASK] = N_("a cause that is enabled asks to interrupt"),
		[FLOW_LINK] = N_("over the PCI Express link"),
		[FLOW_IOAPIC] = N_("to the input that the pin is wired to"),
		[FLOW_CPU] = N_("to the local APIC of a processor"),
		[FLOW_ISR] = N_("the vector finds its service routine"),
		[FLOW_DPC] = N_("which leaves the work to a deferred call"),
		[FLOW_FRAMES] = N_("which hands frames to the system"),
	};
	const char *way = stage == FLOW_CAUSES && !frames ? N_("the device sets a cause") : ways[stage];

	pane_glyph(pane, 3, y, ROLE_BORDER, GLYPH_DOWN);
	if (way)
		pane_text(pane, 5, y, ROLE_DIM, say(way));
}

/* Neighbours and queues stand beside the device: no arrow leads there. */
static bool has_arrow(const struct flow *flow, unsigned i)
{
	return i && flow->row[i].stage != flow->row[i - 1].stage && flow->row[i].stage > FLOW_QUEUES;
}

static unsigned arrows_of(const struct flow *flow)
{
	unsigned n = 0;

	for (unsigned i = 0; i < flow->n; i++)
		n += has_arrow(flow, i);
	return n;
}

static unsigned blocks_of(const struct flow *flow)
{
	unsigned n = 0;

	for (unsigned i = 0; i < flow->n; i++)
		n += flow->row[i].blocked[0] != '\0';
	return n;
}

/* The record at the cursor; and where something is stuck, what tells more. */
static void draw_caption(const struct look *look, const struct flow *flow, const struct pane *pane)
{
	const struct record *record = look_record(look);
	bool bad = record && (record->kind == R_CMD_REFUSED || record->kind == R_BUGCHECK);
	int x = pane_text(pane, 1, pane->h - 1, bad ? ROLE_ERROR : ROLE_CURSOR, flow->caption.text);

	if (blocks_of(flow)) {
		x = pane_glyph(pane, x + 2, pane->h - 1, ROLE_BLOCKED, GLYPH_BLOCKED);
		x = pane_text(pane, x, pane->h - 1, ROLE_BLOCKED, say(" is where it is stuck; w tells what opens it"));
	}
	pane_cut(pane, x, pane->h - 1);
}

/* Rows that the picture takes when every reason stands on a line of its own, with the caption. */
static int rows_of(const struct flow *flow)
{
	return (int)(flow->n + blocks_of(flow)) + 1;
}

/* The CPU that has to be in sight: where something waits, else where the record happened. */
static unsigned cpu_to_see(const struct look *look)
{
	const struct record *record = look_record(look);

	for (unsigned i = 0; i < look->scene->cpus_n; i++)
		for (unsigned w = 0; w < 8; w++)
			if (look->scene->cpus[i].apic.irr[w])
				return i;
	return record && record->cpu < look->scene->cpus_n ? record->cpu : 0;
}

/* As many CPUs as there is room for, at least one. The chosen first one holds until the cursor moves. */
static void make_fitting(struct flow *flow, const struct look *look, struct view_state *state, int h)
{
	unsigned cpus = (unsigned)look->scene->cpus_n, most = cpus < CPUS_MOST ? cpus : CPUS_MOST, see = cpu_to_see(look);
	int over;

	flow_make(flow, look, 0, most);
	over = rows_of(flow) - h;
	flow_free(flow);
	if (over > 0 && most > 1)
		most = most > (unsigned)over + 2 ? most - (unsigned)over - (most == cpus) : 1;
	if (state->at > (int64_t)(cpus > most ? cpus - most : 0))
		state->at = cpus > most ? cpus - most : 0;
	if (!state->moved && (see < (unsigned)state->at || see >= (unsigned)state->at + most))
		state->at = see < most ? 0 : see - most + 1;
	flow_make(flow, look, (unsigned)state->at, most);
}

/* Where the rows begin when there are too many of them: what is stuck, else what just happened, stays in sight. */
static unsigned first_row(const struct flow *flow, int h)
{
	unsigned marked = 0, rows = h > 2 ? (unsigned)h - 2 : 1;

	for (unsigned i = flow->n; i-- > 0;)
		if (flow->row[i].blocked[0] || (flow->row[i].lit && !flow->row[marked].blocked[0]))
			marked = i;
	return rows_of(flow) <= h || marked < rows ? 0 : marked - rows + 1;
}

static void flow_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct flow *flow = mem_new(sizeof(*flow));
	bool roomy, arrows;
	int y = 0;

	make_fitting(flow, look, state, pane->h);
	roomy = rows_of(flow) <= pane->h;
	arrows = rows_of(flow) + (int)arrows_of(flow) + 1 <= pane->h; /* and a line before the caption */
	for (unsigned i = first_row(flow, pane->h); i < flow->n && y < pane->h; i++) {
		if (arrows && has_arrow(flow, i))
			draw_arrow(pane, y++, flow->row[i].stage, has_queues(flow));
		y = draw_row(&flow->row[i], pane, y, roomy);
	}
	if (y < pane->h)
		draw_caption(look, flow, pane);
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
	state->moved = true;
	return true;
}

static void flow_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct flow *flow = mem_new(sizeof(*flow));

	(void)state;
	flow_make(flow, look, 0, (unsigned)look->scene->cpus_n); /* all of them: text scrolls by itself */
	for (unsigned i = 0; i < flow->n; i++) {
		str_format(out, "%s: %s%s\n", flow->row[i].label, flow->row[i].text.text, flow->row[i].lit ? say("  (just now)") : "");
		if (flow->row[i].blocked[0])
			str_format(out, "BLOCKED: %s\n", flow->row[i].blocked);
	}
	if (look_record(look))
		str_format(out, "%s\n", flow->caption.text);
	flow_free(flow);
	mem_free(flow);
}

const struct view view_flow = { .draw = flow_draw, .request = flow_request, .text = flow_linear };
