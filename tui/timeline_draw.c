/* SPDX-License-Identifier: MIT */
/* The rows of the timeline as signs, and its ruler. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/rule.h"
#include "sim/trace/rectext.h"
#include "tui/timeline.h"

#define LABEL TIMELINE_LABEL

static enum role level_role(uint32_t level)
{
	return level > 2 ? ROLE_ISR : level ? ROLE_DPC : ROLE_DIM;
}

/* Columns after x in which nothing changes. */
static unsigned quiet_after(const struct timeline *timeline, unsigned x)
{
	unsigned n = 0;

	while (x + n + 1 < timeline->known && !timeline->cell[x + n + 1].changes)
		n++;
	return n;
}

/* ---- numbers: levels in one row, depths of queues ---- */

static void draw_digit(const struct pane *pane, int x, int y, enum role role, uint32_t value)
{
	char text[2] = { (char)(value > 15 ? '+' : value > 9 ? 'A' + (int)value - 10 : '0' + (int)value), 0 };

	if (value)
		pane_text(pane, x, y, role, text);
	else
		pane_glyph(pane, x, y, ROLE_DIM, GLYPH_DOT);
}

/* In a column with changes the greatest value; then the value, as a number if there is room, and a line while it stays. */
static void draw_numbers(struct timeline *timeline, const struct pane *pane, int y, bool level)
{
	char text[16];
	unsigned n;

	for (unsigned x = 0; x < timeline->known; x += n + 1) {
		const struct series_column *cell = &timeline->cell[x];
		enum role most = level ? level_role(cell->max) : ROLE_PENDING, role = level ? level_role(cell->last) : ROLE_PENDING;
		int width = snprintf(text, sizeof(text), "%u", cell->last);

		n = quiet_after(timeline, x);
		draw_digit(pane, LABEL + (int)x, y, most, cell->max);
		for (unsigned i = x + 1; i <= x + n; i++)
			pane_glyph(pane, LABEL + (int)i, y, cell->last ? role : ROLE_DIM, cell->last ? GLYPH_HLINE : GLYPH_DOT);
		if (cell->last && n > (unsigned)width && (width > 1 || cell->last != cell->max))
			pane_text(pane, LABEL + (int)x + 1, y, role, text);
	}
}

/* ---- the staircase of a CPU's level ---- */

static unsigned step_of(uint32_t level)
{
	return level > 2 ? 0 : level ? 1 : 2;
}

/* The sign of a column on one step: a line while the level stays, corners where it changes once, bars where it passes. */
static enum glyph stair_glyph(const struct series_column *cell, unsigned part)
{
	unsigned before = step_of(cell->before), last = step_of(cell->last), high = step_of(cell->max), low = step_of(cell->min);

	if (high == low)
		return GLYPH_HLINE;
	if (cell->changes > 1 && before == last)
		return part == high && part != before ? GLYPH_TEE_DOWN : part == before && part == low ? GLYPH_TEE_UP : GLYPH_VLINE;
	if (part == before)
		return last < before ? GLYPH_BOTTOM_RIGHT : GLYPH_TOP_RIGHT;
	if (part == last)
		return last < before ? GLYPH_TOP_LEFT : GLYPH_BOTTOM_LEFT;
	return GLYPH_VLINE;
}

static void draw_stair(struct timeline *timeline, const struct pane *pane, int y, unsigned part)
{
	static const enum role roles[TIMELINE_STEPS] = { ROLE_ISR, ROLE_DPC, ROLE_DIM };
	char text[16];

	for (unsigned x = 0; x < timeline->known; x++) {
		const struct series_column *cell = &timeline->cell[x];

		if (part < step_of(cell->max) || part > step_of(cell->min))
			continue;
		pane_glyph(pane, LABEL + (int)x, y, roles[part], stair_glyph(cell, part));
	}
	for (unsigned x = 0; part < 2 && x < timeline->known; x += quiet_after(timeline, x) + 1) {
		uint32_t level = timeline->cell[x].last;

		if (level && step_of(level) == part && (int)quiet_after(timeline, x) > snprintf(text, sizeof(text), "%u", level))
			pane_text(pane, LABEL + (int)x + 1, y, roles[part], text);
	}
}

/* ---- waveforms, pulses, marks ---- */

