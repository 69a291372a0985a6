/* SPDX-License-Identifier: MIT */
/* Plain mode. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/tell.h"
#include "tui/finding.h"
#include "tui/act.h"
#include "tui/plain.h"
#include "tui/plain_lesson.h"

#define COLUMNS 76
#define EVENTS_MOST 60 /* records told after one command; the rest is counted */

void plain_wrapped(const char *text, struct str *out)
{
	while (*text) {
		size_t skip, n = text_line(text, COLUMNS, &skip);

		str_append_bytes(out, text, n);
		str_append(out, "\n");
		text += n + skip;
	}
}

static void tell_event(const struct look *look, uint64_t number, struct str *out)
{
	const struct record *record = trace_at(look->trace, number);
	char time[32];

	str_format(out, "EVENT #%llu %s ", (unsigned long long)number, vtime_text(record->at, time, sizeof(time)));
	if (record->cpu != RECORD_NO_CPU)
		str_format(out, "CPU %u IRQL %u ", record->cpu, record->irql);
	tell_record(look->trace, record, out);
	str_append(out, "\n");
}

static void tell_again(const struct finding *finding, size_t times, struct str *out)
{
	struct str title = { 0 };

	finding_title(finding, &title);
	str_append(out, "FINDING ");
	str_format(out, say_n("%s again", "%s again, %zu times", times), title.text, times);
	str_append(out, "\n");
	str_free(&title);
}

/* What the records from..end - 1 broke: in full once of each kind, the others are counted. */
static void tell_findings(const struct look *look, uint64_t from, uint64_t end, struct str *out)
{
	size_t begin = session_findings_before(look->session, from), stop = session_findings_before(look->session, end);

	for (size_t i = begin; i < stop; i++) {
		struct str text = { 0 };

		if (look->findings[i].first != i)
			continue;
		finding_text(look, &look->findings[i], &text);
		str_append(out, "FINDING ");
		plain_wrapped(text.text, out);
		str_free(&text);
	}
	for (size_t first = 0; first < stop; first++) {
		size_t times = 0;

		for (size_t i = begin; look->findings[first].first == first && i < stop; i++)
			times += i != first && look->findings[i].first == first;
		if (times)
			tell_again(&look->findings[first], times, out);
	}
}

static void tell_state(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);
	char time[32];

	vtime_text(session_clock(screen->session), time, sizeof(time));
	str_format(out, look.newest ? say("STATE %s record %llu of %llu, now") : say("STATE %s record %llu of %llu, in the past"), time,
		   (unsigned long long)look.cursor - 1, (unsigned long long)trace_count(look.trace) - 1);
	str_append(out, "\n");
}

/* Less time has passed than was asked for. */
static void tell_stop(const struct screen *screen, const struct request *request, struct str *out)
{
	if ((request->kind != REQUEST_RUN && request->kind != REQUEST_UNTIL) || screen->session->outcome != SESSION_BROKEN)
		return;
	str_append(out, say("STATE time has stopped at this error: 'run 1ms' goes on"));
	str_append(out, "\n");
}

/* A lesson is told by what its pictures show. */
static bool worth_telling(const struct screen *screen, const struct record *record)
{
	return !screen->guide || tour_interesting(record) || record->kind == R_CMD_REFUSED;
}

/* What lies between two cursors: going on tells the records, going back tells where one is. */
static void tell_between(struct screen *screen, uint64_t from, struct str *out)
{
	struct look look = screen_look(screen);
	uint64_t number = from;
	unsigned told = 0;

	if (look.cursor <= from && look.cursor)
		tell_event(&look, look.cursor - 1, out);
	for (; number < look.cursor && told < EVENTS_MOST; number++) {
		if (worth_telling(screen, trace_at(look.trace, number))) {
			tell_event(&look, number, out);
			told++;
		}
		tell_findings(&look, number, number + 1, out);
	}
	tell_findings(&look, number, look.cursor, out);
	if (number < look.cursor) {
		str_format(out, say("STATE %llu more not told here; 'view trace' tells the last"), (unsigned long long)(look.cursor - number));
		str_append(out, "\n");
	}
}

static void tell_watches(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);

	watch_text(&screen->watches, &look, out);
}

