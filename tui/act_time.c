/* SPDX-License-Identifier: MIT */
/* Requests that let time pass, and that move the cursor by time. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/words.h"
#include "tui/act.h"
#include "tui/present.h"

static const vtime speeds[] = { SPEED_RECORDS, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, SPEED_FULL };
#define SPEEDS_N (sizeof(speeds) / sizeof(*speeds))

static const char *speed_text(vtime speed, char *text, size_t size)
{
	char time[32];

	if (speed == SPEED_RECORDS)
		snprintf(text, size, "%s", say("record by record"));
	else if (speed == SPEED_FULL)
		snprintf(text, size, "%s", say("full speed"));
	else
		snprintf(text, size, say("%s a second"), vtime_text(speed, time, sizeof(time)));
	return text;
}

void act_tour_view(struct screen *screen)
{
	const struct tour_step *step = screen->tour ? tour_step(screen->tour) : NULL;

	present_tell(screen);
	if (!step || screen->tour_shown == screen->tour->at + 1)
		return;
	screen->tour_shown = screen->tour->at + 1;
	if (screen->focus == VIEW_help) /* somebody reads: the step's view comes when they leave */
		screen->before = view_named(step->view);
	else
		screen->focus = view_named(step->view);
}

static void do_next(struct screen *screen, const char *argument)
{
	if (act_lesson_next(screen, argument))
		return;
	if (screen->tour && tour_step(screen->tour))
		tour_next(screen->tour, screen->session);
	act_tour_view(screen);
	act_moved(screen);
}

static void do_previous(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->tour)
		tour_previous(screen->tour, screen->session);
	act_tour_view(screen);
	act_moved(screen);
}

static void do_run(struct screen *screen, const char *argument)
{
	struct session *session = screen->session;
	vtime time;
	char text[64];

	if (!argument[0]) {
		if (screen->tour && tour_step(screen->tour) && !tour_last(screen->tour)) {
			screen->tour->held = !screen->tour->held;
			screen_say(screen, ROLE_TITLE, screen->tour->held ? N_("the tour waits for Enter; Space: it goes on by itself") : N_("the tour goes on by itself"));
			return;
		}
		session->running = !session->running;
		screen->card.open &= !session->running; /* it was read: time goes on */
		screen_say(screen, ROLE_TEXT, "%s", session->running ? speed_text(session->speed, text, sizeof(text)) : say("paused"));
		return;
	}
	if (!vtime_parse(argument, &time) || time < 0) {
		screen_say(screen, ROLE_ERROR, "'%s' is no time; expected a number with ns, us, ms or s", argument);
		return;
	}
	session_run(session, time);
	act_after(screen, act_moved);
}

static int64_t count_of(struct screen *screen, const char *argument)
{
	uint64_t n = 1;

	if (argument[0] && !words_number(argument, 1000000000, &n))
		screen_say(screen, ROLE_ERROR, "'%s' is no number", argument);
	return (int64_t)n;
}

static void do_back(struct screen *screen, const char *argument)
{
	screen->session->running = false;
	session_step(screen->session, -count_of(screen, argument));
	act_moved(screen);
}

static void do_step(struct screen *screen, const char *argument)
{
	screen->session->running = false;
	session_step(screen->session, count_of(screen, argument));
	act_after(screen, act_moved);
}

static void do_follow(struct screen *screen, const char *argument)
{
	struct view_state *state = &screen->state[VIEW_trace];

	(void)argument;
	state->follow = !state->follow;
	if (state->follow)
		session_seek(screen->session, UINT64_MAX);
	if (state->follow)
		screen_say(screen, ROLE_TEXT, "at the newest record while time passes (F: no more)");
	else
		screen_say(screen, ROLE_TEXT, "the newest record is not followed any more");
	act_moved(screen);
}

static void do_first(struct screen *screen, const char *argument)
{
	(void)argument;
	session_seek(screen->session, 0);
	act_moved(screen);
}

static void do_last(struct screen *screen, const char *argument)
{
	(void)argument;
	session_seek(screen->session, trace_count(session_trace(screen->session)));
	act_moved(screen);
}

static void do_goto(struct screen *screen, const char *argument)
{
	unsigned long long branch, record;
	uint64_t number;
	vtime time;
	int end = 0;

	if (!argument[0])
		prompt_open(&screen->prompt, ":", "goto ");
	else if (sscanf(argument, "%llu#%llu%n", &branch, &record, &end) == 2 && !argument[end] && branch &&
		 branch <= screen->session->branches) {
		session_look_at(screen->session, (unsigned)branch - 1, record + 1);
	} else if (argument[0] == '#' && words_number(argument + 1, UINT64_MAX - 1, &number))
		session_seek(screen->session, number + 1);
	else if (vtime_parse(argument, &time) && time >= 0)
		session_seek_time(screen->session, time);
	else
		screen_say(screen, ROLE_ERROR, "'%s' is neither a time (1.5ms) nor a record (#120)", argument);
	act_after(screen, act_moved);
}

static void change_speed(struct screen *screen, int step)
{
	unsigned i = 0;
	char text[64];

	while (i < SPEEDS_N - 1 && speeds[i] != screen->session->speed)
		i++;
	if ((step > 0 && i < SPEEDS_N - 1) || (step < 0 && i > 0))
		i += (unsigned)step;
	screen->session->speed = speeds[i];
	screen_say(screen, ROLE_TEXT, "viewing speed: %s", speed_text(speeds[i], text, sizeof(text)));
}

static void do_slower(struct screen *screen, const char *argument)
{
	(void)argument;
	change_speed(screen, -1);
}

static void do_faster(struct screen *screen, const char *argument)
{
	(void)argument;
	change_speed(screen, 1);
}

static void do_speed(struct screen *screen, const char *argument)
{
	vtime time;
	char text[64];

	if (!strcmp(argument, "records"))
		screen->session->speed = SPEED_RECORDS;
	else if (!strcmp(argument, "full"))
		screen->session->speed = SPEED_FULL;
	else if (vtime_parse(argument, &time) && time > 0)
		screen->session->speed = time;
	else if (argument[0]) {
		screen_say(screen, ROLE_ERROR, "'%s' is no speed; expected a time such as 10us, 'records' or 'full'", argument);
		return;
	}
	screen_say(screen, ROLE_TEXT, "viewing speed: %s", speed_text(screen->session->speed, text, sizeof(text)));
}

static act_action *const actions[REQUEST_KINDS] = {
	[REQUEST_NEXT] = do_next,
	[REQUEST_PREVIOUS] = do_previous,
	[REQUEST_RUN] = do_run,
	[REQUEST_BACK] = do_back,
	[REQUEST_STEP] = do_step,
	[REQUEST_LINE] = act_line,
	[REQUEST_LINE_BACK] = act_line_back,
	[REQUEST_FOLLOW] = do_follow,
	[REQUEST_FIRST] = do_first,
	[REQUEST_LAST] = do_last,
	[REQUEST_GOTO] = do_goto,
	[REQUEST_SLOWER] = do_slower,
	[REQUEST_FASTER] = do_faster,
	[REQUEST_SPEED] = do_speed,
};

bool act_is_time(enum request_kind kind)
{
	return kind < REQUEST_KINDS && actions[kind];
}

bool act_time(struct screen *screen, const struct request *request)
{
	if (!act_is_time(request->kind))
		return false;
	actions[request->kind](screen, request->argument);
	return true;
}