static void draw_line(struct timeline *timeline, const struct pane *pane, int y)
{
	for (unsigned x = 0; x < timeline->known; x++) {
		const struct series_column *cell = &timeline->cell[x];
		enum glyph glyph = cell->changes ? cell->max ? GLYPH_VLINE : GLYPH_LOW : cell->last ? GLYPH_HIGH : GLYPH_LOW;

		pane_glyph(pane, LABEL + (int)x, y, cell->max ? ROLE_ACTIVE : ROLE_DIM, glyph);
	}
}

/* One message is a pulse; of more in a column their number is told. */
static void draw_pulses(struct timeline *timeline, const struct pane *pane, int y)
{
	for (unsigned x = 0; x < timeline->known; x++) {
		uint32_t n = timeline->cell[x].changes;

		if (n > 1)
			draw_digit(pane, LABEL + (int)x, y, ROLE_ACTIVE, n > 9 ? 16 : n);
		else
			pane_glyph(pane, LABEL + (int)x, y, n ? ROLE_ACTIVE : ROLE_DIM, n ? GLYPH_PULSE : GLYPH_DOT);
	}
}

/* What a mark is called: the rule, the bugcheck, the command. */
static const char *mark_text(const struct trace *trace, const struct record *record)
{
	switch (record->kind) {
	case R_RULE_VIOLATION:
	case R_CMD_TAKE:
	case R_CMD_REFUSED:
		return trace_text_of(trace, record->w[0]);
	case R_BUGCHECK:
		return trace_text_of(trace, record->w[1]);
	default:
		return record_forms[record->kind].name;
	}
}

static void draw_marks(struct timeline *timeline, const struct span_lane *lane, const struct pane *pane, int y)
{
	static const char *const signs[] = { "", "C", "X", "B" };
	const struct trace *trace = timeline->look->trace;

	for (unsigned x = 0; x < timeline->known; x++) {
		const struct series_column *cell = &timeline->cell[x];
		uint16_t min = UINT16_MAX, most = 0;
		struct pane room = pane_inside(pane, LABEL + (int)x + 1, y, (int)quiet_after(timeline, x) - 1, 1);
		const struct record *record = trace_at(trace, cell->last);

		if (!cell->changes)
			continue;
		series_ranks(&lane->series, cell->first, cell->first + cell->changes, &min, &most);
		pane_text(pane, LABEL + (int)x, y, most == MARK_COMMAND ? ROLE_TITLE : ROLE_ERROR, signs[most <= MARK_BUGCHECK ? most : 0]);
		if (record && room.w > 3)
			pane_format(&room, 0, 0, most == MARK_COMMAND ? ROLE_DIM : ROLE_ERROR, " %s", mark_text(trace, record));
	}
}

