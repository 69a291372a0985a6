/* SPDX-License-Identifier: MIT */
/* Bookmarks: moments with names, kept as notes in the journal. */
#include <stdio.h>
#include <string.h>

#include "tui/session_parts.h"

const struct session_bookmark *session_bookmark_named(const struct session *session, const char *name)
{
	for (unsigned i = 0; i < session->bookmarks; i++)
		if (!strcmp(session->bookmark[i].name, name))
			return &session->bookmark[i];
	return NULL;
}

static bool set_bookmark(struct session *session, const char *name, const char *text, unsigned branch, uint64_t cursor)
{
	const struct session_bookmark *old = session_bookmark_named(session, name);
	unsigned place = old ? (unsigned)(old - session->bookmark) : session->bookmarks;

	if (place == SESSION_BOOKMARKS_MAX)
		return false;
	session->bookmarks += !old;
	snprintf(session->bookmark[place].name, SESSION_BOOKMARK_NAME, "%s", name);
	snprintf(session->bookmark[place].text, SESSION_BOOKMARK_TEXT, "%.*s", SESSION_BOOKMARK_TEXT - 1, text);
	session->bookmark[place].branch = branch;
	session->bookmark[place].cursor = cursor;
	return true;
}

bool session_is_bookmark(const struct command *command)
{
	return !strncmp(command->text, SESSION_BOOKMARK_NOTE, strlen(SESSION_BOOKMARK_NOTE));
}

/* The journal of the machine's own branch keeps it at once; another's stands in memory. */
static void keep(struct session *session, const char *name, const char *text)
{
	bool newest = session_newest(session);
	struct command command;
	struct err err = { 0 };
	char line[120];

	if (session->live != session->now || session->job)
		return;
	snprintf(line, sizeof(line), SESSION_BOOKMARK_NOTE "%s #%llu%s%.*s", name, (unsigned long long)(session->cursor - 1), text[0] ? " " : "",
		 SESSION_BOOKMARK_TEXT - 1, text);
	if (!command_read(&command, line, &err)) { /* a text that is no words of the grammar stays in memory */
		command_free(&command);
		return;
	}
	session_apply(session, &command);
	journal_append(&session_here(session)->journal, &command);
	session_tell_edge(session, session_journal(session)->n - 1);
	session_seek(session, newest ? UINT64_MAX : session->cursor);
}

bool session_bookmark(struct session *session, const char *name, const char *text, struct err *err)
{
	size_t n = strlen(name);

	if (!n || n >= SESSION_BOOKMARK_NAME || strcspn(name, " \t#=\"") != n) {
		err_set(err, "'%s' is no name for a bookmark", name);
		return err_expected(err, "one word of at most %d letters", SESSION_BOOKMARK_NAME - 1);
	}
	if (!set_bookmark(session, name, text, session->now, session->cursor))
		return err_set(err, "there are %d bookmarks already", SESSION_BOOKMARKS_MAX);
	keep(session, name, text);
	return true;
}

void session_read_bookmarks(struct session *session, unsigned branch)
{
	const struct session_branch *here = session->branch[branch];
	const struct journal *journal = &here->journal;

	for (size_t i = 0; i < journal->n; i++) {
		const char *words = journal->commands[i].text + strlen(SESSION_BOOKMARK_NOTE);
		char name[SESSION_BOOKMARK_NAME];
		unsigned long long number;
		int end = 0;

		if (session_is_bookmark(&journal->commands[i]) &&
		    sscanf(words, "%23s #%llu%n", name, &number, &end) == 2 &&
		    (here->asleep ? !session_bookmark_named(session, name) : number < trace_count(here->trace)))
			set_bookmark(session, name, words + end + strspn(words + end, " "), branch, number + 1);
	}
}

/* Up the line of descent: the younger branch is the one of the higher number. */
uint64_t session_shared(const struct session *session, unsigned a, unsigned b)
{
	uint64_t shared = UINT64_MAX;

	while (a != b) {
		unsigned *younger = a > b ? &a : &b;
		const struct session_branch *branch = session->branch[*younger];

		if (branch->forked_at < shared)
			shared = branch->forked_at;
		if (branch->from >= *younger)
			return 0;
		*younger = branch->from;
	}
	return shared;
}

void session_bookmark_go(struct session *session, const struct session_bookmark *bookmark)
{
	if (bookmark->branch != session->now && session_shared(session, bookmark->branch, session->now) < bookmark->cursor)
		session_look_at(session, bookmark->branch, bookmark->cursor);
	else
		session_seek(session, bookmark->cursor);
}
