/* SPDX-License-Identifier: MIT */
/* CPUs, lines and messages over time. The cursor is a column; left and right move it to the records before and after. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/lanes.h"
#include "tui/view.h"

#define LABEL 14

/* Time a column covers; a state's zoom counts from DEFAULT_SCALE. */
static const vtime scales[] = { 1,     2,     5,      10,     20,     50,      100,     200,     500,      1000,     2000,      5000,      10000,
				20000, 50000, 100000, 200000, 500000, 1000000, 2000000, 5000000, 10000000, 20000000, 50000000, 100000000 };
#define SCALES_N ((int)(sizeof(scales) / sizeof(*scales)))
#define DEFAULT_SCALE 7

static vtime scale_of(const struct view_state *state)
{
	int at = DEFAULT_SCALE + state->zoom;

	return scales[at < 0 ? 0 : at >= SCALES_N ? SCALES_N - 1 : at];
}

/* The window keeps still while the cursor moves inside it; at its edges it turns a page. */
static vtime window_start(const struct look *look, struct view_state *state, int cols)
{
	vtime scale = scale_of(state), now = look_now(look), start = (vtime)state->top;

	if (now < start + scale * (cols / 8) || now >= start + scale * (cols - cols / 8 - 1))
		start = now - scale * (cols * 2 / 3);
	start -= start % scale;
	state->top = start < 0 ? 0 : start;
	return (vtime)state->top;
}

static void lane_label(const struct look *look, const struct lane *lane, char *out, size_t size)
{
	switch (lane->kind) {
	case LANE_IRQL:
		snprintf(out, size, "CPU %llu IRQL", (unsigned long long)lane->number);
		break;
	case LANE_CODE:
		snprintf(out, size, "      runs");
		break;
	case LANE_LINE:
		snprintf(out, size, "%s line", rectext_object(look->trace, lane->obj));
		break;
	case LANE_MESSAGE:
		snprintf(out, size, "%s msg %llu", rectext_object(look->trace, lane->obj), (unsigned long long)lane->number);
		break;
	case LANE_MARK:
		snprintf(out, size, "events");
		break;
	}
}

static void draw_number(const struct pane *pane, int x, int y, uint8_t level)
{
	static const char digits[] = "0123456789ABCDEF";
	char text[2] = { digits[level & 15], 0 };

	if (level)
		pane_text(pane, x, y, level > 2 ? ROLE_ISR : ROLE_DPC, text);
	else
		pane_glyph(pane, x, y, ROLE_DIM, GLYPH_DOT);
}

static void draw_code(const struct pane *pane, int x, int y, uint8_t sign)
{
	char text[2] = { (char)sign, 0 };

	if (!sign)
		pane_glyph(pane, x, y, ROLE_DIM, GLYPH_DOT);
	else
		pane_text(pane, x, y, sign == 'I' ? ROLE_ISR : sign == 'D' ? ROLE_DPC : ROLE_THREAD, text);
}

static void draw_sign(const struct pane *pane, const struct lane *lane, int x, int y, uint8_t sign)
{
	char text[2] = { (char)sign, 0 };

	switch (lane->kind) {
	case LANE_IRQL:
		draw_number(pane, x, y, sign);
		break;
	case LANE_CODE:
		draw_code(pane, x, y, sign);
		break;
	case LANE_LINE:
		pane_glyph(pane, x, y, sign ? ROLE_ACTIVE : ROLE_DIM, sign ? GLYPH_HIGH : GLYPH_LOW);
		break;
	case LANE_MESSAGE:
		pane_glyph(pane, x, y, sign ? ROLE_ACTIVE : ROLE_DIM, sign ? GLYPH_PULSE : GLYPH_DOT);
		break;
	case LANE_MARK:
		if (sign)
			pane_text(pane, x, y, sign == 'C' ? ROLE_TITLE : ROLE_ERROR, text);
		break;
	}
}

static void draw_lane(const struct look *look, const struct lanes *lanes, const struct lane *lane, const struct pane *pane, int y)
{
	struct pane at = pane_inside(pane, 0, y, LABEL - 1, 1);
	char label[64];

	lane_label(look, lane, label, sizeof(label));
	pane_text(&at, 0, 0, lane->kind == LANE_CODE ? ROLE_DIM : ROLE_TEXT, label);
	for (unsigned x = 0; x < lanes->known; x++)
		draw_sign(pane, lane, LABEL + (int)x, y, lane->sign[x]);
}

static void draw_ruler(const struct look *look, const struct lanes *lanes, const struct pane *pane)
{
	char text[48], scale[32];

	pane_format(pane, 0, 0, ROLE_DIM, "1 col=%s", vtime_text(lanes->column, scale, sizeof(scale)));
	for (int x = 0; x < (int)lanes->cols; x += 20) {
		pane_glyph(pane, LABEL + x, 0, ROLE_DIM, GLYPH_VLINE);
		pane_text(pane, LABEL + x + 1, 0, ROLE_DIM, vtime_text(lanes->start + lanes->column * x, text, sizeof(text)));
	}
	for (unsigned i = 0; i < LOOK_MARKS; i++) {
		const struct record *record = look->marks[i] ? trace_at(look->trace, look->marks[i] - 1) : NULL;
		vtime at = record ? (record->at - lanes->start) / lanes->column : -1;

		if (record && record->at >= lanes->start && at < (vtime)lanes->cols)
			pane_format(pane, LABEL + (int)at, 0, ROLE_TITLE, "%c", (int)('a' + i));
	}
}

