/* SPDX-License-Identifier: MIT */
/* What is proved of a presentation before a class comes: its stops are played as they will be shown. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/languages.h"
#include "cli/lesson_check.h"
#include "cli/presentations.h"
#include "cli/proof.h"
#include "sim/base/say.h"
#include "tui/pane.h"

struct talk {
	const struct presentation *presentation;
	const char *path;
	struct intake *intake;
	struct languages languages; /* it claims to be translated to */
	struct str said; /* by the check that runs */
};

static const char *name_of(const struct talk *talk, unsigned i)
{
	return talk->presentation->stop[i].name;
}

static void say_at(struct talk *talk, unsigned line, const char *format, va_list args)
{
	str_format(&talk->said, "        %s:", talk->path);
	if (line)
		str_format(&talk->said, "%u:", line);
	str_append(&talk->said, " ");
	str_vformat(&talk->said, say(format), args);
	str_append(&talk->said, "\n");
}

/* Of stop i, from 0. */
__attribute__((format(printf, 3, 4))) static void stop_say(struct talk *talk, unsigned i, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_at(talk, talk->presentation->stop[i].line, format, args);
	va_end(args);
}

/* line 0: the presentation as a whole. */
__attribute__((format(printf, 3, 4))) static void talk_say_at(struct talk *talk, unsigned line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say_at(talk, line, format, args);
	va_end(args);
}

/* ---- texts ---- */

static void check_text(struct talk *talk, unsigned i, const char *field, const char *text, int most)
{
	int rows = text ? pane_wrap_rows(text, LESSON_COLUMNS) : 0;

	if (text && !proof_shows(text))
		stop_say(talk, i, "stop %s: %s has a character that no screen shows; expected UTF-8 without tabs and control characters", name_of(talk, i), field);
	if (rows > most)
		stop_say(talk, i, "stop %s: %s takes %d lines of %d columns; expected at most %d", name_of(talk, i), field, rows, LESSON_COLUMNS, most);
}

static void check_texts_of(struct talk *talk)
{
	for (unsigned i = 0; i < talk->presentation->stops; i++) {
		const struct presentation_stop *stop = &talk->presentation->stop[i];

		check_text(talk, i, "title", stop->title, 1);
		check_text(talk, i, "text", stop->text, LESSON_LINES);
		check_text(talk, i, "ask", stop->ask, LESSON_LINES);
		check_text(talk, i, "reveal", stop->reveal, LESSON_LINES);
	}
}

/* ---- translations ---- */

/* most: lines it may take; 0: the speaker alone reads it. */
static void check_translated(struct talk *talk, const char *field, const char *text, int most)
{
	unsigned line = marks_line(&talk->presentation->marks, text);

	if (text && talk->languages.n && !line)
		talk_say_at(talk, 0, "%s is not marked for translation: %.40s; expected _ before it", field, text);
	for (unsigned i = 0; line && i < talk->languages.n; i++) {
		const struct catalogue *catalogue = talk->languages.language[i].catalogue;
		const char *name = talk->languages.language[i].name, *found = catalogue ? catalogue_find(catalogue, text) : NULL;
		int rows = found ? pane_wrap_rows(found, LESSON_COLUMNS) : 0;

		if (catalogue && !found)
			talk_say_at(talk, line, "%s is not translated to %s: %.40s", field, name, text);
		if (most && rows > most)
			talk_say_at(talk, line, "%s takes %d lines of %d columns in %s; expected at most %d", field, rows, LESSON_COLUMNS, name, most);
	}
}

static void find_languages(struct talk *talk)
{
	const struct presentation *presentation = talk->presentation;
	char domain[PRESENTATION_DOMAIN_MAX];

	presentations_domain(talk->path, domain);
	if (presentations_ships(talk->path))
		languages_of_program(&talk->languages);
	else
		languages_of_person(&talk->languages, presentation->language, presentation->languages, talk->intake->folder ? talk->intake->folder : ".", domain);
	for (unsigned i = 0; i < talk->languages.n; i++)
		if (!talk->languages.language[i].catalogue)
			talk_say_at(talk, 0, "there are no translations to %s; expected locale/%s/LC_MESSAGES/%s.mo beside the presentation",
				    talk->languages.language[i].name, talk->languages.language[i].name, domain);
}

