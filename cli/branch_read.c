/* SPDX-License-Identifier: MIT */
/* Reading branches back: the lines are followed in their order, up to the first that cannot be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/branch_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

/* A branch as texts; its journal is made of them at the end. */
struct draft {
	unsigned id, from;
	unsigned long long forked_at, records;
	long long forked_time;
	char name[SESSION_BRANCH_NAME];
	char *head;
	char **line;
	size_t n, room;
};

struct reading {
	struct draft *draft;
	size_t n, room;
	unsigned on;
	bool heading; /* head lines are being read */
	struct str head;
	struct session_undone *undone;
	size_t undone_n, undone_room;
};

static struct draft *draft_of(struct reading *reading, unsigned id)
{
	for (size_t i = 0; i < reading->n; i++)
		if (reading->draft[i].id == id)
			return &reading->draft[i];
	return NULL;
}

static void cut(struct draft *draft, size_t n)
{
	while (draft->n > n)
		mem_free(draft->line[--draft->n]);
}

static void add_line(struct draft *draft, const char *line)
{
	mem_grow(&draft->line, &draft->room, draft->n + 1, sizeof *draft->line);
	draft->line[draft->n++] = mem_copy_text(line);
}

static void draft_end(struct draft *draft)
{
	cut(draft, 0);
	mem_free(draft->line);
	mem_free(draft->head);
}

static bool new_draft(struct reading *reading, unsigned id)
{
	if (reading->n == SESSION_BRANCHES_MAX)
		return false;
	mem_grow(&reading->draft, &reading->room, reading->n + 1, sizeof *reading->draft);
	reading->draft[reading->n++] = (struct draft){ .id = id };
	return true;
}

static bool take_branch(struct reading *reading, const char *rest)
{
	struct draft *draft, *from;
	unsigned id, parent;
	size_t common;
	unsigned long long forked_at;
	long long time;

	if (sscanf(rest, "%u %u %zu %llu %lld", &id, &parent, &common, &forked_at, &time) != 5 || !id)
		return false;
	if (!draft_of(reading, id) && !new_draft(reading, id))
		return false;
	draft = draft_of(reading, id);
	from = parent ? draft_of(reading, parent) : NULL;
	if ((parent && !from) || from == draft || common > (from ? from->n : 0))
		return false;
	cut(draft, 0);
	draft->from = parent;
	draft->forked_at = forked_at;
	draft->forked_time = time;
	if (from) {
		mem_free(draft->head);
		draft->head = mem_copy_text(from->head ? from->head : "");
	}
	for (size_t i = 0; i < common; i++)
		add_line(draft, from->line[i]);
	reading->on = id;
	return true;
}

static bool take_on(struct reading *reading, const char *rest)
{
	reading->on = (unsigned)strtoul(rest, NULL, 10);
	return draft_of(reading, reading->on);
}

static bool take_name(struct reading *reading, const char *rest)
{
	char *end;
	struct draft *draft = draft_of(reading, (unsigned)strtoul(rest, &end, 10));

	if (draft)
		snprintf(draft->name, sizeof draft->name, "%s", end + (*end == ' '));
	return draft;
}

static bool take_records(struct reading *reading, const char *rest)
{
	char *end;
	struct draft *draft = draft_of(reading, (unsigned)strtoul(rest, &end, 10));

	if (draft)
		draft->records = strtoull(end, NULL, 10);
	return draft;
}

static bool take_drop(struct reading *reading, const char *rest)
{
	struct draft *draft = draft_of(reading, (unsigned)strtoul(rest, NULL, 10));
	size_t place = draft ? (size_t)(draft - reading->draft) : 0;

	if (!draft)
		return false;
	for (size_t i = 0; i < reading->n; i++) {
		struct draft *child = &reading->draft[i];

		if (child->from != draft->id)
			continue;
		child->from = draft->from;
		child->forked_at = !draft->from ? 0 : child->forked_at < draft->forked_at ? child->forked_at : draft->forked_at;
	}
	draft_end(draft);
	memmove(draft, draft + 1, (--reading->n - place) * sizeof *draft);
	return true;
}

static bool take_back(struct reading *reading, const char *rest, bool together)
{
	unsigned long long event;
	long long at;
	int end = 0;

	if (sscanf(rest, "@%lld !%llu %n", &at, &event, &end) != 2 || !end)
		return false;
	mem_grow(&reading->undone, &reading->undone_room, reading->undone_n + 1, sizeof *reading->undone);
	reading->undone[reading->undone_n++] = (struct session_undone){ mem_copy_text(rest + end), at, event, together };
	return true;
}

static bool take_undone(struct reading *reading, const char *rest)
{
	return take_back(reading, rest, false);
}

static bool take_together(struct reading *reading, const char *rest)
{
	return take_back(reading, rest, true);
}

