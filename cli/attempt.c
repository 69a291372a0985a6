/* SPDX-License-Identifier: MIT */
/* Playing a lesson for its checks. */
#include <stdio.h>
#include <string.h>

#include "cli/attempt.h"
#include "sim/base/say.h"

bool attempt_asks(const struct lesson_step *step)
{
	return step->ask || step->goals;
}

bool attempt_begin(struct attempt *attempt, struct proof *proof, const char *module, unsigned line)
{
	struct err err = { 0 };
	char said[800];

	*attempt = (struct attempt){ .proof = proof };
	if (!intake_machine(proof->intake, lesson_code_device(proof->lesson), module, &attempt->machine, &err)) {
		proof_say(proof, line, "%s", err_text(&err, said, sizeof said));
		return false;
	}
	play_begin(&attempt->play, proof->lesson, &attempt->machine, &proof->intake->inputs);
	return true;
}

void attempt_end(struct attempt *attempt)
{
	play_end(&attempt->play);
	machine_fini(&attempt->machine);
}

/* What a line of a list came to, at the line's own place. */
static bool told(struct attempt *attempt, unsigned i, const struct lesson_list *lines, const struct err *err)
{
	unsigned at = lines->at[attempt->play.failed];
	char said[800];

	if (!attempt->silent)
		proof_say(attempt->proof, at ? at : attempt->proof->lesson->step[i].line, "step %u: %s", i + 1, err_text(err, said, sizeof said));
	return false;
}

bool attempt_enter(struct attempt *attempt, unsigned i)
{
	struct err err = { 0 };

	return play_step(&attempt->play, i, &err) || told(attempt, i, &attempt->proof->lesson->step[i].commands, &err);
}

bool attempt_give(struct attempt *attempt, unsigned i, const struct lesson_list *lines)
{
	const struct lesson_step *step = &attempt->proof->lesson->step[i];
	struct err err = { 0 };

	if (!lines)
		lines = attempt->in_c && step->code_solution.n ? &step->code_solution : &step->solution;
	return play_lines(&attempt->play, lines, &err) || told(attempt, i, lines, &err);
}

static void tell_goals(struct proof *proof, unsigned i)
{
	const struct lesson_step *step = &proof->lesson->step[i];

	proof_say(proof, step->line, "step %u is not done by its solution", i + 1);
	for (unsigned k = 0; k < step->goals; k++) {
		struct str distance = { 0 };

		if (step->goal[k].state != GOAL_REACHED) {
			goal_distance(&step->goal[k], &distance);
			proof_say(proof, step->goal[k].line, "goal %s: %s", step->goal[k].id, distance.text);
		}
		str_free(&distance);
	}
}

/* A step must be done; in C not one that shows the mistake, nor one for those who want more: their driver may have what it takes no more. */
static bool demanded(const struct attempt *attempt, unsigned i)
{
	const struct lesson *lesson = attempt->proof->lesson;

	return attempt_asks(&lesson->step[i]) && (!attempt->in_c || (i + 1 >= lesson->code.step && !lesson->step[i].variation));
}

bool attempt_solve(struct attempt *attempt, unsigned last)
{
	for (unsigned i = 0; i < last; i++) {
		if (!attempt_enter(attempt, i) || !attempt_give(attempt, i, NULL))
			return false;
		if (!demanded(attempt, i) || attempt->play.place.done)
			continue;
		if (!attempt->silent)
			tell_goals(attempt->proof, i);
		return false;
	}
	return true;
}
