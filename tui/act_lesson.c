/* SPDX-License-Identifier: MIT */
/* Requests of a lesson: go on, ask for a hint, begin anew, sweep. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lessons/host/sweep.h"
#include "tui/act.h"
#include "tui/stand.h"

static bool no_lesson(struct screen *screen)
{
	if (!screen->guide)
		screen_say(screen, ROLE_ERROR, "this is no lesson; msilab learn begins one");
	return !screen->guide;
}

static void show_device(struct screen *screen)
{
	const char *device = lesson_device(screen->guide->lesson, screen->guide->end.step);

	if (device)
		snprintf(screen->device, sizeof(screen->device), "%s", device);
}

/* The step at the end of the trace is what is shown now: the lesson takes the keys, its view stands beside it. */
static void show_step(struct screen *screen)
{
	const struct lesson_step *step = guide_last(screen->guide);
	enum view_kind view = step && step->view ? view_named(step->view) : VIEW_COUNT;

	screen->state[VIEW_lesson] = (struct view_state){ 0 };
	if (view != VIEW_COUNT)
		screen->beside = view;
	if (step)
		show_device(screen);
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

/* A bugcheck came before all was done that the lesson does for the learner. */
static void say_in_vain(struct screen *screen, bool begins)
{
	struct guide *guide = screen->guide;
	char undo[16];

	if (!guide->in_vain)
		return;
	keymap_key_of(&screen->manners.keymap, "undo", undo, sizeof(undo));
	if (begins)
		screen_say(screen, ROLE_BLOCKED, "the system has stopped: the step's other commands were not given; %s goes back", undo);
	else
		screen_say(screen, ROLE_BLOCKED, "the system has stopped: the rest of the sweep was not tried; %s takes it back", undo);
	guide->in_vain = 0;
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
	say_in_vain(screen, begins);
}

bool act_lesson_cut(struct screen *screen)
{
	return screen->guide && guide_cut(screen->guide);
}

void act_lesson_begin(struct screen *screen)
{
	guide_begin(screen->guide, screen->session);
	show_code(screen);
	if (!guide_busy(screen->guide) && screen->beside == VIEW_lesson)
		show_step(screen);
	act_lesson_work(screen);
}

void act_lesson_step(struct screen *screen, unsigned step)
{
	guide_step(screen->guide, screen->session, step);
	act_lesson_work(screen);
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
		act_lesson_step(screen, guide->end.step + 1);
	} else if (step && guide_points(guide, &alone) && alone && show_picture(screen)) {
		screen_say(screen, ROLE_TEXT, "%s", "");
	} else if (!session_newest(screen->session)) {
		session_seek(screen->session, UINT64_MAX);
		act_moved(screen);
	} else if (act_predict_holds(screen, &none)) {
		screen->focus = VIEW_lesson;
	} else if (!step) {
		show_course(screen);
	} else if (guide->end.done || (step->variation && screen->focus != VIEW_lesson)) {
		act_lesson_step(screen, guide->end.step + 1);
	} else if (!show_picture(screen)) {
		say_open(screen);
	}
	return true;
}

static void do_sweep(struct screen *screen, const char *argument)
{
	const struct lesson_step *step = guide_last(screen->guide);
	struct str lines = { 0 };

	(void)argument;
	if (step)
		sweep_lines(step, &lines);
	if (lines.length) {
		screen->session->running = false;
		guide_lines(screen->guide, screen->session, lines.text);
		act_lesson_work(screen);
	} else {
		screen_say(screen, ROLE_DIM, "this step has nothing to sweep");
	}
	str_free(&lines);
}

void act_lesson_swept(struct screen *screen)
{
	const struct lesson_list *sweep = &guide_last(screen->guide)->sweep;
	struct str lines = { 0 };
	unsigned i = sweep->n;

	while (i && guide_passes_time(sweep->line[i - 1]))
		i--;
	for (; i < sweep->n; i++)
		str_format(&lines, "%s\n", sweep->line[i]);
	if (lines.length)
		guide_lines(screen->guide, screen->session, lines.text);
	str_free(&lines);
	act_lesson_work(screen);
}

static const struct {
	enum request_kind kind;
	void (*act)(struct screen *screen, const char *argument);
} actions[] = {
	{ REQUEST_ANSWER, act_answer },
	{ REQUEST_HINT, do_hint },
	{ REQUEST_POINT, act_point },
	{ REQUEST_RESET, act_reset },
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
