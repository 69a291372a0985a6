/* SPDX-License-Identifier: MIT */
/* Cells, panes, columns, keys: what the screen is made of. */
#include <locale.h>
#include <string.h>

#include "sim/base/text.h"
#include "tests/unit/suite.h"
#include "tui/keymap.h"
#include "tui/pane.h"

static void expect(const struct canvas *canvas, const char *want)
{
	struct str text = { 0 };

	canvas_text(canvas, &text);
	ck_assert_str_eq(text.text, want);
	str_free(&text);
}

START_TEST(text_outside_a_pane_is_cut)
{
	struct canvas canvas;
	struct pane pane;

	canvas_init(&canvas, 10, 3, false);
	pane = pane_of(&canvas, 2, 1, 4, 1);
	pane_text(&pane, -2, 0, ROLE_TEXT, "abcdefghij");
	pane_text(&pane, 0, 1, ROLE_TEXT, "below");
	expect(&canvas, "\n  cdef\n\n");
	canvas_fini(&canvas);
}
END_TEST

START_TEST(a_wide_character_is_never_halved)
{
	struct canvas canvas;
	struct pane pane;

	setlocale(LC_ALL, "C.UTF-8");
	canvas_init(&canvas, 6, 2, false);
	pane = pane_of(&canvas, 0, 0, 3, 1);
	pane_text(&pane, 0, 0, ROLE_TEXT, "中断");
	expect(&canvas, "中\n\n");
	canvas_put(&canvas, 1, 0, ROLE_TEXT, 'x');
	expect(&canvas, " x\n\n");
	ck_assert_uint_eq(text_columns("中断x"), 5);
	ck_assert_uint_eq(text_fit("中断x", 3), 3);
	canvas_fini(&canvas);
}
END_TEST

START_TEST(bytes_that_are_no_text_take_one_column_each)
{
	const char *p = "\xff\xc3z";

	ck_assert_uint_eq(text_next(&p), 0xFFFD);
	ck_assert_uint_eq(text_next(&p), 0xFFFD);
	ck_assert_uint_eq(text_next(&p), 'z');
	ck_assert_uint_eq(text_next(&p), 0);
}
END_TEST

START_TEST(a_canvas_is_at_least_one_cell)
{
	struct canvas canvas;
	struct pane pane;

	canvas_init(&canvas, 0, 0, true);
	pane = pane_of(&canvas, 5, 5, 3, 3);
	ck_assert_int_eq(pane.w, 0);
	pane_text(&pane, 0, 0, ROLE_TEXT, "nothing");
	pane_wrap(&pane, 0, ROLE_TEXT, "nothing at all");
	expect(&canvas, "\n");
	canvas_fini(&canvas);
}
END_TEST

START_TEST(wrapped_text_breaks_at_blanks)
{
	struct canvas canvas;
	struct pane pane;

	canvas_init(&canvas, 8, 5, false);
	pane = pane_of(&canvas, 0, 0, 8, 5);
	ck_assert_int_eq(pane_wrap(&pane, 0, ROLE_TEXT, "one two three\nfour waytoolong"), 5);
	expect(&canvas, "one two\nthree\nfour\nwaytoolo\nng\n");
	canvas_fini(&canvas);
}
END_TEST

START_TEST(every_key_name_reads_back)
{
	static const int keys[] = { 'q', K_SPACE, K_TAB, K_BACK_TAB, K_F1, K_F12, K_UP, K_PAGE_DOWN, 'r' & 0x1F, 0x4E2D };
	char name[16];

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		ck_assert_int_eq(keymap_key(keymap_key_text(keys[i], name, sizeof(name))), keys[i]);
	ck_assert_int_eq(keymap_key("F13"), K_NONE);
	ck_assert_int_eq(keymap_key("Nothing"), K_NONE);
}
END_TEST

