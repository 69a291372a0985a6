/* SPDX-License-Identifier: MIT */
/* The checks of a lesson, one function each, in a table. */
#include <stdio.h>
#include <string.h>

#include "cli/lesson_check.h"
#include "lessons/host/play.h"
#include "sim/base/say.h"
#include "tui/pane.h"
#include "tui/view.h"

/* Says into `why` what is wrong; leaves it empty where nothing is. */
typedef void check(struct lesson *lesson, const struct intake *intake, struct str *why);

static const char *text_of(const struct err *err, char *text, size_t size)
{
	return err_text(err, text, size);
}

/* Whether a step asks for anything at all. */
static bool asks(const struct lesson_step *step)
{
	return step->ask || step->goals;
}

static void begin(struct play *play, struct lesson *lesson, const struct intake *intake)
{
	play_begin(play, lesson, &intake->journal.machine, &intake->inputs);
}

/* Solves the steps before `last`. */
static bool solve(struct play *play, unsigned last, struct str *why)
{
	char said[800];
	struct err err = { 0 };

	for (unsigned i = 0; i < last; i++)
		if (!play_step(play, i, &err) || !play_lines(play, &play->lesson->step[i].solution, &err)) {
			str_format(why, say("step %u: %s"), i + 1, text_of(&err, said, sizeof said));
			return false;
		}
	return true;
}

static void tell_goals(const struct lesson_step *step, struct str *why)
{
	for (unsigned i = 0; i < step->goals; i++) {
		if (step->goal[i].state == GOAL_REACHED)
			continue;
		str_format(why, " %s: ", step->goal[i].id);
		goal_distance(&step->goal[i], why);
	}
}

static void check_beginning(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	struct play play;
	struct err err = { 0 };
	char said[800];

	begin(&play, lesson, intake);
	for (unsigned i = 0; i < lesson->steps && !why->length; i++) {
		if (!play_step(&play, i, &err))
			str_format(why, say("step %u: %s"), i + 1, text_of(&err, said, sizeof said));
		else if (asks(&lesson->step[i]) && play.place.done)
			str_format(why, say("step %u is done before anything was done"), i + 1);
		else if (!play_lines(&play, &lesson->step[i].solution, &err))
			str_format(why, say("step %u: %s"), i + 1, text_of(&err, said, sizeof said));
	}
	play_end(&play);
}

static void check_solution(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	struct play play;

	begin(&play, lesson, intake);
	for (unsigned i = 0; i < lesson->steps && !why->length; i++) {
		struct err err = { 0 };
		char said[800];

		if (!play_step(&play, i, &err) || !play_lines(&play, &lesson->step[i].solution, &err))
			str_format(why, say("step %u: %s"), i + 1, text_of(&err, said, sizeof said));
		else if (asks(&lesson->step[i]) && !play.place.done) {
			str_format(why, say("step %u is not done by its solution"), i + 1);
			tell_goals(&lesson->step[i], why);
		}
	}
	play_end(&play);
}

static const struct goal *goal_of(const struct lesson_step *step, const char *id)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (!strcmp(step->goal[i].id, id))
			return &step->goal[i];
	return NULL;
}

static void try_wrong(struct lesson *lesson, const struct intake *intake, const struct lesson_wrong *wrong, struct str *why)
{
	struct lesson_step *step = &lesson->step[wrong->step - 1];
	const struct goal *goal = goal_of(step, wrong->fails);
	struct play play;
	struct err err = { 0 };
	char said[800];

	if (!goal) {
		str_format(why, say("%s: step %u has no goal %s"), wrong->idea, wrong->step, wrong->fails);
		return;
	}
	begin(&play, lesson, intake);
	if (solve(&play, wrong->step - 1, why)) {
		if (!play_step(&play, wrong->step - 1, &err) || !play_lines(&play, &wrong->lines, &err))
			str_format(why, "%s: %s", wrong->idea, text_of(&err, said, sizeof said));
		else if (goal->state == GOAL_REACHED)
			str_format(why, say("%s passes goal %s"), wrong->idea, wrong->fails);
	}
	play_end(&play);
}

static void check_wrong(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	if (lesson->wrongs < LESSON_WRONGS)
		str_format(why, say("%u wrong solutions; expected at least %d"), lesson->wrongs, LESSON_WRONGS);
	for (unsigned i = 0; i < lesson->wrongs && !why->length; i++)
		try_wrong(lesson, intake, &lesson->wrong[i], why);
}

