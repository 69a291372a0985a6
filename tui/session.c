/* SPDX-License-Identifier: MIT */
/* The session: looking is folding, changing is replaying. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "tui/session.h"
#include "tui/tour.h"

#define SLICE_EVENTS 20000   /* of a tick at full speed: a few milliseconds */
#define QUIET_EVENTS 100000  /* a step gives up after so many events without a record */

static struct session_branch *here(const struct session *session)
{
	return session->branch[session->now];
}

const struct trace *session_trace(const struct session *session)
{
	return here(session)->trace;
}

const struct journal *session_journal(const struct session *session)
{
	return &here(session)->journal;
}

static uint64_t recorded(const struct session *session)
{
	return trace_count(here(session)->trace);
}

/* The machine is at the cursor: nothing that it did after its last event lies ahead. */
static bool at_present(const struct session *session)
{
	return session->live == session->now && session->cursor > session->settled;
}

bool session_newest(const struct session *session)
{
	return session->cursor == recorded(session);
}

void session_seek(struct session *session, uint64_t cursor)
{
	uint64_t end = recorded(session);

	if (cursor > end)
		cursor = end;
	if (cursor < session->cursor)
		scene_reset(session->scene);
	scene_fold(session->scene, here(session)->trace, cursor);
	session->cursor = cursor;
}

/* ---- the machine ---- */

/* The machine's next event, if it lies before `until`. false: it does not, or nothing is queued. */
static bool one_event(struct session *session, vtime until)
{
	uint64_t before = sim_events(session->sim);
	uint64_t settled = recorded(session);

	sim_run(session->sim, until, before + 1);
	if (sim_events(session->sim) == before)
		return false;
	session->settled = settled;
	return true;
}

static void apply(struct session *session, struct command *command)
{
	uint64_t before = recorded(session);

	sim_apply(session->sim, command);
	session->settled = before;
}

static struct session_branch *branch_new(const struct journal *journal, const char *what)
{
	struct session_branch *branch = mem_new(sizeof(*branch));

	journal_init(&branch->journal);
	machine_fini(&branch->journal.machine);
	machine_copy(&branch->journal.machine, &journal->machine);
	branch->trace = trace_new();
	snprintf(branch->what, sizeof(branch->what), "%s", what);
	return branch;
}

static void branch_free(struct session_branch *branch)
{
	journal_free(&branch->journal);
	trace_free(branch->trace);
	mem_free(branch);
}

/* Makes the branch's machine anew, at its beginning. */
static void restart(struct session *session, unsigned branch)
{
	if (session->sim)
		sim_free(session->sim);
	session->now = session->live = branch;
	session->settled = 0;
	session->cursor = 0;
	scene_reset(session->scene);
	session->sim = sim_new(&here(session)->journal.machine, session->inputs, here(session)->trace);
}

static void take_command(struct session *session, const struct command *from)
{
	struct command command;
	struct err err = { 0 };

	must(command_read(&command, from->text, &err));
	apply(session, &command);
	journal_append(&here(session)->journal, &command);
}

/* Gives the commands of `journal` again at their stamps, until one would lie past `records` of trace; then single events
 * until so many records are written. UINT64_MAX: the whole journal. */
static void replay(struct session *session, const struct journal *journal, uint64_t records)
{
	for (size_t i = 0; i < journal->n; i++) {
		const struct command *command = &journal->commands[i];

		if (records == UINT64_MAX)
			sim_run(session->sim, command->at, command->event);
		while (records != UINT64_MAX && recorded(session) < records && sim_events(session->sim) < command->event &&
		       one_event(session, command->at))
			;
		if (recorded(session) >= records)
			return;
		sim_run(session->sim, command->at, command->event);
		take_command(session, command);
	}
	while (records != UINT64_MAX && recorded(session) < records && one_event(session, VTIME_NEVER))
		;
}

static void tell_edge(struct session *session, size_t kept)
{
	if (session->edge.journal)
		session->edge.journal(session->edge.context, session_journal(session), kept);
}

/* ---- the settings for the next start ---- */

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

static void next_settings(struct session *session)
{
	const struct journal *journal = session_journal(session);

	machine_fini(&session->next);
	machine_copy(&session->next, &journal->machine);
	for (size_t i = 0; i < journal->n; i++)
		next_from_command(&session->next, &journal->commands[i]);
}

