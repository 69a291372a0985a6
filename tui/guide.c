/* SPDX-License-Identifier: MIT */
/* A lesson that guides a session: where the learner stands, and what stays. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/read/rule.h"
#include "tui/guide.h"

void guide_init(struct guide *guide, struct lesson *lesson, struct lesson *ahead, const struct progress_lesson *progress)
{
	*guide = (struct guide){ .lesson = lesson, .ahead = ahead };
	if (progress)
		guide->progress = *progress;
	snprintf(guide->progress.id, sizeof(guide->progress.id), "%s", lesson->id);
	guide->progress.steps = lesson->steps;
}

void guide_drop(struct guide *guide)
{
	for (size_t i = guide->given; i < guide->lines; i++)
		mem_free(guide->line[i]);
	guide->lines = guide->given = 0;
	guide->begins = false;
}

bool guide_cut(struct guide *guide)
{
	bool sweeps = guide_busy(guide) && !guide->begins;

	if (sweeps)
		guide_drop(guide);
	return sweeps;
}

void guide_fini(struct guide *guide)
{
	guide_drop(guide);
	str_free(&guide->code);
	mem_free(guide->line);
}

bool guide_busy(const struct guide *guide)
{
	return guide->given < guide->lines;
}

static const struct lesson_step *step_of(const struct lesson_place *place)
{
	return place->step < place->lesson->steps ? &place->lesson->step[place->step] : NULL;
}

const struct lesson_step *guide_shown(const struct guide *guide)
{
	return step_of(&guide->at);
}

const struct lesson_step *guide_last(const struct guide *guide)
{
	return step_of(&guide->end);
}

bool guide_asks(const struct lesson_place *place)
{
	return step_of(place) && step_of(place)->ask && !place->answered;
}

bool guide_unpredicted(const struct guide *guide)
{
	return guide_asks(&guide->at) && !guide_choice(guide);
}

bool guide_in_c(const struct guide *guide)
{
	const struct lesson_code *code = &guide->lesson->code;

	return guide->craft && code->source && guide->at.step + 1 >= code->step;
}

bool guide_completed(const struct lesson_place *place)
{
	return !step_of(place);
}

void guide_hint(struct guide *guide)
{
	guide->progress.step[guide->at.step].hints++;
	guide->news = true;
}

void guide_answer(struct guide *guide, unsigned choice)
{
	struct progress_step *step = &guide->progress.step[guide->at.step];

	step->answer = choice;
	step->tries++;
	guide->news = true;
}

void guide_pointed(struct guide *guide)
{
	guide->progress.step[guide->end.step].tries++;
	guide->news = true;
}

const struct goal *guide_goal(const struct guide *guide, unsigned i)
{
	const struct goal *goal = &guide_shown(guide)->goal[i];

	return goal->kind == GOAL_point && guide->at.step == guide->end.step ? &guide_last(guide)->goal[i] : goal;
}

bool guide_points(const struct guide *guide, bool *alone)
{
	const struct lesson_step *step = guide->at.step == guide->end.step ? guide_last(guide) : NULL;
	bool points = false;

	*alone = true;
	for (unsigned i = 0; step && i < step->goals; i++) {
		bool open = step->goal[i].state != GOAL_REACHED;

		points |= open && step->goal[i].kind == GOAL_point;
		*alone &= !open || step->goal[i].kind == GOAL_point;
	}
	return points;
}

bool guide_left_out(const struct guide *guide)
{
	for (unsigned i = 0; i < guide->lesson->steps; i++)
		if (!guide->progress.step[i].done && !guide->lesson->step[i].variation)
			return true;
	return false;
}

static void set(struct guide *guide, bool *what)
{
	guide->news |= !*what;
	*what = true;
}

unsigned guide_predicted(const struct guide *guide, unsigned step)
{
	const struct lesson *lesson = guide->lesson;
	unsigned answer = step < lesson->steps && lesson->step[step].ask ? guide->progress.step[step].answer : 0;

	return answer && answer <= lesson->step[step].choices ? answer : 0;
}

unsigned guide_choice(const struct guide *guide)
{
	return guide->at.answered ? guide->at.choice + 1 : guide_predicted(guide, guide->at.step);
}

/* An answer that comes from the journal, by redo say. */
static void note_answer(struct guide *guide)
{
	struct progress_step *step = &guide->progress.step[guide->end.step];

	if (!guide->end.answered || step->answer == guide->end.choice + 1)
		return;
	step->answer = guide->end.choice + 1;
	guide->news = true;
}

/* What was done stays done; at the end of a lesson of which steps were left out it is not done. */
static void note_progress(struct guide *guide, bool settled)
{
	struct progress_lesson *progress = &guide->progress;

	if (!guide->end.begun)
		return;
	if (settled && !guide_completed(&guide->end))
		note_answer(guide);
	guide->news |= progress->at != guide->end.step + 1;
	progress->at = guide->end.step + 1;
	if (guide->end.done)
		set(guide, &progress->step[guide->end.step].done);
	if (guide_completed(&guide->end) && !guide_left_out(guide))
		set(guide, &progress->done);
}

void guide_follow(struct guide *guide, struct session *session)
{
	const struct trace *trace = session_trace(session);
	bool fresh = !guide->cursor || guide->generation != session->generation;

	if (fresh)
		lesson_place_init(&guide->end, guide->ahead, trace);
	if (fresh || session->cursor < guide->cursor)
		lesson_place_init(&guide->at, guide->lesson, trace);
	guide->generation = session->generation;
	guide->cursor = session->cursor;
	guide->at.by_kind = guide->end.by_kind = rules_kinds(session_rules(session));
	lesson_place_judge(&guide->at, session_rules(session));
	lesson_place_judge(&guide->end, session_rules(session));
	lesson_place_advance(&guide->at, session->cursor - 1);
	lesson_place_advance(&guide->end, UINT64_MAX);
	note_progress(guide, !guide_busy(guide) && !session_busy(session));
	session->held = guide_asks(&guide->end) && !guide_busy(guide);
}
