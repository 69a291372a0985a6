/* SPDX-License-Identifier: MIT */
/* The lesson's steps in a session: which commands are given when. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/sweep.h"
#include "sim/base/mem.h"
#include "sim/read/rule.h"
#include "sim/read/scene.h"
#include "tui/guide.h"

#define UNTIL_LIMIT SESSION_LIMIT

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

/* ---- giving ---- */

static void add(struct guide *guide, const char *line)
{
	mem_grow(&guide->line, &guide->room, guide->lines + 1, sizeof(*guide->line));
	guide->line[guide->lines++] = mem_copy_text(line);
}

static void add_answer(struct guide *guide, unsigned step)
{
	unsigned answer = guide_predicted(guide, step);
	struct str note = { 0 };

	if (!answer)
		return;
	lesson_answer_note(guide->lesson, step, answer - 1, &note);
	add(guide, note.text);
	str_free(&note);
}

void guide_predict(struct guide *guide, struct session *session)
{
	guide_follow(guide, session);
	if (!guide_busy(guide) && guide_asks(&guide->end))
		add_answer(guide, guide->end.step);
}

void guide_taken_back(struct guide *guide, const char *line)
{
	unsigned answer = guide_predicted(guide, guide->end.step);
	struct str note = { 0 };

	if (answer)
		lesson_answer_note(guide->lesson, guide->end.step, answer - 1, &note);
	if (answer && !strcmp(note.text, line)) {
		guide->progress.step[guide->end.step].answer = 0;
		guide->news = true;
	}
	str_free(&note);
}

static void begin_here(struct guide *guide, unsigned step)
{
	const struct lesson *lesson = guide->lesson;
	struct str note = { 0 };

	guide_drop(guide);
	guide->begins = true;
	guide->in_vain = 0;
	guide->told.step = 0;
	lesson_step_note(lesson, step, &note);
	add(guide, note.text);
	for (unsigned i = 0; step < lesson->steps && i < lesson->step[step].commands.n; i++)
		add(guide, lesson->step[step].commands.line[i]);
	add_answer(guide, step);
	str_free(&note);
}

void guide_step(struct guide *guide, struct session *session, unsigned step)
{
	session_seek(session, UINT64_MAX);
	begin_here(guide, step);
}

static void add_lines(struct guide *guide, const char *text)
{
	while (*text) {
		struct str line = { 0 };
		size_t n = strcspn(text, "\n");

		str_append_bytes(&line, text, n);
		add(guide, line.text);
		str_free(&line);
		text += n + (text[n] == '\n');
	}
}

void guide_lines(struct guide *guide, struct session *session, const char *text)
{
	guide_drop(guide);
	guide->in_vain = 0;
	session_seek(session, UINT64_MAX);
	add_lines(guide, text);
}

/* Of a sweep: what comes in this line's place is given first, then the rest. false: it is no such line. */
static bool go_further(struct guide *guide, struct session *session, const char *line)
{
	struct str lines = { 0 };
	bool further = !strncmp(line, SWEEP_FURTHER " ", strlen(SWEEP_FURTHER " ")) && guide_last(guide);

	if (further) {
		guide_follow(guide, session);
		further = sweep_further(guide_last(guide), session_trace(session), line, &lines);
	}
	if (further) {
		for (size_t i = guide->given; i < guide->lines; i++)
			str_format(&lines, "%s\n", guide->line[i]);
		guide_drop(guide);
		add_lines(guide, lines.text ? lines.text : "");
	}
	str_free(&lines);
	return further;
}

static bool begins(const struct guide *guide, const struct trace *trace, const struct record *record, unsigned step)
{
	return record->kind == R_CMD_TAKE && lesson_is_step_note(guide->lesson, step, trace_text_of(trace, record->w[0]));
}

void guide_again(struct guide *guide, struct session *session, unsigned step)
{
	const struct trace *trace = session_trace(session);
	uint64_t number = session->cursor;

	while (number && !begins(guide, trace, trace_at(trace, number - 1), step))
		number--;
	if (!number)
		return;
	session_seek_before(session, number - 1);
	begin_here(guide, step);
}

static bool is_kind(void *context, const struct trace *trace, const struct record *record)
{
	(void)trace;
	return record->kind == *(const enum record_kind *)context;
}

static bool give_until(struct guide *guide, struct session *session, const struct words *words)
{
	const char *limit = words_plain(words, 2);
	vtime time = UNTIL_LIMIT;

	if (place_until_begin(&guide->place, words, session_trace(session))) {
		session_find(session, 1, PLACE_LIMIT, place_until_see, &guide->place);
		return true;
	}
	guide->until = record_kind_named(words_plain(words, 1) ? words_plain(words, 1) : "");
	if (limit)
		vtime_parse(limit, &time);
	session_find(session, 1, time, is_kind, &guide->until);
	return true;
}

static bool give_run(struct session *session, const struct words *words, struct err *err)
{
	vtime time;

	if (!words_plain(words, 1) || !vtime_parse(words_plain(words, 1), &time))
		return err_set(err, "this is no time");
	session_run(session, time);
	return true;
}

static bool give(struct guide *guide, struct session *session, const char *line, struct err *err)
{
	struct words words;
	bool good;

	if (!guide_passes_time(line))
		return session_command(session, line, err);
	good = words_split(&words, line, err) &&
	       (!strncmp(line, "run ", 4) ? give_run(session, &words, err) : give_until(guide, session, &words));
	words_free(&words);
	return good;
}

/* After a bugcheck nothing is taken but notes: a step begins there too, and knows what was predicted. Nothing more is swept. */
static bool in_vain(const struct session *session, const char *line)
{
	bool sweeps = !strncmp(line, WAY_NOTE, strlen(WAY_NOTE));

	return session->scene->bugcheck != UINT64_MAX && (sweeps || strncmp(line, "note ", strlen("note ")));
}

bool guide_work(struct guide *guide, struct session *session, struct err *err)
{
	bool waited = guide_busy(guide), good = true;

	session->held = false;
	if (waited)
		session->stops = false; /* what is done for the learner is done to its end, whatever rules it breaks */
	while (good && guide_busy(guide) && !session_busy(session)) {
		char *line = guide->line[guide->given++];

		if (in_vain(session, line) || (guide->in_vain && !guide->begins))
			guide->in_vain++;
		else if (!go_further(guide, session, line))
			good = give(guide, session, line, err);
		mem_free(line);
		if (!session_busy(session))
			session_seek(session, UINT64_MAX);
	}
	if (!good || !guide_busy(guide))
		guide_drop(guide);
	guide_follow(guide, session);
	return waited;
}

/* ---- going on ---- */

/* Lines of the step after its first `given` commands: a kill may have come between two of them. */
static void add_rest(struct guide *guide, size_t given)
{
	const struct lesson_step *step = guide_last(guide);

	for (unsigned i = 0; step && i < step->commands.n; i++) {
		bool command = !guide_passes_time(step->commands.line[i]);

		if (!given)
			add(guide, step->commands.line[i]);
		given -= given && command;
	}
}

void guide_begin(struct guide *guide, struct session *session)
{
	size_t since;
	bool of_person;

	session_finish(session);
	guide_follow(guide, session);
	since = guide_step_commands(guide, session_journal(session), &of_person);
	if (!since)
		guide_step(guide, session, 0);
	else if (guide_half_begun(guide, session_journal(session))) {
		add_rest(guide, since - 1);
		guide->begins = true;
		add_answer(guide, guide->end.step);
	} else {
		guide_predict(guide, session);
	}
}
