/* SPDX-License-Identifier: MIT */
/*
 * Rules read along: what the machine writes is judged at once, so a finding is there at the moment of its record. Time stops at
 * the first of its kind if the session is to stop; the machine then stands at the end of the event that did it, so that what is given
 * to it there is no fork.
 */
#include "sim/read/rule.h"
#include "tui/session_parts.h"

#define JUDGE_SLICE 100000

const struct finding *session_findings(const struct session *session, size_t *n)
{
	return rules_findings(session_here(session)->rules, n);
}

const struct rules *session_rules(const struct session *session)
{
	return session_here(session)->rules;
}

size_t session_findings_before(const struct session *session, uint64_t record)
{
	return rules_before(session_here(session)->rules, record);
}

/* What a ring has not kept cannot be judged. */
bool session_judged(const struct session *session)
{
	uint64_t next = rules_next(session_here(session)->rules);

	return next < trace_first(session_trace(session)) || next >= session_recorded(session);
}

bool session_judge(struct session *session, uint64_t records)
{
	struct rules *rules = session_here(session)->rules;

	if (!session_judged(session))
		rules_advance(rules, rules_next(rules) + records - 1);
	return session_judged(session);
}

bool session_judge_all(struct session *session, struct session_job *job)
{
	(void)job;
	return session_judge(session, JUDGE_SLICE);
}

bool session_stop_at(struct session *session, size_t place, uint64_t end)
{
	size_t n;
	const struct finding *findings = session_findings(session, &n);

	for (; session->stops && place < n && findings[place].record < end; place++)
		if (findings[place].severity == RULE_ERROR && findings[place].first == place) {
			session->running = false;
			session->outcome = SESSION_BROKEN;
			session_seek(session, findings[place].record + 1);
			if (session->job)
				session->job->at = session->job->n;
			return true;
		}
	return false;
}

bool session_stop_between(struct session *session, uint64_t from, uint64_t end)
{
	return session_stop_at(session, session_findings_before(session, from), end);
}

/* Time itself may pass without an event, and nothing being left to happen may be a finding. */
static void run_out(struct session *session, vtime until, uint64_t last)
{
	uint64_t before = session_recorded(session);

	sim_run(session->sim, until, last);
	if (session_recorded(session) > before)
		session->settled = session_recorded(session) - 1;
	rules_advance(session_here(session)->rules, UINT64_MAX);
}

bool session_events(struct session *session, vtime until, uint64_t last)
{
	size_t found;

	session_findings(session, &found);
	while (session->stops && sim_events(session->sim) < last && session_one_event(session, until))
		if (session_stop_at(session, found, UINT64_MAX))
			return true;
	run_out(session, until, last);
	return session_stop_at(session, found, UINT64_MAX);
}