static unsigned cpus_shown(const struct look *look)
{
	return look->machine->cpus > 8 ? 8 : look->machine->cpus;
}

static void timeline_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	int cols = pane->w - LABEL, x;
	struct lanes *lanes;

	if (cols < 8 || pane->h < 2)
		return;
	cols = cols > LANES_COLS_MAX ? LANES_COLS_MAX : cols;
	lanes = mem_new(sizeof(*lanes));
	lanes_read(lanes, look->trace, cpus_shown(look), window_start(look, state, cols), scale_of(state), (unsigned)cols);
	state->rows = pane->h;
	draw_ruler(look, lanes, pane);
	for (unsigned i = (unsigned)state->at; i < lanes->n && (int)(i - (unsigned)state->at) + 1 < pane->h; i++)
		draw_lane(look, lanes, &lanes->lane[i], pane, (int)(i - (unsigned)state->at) + 1);
	x = LABEL + (int)((look_now(look) - lanes->start) / lanes->column);
	for (int y = 0; y < pane->h; y++)
		pane_paint(pane, x, y, 1, ROLE_CURSOR);
	mem_free(lanes);
}

/* The cursor after the records of the column before or after the cursor's; at least one record. */
static uint64_t column_away(const struct look *look, const struct view_state *state, int direction)
{
	vtime goal = look_now(look) + direction * scale_of(state);
	uint64_t at = look->cursor, end = trace_count(look->trace);

	if (direction > 0) {
		while (at < end && trace_at(look->trace, at)->at < goal)
			at++;
		return at < end ? at + 1 : end;
	}
	while (at > 1 && trace_at(look->trace, at - 1)->at > goal)
		at--;
	return at;
}

static bool timeline_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	char place[32];
	uint64_t at;

	switch (kind) {
	case REQUEST_ZOOM_IN:
	case REQUEST_ZOOM_OUT:
		state->zoom += kind == REQUEST_ZOOM_IN ? -1 : 1;
		if (DEFAULT_SCALE + state->zoom < 0 || DEFAULT_SCALE + state->zoom >= SCALES_N)
			state->zoom -= kind == REQUEST_ZOOM_IN ? -1 : 1;
		state->top = INT64_MAX / 2;
		return true;
	case REQUEST_UP:
		state->at -= state->at > 0;
		return true;
	case REQUEST_DOWN:
		state->at += state->at < LANES_MAX - 1;
		return true;
	case REQUEST_LEFT:
	case REQUEST_RIGHT:
		at = column_away(look, state, kind == REQUEST_LEFT ? -1 : 1);
		snprintf(place, sizeof(place), "#%llu", (unsigned long long)(at ? at - 1 : 0));
		*out = at == look->cursor ? request_of(kind == REQUEST_LEFT ? REQUEST_BACK : REQUEST_STEP, NULL) : request_of(REQUEST_GOTO, place);
		return true;
	default:
		return false;
	}
}

static bool timeline_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	char place[32];

	(void)look;
	(void)y;
	if (x < LABEL)
		return false;
	snprintf(place, sizeof(place), "%lldns", (long long)(state->top + scale_of(state) * (x - LABEL + 1) - 1));
	*out = request_of(REQUEST_GOTO, place);
	return true;
}

/* Linear: what each CPU, line and message did around the cursor, as records of those kinds. */
static bool of_timeline(const struct record *record)
{
	switch (record->kind) {
	case R_IRQL_RAISE:
	case R_IRQL_LOWER:
	case R_ISR_ENTER:
	case R_ISR_EXIT:
	case R_DPC_ENTER:
	case R_DPC_EXIT:
	case R_LINE_ASSERT:
	case R_LINE_DEASSERT:
	case R_MSI_SEND:
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
	case R_CMD_TAKE:
		return true;
	default:
		return false;
	}
}

static void timeline_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	uint64_t from = look->cursor;
	char time[32];

	(void)state;
	for (unsigned n = 0; from > 0 && n < 30; from--)
		n += of_timeline(trace_at(look->trace, from - 1));
	for (uint64_t i = from; i < look->cursor; i++) {
		const struct record *record = trace_at(look->trace, i);

		if (!of_timeline(record))
			continue;
		str_format(out, "%s ", vtime_text(record->at, time, sizeof(time)));
		if (record->cpu != RECORD_NO_CPU)
			str_format(out, "CPU %u: ", record->cpu);
		tell_record(look->trace, record, out);
		str_append(out, "\n");
	}
}

const struct view view_timeline = {
	.draw = timeline_draw, .request = timeline_request, .click = timeline_click, .text = timeline_linear
};
