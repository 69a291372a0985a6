/* SPDX-License-Identifier: MIT */
/* The lines of a sweep. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/sweep.h"

static void sweep_policies(const struct lesson_step *step, const struct goal *goal, struct str *out)
{
	for (unsigned i = 0; i < goal->cells; i++) {
		str_format(out, "policy %s\nrestart %s\n", goal->cell[i].under, goal->device);
		for (unsigned k = 0; k < step->sweep.n; k++)
			str_format(out, "%s\n", step->sweep.line[k]);
	}
}

static void sweep_way(const struct lesson_step *step, const struct goal *goal, const struct places *places, const struct way *way, struct str *out)
{
	way_note(way, goal->device, out);
	str_append(out, "\n");
	for (unsigned i = 0; i < step->sweep.n; i++) {
		if (!strcmp(step->sweep.line[i], SWEEP_INTERRUPTS))
			way_lines(places, way, goal->device, goal->cause, out);
		else
			str_format(out, "%s\n", step->sweep.line[i]);
	}
}

/* In the places that the start without an interrupt has told. */
static void sweep_ways(const struct lesson_step *step, const struct trace *trace, const struct goal *goal, unsigned k, struct str *out)
{
	struct places places;
	struct way way;
	bool more = goal->ways.silent != UINT64_MAX && places_read(&places, trace, goal->device, goal->ways.silent) && way_first(&places, k, &way);

	for (; more; more = way_next(&places, &way))
		sweep_way(step, goal, &places, &way, out);
}

static void add_further(const struct goal *goal, unsigned k, struct str *out)
{
	if (k <= goal->most)
		str_format(out, SWEEP_FURTHER " %s %u\n", goal->device, k);
}

static void sweep_goal(const struct lesson_step *step, const struct goal *goal, struct str *out)
{
	if (goal->kind == GOAL_policies) {
		sweep_policies(step, goal, out);
	} else {
		sweep_way(step, goal, &(struct places){ 0 }, &(struct way){ 0 }, out);
		add_further(goal, 1, out);
	}
}

/* One sweep tries all goals that want the same. */
static bool same_cells(const struct goal *a, const struct goal *b)
{
	bool same = a->kind == b->kind && a->cells == b->cells && !strcmp(a->device, b->device);

	for (unsigned i = 0; same && a->kind == GOAL_policies && i < a->cells; i++)
		same = !strcmp(a->cell[i].under, b->cell[i].under);
	return same;
}

static bool swept_before(const struct lesson_step *step, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (goal_has_cells(&step->goal[k]) && same_cells(&step->goal[k], &step->goal[i]))
			return true;
	return false;
}

void sweep_lines(const struct lesson_step *step, struct str *out)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (goal_has_cells(&step->goal[i]) && !swept_before(step, i)) {
			if (!out->length)
				str_append(out, SWEEP_NOTE "\n");
			sweep_goal(step, &step->goal[i], out);
		}
}

/* The goal and the k that a line means. NULL: it is another line. */
static const struct goal *further_of(const struct lesson_step *step, const char *line, unsigned *k)
{
	size_t n = strlen(SWEEP_FURTHER " ");
	char device[64];

	if (strncmp(line, SWEEP_FURTHER " ", n) || sscanf(line + n, "%63s %u", device, k) != 2 || !*k)
		return NULL;
	for (unsigned i = 0; i < step->goals; i++)
		if (step->goal[i].kind == GOAL_interleavings && *k < step->goal[i].cells && !strcmp(step->goal[i].device, device))
			return &step->goal[i];
	return NULL;
}

bool sweep_further(const struct lesson_step *step, const struct trace *trace, const char *line, struct str *out)
{
	unsigned k;
	const struct goal *goal = further_of(step, line, &k);

	if (!goal)
		return false;
	if (goal->cell[k - 1].state == CELL_GREEN) {
		sweep_ways(step, trace, goal, k, out);
		add_further(goal, k + 1, out);
	}
	return true;
}

void sweep_whole(const struct lesson_step *step, const struct trace *trace, struct str *out)
{
	struct str lines = { 0 };

	sweep_lines(step, &lines);
	for (char *at = lines.text, *end; at && (end = strchr(at, '\n')); at = end + 1) {
		const struct goal *goal;
		unsigned k;

		*end = '\0';
		goal = further_of(step, at, &k);
		for (; goal && k <= goal->most; k++)
			sweep_ways(step, trace, goal, k, out);
		if (!goal)
			str_format(out, "%s\n", at);
	}
	str_free(&lines);
}
