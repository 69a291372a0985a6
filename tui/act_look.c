/* SPDX-License-Identifier: MIT */
/* Requests that change what is looked at: the trace's filter, the timeline's zoom, the inspect view's page, the watched values. */
#include <stdio.h>
#include <string.h>

#include "sim/base/err.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/act.h"
#include "tui/inspect.h"
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

/* Pages keep their own object; the program's device follows, so that flow and form show the same one. */
static void inspect_page(struct screen *screen, const struct look *look, enum inspect_page page, const char *object)
{
	struct view_state *state = &screen->state[VIEW_inspect];

	if (object[0] && !inspect_fits(look->scene, page, rectext_object_named(look->trace, object))) {
		screen_say(screen, ROLE_ERROR, "there is no page '%s' of '%s'; Tab lists what it can be of", inspect_forms[page].name, object);
		return;
	}
	*state = (struct view_state){ .zoom = (int)page };
	snprintf(state->filter, sizeof(state->filter), "%s", object);
	act_focus(screen, VIEW_inspect);
}

/* A value by its address, as `watch` has it: the page where it stands, its row. */
static void inspect_address(struct screen *screen, const struct look *look, const char *object, const char *name)
{
	struct view_state *state = &screen->state[VIEW_inspect];
	struct inspect_value value;

	inspect_find(&value, look, object, name);
	if (!value.found) {
		screen_say(screen, ROLE_ERROR, "%s has no value '%s' now; Tab lists them", object, name);
		return;
	}
	*state = (struct view_state){ .zoom = (int)value.page, .at = inspect_place(look, value.page, value.obj, name) };
	if (inspect_fits(look->scene, value.page, value.obj))
		snprintf(state->filter, sizeof(state->filter), "%s", object);
	act_focus(screen, VIEW_inspect);
}

void act_inspect(struct screen *screen, const char *argument)
{
	char name[40] = "", object[80] = "";
	struct look look = screen_look(screen);

	if (sscanf(argument, "%39s %79[^\n]", name, object) < 1)
		act_focus(screen, VIEW_inspect);
	else if (inspect_named(name) < INSPECT_PAGES)
		inspect_page(screen, &look, inspect_named(name), object);
	else if (rectext_object_named(look.trace, name) && object[0])
		inspect_address(screen, &look, name, object);
	else
		screen_say(screen, ROLE_ERROR, "there is no page '%s'; Tab lists them", name);
}

void act_watch(struct screen *screen, const char *argument)
{
	struct look look = screen_look(screen);
	struct err err = { 0 };
	unsigned n = screen->watches.n;

	if (!argument[0])
		prompt_open(&screen->prompt, ":", "watch ");
	else if (!watch_toggle(&screen->watches, &look, argument, &err))
		act_bad(screen, &err);
	else if (screen->watches.n > n)
		screen_say(screen, ROLE_TEXT, "watched: %s", argument);
	else
		screen_say(screen, ROLE_TEXT, "no longer watched: %s", argument);
}

void act_unwatch(struct screen *screen, const char *argument)
{
	if (!watch_drop(&screen->watches, argument))
		screen_say(screen, ROLE_ERROR, "'%s' is not watched", argument);
}

/* ---- the record that made a value what it is ---- */

static bool search_slice(void *context, unsigned *percent)
{
	struct screen *screen = context;
	struct look look = screen_look(screen);

	return inspect_search_slice(screen->set_by, &look, percent);
}

static void after_set_by(struct screen *screen)
{
	struct view_state *state = &screen->state[VIEW_inspect];
	uint64_t found = inspect_search_found(screen->set_by);

	inspect_search_free(screen->set_by);
	screen->set_by = NULL;
	if (screen->session->outcome != SESSION_DONE)
		act_news(screen);
	else if (found == UINT64_MAX)
		snprintf(state->search, sizeof(state->search), "%s", say("it has been so from the beginning"));
	else
		session_seek(screen->session, found + 1);
	act_moved(screen);
}

void act_set_by(struct screen *screen, const char *argument)
{
	struct look look = screen_look(screen);
	unsigned obj;
	int page, at = 0;

	if (screen->set_by || sscanf(argument, "%d %u %n", &page, &obj, &at) != 2)
		return;
	screen->set_by = inspect_search_new(&look, (enum inspect_page)page, obj, argument + at);
	if (session_compute(screen->session, search_slice, screen))
		act_after(screen, after_set_by);
}
