/* SPDX-License-Identifier: MIT */
/* A lesson that was read. */
#include <string.h>

#include "lessons/host/lesson.h"
#include "lessons/host/lesson_goal.h"
#include "sim/base/mem.h"

static void free_list(struct lesson_list *list)
{
	for (unsigned i = 0; i < list->n; i++)
		mem_free(list->line[i]);
}

static void free_step(struct lesson_step *step)
{
	mem_free(step->title);
	mem_free(step->text);
	mem_free(step->view);
	mem_free(step->device);
	mem_free(step->ask);
	mem_free(step->explain);
	free_list(&step->commands);
	free_list(&step->hints);
	free_list(&step->solution);
	free_list(&step->code_solution);
	free_list(&step->sweep);
	for (unsigned i = 0; i < step->choices; i++) {
		mem_free(step->choice[i].text);
		mem_free(step->choice[i].says);
		mem_free(step->choice[i].idea);
	}
	for (unsigned i = 0; i < step->goals; i++)
		goal_fini(&step->goal[i]);
}

void lesson_free(struct lesson *lesson)
{
	if (!lesson)
		return;
	for (unsigned i = 0; i < lesson->steps; i++)
		free_step(&lesson->step[i]);
	for (unsigned i = 0; i < lesson->wrongs; i++) {
		mem_free(lesson->wrong[i].idea);
		mem_free(lesson->wrong[i].fails);
		mem_free(lesson->wrong[i].driver);
		free_list(&lesson->wrong[i].lines);
	}
	free_list(&lesson->after);
	free_list(&lesson->form);
	free_list(&lesson->languages);
	mem_free(lesson->code.device);
	mem_free(lesson->code.source);
	mem_free(lesson->code.solution);
	marks_fini(&lesson->marks);
	mem_free(lesson->id);
	mem_free(lesson->title);
	mem_free(lesson->machine);
	mem_free(lesson->file);
	mem_free(lesson->solved);
	mem_free(lesson->reference);
	mem_free(lesson->bug);
	mem_free(lesson);
}

const char *lesson_device(const struct lesson *lesson, unsigned step)
{
	while (step && !lesson->step[step].device)
		step--;
	return lesson->step[step].device;
}

const char *lesson_code_device(const struct lesson *lesson)
{
	return lesson->code.device ? lesson->code.device : CODE_DEVICE;
}
