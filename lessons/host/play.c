/* SPDX-License-Identifier: MIT */
/* A lesson played without a screen. */
#include <string.h>

#include "lessons/host/play.h"
#include "lessons/host/sweep.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/read/rule.h"

#define EVENTS_MAX 2000000  /* of one line */
#define UNTIL_LIMIT 1000000000 /* ns: as long as `until` waits when nothing is said */

void play_begin(struct play *play, struct lesson *lesson, const struct machine *machine, const struct inputs *inputs)
{
	*play = (struct play){ .lesson = lesson, .trace = trace_new() };
	journal_init(&play->journal);
	machine_fini(&play->journal.machine);
	machine_copy(&play->journal.machine, machine);
	play->sim = sim_new(machine, inputs, play->trace);
	lesson_place_init(&play->place, lesson, play->trace);
	play->rules = lesson_judges(lesson) ? rules_new(play->trace) : NULL;
	lesson_place_judge(&play->place, play->rules);
}

void play_end(struct play *play)
{
	sim_free(play->sim);
	rules_free(play->rules);
	trace_free(play->trace);
	journal_free(&play->journal);
}

/* The last record says whether the machine refused. */
static bool refused(const struct play *play, uint64_t from, struct err *err)
{
	for (uint64_t i = from; !play->sweeping && i < trace_count(play->trace); i++) {
		const struct record *record = trace_at(play->trace, i);

		if (record->kind != R_CMD_REFUSED)
			continue;
		err_set(err, "the machine refuses it: %s", say(trace_text_of(play->trace, record->w[1])));
		return true;
	}
	return false;
}

static bool give(struct play *play, const char *line, struct err *err)
{
	uint64_t before = trace_count(play->trace);
	struct command command;

	if (!command_read(&command, line, err)) {
		command_free(&command);
		return false;
	}
	sim_apply(play->sim, &command);
	journal_append(&play->journal, &command);
	return !refused(play, before, err);
}

static bool settle(struct play *play, bool good)
{
	if (play->rules)
		rules_advance(play->rules, UINT64_MAX);
	lesson_place_advance(&play->place, UINT64_MAX);
	return good;
}

static bool expect_time(const char *text, vtime *time, struct err *err)
{
	if (text && vtime_parse(text, time))
		return true;
	err_set(err, "this is no time");
	err_expected(err, "such as 25us");
	return err_found(err, "%s", text ? text : say("nothing"));
}

static bool do_run(struct play *play, const struct words *words, struct err *err)
{
	vtime time;

	if (!expect_time(words_plain(words, 1), &time, err))
		return false;
	sim_run(play->sim, sim_now(play->sim) + time, sim_events(play->sim) + EVENTS_MAX);
	return true;
}

static bool came(const struct play *play, uint64_t from, enum record_kind kind)
{
	for (uint64_t i = from; i < trace_count(play->trace); i++)
		if (trace_at(play->trace, i)->kind == kind)
			return true;
	return false;
}

/* Up to a place of a start; past it, if it does not come. */
static bool do_until_place(struct play *play, struct place_until *until)
{
	vtime time = sim_now(play->sim) + PLACE_LIMIT;
	uint64_t last = sim_events(play->sim) + EVENTS_MAX, events;

	do {
		uint64_t i = trace_count(play->trace);

		events = sim_events(play->sim);
		sim_run(play->sim, time, events + 1);
		for (; i < trace_count(play->trace); i++)
			if (place_until_see(until, play->trace, trace_at(play->trace, i)))
				return true;
	} while (sim_events(play->sim) != events && sim_events(play->sim) < last && !sim_stopped(play->sim));
	return true;
}

static bool do_until(struct play *play, const struct words *words, struct err *err)
{
	const char *name = words_plain(words, 1), *limit = words_plain(words, 2);
	enum record_kind kind = record_kind_named(name ? name : "");
	vtime time = UNTIL_LIMIT;
	uint64_t last = sim_events(play->sim) + EVENTS_MAX;
	struct place_until place;

	if (place_until_begin(&place, words, play->trace))
		return do_until_place(play, &place);
	if (kind == RECORD_KINDS) {
		err_set(err, "no kind of record has this name");
		return err_found(err, "%s", name ? name : say("nothing"));
	}
	if (limit && !expect_time(limit, &time, err))
		return false;
	time += sim_now(play->sim);
	while (sim_events(play->sim) < last && !sim_idle(play->sim) && !sim_stopped(play->sim)) {
		uint64_t before = trace_count(play->trace), events = sim_events(play->sim);

		sim_run(play->sim, time, events + 1);
		if (came(play, before, kind))
			return true;
		if (sim_events(play->sim) == events)
			break;
	}
	return err_set(err, "no %s comes", name);
}