static void check_prediction(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	unsigned asked = 0;

	(void)intake;
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];
		unsigned right = 0;

		for (unsigned k = 0; k < step->choices; k++)
			right += !step->choice[k].idea;
		asked += step->ask != NULL;
		if (step->ask && right != 1)
			str_format(why, say("step %u: %u choices are right; expected one. "), i + 1, right);
	}
	if (!asked)
		str_append(why, say("nothing is predicted"));
}

/* A hint that holds a line of the solution is none. */
static bool gives_away(const char *hint, const struct lesson_list *solution)
{
	for (unsigned i = 0; i < solution->n; i++)
		if (strstr(hint, solution->line[i]))
			return true;
	return false;
}

static void check_hints(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	(void)intake;
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];

		if (step->goals && step->hints.n != LESSON_HINTS)
			str_format(why, say("step %u has %u hints; expected %d. "), i + 1, step->hints.n, LESSON_HINTS);
		for (unsigned k = 0; k < step->hints.n; k++)
			if (gives_away(step->hints.line[k], &step->solution))
				str_format(why, say("step %u: hint %u gives the solution away. "), i + 1, k + 1);
	}
}

static void fits(const char *text, unsigned step, const char *what, struct str *why)
{
	if (text && pane_wrap_rows(say(text), LESSON_COLUMNS) > LESSON_LINES)
		str_format(why, say("step %u: %s takes %d lines of %d columns; expected at most %d. "), step, what,
			   pane_wrap_rows(say(text), LESSON_COLUMNS), LESSON_COLUMNS, LESSON_LINES);
}

static void check_texts(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	(void)intake;
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];

		fits(step->text, i + 1, "text", why);
		fits(step->ask, i + 1, "predict.ask", why);
		for (unsigned k = 0; k < step->hints.n; k++)
			fits(step->hints.line[k], i + 1, "hints", why);
		for (unsigned k = 0; k < step->choices; k++)
			fits(step->choice[k].says, i + 1, "predict.says", why);
		if (step->goals && !step->explain)
			str_format(why, say("step %u explains nothing. "), i + 1);
	}
}

static void check_views(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	(void)intake;
	for (unsigned i = 0; i < lesson->steps; i++)
		if (lesson->step[i].view && view_named(lesson->step[i].view) == VIEW_COUNT)
			str_format(why, say("step %u: there is no view %s. "), i + 1, lesson->step[i].view);
}

static void play_whole(struct lesson *lesson, const struct intake *intake, struct str *journal, struct str *why)
{
	struct play play;

	begin(&play, lesson, intake);
	solve(&play, lesson->steps, why);
	for (size_t i = 0; i < play.journal.n; i++)
		journal_command_text(&play.journal.commands[i], journal);
	str_format(journal, "%llu", (unsigned long long)trace_count(play.trace));
	play_end(&play);
}

static void check_twice(struct lesson *lesson, const struct intake *intake, struct str *why)
{
	struct str first = { 0 }, second = { 0 };

	play_whole(lesson, intake, &first, why);
	play_whole(lesson, intake, &second, why);
	if (!why->length && strcmp(first.text, second.text))
		str_append(why, say("its journals differ"));
	str_free(&first);
	str_free(&second);
}

static const struct {
	const char *says;
	check *run;
} checks[] = {
	{ N_("its views are there"), check_views },
	{ N_("each prediction has one right choice"), check_prediction },
	{ N_("texts are short, and what is asked is explained"), check_texts },
	{ N_("three hints a step, none with the answer"), check_hints },
	{ N_("the beginning does not pass"), check_beginning },
	{ N_("the solution passes"), check_solution },
	{ N_("at least three misconceptions fail, each on its goal"), check_wrong },
	{ N_("played twice it gives the same journal"), check_twice },
};

unsigned lesson_check(struct lesson *lesson, const struct intake *intake)
{
	unsigned failed = 0;

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct str why = { 0 };

		checks[i].run(lesson, intake, &why);
		if (why.length)
			printf(say("FAILED  %s: %s\n"), say(checks[i].says), why.text);
		else
			printf(say("ok      %s\n"), say(checks[i].says));
		failed += why.length != 0;
		str_free(&why);
	}
	return failed;
}
