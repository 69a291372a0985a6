/* SPDX-License-Identifier: MIT */
/* Branches: what they are called, looking at one, waking one of an earlier run, the list's length. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/base/words.h"
#include "sim/read/rule.h"
#include "sim/read/scene.h"
#include "sim/read/tell.h"
#include "tui/session_parts.h"

#define TOLD_BYTES 200

/* ---- what they are called ---- */

static bool is_note(const struct command *command)
{
	return session_is_bookmark(command) || !strcmp(command->text, SESSION_END_NOTE);
}

static const struct command *next_of(const struct journal *journal, size_t from)
{
	while (from < journal->n && is_note(&journal->commands[from]))
		from++;
	return from < journal->n ? &journal->commands[from] : NULL;
}

size_t session_common(const struct journal *a, const struct journal *b)
{
	size_t n = 0;

	while (n < a->n && n < b->n && a->commands[n].at == b->commands[n].at && a->commands[n].event == b->commands[n].event &&
	       !strcmp(a->commands[n].text, b->commands[n].text))
		n++;
	return n;
}

/* The beginning of a command as it is told. */
static const char *told(const struct command *command, unsigned columns, char out[TOLD_BYTES])
{
	struct str text = { 0 };

	tell_command(command->text, &text);
	snprintf(out, TOLD_BYTES, "%.*s", (int)text_fit(text.text, columns), text.text);
	str_free(&text);
	return out;
}

/* The first command in which they differ. */
static void difference(const struct journal *own, const struct journal *other, unsigned from, char *text, size_t size)
{
	size_t n = session_common(own, other);
	const struct command *mine = next_of(own, n), *theirs = next_of(other, n);
	char at[32], there[32], words[TOLD_BYTES], others[TOLD_BYTES];

	if (mine && theirs && !strcmp(mine->text, theirs->text))
		snprintf(text, size, say("%s at %s instead of %s"), told(mine, 40, words), vtime_text(mine->at, at, sizeof(at)),
			 vtime_text(theirs->at, there, sizeof(there)));
	else if (mine && theirs)
		snprintf(text, size, say("%s instead of %s"), told(mine, 30, words), told(theirs, 30, others));
	else if (mine)
		snprintf(text, size, "%s", told(mine, 60, words));
	else if (theirs)
		snprintf(text, size, say("without: %s"), told(theirs, 55, words));
	else
		snprintf(text, size, say("the same commands as branch %u"), from + 1);
}

/* The last two parts of a path, without its end: of two builds of one driver the folder differs. */
static const char *module_text(const char *path, int *length)
{
	const char *at = path + strlen(path), *last = strrchr(path, '/');
	unsigned parts = 0;

	while (at > path && (at[-1] != '/' || ++parts < 2))
		at--;
	*length = (int)strcspn(last ? last : at, ".") + (int)(last ? last - at : 0);
	return at;
}

/* The first device whose driver is another one. */
static bool other_driver(const struct machine *own, const struct machine *other, char *text, size_t size)
{
	for (size_t i = 0; i < own->drivers_n && i < other->drivers_n; i++)
		if (strcmp(own->drivers[i].module, other->drivers[i].module)) {
			int length;
			const char *module = module_text(own->drivers[i].module, &length);

			snprintf(text, size, say("%s with driver %.*s"), own->drivers[i].device, length, module);
			return true;
		}
	return false;
}

const char *session_branch_text(const struct session *session, unsigned number, char *text, size_t size)
{
	const struct session_branch *branch = session->branch[number], *from = session->branch[branch->from];

	if (branch->name[0])
		snprintf(text, size, "%s", branch->name);
	else if (session->saved)
		snprintf(text, size, "%s", say("a saved trace"));
	else if (from == branch)
		snprintf(text, size, "%s", say("the beginning"));
	else if (strcmp(branch->journal.machine.policy, from->journal.machine.policy))
		snprintf(text, size, say("the same under policy %.40s"), branch->journal.machine.policy);
	else if (!other_driver(&branch->journal.machine, &from->journal.machine, text, size))
		difference(&branch->journal, &from->journal, branch->from, text, size);
	return text;
}

const char *session_branch_last(const struct session *session, unsigned number)
{
	const struct journal *journal = &session->branch[number]->journal;

	for (size_t n = journal->n; n-- > 0;)
		if (!is_note(&journal->commands[n]))
			return journal->commands[n].text;
	return NULL;
}

unsigned session_branch_named(const struct session *session, const char *name)
{
	uint64_t number;
	unsigned i = 0;

	if (words_number(name, session->branches, &number) && number)
		return (unsigned)number - 1;
	while (i < session->branches && (!name[0] || strcmp(session->branch[i]->name, name)))
		i++;
	return i;
}

bool session_branch_name(struct session *session, const char *name, struct err *err)
{
	size_t n = strlen(name);
	unsigned other = session_branch_named(session, name);

	if (n >= SESSION_BRANCH_NAME || strspn(name, "0123456789") == n || strpbrk(name, "#\"\\")) {
		err_set(err, "'%s' is no name for a branch", name);
		return err_expected(err, "at most %d letters, and not a number", SESSION_BRANCH_NAME - 1);
	}
	if (other < session->branches && other != session->now)
		return err_set(err, "branch %u is called '%s' already", other + 1, name);
	snprintf(session->branch[session->now]->name, SESSION_BRANCH_NAME, "%s", name);
	session_tell_edge(session, session_journal(session)->n);
	return true;
}