/* The first finding at or after a time, as a place in the list. */
static size_t finding_from(const struct look *look, vtime time)
{
	size_t low = 0, high = look->findings_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (look->findings[middle].at < time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Columns until the next mark or finding. */
static int room_for_name(const struct timeline *timeline, unsigned x, size_t next)
{
	const struct look *look = timeline->look;
	vtime room = next < look->findings_n ? (look->findings[next].at - timeline->start) / timeline->column - x - 1 : TIMELINE_COLS_MAX;
	unsigned quiet = quiet_after(timeline, x);

	return (int)(room < quiet ? room : quiet) - 1;
}

/* What readers found stands in no record: X an error, W a warning, unless the column has a mark as grave. */
static void draw_findings(const struct timeline *timeline, const struct span_lane *lane, const struct pane *pane, int y)
{
	const struct look *look = timeline->look;
	size_t next = finding_from(look, timeline->start);
	unsigned drawn = 0;

	for (unsigned x = 0; x < timeline->known && next < look->findings_n; x++) {
		const struct finding *finding = &look->findings[next];
		const struct series_column *cell = &timeline->cell[x];
		bool error = finding->severity == RULE_ERROR;
		uint16_t min = UINT16_MAX, most = 0;
		struct pane room;

		if (finding->at >= timeline->start + timeline->column * (vtime)(x + 1))
			continue;
		next = finding_from(look, timeline->start + timeline->column * (vtime)(x + 1));
		if (cell->changes)
			series_ranks(&lane->series, cell->first, cell->first + cell->changes, &min, &most);
		if (most >= MARK_VIOLATION)
			continue;
		room = pane_inside(pane, LABEL + (int)x + 1, y, room_for_name(timeline, x, next), 1);
		if (x > drawn + 1 && !timeline->cell[x - 1].changes)
			pane_text(pane, LABEL + (int)x - 1, y, ROLE_TEXT, " "); /* the end of another's name */
		drawn = x;
		pane_text(pane, LABEL + (int)x, y, error ? ROLE_ERROR : ROLE_PENDING, error ? "X" : "W");
		pane_text(&room, 0, 0, ROLE_TEXT, " ");
		if (room.w > 3)
			pane_format(&room, 0, 0, error ? ROLE_ERROR : ROLE_PENDING, " %s ", rule_forms[finding->rule].name);
	}
}

static void draw_signs(struct timeline *timeline, const struct timeline_row *row, const struct pane *pane, int y)
{
	switch (row->lane->kind) {
	case LANE_IRQL:
		if (row->parts > 1)
			draw_stair(timeline, pane, y, row->part);
		else
			draw_numbers(timeline, pane, y, true);
		break;
	case LANE_CODE:
		timeline_draw_code(timeline, pane, y);
		break;
	case LANE_DPCS:
	case LANE_RECEIVE:
	case LANE_SEND:
		draw_numbers(timeline, pane, y, false);
		break;
	case LANE_LINE:
		draw_line(timeline, pane, y);
		break;
	case LANE_MESSAGE:
		draw_pulses(timeline, pane, y);
		break;
	case LANE_MARK:
		draw_marks(timeline, row->lane, pane, y);
		draw_findings(timeline, row->lane, pane, y);
		break;
	case LANE_OVER:
		break;
	}
}

void timeline_draw_row(struct timeline *timeline, const struct timeline_row *row, const struct pane *pane, int y)
{
	struct pane at = pane_inside(pane, 0, y, LABEL - 1, 1);
	const struct span_lane *over = row->lane->kind == LANE_CODE ? spans_lane(timeline->spans, LANE_OVER, 0, row->lane->number) : NULL;
	static const struct series none;
	char label[64];

	timeline_label(timeline->look, row, label, sizeof(label));
	pane_text(&at, 0, 0, ROLE_TEXT, label);
	series_columns(&row->lane->series, timeline->start, timeline->column, timeline->cols, timeline->cell);
	if (row->lane->kind == LANE_CODE)
		series_columns(over ? &over->series : &none, timeline->start, timeline->column, timeline->cols, timeline->over);
	draw_signs(timeline, row, pane, y);
}

/* ---- the ruler ---- */

/* The time between two of its marks: 1, 2 or 5 of a power of ten, with room for the times beside them. */
static vtime ruler_step(const struct timeline *timeline)
{
	static const int factors[] = { 1, 2, 5 };
	vtime end = timeline->start + timeline->column * (vtime)timeline->cols;
	char text[48];

	for (vtime power = 1; power < VTIME_NEVER / 100; power *= 10)
		for (unsigned i = 0; i < 3; i++) {
			vtime step = power * factors[i];

			vtime_text((end / step) * step + step, text, sizeof(text));
			if (step / timeline->column >= (vtime)strlen(text) + 3)
				return step;
		}
	return end + 1;
}

static void draw_bookmarks(const struct timeline *timeline, const struct pane *pane)
{
	const struct look *look = timeline->look;

	for (unsigned i = 0; i < LOOK_MARKS; i++) {
		const struct record *record = look->marks[i] ? trace_at(look->trace, look->marks[i] - 1) : NULL;
		vtime at = record ? (record->at - timeline->start) / timeline->column : -1;

		if (record && record->at >= timeline->start && at < (vtime)timeline->cols)
			pane_format(pane, LABEL + (int)at, 0, ROLE_LIT, look->mark_names[i][0] ? "%c:%s " : "%c%s ", (int)('a' + i), look->mark_names[i]);
	}
}

void timeline_draw_ruler(const struct timeline *timeline, const struct pane *pane)
{
	vtime step = ruler_step(timeline);
	char text[48];

	pane_format(pane, 0, 0, ROLE_DIM, "1 %s=%s", say("col"), vtime_text(timeline->column, text, sizeof(text)));
	for (vtime at = (timeline->start + step - 1) / step * step; at < timeline->start + timeline->column * (vtime)timeline->cols; at += step) {
		int x = LABEL + (int)((at - timeline->start) / timeline->column);

		pane_glyph(pane, x, 0, ROLE_DIM, GLYPH_VLINE);
		pane_text(pane, x + 1, 0, ROLE_DIM, vtime_text(at, text, sizeof(text)));
	}
	draw_bookmarks(timeline, pane);
}
