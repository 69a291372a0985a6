/* SPDX-License-Identifier: MIT */
/* What to do next in a lesson: by keys for the screen, by commands for plain text. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "tui/lesson_tell.h"

static bool missed(const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (step->goal[i].state == GOAL_MISSED)
			return true;
	return false;
}

static const char *key(const struct look *look, const char *line, char text[16])
{
	return keymap_key_of(look->keymap, line, text, 16);
}

static void todo_predict(const struct look *look, unsigned choices, bool explained, struct str *out)
{
	char lesson[16], explain[16];

	if (look->asked == VIEW_lesson && explained)
		str_format(out, say("What do you think? Press a number from 1 to %u; %s: the step's text again."), choices, key(look, "explain", explain));
	else if (look->asked == VIEW_lesson)
		str_format(out, say("What do you think? Press a number from 1 to %u."), choices);
	else
		str_format(out, say("Predict first: %s shows the question."), key(look, "view lesson", lesson));
}

static bool sweeps(const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (goal_has_cells(&step->goal[i]) && step->goal[i].state != GOAL_REACHED)
			return true;
	return false;
}

static bool stopped(const struct look *look)
{
	return look->scene->bugcheck != UINT64_MAX;
}

static void todo_by_hand(const struct look *look, const struct lesson_step *step, struct str *out)
{
	char enter[16], prompt[16], run[16], hint[16], reset[16], undo[16], lesson[16];

	if (stopped(look))
		str_format(out, say("The system has stopped: %s takes your last command back, %s begins the step anew."), key(look, "undo", undo),
			   key(look, "reset", reset));
	else if (missed(step))
		str_format(out, say("A goal is missed: %s takes your last command back, %s begins the step anew."), key(look, "undo", undo),
			   key(look, "reset", reset));
	else if (sweeps(step))
		str_format(out, say("%s types a command: 'sweep' tries them all; %s: the form, %s: a hint."), key(look, "prompt", prompt),
			   key(look, "view form", run), key(look, "hint", hint));
	else if (step->variation && look->asked != VIEW_lesson)
		str_format(out, say("%s types a command, %s: a hint, %s: the text; or leave it out with %s."), key(look, "prompt", prompt),
			   key(look, "hint", hint), key(look, "view lesson", lesson), key(look, "next", enter));
	else if (look->asked == VIEW_lesson)
		str_format(out, say("Now do it: %s shows where; %s types a command, %s: a hint."), key(look, "next", enter), key(look, "prompt", prompt),
			   key(look, "hint", hint));
	else
		str_format(out, say("%s types a command, %s lets time pass, %s: a hint, %s: the text."), key(look, "prompt", prompt),
			   key(look, "run", run), key(look, "hint", hint), key(look, "view lesson", lesson));
}

static void todo_do(const struct look *look, const struct lesson_step *step, struct str *out)
{
	struct str by_hand = { 0 };
	char edit[16];

	todo_by_hand(look, step, &by_hand);
	if (!missed(step) && guide_in_c(look->guide))
		str_format(out, say("%s %s: in C."), by_hand.text, key(look, "edit", edit));
	else
		str_append(out, by_hand.text);
	str_free(&by_hand);
}

static void todo_done(const struct look *look, struct str *out)
{
	const struct guide *guide = look->guide;
	bool last = guide->at.step + 1 == guide->lesson->steps;
	bool rule = guide_shown(guide)->explain && look->asked == VIEW_lesson;
	char enter[16], explain[16];

	key(look, "explain", explain);
	key(look, "next", enter);
	if (last)
		str_format(out, rule ? say("Step done. %s ends the lesson; %s: the rule behind the step.") : say("Step done. %s ends the lesson."), enter, explain);
	else
		str_format(out, rule ? say("Step done. %s goes on to the next one; %s: the rule behind it.") : say("Step done. %s goes on to the next one."), enter,
			   explain);
}

/* There is more below: what has come about is said all the same. */
static void todo_more(const struct look *look, bool explained, struct str *out)
{
	char enter[16], explain[16];

	key(look, "explain", explain);
	key(look, "next", enter);
	if (explained)
		str_format(out, say("%s: more to read below; %s: the step's text again."), enter, explain);
	else if (guide_shown(look->guide) && missed(guide_shown(look->guide)) && look->newest)
		str_format(out, say("A goal is missed. %s: what is below, and what to do."), enter);
	else if (guide_unpredicted(look->guide))
		str_format(out, say("%s: more below; predict with 1 to %u."), enter, guide_shown(look->guide)->choices);
	else if (guide_shown(look->guide) && look->guide->at.done && look->newest)
		str_format(out, say("Step done. %s: what is below, then on."), enter);
	else
		str_format(out, say("%s: more to read below."), enter);
}

