/* SPDX-License-Identifier: MIT */
/* Where a learner stands, from the trace: notes say which step began and what was predicted, goals look at what came since. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/lesson.h"
#include "sim/base/words.h"

#define STEP_NOTE "note step"
#define ANSWER_NOTE "note answer"

void lesson_step_note(const struct lesson *lesson, unsigned step, struct str *out)
{
	str_format(out, STEP_NOTE " %s %u", lesson->id, step + 1);
}

void lesson_answer_note(const struct lesson *lesson, unsigned step, unsigned choice, struct str *out)
{
	str_format(out, ANSWER_NOTE " %s %u %u", lesson->id, step + 1, choice + 1);
}

static struct lesson_step *step_of(const struct lesson_place *place)
{
	return place->step < place->lesson->steps ? &place->lesson->step[place->step] : NULL;
}

/* The kinds that can still change anything. */
static void look_for(struct lesson_place *place)
{
	const struct lesson_step *step = step_of(place);

	memset(place->kinds, 0, sizeof place->kinds);
	place->kinds[R_CMD_TAKE] = true;
	for (unsigned i = 0; step && i < step->goals; i++)
		goal_kinds(&step->goal[i], place->kinds);
}

static void begin(struct lesson_place *place, unsigned step)
{
	struct lesson_step *now;

	place->step = step;
	place->answered = place->done = false;
	now = step_of(place);
	for (unsigned i = 0; now && i < now->goals; i++)
		goal_reset(&now->goal[i]);
	look_for(place);
}

void lesson_place_step(struct lesson_place *place, unsigned step)
{
	begin(place, step);
}

void lesson_place_init(struct lesson_place *place, struct lesson *lesson, const struct trace *trace)
{
	*place = (struct lesson_place){ .lesson = lesson, .trace = trace };
	begin(place, 0);
}

/* "PREFIX ID A [B]" of this lesson, numbers from 1. false: another text. */
static bool read_note(const struct lesson *lesson, const char *text, const char *prefix, unsigned *a, unsigned *b)
{
	size_t n = strlen(prefix), id = strlen(lesson->id);

	*b = 1;
	return !strncmp(text, prefix, n) && text[n] == ' ' && !strncmp(text + n + 1, lesson->id, id) && text[n + 1 + id] == ' ' &&
	       sscanf(text + n + id + 2, "%u %u", a, b) >= 1 && *a && *b;
}

/* false: the command is no note of this lesson. */
static bool see_note(struct lesson_place *place, const char *text)
{
	const struct lesson *lesson = place->lesson;
	unsigned step, choice;

	if (read_note(lesson, text, STEP_NOTE, &step, &choice)) {
		if (step <= lesson->steps + 1)
			begin(place, step - 1);
		place->begun = true;
		return true;
	}
	if (!read_note(lesson, text, ANSWER_NOTE, &step, &choice))
		return false;
	if (step - 1 == place->step && step_of(place) && choice <= step_of(place)->choices) {
		place->answered = true;
		place->choice = choice - 1;
	}
	return true;
}

/* Everything that the step asks for: an answer, whatever it is, and each goal. */
static bool all_done(const struct lesson_place *place)
{
	const struct lesson_step *step = step_of(place);

	if (!step || (step->ask && !place->answered))
		return false;
	for (unsigned i = 0; i < step->goals; i++)
		if (step->goal[i].state != GOAL_REACHED)
			return false;
	return true;
}

static void see(struct lesson_place *place, const struct record *record)
{
	struct lesson_step *step = step_of(place);

	if (record->kind == R_CMD_TAKE && see_note(place, trace_text_of(place->trace, record->w[0])))
		return;
	for (unsigned i = 0; step && i < step->goals; i++) {
		unsigned phase = goal_phase(&step->goal[i]);

		goal_see(&step->goal[i], place->trace, record);
		if (goal_phase(&step->goal[i]) != phase)
			look_for(place);
	}
}

static void settle(struct lesson_place *place, vtime now)
{
	struct lesson_step *step = step_of(place);

	for (unsigned i = 0; step && i < step->goals; i++)
		goal_at(&step->goal[i], now);
	place->done = all_done(place);
}

/* From one record that a goal waits for to the next. */
static void advance_by_kind(struct lesson_place *place, uint64_t end)
{
	while ((place->next = kinds_next(place->by_kind, place->next, end, place->kinds)) < end) {
		const struct record *record = trace_at(place->trace, place->next++);

		if (place->kinds[record->kind])
			see(place, record);
	}
}

static void advance(struct lesson_place *place, uint64_t end)
{
	while (place->next < end) {
		size_t n;
		const struct record *record = trace_run(place->trace, place->next, &n);

		if (!record)
			return;
		for (; n && place->next < end; n--, place->next++, record++)
			if (place->kinds[record->kind])
				see(place, record);
	}
}

void lesson_place_advance(struct lesson_place *place, uint64_t number)
{
	uint64_t end = trace_count(place->trace);

	if (number < end)
		end = number + 1;
	if (place->by_kind)
		advance_by_kind(place, end);
	else
		advance(place, end);
	if (end)
		settle(place, trace_at(place->trace, end - 1)->at);
}
