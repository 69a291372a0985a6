/* SPDX-License-Identifier: MIT */
/*
 * Checks that play a lesson: as it is done on the form and at the prompt, and as it is done in C, with another module in the place of
 * its driver. Each attempt is a machine of its own.
 */
#include <string.h>

#include "cli/proof.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

struct attempt {
	struct proof *proof;
	struct machine machine;
	struct play play;
	bool in_c; /* code_solution where a step has it */
};

static const char *text_of(const struct err *err, char *text, size_t size)
{
	return err_text(err, text, size);
}

/* Whether a step asks for anything at all. */
static bool asks(const struct lesson_step *step)
{
	return step->ask || step->goals;
}

/* module NULL: the one of the lesson's machine. */
static bool begin(struct attempt *attempt, struct proof *proof, const char *module, struct str *why)
{
	struct err err = { 0 };
	char said[800];

	*attempt = (struct attempt){ .proof = proof };
	if (!intake_machine(proof->intake, lesson_code_device(proof->lesson), module, &attempt->machine, &err)) {
		str_format(why, "%s. ", text_of(&err, said, sizeof said));
		return false;
	}
	play_begin(&attempt->play, proof->lesson, &attempt->machine, &proof->intake->inputs);
	return true;
}

static void end(struct attempt *attempt)
{
	play_end(&attempt->play);
	machine_fini(&attempt->machine);
}

/* Begins step i, from 0. */
static bool enter(struct attempt *attempt, unsigned i, struct str *why)
{
	struct err err = { 0 };
	char said[800];

	if (play_step(&attempt->play, i, &err))
		return true;
	str_format(why, say("step %u: %s. "), i + 1, text_of(&err, said, sizeof said));
	return false;
}

/* Gives lines in step i, which has begun; NULL: its solution. */
static bool give(struct attempt *attempt, unsigned i, const struct lesson_list *lines, struct str *why)
{
	const struct lesson_step *step = &attempt->proof->lesson->step[i];
	struct err err = { 0 };
	char said[800];

	if (!lines)
		lines = attempt->in_c && step->code_solution.n ? &step->code_solution : &step->solution;
	if (play_lines(&attempt->play, lines, &err))
		return true;
	str_format(why, say("step %u: %s. "), i + 1, text_of(&err, said, sizeof said));
	return false;
}

static void tell_goals(const struct lesson_step *step, struct str *why)
{
	for (unsigned i = 0; i < step->goals; i++) {
		if (step->goal[i].state == GOAL_REACHED)
			continue;
		str_format(why, "%s: ", step->goal[i].id);
		goal_distance(&step->goal[i], why);
		str_append(why, ". ");
	}
}

/* Solves the steps before `last`, each of which must be done. */
static bool solve(struct attempt *attempt, unsigned last, struct str *why)
{
	for (unsigned i = 0; i < last; i++) {
		const struct lesson_step *step = &attempt->proof->lesson->step[i];

		if (!enter(attempt, i, why) || !give(attempt, i, NULL, why))
			return false;
		if (!asks(step) || attempt->play.place.done)
			continue;
		str_format(why, say("step %u is not done by its solution: "), i + 1);
		tell_goals(step, why);
		return false;
	}
	return true;
}

/* ---- the beginning ---- */

static void begin_each(struct attempt *attempt, struct str *why)
{
	for (unsigned i = 0; i < attempt->proof->lesson->steps; i++) {
		const struct lesson_step *step = &attempt->proof->lesson->step[i];

		if (!enter(attempt, i, why))
			return;
		if (asks(step) && attempt->play.place.done)
			str_format(why, say("step %u is done before anything was done. "), i + 1);
		if (!give(attempt, i, NULL, why))
			return;
	}
}

/* The module of a source: its name without .c. */
static char *module_of(const char *source)
{
	char *module = mem_copy_text(source);
	size_t n = strlen(module);

	if (n > 2 && !strcmp(module + n - 2, ".c"))
		module[n - 2] = '\0';
	return module;
}

