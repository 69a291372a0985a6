/* SPDX-License-Identifier: MIT */
/* CPUs, lines, messages and queues over time. The cursor is a column; left and right move it to the records before and after. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/timeline.h"

#define LABEL TIMELINE_LABEL
#define TEXT_COLS 80      /* of the window that the linear form tells, where nothing was drawn */
#define TEXT_CHANGES 40   /* of a lane that it tells */

/* Time a column covers; a state's zoom counts from DEFAULT_SCALE. */
static const vtime scales[] = { 1,        2,        5,         10,        20,        50,         100,        200,        500,        1000,
				2000,     5000,     10000,     20000,     50000,     100000,     200000,     500000,     1000000,    2000000,
				5000000,  10000000, 20000000,  50000000,  100000000, 200000000,  500000000,  1000000000, 2000000000, 5000000000,
				10000000000 };
#define SCALES_N ((int)(sizeof(scales) / sizeof(*scales)))
#define DEFAULT_SCALE 7

static vtime scale_of(const struct view_state *state)
{
	int at = DEFAULT_SCALE + state->zoom;

	return scales[at < 0 ? 0 : at >= SCALES_N ? SCALES_N - 1 : at];
}

static vtime trace_end(const struct look *look)
{
	uint64_t n = trace_count(look->trace);

	return n ? trace_at(look->trace, n - 1)->at : 0;
}

/* The zoom that shows `span` of time in the columns there are. */
static int zoom_for(vtime span, int cols)
{
	int at = 0;

	while (at < SCALES_N - 1 && scales[at] * (cols > 1 ? cols - 1 : 1) < span)
		at++;
	return at - DEFAULT_SCALE;
}

/* The window keeps still while the cursor moves inside it; at its edges it turns a page. */
static vtime window_start(const struct look *look, struct view_state *state, int cols)
{
	vtime scale, now = look_now(look), start = (vtime)state->top;

	if (state->zoom == VIEW_ZOOM_ALL) {
		state->zoom = zoom_for(trace_end(look), cols);
		start = 0;
	}
	scale = scale_of(state);
	if (now < start || now >= start + scale * (cols - 1))
		start = now - scale * (cols * 2 / 3);
	start -= start % scale;
	state->top = start < 0 ? 0 : start;
	state->cols = cols;
	return (vtime)state->top;
}

static unsigned known_columns(const struct timeline *timeline)
{
	vtime end = timeline->end, known = (end - timeline->start) / timeline->column + 1;

	return end < timeline->start ? 0 : known < (vtime)timeline->cols ? (unsigned)known : timeline->cols;
}

static struct timeline *window(const struct look *look, struct view_state *state, int cols, uint64_t slice)
{
	struct timeline *timeline = mem_new(sizeof(*timeline));

	cols = cols > TIMELINE_COLS_MAX ? TIMELINE_COLS_MAX : cols;
	if (!spans_read(look->spans, look->trace, look->generation, slice))
		timeline->end = look->spans->end;
	else
		timeline->end = trace_end(look);
	timeline->look = look;
	timeline->spans = look->spans;
	timeline->start = window_start(look, state, cols);
	timeline->column = scale_of(state);
	timeline->cols = (unsigned)cols;
	timeline->known = known_columns(timeline);
	return timeline;
}

/* A sign at the label's end: rows lie above, below. */
static void draw_more(const struct pane *pane, const struct view_state *state, unsigned n)
{
	if (state->at > 0)
		pane_text(pane, LABEL - 1, 1, ROLE_TITLE, "^");
	if (state->at + pane->h - 1 < (int64_t)n)
		pane_text(pane, LABEL - 1, pane->h - 1, ROLE_TITLE, "v");
}