static bool take_redone(struct reading *reading, const char *rest)
{
	if (*rest || !reading->undone_n)
		return false;
	mem_free(reading->undone[--reading->undone_n].line);
	return true;
}

static bool take_forget(struct reading *reading, const char *rest)
{
	while (take_redone(reading, rest))
		;
	return !reading->undone_n;
}

static const struct {
	const char *word;
	bool (*take)(struct reading *reading, const char *rest);
} words[] = {
	{ "branch", take_branch }, { "on", take_on },	      { "name", take_name },	 { "records", take_records },
	{ "drop", take_drop },	   { "undone", take_undone }, { "redone", take_redone }, { "forget", take_forget },
	{ "together", take_together },
};

/* A line of a machine; begin ends it. */
static bool take_head(struct reading *reading, const char *line)
{
	struct draft *draft = draft_of(reading, reading->on);

	if (!draft)
		return false;
	str_format(&reading->head, "%s\n", line);
	reading->heading = strcmp(line, "begin") != 0;
	if (reading->heading)
		return true;
	mem_free(draft->head);
	draft->head = mem_copy_text(reading->head.text);
	str_clear(&reading->head);
	return true;
}

static bool take_line(struct reading *reading, const char *line)
{
	size_t n = strcspn(line, " ");
	struct draft *draft;

	if (reading->heading || !strncmp(line, "msilab-journal ", 15))
		return take_head(reading, line);
	if (line[0] == '@') {
		draft = draft_of(reading, reading->on);
		if (draft)
			add_line(draft, line);
		return draft;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == n && !strncmp(words[i].word, line, n))
			return words[i].take(reading, line + n + (line[n] == ' '));
	return false;
}

static bool make_journal(const struct draft *draft, struct journal *journal)
{
	struct str text = { 0 };
	struct err err;
	bool good;

	str_append(&text, draft->head ? draft->head : "");
	for (size_t i = 0; i < draft->n; i++)
		str_format(&text, "%s\n", draft->line[i]);
	journal_init(journal);
	good = journal_read(journal, text.text, text.length, "", &err);
	str_free(&text);
	if (!good)
		journal_free(journal);
	return good;
}

static size_t place_of(const struct session_left *left, unsigned id, size_t otherwise)
{
	for (size_t i = 0; i < left->n; i++)
		if (left->branch[i].id == id)
			return i;
	return otherwise;
}

/* A branch whose journal cannot be read is left out. NULL: not even the one looked at can be. */
static struct session_left *make_left(struct reading *reading)
{
	struct session_left *left = mem_new(sizeof *left);

	left->branch = mem_new((reading->n + 1) * sizeof *left->branch);
	left->undone = reading->undone;
	left->undone_n = reading->undone_n;
	for (size_t i = 0; i < reading->n; i++) {
		const struct draft *draft = &reading->draft[i];
		struct session_left_branch *branch = &left->branch[left->n];

		*branch = (struct session_left_branch){ .id = draft->id, .forked_at = draft->forked_at, .forked_time = draft->forked_time,
							.records = draft->records };
		if (!make_journal(draft, &branch->journal))
			continue;
		snprintf(branch->name, sizeof branch->name, "%s", draft->name);
		branch->from = place_of(left, draft->from, left->n++);
	}
	left->now = place_of(left, reading->on, left->n);
	if (left->now < left->n)
		return left;
	session_left_free(left);
	return NULL;
}

/* Bytes that were taken. A machine that was cut off goes with its branch. */
static size_t take_all(struct reading *reading, char *text)
{
	char *at = text + strlen(BRANCH_FILE_HEAD), *whole = at, *end;
	char number[16];

	for (; (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		if (!take_line(reading, at))
			break;
		if (!reading->heading && strncmp(at, "branch ", 7))
			whole = end + 1;
	}
	snprintf(number, sizeof number, "%u", reading->on);
	if (reading->heading)
		take_drop(reading, number);
	return (size_t)(whole - text);
}

bool branch_file_is(const char *text, size_t n)
{
	return n >= strlen(BRANCH_FILE_HEAD) && text[n - 1] == '\n' && !strncmp(text, BRANCH_FILE_HEAD, strlen(BRANCH_FILE_HEAD));
}

struct session_left *branch_file_read(const char *path, size_t *whole)
{
	struct reading reading = { 0 };
	struct session_left *left = NULL;
	struct err err;
	size_t n;
	char *text = file_read(path, JOURNAL_BYTES_MAX, &n, &err);

	if (text && branch_file_is(text, strlen(text) ? strcspn(text, "\n") + 1 : 0)) {
		*whole = take_all(&reading, text);
		left = make_left(&reading);
	}
	for (size_t i = 0; i < reading.n; i++)
		draft_end(&reading.draft[i]);
	mem_free(reading.draft);
	str_free(&reading.head);
	mem_free(text);
	return left;
}
