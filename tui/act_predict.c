/* SPDX-License-Identifier: MIT */
/* Predictions: what waits for one, giving it by number or by pointing at a record. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/words.h"
#include "tui/act.h"
#include "tui/lesson_strip.h"

/* ---- what waits for one ---- */

/* An answer that was taken back, say: it may be given again. */
static bool redoes_note(const struct session *session)
{
	return session->undone_n && !strncmp(session->undone[session->undone_n - 1].line, "note ", 5);
}

static bool lets_time_pass(const struct screen *screen, const struct request *request)
{
	static const enum request_kind at_end[] = { REQUEST_STEP, REQUEST_INTERRUPT_NEXT, REQUEST_LINE, REQUEST_UNTIL, REQUEST_GOTO };

	if (request->kind == REQUEST_COMMAND)
		return guide_unpredicted(screen->guide);
	if (request->kind == REQUEST_REDO)
		return !redoes_note(screen->session);
	if (request->kind == REQUEST_RUN || request->kind == REQUEST_SWEEP)
		return true;
	for (size_t i = 0; i < sizeof(at_end) / sizeof(*at_end); i++)
		if (request->kind == at_end[i])
			return screen->session->cursor == trace_count(session_trace(screen->session));
	return false;
}

bool act_predict_holds(struct screen *screen, const struct request *request)
{
	const struct lesson_step *step;

	if (!screen->guide || guide_busy(screen->guide))
		return false;
	guide_follow(screen->guide, screen->session);
	step = guide_shown(screen->guide);
	if (!(screen->session->held || (step && guide_asks(&screen->guide->at))) || !lets_time_pass(screen, request))
		return false;
	screen_say(screen, ROLE_BLOCKED, "predict first: answer with a number from 1 to %u", guide_last(screen->guide) ? guide_last(screen->guide)->choices : 0);
	return true;
}

/* ---- giving one ---- */

/* Who pointed right reads what is said to it; who did not, and has only to point yet, looks on from there, and the strip says why. */
static void after_point(struct screen *screen)
{
	struct guide *guide = screen->guide;
	bool alone, points;

	guide_follow(guide, screen->session);
	points = guide_points(guide, &alone);
	if (guide->past || (points && alone))
		session_seek(screen->session, guide->back);
	act_moved(screen);
	screen->state[VIEW_lesson] = (struct view_state){ .top = INT32_MAX, .moved = true }; /* where the answer stands */
	if (!points || !lesson_strip_answers((int)screen->canvas.cols, (int)screen->canvas.rows))
		act_focus(screen, VIEW_lesson);
}

/* The note stands behind what is recorded, whatever is looked at. */
static void point_at(struct screen *screen, uint64_t number)
{
	struct session *session = screen->session;
	struct guide *guide = screen->guide;
	struct str note = { 0 };
	struct err err = { 0 };

	lesson_point_note(guide->lesson, guide->end.step, number, &note);
	guide->back = session->cursor;
	guide->past = !session_newest(session);
	session_seek(session, UINT64_MAX);
	if (session_command(session, note.text, &err)) {
		guide_pointed(guide);
		act_after(screen, after_point);
	} else {
		act_bad(screen, &err);
	}
	str_free(&note);
}

void act_point(struct screen *screen, const char *argument)
{
	char cursor[32];
	uint64_t number;
	struct err err = { 0 };
	bool alone;

	snprintf(cursor, sizeof(cursor), "%llu", (unsigned long long)screen->session->cursor - 1);
	if (!guide_points(screen->guide, &alone))
		screen_say(screen, ROLE_ERROR, "there is nothing to point at here");
	else if (!lesson_pointed(&screen->guide->end, argument[0] ? argument : cursor, &number, &err))
		act_bad(screen, &err);
	else
		point_at(screen, number);
}

void act_answer(struct screen *screen, const char *argument)
{
	const struct lesson_step *step = guide_shown(screen->guide);
	struct str note = { 0 };
	struct err err = { 0 };
	uint64_t choice;
	bool alone;

	if (step && (!step->ask || guide_choice(screen->guide)) && guide_points(screen->guide, &alone)) {
		act_point(screen, argument);
		return;
	}
	if (!step || !step->ask) {
		screen_say(screen, ROLE_ERROR, "there is nothing to predict here");
		return;
	}
	if (!words_number(argument, step->choices, &choice) || !choice) {
		screen_say(screen, ROLE_ERROR, "'%s' is no choice; expected a number from 1 to %u", argument, step->choices);
		return;
	}
	if (screen->guide->at.answered && session_newest(screen->session)) {
		screen_say(screen, ROLE_DIM, "you have answered; u takes it back");
		return;
	}
	lesson_answer_note(screen->guide->lesson, screen->guide->at.step, (unsigned)choice - 1, &note);
	if (session_command(screen->session, note.text, &err)) {
		guide_answer(screen->guide, (unsigned)choice);
		act_after(screen, act_moved);
	} else {
		act_bad(screen, &err);
	}
	screen->state[VIEW_lesson] = (struct view_state){ 0 };
	str_free(&note);
}

bool act_predict_choice(const struct screen *screen, int key)
{
	return screen->guide && key >= '1' && key <= '9' && guide_unpredicted(screen->guide) &&
	       (unsigned)(key - '0') <= guide_shown(screen->guide)->choices;
}

bool act_predict_digit(struct screen *screen, int key)
{
	struct request answer = request_of(REQUEST_ANSWER, NULL);

	if (screen->focus != VIEW_lesson || !act_predict_choice(screen, key))
		return false;
	answer.argument[0] = (char)key;
	screen_say(screen, ROLE_TEXT, "%s", "");
	screen_do(screen, &answer);
	return true;
}
