/* SPDX-License-Identifier: MIT */
/* The lines of a sweep: every policy of a step's goals in turn. */
#include "lessons/host/lesson.h"

static void sweep_goal(const struct lesson_step *step, const struct goal *goal, struct str *out)
{
	for (unsigned i = 0; i < goal->cells; i++) {
		str_format(out, "policy %s\nrestart %s\n", goal->cell[i].policy, goal->device);
		for (unsigned k = 0; k < step->sweep.n; k++)
			str_format(out, "%s\n", step->sweep.line[k]);
	}
}

void lesson_sweep(const struct lesson_step *step, struct str *out)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (step->goal[i].kind == GOAL_policies)
			sweep_goal(step, &step->goal[i], out);
}
