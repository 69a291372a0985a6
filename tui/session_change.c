/* SPDX-License-Identifier: MIT */
/* Changing: commands, undo and redo, the same journal under another policy. Each is a replay, or none is needed. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/session_parts.h"

void session_forget_undone(struct session *session)
{
	for (size_t i = 0; i < session->undone_n; i++)
		mem_free(session->undone[i].line);
	session->undone_n = 0;
}

/* The branch from here: the journal replayed up to the cursor. */
static void fork_here(struct session *session, struct session_job *job)
{
	job->aside = session_branch_new(session_journal(session));
	job->aside->forked_at = session->cursor;
	job->journal = session_journal(session);
	job->commands = job->journal->n;
	job->records = job->target = session->cursor;
	job->to = trace_at(session_trace(session), session->cursor - 1)->at;
	job->time = session->fork_time;
	session_build(session, job->aside);
	session_job_step(job, session_replay);
	session_job_step(job, session_replay_rest);
	session_job_step(job, session_install);
}

static bool apply_command(struct session *session, struct session_job *job)
{
	struct command command;
	struct err err = { 0 };

	must(command_read(&command, job->line, &err));
	session_apply(session, &command);
	journal_append(&session_here(session)->journal, &command);
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
	if (job->again)
		mem_free(session->undone[--session->undone_n].line);
	else if (!job->ends)
		session_forget_undone(session);
	session_tell_edge(session, job->kept ? session_journal(session)->n - 1 : 0);
	return true;
}

static bool may_give(struct session *session, const char *line, struct err *err)
{
	struct command command;
	bool good;

	if (session->saved)
		return err_set(err, "this is a saved trace: it can be looked at, no command can be given");
	if (session->job)
		return err_set(err, "something is under way: Esc stops it");
	good = command_read(&command, line, err) &&
	       (!session->edge.bring || session->edge.bring(session->edge.context, &command,
							    &session_here(session)->journal.machine.inputs, err));
	command_free(&command);
	return good;
}

bool session_command(struct session *session, const char *line, struct err *err)
{
	bool past = !session_newest(session);
	struct session_job *job;

	if (!may_give(session, line, err))
		return false;
	session->running = false;
	job = session_job_new(session, SESSION_REPLAYING);
	job->line = mem_copy_text(line);
	job->kept = !past;
	if (past)
		fork_here(session, job);
	else
		session_revive(session, job);
	session_job_step(job, apply_command);
	if (job->n == 1)
		session_finish(session); /* nothing to replay: it is done at once */
	session_begun(session);
	return true;
}

static bool taken_back(struct session *session, struct session_job *job)
{
	const struct journal *before = &session->branch[session_here(session)->from]->journal;

	for (size_t i = job->commands + job->back; i-- > job->commands;) {
		const struct command *command = &before->commands[i];

		mem_grow(&session->undone, &session->undone_room, session->undone_n + 1, sizeof(*session->undone));
		session->undone[session->undone_n++] = (struct session_undone){ mem_copy_text(command->text), command->at, command->event, i > job->commands };
	}
	session_seek(session, UINT64_MAX);
	session_tell_edge(session, 0);
	return true;
}

/* The last that is no bookmark; 0: none. */
static size_t commands_of_person(const struct journal *journal)
{
	size_t n = journal->n;

	while (n && session_is_bookmark(&journal->commands[n - 1]))
		n--;
	return n;
}

/* The records before the n-th command of the branch looked at. */
static uint64_t records_before(const struct session *session, size_t command)
{
	const struct trace *trace = session_trace(session);
	size_t left = session_journal(session)->n - command;
	uint64_t n = trace_count(trace);

	while (left && n > trace_first(trace))
		left -= trace_at(trace, --n)->kind == R_CMD_TAKE;
	return n;
}

bool session_undo(struct session *session, size_t count)
{
	const struct journal *journal = session_journal(session);
	size_t n = commands_of_person(journal);
	const struct command *last;
	struct session_job *job;

	if (n < count || session->saved || !(job = session_job_new(session, SESSION_REPLAYING)))
		return false;
	session->running = false;
	n -= count - 1;
	last = &journal->commands[n - 1]; /* the first of those taken back */
	job->back = count;
	job->aside = session_branch_new(journal);
	job->aside->forked_at = records_before(session, n - 1);
	job->journal = journal;
	job->commands = n - 1;
	job->time = job->to = last->at;
	job->event = last->event;
	session_build(session, job->aside);
	session_job_step(job, session_replay);
	session_job_step(job, session_replay_rest);
	session_job_step(job, session_install);
	session_job_step(job, taken_back);
	session_begun(session);
	return true;
}

