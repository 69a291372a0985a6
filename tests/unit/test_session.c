/* SPDX-License-Identifier: MIT */
/* A session's rules: looking never runs the machine, a command in the past forks, undo is a replay. No driver is needed. */
#include <string.h>

#include "sim/read/scene.h"
#include "tests/unit/suite.h"
#include "tui/session.h"

static const char machine_text_[] = "cpus 1\ndevice nic0 vnic slot=1\n";
static const struct inputs no_inputs;

struct edge_seen {
	size_t calls, kept, commands;
};

static bool edge_journal(void *context, const struct session *session, size_t kept, struct err *err)
{
	struct edge_seen *seen = context;
	const struct journal *journal = session_journal(session);

	seen->calls++;
	seen->kept = kept;
	seen->commands = journal->n;
	return seen->calls < 3 ? true : err_set(err, "the disk is full");
}

static struct session *opened_with(const struct session_edge *edge)
{
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, machine_text_, "test", &err));
	session = session_new(&journal, &no_inputs, edge, &err);
	ck_assert_msg(session != NULL, "%s", err.text);
	journal_free(&journal);
	return session;
}

static struct session *opened(void)
{
	return opened_with(NULL);
}

static void give(struct session *session, const char *line)
{
	struct err err = { 0 };

	ck_assert_msg(session_command(session, line, &err), "%s: %s", line, err.text);
}

static unsigned count(const struct session *session, enum record_kind kind)
{
	unsigned n = 0;

	for (uint64_t i = 0; i < trace_count(session_trace(session)); i++)
		n += trace_at(session_trace(session), i)->kind == kind;
	return n;
}

START_TEST(looking_back_runs_nothing)
{
	struct session *session = opened();
	uint64_t end, now;

	give(session, "device.raise nic0 LSC");
	end = trace_count(session_trace(session));
	session_seek(session, end);
	session_step(session, -3);
	now = session->cursor;
	ck_assert_uint_eq(now, end - 3);
	ck_assert_uint_eq(session->scene->next, now);
	ck_assert_uint_eq(trace_count(session_trace(session)), end);
	session_seek(session, 0);
	ck_assert_uint_eq(session->cursor, 1);
	session_free(session);
}
END_TEST

START_TEST(a_command_now_goes_on_in_the_same_branch)
{
	struct session *session = opened();

	give(session, "note one");
	give(session, "note two");
	ck_assert_uint_eq(session->branches, 1);
	ck_assert_uint_eq(session_journal(session)->n, 2);
	session_free(session);
}
END_TEST

START_TEST(a_command_in_the_past_forks_and_the_old_branch_stays)
{
	struct session *session = opened();
	uint64_t past, old;

	give(session, "note one");
	past = session->cursor;
	session_run(session, 1000);
	give(session, "device.raise nic0 LSC");
	session_run(session, 1000);
	give(session, "note three");
	old = trace_count(session_trace(session));
	session_seek(session, past);
	give(session, "note else");

	ck_assert_uint_eq(session->branches, 2);
	ck_assert_uint_eq(session->now, 1);
	ck_assert_uint_eq(session_journal(session)->n, 2);
	ck_assert_str_eq(session_journal(session)->commands[1].text, "note else");
	ck_assert_uint_eq(count(session, R_DEV_CAUSE_SET), 0);
	session_look(session, 0);
	ck_assert_uint_eq(trace_count(session_trace(session)), old);
	ck_assert_uint_eq(count(session, R_DEV_CAUSE_SET), 1);
	session_free(session);
}
END_TEST

START_TEST(undo_takes_the_last_command_back_and_redo_gives_it_again)
{
	struct session *session = opened();

	give(session, "note one");
	give(session, "device.raise nic0 LSC");
	ck_assert(session_undo(session, 1));
	ck_assert_uint_eq(count(session, R_DEV_CAUSE_SET), 0);
	ck_assert_uint_eq(session_journal(session)->n, 1);
	ck_assert(session_redo(session));
	ck_assert_uint_eq(count(session, R_DEV_CAUSE_SET), 1);
	ck_assert(!session_redo(session));
	ck_assert(session_undo(session, 1));
	ck_assert(session_undo(session, 1));
	ck_assert(!session_undo(session, 1));
	session_free(session);
}
END_TEST

