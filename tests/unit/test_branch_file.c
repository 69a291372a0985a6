/* SPDX-License-Identifier: MIT */
/* Branches written through: a session that goes on with what stands in the file has the same branches, whatever instant it was cut at. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/branch_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"

static const char machine_text_[] = "cpus 1\ndevice nic0 vnic slot=1\n";
static const struct inputs no_inputs;
static char path[64];
static struct branch_file file;

static bool edge_journal(void *context, const struct session *session, size_t kept, struct err *err)
{
	(void)context, (void)kept;
	return branch_file_update(&file, session, err);
}

static struct session *begun(void)
{
	struct session_edge edge = { .journal = edge_journal };
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	strcpy(path, "/tmp/msilab-branches.XXXXXX");
	close(mkstemp(path));
	branch_file_init(&file, path, NULL, NULL, 0);
	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, machine_text_, "test", &err));
	session = session_new(&journal, &no_inputs, &edge, &err);
	ck_assert_msg(session != NULL, "%s", err.text);
	journal_free(&journal);
	return session;
}

static void give(struct session *session, const char *line)
{
	struct err err = { 0 };

	ck_assert_msg(session_command(session, line, &err), "%s: %s", line, err.text);
}

/* Forks, undo and redo, another policy, a name, a switch. */
static struct session *story(void)
{
	struct session *session = begun();
	struct err err = { 0 };
	uint64_t past;

	give(session, "device.raise nic0 LSC");
	session_run(session, 100000);
	past = session->cursor;
	give(session, "link nic0 down");
	give(session, "note bookmark here #3");
	session_seek(session, past);
	give(session, "note other");
	ck_assert(session_branch_name(session, "mine", &err));
	ck_assert(session_policy(session, "line", &err));
	session_look(session, 1);
	give(session, "note more");
	give(session, "note still more");
	ck_assert(session_undo(session, 1));
	ck_assert(session_undo(session, 1));
	ck_assert(session_redo(session));
	session_look(session, 0);
	return session;
}

static void end(struct session *session)
{
	session_free(session);
	branch_file_close(&file);
	unlink(path);
}

static struct session *again(struct session_left *left)
{
	struct session_edge edge = { .left = left };
	struct err err = { 0 };

	return session_new(&left->branch[left->now].journal, &no_inputs, &edge, &err);
}

/* All that is kept of the branches, as a text: at most one machine lives, so sessions are compared one after another. */
static char *described(const struct session *session)
{
	struct str text = { 0 };
	char name[100];

	str_format(&text, "now %u\n", session->now);
	for (unsigned i = 0; i < session->branches; i++) {
		const struct session_branch *branch = session->branch[i];

		str_format(&text, "%u from %u at %llu %lld: %s\n", branch->id, branch->from, (unsigned long long)branch->forked_at,
			   (long long)branch->forked_time, session_branch_text(session, i, name, sizeof(name)));
		journal_text(&branch->journal, &text);
	}
	for (size_t i = 0; i < session->undone_n; i++)
		str_format(&text, "undone %s%s\n", session->undone[i].line, session->undone[i].together ? ", together" : "");
	return text.text;
}

/* The session ends; what it was goes on. The file stays. */
static struct session *resumed_of(struct session *take, char **before, struct session_left **left, size_t *whole)
{
	struct session *resumed;

	*before = described(take);
	session_free(take);
	*left = branch_file_read(path, whole);
	ck_assert_ptr_nonnull(*left);
	resumed = again(*left);
	ck_assert_ptr_nonnull(resumed);
	return resumed;
}

static void same(const struct session *session, char *take)
{
	char *is = described(session);

	if (strcmp(is, take))
		printf("is:\n%s\nwas:\n%s\n", is, take);
	ck_assert(!strcmp(is, take));
	mem_free(is);
	mem_free(take);
}

START_TEST(a_session_is_there_again_with_all_its_branches)
{
	struct session_left *left;
	char *before;
	size_t whole;
	struct session *resumed = resumed_of(story(), &before, &left, &whole);

	ck_assert_uint_ge(resumed->branches, 5);
	ck_assert_uint_eq(resumed->undone_n, 1);
	same(resumed, before);
	session_left_free(left);
	end(resumed);
}
END_TEST

START_TEST(what_was_taken_back_together_is_given_again_together)
{
	struct session *session = begun();
	struct session_left *left;
	char *before;
	size_t whole;

	give(session, "note one");
	give(session, "note two");
	give(session, "note three");
	ck_assert(session_undo(session, 1));
	ck_assert(session_undo(session, 2));
	session = resumed_of(session, &before, &left, &whole);
	same(session, before);
	ck_assert(session_redo(session));
	ck_assert(session_redoes_on(session));
	ck_assert(session_redo(session));
	ck_assert(!session_redoes_on(session));
	ck_assert_uint_eq(session->undone_n, 1);
	session_left_free(left);
	end(session);
}
END_TEST

