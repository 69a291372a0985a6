/* SPDX-License-Identifier: MIT */
/* Jobs of a session: whatever may take longer than a key should wait, in slices. */
#include <stdio.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/session_parts.h"

struct session_job *session_job_new(struct session *session, enum session_doing doing)
{
	if (session->job)
		return NULL;
	session->outcome = SESSION_DONE;
	session->job = mem_new(sizeof(*session->job));
	session->job->doing = doing;
	session->job->records = UINT64_MAX;
	return session->job;
}

void session_job_step(struct session_job *job, session_step_run *step)
{
	must(job->n < SESSION_STEPS_MAX);
	job->step[job->n++] = step;
}

void session_begun(struct session *session)
{
	if (!session->edge.slices)
		session_finish(session);
}

bool session_busy(const struct session *session)
{
	return session->job != NULL;
}

static void job_free(struct session *session)
{
	mem_free(session->job->line);
	mem_free(session->job);
	session->job = NULL;
}

void session_slice(struct session *session)
{
	struct session_job *job = session->job;

	if (!job)
		return;
	if (job->at < job->n && job->step[job->at](session, job))
		job->at++;
	if (job->at >= job->n)
		job_free(session);
}

void session_finish(struct session *session)
{
	while (session->job)
		session_slice(session);
}

static unsigned percent_of(uint64_t done, uint64_t whole)
{
	return done >= whole ? 99 : (unsigned)((double)done * 100 / (double)whole);
}

enum session_doing session_doing(const struct session *session, unsigned *percent)
{
	const struct session_job *job = session->job;
	vtime done;

	*percent = 0;
	if (!job)
		return SESSION_IDLE;
	done = session->sim ? sim_now(session->sim) - job->from : 0;
	if (job->whole)
		*percent = percent_of(job->scanned, job->whole);
	else if (job->to > job->from && done > 0)
		*percent = percent_of((uint64_t)done, (uint64_t)(job->to - job->from));
	return job->doing;
}

static bool compute(struct session *session, struct session_job *job)
{
	unsigned percent = 0;
	bool over = job->compute(job->context, &percent);

	(void)session;
	job->scanned = percent;
	return over;
}

bool session_compute(struct session *session, session_compute_slice *slice, void *context)
{
	struct session_job *job = session_job_new(session, SESSION_COMPARING);

	if (!job)
		return false;
	job->compute = slice;
	job->context = context;
	job->whole = 100;
	session_job_step(job, compute);
	session_begun(session);
	return true;
}

/* It leaves things as they were, whatever was done of it. */
static bool changes_nothing(const struct session *session, enum session_doing doing)
{
	return doing == SESSION_COMPARING || (doing == SESSION_REPLAYING && !session->job->start);
}

void session_interrupt(struct session *session)
{
	unsigned percent;

	if (!session->job)
		return;
	if (changes_nothing(session, session_doing(session, &percent)))
		snprintf(session->news, sizeof(session->news), say("stopped at %u %%: nothing has changed"), percent);
	else
		snprintf(session->news, sizeof(session->news), say("stopped at %u %%: this is what was reached"), percent);
	session->outcome = SESSION_INTERRUPTED;
	session->running = false;
	session_replay_dropped(session, session->job);
	if (session->code_generation > session->generation)
		session_code_forget(session);
	job_free(session);
}
