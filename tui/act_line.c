/* SPDX-License-Identifier: MIT */
/* Stepping by lines of the driver's source. A line is another one if its number or its function differs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/words.h"
#include "tui/act.h"
#include "tui/codelog.h"
#include "tui/line_back.h"

static bool same_line(const struct look_place *a, const struct look_place *b)
{
	return a->line == b->line && a->entry == b->entry && a->file == b->file;
}

static bool place(struct screen *screen, const struct session *session, uint64_t number, struct look_place *out)
{
	const struct code_place *at = codelog_at(session->code, number);

	return at && source_place(screen->source, at->code, out) && out->line;
}

/* Any other line on the same CPU, in whatever function or nested routine. */
static bool wanted_into(void *context, const struct session *session, uint64_t origin, uint64_t number)
{
	struct screen *screen = context;
	const struct code_place *from = codelog_at(session->code, origin), *at = codelog_at(session->code, number);
	struct look_place now;

	return (!from || at->cpu == from->cpu) && place(screen, session, number, &now) && !same_line(&screen->line.shown, &now);
}

/* Levels of nesting that were entered and not left on a CPU since the step began. Negative: the one it began on has ended. */
static int nested(struct screen *screen, const struct session *session, const struct code_place *at)
{
	struct screen_line *line = &screen->line;

	for (; line->nested >= 0 && line->counted < at->record; line->counted++) {
		const struct record *record = trace_at(session_trace(session), line->counted);

		if (record->cpu == at->cpu)
			line->nested += source_is_enter(record) - source_is_exit(record);
	}
	return line->nested;
}

/* The same, but calls and what interrupts are passed over; out: until a caller goes on. */
static bool wanted_over(void *context, const struct session *session, uint64_t origin, uint64_t number)
{
	struct screen *screen = context;
	const struct code_place *from = codelog_at(session->code, origin), *at = codelog_at(session->code, number);
	struct source_calls *calls = &screen->line.calls;
	struct look_place now;
	int levels;

	if (!from || at->cpu != from->cpu || !place(screen, session, number, &now))
		return false;
	levels = nested(screen, session, at);
	if (levels)
		return levels < 0;
	if (!calls->n)
		source_call(calls, screen->line.shown.entry, from->code, false);
	source_call(calls, now.entry, at->code, at->enters || source_enters(&now, at->code));
	if (screen->line.out)
		return calls->function[0] != screen->line.shown.entry;
	return calls->n == 1 && !same_line(&screen->line.shown, &now);
}

/* Where it goes back to is found out once, from the whole level. */
static bool wanted_before(void *context, const struct session *session, uint64_t origin, uint64_t number)
{
	struct screen *screen = context;

	if (!screen->line.sought)
		screen->line.goal = line_back(screen, session, origin, screen->line.out);
	screen->line.sought = true;
	return number == screen->line.goal;
}

static const char *last_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/* Also of an inline function that it uses. */
static bool stands_on(const struct look_place *place, const char *file, unsigned number)
{
	for (unsigned i = 0; i < place->inlined; i++)
		if (stands_on(&place->inner[i], file, number))
			return true;
	return place->line == number && place->file && !strcmp(last_name(place->file), file);
}

/* The first place of a visit to the line. */
static bool wanted_there(void *context, const struct session *session, uint64_t origin, uint64_t number)
{
	struct screen *screen = context;
	struct look_place now, before;

	(void)origin;
	if (!place(screen, session, number, &now) || !stands_on(&now, screen->line.file, screen->line.number))
		return false;
	for (uint64_t i = number; i-- > codelog_first(session->code);)
		if (codelog_at(session->code, i)->cpu == codelog_at(session->code, number)->cpu && place(screen, session, i, &before))
			return !same_line(&now, &before) || codelog_at(session->code, number)->enters;
	return true;
}

static unsigned cpu_now(struct screen *screen)
{
	uint64_t at = session_code_at(screen->session);

	if (at != CODELOG_NONE)
		return codelog_at(screen->session->code, at)->cpu;
	return source_cpu(session_trace(screen->session), screen->session->cursor);
}

static void seek_line(struct screen *screen);

static bool instrumented(const struct session *session, uint64_t code)
{
	const struct inputs *inputs = session->inputs;

	return code >> 48 < inputs->modules_n && inputs->modules[code >> 48].instrumented;
}

