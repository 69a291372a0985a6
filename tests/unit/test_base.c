/* SPDX-License-Identifier: MIT */
/* The foundation: times, words, errors, random streams, growing texts. */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "sim/base/err.h"
#include "sim/base/mem.h"
#include "sim/base/rng.h"
#include "sim/base/str.h"
#include "sim/base/vtime.h"
#include "sim/base/words.h"
#include "tests/unit/suite.h"

START_TEST(times_read_back_as_they_were_written)
{
	static const vtime times[] = { 0, 1, 999, 1000, 1500, 1000001, 20000000, 1000000000, 1234567890123, -1500 };
	char text[40];
	vtime back;

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		vtime_text(times[i], text, sizeof text);
		if (times[i] >= 0) {
			ck_assert_msg(vtime_parse(text, &back), "%s", text);
			ck_assert_int_eq(back, times[i]);
		}
	}
	ck_assert_str_eq(vtime_text(1500, text, sizeof text), "1.5us");
	ck_assert_str_eq(vtime_text(-1500, text, sizeof text), "-1.5us");
	ck_assert_str_eq(vtime_text(20000000, text, sizeof text), "20ms");
}
END_TEST

START_TEST(a_time_that_is_not_whole_nanoseconds_or_too_large_is_refused)
{
	static const char *const bad[] = { "", "ns", "1.5", "1.5ns", "1.0000us", "0x", "5 us", "5m", "1e3",
					   "9223372036854775808", "9223372037s", "-1" };
	vtime value;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!vtime_parse(bad[i], &value), "%s", bad[i]);
	ck_assert(vtime_parse("0x10us", &value) && value == 16000);
}
END_TEST

START_TEST(a_line_splits_into_words_keys_and_columns)
{
	struct words words;
	struct err err;

	ck_assert(words_split(&words, "traffic nic0  constant gap=5us file=\"a b.pcap\" # a remark", &err));
	ck_assert_uint_eq(words.n, 5);
	ck_assert_str_eq(words_plain(&words, 2), "constant");
	ck_assert_ptr_null(words_plain(&words, 3));
	ck_assert_str_eq(words_value(&words, "gap"), "5us");
	ck_assert_str_eq(words_value(&words, "file"), "a b.pcap");
	ck_assert_uint_eq(words.word[2].col, 15);
	words_free(&words);
}
END_TEST

START_TEST(bytes_that_are_not_text_and_open_quotes_are_refused_with_their_column)
{
	static const struct {
		const char *line;
		unsigned col;
	} bad[] = { { "start \x01", 7 }, { "start n\xff", 8 }, { "note \"open", 6 }, { "note \xc0\xaf", 6 }, { "a \x7f", 3 } };
	struct words words;
	struct err err;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(&err, 0, sizeof err);
		ck_assert(!words_split(&words, bad[i].line, &err));
		ck_assert_uint_eq(err.col, bad[i].col);
		words_free(&words);
	}
}
END_TEST

START_TEST(too_many_words_are_an_error_and_not_a_crash)
{
	struct str line = { 0 };
	struct words words;
	struct err err;

	for (int i = 0; i < WORDS_MAX + 1; i++)
		str_append(&line, "w ");
	ck_assert(!words_split(&words, line.text, &err));
	ck_assert_str_eq(err.text, "too many words");
	words_free(&words);
	str_free(&line);
}
END_TEST

START_TEST(numbers_are_decimal_or_hexadecimal_and_within_their_limit)
{
	uint64_t value;

	ck_assert(words_number("0xFf", 255, &value) && value == 255);
	ck_assert(words_number("18446744073709551615", UINT64_MAX, &value) && value == UINT64_MAX);
	ck_assert(!words_number("18446744073709551616", UINT64_MAX, &value));
	ck_assert(!words_number("256", 255, &value));
	ck_assert(!words_number("12a", 255, &value));
	ck_assert(!words_number("", 255, &value));
}
END_TEST

START_TEST(an_error_says_where_what_expected_and_found)
{
	struct err err;
	char text[512];

	err_set(&err, "no such %s", "policy");
	err_at(&err, "m.txt", 3, 8);
	err_expected(&err, "windows");
	err_found(&err, "widnows");
	ck_assert_str_eq(err_text(&err, text, sizeof text), "m.txt:3:8: no such policy; expected windows; found widnows");
}
END_TEST

