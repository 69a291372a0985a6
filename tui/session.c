/* SPDX-License-Identifier: MIT */
/* The session: what it holds, and looking. Changing: session_change.c. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/rule.h"
#include "sim/read/scene.h"
#include "tui/session_parts.h"

struct session_branch *session_here(const struct session *session)
{
	return session->branch[session->now];
}

const struct trace *session_trace(const struct session *session)
{
	return session_here(session)->trace;
}

const struct journal *session_journal(const struct session *session)
{
	return &session_here(session)->journal;
}

uint64_t session_recorded(const struct session *session)
{
	return trace_count(session_here(session)->trace);
}

/* Nothing that was recorded lies ahead but what the last event or command did. */
bool session_newest(const struct session *session)
{
	return session->cursor == session_recorded(session) || (session->live == session->now && session->cursor > session->settled);
}

vtime session_clock(const struct session *session)
{
	vtime at = trace_at(session_trace(session), session->cursor - 1)->at;
	bool end = session->cursor == session_recorded(session) && session->live == session->now && session->sim;

	return end && sim_now(session->sim) > at ? sim_now(session->sim) : at;
}

void session_seek_before(struct session *session, uint64_t number)
{
	session_seek(session, number);
	session->fork_time = trace_at(session_trace(session), number)->at;
}

bool session_exhausted(const struct session *session)
{
	return session->sim && session->edge.budget && sim_events(session->sim) >= session->edge.budget;
}

void session_seek(struct session *session, uint64_t cursor)
{
	uint64_t end = session_recorded(session);

	if (cursor > end)
		cursor = end;
	if (!cursor)
		cursor = 1; /* the machine's first record: it has been declared before anybody looks */
	session->fork_time = 0;
	session->scene = scene_at(session_here(session)->keys, cursor - 1);
	session->cursor = cursor;
}

const struct scene *session_then(struct session *session, uint64_t cursor)
{
	return scene_beside(session_here(session)->keys, cursor - 1);
}

static void say_trouble(struct session *session, const struct err *err)
{
	char text[900];

	snprintf(session->news, sizeof(session->news), say("%s; the session goes on in memory"), err_text(err, text, sizeof(text)));
}

void session_tell_edge(struct session *session, size_t kept)
{
	struct err err = { 0 };

	if (session->edge.journal &&
	    !session->edge.journal(session->edge.context, session, session->rewrite ? 0 : kept, &err))
		say_trouble(session, &err);
}

bool session_trouble(struct session *session)
{
	struct err err = { 0 };

	if (!session->edge.trouble || !session->edge.trouble(session->edge.context, &err))
		return false;
	say_trouble(session, &err);
	return true;
}

void session_settle(struct session *session)
{
	if (session->edge.settle)
		session->edge.settle(session->edge.context);
}

/* The machine line that a look needs: how many CPUs, and the names of the devices. */
static void machine_of_trace(struct machine *machine, const struct trace *trace)
{
	for (uint64_t i = trace_first(trace); i < trace_count(trace); i++) {
		const struct record *record = trace_at(trace, i);
		struct words words;
		char line[100];
		struct err err;

		if (record->kind == R_MACHINE_BEGIN)
			machine->cpus = (unsigned)record->w[1];
		if (record->kind != R_MACHINE_OBJECT || record->w[0] != SYM_object_DEVICE)
			continue;
		snprintf(line, sizeof(line), "device %.31s traced", trace_text_of(trace, record->w[1]));
		if (words_split(&words, line, &err))
			machine_line(machine, &words, 0, &err);
		words_free(&words);
	}
}

static bool start_over(struct session *session, struct session_job *job)
{
	(void)job;
	session_next_settings(session);
	for (unsigned i = 0; i < session->branches; i++)
		session_read_bookmarks(session, i);
	session_seek(session, UINT64_MAX);
	return true;
}