static void todo_end(const struct look *look, struct str *out)
{
	bool here = look->asked == VIEW_lesson; /* elsewhere e explains records */
	char enter[16], explain[16];

	key(look, here ? "explain" : "view lesson", explain);
	key(look, "next", enter);
	if (look->asked == VIEW_course)
		str_format(out, guide_left_out(look->guide) ? say("Steps were passed over. %s: which.") : say("The lesson is completed. %s: its end."), explain);
	else if (!here)
		str_format(out, guide_left_out(look->guide) ? say("Steps were passed over. %s: which; %s: the course.") : say("The lesson is completed. %s: its end; %s: the course."),
			   explain, enter);
	else if (guide_left_out(look->guide))
		str_format(out, say("Steps were passed over. %s: a solution all the same; %s: the course."), explain, enter);
	else if (look->guide->code.length)
		str_format(out, say("The lesson is completed. %s: the C beside yours; %s: the course."), explain, enter);
	else
		str_format(out, say("The lesson is completed. %s: the course, with what comes next."), enter);
}

static void todo_code(const struct look *look, bool more, struct str *out)
{
	char enter[16], explain[16], left[16], right[16];

	key(look, "explain", explain);
	key(look, "left", left);
	key(look, "right", right);
	if (more)
		str_format(out, say("%s: more below; %s, %s: what is cut; %s: away from it."), key(look, "next", enter), right, left, explain);
	else
		str_format(out, say("%s, %s: what is cut; %s: away from it."), right, left, explain);
}

void lesson_todo(const struct look *look, bool more, bool explained, struct str *out)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);
	char enter[16], trace[16], point[16], hint[16];
	bool alone;

	if (guide_busy(guide))
		str_append(out, say("The step is being prepared."));
	else if (lesson_shows_code(guide, explained))
		todo_code(look, more, out);
	else if (more)
		todo_more(look, explained && step, out);
	else if (explained && step && !guide_unpredicted(guide))
		str_format(out, say("This is the rule behind the step. %s: its text again."), key(look, "explain", point));
	else if (!step)
		todo_end(look, out);
	else if (guide_unpredicted(guide))
		todo_predict(look, step->choices, explained, out);
	else if (guide_points(guide, &alone) && alone)
		str_format(out, say("Which record is it? Choose it in the trace (%s), then %s points at it; %s: a hint."), key(look, "view trace", trace),
			   key(look, "point", point), key(look, "hint", hint));
	else if (!look->newest)
		str_format(out, say("You look at the past: %s goes back to now."), key(look, "next", enter));
	else if (guide->at.done)
		todo_done(look, out);
	else
		todo_do(look, step, out);
}

static void todo_do_plain(const struct look *look, const struct guide *guide, const struct lesson_step *step, struct str *out)
{
	if (stopped(look))
		str_append(out, say("the system has stopped: 'undo' takes your last command back, 'reset step' begins the step anew"));
	else if (missed(step))
		str_append(out, say("a goal is missed: 'undo' takes your last command back, 'reset step' begins the step anew"));
	else if (sweeps(step))
		str_append(out, say("'sweep' tries them all; 'view form' shows what can be changed; 'hint' helps"));
	else if (step->variation)
		str_append(out, say("give the commands, or leave it out with 'next skip'; 'hint' helps"));
	else
		str_append(out, say("give the command ('inject' lists them), let time pass with 'run 1ms'; 'hint' helps"));
	if (!missed(step) && guide_in_c(guide))
		str_append(out, say("; 'edit' is the way in C"));
}

void lesson_todo_plain(const struct look *look, struct str *out)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);
	bool alone;

	if (!step && guide_left_out(guide))
		str_append(out, say("steps were passed over; 'explain step' tells a solution all the same, 'reset lesson' begins it anew, 'lessons' shows what there is"));
	else if (!step)
		str_append(out, say("the lesson is completed; 'lessons' shows what there is, 'lesson NAME' begins one, 'quit' leaves"));
	else if (guide_unpredicted(guide))
		str_format(out, say("predict: 'answer N', N from 1 to %u"), step->choices);
	else if (guide_points(guide, &alone) && alone)
		str_append(out, say("which record is it? 'view trace' and 'filter' tell them; 'point NUMBER' points at one; 'hint' helps"));
	else if (!look->newest)
		str_append(out, say("you look at the past; 'last' goes back to now"));
	else if (guide->at.done)
		str_append(out, step->explain ? say("the step is done; 'next' goes on, 'explain step' tells the rule behind it") : say("the step is done; 'next' goes on"));
	else
		todo_do_plain(look, guide, step, out);
}
