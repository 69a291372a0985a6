/* SPDX-License-Identifier: MIT */
/*
 * Checks that play a lesson: as it is done on the form and at the prompt, and as it is done in C, with another module in the place of
 * its driver (attempt.h).
 */
#include <stdio.h>
#include <string.h>

#include "cli/attempt.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

/* ---- the beginning ---- */

/* Goals that hold as long as nothing is done wrong: they can be there when a step begins. */
static bool guards(const struct goal *goal)
{
	return goal->kind == GOAL_never || goal->kind == GOAL_within || goal->kind == GOAL_hold || (goal->kind == GOAL_count && !goal->least);
}

/* What is there when a step begins asks nothing of a learner. */
static void find_given(struct proof *proof, unsigned i)
{
	const struct lesson_step *step = &proof->lesson->step[i];

	for (unsigned k = 0; k < step->goals; k++)
		if (step->goal[k].state == GOAL_REACHED && !guards(&step->goal[k]))
			proof_say(proof, step->goal[k].line, "goal %s is reached before anything is done; expected one that the learner reaches", step->goal[k].id);
}

static void begin_each(struct attempt *attempt)
{
	for (unsigned i = 0; i < attempt->proof->lesson->steps; i++) {
		const struct lesson_step *step = &attempt->proof->lesson->step[i];

		if (!attempt_enter(attempt, i))
			return;
		if (attempt_asks(step) && attempt->play.place.done)
			proof_say(attempt->proof, step->line, "step %u is done before anything was done", i + 1);
		find_given(attempt->proof, i);
		if (!attempt_give(attempt, i, NULL))
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
static void begin_in_c(struct proof *proof)
{
	char *module = module_of(proof->lesson->code.source);
	struct attempt attempt;

	if (attempt_begin(&attempt, proof, module, 0)) {
		attempt.in_c = attempt.silent = true;
		if (attempt_solve(&attempt, proof->lesson->steps))
			proof_say(proof, 0, "%s passes unsolved", proof->lesson->code.source);
		attempt_end(&attempt);
	}
	mem_free(module);
}

static bool demands(const struct lesson *lesson)
{
	for (unsigned i = 0; i < lesson->steps; i++)
		if (!lesson->step[i].variation)
			return true;
	return false;
}

void check_beginning(struct proof *proof)
{
	struct attempt attempt;

	if (!demands(proof->lesson))
		proof_say(proof, proof->lesson->step[0].line, "every step is a variation: the lesson is complete before it begins");
	if (attempt_begin(&attempt, proof, NULL, 0)) {
		begin_each(&attempt);
		attempt_end(&attempt);
	}
	if (proof->lesson->code.source)
		begin_in_c(proof);
}

/* ---- the solution ---- */

static bool solve_with(struct proof *proof, const char *module)
{
	struct attempt attempt;
	bool good;

	if (!attempt_begin(&attempt, proof, module, 0))
		return false;
	attempt.in_c = module;
	good = attempt_solve(&attempt, proof->lesson->steps);
	attempt_end(&attempt);
	return good;
}

void check_solution(struct proof *proof)
{
	const char *module = proof->lesson->code.solution;

	solve_with(proof, NULL);
	if (module && !solve_with(proof, module))
		proof_say(proof, 0, "this is so in C, with %s", module);
}

/* ---- wrong solutions ---- */

static const struct goal *goal_of(const struct lesson_step *step, const char *id)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (!strcmp(step->goal[i].id, id))
			return &step->goal[i];
	return NULL;
}

static void try_wrong(struct proof *proof, const struct lesson_wrong *wrong)
{
	struct lesson_step *step = &proof->lesson->step[wrong->step - 1];
	const struct goal *goal = goal_of(step, wrong->fails);
	struct attempt attempt;
	bool before;

	if (!goal) {
		proof_say(proof, wrong->line, "%s: step %u has no goal %s", wrong->idea, wrong->step, wrong->fails);
		return;
	}
	if (!attempt_begin(&attempt, proof, wrong->driver, wrong->line))
		return;
	attempt.in_c = wrong->driver;
	before = attempt_solve(&attempt, wrong->step - 1);
	if (!before || !attempt_enter(&attempt, wrong->step - 1) || !attempt_give(&attempt, wrong->step - 1, &wrong->lines))
		proof_say(proof, wrong->line, "%s cannot be tried", wrong->idea);
	else if (goal->state == GOAL_REACHED)
		proof_say(proof, wrong->line, "%s passes goal %s", wrong->idea, wrong->fails);
	attempt_end(&attempt);
}

/* What is tried is what this misconception does: its own choice, if the step has it, and something. */
static void check_lines_of(struct proof *proof, const struct lesson_wrong *wrong)
{
	const struct lesson_step *step = &proof->lesson->step[wrong->step - 1];
	unsigned own = 0, answered, answers = 0;

	for (unsigned k = 0; k < step->choices; k++)
		if (step->choice[k].idea && !strcmp(step->choice[k].idea, wrong->idea))
			own = k + 1;
	for (unsigned i = 0; i < wrong->lines.n; i++) {
		if (sscanf(wrong->lines.line[i], "answer %u", &answered) != 1)
			continue;
		answers++;
		if (own && answered != own)
			proof_say(proof, wrong->line, "%s answers %u; expected %u, the choice of this misconception", wrong->idea, answered, own);
	}
	if (answers == wrong->lines.n && !wrong->driver)
		proof_say(proof, wrong->line, "%s does nothing; expected what somebody who has it wrong does", wrong->idea);
}

static bool pointed(const struct lesson_step *step, const char *idea)
{
	for (unsigned i = 0; i < step->goals; i++)
		for (unsigned k = 0; k < step->goal[i].near_n; k++)
			if (step->goal[i].near[k].idea && !strcmp(step->goal[i].near[k].idea, idea))
				return true;
	return false;
}

static bool predicted(const struct lesson *lesson, const char *idea)
{
	for (unsigned i = 0; i < lesson->steps; i++) {
		if (pointed(&lesson->step[i], idea))
			return true;
		for (unsigned k = 0; k < lesson->step[i].choices; k++)
			if (lesson->step[i].choice[k].idea && !strcmp(lesson->step[i].choice[k].idea, idea))
				return true;
	}
	return false;
}

/* The same lines twice prove one misconception. */
static bool another(const struct lesson *lesson, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (!strcmp(lesson->wrong[k].idea, lesson->wrong[i].idea))
			return false;
	return true;
}

void check_wrong(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;
	unsigned ideas = 0;

	for (unsigned i = 0; i < lesson->wrongs; i++) {
		ideas += another(lesson, i);
		if (!predicted(lesson, lesson->wrong[i].idea))
			proof_say(proof, lesson->wrong[i].line, "%s is the idea of no choice, so nobody is answered who has it", lesson->wrong[i].idea);
		check_lines_of(proof, &lesson->wrong[i]);
		try_wrong(proof, &lesson->wrong[i]);
	}
	if (ideas < LESSON_WRONGS)
		proof_say(proof, 0, "misconceptions that are tried: %u; expected at least %d", ideas, LESSON_WRONGS);
}

/* ---- wrong records ---- */

static struct lesson_list without_pointing(const struct lesson_list *lines)
{
	struct lesson_list rest = { 0 };

	for (unsigned i = 0; i < lines->n; i++)
		if (strncmp(lines->line[i], "point ", 6))
			rest.line[rest.n++] = lines->line[i];
	return rest;
}

/* The first record of the step that is answered by near miss k alone; UINT64_MAX: none. */
static uint64_t answered_by(const struct play *play, const struct goal *goal, unsigned k)
{
	for (uint64_t i = play->place.since; i < trace_count(play->trace); i++) {
		struct goal tried = *goal;

		tried.state = GOAL_OPEN;
		goal_point(&tried, play->trace, i);
		if (tried.state == GOAL_OPEN && tried.missing == (int)k)
			return i;
	}
	return UINT64_MAX;
}

static void point_wrong(struct attempt *attempt, const struct goal *goal, unsigned k)
{
	uint64_t number = answered_by(&attempt->play, goal, k);
	struct err err = { 0 };
	char line[40];

	if (number == UINT64_MAX) {
		proof_say(attempt->proof, goal->line, "goal %s: no record of the step is answered by %s ('%s')", goal->id, goal->near[k].idea,
			  goal->near[k].record.text);
		return;
	}
	snprintf(line, sizeof line, "point %llu", (unsigned long long)number);
	if (!play_line(&attempt->play, line, &err) || goal->pointed != number || goal->state == GOAL_REACHED)
		proof_say(attempt->proof, goal->line, "goal %s: record %llu cannot be pointed at", goal->id, (unsigned long long)number);
}

/* Step i is done but for pointing, then each wrong kind of record is pointed at. */
static void point_all(struct proof *proof, unsigned i)
{
	const struct lesson_step *step = &proof->lesson->step[i];
	struct lesson_list lines = without_pointing(&step->solution);
	struct attempt attempt;

	if (lines.n == step->solution.n || !attempt_begin(&attempt, proof, NULL, 0))
		return;
	attempt.silent = true; /* what goes wrong here is told of the solution */
	if (attempt_solve(&attempt, i) && attempt_enter(&attempt, i) && attempt_give(&attempt, i, &lines))
		for (unsigned k = 0; k < step->goals; k++)
			for (unsigned n = 0; step->goal[k].kind == GOAL_point && n < step->goal[k].near_n; n++)
				point_wrong(&attempt, &step->goal[k], n);
	attempt_end(&attempt);
}

void check_pointed(struct proof *proof)
{
	for (unsigned i = 0; i < proof->lesson->steps; i++)
		point_all(proof, i);
}

/* ---- twice the same ---- */

static void play_whole(struct proof *proof, struct str *journal)
{
	struct attempt attempt;

	if (!attempt_begin(&attempt, proof, NULL, 0))
		return;
	attempt.silent = true;
	attempt_solve(&attempt, proof->lesson->steps);
	journal_commands_text(&attempt.play.journal, 0, journal);
	str_format(journal, "%llu", (unsigned long long)trace_count(attempt.play.trace));
	attempt_end(&attempt);
}

void check_twice(struct proof *proof)
{
	struct str first = { 0 }, second = { 0 };

	play_whole(proof, &first);
	play_whole(proof, &second);
	if (first.text && strcmp(first.text, second.text))
		proof_say(proof, 0, "its journals differ");
	str_free(&first);
	str_free(&second);
}
