/* SPDX-License-Identifier: MIT */
/* Giving a session the lines of a lesson, one after another as it has time for them. */
#include <string.h>

#include "lessons/host/sweep.h"
#include "sim/base/mem.h"
#include "sim/read/rule.h"
#include "sim/read/scene.h"
#include "tui/guide.h"

#define UNTIL_LIMIT SESSION_LIMIT

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
