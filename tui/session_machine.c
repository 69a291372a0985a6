/* SPDX-License-Identifier: MIT */
/* The session's machine: beginning, replaying, reviving; and the settings for its next start. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/read/rule.h"
#include "sim/read/scene.h"
#include "tui/session_parts.h"

/* The branch that the machine writes. */
static struct session_branch *written(const struct session *session)
{
	return session->job && session->job->aside ? session->job->aside : session_here(session);
}

static uint64_t records(const struct session *session)
{
	return trace_count(written(session)->trace);
}

/* The rules read what was written. */
static void judge(struct session *session)
{
	rules_advance(written(session)->rules, UINT64_MAX);
}

uint64_t session_most(const struct session *session, uint64_t events)
{
	uint64_t last = sim_events(session->sim) + events;

	return session->edge.budget && last > session->edge.budget ? session->edge.budget : last;
}

bool session_one_event(struct session *session, vtime until)
{
	uint64_t before = sim_events(session->sim);
	uint64_t settled = records(session);

	if (sim_idle(session->sim))
		return false;
	sim_run(session->sim, until, session_most(session, 1));
	if (sim_events(session->sim) == before)
		return false;
	session->settled = settled;
	judge(session);
	return true;
}

void session_apply(struct session *session, struct command *command)
{
	uint64_t before = records(session);

	sim_apply(session->sim, command);
	judge(session);
	session->settled = before;
}

struct session_branch *session_branch_new(const struct journal *journal)
{
	struct session_branch *branch = mem_new(sizeof(*branch));

	journal_init(&branch->journal);
	machine_fini(&branch->journal.machine);
	machine_copy(&branch->journal.machine, &journal->machine);
	branch->trace = trace_new();
	branch->rules = rules_new(branch->trace);
	rules_index(branch->rules);
	return branch;
}

void session_branch_free(struct session_branch *branch)
{
	scene_keys_free(branch->keys);
	rules_free(branch->rules);
	journal_free(&branch->journal);
	trace_free(branch->trace);
	mem_free(branch);
}

void session_build(struct session *session, struct session_branch *branch)
{
	if (session->sim && session->live != SESSION_NOBODY)
		session->branch[session->live]->clock = sim_now(session->sim);
	if (session->sim)
		sim_free(session->sim);
	session->live = SESSION_NOBODY;
	session->settled = 0;
	trace_prefault(branch->trace, session->edge.prefault);
	session->sim = sim_new(&branch->journal.machine, session->inputs, branch->trace);
	branch->keys = scene_keys_new(branch->trace);
}

/* What is written is folded as it comes, so that the end needs no long fold. */
static void fold(struct session *session)
{
	struct session_branch *branch = written(session);

	judge(session);
	if (branch == session_here(session))
		session_seek(session, UINT64_MAX);
	else
		scene_at(branch->keys, UINT64_MAX);
}

static void take_command(struct session *session, const struct command *from)
{
	struct command command;
	struct err err = { 0 };

	must(command_read(&command, from->text, &err));
	session_apply(session, &command);
	journal_append(&written(session)->journal, &command);
}

/* The end note of a journal that was left is not taken again; under another policy those of the journal do not count. */
static bool is_taken(const struct session_job *job, const struct command *command)
{
	if (job->no_policies && command->kind == COMMAND_POLICY)
		return false;
	return job->next + 1 < job->journal->n || strcmp(command->text, SESSION_END_NOTE);
}

/* Single events until `most` records are written or the event stamp or the bound is reached; what lies later is not taken. */
static void run_records(struct session *session, vtime at, uint64_t event, uint64_t bound, uint64_t most)
{
	while (records(session) < most && sim_events(session->sim) < event && sim_events(session->sim) < bound &&
	       session_one_event(session, at))
		;
}

/* Runs towards a command's moment, within the slice. false: it is not reached yet. */
static bool reach(struct session *session, const struct session_job *job, vtime at, uint64_t event, uint64_t bound)
{
	if (job->by_time)
		event = UINT64_MAX;
	if (job->records != UINT64_MAX) {
		run_records(session, at, event, bound, job->records);
		if (records(session) >= job->records)
			return true;
	} else {
		sim_run(session->sim, at, event < bound ? event : bound);
	}
	if (sim_events(session->sim) >= bound && sim_events(session->sim) < event)
		return false;
	if (job->records != UINT64_MAX)
		sim_run(session->sim, at, event);
	return true;
}

bool session_replay(struct session *session, struct session_job *job)
{
	uint64_t bound = sim_events(session->sim) + SESSION_SLICE_EVENTS;
	bool over = false;

	for (unsigned n = 0; !over && n < SESSION_SLICE_EVENTS; n++) {
		const struct command *command;

		over = job->next >= job->commands || records(session) >= job->records;
		if (over)
			break;
		command = &job->journal->commands[job->next];
		if (!reach(session, job, command->at, command->event, bound) || records(session) >= job->records)
			break;
		if (is_taken(job, command))
			take_command(session, command);
		job->next++;
	}
	fold(session);
	return over;
}