static void timeline_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct timeline_row *rows;
	struct timeline *timeline;
	unsigned n;

	if (pane->w - LABEL < 8 || pane->h < 2 || !look->spans)
		return;
	timeline = window(look, state, pane->w - LABEL, SPANS_SLICE);
	rows = mem_new(TIMELINE_ROWS_MAX * sizeof(*rows));
	n = timeline_rows(timeline->spans, look, pane->h, rows, TIMELINE_ROWS_MAX);
	state->rows = pane->h;
	if (state->at > (int64_t)n - pane->h + 1)
		state->at = (int64_t)n - pane->h + 1;
	if (state->at < 0)
		state->at = 0;
	timeline_draw_ruler(timeline, pane);
	for (unsigned i = (unsigned)state->at, y = 1; i < n && (int)y < pane->h; i++, y++)
		timeline_draw_row(timeline, &rows[i], pane, (int)y);
	draw_more(pane, state, n);
	for (int y = 0; y < pane->h; y++)
		pane_paint(pane, LABEL + (int)((look_now(look) - timeline->start) / timeline->column), y, 1, ROLE_CURSOR);
	mem_free(rows);
	mem_free(timeline);
}

/* ---- requests ---- */

static void go_to(uint64_t cursor, struct request *out)
{
	char place[32];

	snprintf(place, sizeof(place), "#%llu", (unsigned long long)(cursor ? cursor - 1 : 0));
	*out = request_of(REQUEST_GOTO, place);
}

/* The cursor so many columns away; at least one record on. */
static void scrub(const struct look *look, const struct view_state *state, int columns, struct request *out)
{
	vtime goal = look_now(look) + columns * scale_of(state);
	uint64_t at = look_cursor_at(look, goal < 0 ? 0 : goal);

	if (columns > 0 && at == look->cursor && at < trace_count(look->trace))
		at++;
	if (at == look->cursor)
		*out = request_of(columns < 0 ? REQUEST_BACK : REQUEST_STEP, NULL);
	else
		go_to(at, out);
}

/* The cursor keeps its column. */
static void zoom(const struct look *look, struct view_state *state, int step)
{
	vtime old = scale_of(state), from = look_now(look) - (vtime)state->top;

	if (DEFAULT_SCALE + state->zoom + step < 0 || DEFAULT_SCALE + state->zoom + step >= SCALES_N)
		return;
	state->zoom += step;
	state->top = look_now(look) - from / old * scale_of(state);
	if (state->top < 0)
		state->top = 0;
}

static bool timeline_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int page = state->cols > 8 ? state->cols * 3 / 4 : 60;

	switch (kind) {
	case REQUEST_ZOOM_IN:
	case REQUEST_ZOOM_OUT:
		zoom(look, state, kind == REQUEST_ZOOM_IN ? -1 : 1);
		return true;
	case REQUEST_UP:
		state->at -= state->at > 0;
		return true;
	case REQUEST_DOWN:
		state->at++;
		return true;
	case REQUEST_LEFT:
	case REQUEST_RIGHT:
		scrub(look, state, kind == REQUEST_LEFT ? -1 : 1, out);
		return true;
	case REQUEST_PAGE_UP:
	case REQUEST_PAGE_DOWN:
		scrub(look, state, kind == REQUEST_PAGE_UP ? -page : page, out);
		return true;
	default:
		return false;
	}
}

/* To the last record of the column; what has not happened is not made to happen by a click. */
static bool timeline_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	(void)y;
	if (x < LABEL)
		return false;
	go_to(look_cursor_at(look, (vtime)state->top + scale_of(state) * (x - LABEL + 1) - 1), out);
	return true;
}

/* Over the names the wheel scrolls the lanes; over the picture it zooms. */
static bool timeline_wheel(const struct look *look, struct view_state *state, int x, int y, int turn, struct request *out)
{
	(void)y;
	(void)out;
	if (x >= LABEL)
		zoom(look, state, turn);
	else
		state->at += state->at + turn < 0 ? 0 : turn;
	return true;
}

bool timeline_zoom_to(struct view_state *state, vtime column)
{
	for (int i = 0; i < SCALES_N; i++)
		if (scales[i] >= column) {
			state->zoom = i - DEFAULT_SCALE;
			state->top = INT64_MAX / 2;
			return true;
		}
	return false;
}

/* ---- the linear form ---- */