/* In C the unsolved driver must not do. */
static void begin_in_c(struct proof *proof, struct str *why)
{
	char *module = module_of(proof->lesson->code.source);
	struct attempt attempt;
	struct str unsolved = { 0 };

	if (begin(&attempt, proof, module, why)) {
		attempt.in_c = true;
		if (solve(&attempt, proof->lesson->steps, &unsolved))
			str_format(why, say("%s passes unsolved. "), proof->lesson->code.source);
		end(&attempt);
	}
	str_free(&unsolved);
	mem_free(module);
}

void check_beginning(struct proof *proof, struct str *why)
{
	struct attempt attempt;

	if (begin(&attempt, proof, NULL, why)) {
		begin_each(&attempt, why);
		end(&attempt);
	}
	if (proof->lesson->code.source)
		begin_in_c(proof, why);
}

/* ---- the solution ---- */

static void solve_with(struct proof *proof, const char *module, struct str *why)
{
	struct attempt attempt;

	if (!begin(&attempt, proof, module, why))
		return;
	attempt.in_c = module;
	solve(&attempt, proof->lesson->steps, why);
	end(&attempt);
}

void check_solution(struct proof *proof, struct str *why)
{
	struct str in_c = { 0 };

	solve_with(proof, NULL, why);
	if (proof->lesson->code.solution)
		solve_with(proof, proof->lesson->code.solution, &in_c);
	if (in_c.length)
		str_format(why, say("with %s: %s"), proof->lesson->code.solution, in_c.text);
	str_free(&in_c);
}

/* ---- wrong solutions ---- */

static const struct goal *goal_of(const struct lesson_step *step, const char *id)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (!strcmp(step->goal[i].id, id))
			return &step->goal[i];
	return NULL;
}

static void try_wrong(struct proof *proof, const struct lesson_wrong *wrong, struct str *why)
{
	struct lesson_step *step = &proof->lesson->step[wrong->step - 1];
	const struct goal *goal = goal_of(step, wrong->fails);
	struct attempt attempt;

	if (!goal) {
		str_format(why, say("step %u has no goal %s. "), wrong->step, wrong->fails);
		return;
	}
	if (!begin(&attempt, proof, wrong->driver, why))
		return;
	attempt.in_c = wrong->driver;
	if (solve(&attempt, wrong->step - 1, why) && enter(&attempt, wrong->step - 1, why) &&
	    give(&attempt, wrong->step - 1, &wrong->lines, why) && goal->state == GOAL_REACHED)
		str_format(why, say("it passes goal %s. "), wrong->fails);
	end(&attempt);
}

void check_wrong(struct proof *proof, struct str *why)
{
	const struct lesson *lesson = proof->lesson;

	if (lesson->wrongs < LESSON_WRONGS)
		str_format(why, say("%u wrong solutions; expected at least %d. "), lesson->wrongs, LESSON_WRONGS);
	for (unsigned i = 0; i < lesson->wrongs; i++) {
		struct str what = { 0 };

		try_wrong(proof, &lesson->wrong[i], &what);
		if (what.length)
			str_format(why, "%s: %s", lesson->wrong[i].idea, what.text);
		str_free(&what);
	}
}

/* ---- twice the same ---- */

static void play_whole(struct proof *proof, struct str *journal)
{
	struct str ignored = { 0 };
	struct attempt attempt;

	if (begin(&attempt, proof, NULL, &ignored)) {
		solve(&attempt, proof->lesson->steps, &ignored);
		for (size_t i = 0; i < attempt.play.journal.n; i++)
			journal_command_text(&attempt.play.journal.commands[i], journal);
		str_format(journal, "%llu", (unsigned long long)trace_count(attempt.play.trace));
		end(&attempt);
	}
	str_free(&ignored);
}

void check_twice(struct proof *proof, struct str *why)
{
	struct str first = { 0 }, second = { 0 };

	play_whole(proof, &first);
	play_whole(proof, &second);
	if (!first.text || strcmp(first.text, second.text))
		str_append(why, say("its journals differ"));
	str_free(&first);
	str_free(&second);
}
