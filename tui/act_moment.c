/* SPDX-License-Identifier: MIT */
/* Requests about moments: branches, bookmarks, comparing two. */
#include <stdio.h>
#include <string.h>

#include "sim/base/words.h"
#include "tui/act.h"

static void show_list(struct screen *screen, int64_t line)
{
	struct view_state *state = &screen->state[VIEW_branches];

	state->at = line;
	state->moved = true;
	act_focus(screen, VIEW_branches);
}

static void after_look(struct screen *screen)
{
	const struct session *session = screen->session;
	char name[100];

	act_moved(screen);
	if (session->outcome == SESSION_DONE)
		screen_say(screen, ROLE_TEXT, "branch %u: %s", session->now + 1, session_branch_text(session, session->now, name, sizeof(name)));
}

static void name_branch(struct screen *screen, const char *name)
{
	struct err err = { 0 };

	if (session_branch_name(screen->session, name, &err))
		after_look(screen);
	else
		act_bad(screen, &err);
}

static void do_branch(struct screen *screen, const char *argument)
{
	struct session *session = screen->session;
	unsigned branch = session_branch_named(session, argument);

	if (!argument[0]) {
		show_list(screen, session->now);
	} else if (!strncmp(argument, "name ", 5)) {
		name_branch(screen, argument + 5 + strspn(argument + 5, " "));
	} else if (branch == session->branches) {
		screen_say(screen, ROLE_ERROR, "there is no branch '%s'; there are %u (b lists them)", argument, session->branches);
	} else {
		session->outcome = SESSION_DONE;
		session_look(session, branch);
		act_after(screen, after_look);
	}
}

/* By key a letter is asked for. */
static bool named(struct screen *screen, enum request_kind kind, const char *argument)
{
	if (argument[0])
		return true;
	screen->await = kind;
	screen_say(screen, ROLE_TITLE, "a letter a to z (or type : and a name)");
	return false;
}

static void do_bookmark(struct screen *screen, const char *argument)
{
	size_t n = strcspn(argument, " ");
	struct err err = { 0 };
	char name[64];

	if (!named(screen, REQUEST_BOOKMARK, argument))
		return;
	snprintf(name, sizeof(name), "%.*s", (int)n, argument);
	if (session_bookmark(screen->session, name, argument + n + strspn(argument + n, " "), &err))
		screen_say(screen, ROLE_TEXT, "bookmark %s", argument);
	else
		act_bad(screen, &err);
}

static void do_bookmark_go(struct screen *screen, const char *argument)
{
	const struct session_bookmark *bookmark;

	if (!named(screen, REQUEST_BOOKMARK_GO, argument))
		return;
	bookmark = session_bookmark_named(screen->session, argument);
	if (bookmark)
		session_bookmark_go(screen->session, bookmark);
	else
		screen_say(screen, ROLE_ERROR, "there is no bookmark '%s'; bookmarks lists them", argument);
	act_after(screen, act_moved);
}

static void do_bookmarks(struct screen *screen, const char *argument)
{
	(void)argument;
	if (!screen->session->bookmarks)
		screen_say(screen, ROLE_DIM, "no moment has a name yet: m and a letter, or bookmark NAME");
	show_list(screen, screen->session->branches);
}

/* ---- comparing ---- */

static struct compare_side side_of(const struct session *session, unsigned branch, uint64_t cursor)
{
	struct compare_side side = { .branch = session->branch[branch], .cursor = cursor };
	const struct record *record = trace_at(side.branch->trace, cursor - 1);
	char at[32], name[100];

	snprintf(side.name, sizeof(side.name), "%u: %.50s, %s", branch + 1, session_branch_text(session, branch, name, sizeof(name)),
		 record ? vtime_text(record->at, at, sizeof(at)) : "0");
	return side;
}

static void after_compare(struct screen *screen)
{
	compare_done(&screen->compare, screen->session);
	act_news(screen);
	if (!screen->compare.asked)
		return;
	screen->state[VIEW_diff] = (struct view_state){ 0 };
	act_focus(screen, VIEW_diff);
}

static void compare(struct screen *screen, unsigned a, uint64_t a_cursor, unsigned b, uint64_t b_cursor)
{
	struct session *session = screen->session;
	struct compare_side left = side_of(session, a, a_cursor), right = side_of(session, b, b_cursor);

	if (compare_begin(&screen->compare, session, &left, &right))
		act_after(screen, after_compare);
}

static uint64_t end_of(const struct session *session, unsigned branch)
{
	return trace_count(session->branch[branch]->trace);
}