START_TEST(a_journal_replayed_gives_the_same_trace)
{
	struct session *session = opened(), *again;
	struct journal journal;
	uint64_t records;
	struct str text = { 0 };
	struct err err = { 0 };

	give(session, "device.raise nic0 LSC");
	session_run(session, 5000);
	give(session, "note later");
	records = trace_count(session_trace(session));
	journal_text(session_journal(session), &text);
	session_free(session);

	journal_init(&journal);
	ck_assert(journal_read(&journal, text.text, text.length, "test", &err));
	again = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_ptr_nonnull(again);
	ck_assert_uint_eq(trace_count(session_trace(again)), records);
	session_free(again);
	journal_free(&journal);
	str_free(&text);
}
END_TEST

START_TEST(the_journal_is_written_through)
{
	struct edge_seen seen = { 0 };
	struct session_edge edge = { .journal = edge_journal, .context = &seen };
	struct session *session = opened_with(&edge);

	give(session, "note one");
	give(session, "note two");
	ck_assert_uint_eq(seen.calls, 2);
	ck_assert_uint_eq(seen.kept, 1);
	session_undo(session, 1);
	ck_assert_uint_eq(seen.kept, 0);
	ck_assert_uint_eq(seen.commands, 1);
	session_end(session);
	ck_assert_str_eq(session_journal(session)->commands[1].text, SESSION_END_NOTE);
	ck_assert_uint_eq(session->undone_n, 1); /* nobody gave the note */
	session_free(session);
}
END_TEST

START_TEST(settings_for_the_next_start_follow_the_commands)
{
	struct session *session = opened();

	give(session, "policy cap count=2");
	ck_assert_str_eq(session->next.policy, "cap");
	ck_assert(session_undo(session, 1));
	ck_assert_str_eq(session->next.policy, "windows");
	session_free(session);
}
END_TEST

START_TEST(what_is_no_command_changes_nothing)
{
	struct session *session = opened();
	uint64_t end = trace_count(session_trace(session));
	struct err err = { 0 };

	ck_assert(!session_command(session, "strat nic0", &err));
	ck_assert_uint_eq(trace_count(session_trace(session)), end);
	session_free(session);
}
END_TEST

START_TEST(nothing_to_happen_is_said_and_ends_running)
{
	struct session *session = opened();

	session->running = true;
	session->speed = SPEED_FULL;
	session_tick(session, 10);
	ck_assert(!session->running);
	ck_assert(session->news[0]);
	session_free(session);
}
END_TEST

START_TEST(after_a_command_one_stands_behind_what_it_did_in_the_present)
{
	struct session *session = opened();

	give(session, "device.raise nic0 LSC");
	ck_assert_int_eq(trace_at(session_trace(session), session->cursor - 1)->kind, R_DEV_CAUSE_SET);
	ck_assert_uint_eq(session->cursor, trace_count(session_trace(session)));
	ck_assert(session_newest(session));
	give(session, "note still here");
	ck_assert_uint_eq(session->branches, 1);
	session_free(session);
}
END_TEST

START_TEST(a_command_at_the_end_of_an_old_branch_goes_on_there)
{
	struct session *session = opened();
	uint64_t past;

	give(session, "note one");
	past = session->cursor;
	give(session, "note two");
	session_seek(session, past);
	give(session, "note else");
	session_look(session, 0);
	give(session, "note three");
	ck_assert_uint_eq(session->branches, 2);
	ck_assert_uint_eq(session->now, 0);
	ck_assert_uint_eq(session_journal(session)->n, 3);
	ck_assert_str_eq(session_journal(session)->commands[2].text, "note three");
	session_free(session);
}
END_TEST

START_TEST(a_bookmark_in_the_past_forks_nothing_and_stands_in_the_journal)
{
	struct session *session = opened();
	uint64_t past;
	struct err err = { 0 };

	give(session, "note one");
	past = session->cursor;
	give(session, "device.raise nic0 LSC");
	session_seek(session, past);
	ck_assert(session_bookmark(session, "before", "", &err));
	ck_assert_uint_eq(session->cursor, past);
	ck_assert_uint_eq(session->branches, 1);
	ck_assert_uint_eq(session_journal(session)->n, 3);
	session_seek(session, UINT64_MAX);
	session_bookmark_go(session, session_bookmark_named(session, "before"));
	ck_assert_uint_eq(session->cursor, past);
	ck_assert(!session_bookmark(session, "two words", "", &err));
	session_free(session);
}
END_TEST

START_TEST(undo_passes_over_bookmarks)
{
	struct session *session = opened();
	struct err err = { 0 };

	give(session, "device.raise nic0 LSC");
	ck_assert(session_bookmark(session, "here", "", &err));
	ck_assert(session_newest(session));
	ck_assert(session_undo(session, 1));
	ck_assert_str_eq(session->undone[0].line, "device.raise nic0 LSC");
	ck_assert_uint_eq(session_journal(session)->n, 0);
	ck_assert(!session_undo(session, 1));
	session_free(session);
}
END_TEST

