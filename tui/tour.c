/* SPDX-License-Identifier: MIT */
/* The tour. Where it stands is a step and a cursor; going back is looking, so nothing has to be undone. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/trace/record.h"
#include "tui/tour.h"

#define RECORD_MS 350      /* a record is looked at so long */
#define READ_MS_A_LETTER 55 /* people read about 18 letters a second when much is new */
#define COMMANDS_MAX 200
#define STEP_LIMIT 10000000 /* ns: a step is over long before */

static const struct tour_step tour_steps[] = {
#define STEP(title, view, commands, until, text) { title, text, commands, until, view, NULL, NULL, NULL, NULL },
#include "tui/tour.def"
#undef STEP
};

#define STEPS_N (sizeof(tour_steps) / sizeof(*tour_steps))

void tour_init(struct tour *tour)
{
	*tour = (struct tour){ .steps = STEPS_N, .list = tour_steps };
	tour->span = mem_new(STEPS_N * sizeof(*tour->span));
}

void tour_init_stops(struct tour *tour, const struct tour_step *stops, unsigned n)
{
	*tour = (struct tour){ .steps = n, .list = stops, .held = true, .kept = true };
	tour->span = mem_new(n * sizeof(*tour->span));
}

void tour_words(const struct tour *tour, struct str *out)
{
	const struct tour_step *step = tour_step(tour);

	str_append(out, step ? say(step->text) : "");
	if (step && step->ask)
		str_format(out, "\n? %s", say(step->ask));
	if (step && step->ask && tour->revealed)
		str_format(out, "\n= %s", say(step->reveal));
}

void tour_fini(struct tour *tour)
{
	mem_free(tour->span);
}

const struct tour_step *tour_step(const struct tour *tour)
{
	return tour->at < tour->steps ? &tour->list[tour->at] : NULL;
}

bool tour_last(const struct tour *tour)
{
	return tour->at + 1 >= tour->steps;
}

bool tour_interesting(const struct record *record)
{
	switch (record->kind) {
	case R_CMD_TAKE:
	case R_PNP_REQUIRE:
	case R_PNP_GRANT:
	case R_PNP_STATE:
	case R_DEV_DESC_WRITE:
	case R_DEV_CAUSE_SET:
	case R_LINE_ASSERT:
	case R_LINE_DEASSERT:
	case R_IOAPIC_SEND:
	case R_MSI_SEND:
	case R_MSI_PEND:
	case R_PBA_SET:
	case R_APIC_ACCEPT:
	case R_APIC_DELIVER:
	case R_APIC_EOI:
	case R_ISR_CONNECT:
	case R_ISR_DISCONNECT:
	case R_ISR_ENTER:
	case R_ISR_EXIT:
	case R_DPC_QUEUE:
	case R_DPC_ENTER:
	case R_DPC_EXIT:
	case R_NBL_INDICATE:
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
		return true;
	default:
		return false;
	}
}

bool tour_reached(const char *until, const struct record *record)
{
	size_t n = strcspn(until, " ");
	const char *name = record_forms[record->kind].name;

	if (strlen(name) != n || strncmp(name, until, n))
		return false;
	return !until[n] || !strcmp(record_symbol("state", record->w[0]), until + n + 1);
}

static bool reached(void *context, const struct trace *trace, const struct record *record)
{
	(void)trace;
	return tour_reached(context, record);
}

/* A step may wait for what its command does at once: the search begins at the command's record. */
static void give_command(struct session *session, const char *line)
{
	uint64_t end = trace_count(session_trace(session));
	struct err err = { 0 };
	vtime time;

	if (!strncmp(line, "until ", 6))
		session_find(session, 1, STEP_LIMIT, reached, (void *)(uintptr_t)(line + 6));
	else if (!strncmp(line, "run ", 4) && vtime_parse(line + 4, &time))
		session_run(session, time);
	else {
		session_seek(session, UINT64_MAX);
		must(session_command(session, line, &err)); /* presentation_read has tried the lines of a file */
	}
	session_finish(session);
	if (session->cursor > end && trace_at(session_trace(session), end)->kind == R_CMD_TAKE)
		session_seek(session, end + 1);
}

/* `show KIND`: the picture begins at the first record of this kind that the step wrote, else at the last one before it; `show`: at what
 * the step leads to. */
static void begin_picture(struct tour_span *span, struct session *session, const char *kind)
{
	const struct trace *trace = session_trace(session);
	uint64_t number = tour_shows(span, trace, kind);

	if (!*kind)
		span->start = span->target;
	else if (number != UINT64_MAX)
		span->start = number + 1;
}

uint64_t tour_shows(const struct tour_span *span, const struct trace *trace, const char *kind)
{
	for (uint64_t i = span->before; i < span->target; i++)
		if (tour_reached(kind, trace_at(trace, i)))
			return i;
	for (uint64_t i = span->before; i-- > 0;)
		if (tour_reached(kind, trace_at(trace, i)))
			return i;
	return UINT64_MAX;
}

