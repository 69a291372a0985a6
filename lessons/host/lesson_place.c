/* SPDX-License-Identifier: MIT */
/* Where a learner stands, from the trace: notes say which step began and what was predicted, goals look at what came since. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/lesson.h"
#include "sim/base/words.h"
#include "sim/read/rule.h"

#define STEP_NOTE "note step"
#define ANSWER_NOTE "note answer"
#define POINT_NOTE "note point"

void lesson_step_note(const struct lesson *lesson, unsigned step, struct str *out)
{
	str_format(out, STEP_NOTE " %s %u%s", lesson->id, step + 1, step < lesson->steps ? "" : " end");
}

void lesson_answer_note(const struct lesson *lesson, unsigned step, unsigned choice, struct str *out)
{
	str_format(out, ANSWER_NOTE " %s %u %u", lesson->id, step + 1, choice + 1);
}

void lesson_point_note(const struct lesson *lesson, unsigned step, uint64_t number, struct str *out)
{
	str_format(out, POINT_NOTE " %s %u %llu", lesson->id, step + 1, (unsigned long long)number);
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
	*place = (struct lesson_place){ .lesson = lesson, .trace = trace, .since = UINT64_MAX, .judges = lesson_judges(lesson) };
	begin(place, 0);
}

bool lesson_judges(const struct lesson *lesson)
{
	bool judges = false;

	for (unsigned i = 0; i < lesson->steps; i++)
		for (unsigned k = 0; k < lesson->step[i].goals; k++)
			judges |= goal_judges(&lesson->step[i].goal[k]);
	return judges;
}

void lesson_place_judge(struct lesson_place *place, const struct rules *rules)
{
	struct lesson *lesson = place->lesson;

	if (!place->judges || place->rules == rules)
		return;
	place->rules = rules;
	for (unsigned i = 0; i < lesson->steps; i++)
		for (unsigned k = 0; k < lesson->step[i].goals; k++)
			goal_judge(&lesson->step[i].goal[k], rules);
}

/* "PREFIX ID A [B]" of this lesson, numbers from 1. false: another text. */
static bool read_note(const struct lesson *lesson, const char *text, const char *prefix, unsigned *a, unsigned long long *b)
{
	size_t n = strlen(prefix), id = strlen(lesson->id);

	*b = 1;
	return !strncmp(text, prefix, n) && text[n] == ' ' && !strncmp(text + n + 1, lesson->id, id) && text[n + 1 + id] == ' ' &&
	       sscanf(text + n + id + 2, "%u %llu", a, b) >= 1 && *a && *b;
}

bool lesson_is_step_note(const struct lesson *lesson, unsigned step, const char *command)
{
	unsigned long long rest;
	unsigned number;

	return read_note(lesson, command, STEP_NOTE, &number, &rest) && number == step + 1;
}

static void see_answer(struct lesson_place *place, unsigned step, unsigned long long choice)
{
	if (step - 1 != place->step || !step_of(place) || choice > step_of(place)->choices)
		return;
	place->answered = true;
	place->choice = (unsigned)choice - 1;
}

/* Every question of the step is asked about it; only one of this step's own records can be an answer. */
static void see_point(struct lesson_place *place, unsigned step, uint64_t number)
{
	struct lesson_step *now = step_of(place);

	if (step - 1 != place->step || !now || number < place->since)
		return;
	for (unsigned i = 0; i < now->goals; i++)
		goal_point(&now->goal[i], place->trace, number);
}

/* false: the command is no note of this lesson. */
static bool see_note(struct lesson_place *place, const struct record *record)
{
	const struct lesson *lesson = place->lesson;
	const char *text = trace_text_of(place->trace, record->w[0]);
	unsigned long long what;
	unsigned step;

	if (read_note(lesson, text, STEP_NOTE, &step, &what)) {
		if (step <= lesson->steps + 1)
			begin(place, step - 1);
		place->begun = true;
		place->since = record->number;
	} else if (read_note(lesson, text, ANSWER_NOTE, &step, &what))
		see_answer(place, step, what);
	else if (read_note(lesson, text, POINT_NOTE, &step, &what))
		see_point(place, step, what);
	else
		return false;
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

	if (record->kind == R_CMD_TAKE && see_note(place, record))
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

static void scan(struct lesson_place *place, uint64_t end)
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

/* The next record that a finding is about; UINT64_MAX: none that is known. */
static uint64_t next_finding(const struct lesson_place *place)
{
	size_t n = 0, at = 0;
	const struct finding *findings = place->rules ? rules_findings(place->rules, &n) : NULL;

	if (n)
		at = rules_before(place->rules, place->next);
	return at < n ? findings[at].record : UINT64_MAX;
}

static void advance(struct lesson_place *place, uint64_t end)
{
	while (place->next < end) {
		uint64_t broken = next_finding(place), to = broken < end ? broken : end;

		if (place->by_kind)
			advance_by_kind(place, to);
		else
			scan(place, to);
		if (to == end || place->next < to)
			return;
		place->next++;
		see(place, trace_at(place->trace, broken));
	}
}

void lesson_place_advance(struct lesson_place *place, uint64_t number)
{
	uint64_t end = trace_count(place->trace);

	if (number < end)
		end = number + 1;
	if (place->rules && rules_next(place->rules) < end && rules_next(place->rules) >= trace_first(place->trace))
		end = rules_next(place->rules);
	advance(place, end);
	if (end)
		settle(place, trace_at(place->trace, end - 1)->at);
}

/* The first record since the step began that passes. */
static bool find_first(const struct lesson_place *place, const char *filter, uint64_t *number, struct err *err)
{
	struct query query;

	if (!query_read(&query, filter, err))
		return false;
	query.rules = place->rules;
	*number = query_next(&query, place->trace, place->since, 1);
	query_fini(&query);
	return *number != UINT64_MAX || err_set(err, "no record of this step passes '%s'", filter);
}

bool lesson_pointed(const struct lesson_place *place, const char *words, uint64_t *number, struct err *err)
{
	const char *digits = words + (words[0] == '#');

	if (place->since == UINT64_MAX)
		return err_set(err, "no step has begun");
	if (!words_number(digits, UINT64_MAX, number) && !find_first(place, words, number, err))
		return false;
	if (*number >= trace_count(place->trace))
		return err_set(err, "there is no record %llu yet", (unsigned long long)*number);
	return *number >= place->since || err_set(err, "record %llu is from before this step, which began with record %llu",
						  (unsigned long long)*number, (unsigned long long)place->since);
}
