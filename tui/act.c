/* SPDX-License-Identifier: MIT */
/* What requests do that neither move the cursor nor belong to one view: views, panes, files, other lessons. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/read/why.h"
#include "sim/read/tell.h"
#include "tui/act.h"
#include "tui/present.h"

void act_news(struct screen *screen)
{
	struct session *session = screen->session;

	if (session->news[0])
		screen_say(screen, ROLE_TITLE, "%s", session->news);
	session->news[0] = '\0';
}

void act_findings(struct screen *screen, bool by_itself)
{
	struct look look = screen_look(screen);

	card_follow(&screen->card, &look, by_itself, screen->manners.findings == FINDINGS_QUIET);
}

/* Moving the cursor lets every view follow it again. */
void act_moved(struct screen *screen)
{
	for (unsigned i = 0; i < VIEW_COUNT; i++)
		if (i != VIEW_form && i != VIEW_help && i != VIEW_branches && i != VIEW_diff && i != VIEW_build && i != VIEW_course)
			screen->state[i].moved = false;
	act_news(screen);
}

void act_bad(struct screen *screen, const struct err *err)
{
	char text[600];

	screen_say(screen, ROLE_ERROR, "%s", err_text(err, text, sizeof(text)));
}

void act_focus(struct screen *screen, enum view_kind view)
{
	if (screen->menu && view != VIEW_help)
		view = VIEW_course;
	if (screen->focus != VIEW_help)
		screen->before = screen->focus;
	screen->focus = view;
	if (view != VIEW_lesson && view != VIEW_help)
		screen->beside = view;
}

static void do_help(struct screen *screen, const char *argument)
{
	if (screen->focus == VIEW_help && !argument[0]) {
		screen->focus = screen->before;
		return;
	}
	act_focus(screen, VIEW_help);
	snprintf(screen->state[VIEW_help].filter, sizeof(screen->state[VIEW_help].filter), "%s", argument);
	screen->state[VIEW_help].at = screen->state[VIEW_help].top = 0;
}

static void do_quit(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->focus == VIEW_help)
		do_help(screen, "");
	else
		screen->quit = true;
}

/* Without words it is asked about what the record under the cursor is about. */
static void do_why(struct screen *screen, const char *argument)
{
	struct look look = screen_look(screen);
	const struct record *record = look_record(&look);
	struct why_question question;
	struct str words = { 0 };

	if (!argument[0] && record && why_of_record(&question, look.trace, record))
		why_words(&question, look.trace, &words);
	snprintf(screen->why, sizeof(screen->why), "%s", words.length ? words.text : argument);
	str_free(&words);
	screen->state[VIEW_why].moved = false;
	act_focus(screen, VIEW_why);
}

static void do_explain(struct screen *screen, const char *argument)
{
	if (screen->guide && !strcmp(argument, "step")) {
		screen->state[VIEW_lesson].chain = true;
		act_focus(screen, VIEW_lesson);
		return;
	}
	screen->state[VIEW_explain].moved = false;
	act_focus(screen, VIEW_explain);
}

static void do_view(struct screen *screen, const char *argument)
{
	enum view_kind view = view_named(argument);

	if (view == VIEW_COUNT)
		screen_say(screen, ROLE_ERROR, "there is no view '%s'; Tab lists them", argument);
	else
		act_focus(screen, view);
}

static void next_pane(struct screen *screen, int step)
{
	act_focus(screen, (enum view_kind)(((int)screen->focus + step + VIEW_COUNT) % VIEW_COUNT));
}

static void do_pane_next(struct screen *screen, const char *argument)
{
	(void)argument;
	next_pane(screen, 1);
}

static void do_pane_back(struct screen *screen, const char *argument)
{
	(void)argument;
	next_pane(screen, -1);
}

static void do_device(struct screen *screen, const char *argument)
{
	const struct machine *machine = &screen->session->next;
	size_t i = 0;

	while (i < machine->devices_n && strcmp(machine->devices[i].name, argument[0] ? argument : screen->device))
		i++;
	if (i == machine->devices_n) {
		screen_say(screen, ROLE_ERROR, "there is no device '%s'", argument);
		return;
	}
	if (!argument[0])
		i = (i + 1) % machine->devices_n;
	snprintf(screen->device, sizeof(screen->device), "%s", machine->devices[i].name);
}

static void do_save(struct screen *screen, const char *argument)
{
	const struct journal *journal = session_journal(screen->session);
	struct str text = { 0 };
	struct err err = { 0 };

	if (!argument[0] || !screen->save) {
		screen_say(screen, ROLE_ERROR, argument[0] ? N_("files are not written here") : N_("save needs the name of a file"));
		return;
	}
	journal_text(journal, &text);
	if (screen->save(screen->context, argument, text.text, &err))
		screen_say(screen, ROLE_TEXT, journal->n == 1 ? N_("%zu command written to %s") : N_("%zu commands written to %s"), journal->n, argument);
	else
		act_bad(screen, &err);
	str_free(&text);
}

static void do_resume(struct screen *screen, const char *argument)
{
	struct err err = { 0 };

	if (!screen->resumable)
		screen_say(screen, ROLE_ERROR, "no sessions are kept here");
	else if (screen->resumable(screen->context, argument, &err))
		screen->quit = screen->resume = true;
	else
		act_bad(screen, &err);
}

