/* SPDX-License-Identifier: MIT */
/* A lesson's steps begun anew, by a reset or with another driver, and taken back; what that does to a prediction that was made. */
#include <string.h>

#include "tui/act.h"

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
	if (!guide_busy(guide) && !guide->reset.made) /* a step that gives no command is through already */
		guide->reset.made = screen->session->branch[screen->session->now];
}

void act_reset(struct screen *screen, const char *argument)
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

size_t act_lesson_together(struct screen *screen)
{
	size_t commands = 0;

	if (screen->guide) {
		guide_follow(screen->guide, screen->session);
		commands = guide_sweep_commands(screen->guide, session_journal(screen->session));
	}
	return commands ? commands : 1;
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
		*commands = act_lesson_together(screen);
		return false;
	}
	if (undo_reset(screen))
		return true;
	if (!screen->guide->end.step)
		screen_say(screen, ROLE_DIM, "this is where the lesson begins: nothing is left to take back");
	return !screen->guide->end.step;
}

bool act_lesson_half_begun(struct screen *screen)
{
	if (!screen->guide)
		return false;
	guide_follow(screen->guide, screen->session);
	return guide_half_begun(screen->guide, session_journal(screen->session));
}

void act_lesson_predict(struct screen *screen)
{
	if (!screen->guide)
		return;
	guide_predict(screen->guide, screen->session);
	act_lesson_work(screen);
}

void act_lesson_taken_back(struct screen *screen, const char *line)
{
	if (!screen->guide)
		return;
	guide_follow(screen->guide, screen->session);
	guide_taken_back(screen->guide, line);
}

bool act_lesson_left_step(struct screen *screen, const char *line)
{
	unsigned step;

	if (!screen->guide)
		return false;
	guide_follow(screen->guide, screen->session);
	step = screen->guide->end.step + 1;
	if (!lesson_is_step_note(screen->guide->lesson, step, line))
		return false;
	if (step == screen->guide->lesson->steps)
		screen_say(screen, ROLE_TITLE, "the lesson's end is taken back: you are in step %u again (C-r: on to where you were)", step);
	else
		screen_say(screen, ROLE_TITLE, "step %u is taken back: you are in step %u again (C-r: on to where you were)", step + 1, step);
	return true;
}

/* With another driver the step that the learner is in begins anew: its commands are left to the attempt before. */
static void after_driver(struct screen *screen)
{
	struct session *session = screen->session;
	struct guide *guide = screen->guide;

	act_moved(screen);
	if (session->outcome != SESSION_DONE) {
		screen_say(screen, ROLE_ERROR, "the driver was not taken; 'build' does it again");
		return;
	}
	screen_say(screen, ROLE_TITLE, "it is built, and the step begins anew; your attempt before is branch %u (b)", session->branch[session->now]->from + 1);
	act_lesson_step(screen, guide->anew);
}

bool act_lesson_driver(struct screen *screen, const char *device, const struct session_module *module, struct err *err)
{
	struct guide *guide = screen->guide;
	const struct journal *journal = session_journal(screen->session);
	bool of_person;

	guide_drop(guide);
	guide_follow(guide, screen->session);
	guide->anew = guide->end.step;
	if (!session_driver(screen->session, device, module, journal->n - guide_step_commands(guide, journal, &of_person), err))
		return false;
	act_after(screen, after_driver);
	return true;
}
