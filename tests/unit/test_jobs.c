/* SPDX-License-Identifier: MIT */
/*
 * What takes long is done in slices: a job can be interrupted between any two of them and leaves a session that is whole, and done
 * in slices it ends where it ends without them. No driver is needed: the device's own frames fill the trace.
 */
#include <string.h>

#include "sim/read/scene.h"
#include "tests/unit/suite.h"
#include "tui/compare.h"

static const char machine_text_[] = "cpus 1\ndevice nic0 vnic slot=1\n";
static const struct inputs no_inputs;

static struct session *opened(bool slices)
{
	struct session_edge edge = { .slices = slices };
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, machine_text_, "test", &err));
	session = session_new(&journal, &no_inputs, &edge, &err);
	ck_assert_msg(session != NULL, "%s", err.text);
	session_finish(session);
	journal_free(&journal);
	return session;
}

static void give(struct session *session, const char *line)
{
	struct err err = { 0 };

	ck_assert_msg(session_command(session, line, &err), "%s: %s", line, err.text);
	session_finish(session);
}

/* Five commands over 12 ms, and some ten thousand events. */
static struct session *busy_session(bool slices)
{
	struct session *session = opened(slices);

	give(session, "traffic nic0 constant gap=1000 frames=8000 size=64");
	for (unsigned i = 0; i < 4; i++) {
		session_run(session, 2000000);
		session_finish(session);
		give(session, "device.raise nic0 LSC");
	}
	session_run(session, 4000000);
	session_finish(session);
	return session;
}

static void lines_of(const struct session *session, struct str *text)
{
	const struct trace *trace = session_trace(session);

	for (uint64_t i = 0; i < trace_count(trace); i++) {
		const struct record *record = trace_at(trace, i);

		str_format(text, "%lld %u %llu %llu\n", (long long)record->at, record->kind, (unsigned long long)record->cause,
			   (unsigned long long)record->w[0]);
	}
}

/* The cursor has its scene; what is looked at can be looked at; the next command is taken. */
static void is_whole(struct session *session)
{
	struct scene *scene = scene_new(session_trace(session));
	struct str why = { 0 };

	ck_assert(!session_busy(session));
	ck_assert_uint_ge(session->cursor, 1);
	ck_assert_uint_le(session->cursor, trace_count(session_trace(session)));
	scene_advance(scene, session->cursor - 1);
	ck_assert_msg(scene_same(session->scene, scene, &why), "%s", why.text);
	scene_free(scene);
	str_free(&why);
	ck_assert_uint_lt(session->now, session->branches);
	give(session, "note still here");
	ck_assert_str_eq(session_journal(session)->commands[session_journal(session)->n - 1].text, "note still here");
}

static bool no_record(void *context, const struct trace *trace, const struct record *record)
{
	(void)context, (void)trace, (void)record;
	return false;
}

/* The jobs there are. */
static void begin_undo(struct session *session)
{
	ck_assert(session_undo(session, 1));
}

static void begin_fork(struct session *session)
{
	struct err err = { 0 };

	session_seek(session, trace_count(session_trace(session)) - 500);
	ck_assert(session_command(session, "note else", &err));
}

static void begin_run(struct session *session)
{
	session_run(session, 1000000000);
}

static void begin_far_seek(struct session *session)
{
	session_seek_time(session, 2000000000);
}

static void begin_search(struct session *session)
{
	session_seek(session, 1);
	session_find(session, 1, 0, no_record, NULL);
}

static void begin_search_back(struct session *session)
{
	session_find(session, -1, 0, no_record, NULL);
}

static void begin_policy(struct session *session)
{
	struct err err = { 0 };

	ck_assert(session_policy(session, "line", &err));
}

/* An old branch's machine is made again first. */
static void begin_revival(struct session *session)
{
	give(session, "note a last one");
	begin_fork(session);
	session_finish(session);
	session_look(session, 0);
	session_run(session, 100);
}

static bool ten_slices(void *context, unsigned *percent)
{
	*percent = 10 * ++*(unsigned *)context;
	return *percent == 100;
}

static void begin_compute(struct session *session)
{
	static unsigned done;

	done = 0;
	ck_assert(session_compute(session, ten_slices, &done));
}

static void (*const begins[])(struct session *) = { begin_undo,   begin_fork,   begin_run,	 begin_far_seek, begin_search,
						    begin_search_back, begin_policy, begin_revival, begin_compute };

START_TEST(a_job_can_be_interrupted_at_any_slice_and_the_session_is_whole)
{
	bool ended = false;

	for (unsigned slices = 0; !ended; slices += 1 + slices / 3) {
		struct session *session = busy_session(true);

		begins[_i](session);
		for (unsigned n = 0; n < slices; n++)
			session_slice(session);
		ended = !session_busy(session);
		session_interrupt(session);
		ck_assert(ended || session->outcome == SESSION_INTERRUPTED);
		is_whole(session);
		session_free(session);
	}
}
END_TEST

START_TEST(in_slices_a_job_ends_where_it_ends_at_once)
{
	struct session *sliced = busy_session(true), *whole;
	struct str a = { 0 }, b = { 0 };
	uint64_t cursor;
	size_t commands;

	begins[_i](sliced);
	session_finish(sliced);
	lines_of(sliced, &a);
	cursor = sliced->cursor;
	commands = session_journal(sliced)->n;
	session_free(sliced);
	whole = busy_session(false);
	begins[_i](whole);
	ck_assert(!session_busy(whole));
	lines_of(whole, &b);
	ck_assert_str_eq(a.text, b.text);
	ck_assert_uint_eq(whole->cursor, cursor);
	ck_assert_uint_eq(session_journal(whole)->n, commands);
	session_free(whole);
	str_free(&a);
	str_free(&b);
}
END_TEST

