/* SPDX-License-Identifier: MIT */
/* The session's time: stepping, running, searching. While a job runs the machine on, the cursor follows. */
#include <stdio.h>

#include "sim/base/say.h"
#include "tui/session_parts.h"
#include "tui/tour.h"

#define GIVE_UP_EVENTS 2000000 /* a run or a search gives up after so many; asked again it goes on */

void session_stopped_news(struct session *session)
{
	session->running = false;
	if (session_exhausted(session))
		snprintf(session->news, sizeof(session->news), say("the event budget of %llu is used up: the machine goes on no more"),
			 (unsigned long long)session->edge.budget);
	else if (sim_stopped(session->sim))
		snprintf(session->news, sizeof(session->news), "%s", say("the machine has stopped: a bugcheck; step back (,) and look"));
	else
		snprintf(session->news, sizeof(session->news), "%s", say("nothing is left to happen; give it a command (i or :)"));
}

bool session_frozen(const struct session *session)
{
	return session->saved || session->held;
}

static bool over(const struct session *session)
{
	return sim_stopped(session->sim) || sim_idle(session->sim) || session_exhausted(session);
}

/* From here on the machine runs, for at most so long and so many events. */
static bool set_off(struct session *session, struct session_job *job)
{
	job->last = session_most(session, GIVE_UP_EVENTS);
	job->from = sim_now(session->sim);
	if (job->limit)
		job->time = job->limit == VTIME_NEVER ? VTIME_NEVER : job->from + job->limit;
	job->to = job->time == VTIME_NEVER ? job->from : job->time;
	session_findings(session, &job->findings);
	return true;
}

/* ---- steps ---- */

/* Single events until the cursor wanted is recorded. */
static bool step_on(struct session *session, struct session_job *job)
{
	unsigned n = 0;

	while (session_recorded(session) < job->place && !session_stop_at(session, job->findings, job->place) && n < SESSION_SLICE_EVENTS && sim_events(session->sim) < job->last &&
	       !sim_stopped(session->sim) && session_one_event(session, VTIME_NEVER))
		n++;
	if (session_stop_at(session, job->findings, job->place))
		return true;
	session_seek(session, job->place);
	if (session->cursor == job->place)
		return true;
	if (n == SESSION_SLICE_EVENTS)
		return false;
	if (over(session))
		session_stopped_news(session);
	return true;
}