/* ---- life ---- */

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
	session->scene = scene_new();
	machine_init(&session->next);
	session->branch[0] = branch_new(journal, "the beginning");
	session->branches = 1;
	restart(session, 0);
	replay(session, journal, UINT64_MAX);
	next_settings(session);
	session_seek(session, UINT64_MAX);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	if (session->sim)
		sim_free(session->sim);
	for (unsigned i = 0; i < session->branches; i++)
		branch_free(session->branch[i]);
	for (size_t i = 0; i < session->undone_n; i++)
		mem_free(session->undone[i]);
	scene_free(session->scene);
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
		branch_free(session->branch[i]);
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
	struct session_branch *branch = branch_new(journal, what);

	make_room(session);
	branch->from = session->now;
	branch->forked_at = records;
	session->branch[session->branches++] = branch;
	restart(session, session->branches - 1);
	replay(session, journal, records);
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

	if (!command_read(&command, line, err))
		return false;
	if (!at_present(session)) {
		char what[80];

		snprintf(what, sizeof(what), "%.60s", line);
		fork_to(session, session_journal(session), session->cursor, what);
		tell_edge(session, 0);
	}
	apply(session, &command);
	journal_append(&here(session)->journal, &command);
	next_settings(session);
	session_seek(session, UINT64_MAX);
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

	if (!journal->n)
		return false;
	session->running = false;
	last = &journal->commands[journal->n - 1];
	mem_grow(&session->undone, &session->undone_room, session->undone_n + 1, sizeof(*session->undone));
	session->undone[session->undone_n++] = mem_copy_text(last->text);
	shorter.n--;
	fork_to(session, &shorter, UINT64_MAX, "taken back");
	sim_run(session->sim, last->at, last->event);
	next_settings(session);
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

void session_look(struct session *session, unsigned branch)
{
	if (branch >= session->branches || branch == session->now)
		return;
	session->running = false;
	session->now = branch;
	session->cursor = 0;
	scene_reset(session->scene);
	next_settings(session);
	session_seek(session, UINT64_MAX);
}

/* The machine becomes this branch's, where its trace ends: replayed, for only one lives at a time. */
static void revive(struct session *session)
{
	struct session_branch *branch = here(session);
	struct journal old = branch->journal;
	struct trace *trace = branch->trace;
	uint64_t end = trace_count(trace);

	if (session->live == session->now)
		return;
	journal_init(&branch->journal);
	machine_fini(&branch->journal.machine);
	machine_copy(&branch->journal.machine, &old.machine);
	branch->trace = trace_new();
	restart(session, session->now);
	replay(session, &old, UINT64_MAX);
	while (recorded(session) < end && one_event(session, VTIME_NEVER))
		;
	journal_free(&old);
	trace_free(trace);
	session_seek(session, end);
}

/* ---- time ---- */

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
	revive(session);
	for (unsigned n = 0; session->cursor == recorded(session); n++) {
		if (sim_stopped(session->sim) || n == QUIET_EVENTS || !one_event(session, until)) {
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
		if (session_newest(session) && !run_to_record(session, VTIME_NEVER))
			return;
		session_seek(session, session->cursor + 1);
	}
}

/* The cursor after the last record at or before `time`. */
static uint64_t cursor_at(const struct session *session, vtime time)
{
	uint64_t low = trace_first(session_trace(session)), high = recorded(session);

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
	if (cursor_at(session, time) == recorded(session)) {
		revive(session);
		if (time > sim_now(session->sim) && !sim_stopped(session->sim)) {
			uint64_t before = recorded(session);

			sim_run(session->sim, time, UINT64_MAX);
			session->settled = before;
			if (recorded(session) > before)
				session->settled = recorded(session) - 1;
		}
	}
	session_seek(session, cursor_at(session, time));
}

void session_run(struct session *session, vtime time)
{
	revive(session);
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
	vtime end;

	if (direction < 0)
		return find_back(session, wanted, context);
	for (; at < recorded(session); at++)
		if (wanted(context, session_trace(session), trace_at(session_trace(session), at))) {
			session_seek(session, at + 1);
			return true;
		}
	if (!limit)
		return false;
	session_seek(session, at);
	revive(session);
	end = sim_now(session->sim) + limit;
	while (run_to_record(session, end)) {
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
	if (session_newest(session) && session->live == session->now && (sim_stopped(session->sim) || sim_idle(session->sim)))
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
	revive(session);
	sim_run(session->sim, VTIME_NEVER, sim_events(session->sim) + SLICE_EVENTS);
	session_seek(session, UINT64_MAX);
	session->settled = session->cursor ? session->cursor - 1 : 0;
	if (sim_stopped(session->sim) || sim_idle(session->sim))
		stopped_news(session);
	return true;
}
