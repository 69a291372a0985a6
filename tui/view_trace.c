/* SPDX-License-Identifier: MIT */
/*
 * The trace as sentences, or the chain of one record: its causes and effects. The selected line is the cursor itself: moving up and
 * down is moving in time. The record at the cursor is always told whole, over as many rows as that takes.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/text.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/chain.h"
#include "tui/session.h"
#include "tui/sieve.h"
#include "tui/view.h"

#define ROWS_MAX 1000
#define LINEAR_ROWS 20
#define HEAD_HEIGHT 9  /* from this height on the columns have names */
#define INDENT_MAX 12
#define WIDE 60        /* from this width on records are numbered */

/* Widths of the columns, as the rows shown need them. */
struct columns {
	int number, time;
};

/* The rows of one picture: records with the depth of their indentation. */
struct rows {
	struct chain_row row[ROWS_MAX];
	int n, here; /* here: the row of the cursor, n: it is not among them; it would stand before row `here` */
};

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

/* ---- which rows ---- */

static uint64_t next(const struct look *look, uint64_t from, int direction)
{
	return sieve_next(look->sieve, from, direction);
}

/* Up to `most` records that pass, nearest first. */
static int collect(const struct look *look, uint64_t from, int direction, int most, uint64_t *found)
{
	int n = 0;

	for (uint64_t at = next(look, from, direction); at < SIEVE_LATER && n < most;) {
		found[n++] = at;
		at = direction < 0 && !at ? SIEVE_NONE : next(look, at + (uint64_t)(int64_t)direction, direction);
	}
	return n;
}

/* What is ahead of the cursor gets a quarter of the rows, less if there is less. */
static void list_rows(const struct look *look, struct rows *rows, int height)
{
	uint64_t before[ROWS_MAX], after[ROWS_MAX];
	int most = height > ROWS_MAX ? ROWS_MAX : height, ahead, n;

	ahead = collect(look, look->cursor, 1, most, after);
	n = look->cursor ? collect(look, look->cursor - 1, -1, most - (ahead < most / 4 ? ahead : most / 4), before) : 0;
	rows->n = 0;
	rows->here = n && before[0] + 1 == look->cursor ? n - 1 : n;
	for (int i = n; i-- > 0;)
		rows->row[rows->n++] = (struct chain_row){ before[i], 0 };
	for (int i = 0; i < ahead && rows->n < most; i++)
		rows->row[rows->n++] = (struct chain_row){ after[i], 0 };
}

/* The record whose chain is shown; a branch that has no such record shows the one at the cursor. */
static uint64_t chain_record(const struct look *look, const struct view_state *state)
{
	uint64_t number = (uint64_t)state->at;

	return number < trace_count(look->trace) ? number : look->cursor ? look->cursor - 1 : 0;
}

static size_t chain_place(const struct chain *chain, uint64_t number)
{
	for (size_t i = 0; i < chain->n; i++)
		if (chain->row[i].number == number)
			return i;
	return chain->place;
}

/* The chain around the record at the cursor. */
static void chain_rows(const struct look *look, const struct view_state *state, struct rows *rows, int height)
{
	size_t most = height > ROWS_MAX ? ROWS_MAX : (size_t)height, place, from;

	chain_of(look->chain, look->trace, look->generation, chain_record(look, state));
	place = chain_place(look->chain, look->cursor - 1);
	from = place > most * 2 / 3 ? place - most * 2 / 3 : 0;
	rows->n = 0;
	for (size_t i = from; i < look->chain->n && rows->n < (int)most; i++)
		rows->row[rows->n++] = look->chain->row[i];
	rows->here = (int)(place - from);
}

static bool begin(const struct look *look, const struct view_state *state, struct err *err)
{
	sieve_work(look->sieve, SIEVE_WORK);
	sieve_judge(look->sieve, look->session ? session_rules(look->session) : NULL);
	return sieve_filter(look->sieve, look->trace, look->generation, state->filter, err);
}

/* ---- one row ---- */

static struct columns columns_of(const struct look *look, const struct rows *rows, bool wide)
{
	struct columns columns = { 0, 4 };
	char text[48];

	for (int i = 0; i < rows->n; i++) {
		const struct record *record = trace_at(look->trace, rows->row[i].number);
		int time = (int)strlen(vtime_text(record->at, text, sizeof(text)));
		int number = snprintf(text, sizeof(text), "%llu", (unsigned long long)record->number);

		columns.time = time > columns.time ? time : columns.time;
		columns.number = wide && number > columns.number ? number : columns.number;
	}
	if (columns.number && columns.number < 6)
		columns.number = 6;
	return columns;
}