START_TEST(an_interrupted_replay_changes_nothing)
{
	struct session *session = busy_session(true);
	uint64_t cursor = session->cursor;
	size_t commands = session_journal(session)->n;

	ck_assert(session_undo(session, 1));
	session_slice(session);
	ck_assert(session_busy(session));
	session_interrupt(session);
	ck_assert_uint_eq(session->branches, 1);
	ck_assert_uint_eq(session->cursor, cursor);
	ck_assert_uint_eq(session_journal(session)->n, commands);
	ck_assert_uint_eq(session->undone_n, 0);
	ck_assert(session_newest(session));
	give(session, "note on it goes");
	ck_assert_uint_eq(session->branches, 1);
	session_free(session);
}
END_TEST

START_TEST(an_interrupted_start_leaves_the_rest_for_redo_at_its_time)
{
	struct session *session = busy_session(false), *again;
	struct session_edge edge = { .slices = true };
	struct str a = { 0 }, b = { 0 };
	struct err err = { 0 };

	lines_of(session, &a);
	session_free(session);
	session = busy_session(false);
	again = NULL;
	{
		struct journal journal;
		struct str text = { 0 };

		journal_init(&journal);
		journal_text(session_journal(session), &text);
		session_free(session);
		ck_assert(journal_read(&journal, text.text, text.length, "test", &err));
		again = session_new(&journal, &no_inputs, &edge, &err);
		for (unsigned i = 0; i < 3; i++)
			session_slice(again);
		ck_assert(session_busy(again));
		session_interrupt(again);
		journal_free(&journal);
		str_free(&text);
	}
	ck_assert_uint_gt(again->undone_n, 0);
	ck_assert_uint_eq(again->undone_n + session_journal(again)->n, 5);
	while (session_redo(again))
		session_finish(again);
	ck_assert_uint_eq(session_journal(again)->n, 5);
	session_run(again, 4000000);
	session_finish(again);
	lines_of(again, &b);
	ck_assert_str_eq(a.text, b.text);
	session_free(again);
	str_free(&a);
	str_free(&b);
}
END_TEST

START_TEST(one_job_at_a_time)
{
	struct session *session = busy_session(true);
	struct err err = { 0 };

	session_run(session, 1000000000);
	ck_assert(session_busy(session));
	ck_assert(!session_command(session, "note one", &err));
	ck_assert(!session_undo(session, 1));
	ck_assert(!session_redo(session));
	session_interrupt(session);
	ck_assert(session_command(session, "note one", &err));
	session_free(session);
}
END_TEST

/* The branch of another policy, half way, beside the one it was made of. */
static bool begin_comparison(struct session *session, struct compare *compare)
{
	struct compare_side side[2];

	for (unsigned i = 0; i < 2; i++)
		side[i] = (struct compare_side){ .branch = session->branch[i], .cursor = trace_count(session->branch[i]->trace) / (i + 1) };
	return compare_begin(compare, session, &side[0], &side[1]);
}

START_TEST(a_comparison_is_done_in_slices_or_not_at_all)
{
	struct session *session = busy_session(true);
	struct compare compare = { 0 }, whole = { 0 };
	bool ended = false;

	begin_policy(session);
	session_finish(session);
	session->edge.slices = false;
	ck_assert(begin_comparison(session, &whole));
	compare_done(&whole, session);
	ck_assert(whole.asked);
	session->edge.slices = true;
	for (unsigned slices = 0; !ended; slices++) {
		uint64_t cursor = session->cursor;

		ck_assert(begin_comparison(session, &compare));
		ck_assert(!begin_comparison(session, &compare));
		for (unsigned n = 0; n < slices; n++)
			session_slice(session);
		ended = !session_busy(session);
		session_interrupt(session);
		compare_done(&compare, session);
		ck_assert(compare.asked == ended);
		ck_assert_uint_eq(session->cursor, cursor);
	}
	ck_assert_uint_eq(compare.diff.first, whole.diff.first);
	ck_assert_uint_eq(compare.diff.n, whole.diff.n);
	ck_assert_uint_eq(compare.states, whole.states);
	ck_assert_uint_gt(whole.states, 0);
	is_whole(session);
	compare_fini(&compare);
	compare_fini(&whole);
	session_free(session);
}
END_TEST

START_TEST(progress_is_told)
{
	struct session *session = busy_session(true);
	unsigned percent, before = 0;

	ck_assert_int_eq(session_doing(session, &percent), SESSION_IDLE);
	ck_assert(session_undo(session, 1));
	while (session_busy(session)) {
		session_slice(session);
		if (session_doing(session, &percent) == SESSION_IDLE)
			break;
		ck_assert_int_eq(session_doing(session, &percent), SESSION_REPLAYING);
		ck_assert_uint_ge(percent, before);
		ck_assert_uint_lt(percent, 100);
		before = percent;
	}
	ck_assert_uint_gt(before, 20);
	session_free(session);
}
END_TEST

int main(void)
{
	struct frame frame = suite_open("jobs");
	const int n = sizeof(begins) / sizeof(*begins);

	tcase_add_loop_test(frame.tcase, a_job_can_be_interrupted_at_any_slice_and_the_session_is_whole, 0, n);
	tcase_add_loop_test(frame.tcase, in_slices_a_job_ends_where_it_ends_at_once, 0, n);
	SUITE_ADD(&frame, an_interrupted_replay_changes_nothing, an_interrupted_start_leaves_the_rest_for_redo_at_its_time,
		  one_job_at_a_time, a_comparison_is_done_in_slices_or_not_at_all, progress_is_told);
	return suite_end(&frame);
}
