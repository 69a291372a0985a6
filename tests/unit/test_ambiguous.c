/* SPDX-License-Identifier: MIT */
/* How wide the terminal's own signs are: a terminal of two pipes that answers as it was told to. */
#include <string.h>
#include <unistd.h>

#include "tests/unit/suite.h"
#include "tui/ambiguous.h"

static unsigned ask(const char *answer, char *typed, size_t size, char *asked, size_t asked_size)
{
	int in[2], out[2];
	unsigned columns;
	ssize_t n;

	ck_assert_int_eq(pipe(in) | pipe(out), 0);
	ck_assert_int_eq((int)write(in[1], answer, strlen(answer)), (int)strlen(answer));
	close(in[1]);
	columns = ambiguous_columns(in[0], out[1], 0, typed, size);
	n = read(out[0], asked, asked_size - 1);
	asked[n < 0 ? 0 : n] = '\0';
	close(in[0]);
	close(out[0]);
	close(out[1]);
	return columns;
}

START_TEST(the_cursor_tells_how_wide_the_sign_was)
{
	char typed[64], asked[64];

	ck_assert_uint_eq(ask("\033[1;2R", typed, sizeof typed, asked, sizeof asked), 1);
	ck_assert_str_eq(typed, "");
	ck_assert_ptr_nonnull(strstr(asked, "\033[6n"));
	ck_assert_ptr_nonnull(strstr(asked, "\033[K"));
	ck_assert_uint_eq(ask("\033[24;3R", typed, sizeof typed, asked, sizeof asked), 2);
}
END_TEST

START_TEST(what_was_typed_meanwhile_is_kept)
{
	char typed[64], asked[64];

	ck_assert_uint_eq(ask("q\033[A\033[1;3R:", typed, sizeof typed, asked, sizeof asked), 2);
	ck_assert_str_eq(typed, "q\033[A:");
}
END_TEST

START_TEST(a_terminal_that_does_not_say_is_not_waited_for)
{
	char typed[64], asked[64];

	ck_assert_uint_eq(ask("", typed, sizeof typed, asked, sizeof asked), 0);
	ck_assert_uint_eq(ask("hello", typed, sizeof typed, asked, sizeof asked), 0);
	ck_assert_str_eq(typed, "hello");
}
END_TEST

START_TEST(only_locales_of_wide_writing_are_in_doubt)
{
	ck_assert(ambiguous_doubt("zh_CN.UTF-8"));
	ck_assert(ambiguous_doubt("ja_JP.UTF-8"));
	ck_assert(ambiguous_doubt("ko_KR.UTF-8"));
	ck_assert(!ambiguous_doubt("de_DE.UTF-8"));
	ck_assert(!ambiguous_doubt("C.UTF-8"));
	ck_assert(!ambiguous_doubt(NULL));
}
END_TEST

SUITE("ambiguous", the_cursor_tells_how_wide_the_sign_was, what_was_typed_meanwhile_is_kept,
      a_terminal_that_does_not_say_is_not_waited_for, only_locales_of_wide_writing_are_in_doubt)