static void tell_lesson(struct screen *screen, struct str *out)
{
	if (screen->state[VIEW_lesson].chain)
		plain_lesson_explain(screen, out);
	else
		plain_lesson_whole(screen, out);
	screen->state[VIEW_lesson].chain = false;
}

static void tell_view(struct screen *screen, enum view_kind view, struct str *out)
{
	struct look look = screen_look(screen);

	if (view == VIEW_lesson && screen->guide) {
		tell_lesson(screen, out);
		return;
	}
	if (screen->source)
		screen_place(screen);
	str_format(out, "VIEW %s\n", say(view_forms[view].title));
	views[view]->text(&look, &screen->state[view], out);
}

static bool shows_view(const struct request *request)
{
	enum request_kind kind = request->kind;

	if (kind == REQUEST_BRANCH || kind == REQUEST_INJECT)
		return !request->argument[0];
	return kind == REQUEST_VIEW || kind == REQUEST_HELP || kind == REQUEST_WHY || kind == REQUEST_FILTER || kind == REQUEST_EFFECTS || kind == REQUEST_LINE || kind == REQUEST_LINE_BACK || kind == REQUEST_DEVICE ||
	       kind == REQUEST_INSPECT || kind == REQUEST_LESSONS || kind == REQUEST_EXPLAIN || kind == REQUEST_BOOKMARKS || kind == REQUEST_DIFF;
}

/* A refusal is one too: a script looks for ERROR alone. */
static bool says_a_mistake(const struct screen *screen)
{
	return screen->message_role == ROLE_ERROR || screen->message_role == ROLE_BLOCKED;
}

/* What these do is told as the lesson's, not record by record; that they do nothing is a message (ROLE_DIM). */
static bool of_lesson(const struct screen *screen, const char *line)
{
	struct request request;
	struct err err;

	return screen->guide && request_read(&request, line, &err) &&
	       (request.kind == REQUEST_ANSWER || request.kind == REQUEST_POINT || request.kind == REQUEST_NEXT || request.kind == REQUEST_HINT || request.kind == REQUEST_SWEEP);
}

static bool redoes_sweep(struct screen *screen, const struct request *request)
{
	return request->kind == REQUEST_REDO && act_lesson_together(screen) > 1;
}

static bool goes_on(const struct screen *screen, const char *line, struct request *request)
{
	struct err err;

	return screen->guide && request_read(request, line, &err) && request->kind == REQUEST_NEXT;
}

/* There is no line of a list to press Enter on: next is the lesson's, whatever view was told last. */
static bool go_on(struct screen *screen, const struct request *request)
{
	screen->message_role = ROLE_TEXT;
	screen_say(screen, ROLE_TEXT, "%s", "");
	screen->focus = VIEW_flow; /* not the lesson's, whose text would be turned */
	act_lesson_next(screen, request->argument);
	if (screen->focus == VIEW_flow)
		screen->focus = VIEW_lesson;
	return screen->message_role != ROLE_ERROR;
}

/* Of what was done for the learner, the rules that it broke. */
static void tell_news(struct screen *screen, const struct trace *trace, uint64_t from, struct str *out)
{
	struct look look = screen_look(screen);

	if (trace == look.trace && from < look.cursor)
		tell_findings(&look, from, look.cursor, out);
}

/* What texts for the screen name can be typed here too: a key does what it does there, a number answers what was asked, and what a
 * prompt begins with may stand before its line. text: of REQUEST_TEXT_MAX and a word more. */
static const char *line_meant(const struct screen *screen, const char *line, char *text, size_t size)
{
	int key = keymap_key(line);
	const struct binding *binding = keymap_find(&screen->manners.keymap, key);

	if (act_predict_choice(screen, key))
		snprintf(text, size, "answer %s", line);
	else if (binding)
		snprintf(text, size, "%s", binding->line);
	else if (*line == '/')
		snprintf(text, size, "search %s", line + 1);
	else
		snprintf(text, size, "%s", line + (*line == ':'));
	return text;
}

/* Nothing stands open here: what the same request, or quit, would close on the screen is told again, or left. */
static void leave_told(struct screen *screen)
{
	if (screen->focus == VIEW_help || screen->focus == VIEW_course || screen->focus == VIEW_inject)
		screen->focus = VIEW_flow;
}