START_TEST(bookmarks_are_there_again_after_a_replay)
{
	struct session *session = opened(), *again;
	struct journal journal;
	struct str text = { 0 };
	struct err err = { 0 };
	uint64_t past;

	give(session, "note one");
	past = session->cursor;
	give(session, "note two");
	session_seek(session, past);
	ck_assert(session_bookmark(session, "one", "where it began", &err));
	journal_text(session_journal(session), &text);
	session_free(session);
	journal_init(&journal);
	ck_assert(journal_read(&journal, text.text, text.length, "test", &err));
	again = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_ptr_nonnull(session_bookmark_named(again, "one"));
	ck_assert_uint_eq(session_bookmark_named(again, "one")->cursor, past);
	ck_assert_str_eq(session_bookmark_named(again, "one")->text, "where it began");
	session_free(again);
	journal_free(&journal);
	str_free(&text);
}
END_TEST

START_TEST(branches_know_what_they_share)
{
	struct session *session = opened();
	uint64_t past;

	give(session, "note one");
	past = session->cursor;
	give(session, "note two");
	session_seek(session, past);
	give(session, "note else");
	ck_assert_uint_eq(session_shared(session, 0, 1), past);
	session_undo(session, 1);
	ck_assert_uint_eq(session_shared(session, 1, 2), past);
	ck_assert_uint_eq(session_shared(session, 0, 2), past);
	session_free(session);
}
END_TEST

START_TEST(nothing_to_happen_takes_no_time)
{
	struct session *session = opened();

	session->speed = SPEED_RECORDS;
	session->running = true;
	while (session->running)
		session_tick(session, 10);
	ck_assert_str_ne(session->news, "");
	give(session, "device.raise nic0 LSC");
	for (uint64_t i = 0; i < trace_count(session_trace(session)); i++)
		ck_assert_int_eq(trace_at(session_trace(session), i)->at, 0);
	session_free(session);
}
END_TEST

static vtime last_command(const struct session *session)
{
	const struct journal *journal = session_journal(session);

	return journal->commands[journal->n - 1].at;
}

/* Nothing happens after the wait, so no record tells of it. */
static struct session *waited(void)
{
	struct session *session = opened();

	give(session, "device.raise nic0 LSC");
	session_run(session, 1000000);
	session_run(session, 1000000);
	ck_assert_int_eq(session_clock(session), 2000000);
	return session;
}

START_TEST(time_that_passed_without_anything_stays_when_the_branch_is_left_and_come_back_to)
{
	struct session *session = waited();

	session_seek(session, 1);
	give(session, "device.raise nic0 ERR");
	session_look(session, 0);
	give(session, "device.raise nic0 ERR");
	ck_assert_int_eq(last_command(session), 2000000);
	session_free(session);
}
END_TEST

START_TEST(what_takes_a_commands_place_comes_at_its_time_if_that_is_asked)
{
	struct session *session = waited();
	uint64_t end = trace_count(session_trace(session));

	give(session, "device.raise nic0 ERR");
	session_seek_before(session, end);
	give(session, "note else");
	ck_assert_int_eq(last_command(session), 2000000);
	session_look(session, 0);
	session_seek(session, end);
	give(session, "note else");
	ck_assert_int_eq(last_command(session), 0);
	session_free(session);
}
END_TEST

SUITE("session", time_that_passed_without_anything_stays_when_the_branch_is_left_and_come_back_to, what_takes_a_commands_place_comes_at_its_time_if_that_is_asked,
       a_bookmark_in_the_past_forks_nothing_and_stands_in_the_journal, undo_passes_over_bookmarks,
      bookmarks_are_there_again_after_a_replay, branches_know_what_they_share,
      after_a_command_one_stands_behind_what_it_did_in_the_present, a_command_at_the_end_of_an_old_branch_goes_on_there, looking_back_runs_nothing, a_command_now_goes_on_in_the_same_branch,
      a_command_in_the_past_forks_and_the_old_branch_stays, undo_takes_the_last_command_back_and_redo_gives_it_again,
      a_journal_replayed_gives_the_same_trace, the_journal_is_written_through, settings_for_the_next_start_follow_the_commands,
      what_is_no_command_changes_nothing, nothing_to_happen_is_said_and_ends_running,
      nothing_to_happen_takes_no_time)