static bool do_answer(struct play *play, const struct words *words, struct err *err)
{
	const struct lesson_step *step = &play->lesson->step[play->place.step];
	const char *word = words_plain(words, 1);
	struct str note = { 0 };
	uint64_t choice;
	bool good;

	if (play->place.step >= play->lesson->steps || !word || !words_number(word, step->choices, &choice) || !choice) {
		err_set(err, "this step has no such choice");
		return err_found(err, "%s", word ? word : say("nothing"));
	}
	lesson_answer_note(play->lesson, play->place.step, (unsigned)choice - 1, &note);
	good = give(play, note.text, err);
	str_free(&note);
	return good;
}

static bool do_point(struct play *play, const struct words *words, struct err *err)
{
	struct str filter = { 0 }, note = { 0 };
	uint64_t number;
	bool good;

	for (size_t i = 1; i < words->n; i++)
		str_format(&filter, words->word[i].value ? "%s%s=%s" : "%s%s", i > 1 ? " " : "", words->word[i].text, words->word[i].value);
	good = lesson_pointed(&play->place, filter.length ? filter.text : "", &number, err);
	if (good) {
		lesson_point_note(play->lesson, play->place.step, number, &note);
		good = give(play, note.text, err);
	}
	str_free(&note);
	str_free(&filter);
	return good;
}

static bool sweep_text(struct play *play, char *lines, struct err *err);

static bool sweep_line(struct play *play, const char *line, struct err *err)
{
	struct str further = { 0 };
	bool good;

	if (!sweep_further(&play->lesson->step[play->place.step], play->trace, line, &further))
		return play_line(play, line, err);
	good = sweep_text(play, further.text, err);
	str_free(&further);
	return good;
}

static bool sweep_text(struct play *play, char *lines, struct err *err)
{
	bool good = true;

	for (char *at = lines, *end; good && at && (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		good = sweep_line(play, at, err);
	}
	return good;
}

/* Each line of the sweep, up to a bugcheck. */
static bool do_sweep(struct play *play, const struct words *words, struct err *err)
{
	struct str lines = { 0 };
	bool good;

	(void)words;
	if (play->place.step < play->lesson->steps)
		sweep_lines(&play->lesson->step[play->place.step], &lines);
	play->sweeping = true;
	good = lines.length ? sweep_text(play, lines.text, err) : err_set(err, "this step has no policies to go through");
	play->sweeping = false;
	str_free(&lines);
	return good;
}

static const struct play_request {
	const char *verb;
	bool (*act)(struct play *play, const struct words *words, struct err *err);
	bool notes; /* only: also when the machine has stopped */
} requests[] = {
	{ "run", do_run, false }, { "until", do_until, false }, { "answer", do_answer, true }, { "point", do_point, true }, { "sweep", do_sweep, false },
};

static const struct play_request *request_of(const struct words *words)
{
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (words_plain(words, 0) && !strcmp(words_plain(words, 0), requests[i].verb))
			return &requests[i];
	return NULL;
}

bool play_line(struct play *play, const char *line, struct err *err)
{
	const struct play_request *request = NULL;
	struct words words;
	bool good = words_split(&words, line, err);

	if (good)
		request = request_of(&words);
	if (good && (!sim_stopped(play->sim) || (request && request->notes)))
		good = request ? request->act(play, &words, err) : give(play, line, err);
	words_free(&words);
	return settle(play, good);
}

bool play_lines(struct play *play, const struct lesson_list *lines, struct err *err)
{
	for (unsigned i = 0; i < lines->n; i++)
		if (!play_line(play, lines->line[i], err)) {
			struct err inner = *err;

			play->failed = i;
			err_set(err, "'%s': %s", lines->line[i], inner.text);
			memcpy(err->expected, inner.expected, sizeof err->expected);
			memcpy(err->found, inner.found, sizeof err->found);
			return false;
		}
	return true;
}

bool play_step(struct play *play, unsigned step, struct err *err)
{
	struct str note = { 0 };
	bool good;

	lesson_step_note(play->lesson, step, &note);
	good = give(play, note.text, err);
	str_free(&note);
	return settle(play, good) && (step >= play->lesson->steps || play_lines(play, &play->lesson->step[step].commands, err));
}
