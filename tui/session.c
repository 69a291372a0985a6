/* SPDX-License-Identifier: MIT */
/* The session: looking is folding, changing is replaying. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
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

/* The machine is at the cursor: nothing that it did after its last event lies ahead. */
bool session_newest(const struct session *session)
{
	return session->live == session->now && session->cursor > session->settled;
}

void session_seek(struct session *session, uint64_t cursor)
{
	uint64_t end = session_recorded(session);

	if (cursor > end)
		cursor = end;
	if (!cursor)
		cursor = 1; /* the machine's first record: it has been declared before anybody looks */
	session->scene = scene_at(session->keys, cursor - 1);
	session->cursor = cursor;
}

/* Another trace is looked at. */
void session_look_anew(struct session *session)
{
	scene_keys_free(session->keys);
	session->keys = scene_keys_new(session_here(session)->trace);
	session_seek(session, UINT64_MAX);
}

static void tell_edge(struct session *session, size_t kept)
{
	if (session->edge.journal)
		session->edge.journal(session->edge.context, session_journal(session), kept);
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
	session->branch[0] = session_branch_new(journal, "the beginning");
	session->branches = 1;
	session_restart(session, 0);
	session_replay(session, journal, UINT64_MAX);
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
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
	session->speed = SPEED_RECORDS;
	session->branch[0] = session_branch_new(&none, "a saved trace");
	trace_free(session->branch[0]->trace);
	session->branch[0]->trace = take;
	session->branches = 1;
	session->settled = trace_count(take) - 1;
	session_look_anew(session);
	session_next_settings(session);
	journal_free(&none);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	if (session->sim)
		sim_free(session->sim);
	for (unsigned i = 0; i < session->branches; i++)
		session_branch_free(session->branch[i]);
	for (size_t i = 0; i < session->undone_n; i++)
		mem_free(session->undone[i]);
	scene_keys_free(session->keys);
	machine_fini(&session->next);
	mem_free(session->undone);
	mem_free(session);
}

/* ---- changing ---- */

/* When the list is full, the oldest branch that nobody looks at goes; the news says so. */
static void make_room(struct session *session)
{
	if (session->branches < SESSION_BRANCHES_MAX)
		return;
	for (unsigned i = 0; i < session->branches; i++) {
		if (i == session->now || i == session->live)
			continue;
		session_branch_free(session->branch[i]);
		session->branches--;
		memmove(&session->branch[i], &session->branch[i + 1], (session->branches - i) * sizeof(*session->branch));
		session->now -= session->now > i;
		session->live -= session->live > i;
		snprintf(session->news, sizeof(session->news), "there were %d branches; the oldest is gone", SESSION_BRANCHES_MAX);
		return;
	}
}

/* A new branch that is `journal` replayed up to `records` of trace. */
static void fork_to(struct session *session, const struct journal *journal, uint64_t records, const char *what)
{
	struct session_branch *branch = session_branch_new(journal, what);

	make_room(session);
	branch->from = session->now;
	branch->forked_at = records;
	session->branch[session->branches++] = branch;
	session_restart(session, session->branches - 1);
	session_replay(session, journal, records);
	session_seek(session, UINT64_MAX);
}

static void forget_undone(struct session *session)
{
	for (size_t i = 0; i < session->undone_n; i++)
		mem_free(session->undone[i]);
	session->undone_n = 0;
}

static bool give(struct session *session, const char *line, struct err *err)
{
	struct command command;

	if (!session->sim)
		return err_set(err, "this is a saved trace: it can be looked at, no command can be given");
	if (!command_read(&command, line, err) ||
	    (session->edge.bring && !session->edge.bring(session->edge.context, &command,
							 &session_here(session)->journal.machine.inputs, err))) {
		command_free(&command);
		return false;
	}
	if (!session_newest(session)) {
		char what[80];

		snprintf(what, sizeof(what), "%.60s", line);
		fork_to(session, session_journal(session), session->cursor, what);
		tell_edge(session, 0);
	}
	session_apply(session, &command);
	journal_append(&session_here(session)->journal, &command);
	session_next_settings(session);
	session_seek(session, session->settled + 1);
	tell_edge(session, session_journal(session)->n - 1);
	return true;
}

bool session_command(struct session *session, const char *line, struct err *err)
{
	session->running = false;
	if (!give(session, line, err))
		return false;
	forget_undone(session);
	return true;
}

bool session_undo(struct session *session)
{
	const struct journal *journal = session_journal(session);
	struct journal shorter = *journal;
	const struct command *last;

	if (!journal->n || !session->sim)
		return false;
	session->running = false;
	last = &journal->commands[journal->n - 1];
	mem_grow(&session->undone, &session->undone_room, session->undone_n + 1, sizeof(*session->undone));
	session->undone[session->undone_n++] = mem_copy_text(last->text);
	shorter.n--;
	fork_to(session, &shorter, UINT64_MAX, "taken back");
	sim_run(session->sim, last->at, last->event);
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
	tell_edge(session, 0);
	return true;
}

bool session_redo(struct session *session)
{
	struct err err = { 0 };
	char *line;
	bool good;

	if (!session->undone_n)
		return false;
	line = session->undone[--session->undone_n];
	session_seek(session, UINT64_MAX);
	good = give(session, line, &err);
	mem_free(line);
	return good;
}

void session_end(struct session *session)
{
	struct err err = { 0 };

	if (!session->sim || !session_journal(session)->n || session->live != session->now)
		return;
	session_seek(session, UINT64_MAX);
	must(give(session, SESSION_END_NOTE, &err));
}

void session_look(struct session *session, unsigned branch)
{
	if (branch >= session->branches || branch == session->now)
		return;
	session->running = false;
	session->now = branch;
	session_look_anew(session);
	session_next_settings(session);
	session_seek(session, UINT64_MAX);
}
