/* SPDX-License-Identifier: MIT */
/* Requests that change what is looked at: the trace's filter, the timeline's zoom. */
#include <stdio.h>
#include <string.h>

#include "tui/act.h"
#include "tui/timeline.h"

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