/* The course; again: back. */
static void do_lessons(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->focus == VIEW_course && !screen->menu) {
		screen->focus = screen->before;
		return;
	}
	if (screen->course)
		screen->lessons = screen->course(screen->context);
	act_focus(screen, VIEW_course);
}

static void do_lesson(struct screen *screen, const char *argument)
{
	struct err err = { 0 };

	if (!argument[0])
		do_lessons(screen, argument);
	else if (!screen->leave_for)
		screen_say(screen, ROLE_ERROR, "nothing else can be begun from here");
	else if (screen->leave_for(screen->context, argument, &err))
		screen->quit = screen->resume = true;
	else
		act_bad(screen, &err);
}

static void do_leave(struct screen *screen, const char *argument)
{
	(void)argument;
	if (screen->focus == VIEW_inject)
		screen->focus = screen->before;
	if (session_busy(screen->session)) {
		bool cut = act_lesson_cut(screen);

		session_interrupt(screen->session);
		act_ended(screen);
		if (cut)
			screen_say(screen, ROLE_BLOCKED, "the rest of the sweep was not tried: begin it again");
		return;
	}
	if (!screen->session->running)
		screen->card.open = false;
	screen->session->running = false;
	if (screen->focus == VIEW_help)
		screen->focus = screen->before;
}

static void do_redraw(struct screen *screen, const char *argument)
{
	(void)argument;
	screen->whole = true;
}

static void do_suspend(struct screen *screen, const char *argument)
{
	(void)argument;
	screen->suspend = true;
}

static act_action *const actions[REQUEST_NONE] = {
	[REQUEST_HELP] = do_help,
	[REQUEST_QUIT] = do_quit,
	[REQUEST_WHY] = do_why,
	[REQUEST_EXPLAIN] = do_explain,
	[REQUEST_PROMPT] = act_prompt,
	[REQUEST_INJECT] = act_inject,
	[REQUEST_UNDO] = act_undo,
	[REQUEST_REDO] = act_redo,
	[REQUEST_EFFECTS] = act_effects,
	[REQUEST_FILTER] = act_filter,
	[REQUEST_INSPECT] = act_inspect,
	[REQUEST_WATCH] = act_watch,
	[REQUEST_UNWATCH] = act_unwatch,
	[REQUEST_ZOOM] = act_zoom,
	[REQUEST_VIEW] = do_view,
	[REQUEST_PANE_NEXT] = do_pane_next,
	[REQUEST_PANE_BACK] = do_pane_back,
	[REQUEST_DEVICE] = do_device,
	[REQUEST_SAVE] = do_save,
	[REQUEST_RESUME] = do_resume,
	[REQUEST_LESSONS] = do_lessons,
	[REQUEST_LESSON] = do_lesson,
	[REQUEST_LEAVE] = do_leave,
	[REQUEST_REDRAW] = do_redraw,
	[REQUEST_SUSPEND] = do_suspend,
	[REQUEST_COMMAND] = act_command,
	[REQUEST_ASK] = act_prompt,
	[REQUEST_SET_BY] = act_set_by,
};

/* Enter goes on from a step that is done, as the lines above the picture say, also where it would type a line of the form or of why. */
static bool goes_on(const struct screen *screen, const struct request *request)
{
	if (request->kind != REQUEST_NEXT)
		return false;
	return present_goes_on(screen) || (screen->guide && screen->guide->end.done && (screen->focus == VIEW_form || screen->focus == VIEW_why));
}

/* The view with the keys first: up in a list is the list's affair. */
static bool by_view(struct screen *screen, const struct request *request)
{
	struct look look = screen_look(screen);
	struct request out = { .kind = REQUEST_NONE };

	if (request->argument[0] || request->kind >= REQUEST_KINDS || goes_on(screen, request) || !views[screen->focus]->request ||
	    !views[screen->focus]->request(&look, &screen->state[screen->focus], request->kind, &out))
		return false;
	if (out.kind != REQUEST_NONE)
		screen_do(screen, &out);
	return true;
}

/* While a job is under way one may look around and stop it; what would move the cursor or the machine waits for its end. */
static bool must_wait(const struct screen *screen, enum request_kind kind)
{
	static const enum request_kind changes[] = { REQUEST_COMMAND, REQUEST_UNDO, REQUEST_REDO, REQUEST_BRANCH, REQUEST_BOOKMARK_GO,
						     REQUEST_SAVE, REQUEST_DIFF, REQUEST_SET_BY };

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (kind == changes[i])
			return screen_working(screen);
	return screen_working(screen) && (act_is_time(kind) || act_is_find(kind));
}

static void do_request(struct screen *screen, const struct request *request)
{
	if (manners_knows(request->kind)) {
		act_manners(screen, request);
		return;
	}
	if (by_view(screen, request) || act_time(screen, request) || act_find(screen, request) || act_moment(screen, request) ||
	    act_lesson(screen, request) || act_craft(screen, request) || present_act(screen, request))
		return;
	if (request->kind < REQUEST_NONE && actions[request->kind])
		actions[request->kind](screen, request->argument);
}

void screen_do(struct screen *screen, const struct request *request)
{
	screen->anchored = false;
	if (present_kiosk(screen, request->kind) || must_wait(screen, request->kind) || act_predict_holds(screen, request))
		return;
	screen->session->stops = screen->manners.findings == FINDINGS_STOP;
	if (screen->source)
		source_use(screen->source, &session_journal(screen->session)->machine);
	do_request(screen, request);
	act_findings(screen, false);
}