/* Behind the wanted records time goes on to where it was: nothing happens there. */
static void let_pass(struct session *session, const struct session_job *job)
{
	if (job->target && records(session) == job->target && sim_now(session->sim) < job->time)
		sim_run(session->sim, job->time, session_most(session, UINT64_MAX / 2));
}

/* After the last command: as many records as wanted (target), and on to a moment (time) without another; or up to a moment (time, event). */
bool session_replay_rest(struct session *session, struct session_job *job)
{
	uint64_t bound = sim_events(session->sim) + SESSION_SLICE_EVENTS;

	if (job->target)
		run_records(session, VTIME_NEVER, UINT64_MAX, bound, job->target);
	else
		sim_run(session->sim, job->time, job->event < bound ? job->event : bound);
	let_pass(session, job);
	fold(session);
	return sim_events(session->sim) < bound || (!job->target && sim_events(session->sim) >= job->event) ||
	       (job->target && records(session) >= job->target);
}

/* The old records go, the same ones come. */
void session_branch_become(struct session_branch *branch, struct session_branch *take)
{
	struct session_branch old = *branch;

	branch->journal = take->journal;
	branch->trace = take->trace;
	branch->keys = take->keys;
	branch->rules = take->rules;
	take->journal = old.journal;
	take->trace = old.trace;
	take->keys = old.keys;
	take->rules = old.rules;
	session_branch_free(take);
}

bool session_install(struct session *session, struct session_job *job)
{
	struct session_branch *aside = job->aside;
	const struct record *last = aside->forked_at ? trace_at(aside->trace, aside->forked_at - 1) : NULL;

	job->aside = NULL;
	if (last)
		aside->forked_time = last->at;
	if (job->revives) {
		session_branch_become(session_here(session), aside);
		session->generation++;
		session_seek(session, session->cursor);
	} else {
		session_branch_add(session, aside);
	}
	session->live = session->now;
	session_next_settings(session);
	return true;
}

void session_revive(struct session *session, struct session_job *job)
{
	struct session_branch *branch = session_here(session);

	if (session->live == session->now)
		return;
	job->aside = session_branch_new(&branch->journal);
	job->revives = true;
	job->journal = &branch->journal;
	job->commands = branch->journal.n;
	job->target = trace_count(branch->trace);
	job->to = trace_at(branch->trace, job->target - 1)->at;
	job->time = branch->clock;
	session_build(session, job->aside);
	session_job_step(job, session_replay);
	session_job_step(job, session_replay_rest);
	session_job_step(job, session_install);
}

/* What an interrupted start left is what redo gives, the next one last. */
static void leave_the_rest(struct session *session, const struct session_job *job)
{
	for (size_t i = job->commands; i-- > job->next;) {
		const struct command *command = &job->journal->commands[i];

		mem_grow(&session->undone, &session->undone_room, session->undone_n + 1, sizeof(*session->undone));
		session->undone[session->undone_n++] = (struct session_undone){ mem_copy_text(command->text), command->at, command->event, false };
	}
	session->rewrite = true;
	session_next_settings(session);
}

void session_replay_dropped(struct session *session, struct session_job *job)
{
	if (job->start)
		leave_the_rest(session, job);
	if (!job->aside)
		return;
	sim_free(session->sim);
	session->sim = NULL;
	session_branch_free(job->aside);
	job->aside = NULL;
}

static void set_all(struct settings *settings, const struct words *words, unsigned from)
{
	for (unsigned i = from; i < words->n; i++)
		if (words->word[i].value)
			settings_set(settings, words->word[i].text, words->word[i].value);
}

static void next_from_command(struct machine *next, const struct command *command)
{
	const char *object = words_plain(&command->words, 1);
	struct machine_driver *driver = object ? machine_driver(next, object) : NULL;

	if ((command->kind == COMMAND_KEYWORD || command->kind == COMMAND_PACKAGE) && driver)
		set_all(&driver->settings, &command->words, 1);
	if (command->kind == COMMAND_POLICY && object) {
		snprintf(next->policy, sizeof(next->policy), "%s", object);
		settings_free(&next->policy_settings);
		set_all(&next->policy_settings, &command->words, 1);
	}
}

void session_next_settings(struct session *session)
{
	const struct journal *journal = session_journal(session);

	machine_fini(&session->next);
	machine_copy(&session->next, &journal->machine);
	for (size_t i = 0; i < journal->n; i++)
		next_from_command(&session->next, &journal->commands[i]);
}
