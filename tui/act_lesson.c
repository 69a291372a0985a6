/* SPDX-License-Identifier: MIT */
/* Requests of a lesson: predict, ask for a hint, go on. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/words.h"
#include "tui/act.h"
#include "tui/lesson_strip.h"
#include "tui/stand.h"

static bool no_lesson(struct screen *screen)
{
	if (!screen->guide)
		screen_say(screen, ROLE_ERROR, "this is no lesson; msilab learn begins one");
	return !screen->guide;
}

/* The step at the end of the trace is what is shown now: the lesson takes the keys, its view stands beside it. */
static void show_step(struct screen *screen)
{
	const struct lesson_step *step = guide_last(screen->guide);
	enum view_kind view = step && step->view ? view_named(step->view) : VIEW_COUNT;

	screen->state[VIEW_lesson] = (struct view_state){ 0 };
	if (view != VIEW_COUNT)
		screen->beside = view;
	if (screen->focus == VIEW_help)
		screen->before = VIEW_lesson;
	else
		screen->focus = VIEW_lesson;
}

/* Of a lesson in C that is completed. */
static void show_code(struct screen *screen)
{
	struct guide *guide = screen->guide;

	str_clear(&guide->code);
	if (screen->craft && guide_completed(&guide->end))
		screen->craft->solution(screen->craft_context, &guide->code);
}

void act_lesson_work(struct screen *screen)
{
	struct err err = { 0 };
	bool begins;

	if (!screen->guide || !guide_busy(screen->guide) || session_busy(screen->session))
		return;
	begins = screen->guide->begins;
	guide_work(screen->guide, screen->session, &err);
	if (err.text[0])
		act_bad(screen, &err);
	if (guide_busy(screen->guide))
		return;
	if (screen->guide->reset.from && !screen->guide->reset.made)
		screen->guide->reset.made = screen->session->branch[screen->session->now];
	if (begins)
		show_step(screen);
	show_code(screen);
	act_moved(screen);
}

void act_lesson_begin(struct screen *screen)
{
	guide_begin(screen->guide, screen->session);
	show_code(screen);
	if (!guide_busy(screen->guide) && screen->beside == VIEW_lesson)
		show_step(screen);
	act_lesson_work(screen);
}

static void begin_step(struct screen *screen, unsigned step)
{
	guide_step(screen->guide, screen->session, step);
	act_lesson_work(screen);
}

/* ---- what waits for a prediction ---- */

static bool lets_time_pass(const struct screen *screen, const struct request *request)
{
	static const enum request_kind at_end[] = { REQUEST_STEP, REQUEST_INTERRUPT_NEXT, REQUEST_LINE, REQUEST_UNTIL, REQUEST_GOTO };

	if (request->kind == REQUEST_COMMAND)
		return !guide_asks(&screen->guide->at) ? false : true;
	if (request->kind == REQUEST_RUN || request->kind == REQUEST_REDO || request->kind == REQUEST_SWEEP)
		return true;
	for (size_t i = 0; i < sizeof(at_end) / sizeof(*at_end); i++)
		if (request->kind == at_end[i])
			return screen->session->cursor == trace_count(session_trace(screen->session));
	return false;
}

bool act_lesson_holds(struct screen *screen, const struct request *request)
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

/* ---- requests ---- */

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

static void do_point(struct screen *screen, const char *argument)
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

