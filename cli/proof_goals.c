/* SPDX-License-Identifier: MIT */
/* Goals that nobody can reach, found without playing. */
#include <string.h>

#include "cli/proof.h"
#include "lessons/host/sweep.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

static const struct goal *goal_named(const struct lesson_step *step, const char *id, unsigned before)
{
	for (unsigned i = 0; i < before; i++)
		if (!strcmp(step->goal[i].id, id))
			return &step->goal[i];
	return NULL;
}

/* What the machine has not. */
static void check_gap(struct proof *proof, const struct goal *goal, const struct query *query, const struct trace *trace)
{
	const char *found = NULL;

	switch (query_gap(query, trace, &found)) {
	case QUERY_WHOLE:
		break;
	case QUERY_NO_OBJECT:
		proof_say(proof, goal->line, "goal %s: no object of the machine is %s; found '%s'", goal->id, found, query->text);
		break;
	case QUERY_NO_CPU:
		proof_say(proof, goal->line, "goal %s: no CPU of the machine is %s; found '%s'", goal->id, found, query->text);
		break;
	case QUERY_NO_REGISTER:
		proof_say(proof, goal->line, "goal %s: no register of the machine is %s; found '%s'", goal->id, found, query->text);
		break;
	}
}

/* A filter of kinds and words that no record has together, or of what the machine has not. */
static void check_filter(struct proof *proof, const struct goal *goal, const struct query *query, const struct trace *trace)
{
	bool kinds[RECORD_KINDS] = { false }, any = false;

	if (!query->n)
		return;
	query_kinds(query, kinds);
	for (unsigned i = 0; i < RECORD_KINDS; i++)
		any |= kinds[i];
	if (!any)
		proof_say(proof, goal->line, "goal %s: no record can pass '%s'; expected a kind that has this word", goal->id, query->text);
	check_gap(proof, goal, query, trace);
}

static void check_filters(struct proof *proof, const struct goal *goal, const struct trace *trace)
{
	check_filter(proof, goal, &goal->first, trace);
	check_filter(proof, goal, &goal->second, trace);
	check_filter(proof, goal, &goal->never, trace);
	for (unsigned i = 0; i < goal->near_n; i++)
		check_filter(proof, goal, &goal->near[i].record, trace);
}

static void check_numbers(struct proof *proof, const struct goal *goal)
{
	if (goal->kind == GOAL_count && goal->most < goal->least)
		proof_say(proof, goal->line, "goal %s: expected most at or above least (%llu); found %llu", goal->id,
			  (unsigned long long)goal->least, (unsigned long long)goal->most);
	if (goal->kind == GOAL_within && goal->time <= 0)
		proof_say(proof, goal->line, "goal %s: nothing follows within no time; expected a time above 0", goal->id);
}

/* The record that a goal needs, NULL: it needs none. */
static const char *needs(const struct goal *goal)
{
	bool none = goal->kind == GOAL_never || (goal->kind == GOAL_count && !goal->least);

	return none ? NULL : goal->first.text;
}

/* One wants what another forbids. */
static void check_contradictions(struct proof *proof, const struct lesson_step *step, const struct goal *goal)
{
	for (unsigned i = 0; i < step->goals; i++) {
		const struct goal *other = &step->goal[i];

		if (other->kind == GOAL_never && needs(goal) && !strcmp(needs(goal), other->first.text))
			proof_say(proof, goal->line, "goal %s needs what goal %s forbids: %s", goal->id, other->id, other->first.text);
	}
	if (goal_has_cells(goal) && goal->never.n && !strcmp(goal->first.text, goal->never.text))
		proof_say(proof, goal->line, "goal %s needs what it forbids: %s", goal->id, goal->first.text);
}

