/* SPDX-License-Identifier: MIT */
/* Requests that change what is looked at: bookmarks, the trace's filter, the timeline's zoom. */
#include <stdio.h>
#include <string.h>

#include "tui/act.h"
#include "tui/timeline.h"

static int mark_of(struct screen *screen, enum request_kind kind, const char *argument)
{
	const char *after = argument[0] ? argument + 1 : argument;

	if (!argument[0]) {
		screen->await = kind;
		screen_say(screen, ROLE_TITLE, "a letter a to z");
		return -1;
	}
	if (argument[0] >= 'a' && argument[0] <= 'z' && (!*after || (kind == REQUEST_BOOKMARK && *after == ' ')))
		return argument[0] - 'a';
	screen_say(screen, ROLE_ERROR, "'%s' is no letter from a to z", argument);
	return -1;
}

void act_bookmark(struct screen *screen, const char *argument)
{
	int mark = mark_of(screen, REQUEST_BOOKMARK, argument);

	if (mark < 0)
		return;
	screen->marks[mark] = screen->session->cursor;
	snprintf(screen->mark_names[mark], LOOK_MARK_NAME, "%.*s", LOOK_MARK_NAME - 1, argument[1] ? argument + 2 : "");
	screen_say(screen, ROLE_TEXT, "bookmark %c", 'a' + mark);
}

void act_bookmark_go(struct screen *screen, const char *argument)
{
	int mark = mark_of(screen, REQUEST_BOOKMARK_GO, argument);

	if (mark < 0)
		return;
	if (screen->marks[mark])
		session_seek(screen->session, screen->marks[mark]);
	else
		screen_say(screen, ROLE_DIM, "there is no bookmark %c", 'a' + mark);
	act_moved(screen);
}

void act_effects(struct screen *screen, const char *argument)
{
	struct view_state *state = &screen->state[VIEW_trace];

	(void)argument;
	state->chain = !state->chain;
	state->at = (int64_t)screen->session->cursor - 1;
	act_focus(screen, VIEW_trace);
}

void act_filter(struct screen *screen, const char *argument)
{
	struct view_state *state = &screen->state[VIEW_trace];

	snprintf(state->filter, sizeof(state->filter), "%s", strcmp(argument, "all") ? argument : "");
	state->chain = false;
	act_focus(screen, VIEW_trace);
	if (!argument[0])
		prompt_open(&screen->prompt, ":", "filter ");
}

void act_zoom(struct screen *screen, const char *argument)
{
	struct view_state *state = &screen->state[VIEW_timeline];
	vtime column;

	if (!argument[0] || !strcmp(argument, "all")) {
		bool again = !argument[0] && screen->zoomed;

		screen->zoomed = !again;
		screen->zoom = again ? screen->zoom : state->zoom;
		state->zoom = again ? screen->zoom : VIEW_ZOOM_ALL;
	} else if (!vtime_parse(argument, &column) || column <= 0 || !timeline_zoom_to(state, column)) {
		screen_say(screen, ROLE_ERROR, "'%s' is no time for a column; expected 1ns to 10s, or 'all'", argument);
		return;
	} else {
		screen->zoomed = false;
	}
	act_focus(screen, VIEW_timeline);
}
