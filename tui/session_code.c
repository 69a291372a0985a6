/* SPDX-License-Identifier: MIT */
/*
 * Stepping through driver code. Places of code are no records: they are told by a replay of the branch that is watched (sim_watch),
 * which gives the same records again and a code log beside them. Going back is looking it up; going on past its end runs the machine.
 */
#include "tui/codelog.h"
#include "tui/session_parts.h"

#define NEAR 100000 /* records: this near to the end the log is that of the end, and grows on */

/* The log tells of the branch looked at, around the cursor. */
static bool ready(const struct session *session)
{
	return session->code && session->code_generation == session->generation && codelog_covers(session->code, session->cursor);
}

void session_code_forget(struct session *session)
{
	if (session->sim)
		sim_watch(session->sim, NULL, NULL);
	codelog_free(session->code);
	session->code = NULL;
	session->code_at = 0;
}

/* The branch once more, watched: its trace is the same. */
static void watch_again(struct session *session, struct session_job *job)
{
	uint64_t end = session_recorded(session);

	session_code_forget(session);
	session->code = codelog_new(end - session->cursor > NEAR ? session->cursor : UINT64_MAX);
	session->live = SESSION_NOBODY;
	session_revive(session, job);
	sim_watch(session->sim, codelog_note, session->code);
	session->code_generation = session->generation + 1; /* session_install's */
}

static bool found_at(struct session *session, struct session_job *job, uint64_t number)
{
	session->outcome = SESSION_DONE;
	session_seek(session, codelog_at(session->code, number)->record);
	session->code_at = number + 1;
	session->code_cursor = session->cursor;
	job->at = job->n;
	return true;
}

/* The place where the cursor is: as stepped to, else the last one that the CPU of the record reached before it. */
static uint64_t place_now(const struct session *session, unsigned cpu)
{
	if (session_code_at(session) != CODELOG_NONE)
		return session_code_at(session);
	return codelog_before(session->code, cpu, session->cursor);
}

uint64_t session_code_at(const struct session *session)
{
	if (!session->code || !session->code_at || session->code_generation != session->generation || session->code_cursor != session->cursor)
		return CODELOG_NONE;
	return session->code_at - 1;
}

static bool start(struct session *session, struct session_job *job)
{
	uint64_t now = place_now(session, job->cpu);

	job->origin = now;
	job->place = now == CODELOG_NONE ? codelog_first(session->code) : now + 1;
	if (job->backwards && now == CODELOG_NONE)
		job->at = job->n;
	else if (job->backwards)
		job->place = now;
	job->last = sim_events(session->sim) + SESSION_CODE_EVENTS;
	return true;
}

static bool code_back(struct session *session, struct session_job *job)
{
	for (unsigned n = 0; n < SESSION_SLICE_RECORDS; n++) {
		if (!codelog_at(session->code, job->place - 1)) /* also where place is 0 */
			return true;
		job->place--;
		if (job->code_wanted(job->context, session, job->origin, job->place))
			return found_at(session, job, job->place);
	}
	return false;
}

static bool code_on(struct session *session, struct session_job *job)
{
	for (unsigned n = 0; n < SESSION_SLICE_RECORDS; n++) {
		if (job->place < session->code->n) {
			if (job->code_wanted(job->context, session, job->origin, job->place))
				return found_at(session, job, job->place);
			job->place++;
			continue;
		}
		if (session->code->closed || sim_stopped(session->sim) || sim_events(session->sim) >= job->last ||
		    !session_one_event(session, VTIME_NEVER)) {
			session_seek(session, UINT64_MAX);
			return true;
		}
	}
	return false;
}

bool session_code_find(struct session *session, int direction, unsigned cpu, session_code_wanted *wanted, void *context)
{
	struct session_job *job;

	if (session_frozen(session) || !(job = session_job_new(session, SESSION_SEARCHING)))
		return false;
	session->running = false;
	session->outcome = SESSION_NOT_FOUND;
	job->code_wanted = wanted;
	job->context = context;
	job->cpu = cpu;
	job->backwards = direction < 0;
	if (!ready(session) || session->live != session->now)
		watch_again(session, job);
	session_job_step(job, start);
	session_job_step(job, direction < 0 ? code_back : code_on);
	session_begun(session);
	return session->outcome == SESSION_DONE || session->job;
}