/* Of the branch looked at and screen->other. */
static void compare_ends(struct screen *screen)
{
	const struct session *session = screen->session;

	act_news(screen);
	if (session->outcome == SESSION_DONE)
		compare(screen, session->now, end_of(session, session->now), screen->other, end_of(session, screen->other));
}

static void with_branch(struct screen *screen, unsigned branch)
{
	struct session *session = screen->session;

	if (branch == session->now) {
		screen_say(screen, ROLE_ERROR, "branch %u is the one you look at", branch + 1);
		return;
	}
	screen->other = branch;
	session->outcome = SESSION_DONE;
	if (session_wake(session, branch))
		act_after(screen, compare_ends);
	else
		act_news(screen);
}

static void after_policy(struct screen *screen)
{
	struct session *session = screen->session;
	unsigned made = session->now;

	act_moved(screen);
	if (session->outcome != SESSION_DONE)
		return;
	session_look(session, session->branch[made]->from);
	screen->other = made;
	compare_ends(screen);
}

static void with_policy(struct screen *screen, const char *policy)
{
	struct err err = { 0 };

	if (session_policy(screen->session, policy, &err))
		act_after(screen, after_policy);
	else
		act_bad(screen, &err);
}

/* The record before the last command of the branch looked at. */
static uint64_t before_last_command(const struct session *session)
{
	const struct trace *trace = session_trace(session);
	uint64_t n = session->cursor;

	while (n > trace_first(trace) + 1 && trace_at(trace, n - 1)->kind != R_CMD_TAKE)
		n--;
	return n > 1 ? n - 1 : 1;
}

/* Where this branch came from; of the first, the moment before the last command. */
static void with_origin(struct screen *screen)
{
	struct session *session = screen->session;
	unsigned from = session->branch[session->now]->from;

	if (session->now && from != session->now)
		with_branch(screen, from);
	else
		compare(screen, session->now, before_last_command(session), session->now, session->cursor);
}

/* The last record at or before a time. */
static uint64_t cursor_of_time(const struct session *session, vtime time)
{
	const struct trace *trace = session_trace(session);
	uint64_t low = trace_first(trace), high = trace_count(trace);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (trace_at(trace, middle)->at <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low : 1;
}

static bool with_moment(struct screen *screen, const char *argument)
{
	struct session *session = screen->session;
	const struct session_bookmark *bookmark = session_bookmark_named(session, argument);
	uint64_t number;
	vtime time;

	if (bookmark && session->branch[bookmark->branch]->asleep)
		screen_say(screen, ROLE_ERROR, "bookmark %s is in a branch that nobody looked at yet: branch %u first", argument, bookmark->branch + 1);
	else if (bookmark)
		compare(screen, bookmark->branch, bookmark->cursor, session->now, session->cursor);
	else if (argument[0] == '#' && words_number(argument + 1, end_of(session, session->now) - 1, &number))
		compare(screen, session->now, number + 1, session->now, session->cursor);
	else if (vtime_parse(argument, &time) && time >= 0)
		compare(screen, session->now, cursor_of_time(session, time), session->now, session->cursor);
	else
		return false;
	return true;
}

static void do_diff(struct screen *screen, const char *argument)
{
	struct session *session = screen->session;
	unsigned branch = strncmp(argument, "branch ", 7) ? session->branches : session_branch_named(session, argument + 7);

	if (!argument[0])
		with_origin(screen);
	else if (branch < session->branches)
		with_branch(screen, branch);
	else if (!strncmp(argument, "policy ", 7))
		with_policy(screen, argument + 7);
	else if (!with_moment(screen, argument)) {
		if (!strcmp(argument, "line"))
			with_policy(screen, "line");
		else
			screen_say(screen, ROLE_ERROR,
				   "'%s' is no bookmark, time, #RECORD; expected one of these, branch N, line, or policy NAME", argument);
	}
}

static const struct {
	enum request_kind kind;
	void (*act)(struct screen *screen, const char *argument);
} actions[] = {
	{ REQUEST_BRANCH, do_branch },	     { REQUEST_BOOKMARK, do_bookmark }, { REQUEST_BOOKMARK_GO, do_bookmark_go },
	{ REQUEST_BOOKMARKS, do_bookmarks }, { REQUEST_DIFF, do_diff },
};

bool act_moment(struct screen *screen, const struct request *request)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (actions[i].kind == request->kind) {
			actions[i].act(screen, request->argument);
			return true;
		}
	return false;
}
