/* SPDX-License-Identifier: MIT */
/*
 * What one can go back to: branches, with where they parted from which; bookmarks; commands that were taken back. Enter goes there; Left and
 * Right move what is wider than the pane.
 */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/session.h"
#include "tui/view.h"

#define SHIFT 8 /* columns that left and right move the text */

static int64_t lines_of(const struct session *session)
{
	return session ? (int64_t)(session->branches + session->bookmarks + session->undone_n) : 0;
}

/* Of one that sleeps the last command is known. */
static vtime end_of(const struct session_branch *branch)
{
	uint64_t n = trace_count(branch->trace);

	if (!branch->asleep)
		return n ? trace_at(branch->trace, n - 1)->at : 0;
	return branch->journal.n ? branch->journal.commands[branch->journal.n - 1].at : 0;
}

static void branch_line(const struct session *session, unsigned i, struct str *out)
{
	const struct session_branch *branch = session->branch[i];
	const char *last = session_branch_last(session, i);
	char at[32], parted[32], name[SESSION_BRANCH_TEXT];
	struct str told = { 0 };

	str_format(out, say("%s branch %u: %s"), i == session->now ? "*" : " ", i + 1, session_branch_text(session, i, name, sizeof(name)));
	if (branch->from != i && branch->forked_at)
		str_format(out, say("; from %u at #%llu, %s"), branch->from + 1, (unsigned long long)branch->forked_at,
			   vtime_text(branch->forked_time, parted, sizeof(parted)));
	else if (branch->from != i)
		str_format(out, say("; from %u at the beginning"), branch->from + 1);
	if (last)
		tell_command(last, &told);
	if (last)
		str_format(out, say("; last: %s"), told.text);
	str_free(&told);
	str_format(out, say_n("; %zu command, until %s", "; %zu commands, until %s", branch->journal.n), branch->journal.n,
		   vtime_text(end_of(branch), at, sizeof(at)));
}

static void bookmark_line(const struct session *session, const struct session_bookmark *bookmark, struct str *out)
{
	const struct trace *trace = session->branch[bookmark->branch]->trace;
	const struct record *record = trace_at(trace, bookmark->cursor - 1);
	char at[32];

	str_format(out, say("  bookmark %s: branch %u, %s, record #%llu"), bookmark->name, bookmark->branch + 1,
		   record ? vtime_text(record->at, at, sizeof(at)) : "?", (unsigned long long)bookmark->cursor - 1);
	if (bookmark->text[0])
		str_format(out, ": %s", bookmark->text);
}

static void line_text(const struct session *session, int64_t line, struct str *out)
{
	struct str told = { 0 };

	if (line < session->branches) {
		branch_line(session, (unsigned)line, out);
		return;
	}
	line -= session->branches;
	if (line < session->bookmarks) {
		bookmark_line(session, &session->bookmark[line], out);
		return;
	}
	line -= session->bookmarks;
	tell_command(session->undone[session->undone_n - 1 - (size_t)line].line, &told);
	str_format(out, say("  taken back: %s (redo gives the first of these)"), told.text);
	str_free(&told);
}

static void branches_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const struct session *session = look->session;

	if (!state->moved && session)
		state->at = session->now;
	view_list_show(state, lines_of(session), pane->h);
	for (int y = 0; y < pane->h && state->top + y < lines_of(session); y++) {
		struct str text = { 0 };

		line_text(session, state->top + y, &text);
		pane_cut(pane, pane_text(pane, -state->shift, y, state->top + y == session->now ? ROLE_TITLE : ROLE_TEXT, text.text), y);
		if (state->top + y == state->at)
			pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
		str_free(&text);
	}
}

static bool branches_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	const struct session *session = look->session;
	char number[24];
	int64_t at = state->at;

	if (!session)
		return false;
	if (view_list_move(state, kind, lines_of(session)))
		return true;
	if (kind == REQUEST_LEFT || kind == REQUEST_RIGHT) {
		state->shift += kind == REQUEST_RIGHT ? SHIFT : state->shift ? -SHIFT : 0;
		return true;
	}
	if (kind != REQUEST_NEXT || at >= lines_of(session))
		return false;
	snprintf(number, sizeof(number), "%lld", (long long)at + 1);
	if (at < session->branches)
		*out = request_of(REQUEST_BRANCH, number);
	else if (at - session->branches < session->bookmarks)
		*out = request_of(REQUEST_BOOKMARK_GO, session->bookmark[at - session->branches].name);
	else
		*out = request_of(REQUEST_REDO, NULL);
	state->moved = false;
	return true;
}

static void branches_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	(void)state;
	for (int64_t i = 0; i < lines_of(look->session); i++) {
		line_text(look->session, i, out);
		str_append(out, "\n");
	}
}

const struct view view_branches = { .draw = branches_draw, .request = branches_request, .text = branches_linear };