static void say_line(struct screen *screen, const struct look_place *at, uint64_t code)
{
	const char *function = at->function ? at->function : "?";

	if (instrumented(screen->session, code))
		screen_say(screen, ROLE_TEXT, "%s:%u in %s", last_name(at->file), at->line, function);
	else
		screen_say(screen, ROLE_TEXT, "%s:%u in %s (built without the flags of msilab build: only its calls are seen)", last_name(at->file),
			   at->line, function);
}

static void after_line(struct screen *screen)
{
	struct session *session = screen->session;
	struct look_place at;

	act_moved(screen);
	if (session->outcome == SESSION_NOT_FOUND && session->code && !session->code->n)
		screen_say(screen, ROLE_DIM, "no line was seen: the driver has not run, or it was built without the flags of msilab build and calls nothing here");
	else if (session->outcome == SESSION_NOT_FOUND && screen->line.direction > 0)
		screen_say(screen, ROLE_DIM, "no such line is reached after this");
	else if (session->outcome == SESSION_NOT_FOUND)
		screen_say(screen, ROLE_DIM, "no line was reached before this");
	if (session->outcome != SESSION_DONE)
		return;
	if (!place(screen, session, session_code_at(session), &at))
		return;
	screen->line.shown = at;
	if (screen->line.more-- > 1)
		seek_line(screen);
	else
		say_line(screen, &at, codelog_at(session->code, session_code_at(session))->code);
}

static void seek_line(struct screen *screen)
{
	screen->line.sought = false;
	screen->line.calls.n = 0;
	screen->line.nested = 0;
	screen->line.counted = screen->session->cursor;
	session_code_find(screen->session, screen->line.direction, screen->line.anywhere ? CODELOG_ANY : cpu_now(screen),
			  screen->line.wanted, screen);
	act_after(screen, after_line);
}

static bool can_step(struct screen *screen)
{
	if (screen->session->saved)
		screen_say(screen, ROLE_ERROR, "this is a saved trace: there is no machine whose code could be stepped");
	else if (!screen->source)
		screen_say(screen, ROLE_ERROR, "no source is at hand here");
	else
		return true;
	return false;
}

static void begin(struct screen *screen, int direction, session_code_wanted *wanted, uint64_t n)
{
	screen->line.direction = direction;
	screen->line.wanted = wanted;
	screen->line.more = (unsigned)n;
	screen->line.anywhere = wanted == wanted_there;
	screen->focus = VIEW_driver;
	screen_place(screen);
	screen->line.shown = screen->place.frames ? screen->place.frame[screen->place.current] : (struct look_place){ 0 };
	seek_line(screen);
}

/* "", N, "over" or "out". */
static void step(struct screen *screen, int direction, const char *argument)
{
	uint64_t n = 1;

	if (!can_step(screen))
		return;
	screen->line.out = !strcmp(argument, "out");
	if (screen->line.out || !strcmp(argument, "over"))
		begin(screen, direction, direction > 0 ? wanted_over : wanted_before, 1);
	else if (argument[0] && (!words_number(argument, 100000, &n) || !n))
		screen_say(screen, ROLE_ERROR, "'%s' is no number of lines; expected one, 'over' or 'out'", argument);
	else
		begin(screen, direction, wanted_into, n);
}

void act_line(struct screen *screen, const char *argument)
{
	step(screen, 1, argument);
}

void act_line_back(struct screen *screen, const char *argument)
{
	step(screen, -1, argument);
}

/* FILE:N, or N of the file that is shown. */
void act_until_line(struct screen *screen, const char *where)
{
	const char *colon = strrchr(where, ':');
	const struct look_source *shown = &screen->place;
	uint64_t n;

	if (!can_step(screen))
		return;
	if (!words_number(colon ? colon + 1 : where, 1000000, &n) || !n) {
		screen_say(screen, ROLE_ERROR, "'%s' is no line; expected FILE:NUMBER", where);
		return;
	}
	if (!colon && !(shown->frames && shown->frame[shown->current].file)) {
		screen_say(screen, ROLE_ERROR, "no file is shown; expected FILE:NUMBER");
		return;
	}
	if (colon)
		snprintf(screen->line.file, sizeof(screen->line.file), "%.*s", (int)(colon - where), where);
	else
		snprintf(screen->line.file, sizeof(screen->line.file), "%s", last_name(shown->frame[shown->current].file));
	screen->line.number = (unsigned)n;
	begin(screen, 1, wanted_there, 1);
}