START_TEST(the_nearest_word_is_named_only_if_it_is_near)
{
	static const char *const names[] = { "windows", "line", "cap", "all", NULL };

	ck_assert_str_eq(err_nearest("widnows", names), "windows");
	ck_assert_str_eq(err_nearest("lnie", names), "line");
	ck_assert_ptr_null(err_nearest("elephant", names));
	ck_assert_msg(!err_nearest("one", names), "another word of three letters is no slip of the finger");
	ck_assert_str_eq(err_nearest("al", names), "all");
}
END_TEST

START_TEST(streams_of_different_consumers_do_not_shift_each_other)
{
	struct rng a, b, again;
	uint64_t first;

	rng_init(&a, 1, "grant");
	rng_init(&again, 1, "grant");
	rng_init(&b, 1, "traffic");
	first = rng_next(&a);
	ck_assert_uint_ne(first, rng_next(&b));
	ck_assert_uint_eq(first, rng_next(&again));
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_lt(rng_below(&a, 7), 7);
}
END_TEST

START_TEST(exponential_gaps_have_their_mean_within_two_percent)
{
	struct rng rng;
	uint64_t sum = 0, n = 200000;

	rng_init(&rng, 1, "gaps");
	for (uint64_t i = 0; i < n; i++)
		sum += rng_exponential(&rng, 5000);
	ck_assert_uint_gt(sum / n, 4900);
	ck_assert_uint_lt(sum / n, 5100);
}
END_TEST

START_TEST(names_are_compared_without_case_in_any_locale)
{
	ck_assert_int_eq(str_compare("*InterruptModeration", "*INTERRUPTmoderation"), 0);
	ck_assert_int_lt(str_compare("a", "B"), 0);
	ck_assert_int_gt(str_compare("ab", "A"), 0);
	ck_assert_int_ne(str_compare("[", "{"), 0);
}
END_TEST

START_TEST(large_memory_is_aligned_and_not_resident_before_it_is_touched)
{
	unsigned char resident[2 * MEM_LARGE / 4096];
	char *p = mem_map(4 * MEM_LARGE, MEM_LARGE);

	ck_assert_uint_eq((uintptr_t)p & (MEM_LARGE - 1), 0);
	ck_assert_int_eq(p[0], 0);
	p[0] = 1;
	ck_assert_int_eq(p[4 * MEM_LARGE - 1], 0);
	ck_assert_int_eq(mincore(p + MEM_LARGE, 2 * MEM_LARGE, resident), 0);
	for (size_t i = 0; i < sizeof resident; i++)
		ck_assert_int_eq(resident[i] & 1, 0);
	mem_unmap(p, 4 * MEM_LARGE);
}
END_TEST

/* Numbers are written as printf writes them, whatever room there is. */
START_TEST(a_text_grows_by_numbers_and_formats)
{
	static const uint64_t numbers[] = { 0, 9, 10, 0x7fff, UINT32_MAX, UINT64_MAX };
	struct str text = { 0 }, printed = { 0 };

	for (unsigned round = 0; round < 40; round++)
		for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
			str_number(&text, numbers[i]);
			str_hex(&text, numbers[i]);
			str_format(&printed, "%llu0x%llx", (unsigned long long)numbers[i], (unsigned long long)numbers[i]);
			ck_assert_uint_eq(strlen(printed.text), printed.length);
			ck_assert_str_eq(text.text, printed.text);
		}
	str_free(&text);
	str_free(&printed);
}
END_TEST

SUITE("base", large_memory_is_aligned_and_not_resident_before_it_is_touched, names_are_compared_without_case_in_any_locale,
      times_read_back_as_they_were_written, a_time_that_is_not_whole_nanoseconds_or_too_large_is_refused,
      a_line_splits_into_words_keys_and_columns, bytes_that_are_not_text_and_open_quotes_are_refused_with_their_column,
      too_many_words_are_an_error_and_not_a_crash, numbers_are_decimal_or_hexadecimal_and_within_their_limit,
      an_error_says_where_what_expected_and_found, the_nearest_word_is_named_only_if_it_is_near,
      streams_of_different_consumers_do_not_shift_each_other, exponential_gaps_have_their_mean_within_two_percent,
      a_text_grows_by_numbers_and_formats)