void session_step(struct session *session, int64_t records)
{
	uint64_t back = (uint64_t)-records, target = session->cursor + (uint64_t)records;
	struct session_job *job;

	if (records < 0 || target <= session_recorded(session) || session_frozen(session)) {
		session_seek(session, records < 0 ? (back < session->cursor ? session->cursor - back : 0) : target);
		return;
	}
	if (!(job = session_job_new(session, SESSION_RUNNING)))
		return;
	session_revive(session, job);
	job->limit = VTIME_NEVER;
	session_job_step(job, set_off);
	session_job_step(job, step_on);
	job->place = target;
	session_begun(session);
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

static bool run_on(struct session *session, struct session_job *job)
{
	uint64_t bound = sim_events(session->sim) + SESSION_SLICE_EVENTS;

	if (session_events(session, job->time, bound < job->last ? bound : job->last))
		return true;
	session_seek(session, UINT64_MAX);
	if (sim_events(session->sim) >= job->last && sim_now(session->sim) < job->time && !over(session))
		snprintf(session->news, sizeof(session->news), say("stopped after %d events; run goes on"), GIVE_UP_EVENTS);
	return sim_events(session->sim) < bound || sim_events(session->sim) >= job->last;
}

static bool place_time(struct session *session, struct session_job *job)
{
	session_seek(session, cursor_at(session, job->time));
	return true;
}

static bool say_stopped(struct session *session, struct session_job *job)
{
	(void)job;
	if (sim_stopped(session->sim) || session_exhausted(session))
		session_stopped_news(session);
	return true;
}

/* The machine is, or will be, at the end of what is recorded: only then can it have more to tell. */
static bool lies_ahead(const struct session *session, vtime time)
{
	if (session_frozen(session) || cursor_at(session, time) < session_recorded(session))
		return false;
	return session->live != session->now || (time > sim_now(session->sim) && !sim_stopped(session->sim));
}

void session_seek_time(struct session *session, vtime time)
{
	struct session_job *job;

	if (!lies_ahead(session, time)) {
		session_seek(session, cursor_at(session, time));
		return;
	}
	if (!(job = session_job_new(session, SESSION_RUNNING)))
		return;
	session_revive(session, job);
	job->time = time;
	session_job_step(job, set_off);
	session_job_step(job, run_on);
	session_job_step(job, place_time);
	session_begun(session);
}

/* What the last event did after the record where time stopped. */
static bool rest_of_event(struct session *session)
{
	return session_newest(session) && session_stop_between(session, session->cursor, session_recorded(session));
}

void session_run(struct session *session, vtime time)
{
	struct session_job *job;

	if (session_frozen(session) || rest_of_event(session) || !(job = session_job_new(session, SESSION_RUNNING)))
		return;
	session_revive(session, job);
	job->limit = time;
	session_job_step(job, set_off);
	if (time)
		session_job_step(job, run_on);
	session_job_step(job, say_stopped);
	session_begun(session);
}

/* ---- searching ---- */

static bool found_at(struct session *session, struct session_job *job, uint64_t cursor)
{
	session->outcome = SESSION_DONE;
	session_seek(session, cursor);
	job->at = job->n; /* whatever steps are left are not needed */
	if (job->stops)
		session_stop_between(session, cursor - 1, cursor);
	return true;
}

static bool accepts(const struct session *session, const struct session_job *job, uint64_t number)
{
	const struct trace *trace = session_trace(session);

	return job->wanted(job->context, trace, trace_at(trace, number));
}

static bool search_back(struct session *session, struct session_job *job)
{
	uint64_t first = trace_first(session_trace(session));

	for (unsigned n = 0; n < SESSION_SLICE_RECORDS; n++) {
		if (job->place <= first + 1)
			return true;
		job->place--;
		if (accepts(session, job, job->place - 1))
			return found_at(session, job, job->place);
	}
	job->scanned += SESSION_SLICE_RECORDS;
	return false;
}

/* What is recorded already. */
static bool search_on(struct session *session, struct session_job *job)
{
	for (unsigned n = 0; n < SESSION_SLICE_RECORDS; n++, job->place++) {
		if (job->place >= session_recorded(session))
			return true;
		if (accepts(session, job, job->place))
			return found_at(session, job, job->place + 1);
	}
	job->scanned += SESSION_SLICE_RECORDS;
	return false;
}

/* Who lets time pass goes from event to event: where nothing is left to happen no second goes by unseen. */
static bool search_event(struct session *session, const struct session_job *job)
{
	if (!job->stops)
		return session_one_event(session, job->time);
	return sim_now(session->sim) < job->time && session_one_event(session, VTIME_NEVER);
}

static bool search_run(struct session *session, struct session_job *job)
{
	for (unsigned n = 0; n < SESSION_SLICE_EVENTS; n++) {
		for (; job->place < session_recorded(session); job->place++)
			if (accepts(session, job, job->place))
				return found_at(session, job, job->place + 1);
		if (session_stop_at(session, job->findings, job->place))
			return true;
		if (sim_events(session->sim) >= job->last || sim_stopped(session->sim) || !search_event(session, job)) {
			session_seek(session, UINT64_MAX);
			if (over(session))
				session_stopped_news(session);
			return true;
		}
	}
	session_seek(session, UINT64_MAX);
	return false;
}

static bool search_in_vain(struct session *session, struct session_job *job)
{
	session->running = session->running && !job->stops;
	return true;
}

/* What is recorded holds nothing: the machine goes on, if it may. */
static bool at_end(struct session *session, struct session_job *job)
{
	job->whole = 0;
	if (job->limit && !session_frozen(session)) {
		session_seek(session, UINT64_MAX);
		job->place = session->cursor;
		session_revive(session, job);
		session_job_step(job, set_off);
		session_job_step(job, search_run);
	}
	session_job_step(job, search_in_vain);
	return true;
}

static bool begin_search(struct session *session, int direction, vtime limit,
			 bool (*wanted)(void *, const struct trace *, const struct record *), void *context, bool stops)
{
	struct session_job *job = session_job_new(session, SESSION_SEARCHING);

	if (!job)
		return false;
	job->wanted = wanted;
	job->context = context;
	job->stops = stops;
	job->place = session->cursor;
	job->limit = direction < 0 ? 0 : limit;
	job->whole = direction < 0 ? session->cursor : session_recorded(session) - session->cursor;
	session->outcome = SESSION_NOT_FOUND;
	if (!session_judged(session))
		session_job_step(job, session_judge_all);
	session_job_step(job, direction < 0 ? search_back : search_on);
	session_job_step(job, at_end);
	session_begun(session);
	return session->outcome == SESSION_DONE || session->job;
}

bool session_find(struct session *session, int direction, vtime limit,
		  bool (*wanted)(void *context, const struct trace *trace, const struct record *record), void *context)
{
	return begin_search(session, direction, limit, wanted, context, false);
}

/* ---- time passes for the viewer ---- */

static bool interesting(void *context, const struct trace *trace, const struct record *record)
{
	struct session *session = context;

	(void)trace;
	return tour_interesting(record) || session_findings_before(session, record->number) < session_findings_before(session, record->number + 1);
}

static bool tick_time(struct session *session, vtime ahead)
{
	const struct record *record = session->cursor ? trace_at(session_trace(session), session->cursor - 1) : NULL;

	if (record && session->shown < record->at)
		session->shown = record->at;
	session->shown += ahead;
	if (session_stop_between(session, session->cursor, cursor_at(session, session->shown)))
		return true;
	session_seek_time(session, session->shown);
	if (!session->job && session->sim && session->cursor == session_recorded(session) && session->live == session->now && over(session))
		session_stopped_news(session);
	return true;
}

static bool tick_full(struct session *session)
{
	if (session_frozen(session)) {
		session->running = false;
		return false;
	}
	if (session->live != session->now) {
		session_run(session, 0); /* the machine becomes this branch's first */
		return true;
	}
	if (rest_of_event(session) || session_events(session, VTIME_NEVER, session_most(session, SESSION_TICK_EVENTS)))
		return true;
	session_seek(session, UINT64_MAX);
	if (over(session))
		session_stopped_news(session);
	return true;
}

bool session_tick(struct session *session, unsigned ms)
{
	if (!session->running || session->job)
		return false;
	if (session->speed == SPEED_RECORDS)
		begin_search(session, 1, SESSION_LIMIT, interesting, session, true);
	else if (session->speed == SPEED_FULL)
		return tick_full(session);
	else
		tick_time(session, session->speed * (vtime)ms / 1000);
	return true;
}
