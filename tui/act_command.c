/* SPDX-License-Identifier: MIT */
/* Commands to the machine: given, taken back, given again; where they are typed. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/act.h"

static void ask(struct screen *screen, const char *text)
{
	prompt_open(&screen->prompt, ":", text);
}

static void after_command(struct screen *screen)
{
	act_moved(screen);
	if (act_refused(screen))
		return;
	if (screen->session->outcome == SESSION_DONE && screen->session->branches > screen->branches)
		screen_say(screen, ROLE_TITLE, "a new branch from here; the old one stays listed (b)");
	act_lesson_predict(screen);
}

void act_command(struct screen *screen, const char *line)
{
	struct err err = { 0 }, unusual = { 0 };
	enum form_fit fit = act_form_fit(screen, line, &unusual);
	char text[600];

	screen->branches = screen->session->branches;
	if (fit == FORM_WRONG) {
		act_bad(screen, &unusual);
	} else if (session_command(screen->session, line, &err)) {
		act_after(screen, after_command);
		if (fit == FORM_UNUSUAL && !screen->message[0])
			screen_say(screen, ROLE_PENDING, "%s", err_text(&unusual, text, sizeof(text)));
	} else {
		act_bad(screen, &err);
	}
}

/* A list of what there is to do; with words the command itself. */
void act_inject(struct screen *screen, const char *argument)
{
	if (argument[0])
		act_command(screen, argument);
	else if (screen->focus == VIEW_inject)
		screen->focus = screen->before;
	else
		act_focus(screen, VIEW_inject);
}

void act_prompt(struct screen *screen, const char *argument)
{
	if (screen->focus == VIEW_inject)
		screen->focus = screen->before;
	ask(screen, argument);
}

static void after_undo(struct screen *screen)
{
	const struct session *session = screen->session;
	struct str told = { 0 };

	act_moved(screen);
	if (session->outcome != SESSION_DONE)
		return;
	act_lesson_taken_back(screen, session->undone[session->undone_n - 1].line);
	if (act_lesson_left_step(screen, session->undone[session->undone_n - 1].line))
		return;
	tell_command(session->undone[session->undone_n - 1].line, &told);
	screen_say(screen, ROLE_TEXT, "taken back: %s (C-r gives it again)", told.text);
	str_free(&told);
}

void act_undo(struct screen *screen, const char *argument)
{
	size_t commands;

	(void)argument;
	if (act_lesson_undo(screen, &commands))
		return;
	if (session_undo(screen->session, commands))
		act_after(screen, after_undo);
	else
		screen_say(screen, ROLE_DIM, "no command is left to take back");
}

/* A step was taken back as a whole, or a sweep: so it is given again. What was refused in a sweep is refused again. */
static bool redoes_on(struct screen *screen)
{
	struct session *session = screen->session;

	return session->outcome == SESSION_DONE && (session_redoes_on(session) || act_lesson_half_begun(screen)) && session_redo(session);
}

static void after_redo(struct screen *screen)
{
	const struct journal *journal;
	struct str told = { 0 };
	size_t together;

	while (redoes_on(screen))
		if (session_busy(screen->session)) {
			act_after(screen, after_redo);
			return;
		}
	act_moved(screen);
	if (act_refused(screen) || screen->session->outcome != SESSION_DONE)
		return;
	journal = session_journal(screen->session);
	together = act_lesson_together(screen);
	tell_command(journal->commands[journal->n - together].text, &told);
	screen_say(screen, ROLE_TEXT, "done again: %s", told.text);
	str_free(&told);
	if (together > 1)
		act_lesson_swept(screen);
}

void act_redo(struct screen *screen, const char *argument)
{
	(void)argument;
	if (session_redo(screen->session))
		act_after(screen, after_redo);
	else
		screen_say(screen, ROLE_DIM, "nothing was taken back");
}
