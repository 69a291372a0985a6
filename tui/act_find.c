/* SPDX-License-Identifier: MIT */
/* Requests that move the cursor to a record of some sort: an interrupt, a broken rule, a text, a cause. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/query.h"
#include "sim/read/rule.h"
#include "sim/read/status.h"
#include "sim/read/tell.h"
#include "tui/act.h"
#include "tui/chain.h"

static bool is_interrupt(void *context, const struct trace *trace, const struct record *record)
{
	(void)context;
	(void)trace;
	return record->kind == R_MSI_SEND || record->kind == R_LINE_ASSERT;
}

/* A driver that refuses to run breaks no rule, and all the same is what its writer looks for. */
static bool is_failed_start(const struct record *record)
{
	return record->kind == R_PNP_STATE && record->w[0] == SYM_state_HALTED && status_failed(record->w[1]);
}

static bool is_violation(void *context, const struct trace *trace, const struct record *record)
{
	const struct session *session = context;

	(void)trace;
	return session_findings_before(session, record->number) < session_findings_before(session, record->number + 1) || record->kind == R_BUGCHECK || record->kind == R_STORM || record->kind == R_STALL ||
	       record->kind == R_WATCHDOG || record->kind == R_CMD_REFUSED || is_failed_start(record);
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

/* What is sought, and the requests that seek it. */
static const struct sought {
	const char *what, *on, *back;
} interrupts = { N_("interrupt"), "interrupt.next", "interrupt.back" },
  violations = { N_("broken rule, refusal or bugcheck"), "violation.next", "violation.back" },
  matches = { N_("match"), "search.next", "search.back" };

static void after_search(struct screen *screen)
{
	const char *turn = screen->direction > 0 ? screen->sought->back : screen->sought->on, *what = say(screen->sought->what);
	char key[16];

	act_moved(screen);
	if (screen->session->outcome != SESSION_NOT_FOUND)
		return;
	if (keymap_key_of(&screen->manners.keymap, turn, key, sizeof(key))[0])
		turn = key;
	if (screen->direction > 0)
		screen_say(screen, ROLE_DIM, "no %s after this; %s looks back", what, turn);
	else
		screen_say(screen, ROLE_DIM, "no %s before this; %s looks on", what, turn);
}

/* limit: of time that may pass for it at the end of the trace, 0: none */
static void find(struct screen *screen, int direction, vtime limit, const struct sought *sought,
		 bool (*wanted)(void *, const struct trace *, const struct record *), void *context)
{
	screen->session->running = false;
	screen->direction = direction;
	screen->sought = sought;
	session_find(screen->session, direction, limit, wanted, context);
	act_after(screen, after_search);
}

static void do_interrupt_back(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, -1, 0, &interrupts, is_interrupt, NULL);
}

static void do_interrupt_next(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, 1, SESSION_LIMIT, &interrupts, is_interrupt, NULL);
}

static void do_violation_back(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, -1, 0, &violations, is_violation, screen->session);
}

static void do_violation_next(struct screen *screen, const char *argument)
{
	(void)argument;
	find(screen, 1, 0, &violations, is_violation, screen->session);
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
	find(screen, 1, 0, &matches, holds_text, state->search);
}

static void do_search_next(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->state[VIEW_trace].search[0])
		find(screen, 1, 0, &matches, holds_text, screen->state[VIEW_trace].search);
	else
		screen_say(screen, ROLE_DIM, "nothing was searched yet: /");
}

static void do_search_back(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->state[VIEW_trace].search[0])
		find(screen, -1, 0, &matches, holds_text, screen->state[VIEW_trace].search);
	else
		screen_say(screen, ROLE_DIM, "nothing was searched yet: /");
}

static void after_until(struct screen *screen)
{
	act_moved(screen);
	if (screen->session->outcome == SESSION_NOT_FOUND)
		screen_say(screen, ROLE_DIM, "no %s is written in this time", record_forms[screen->sought_kind].name);
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
	screen->session->running = false;
	session_find(screen->session, 1, limit, is_kind, &screen->sought_kind);
	act_after(screen, after_until);
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

static act_action *const actions[REQUEST_KINDS] = {
	[REQUEST_INTERRUPT_BACK] = do_interrupt_back,
	[REQUEST_INTERRUPT_NEXT] = do_interrupt_next,
	[REQUEST_VIOLATION_BACK] = do_violation_back,
	[REQUEST_VIOLATION_NEXT] = do_violation_next,
	[REQUEST_FINDING] = do_finding,
	[REQUEST_CAUSE] = do_cause,
	[REQUEST_EFFECT] = do_effect,
	[REQUEST_UNTIL] = do_until,
	[REQUEST_SEARCH] = do_search,
	[REQUEST_SEARCH_NEXT] = do_search_next,
	[REQUEST_SEARCH_BACK] = do_search_back,
};

bool act_is_find(enum request_kind kind)
{
	return kind < REQUEST_KINDS && actions[kind];
}

bool act_find(struct screen *screen, const struct request *request)
{
	if (!act_is_find(request->kind))
		return false;
	actions[request->kind](screen, request->argument);
	return true;
}