static bool do_line(struct screen *screen, const char *line, struct str *out)
{
	const struct trace *trace = session_trace(screen->session);
	uint64_t from = screen->session->cursor;
	struct request request;
	struct err err = { 0 };
	bool good;

	if (!*line || *line == '#')
		return true;
	leave_told(screen);
	good = goes_on(screen, line, &request) ? go_on(screen, &request) : screen_line(screen, line);
	if (good && request_read(&request, line, &err) && request.kind == REQUEST_COMMAND)
		session_seek(screen->session, UINT64_MAX);
	if (screen->session->running) /* nothing moves by itself here: run as far as a second goes */
		session_run(screen->session, SESSION_LIMIT / 1000);
	screen->session->running = false;
	screen->prompt.open = false;
	if (screen->message[0] && !(good && !says_a_mistake(screen) && of_lesson(screen, line) && screen->message_role != ROLE_DIM))
		str_format(out, "%s %s\n", good && !says_a_mistake(screen) ? "STATE" : "ERROR", screen->message);
	if (!request_read(&request, line, &err))
		return good;
	if (!good && request.kind == REQUEST_BUILD && screen->built.length)
		str_append(out, screen->built.text);
	if (!good)
		return false;
	if (of_lesson(screen, line) || request.kind == REQUEST_BUILD || redoes_sweep(screen, &request)) {
		tell_news(screen, trace, from, out);
		if (screen->focus == VIEW_course) /* the lesson is over: what there is */
			tell_view(screen, screen->focus, out);
		return true;
	}
	if (shows_view(&request))
		tell_view(screen, screen->focus, out);
	else if (screen->session->cursor != from || trace != session_trace(screen->session)) {
		tell_between(screen, trace == session_trace(screen->session) ? from : screen->session->cursor - 1, out);
		tell_state(screen, out);
		tell_stop(screen, &request, out);
		tell_watches(screen, out);
	} else if (request.kind == REQUEST_WATCH)
		tell_watches(screen, out);
	return true;
}

bool plain_line(struct screen *screen, const char *line, struct str *out)
{
	char text[2 * REQUEST_TEXT_MAX];
	const char *meant = line_meant(screen, line + strspn(line, " \t"), text, sizeof(text));
	bool good = do_line(screen, meant, out);
	size_t before = out->length;

	plain_lesson(screen, out);
	if (good && out->length == before && of_lesson(screen, meant))
		plain_lesson_open(screen, out);
	return good;
}

void plain_greet(struct screen *screen, const char *switched_on_by, struct str *out)
{
	str_format(out, say("msilab, plain text (%s). A command a line, or a key's name; 'help' lists them; 'quit' or the end of the input leaves."),
		   switched_on_by);
	str_append(out, "\n");
	if (screen->message[0])
		str_format(out, "STATE %s\n", screen->message);
	tell_state(screen, out);
	plain_lesson(screen, out);
}

static void tell_step(struct screen *screen, uint64_t from, uint64_t to, struct str *out)
{
	struct look look = screen_look(screen);

	for (uint64_t i = from; i < to; i++)
		if (tour_interesting(trace_at(look.trace, i)))
			tell_event(&look, i, out);
}

/* A paragraph of a stop, if it has it. form: with its %s */
static void tell_extra(const char *form, const char *text, struct str *out)
{
	struct str line = { 0 };

	if (!text)
		return;
	str_format(&line, say(form), say(text));
	plain_wrapped(line.text, out);
	str_free(&line);
}

void plain_tour(struct screen *screen, struct str *out)
{
	struct tour *tour = screen->tour;
	const struct tour_step *step;

	while ((step = tour_step(tour))) {
		const struct tour_span *span = &tour->span[tour->at];

		str_append(out, "\n");
		str_format(out, step->name ? say("STOP %u of %u: %s") : say("TOUR %u of %u: %s"), tour->at + 1, tour->steps, say(step->title));
		str_append(out, "\n");
		plain_wrapped(say(step->text), out);
		tell_extra(N_("QUESTION %s"), step->ask, out);
		tell_step(screen, span->before, span->target, out);
		session_seek(screen->session, span->target);
		if (span->target > span->before || step->name)
			tell_view(screen, view_named(step->view), out);
		tell_extra(N_("ANSWER %s"), step->reveal, out);
		tell_extra(N_("NOTES %s"), step->notes, out);
		tour->revealed = true;
		if (tour->kept && tour_last(tour))
			return;
		tour_next(tour, screen->session);
	}
}
