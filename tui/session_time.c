/* SPDX-License-Identifier: MIT */
/* The session's time: stepping, running, searching. */
#include <stdio.h>

#include "tui/session_parts.h"
#include "tui/tour.h"

#define SLICE_EVENTS 20000   /* of a tick at full speed: a few milliseconds */
#define FIND_EVENTS 40000    /* a search gives up after so many: nobody waits longer for a key */
#define RUN_EVENTS 2000000   /* likewise a run for a time that was asked for */
#define QUIET_EVENTS 100000  /* a step gives up after so many events without a record */

static void stopped_news(struct session *session)
{
	session->running = false;
	if (sim_stopped(session->sim))
		snprintf(session->news, sizeof(session->news), "the machine has stopped: a bugcheck; step back (,) and look");
	else
		snprintf(session->news, sizeof(session->news), "nothing is left to happen; give it a command (i or :)");
}

/* Runs until a record past the cursor is written. false: none will come. */
static bool run_to_record(struct session *session, vtime until)
{
	session_revive(session);
	if (!session->sim)
		return false;
	for (unsigned n = 0; session->cursor == session_recorded(session); n++) {
		if (sim_stopped(session->sim) || n == QUIET_EVENTS || !session_one_event(session, until)) {
			if (sim_stopped(session->sim) || sim_idle(session->sim))
				stopped_news(session);
			return false;
		}
	}
	return true;
}

void session_step(struct session *session, int64_t records)
{
	if (records < 0) {
		uint64_t back = (uint64_t)-records;

		session_seek(session, back < session->cursor ? session->cursor - back : 0);
		return;
	}
	while (records-- > 0) {
		if (session->cursor == session_recorded(session) && !run_to_record(session, VTIME_NEVER))
			return;
		session_seek(session, session->cursor + 1);
	}
}

/* The cursor after the last record at or before `time`. */
static uint64_t cursor_at(const struct session *session, vtime time)
{
	uint64_t low = trace_first(session_trace(session)), high = session_recorded(session);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (trace_at(session_trace(session), middle)->at <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void session_seek_time(struct session *session, vtime time)
{
	if (session->sim && cursor_at(session, time) == session_recorded(session)) {
		session_revive(session);
		if (time > sim_now(session->sim) && !sim_stopped(session->sim)) {
			uint64_t before = session_recorded(session);

			sim_run(session->sim, time, sim_events(session->sim) + RUN_EVENTS);
			if (sim_now(session->sim) < time && !sim_stopped(session->sim) && !sim_idle(session->sim))
				snprintf(session->news, sizeof(session->news), "stopped after %d events; run goes on", RUN_EVENTS);
			if (session_recorded(session) > before)
				session->settled = session_recorded(session) - 1;
		}
	}
	session_seek(session, cursor_at(session, time));
}

void session_run(struct session *session, vtime time)
{
	session_revive(session);
	if (!session->sim)
		return;
	session_seek_time(session, sim_now(session->sim) + time);
	session_seek(session, UINT64_MAX);
	if (sim_stopped(session->sim))
		stopped_news(session);
}

static bool find_back(struct session *session, bool (*wanted)(void *, const struct trace *, const struct record *), void *context)
{
	const struct trace *trace = session_trace(session);

	for (uint64_t i = session->cursor; i-- > trace_first(trace) + 1;) {
		if (i < session->cursor && wanted(context, trace, trace_at(trace, i - 1))) {
			session_seek(session, i);
			return true;
		}
	}
	return false;
}

bool session_find(struct session *session, int direction, vtime limit,
		  bool (*wanted)(void *context, const struct trace *trace, const struct record *record), void *context)
{
	uint64_t at = session->cursor;
	uint64_t last;
	vtime end;

	if (direction < 0)
		return find_back(session, wanted, context);
	for (; at < session_recorded(session); at++)
		if (wanted(context, session_trace(session), trace_at(session_trace(session), at))) {
			session_seek(session, at + 1);
			return true;
		}
	if (!limit || !session->sim)
		return false;
	session_seek(session, at);
	session_revive(session);
	end = sim_now(session->sim) + limit;
	last = sim_events(session->sim) + FIND_EVENTS;
	while (sim_events(session->sim) < last && run_to_record(session, end)) {
		const struct record *record = trace_at(session_trace(session), session->cursor);
		bool found = wanted(context, session_trace(session), record);

		session_seek(session, session->cursor + 1);
		if (found)
			return true;
	}
	return false;
}

static bool interesting(void *context, const struct trace *trace, const struct record *record)
{
	(void)context;
	(void)trace;
	return tour_interesting(record);
}

static bool tick_time(struct session *session, vtime ahead)
{
	const struct record *record = session->cursor ? trace_at(session_trace(session), session->cursor - 1) : NULL;

	if (record && session->shown < record->at)
		session->shown = record->at;
	session->shown += ahead;
	session_seek_time(session, session->shown);
	if (session->sim && session->cursor == session_recorded(session) && session->live == session->now && (sim_stopped(session->sim) || sim_idle(session->sim)))
		stopped_news(session);
	return true;
}

bool session_tick(struct session *session, unsigned ms)
{
	if (!session->running)
		return false;
	if (session->speed == SPEED_RECORDS) {
		if (!session_find(session, 1, SESSION_LIMIT, interesting, NULL))
			session->running = false;
		return true;
	}
	if (session->speed != SPEED_FULL)
		return tick_time(session, session->speed * (vtime)ms / 1000);
	session_revive(session);
	if (!session->sim) {
		session->running = false;
		return false;
	}
	sim_run(session->sim, VTIME_NEVER, sim_events(session->sim) + SLICE_EVENTS);
	session_seek(session, UINT64_MAX);
	session->settled = session->cursor ? session->cursor - 1 : 0;
	if (sim_stopped(session->sim) || sim_idle(session->sim))
		stopped_news(session);
	return true;
}