static void do_answer(struct screen *screen, const char *argument)
{
	const struct lesson_step *step = guide_shown(screen->guide);
	struct str note = { 0 };
	struct err err = { 0 };
	uint64_t choice;
	bool alone;

	if (step && (!step->ask || screen->guide->at.answered) && guide_points(screen->guide, &alone)) {
		do_point(screen, argument);
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

static void do_hint(struct screen *screen, const char *argument)
{
	const struct lesson_step *step = guide_shown(screen->guide);
	unsigned n;

	(void)argument;
	if (!step || !step->hints.n) {
		screen_say(screen, ROLE_DIM, "there is no hint here");
		return;
	}
	n = screen->guide->progress.step[screen->guide->at.step].hints;
	if (n >= step->hints.n)
		screen_say(screen, ROLE_DIM, "there are no more hints: all %u are shown", step->hints.n);
	else
		guide_hint(screen->guide);
	screen->state[VIEW_lesson] = (struct view_state){ .top = INT32_MAX, .moved = true };
	act_focus(screen, VIEW_lesson);
}

/* The step's own view, where the lesson hides it. */
static bool show_picture(struct screen *screen)
{
	if (screen->focus != VIEW_lesson)
		return false;
	act_focus(screen, screen->beside == VIEW_lesson ? VIEW_flow : screen->beside);
	return true;
}

static void say_open(struct screen *screen)
{
	char key[16];

	screen_say(screen, ROLE_TITLE, "the step is not done yet; %s gives a hint", keymap_key_of(&screen->manners.keymap, "hint", key, sizeof(key)));
}

/* With what was come to just now. */
static void show_course(struct screen *screen)
{
	struct request lessons = request_of(REQUEST_LESSONS, NULL);

	stand_tell(screen, false);
	if (screen->focus != VIEW_course)
		screen_do(screen, &lessons);
}

bool act_lesson_next(struct screen *screen, const char *argument)
{
	struct guide *guide = screen->guide;
	const struct lesson_step *step;
	struct request none = request_of(REQUEST_RUN, NULL);
	bool alone;

	if (!guide)
		return false;
	if (argument[0] && strcmp(argument, "skip")) {
		screen_say(screen, ROLE_ERROR, "'%s' is no way to go on; expected nothing, or skip", argument);
		return true;
	}
	guide_follow(guide, screen->session);
	step = guide_last(guide);
	if (step && argument[0]) {
		begin_step(screen, guide->end.step + 1);
	} else if (step && guide_points(guide, &alone) && alone && show_picture(screen)) {
		screen_say(screen, ROLE_TEXT, "%s", "");
	} else if (!session_newest(screen->session)) {
		session_seek(screen->session, UINT64_MAX);
		act_moved(screen);
	} else if (act_lesson_holds(screen, &none)) {
		screen->focus = VIEW_lesson;
	} else if (!step) {
		show_course(screen);
	} else if (guide->end.done || (step->variation && screen->focus != VIEW_lesson)) {
		begin_step(screen, guide->end.step + 1);
	} else if (!show_picture(screen)) {
		say_open(screen);
	}
	return true;
}

/* ---- beginning anew ---- */

static bool forget_everything(struct screen *screen)
{
	struct err err = { 0 };

	if (!screen->everything || screen->everything(screen->context, false, &err))
		return true;
	act_bad(screen, &err);
	return false;
}

/* What was come to goes as well: of the step, or of the whole lesson. */
static void forget_progress(struct guide *guide, unsigned step, bool lesson)
{
	struct progress_lesson *progress = &guide->progress;

	if (step < LESSON_STEPS_MAX)
		progress->step[step] = (struct progress_step){ 0 };
	progress->done = progress->done && !lesson;
	if (lesson)
		memset(progress->step, 0, sizeof(progress->step));
	guide->news = true;
}

static void begin_anew(struct screen *screen, bool lesson, bool everything)
{
	struct guide *guide = screen->guide;
	unsigned step = lesson ? 0 : guide->at.step;

	guide->reset = (struct guide_reset){ .from = screen->session->branch[screen->session->now], .progress = guide->progress, .everything = everything };
	forget_progress(guide, step, lesson);
	screen->session->running = false;
	guide_again(guide, screen->session, step);
	act_lesson_work(screen);
}

static void do_reset(struct screen *screen, const char *argument)
{
	if (!argument[0] || !strcmp(argument, "step")) {
		begin_anew(screen, false, false);
		screen_say(screen, ROLE_TITLE, "the step begins anew; u brings back what was");
	} else if (!strcmp(argument, "lesson")) {
		begin_anew(screen, true, false);
		screen_say(screen, ROLE_TITLE, "the lesson begins anew; u brings back what was");
	} else if (!strcmp(argument, "everything")) {
		if (!forget_everything(screen))
			return;
		begin_anew(screen, true, true);
		screen_say(screen, ROLE_TITLE, "all lessons are as if never begun; u brings back what was, and later msilab learn --restore");
	} else {
		screen_say(screen, ROLE_ERROR, "'%s' cannot be begun anew; expected step, lesson or everything", argument);
	}
}

static unsigned branch_of(const struct session *session, const struct session_branch *branch)
{
	unsigned i = 0;

	while (i < session->branches && session->branch[i] != branch)
		i++;
	return i;
}

/* false: the last thing done was no reset, or what was before it is gone. */
static bool undo_reset(struct screen *screen)
{
	struct session *session = screen->session;
	struct guide_reset *reset = &screen->guide->reset;
	struct err err = { 0 };
	unsigned from = reset->from ? branch_of(session, reset->from) : session->branches;

	if (from == session->branches || session->branch[session->now] != reset->made)
		return false;
	if (reset->everything && screen->everything && !screen->everything(screen->context, true, &err))
		act_bad(screen, &err);
	session_look(session, from);
	screen->guide->progress = reset->progress;
	screen->guide->news = true;
	reset->from = NULL;
	act_moved(screen);
	screen_say(screen, ROLE_TEXT, "what was before is back");
	return true;
}

/* The beginning of a step is taken back as a whole, and so is a sweep. */
bool act_lesson_undo(struct screen *screen, size_t *commands)
{
	bool of_person;

	*commands = 1;
	if (!screen->guide)
		return false;
	guide_follow(screen->guide, screen->session);
	*commands = guide_step_commands(screen->guide, session_journal(screen->session), &of_person);
	if (of_person || !*commands) {
		*commands = guide_sweep_commands(screen->guide, session_journal(screen->session));
		*commands = *commands ? *commands : 1;
		return false;
	}
	if (undo_reset(screen))
		return true;
	if (!screen->guide->end.step)
		screen_say(screen, ROLE_DIM, "this is where the lesson begins: nothing is left to take back");
	return !screen->guide->end.step;
}

static void do_sweep(struct screen *screen, const char *argument)
{
	const struct lesson_step *step = guide_last(screen->guide);
	struct str lines = { 0 };

	(void)argument;
	if (step)
		lesson_sweep(step, &lines);
	if (lines.length) {
		screen->session->running = false;
		guide_lines(screen->guide, screen->session, lines.text);
		act_lesson_work(screen);
	} else {
		screen_say(screen, ROLE_DIM, "this step has nothing to sweep");
	}
	str_free(&lines);
}

static const struct {
	enum request_kind kind;
	void (*act)(struct screen *screen, const char *argument);
} actions[] = {
	{ REQUEST_ANSWER, do_answer },
	{ REQUEST_HINT, do_hint },
	{ REQUEST_POINT, do_point },
	{ REQUEST_RESET, do_reset },
	{ REQUEST_SWEEP, do_sweep },
};

bool act_lesson(struct screen *screen, const struct request *request)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (actions[i].kind == request->kind) {
			if (!no_lesson(screen)) {
				guide_follow(screen->guide, screen->session);
				actions[i].act(screen, request->argument);
			}
			return true;
		}
	return false;
}

bool act_lesson_choice(const struct screen *screen, int key)
{
	return screen->guide && key >= '1' && key <= '9' && guide_asks(&screen->guide->at) &&
	       (unsigned)(key - '0') <= guide_shown(screen->guide)->choices;
}

bool act_lesson_digit(struct screen *screen, int key)
{
	struct request answer = request_of(REQUEST_ANSWER, NULL);

	if (screen->focus != VIEW_lesson || !act_lesson_choice(screen, key))
		return false;
	answer.argument[0] = (char)key;
	screen_say(screen, ROLE_TEXT, "%s", "");
	screen_do(screen, &answer);
	return true;
}