START_TEST(no_default_key_is_bound_twice)
{
	struct keymap keymap;

	keymap_init(&keymap);
	ck_assert_int_eq(keymap_request(&keymap, ',').kind, REQUEST_BACK);
	ck_assert_int_eq(keymap_request(&keymap, '1').kind, REQUEST_VIEW);
	ck_assert_str_eq(keymap_request(&keymap, '1').argument, "flow");
	ck_assert_int_eq(keymap_request(&keymap, 'Y').kind, REQUEST_NONE);
}
END_TEST

START_TEST(a_key_can_be_bound_to_any_command)
{
	struct keymap keymap;
	struct err err = { 0 };

	keymap_init(&keymap);
	ck_assert(keymap_bind(&keymap, "z", "traffic nic0 off", &err));
	ck_assert_int_eq(keymap_request(&keymap, 'z').kind, REQUEST_COMMAND);
	ck_assert(!keymap_bind(&keymap, "Hyper", "quit", &err));
	ck_assert(!keymap_bind(&keymap, "y", "qiut", &err));
	ck_assert_ptr_nonnull(strstr(err.expected, "quit"));
}
END_TEST

static void expect_lines(const char *text, unsigned columns, const char *const *lines)
{
	while (*text) {
		size_t skip, n = text_line(text, columns, &skip);

		ck_assert_ptr_nonnull(*lines);
		ck_assert_uint_eq(n, strlen(*lines));
		ck_assert_int_eq(strncmp(text, *lines, n), 0);
		lines++;
		text += n + skip;
	}
	ck_assert_ptr_null(*lines);
}

START_TEST(chinese_breaks_between_any_two_ideographs)
{
	expect_lines("中断消息向量", 6, (const char *const[]){ "中断消", "息向量", NULL });
	expect_lines("设备nic0发送消息", 8, (const char *const[]){ "设备nic0", "发送消息", NULL });
	expect_lines("写 NdisMSleep 等", 12, (const char *const[]){ "写", "NdisMSleep", "等", NULL });
}
END_TEST

START_TEST(no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one)
{
	expect_lines("中断到来。然后", 8, (const char *const[]){ "中断到", "来。然后", NULL });
	expect_lines("它是（消息）了", 6, (const char *const[]){ "它是", "（消", "息）了", NULL });
}
END_TEST

START_TEST(a_word_wider_than_the_line_is_cut)
{
	expect_lines("NdisMRegister", 5, (const char *const[]){ "NdisM", "Regis", "ter", NULL });
	expect_lines("中断", 1, (const char *const[]){ "中", "断", NULL });
}
END_TEST

START_TEST(widths_are_the_same_in_every_locale)
{
	static const char *const locales[] = { "C", "C.UTF-8" };

	for (size_t i = 0; i < 2; i++) {
		setlocale(LC_ALL, locales[i]);
		ck_assert_uint_eq(text_width(0x4E2D), 2);  /* an ideograph */
		ck_assert_uint_eq(text_width(0xFF1A), 2);  /* a fullwidth colon */
		ck_assert_uint_eq(text_width(0x2500), 1);  /* a line: ambiguous, so one */
		ck_assert_uint_eq(text_width(0x0301), 0);  /* a combining accent */
		ck_assert_uint_eq(text_width(0x1F600), 2);
		ck_assert_uint_eq(text_width(0x10FFFF), 1);
	}
}
END_TEST

START_TEST(a_column_is_filled_up_by_what_is_seen)
{
	struct str out = { 0 };

	text_column(&out, "中断", 6);
	text_column(&out, "abcdef", 3);
	ck_assert_str_eq(out.text, "中断  abcdef");
	str_free(&out);
}
END_TEST

SUITE("canvas", chinese_breaks_between_any_two_ideographs, no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one,
      a_word_wider_than_the_line_is_cut, widths_are_the_same_in_every_locale, a_column_is_filled_up_by_what_is_seen, text_outside_a_pane_is_cut, a_wide_character_is_never_halved, bytes_that_are_no_text_take_one_column_each,
      a_canvas_is_at_least_one_cell, wrapped_text_breaks_at_blanks, every_key_name_reads_back, no_default_key_is_bound_twice,
      a_key_can_be_bound_to_any_command)