/* "  3088 1.0024ms   0    5 " : what stands before the sentence; without numbers "1.0024ms c0  5 ". */
static void lead_text(const struct record *record, const struct columns *columns, struct str *out)
{
	char time[48];

	if (columns->number)
		str_format(out, "%*llu ", columns->number, (unsigned long long)record->number);
	str_format(out, "%*s ", columns->time, vtime_text(record->at, time, sizeof(time)));
	if (record->cpu == RECORD_NO_CPU)
		str_format(out, "%*s", columns->number ? 9 : 6, "");
	else if (columns->number)
		str_format(out, "%3u %4u ", record->cpu, record->irql);
	else
		str_format(out, "c%-2u%2u ", record->cpu, record->irql);
}

static void sentence_text(const struct look *look, const struct chain_row *row, struct str *out)
{
	for (unsigned i = 0; i < row->depth && i < INDENT_MAX; i++)
		str_append(out, "  ");
	tell_record(look->trace, trace_at(look->trace, row->number), out);
}

/* The matches of the search in what a row shows from column x on. */
static void paint_matches(const struct pane *pane, int x, int y, const char *text, const char *search)
{
	size_t n = strlen(search);

	for (const char *at = text; n && *at; at++)
		if (!strncasecmp(at, search, n)) {
			char before[700];

			snprintf(before, sizeof(before), "%.*s", (int)(at - text), text);
			pane_paint(pane, x + (int)text_columns(before), y, (int)text_columns(search), ROLE_MATCH);
		}
}

/* Draws a record from row y on and returns the row after it; whole: broken into as many rows as it takes. */
static int draw_record(const struct look *look, const struct view_state *state, const struct pane *pane, const struct columns *columns,
		       const struct chain_row *row, int y)
{
	const struct record *record = trace_at(look->trace, row->number);
	bool here = row->number + 1 == look->cursor;
	enum role role = row->number >= look->cursor && !state->chain ? ROLE_DIM : sentence_role(record);
	struct str lead = { 0 }, text = { 0 };
	struct pane rest;
	int x, after = y + 1;

	lead_text(record, columns, &lead);
	sentence_text(look, row, &text);
	x = pane_text(pane, 0, y, role, lead.text);
	x = (int)text_columns(lead.text);
	rest = pane_inside(pane, x, 0, pane->w - x, pane->h);
	if (here && (int)text_columns(text.text) > rest.w && rest.w > 8)
		after = pane_wrap(&rest, y, role, text.text);
	else
		pane_cut(&rest, pane_text(&rest, 0, y, role, text.text), y);
	for (int i = y; here && i < after; i++)
		pane_paint(pane, 0, i, pane->w, ROLE_CURSOR);
	if (after == y + 1)
		paint_matches(&rest, 0, y, text.text, state->search);
	str_free(&lead);
	str_free(&text);
	return after;
}

/* The rows that the record at the cursor takes beyond its first. */
static int extra_rows(const struct look *look, const struct rows *rows, const struct columns *columns, int w)
{
	struct str lead = { 0 }, text = { 0 };
	int n = 0;

	if (rows->here >= rows->n || rows->row[rows->here].number + 1 != look->cursor)
		return 0;
	lead_text(trace_at(look->trace, rows->row[rows->here].number), columns, &lead);
	sentence_text(look, &rows->row[rows->here], &text);
	w -= (int)text_columns(lead.text);
	if (w > 8 && (int)text_columns(text.text) > w)
		n = pane_wrap_rows(text.text, w) - 1;
	str_free(&lead);
	str_free(&text);
	return n;
}

/* ---- the picture ---- */

static void head_word(struct str *head, int columns, const char *word)
{
	str_format(head, "%*s%s ", columns - (int)text_columns(word), "", word);
}

static void draw_head(const struct pane *pane, const struct columns *columns)
{
	struct str head = { 0 };

	head_word(&head, columns->number, say("record"));
	head_word(&head, columns->time, say("time"));
	str_append(&head, "CPU IRQL");
	pane_text(pane, 0, 0, ROLE_DIM, head.text);
	str_free(&head);
}

/* Rows before the cursor's give way to what its sentence takes. */
static void draw_rows(const struct look *look, const struct view_state *state, const struct pane *pane, const struct rows *rows)
{
	struct columns columns = columns_of(look, rows, pane->w >= WIDE);
	bool head = pane->h >= HEAD_HEIGHT && columns.number;
	struct pane body = pane_inside(pane, 0, head, pane->w, pane->h - head);
	int extra = extra_rows(look, rows, &columns, pane->w), y = 0, from, over;

	over = rows->n + extra - body.h;
	from = over < 0 ? 0 : over < rows->here ? over : rows->here;
	if (head)
		draw_head(pane, &columns);
	for (int i = from; i < rows->n && y < body.h; i++)
		y = draw_record(look, state, &body, &columns, &rows->row[i], y);
}