/* On to where the command stood, if that lies ahead. */
static bool go_there(struct session *session, struct session_job *job)
{
	uint64_t bound = sim_events(session->sim) + SESSION_SLICE_EVENTS;

	if (sim_now(session->sim) > job->time || sim_events(session->sim) >= job->event)
		return true;
	sim_run(session->sim, job->time, job->event < bound ? job->event : bound);
	session_seek(session, UINT64_MAX);
	return sim_events(session->sim) < bound || sim_events(session->sim) >= job->event;
}

bool session_redoes_on(const struct session *session)
{
	return session->undone_n && session->undone[session->undone_n - 1].together;
}

bool session_redo(struct session *session)
{
	const struct session_undone *undone = session->undone_n ? &session->undone[session->undone_n - 1] : NULL;
	struct session_job *job;
	struct err err = { 0 };

	if (!undone || !may_give(session, undone->line, &err))
		return false;
	session->running = false;
	session_seek(session, UINT64_MAX);
	job = session_job_new(session, SESSION_REPLAYING);
	job->line = mem_copy_text(undone->line);
	job->again = true;
	job->kept = 1;
	session_revive(session, job);
	job->time = undone->at;
	job->event = undone->event;
	session_job_step(job, go_there);
	session_job_step(job, apply_command);
	session_begun(session);
	return true;
}

void session_end(struct session *session)
{
	struct session_job *job;

	session_interrupt(session);
	if (session->saved || !session_journal(session)->n || session->live != session->now || session->rewrite)
		return;
	job = session_job_new(session, SESSION_REPLAYING);
	job->line = mem_copy_text(SESSION_END_NOTE);
	job->kept = 1;
	job->ends = true; /* nobody gave it: what was taken back can be given again */
	session_job_step(job, apply_command);
	session_finish(session);
}

static bool tell_edge(struct session *session, struct session_job *job)
{
	(void)job;
	session_tell_edge(session, 0);
	return true;
}

/* The journal's first commands in another machine, at their times, and so much time as passed. aside is taken; false: it cannot be built (err). */
static bool again(struct session *session, struct session_branch *aside, size_t commands, vtime time, bool policies, struct err *err)
{
	struct session_job *job;

	if (!sim_check(&aside->journal.machine, session->inputs, err)) {
		session_branch_free(aside);
		return false;
	}
	session->running = false;
	job = session_job_new(session, SESSION_REPLAYING);
	job->aside = aside;
	job->by_time = true;
	job->no_policies = !policies;
	job->journal = session_journal(session);
	job->commands = commands;
	job->time = job->to = time;
	job->event = UINT64_MAX;
	session_build(session, aside);
	session_job_step(job, session_replay);
	session_job_step(job, session_replay_rest);
	session_job_step(job, session_install);
	session_job_step(job, tell_edge);
	session_begun(session);
	return true;
}

bool session_policy(struct session *session, const char *policy, struct err *err)
{
	const struct trace *trace = session_trace(session);
	struct session_branch *aside;

	if (!may_give(session, "note another policy", err))
		return false;
	aside = session_branch_new(session_journal(session));
	snprintf(aside->journal.machine.policy, sizeof(aside->journal.machine.policy), "%s", policy);
	settings_free(&aside->journal.machine.policy_settings);
	return again(session, aside, session_journal(session)->n, trace_at(trace, trace_count(trace) - 1)->at, false, err);
}

bool session_driver(struct session *session, const char *device, const struct session_module *module, size_t commands, struct err *err)
{
	const struct journal *journal = session_journal(session);
	const struct trace *trace = session_trace(session);
	struct session_branch *aside;
	struct machine_driver *driver;
	vtime time = commands < journal->n ? journal->commands[commands].at : trace_at(trace, trace_count(trace) - 1)->at;

	if (!may_give(session, "note another driver", err))
		return false;
	aside = session_branch_new(journal);
	driver = machine_driver(&aside->journal.machine, device);
	if (!driver) {
		session_branch_free(aside);
		return err_set(err, "%s has no driver that another could take the place of", device);
	}
	snprintf(driver->module, sizeof(driver->module), "%s", module->name);
	settings_set(&driver->settings, "sha256", module->sha256);
	session_forget_undone(session);
	return again(session, aside, commands, time, true, err);
}