static void sleeps(struct session *session, const struct session_left_branch *left, bool now)
{
	struct session_branch *branch = session_branch_new(&left->journal);

	branch->id = left->id;
	branch->forked_at = left->forked_at;
	branch->forked_time = left->forked_time;
	branch->records = left->records;
	snprintf(branch->name, sizeof(branch->name), "%s", left->name);
	session_branch_list(session, branch, (unsigned)left->from);
	if (now)
		return;
	branch->asleep = true;
	for (size_t i = 0; i < left->journal.n; i++) {
		struct command command;
		struct err err = { 0 };

		must(command_read(&command, left->journal.commands[i].text, &err));
		command.at = left->journal.commands[i].at;
		command.event = left->journal.commands[i].event;
		journal_append(&branch->journal, &command);
	}
}

/* Branches of an earlier run stand there as they stood; only the journal's own is awake. */
static void take_left(struct session *session, const struct session_left *left)
{
	for (size_t i = 0; i < left->n; i++)
		sleeps(session, &left->branch[i], i == left->now);
	session->now = (unsigned)left->now;
	for (size_t i = 0; i < left->undone_n; i++) {
		const struct session_undone *undone = &left->undone[i];

		mem_grow(&session->undone, &session->undone_room, session->undone_n + 1, sizeof(*session->undone));
		session->undone[session->undone_n++] = (struct session_undone){ mem_copy_text(undone->line), undone->at, undone->event, undone->together };
	}
}

void session_left_free(struct session_left *left)
{
	if (!left)
		return;
	for (size_t i = 0; i < left->n; i++)
		journal_free(&left->branch[i].journal);
	for (size_t i = 0; i < left->undone_n; i++)
		mem_free(left->undone[i].line);
	mem_free(left->undone);
	mem_free(left->branch);
	mem_free(left);
}

/* The journal's commands are given as the session's first job; what is there to see is there from the beginning. */
static void start(struct session *session, const struct journal *journal)
{
	struct session_job *job = session_job_new(session, SESSION_REPLAYING);

	if (session->edge.left)
		take_left(session, session->edge.left);
	else
		session_branch_list(session, session_branch_new(journal), 0);
	session_build(session, session_here(session));
	session->live = session->now;
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
	job->start = true;
	job->journal = journal;
	job->commands = journal->n;
	job->to = journal->n ? journal->commands[journal->n - 1].at : 0;
	session_job_step(job, session_replay);
	session_job_step(job, start_over);
	session_begun(session);
}

struct session *session_new(const struct journal *journal, const struct inputs *inputs, const struct session_edge *edge,
			    struct err *err)
{
	struct session *session;

	if (!sim_check(&journal->machine, inputs, err))
		return NULL;
	session = mem_new(sizeof(*session));
	session->inputs = inputs;
	if (edge)
		session->edge = *edge;
	session->speed = SPEED_RECORDS;
	machine_init(&session->next);
	start(session, journal);
	return session;
}

struct session *session_of_trace(struct trace *take)
{
	struct session *session = mem_new(sizeof(*session));
	struct journal none;

	must(trace_count(take));
	journal_init(&none);
	machine_of_trace(&none.machine, take);
	machine_init(&session->next);
	session->saved = true;
	session->live = SESSION_NOBODY;
	session->speed = SPEED_RECORDS;
	session->branch[0] = session_branch_new(&none);
	trace_free(session->branch[0]->trace);
	session->branch[0]->trace = take;
	rules_free(session->branch[0]->rules);
	session->branch[0]->rules = rules_new(take);
	session->branch[0]->keys = scene_keys_new(take);
	session->branches = 1;
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
	journal_free(&none);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	session_code_forget(session);
	session_interrupt(session);
	if (session->sim)
		sim_free(session->sim);
	for (unsigned i = 0; i < session->branches; i++)
		session_branch_free(session->branch[i]);
	session_forget_undone(session);
	machine_fini(&session->next);
	mem_free(session->undone);
	mem_free(session);
}
