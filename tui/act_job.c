/* SPDX-License-Identifier: MIT */
/* What is said of the state of things: the title's right side, a job's progress, and what follows when a job ends. */
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "tui/act.h"

void act_after(struct screen *screen, void (*after)(struct screen *screen))
{
	screen->after = after;
	act_ended(screen);
}

void act_ended(struct screen *screen)
{
	void (*after)(struct screen *) = screen->after;

	if (session_busy(screen->session))
		return;
	screen->after = NULL;
	if (after)
		after(screen);
	else
		act_news(screen);
	act_lesson_work(screen);
}

static const char *reached(const struct screen *screen, char text[32])
{
	return vtime_text(trace_at(session_trace(screen->session), screen->session->cursor - 1)->at, text, 32);
}

const char *act_progress(const struct screen *screen, char *text, size_t size)
{
	unsigned percent;
	char now[32];

	switch (session_doing(screen->session, &percent)) {
	case SESSION_REPLAYING:
		snprintf(text, size, say("replaying the journal: %u %%; Esc stops it"), percent);
		break;
	case SESSION_RUNNING:
		snprintf(text, size, say("running: %s, %u %%; Esc stops it"), reached(screen, now), percent);
		break;
	case SESSION_SEARCHING:
		snprintf(text, size, say("searching: %s, %u %%; Esc stops it"), reached(screen, now), percent);
		break;
	case SESSION_COMPARING:
		snprintf(text, size, say("comparing: %u %%; Esc stops it"), percent);
		break;
	default:
		text[0] = '\0';
	}
	return text;
}

/* Nothing happens after a bugcheck: it is among the last records. */
static const struct record *bugcheck_of(const struct screen *screen)
{
	const struct trace *trace = session_trace(screen->session);
	uint64_t n = trace_count(trace);

	if (screen->session->scene->bugcheck != UINT64_MAX)
		return trace_at(trace, screen->session->scene->bugcheck);
	for (unsigned i = 0; i < 64 && n > trace_first(trace); i++)
		if (trace_at(trace, --n)->kind == R_BUGCHECK)
			return trace_at(trace, n);
	return NULL;
}

bool act_bugcheck(const struct screen *screen, bool *ahead, char *text, size_t size)
{
	const struct record *record = bugcheck_of(screen);

	if (!record)
		return false;
	*ahead = record->number >= screen->session->cursor;
	snprintf(text, size, "0x%02llX %s", (unsigned long long)record->w[0], trace_text_of(session_trace(screen->session), record->w[1]));
	return true;
}

/* Whose move it is in a tour or a presentation; NULL: it has no say. */
static const char *tour_state(const struct screen *screen)
{
	const struct session *session = screen->session;

	if (screen->tour && tour_strays(screen->tour, session))
		return N_("r: back to the stop");
	if (screen->tour && tour_plays(screen->tour, session))
		return screen->tour->kept ? N_("this is what happens") : N_("the tour shows what happens");
	if (screen->tour && tour_waits(screen->tour, session) && !tour_last(screen->tour))
		return screen->tour->kept ? N_("Enter: the next stop") : N_("Enter: the tour goes on");
	return screen->tour && screen->tour->kept && tour_leads(screen->tour, session) ? N_("Enter: what comes of it") : NULL;
}

/* Words for where one is, with the bugcheck's own where there is room for them. */
static void paused(const struct screen *screen, int columns, char *text, size_t size)
{
	char bugcheck[100];
	bool ahead, past = !session_newest(screen->session);

	if (tour_state(screen)) {
		snprintf(text, size, "%s", say(tour_state(screen)));
		return;
	}
	if (!act_bugcheck(screen, &ahead, bugcheck, sizeof(bugcheck))) {
		snprintf(text, size, "%s", past ? say("paused, in the past") : say("paused"));
		return;
	}
	snprintf(text, size, ahead ? say("in the past, before bugcheck %s") : say("stopped: bugcheck %s"), bugcheck);
	if ((int)text_columns(text) < columns)
		return;
	bugcheck[strcspn(bugcheck, " ")] = '\0';
	snprintf(text, size, ahead ? say("in the past, before bugcheck %s") : say("stopped: bugcheck %s"), bugcheck);
}

void act_state(const struct screen *screen, int columns, char *text, size_t size)
{
	const struct session *session = screen->session;
	char state[120], branch[40] = "";
	unsigned percent;

	if (session->branches > 1)
		snprintf(branch, sizeof(branch), say("branch %u of %u  "), session->now + 1, session->branches);
	if (session_doing(session, &percent) != SESSION_IDLE)
		snprintf(state, sizeof(state), "%u %%", percent);
	else if (session->running)
		snprintf(state, sizeof(state), "%s", say("running"));
	else
		paused(screen, columns - (int)text_columns(branch), state, sizeof(state));
	if ((int)(text_columns(branch) + text_columns(state)) > columns)
		branch[0] = '\0'; /* it gives way whole */
	snprintf(text, size, "%s%s ", branch, state);
}