static void tell_value(const struct timeline *timeline, const struct span_lane *lane, const struct series_moment *moment, struct str *out)
{
	const struct span_block *block = lane->kind == LANE_CODE && moment->value ? &timeline->spans->blocks[moment->value - 1] : NULL;
	const struct record *record = lane->kind == LANE_MARK ? trace_at(timeline->look->trace, moment->value) : NULL;
	char name[64];

	if (lane->kind == LANE_CODE)
		str_format(out, "%s%s", block ? spans_name(timeline->spans, block, name, sizeof(name)) : say("idle"), block && block->over ? say(" (over its budget)") : "");
	else if (record)
		tell_record(timeline->look->trace, record, out);
	else if (lane->kind == LANE_LINE)
		str_append(out, moment->value ? say("asserted") : say("not asserted"));
	else if (lane->kind == LANE_MESSAGE)
		str_append(out, say("sent"));
	else if (lane->kind == LANE_RECEIVE || lane->kind == LANE_SEND || lane->kind == LANE_DPCS)
		str_format(out, say("%u waiting"), moment->value);
	else
		str_format(out, "%u", moment->value);
}

static void tell_lane(const struct timeline *timeline, const struct timeline_row *row, struct str *out)
{
	const struct series *series = &row->lane->series;
	size_t from = series_at(series, timeline->start), to = series_at(series, timeline->start + timeline->column * (vtime)timeline->cols);
	bool lasts = row->lane->kind != LANE_MESSAGE && row->lane->kind != LANE_MARK;
	char label[64], time[32];

	timeline_label(timeline->look, &(struct timeline_row){ row->lane, 0, 1 }, label, sizeof(label));
	str_format(out, "%s:", label);
	if (lasts && from) {
		str_append(out, say(" before that "));
		tell_value(timeline, row->lane, &series->moments[from - 1], out);
	}
	for (size_t i = from; i < to && i < from + TEXT_CHANGES; i++) {
		str_format(out, "%s%s ", i > from || (lasts && from) ? "; " : " ", vtime_text(series->moments[i].at, time, sizeof(time)));
		tell_value(timeline, row->lane, &series->moments[i], out);
	}
	if (to > from + TEXT_CHANGES)
		str_format(out, say("; %zu more (zoom.in tells less time)"), to - from - TEXT_CHANGES);
	str_append(out, from == to && !(lasts && from) ? say(" nothing\n") : "\n");
}

static void tell_bookmarks(const struct look *look, struct str *out)
{
	char time[32];

	for (unsigned i = 0; i < LOOK_MARKS; i++) {
		const struct record *record = look->marks[i] ? trace_at(look->trace, look->marks[i] - 1) : NULL;

		if (record)
			str_format(out, say("bookmark %c%s%s: %s\n"), (int)('a' + i), look->mark_names[i][0] ? " " : "", look->mark_names[i],
				   vtime_text(record->at, time, sizeof(time)));
	}
}

/* Every lane in the window around the cursor: what it was before, and each change with its time. */
static void timeline_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct view_state mine = *state;
	struct timeline *timeline = look->spans ? window(look, &mine, state->cols > 8 ? state->cols : TEXT_COLS, UINT64_MAX) : NULL;
	struct timeline_row *rows;
	char from[32], to[32];
	unsigned n;

	if (!timeline)
		return;
	rows = mem_new(TIMELINE_ROWS_MAX * sizeof(*rows));
	n = timeline_rows(timeline->spans, look, 0, rows, TIMELINE_ROWS_MAX);
	str_format(out, say("from %s to %s\n"), vtime_text(timeline->start, from, sizeof(from)),
		   vtime_text(timeline->start + timeline->column * (vtime)timeline->cols, to, sizeof(to)));
	tell_bookmarks(look, out);
	for (unsigned i = 0; i < n; i++)
		if (rows[i].part == 0)
			tell_lane(timeline, &rows[i], out);
	mem_free(rows);
	mem_free(timeline);
}

const struct view view_timeline = {
	.draw = timeline_draw, .request = timeline_request, .click = timeline_click, .wheel = timeline_wheel, .text = timeline_linear
};
