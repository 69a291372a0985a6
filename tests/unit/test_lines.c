/* SPDX-License-Identifier: MIT */
/* Stepping by lines: the log of places, who called whom, C source in roles. */
#include <string.h>

#include "tests/unit/suite.h"
#include "tui/codelog.h"
#include "tui/csource.h"
#include "tui/line_back.h"
#include "tui/source.h"

static void note(struct codelog *log, uint64_t code, uint32_t record, uint8_t cpu)
{
	codelog_note(log, &(struct code_place){ .code = code, .record = record, .cpu = cpu });
}

START_TEST(the_last_place_of_a_cpu_before_a_record_is_found)
{
	struct codelog *log = codelog_new(UINT64_MAX);

	note(log, 1, 10, 0);
	note(log, 2, 10, 1);
	note(log, 3, 12, 0);
	ck_assert_uint_eq(codelog_before(log, 0, 11), 0);
	ck_assert_uint_eq(codelog_before(log, 1, 13), 1);
	ck_assert_uint_eq(codelog_before(log, CODELOG_ANY, 13), 2);
	ck_assert_uint_eq(codelog_before(log, 0, 10), CODELOG_NONE);
	codelog_free(log);
}
END_TEST

START_TEST(a_full_log_keeps_the_newest_places)
{
	struct codelog *log = codelog_new(UINT64_MAX);

	for (uint64_t i = 0; i < CODELOG_ROOM + 5; i++)
		note(log, i, (uint32_t)i, 0);
	ck_assert_uint_eq(codelog_first(log), 5);
	ck_assert_ptr_null(codelog_at(log, 4));
	ck_assert_uint_eq(codelog_at(log, CODELOG_ROOM + 4)->code, CODELOG_ROOM + 4);
	ck_assert(!codelog_covers(log, 5));
	ck_assert(codelog_covers(log, CODELOG_ROOM));
	codelog_free(log);
}
END_TEST

START_TEST(a_log_around_a_record_keeps_both_sides_of_it)
{
	uint64_t want = CODELOG_ROOM;
	struct codelog *log = codelog_new(want);

	for (uint64_t i = 0; i < 3 * CODELOG_ROOM; i++)
		note(log, i, (uint32_t)i, 0);
	ck_assert(log->closed);
	ck_assert(codelog_covers(log, want));
	ck_assert_uint_le(codelog_at(log, codelog_first(log))->record, want - CODELOG_ROOM / 3);
	ck_assert_uint_ge(codelog_at(log, log->n - 1)->record, want + CODELOG_ROOM / 3);
	ck_assert(!codelog_covers(log, 3 * CODELOG_ROOM));
	codelog_free(log);
}
END_TEST

START_TEST(calls_follow_from_places)
{
	struct source_calls calls = { 0 };

	source_call(&calls, 100, 101, true);  /* a begins */
	source_call(&calls, 200, 201, true);  /* it calls b */
	source_call(&calls, 300, 301, true);  /* which calls c */
	ck_assert_uint_eq(calls.n, 3);
	source_call(&calls, 200, 205, false); /* back in b */
	ck_assert_uint_eq(calls.n, 2);
	ck_assert_uint_eq(calls.code[1], 205);
	source_call(&calls, 50, 55, false);   /* a has returned to who called it */
	ck_assert_uint_eq(calls.n, 1);
	ck_assert_uint_eq(calls.function[0], 50);
}
END_TEST

/* a calls b on its second line, twice; b has two lines. Depths count from 1. */
static const struct line_stop twice[] = {
	{ 10, 1, true, false }, { 11, 1, false, false }, { 12, 2, true, false }, { 13, 2, false, false }, { 14, 1, false, false },
	{ 15, 2, true, false }, { 16, 2, false, false }, { 17, 1, false, false },
};

START_TEST(back_over_passes_calls_that_returned)
{
	ck_assert_uint_eq(line_before(twice, 8, false), 14);
	ck_assert_uint_eq(line_before(twice, 7, false), 15); /* inside a call: its line before */
	ck_assert_uint_eq(line_before(twice, 5, false), 11);
}
END_TEST

START_TEST(back_from_a_functions_first_line_is_who_called_it)
{
	ck_assert_uint_eq(line_before(twice, 6, false), 14);
	ck_assert_uint_eq(line_before(twice, 3, false), 11);
	ck_assert_uint_eq(line_before(twice, 1, false), CODELOG_NONE);
	ck_assert_uint_eq(line_before(twice, 0, false), CODELOG_NONE);
}
END_TEST

START_TEST(back_out_is_the_line_that_called)
{
	ck_assert_uint_eq(line_before(twice, 7, true), 14);
	ck_assert_uint_eq(line_before(twice, 4, true), 11);
	ck_assert_uint_eq(line_before(twice, 8, true), CODELOG_NONE);
}
END_TEST

START_TEST(back_leaves_the_line_where_it_is)
{
	static const struct line_stop stop[] = { { 1, 1, true, false }, { 2, 1, false, true }, { 3, 2, true, false }, { 4, 1, false, true } };

	ck_assert_uint_eq(line_before(stop, 4, false), 1);
}
END_TEST

/* The letters of the roles of one line. */
static void expect_roles(const char *line, const char *roles)
{
	struct str got = { 0 };
	struct canvas canvas;
	struct pane pane;
	bool in_comment = false;

	canvas_init(&canvas, 60, 1, false);
	pane = pane_of(&canvas, 0, 0, 60, 1);
	csource_draw(&pane, 0, 0, line, strlen(line), &in_comment);
	canvas_roles(&canvas, &got);
	ck_assert_str_eq(got.text, roles);
	str_free(&got);
	canvas_fini(&canvas);
}

START_TEST(c_source_has_roles)
{
	expect_roles("return f(\"a\\\"b\", 'c');", "kkkkkk   ssssss  sss\n");
	expect_roles("#include <ndis.h> /* all */", "rrrrrrrrrrrrrrrrrrooooooooo\n");
	expect_roles("NdisMSleep(1); // NdisX", "nnnnnnnnnn     oooooooo\n");
	expect_roles("Ndistant Kernel forest", "\n");
	expect_roles("for (;;) NET_BUFFER *p;", "kkk      nnnnnnnnnn\n");
}
END_TEST

SUITE("lines", the_last_place_of_a_cpu_before_a_record_is_found, a_full_log_keeps_the_newest_places,
      a_log_around_a_record_keeps_both_sides_of_it, calls_follow_from_places,
      back_over_passes_calls_that_returned, back_from_a_functions_first_line_is_who_called_it, back_out_is_the_line_that_called,
      back_leaves_the_line_where_it_is, c_source_has_roles)
