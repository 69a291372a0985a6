/* SPDX-License-Identifier: MIT */
/* The session's machine: beginning, replaying, reviving; and the settings for its next start. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "tui/session_parts.h"

/* The machine's next event, if it lies before `until`. false: it does not, or nothing is queued. */
bool session_one_event(struct session *session, vtime until)
{
	uint64_t before = sim_events(session->sim);
	uint64_t settled = session_recorded(session);

	if (sim_idle(session->sim))
		return false;
	sim_run(session->sim, until, before + 1);
	if (sim_events(session->sim) == before)
		return false;
	session->settled = settled;
	return true;
}

void session_apply(struct session *session, struct command *command)
{
	uint64_t before = session_recorded(session);

	sim_apply(session->sim, command);
	session->settled = before;
}

struct session_branch *session_branch_new(const struct journal *journal, const char *what)
{
	struct session_branch *branch = mem_new(sizeof(*branch));

	journal_init(&branch->journal);
	machine_fini(&branch->journal.machine);
	machine_copy(&branch->journal.machine, &journal->machine);
	branch->trace = trace_new();
	snprintf(branch->what, sizeof(branch->what), "%s", what);
	return branch;
}

void session_branch_free(struct session_branch *branch)
{
	journal_free(&branch->journal);
	trace_free(branch->trace);
	mem_free(branch);
}

/* Makes the branch's machine anew, at its beginning. */
void session_restart(struct session *session, unsigned branch)
{
	if (session->sim)
		sim_free(session->sim);
	session->now = session->live = branch;
	session->settled = 0;
	session->sim = sim_new(&session_here(session)->journal.machine, session->inputs, session_here(session)->trace);
	session_look_anew(session);
}

static void take_command(struct session *session, const struct command *from)
{
	struct command command;
	struct err err = { 0 };

	must(command_read(&command, from->text, &err));
	session_apply(session, &command);
	journal_append(&session_here(session)->journal, &command);
}

/* Gives the commands of `journal` again at their stamps, until one would lie past `records` of trace; then single events
 * until so many records are written. UINT64_MAX: the whole journal. */
void session_replay(struct session *session, const struct journal *journal, uint64_t records)
{
	for (size_t i = 0; i < journal->n; i++) {
		const struct command *command = &journal->commands[i];

		if (records == UINT64_MAX)
			sim_run(session->sim, command->at, command->event);
		while (records != UINT64_MAX && session_recorded(session) < records && sim_events(session->sim) < command->event &&
		       session_one_event(session, command->at))
			;
		if (session_recorded(session) >= records)
			return;
		sim_run(session->sim, command->at, command->event);
		if (i + 1 < journal->n || strcmp(command->text, SESSION_END_NOTE))
			take_command(session, command);
	}
	while (records != UINT64_MAX && session_recorded(session) < records && session_one_event(session, VTIME_NEVER))
		;
}

/* The machine becomes this branch's, where its trace ends: replayed, for only one lives at a time. */
void session_revive(struct session *session)
{
	struct session_branch *branch = session_here(session);
	struct journal old = branch->journal;
	struct trace *trace = branch->trace;
	uint64_t end = trace_count(trace);

	if (!session->sim || session->live == session->now)
		return;
	journal_init(&branch->journal);
	machine_fini(&branch->journal.machine);
	machine_copy(&branch->journal.machine, &old.machine);
	branch->trace = trace_new();
	session_restart(session, session->now);
	session_replay(session, &old, UINT64_MAX);
	while (session_recorded(session) < end && session_one_event(session, VTIME_NEVER))
		;
	journal_free(&old);
	trace_free(trace);
	session_seek(session, end);
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