START_TEST(a_branch_of_an_earlier_run_wakes_with_the_same_records)
{
	struct session *session = story();
	uint64_t records[SESSION_BRANCHES_MAX];
	unsigned now = session->now;
	struct session_left *left;
	char *before;
	size_t whole;

	for (unsigned i = 0; i < session->branches; i++)
		records[i] = trace_count(session->branch[i]->trace);
	session = resumed_of(session, &before, &left, &whole);
	for (unsigned i = 0; i < session->branches; i++) {
		ck_assert(session->branch[i]->asleep == (i != now));
		session_look(session, i);
		ck_assert_uint_eq(session->now, i);
		ck_assert(!session->branch[i]->asleep);
		if (i != now) /* where its person stood in that one, the place file knows */
			ck_assert_uint_eq(trace_count(session->branch[i]->trace), records[i]);
	}
	ck_assert_ptr_nonnull(session_bookmark_named(session, "here"));
	mem_free(before);
	session_left_free(left);
	end(session);
}
END_TEST

START_TEST(what_is_done_after_going_on_is_appended)
{
	struct session_left *left, *later;
	char *before;
	size_t whole, more;
	struct session *session = resumed_of(story(), &before, &left, &whole);

	branch_file_close(&file);
	branch_file_init(&file, path, NULL, left, whole);
	session->edge.journal = edge_journal;
	session_look(session, 2);
	give(session, "note after");
	mem_free(before);
	session = resumed_of(session, &before, &later, &more);
	ck_assert_uint_gt(more, whole);
	ck_assert_uint_lt(more, whole + 300);
	same(session, before);
	session_left_free(left);
	session_left_free(later);
	end(session);
}
END_TEST

/* Whatever a power cut leaves of it is a session, or none at all; what follows a cut line does not count. */
START_TEST(cut_at_any_byte_it_is_read_up_to_there)
{
	struct err err;
	size_t n, whole = 0, before = 0;
	char *text;

	session_free(story());
	text = file_read(path, 1 << 20, &n, &err);
	for (size_t cut = 0; cut <= n; cut++) {
		struct session_left *left;

		ck_assert(file_write(path, text, cut, &err));
		whole = 0;
		left = branch_file_read(path, &whole);
		ck_assert_uint_le(whole, cut);
		ck_assert_uint_ge(whole, before);
		before = whole;
		if (!left)
			continue;
		ck_assert_uint_lt(left->now, left->n);
		if (cut % 7 == 0)
			session_free(again(left));
		session_left_free(left);
	}
	ck_assert_uint_eq(whole, n);
	mem_free(text);
	end(NULL);
}
END_TEST

START_TEST(branches_are_called_by_what_is_different)
{
	struct session *session = story();
	char text[100];

	ck_assert_str_eq(session_branch_text(session, 0, text, sizeof(text)), "the beginning");
	ck_assert_str_eq(session_branch_text(session, 1, text, sizeof(text)), "mine");
	ck_assert_str_eq(session_branch_text(session, 2, text, sizeof(text)), "the same under policy line");
	ck_assert_str_eq(session_branch_text(session, 3, text, sizeof(text)), "without: note still more");
	ck_assert_str_eq(session_branch_last(session, 3), "note more");
	session->branch[1]->name[0] = '\0';
	ck_assert_str_eq(session_branch_text(session, 1, text, sizeof(text)), "note other instead of link nic0 down");
	end(session);
}
END_TEST

START_TEST(a_name_is_no_number_and_nobody_elses)
{
	struct session *session = story();
	struct err err;
	char *text;
	size_t n;

	ck_assert(!session_branch_name(session, "3", &err));
	ck_assert(!session_branch_name(session, "", &err));
	ck_assert(!session_branch_name(session, "mine", &err));
	ck_assert(session_branch_name(session, "first try", &err));
	text = file_read(path, 1 << 20, &n, &err);
	ck_assert(text && strstr(text, "first try")); /* at once */
	mem_free(text);
	ck_assert_uint_eq(session_branch_named(session, "first try"), 0);
	ck_assert_uint_eq(session_branch_named(session, "2"), 1);
	ck_assert_uint_eq(session_branch_named(session, "nobody"), session->branches);
	end(session);
}
END_TEST

START_TEST(a_branch_that_falls_off_the_list_leaves_the_file)
{
	struct session *session = begun();
	struct session_left *left;
	char *before;
	size_t whole;

	give(session, "note one");
	give(session, "note bookmark first #2");
	for (unsigned i = 0; i < SESSION_BRANCHES_MAX + 3; i++) {
		char line[32];

		snprintf(line, sizeof(line), "note fork %u", i);
		session_seek(session, 2);
		give(session, line);
	}
	ck_assert_uint_eq(session->branches, SESSION_BRANCHES_MAX);
	session = resumed_of(session, &before, &left, &whole);
	same(session, before);
	session_left_free(left);
	end(session);
}
END_TEST

SUITE("branch_file", a_session_is_there_again_with_all_its_branches, what_was_taken_back_together_is_given_again_together, a_branch_of_an_earlier_run_wakes_with_the_same_records,
      what_is_done_after_going_on_is_appended, cut_at_any_byte_it_is_read_up_to_there, branches_are_called_by_what_is_different,
      a_name_is_no_number_and_nobody_elses, a_branch_that_falls_off_the_list_leaves_the_file)