static void check_translations_of(struct talk *talk)
{
	find_languages(talk);
	check_translated(talk, "title", talk->presentation->title, 1);
	for (unsigned i = 0; i < talk->presentation->stops; i++) {
		const struct presentation_stop *stop = &talk->presentation->stop[i];

		check_translated(talk, "title", stop->title, 1);
		check_translated(talk, "text", stop->text, LESSON_LINES);
		check_translated(talk, "ask", stop->ask, LESSON_LINES);
		check_translated(talk, "reveal", stop->reveal, LESSON_LINES);
		check_translated(talk, "notes", stop->notes, 0);
	}
}

static void check_notes_of(struct talk *talk)
{
	for (unsigned i = 0; i < talk->presentation->stops; i++)
		if (!talk->presentation->stop[i].notes || !talk->presentation->stop[i].notes[strspn(talk->presentation->stop[i].notes, " \n")])
			stop_say(talk, i, "stop %s: the speaker has no notes", name_of(talk, i));
}

/* ---- what is done ---- */

static bool came(const struct tour_span *span, const struct trace *trace, const char *kind)
{
	for (uint64_t i = span->before; i < span->end; i++)
		if (tour_reached(kind, trace_at(trace, i)))
			return true;
	return false;
}

static void check_line(struct talk *talk, unsigned i, const struct tour_span *span, const struct trace *trace, const char *line)
{
	if (!strncmp(line, "until ", 6) && !came(span, trace, line + 6))
		stop_say(talk, i, "stop %s: no %s comes", name_of(talk, i), line + 6);
	if (!strncmp(line, "show ", 5) && tour_shows(span, trace, line + 5) == UINT64_MAX)
		stop_say(talk, i, "stop %s: there is no %s to show", name_of(talk, i), line + 5);
}

static void check_stop(struct talk *talk, unsigned i, const struct tour_span *span, const struct trace *trace)
{
	const char *commands = talk->presentation->stop[i].commands;
	char line[200];

	for (uint64_t k = span->before; k < span->end; k++)
		if (trace_at(trace, k)->kind == R_CMD_REFUSED)
			stop_say(talk, i, "stop %s: '%s': the machine refuses it: %s", name_of(talk, i), trace_text_of(trace, trace_at(trace, k)->w[0]),
			       say(trace_text_of(trace, trace_at(trace, k)->w[1])));
	for (size_t n; *commands; commands += n + (commands[n] == ';')) {
		n = strcspn(commands, ";");
		snprintf(line, sizeof line, "%.*s", (int)n, commands);
		check_line(talk, i, span, trace, line);
	}
}

static void check_done(struct talk *talk)
{
	struct tour_step stops[PRESENTATION_STOPS_MAX];
	struct session_edge edge = { 0 };
	struct session *session;
	struct tour tour;
	struct err err;

	if (!presentations_stops(talk->presentation, stops, talk->path, &err))
		return; /* it has been told: nobody came so far */
	session = session_new(&talk->intake->journal, &talk->intake->inputs, &edge, &err);
	if (!session)
		return;
	tour_init_stops(&tour, stops, talk->presentation->stops);
	for (tour_begin(&tour, session);; tour_next(&tour, session)) {
		check_stop(talk, tour.at, &tour.span[tour.at], session_trace(session));
		session_seek(session, tour.span[tour.at].target);
		tour.revealed = true;
		if (tour_last(&tour))
			break;
	}
	tour_fini(&tour);
	session_free(session);
}

static const struct {
	const char *says;
	void (*run)(struct talk *talk);
} checks[] = {
	{ N_("texts can be read from the last row"), check_texts_of },
	{ N_("each text is translated, and fits in each language"), check_translations_of },
	{ N_("the speaker has notes at each stop"), check_notes_of },
	{ N_("what the stops do is done, and what they show is there"), check_done },
};

unsigned presentation_check(const struct presentation *presentation, const char *path, struct intake *intake)
{
	struct talk talk = { .presentation = presentation, .path = path, .intake = intake };
	unsigned failed = 0;

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		str_clear(&talk.said);
		checks[i].run(&talk);
		proof_print(checks[i].says, &talk.said);
		failed += talk.said.length != 0;
	}
	languages_fini(&talk.languages);
	str_free(&talk.said);
	return failed;
}
