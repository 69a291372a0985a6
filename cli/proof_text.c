/* SPDX-License-Identifier: MIT */
/* Checks of what a learner reads. */
#include <string.h>

#include "cli/proof.h"
#include "sim/base/say.h"
#include "tui/pane.h"
#include "tui/view.h"

void check_prediction(struct proof *proof, struct str *why)
{
	const struct lesson *lesson = proof->lesson;
	unsigned asked = 0;

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

void check_hints(struct proof *proof, struct str *why)
{
	const struct lesson *lesson = proof->lesson;

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

void check_texts(struct proof *proof, struct str *why)
{
	const struct lesson *lesson = proof->lesson;

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

void check_views(struct proof *proof, struct str *why)
{
	const struct lesson *lesson = proof->lesson;

	for (unsigned i = 0; i < lesson->steps; i++)
		if (lesson->step[i].view && view_named(lesson->step[i].view) == VIEW_COUNT)
			str_format(why, say("step %u: there is no view %s. "), i + 1, lesson->step[i].view);
}
