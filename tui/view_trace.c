/* SPDX-License-Identifier: MIT */
/* The trace as sentences. The selected line is the cursor itself: moving up and down is moving in time. */
#include <stdio.h>
#include <string.h>

#include "sim/read/query.h"
#include "sim/read/tell.h"
#include "tui/view.h"

#define SCAN_MAX 200000 /* records looked at for one more matching line */
#define ROWS_MAX 1000
#define LINEAR_ROWS 20

/* Number of the nearest record from `from` in a direction that passes the filter; UINT64_MAX: none. */
static uint64_t nearest(const struct look *look, const struct query *query, uint64_t from, int direction)
{
	uint64_t end = trace_count(look->trace), first = trace_first(look->trace);

	for (unsigned n = 0; n < SCAN_MAX && from >= first && from < end; n++, from += (uint64_t)direction)
		if (query_match(query, look->trace, trace_at(look->trace, from)))
			return from;
	return UINT64_MAX;
}

static enum role sentence_role(const struct record *record)
{
	switch (record->kind) {
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
	case R_BUGCHECK_PARAMETERS:
	case R_CMD_REFUSED:
	case R_STORM:
	case R_STALL:
	case R_WATCHDOG:
		return ROLE_ERROR;
	case R_CMD_TAKE:
		return ROLE_TITLE;
	case R_ISR_ENTER:
	case R_ISR_EXIT:
		return ROLE_ISR;
	case R_DPC_ENTER:
	case R_DPC_EXIT:
		return ROLE_DPC;
	default:
		return ROLE_TEXT;
	}
}

static void line_text(const struct look *look, const struct record *record, bool wide, struct str *out)
{
	char time[32];

	if (wide)
		str_format(out, "%6llu ", (unsigned long long)record->number);
	str_format(out, "%10s ", vtime_text(record->at, time, sizeof(time)));
	if (record->cpu == RECORD_NO_CPU)
		str_append(out, "      ");
	else
		str_format(out, "c%-2u%2u ", record->cpu, record->irql);
	tell_record(look->trace, record, out);
}

static void draw_line(const struct look *look, const struct view_state *state, const struct pane *pane, int y, uint64_t number)
{
	const struct record *record = trace_at(look->trace, number);
	enum role role = number >= look->cursor ? ROLE_DIM : sentence_role(record);
	struct str text = { 0 };

	line_text(look, record, pane->w >= 60, &text);
	if (state->search[0] && strstr(text.text, state->search))
		role = ROLE_MATCH;
	pane_text(pane, 0, y, role, text.text);
	if (number + 1 == look->cursor)
		pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
	str_free(&text);
}

/* Up to `most` matching records in a direction, nearest first. */
static int collect(const struct look *look, const struct query *query, uint64_t from, int direction, int most, uint64_t *found)
{
	int n = 0;

	for (uint64_t i = nearest(look, query, from, direction); i != UINT64_MAX && n < most;) {
		found[n++] = i;
		i = direction < 0 && !i ? UINT64_MAX : nearest(look, query, i + (uint64_t)direction, direction);
	}
	return n;
}

/* What is ahead of the cursor gets a quarter of the rows, less if there is less. */
static void draw_rows(const struct look *look, const struct view_state *state, const struct pane *pane, const struct query *query)
{
	uint64_t before[ROWS_MAX], after[ROWS_MAX];
	int rows = pane->h > ROWS_MAX ? ROWS_MAX : pane->h, ahead, n;

	ahead = collect(look, query, look->cursor, 1, rows, after);
	n = collect(look, query, look->cursor - 1, -1, rows - (ahead < rows / 4 ? ahead : rows / 4), before);
	for (int y = 0; y < n; y++)
		draw_line(look, state, pane, y, before[n - 1 - y]);
	for (int i = 0; i < ahead && n + i < rows; i++)
		draw_line(look, state, pane, n + i, after[i]);
}

static void trace_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct pane rows = *pane;
	struct query query = { 0 };
	struct err err = { 0 };
	char text[600];

	state->rows = pane->h;
	if (!query_read(&query, state->filter, look->trace, &err)) {
		pane_format(pane, 0, 0, ROLE_ERROR, "filter: %s", err_text(&err, text, sizeof(text)));
		return;
	}
	if (state->filter[0]) {
		pane_format(pane, 0, 0, ROLE_TITLE, "only %s (f changes it)", state->filter);
		rows = pane_inside(pane, 0, 1, pane->w, pane->h - 1);
	}
	draw_rows(look, state, &rows, &query);
	query_fini(&query);
}

static uint64_t moved_by(const struct look *look, const struct query *query, int rows)
{
	uint64_t at = look->cursor ? look->cursor - 1 : 0, found;

	for (; rows < 0 && at; rows++, at = found)
		if ((found = nearest(look, query, at - 1, -1)) == UINT64_MAX)
			return at;
	for (; rows > 0; rows--, at = found)
		if ((found = nearest(look, query, look->cursor || at ? at + 1 : 0, 1)) == UINT64_MAX)
			return at;
	return at;
}

static bool trace_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int page = state->rows > 2 ? state->rows - 2 : 1, rows;
	struct query query = { 0 };
	struct err err = { 0 };
	char place[32];

	if (kind == REQUEST_UP || kind == REQUEST_DOWN)
		rows = kind == REQUEST_UP ? -1 : 1;
	else if (kind == REQUEST_PAGE_UP || kind == REQUEST_PAGE_DOWN)
		rows = kind == REQUEST_PAGE_UP ? -page : page;
	else
		return false;
	if (!query_read(&query, state->filter, look->trace, &err))
		return true;
	snprintf(place, sizeof(place), "#%llu", (unsigned long long)moved_by(look, &query, rows));
	*out = request_of(REQUEST_GOTO, place);
	query_fini(&query);
	return true;
}

static void trace_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	uint64_t found[LINEAR_ROWS];
	struct query query = { 0 };
	struct err err = { 0 };
	char text[600];

	if (!query_read(&query, state->filter, look->trace, &err)) {
		str_format(out, "ERROR filter: %s\n", err_text(&err, text, sizeof(text)));
		return;
	}
	for (int n = collect(look, &query, look->cursor - 1, -1, LINEAR_ROWS, found); n-- > 0;) {
		line_text(look, trace_at(look->trace, found[n]), true, out);
		str_append(out, "\n");
	}
	query_fini(&query);
}

const struct view view_trace = { .draw = trace_draw, .request = trace_request, .text = trace_linear };