static void each_command(struct tour_span *span, struct session *session, const char *commands, bool show)
{
	while (*commands) {
		size_t n = strcspn(commands, ";");
		char line[COMMANDS_MAX];

		snprintf(line, sizeof(line), "%.*s", (int)n, commands);
		if (!strncmp(line, "show", 4) == show) {
			if (show)
				begin_picture(span, session, line + 4 + strspn(line + 4, " "));
			else
				give_command(session, line);
		}
		commands += n + strspn(commands + n, "; ");
	}
}

/* Lets the machine do all of this step at once, then goes back to its beginning: what is shown is looked at record by record. */
static void begin_step(struct tour *tour, struct session *session)
{
	const struct tour_step *step = tour_step(tour);
	struct tour_span *span = &tour->span[tour->at];

	session_finish(session);
	if (tour->kept && tour->at) {
		session_look(session, tour->branch);
		session_seek(session, tour->span[tour->at - 1].end);
	} else {
		session_seek(session, UINT64_MAX);
	}
	span->before = span->start = session->cursor;
	each_command(span, session, step->commands, false);
	if (step->until[0])
		session_find(session, 1, STEP_LIMIT, reached, (void *)(uintptr_t)step->until);
	session_finish(session);
	span->target = session->cursor;
	span->end = trace_count(session_trace(session));
	tour->branch = session->now;
	each_command(span, session, step->commands, true);
	tour->begun = tour->at + 1;
	session_seek(session, span->start);
}

/* Where this step leads; a person who forked off may look at a branch that ends before. */
static uint64_t target_of(const struct tour *tour, const struct session *session)
{
	uint64_t end = trace_count(session_trace(session)), target = tour->span[tour->at].target;

	return target < end ? target : end;
}

/* A step that was begun before is only looked at. */
static void enter_step(struct tour *tour, struct session *session)
{
	tour->waited_ms = 0;
	tour->page = 0;
	tour->revealed = false;
	if (tour->at >= tour->begun) {
		begin_step(tour, session);
		return;
	}
	if (tour->kept)
		session_look(session, tour->branch);
	session_seek(session, tour->span[tour->at].start);
}

void tour_begin(struct tour *tour, struct session *session)
{
	tour->at = 0;
	enter_step(tour, session);
}

void tour_return(struct tour *tour, struct session *session)
{
	if (!tour_step(tour))
		return;
	session_finish(session);
	session_look(session, tour->branch);
	session_seek(session, target_of(tour, session));
}

void tour_next(struct tour *tour, struct session *session)
{
	if (!tour_step(tour))
		return;
	if (tour_strays(tour, session)) {
		tour_return(tour, session);
		return;
	}
	if (tour->page + 1 < tour->pages) {
		tour->page++;
		tour->waited_ms = 0;
		return;
	}
	if (tour_leads(tour, session)) {
		session_seek(session, target_of(tour, session));
		tour->waited_ms = 0;
		return;
	}
	if (tour_step(tour)->ask && !tour->revealed) {
		tour->revealed = true;
		return;
	}
	if (tour->kept && tour_last(tour)) /* a class sees the last stop until somebody goes */
		return;
	tour->at++;
	if (tour_step(tour))
		enter_step(tour, session);
}

void tour_previous(struct tour *tour, struct session *session)
{
	if (!tour->at)
		return;
	tour->at--;
	tour->page = 0;
	tour->held = tour->revealed = true;
	if (tour->kept)
		session_look(session, tour->branch);
	session_seek(session, tour->span[tour->at].target);
}

bool tour_strays(const struct tour *tour, const struct session *session)
{
	return tour_step(tour) && tour->kept && (session->now != tour->branch || session->cursor > tour->span[tour->at].end);
}

bool tour_leads(const struct tour *tour, const struct session *session)
{
	return tour_step(tour) && session->cursor < target_of(tour, session);
}

bool tour_plays(const struct tour *tour, const struct session *session)
{
	return tour_step(tour) && !tour->held && session->cursor >= tour->span[tour->at].before &&
	       session->cursor < target_of(tour, session);
}

bool tour_waits(const struct tour *tour, const struct session *session)
{
	return tour_step(tour) && session->cursor == target_of(tour, session);
}

/* The text is turned page by page as it is read; after the last page the next step comes. */
static bool turn(struct tour *tour, struct session *session, const struct tour_step *step)
{
	unsigned pages = tour->pages ? tour->pages : 1;
	bool last = tour->page + 1 >= pages;

	if (tour->waited_ms < strlen(step->text) * READ_MS_A_LETTER / pages || (last && tour->at + 1 == tour->steps))
		return false;
	tour_next(tour, session);
	return true;
}

bool tour_tick(struct tour *tour, struct session *session, unsigned ms)
{
	const struct tour_step *step = tour_step(tour);

	if (!step || tour->held)
		return false;
	tour->waited_ms += ms;
	if (session->cursor < target_of(tour, session)) {
		if (tour->waited_ms < RECORD_MS)
			return false;
		tour->waited_ms = 0;
		do
			session_seek(session, session->cursor + 1);
		while (session->cursor < target_of(tour, session) &&
		       !tour_interesting(trace_at(session_trace(session), session->cursor - 1)));
		return true;
	}
	return turn(tour, session, step);
}
