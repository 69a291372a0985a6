/* SPDX-License-Identifier: MIT */
/* Requests that move the cursor or let time pass. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/read/query.h"
#include "sim/read/rule.h"
#include "sim/read/tell.h"
#include "tui/act.h"
#include "tui/present.h"
#include "tui/chain.h"

typedef void action(struct screen *screen, const char *argument);

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

static bool is_interrupt(void *context, const struct trace *trace, const struct record *record)
{
	(void)context;
	(void)trace;
	return record->kind == R_MSI_SEND || record->kind == R_LINE_ASSERT;
}

static bool is_violation(void *context, const struct trace *trace, const struct record *record)
{
	const struct session *session = context;

	(void)trace;
	return session_findings_before(session, record->number) < session_findings_before(session, record->number + 1) || record->kind == R_BUGCHECK || record->kind == R_STORM || record->kind == R_STALL ||
	       record->kind == R_WATCHDOG || record->kind == R_CMD_REFUSED;
}

static bool holds_text(void *context, const struct trace *trace, const struct record *record)
{
	struct str text = { 0 };
	bool holds;

	tell_record_both(trace, record, &text);
	str_format(&text, " %s", record_forms[record->kind].name);
	holds = query_part(text.text, context);
	str_free(&text);
	return holds;
}

static bool is_kind(void *context, const struct trace *trace, const struct record *record)
{
	(void)trace;
	return record->kind == *(const enum record_kind *)context;
}

static void after_search(struct screen *screen)
{
	act_moved(screen);
	if (screen->session->outcome != SESSION_NOT_FOUND)
		return;
	if (screen->direction > 0)
		screen_say(screen, ROLE_DIM, "no %s after this", say(screen->sought));
	else
		screen_say(screen, ROLE_DIM, "no %s before this", say(screen->sought));
}

static void find(struct screen *screen, int direction, vtime limit, bool (*wanted)(void *, const struct trace *, const struct record *),
		 void *context, const char *what)
{
	screen->session->running = false;
	screen->direction = direction;
	snprintf(screen->sought, sizeof(screen->sought), "%s", what);
	session_find(screen->session, direction, limit, wanted, context);
	act_after(screen, after_search);
}

static void do_interrupt_back(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, -1, 0, is_interrupt, NULL, N_("interrupt"));
}

static void do_interrupt_next(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, 1, SESSION_LIMIT, is_interrupt, NULL, N_("interrupt"));
}

static void do_violation_back(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, -1, 0, is_violation, screen->session, N_("broken rule, refusal or bugcheck"));
}

static void do_violation_next(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, 1, 0, is_violation, screen->session, N_("broken rule, refusal or bugcheck"));
}

/* Where the card is about, else the last finding at or before the cursor. */
static void do_finding(struct screen *screen, const char *argument)
{
	size_t n, before = session_findings_before(screen->session, screen->session->cursor);
	const struct finding *findings = session_findings(screen->session, &n);
	uint64_t record = screen->card.record;

	(void)argument;
	if (!screen->card.open && !before) {
		screen_say(screen, ROLE_DIM, "no rule was broken before this");
		return;
	}
	if (!screen->card.open)
		record = findings[before - 1].record;
	screen->session->running = false;
	session_seek(screen->session, record + 1);
	screen->card.cursor = 0; /* it opens, also if the cursor was there */
	act_moved(screen);
}

static void do_search(struct screen *screen, const char *argument)
{
	struct view_state *state = &screen->state[VIEW_trace];

	if (!argument[0]) {
		prompt_open(&screen->prompt, "/", "");
		return;
	}
	snprintf(state->search, sizeof(state->search), "%s", argument);
	find(screen, 1, 0, holds_text, state->search, N_("match"));
}

static void do_search_next(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->state[VIEW_trace].search[0])
		find(screen, 1, 0, holds_text, screen->state[VIEW_trace].search, N_("match"));
	else
		screen_say(screen, ROLE_DIM, "nothing was searched yet: /");
}

static void do_search_back(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->state[VIEW_trace].search[0])
		find(screen, -1, 0, holds_text, screen->state[VIEW_trace].search, N_("match"));
	else
		screen_say(screen, ROLE_DIM, "nothing was searched yet: /");
}

static void do_until(struct screen *screen, const char *argument)
{
	char kind[48], limit_text[32] = "1s";
	vtime limit;

	if (!strncmp(argument, "line ", 5)) {
		act_until_line(screen, argument + 5 + strspn(argument + 5, " "));
		return;
	}
	if (sscanf(argument, "%47s %31s", kind, limit_text) < 1 || (screen->sought_kind = record_kind_named(kind)) == RECORD_KINDS) {
		screen_say(screen, ROLE_ERROR, "'%s' is no kind of record; Tab lists them", argument);
		return;
	}
	if (!vtime_parse(limit_text, &limit)) {
		screen_say(screen, ROLE_ERROR, "'%s' is no time", limit_text);
		return;
	}
	find(screen, 1, limit, is_kind, &screen->sought_kind, kind);
}

static void do_cause(struct screen *screen, const char *argument)
{
	struct look look = screen_look(screen);
	const struct record *record = look_record(&look);

	(void)argument;
	if (!record || record->cause == record->number)
		screen_say(screen, ROLE_DIM, "nothing caused this: it is a command, or time passed");
	else
		session_seek(screen->session, record->cause + 1);
	act_moved(screen);
}

static void do_effect(struct screen *screen, const char *argument)
{
	uint64_t number = chain_effect(session_trace(screen->session), screen->session->cursor - 1);

	(void)argument;
	if (number == UINT64_MAX)
		screen_say(screen, ROLE_DIM, "nothing that is recorded was caused by this");
	else
		session_seek(screen->session, number + 1);
	act_moved(screen);
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
		session_look(screen->session, (unsigned)branch - 1);
		session_seek(screen->session, record + 1);
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

static action *const actions[REQUEST_KINDS] = {
	[REQUEST_NEXT] = do_next,
	[REQUEST_PREVIOUS] = do_previous,
	[REQUEST_RUN] = do_run,
	[REQUEST_BACK] = do_back,
	[REQUEST_STEP] = do_step,
	[REQUEST_LINE] = act_line,
	[REQUEST_LINE_BACK] = act_line_back,
	[REQUEST_INTERRUPT_BACK] = do_interrupt_back,
	[REQUEST_INTERRUPT_NEXT] = do_interrupt_next,
	[REQUEST_VIOLATION_BACK] = do_violation_back,
	[REQUEST_VIOLATION_NEXT] = do_violation_next,
	[REQUEST_FINDING] = do_finding,
	[REQUEST_CAUSE] = do_cause,
	[REQUEST_EFFECT] = do_effect,
	[REQUEST_FOLLOW] = do_follow,
	[REQUEST_FIRST] = do_first,
	[REQUEST_LAST] = do_last,
	[REQUEST_GOTO] = do_goto,
	[REQUEST_UNTIL] = do_until,
	[REQUEST_SLOWER] = do_slower,
	[REQUEST_FASTER] = do_faster,
	[REQUEST_SPEED] = do_speed,
	[REQUEST_SEARCH] = do_search,
	[REQUEST_SEARCH_NEXT] = do_search_next,
	[REQUEST_SEARCH_BACK] = do_search_back,
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