/* One line over the rows: the filter, the chain, that the trace is being looked through. Returns the rows it takes. */
static int draw_notes(const struct look *look, const struct view_state *state, const struct pane *pane, bool hidden)
{
	int y = 0;

	if (state->chain)
		pane_text(pane, 0, y++, ROLE_TITLE, say("causes above, effects below, each under its cause (C: the whole trace again)"));
	else if (state->filter[0])
		pane_format(pane, 0, y++, ROLE_TITLE, hidden ? say("only %s: the record at the cursor is not among them (f changes it)") : say("only %s (f changes it)"),
			    state->filter);
	if (sieve_waits(look->sieve))
		pane_format(pane, 0, y++, ROLE_PENDING, say("looking through the trace: %u of 100"), sieve_share(look->sieve));
	return y;
}

static void trace_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct rows *rows;
	struct pane body;
	struct err err = { 0 };
	char text[600];
	int notes;

	state->rows = pane->h;
	if (!look->sieve || !trace_count(look->trace))
		return;
	if (!begin(look, state, &err)) {
		pane_format(pane, 0, 0, ROLE_ERROR, say("filter: %s"), err_text(&err, text, sizeof(text)));
		return;
	}
	rows = mem_new(sizeof(*rows));
	notes = state->chain || state->filter[0];
	if (state->chain)
		chain_rows(look, state, rows, pane->h - notes);
	else
		list_rows(look, rows, pane->h - notes);
	notes = draw_notes(look, state, pane, rows->here == rows->n || rows->row[rows->here].number + 1 != look->cursor);
	body = pane_inside(pane, 0, notes, pane->w, pane->h - notes);
	draw_rows(look, state, &body, rows);
	mem_free(rows);
}

/* ---- requests ---- */

static uint64_t moved_by(const struct look *look, const struct view_state *state, int rows)
{
	uint64_t at = look->cursor ? look->cursor - 1 : 0, found;
	int direction = rows < 0 ? -1 : 1;

	if (state->chain) {
		int64_t place;

		chain_of(look->chain, look->trace, look->generation, chain_record(look, state));
		place = (int64_t)chain_place(look->chain, at) + rows;
		place = place < 0 ? 0 : place >= (int64_t)look->chain->n ? (int64_t)look->chain->n - 1 : place;
		return look->chain->row[place].number;
	}
	for (; rows; rows -= direction, at = found) {
		if (direction < 0 && !at)
			break;
		found = next(look, direction < 0 ? at - 1 : look->cursor ? at + 1 : 0, direction);
		if (found >= SIEVE_LATER)
			break;
	}
	return at;
}

static bool trace_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int page = state->rows > 2 ? state->rows - 2 : 1, rows;
	struct err err = { 0 };
	char place[32];

	if (kind == REQUEST_UP || kind == REQUEST_DOWN)
		rows = kind == REQUEST_UP ? -1 : 1;
	else if (kind == REQUEST_PAGE_UP || kind == REQUEST_PAGE_DOWN)
		rows = kind == REQUEST_PAGE_UP ? -page : page;
	else
		return false;
	if (!look->sieve || !begin(look, state, &err))
		return true;
	snprintf(place, sizeof(place), "#%llu", (unsigned long long)moved_by(look, state, rows));
	*out = request_of(REQUEST_GOTO, place);
	return true;
}

/* ---- the linear form ---- */

static void tell_rows(const struct look *look, const struct rows *rows, int n, struct str *out)
{
	struct columns columns = columns_of(look, rows, true);

	for (int i = 0; i < n; i++) {
		lead_text(trace_at(look->trace, rows->row[i].number), &columns, out);
		sentence_text(look, &rows->row[i], out);
		str_append(out, rows->row[i].number + 1 == look->cursor ? say(" (here)\n") : "\n");
	}
}

static void trace_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct rows *rows;
	struct err err = { 0 };
	char text[600];

	if (!look->sieve || !trace_count(look->trace))
		return;
	if (!begin(look, state, &err)) {
		str_format(out, say("ERROR filter: %s\n"), err_text(&err, text, sizeof(text)));
		return;
	}
	sieve_work(look->sieve, UINT64_MAX);
	rows = mem_new(sizeof(*rows));
	if (state->chain)
		chain_rows(look, state, rows, ROWS_MAX);
	else
		list_rows(look, rows, LINEAR_ROWS);
	if (state->filter[0] && !state->chain)
		str_format(out, say("only %s\n"), state->filter);
	tell_rows(look, rows, rows->n, out);
	mem_free(rows);
}

const struct view view_trace = { .draw = trace_draw, .request = trace_request, .text = trace_linear };