/* ---- the list ---- */

/* The place i of the list is gone: its branches come from where it came from. */
static void reparent(struct session *session, unsigned i, const struct session_branch *gone)
{
	for (unsigned k = 0; k < session->branches; k++) {
		struct session_branch *branch = session->branch[k];

		if (branch->from == i) {
			branch->from = gone->from == i ? k + 1 : gone->from;
			branch->forked_at = gone->from == i ? 0 : branch->forked_at < gone->forked_at ? branch->forked_at : gone->forked_at;
		}
		branch->from -= branch->from > i;
	}
}

/* Its bookmarks go too, or to where it came from if that has the moment. */
static void move_bookmarks(struct session *session, unsigned i, const struct session_branch *gone)
{
	unsigned kept = 0;

	for (unsigned k = 0; k < session->bookmarks; k++) {
		struct session_bookmark bookmark = session->bookmark[k];

		if (bookmark.branch == i && (gone->from == i || bookmark.cursor > gone->forked_at))
			continue;
		if (bookmark.branch == i)
			bookmark.branch = gone->from;
		bookmark.branch -= bookmark.branch > i;
		session->bookmark[kept++] = bookmark;
	}
	session->bookmarks = kept;
}

/* When the list is full, the oldest branch that nobody looks at goes; the news says so. */
static void make_room(struct session *session)
{
	unsigned i = 0;

	if (session->branches < SESSION_BRANCHES_MAX)
		return;
	while (i == session->now || i == session->live)
		i++;
	struct session_branch *gone = session->branch[i];

	session->branches--;
	memmove(&session->branch[i], &session->branch[i + 1], (session->branches - i) * sizeof(*session->branch));
	reparent(session, i, gone);
	move_bookmarks(session, i, gone);
	session_branch_free(gone);
	session->now -= session->now > i;
	if (session->live != SESSION_NOBODY)
		session->live -= session->live > i;
	snprintf(session->news, sizeof(session->news), say("there were %d branches; the oldest is gone"), SESSION_BRANCHES_MAX);
}

void session_branch_list(struct session *session, struct session_branch *take, unsigned from)
{
	make_room(session);
	take->from = from;
	take->id = take->id ? take->id : session->last_id + 1;
	session->last_id = take->id > session->last_id ? take->id : session->last_id;
	session->branch[session->branches++] = take;
}

void session_branch_add(struct session *session, struct session_branch *take)
{
	struct session_branch *from = session_here(session);
	unsigned place = 0;

	make_room(session);
	while (session->branch[place] != from)
		place++;
	session_branch_list(session, take, place);
	session->now = session->branches - 1;
	session->generation++;
	session_seek(session, UINT64_MAX);
}

/* ---- looking at one ---- */

static bool look_there(struct session *session, struct session_job *job)
{
	session->running = false;
	session->now = job->branch;
	session->generation++;
	session_next_settings(session);
	session_seek(session, job->place);
	session_tell_edge(session, 0);
	return true;
}

/* Its journal again, as far as it had come; then it is as any other. */
static bool woken(struct session *session, struct session_job *job)
{
	session_branch_become(session->branch[job->branch], job->aside);
	session->branch[job->branch]->asleep = false;
	job->aside = NULL;
	session->live = job->branch;
	session_read_bookmarks(session, job->branch);
	return true;
}

static void wake(struct session *session, struct session_job *job)
{
	const struct session_branch *branch = session->branch[job->branch];

	job->aside = session_branch_new(&branch->journal);
	job->journal = &branch->journal;
	job->commands = branch->journal.n;
	job->target = branch->records;
	job->to = branch->journal.n ? branch->journal.commands[branch->journal.n - 1].at : 0;
	session_build(session, job->aside);
	session_job_step(job, session_replay);
	if (job->target)
		session_job_step(job, session_replay_rest);
	session_job_step(job, woken);
}

/* What it needs is there. */
static bool can_wake(struct session *session, unsigned branch)
{
	char text[600];
	struct err err = { 0 };

	if (!session->branch[branch]->asleep || !session->edge.wake ||
	    session->edge.wake(session->edge.context, &session->branch[branch]->journal, &err))
		return true;
	snprintf(session->news, sizeof(session->news), say("branch %u cannot be gone on with: %s"), branch + 1, err_text(&err, text, sizeof(text)));
	session->outcome = SESSION_INTERRUPTED;
	return false;
}

static bool begin(struct session *session, unsigned branch, bool looks, uint64_t cursor)
{
	struct session_job *job = session->job || !can_wake(session, branch) ? NULL : session_job_new(session, SESSION_REPLAYING);

	if (!job)
		return false;
	job->branch = branch;
	job->place = cursor;
	if (session->branch[branch]->asleep)
		wake(session, job);
	if (looks)
		session_job_step(job, look_there);
	if (job->n == 1)
		session_finish(session); /* nothing to replay: it is done at once */
	session_begun(session);
	return true;
}

bool session_wake(struct session *session, unsigned branch)
{
	return !session->branch[branch]->asleep || begin(session, branch, false, 0);
}

void session_look_at(struct session *session, unsigned branch, uint64_t cursor)
{
	if (branch >= session->branches || session->job)
		return;
	if (branch == session->now)
		session_seek(session, cursor);
	else
		begin(session, branch, true, cursor);
}

void session_look(struct session *session, unsigned branch)
{
	if (branch != session->now)
		session_look_at(session, branch, UINT64_MAX);
}