static void check_policy(struct proof *proof, const struct goal *goal, const char *policy)
{
	struct str line = { 0 };
	struct machine machine;
	struct words words;
	struct err err = { 0 };
	char said[800];
	bool good;

	str_format(&line, "policy %s", policy);
	machine_copy(&machine, &proof->intake->journal.machine);
	good = words_split(&words, line.text, &err) && machine_line(&machine, &words, 0, &err) && sim_check(&machine, &proof->intake->inputs, &err);
	if (!good) {
		err.file[0] = '\0';
		err.line = err.col = 0;
		proof_say(proof, goal->line, "goal %s: policy %s: %s", goal->id, policy, err_text(&err, said, sizeof said));
	}
	words_free(&words);
	machine_fini(&machine);
	str_free(&line);
}

static bool lets_come(const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->sweep.n; i++)
		if (!strcmp(step->sweep.line[i], SWEEP_INTERRUPTS))
			return true;
	return false;
}

/* An interrupt is raised as a gap begins: it must come in it. */
static void check_gaps(struct proof *proof, const struct goal *goal)
{
	static const enum cost of_gaps[] = { COST_API_LIGHT, COST_API_HEAVY, COST_API_POOL, COST_API_LOCK, COST_REGISTER_READ, COST_REGISTER_WRITE };
	const vtime *cost = proof->intake->journal.machine.cost;
	vtime way = cost[COST_LINE_FLIGHT] + cost[COST_IOAPIC_SEND];

	for (size_t i = 0; i < sizeof of_gaps / sizeof *of_gaps; i++)
		if (cost[of_gaps[i]] <= way)
			proof_say(proof, goal->line, "goal %s: expected cost %s above %lld, an interrupt's way to the CPU; found %lld", goal->id,
				  cost_names[of_gaps[i]].name, (long long)way, (long long)cost[of_gaps[i]]);
}

static void check_interrupts(struct proof *proof, const struct lesson_step *step, const struct goal *goal)
{
	check_gaps(proof, goal);
	if (step->sweep.n && !lets_come(step))
		proof_say(proof, goal->line, "goal %s: no line of sweep says where interrupts come; expected one that is: interrupts", goal->id);
}

static void check_cells(struct proof *proof, const struct lesson_step *step, const struct goal *goal)
{
	if (!goal_has_cells(goal))
		return;
	for (unsigned i = 0; goal->kind == GOAL_policies && i < goal->cells; i++)
		check_policy(proof, goal, goal->cell[i].under);
	if (goal->kind == GOAL_interleavings)
		check_interrupts(proof, step, goal);
	if (!machine_driver(&proof->intake->journal.machine, goal->device))
		proof_say(proof, goal->line, "goal %s: %s has no driver that could be started", goal->id, goal->device);
	if (!step->sweep.n)
		proof_say(proof, goal->line, "goal %s: the step says nothing to do in each of its cells; expected sweep = { ... }", goal->id);
}

/* Who asks for a record has to answer wrong ones too. */
static void check_point(struct proof *proof, const struct goal *goal)
{
	if (goal->kind == GOAL_point && goal->near_n < 2)
		proof_say(proof, goal->line, "goal %s: expected at least two other records that are answered (near); found %u", goal->id, goal->near_n);
}

static void check_step(struct proof *proof, const struct lesson_step *step, const struct trace *trace)
{
	for (unsigned i = 0; i < step->goals; i++) {
		const struct goal *goal = &step->goal[i];

		if (goal_named(step, goal->id, i))
			proof_say(proof, goal->line, "two goals of the step have the id %s", goal->id);
		check_filters(proof, goal, trace);
		check_numbers(proof, goal);
		check_contradictions(proof, step, goal);
		check_cells(proof, step, goal);
		check_point(proof, goal);
	}
}

void check_goals(struct proof *proof)
{
	struct trace *trace = trace_new();
	struct sim *sim = sim_new(&proof->intake->journal.machine, &proof->intake->inputs, trace); /* declares the objects */

	for (unsigned i = 0; i < proof->lesson->steps; i++)
		check_step(proof, &proof->lesson->step[i], trace);
	sim_free(sim);
	trace_free(trace);
}
