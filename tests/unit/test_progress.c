/* SPDX-License-Identifier: MIT */
/* What a person has come to, as text and back; a text that was cut is no text. */
#include <string.h>

#include "lessons/host/progress.h"
#include "tests/unit/suite.h"

static const char whole[] = "msilab-progress 1\n"
			    "last wire\n"
			    "lesson wire at=2 steps=4 done=no\n"
			    "step wire 1 done=yes hints=2 answer=3 tries=4\n"
			    "lesson isr at=6 steps=5 done=yes\n"
			    "step isr 5 done=yes hints=0 answer=0 tries=0\n"
			    "end\n";

static bool reads(struct progress *progress, const char *text)
{
	struct err err = { 0 };

	return progress_read(progress, text, "test", &err);
}

START_TEST(what_is_written_is_read_again)
{
	struct progress progress;
	struct str text = { 0 };

	ck_assert(reads(&progress, whole));
	ck_assert_uint_eq(progress_of(&progress, "wire")->step[0].answer, 3);
	ck_assert(progress_of(&progress, "isr")->done);
	ck_assert_ptr_null(progress_of(&progress, "other"));
	progress_text(&progress, &text);
	ck_assert_str_eq(text.text, whole);
	str_free(&text);
	progress_fini(&progress);
}
END_TEST

START_TEST(a_text_that_was_cut_anywhere_is_refused)
{
	char text[sizeof(whole)];

	for (size_t n = 0; n < strlen(whole) - 1; n++) { /* without its last line end alone it is whole */
		struct progress progress;

		memcpy(text, whole, n);
		text[n] = '\0';
		ck_assert_msg(!reads(&progress, text), "cut after %zu bytes", n);
		ck_assert_uint_eq(progress.n, 0);
	}
}
END_TEST

START_TEST(of_a_text_that_was_cut_whole_lines_count)
{
	struct progress progress;
	char text[sizeof(whole)] = "";

	memcpy(text, whole, (size_t)(strstr(whole, "lesson isr") - whole) + 14); /* "lesson isr at=6" */
	ck_assert_uint_eq(progress_salvage(&progress, text), 1);
	ck_assert(progress_of(&progress, "wire")->step[0].done);
	progress_fini(&progress);
	ck_assert_uint_eq(progress_salvage(&progress, "something else\nlesson wire at=1 steps=4 done=no\n"), 0);
	progress_fini(&progress);
}
END_TEST

START_TEST(a_newer_version_is_known_as_one)
{
	ck_assert(progress_is_newer("msilab-progress 2\nmedals 3\n"));
	ck_assert(!progress_is_newer(whole));
	ck_assert(!progress_is_newer("msilab-progress two\n"));
	ck_assert(!progress_is_newer("msilab-journal 2\n"));
	ck_assert(!progress_is_newer("msilab-progress 99999999999999999999\n"));
}
END_TEST

START_TEST(words_of_a_later_version_are_passed_over)
{
	struct progress progress;

	ck_assert(reads(&progress, "msilab-progress 1\nmedal gold\nlesson wire at=1 steps=4 done=no mood=good\nstep wire 99 done=yes\nend\n"));
	ck_assert_uint_eq(progress_of(&progress, "wire")->at, 1);
	progress_fini(&progress);
	ck_assert(!reads(&progress, "msilab-progress 2\nend\n"));
}
END_TEST

START_TEST(joining_loses_nothing_of_either)
{
	struct progress a, b;

	ck_assert(reads(&a, whole));
	ck_assert(reads(&b, "msilab-progress 1\nlast b\nlesson wire at=3 steps=4 done=no\nstep wire 1 done=no hints=3 answer=1 tries=1\n"
			    "step wire 2 done=yes hints=0 answer=0 tries=0\nlesson new at=1 steps=2 done=no\nend\n"));
	progress_merge(&a, &b);
	ck_assert_uint_eq(progress_of(&a, "wire")->at, 3);
	ck_assert(progress_of(&a, "wire")->step[0].done && progress_of(&a, "wire")->step[1].done);
	ck_assert_uint_eq(progress_of(&a, "wire")->step[0].hints, 3);
	ck_assert_uint_eq(progress_of(&a, "wire")->step[0].answer, 3);
	ck_assert_ptr_nonnull(progress_of(&a, "new"));
	ck_assert_str_eq(a.last, "wire");
	progress_fini(&a);
	progress_fini(&b);
}
END_TEST

SUITE("progress", what_is_written_is_read_again, a_text_that_was_cut_anywhere_is_refused, of_a_text_that_was_cut_whole_lines_count, a_newer_version_is_known_as_one, words_of_a_later_version_are_passed_over,
      joining_loses_nothing_of_either)
