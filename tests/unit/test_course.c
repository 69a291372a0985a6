/* SPDX-License-Identifier: MIT */
/* The course on the screen: what is chosen, what it is about, what begins it. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/suite.h"
#include "tui/course.h"
#include "tui/view.h"

extern const struct view view_course;

static struct course course = {
	.hello = "Whoever is new takes the first lesson.",
	.n = 4,
	.at = 1,
	.entry = {
		{ "0", "First steps", "[x] done", "4 steps", "lesson first-steps", true },
		{ "1", "A wire and a message", "step 2 of 4", "5 steps", "lesson wire-and-message", false },
		{ "", "the tour", "", "plays by itself", "lesson tour", false },
		{ "", "leave", "", "", "", false },
	},
};

static struct keymap keymap;

static struct look look_of(void)
{
	keymap_init(&keymap);
	return (struct look){ .course = &course, .keymap = &keymap };
}

static void drawn(struct view_state *state, unsigned cols, unsigned rows, struct str *out)
{
	struct look look = look_of();
	struct canvas canvas;
	struct pane pane;

	canvas_init(&canvas, cols, rows, true);
	pane = pane_of(&canvas, 0, 0, (int)cols, (int)rows);
	view_course.draw(&look, state, &pane);
	canvas_text(&canvas, out);
	canvas_fini(&canvas);
}

START_TEST(every_entry_is_there_and_what_to_do)
{
	struct view_state state = { 0 };
	struct str text = { 0 };

	drawn(&state, 60, 20, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "Whoever is new"));
	for (unsigned i = 0; i < course.n; i++)
		ck_assert_ptr_nonnull(strstr(text.text, course.entry[i].title));
	ck_assert_ptr_nonnull(strstr(text.text, "step 2 of 4"));
	ck_assert_ptr_nonnull(strstr(text.text, "Up and Down choose, Enter begins, q leaves."));
	ck_assert_ptr_nonnull(strstr(text.text, "5 steps")); /* about the chosen one alone */
	ck_assert_ptr_null(strstr(text.text, "plays by itself"));
	str_free(&text);
}
END_TEST

START_TEST(a_small_pane_shows_the_chosen_one)
{
	struct view_state state = { .at = 3, .moved = true };
	struct str text = { 0 };

	drawn(&state, 40, 4, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "leave"));
	ck_assert_ptr_null(strstr(text.text, "Whoever is new"));
	str_free(&text);
}
END_TEST

START_TEST(enter_begins_what_is_chosen)
{
	struct view_state state = { 0 };
	struct look look = look_of();
	struct request out = { .kind = REQUEST_NONE };

	ck_assert(view_course.request(&look, &state, REQUEST_NEXT, &out));
	ck_assert_int_eq(out.kind, REQUEST_LESSON);
	ck_assert_str_eq(out.argument, "wire-and-message");
	ck_assert(view_course.request(&look, &state, REQUEST_LAST, &out));
	ck_assert(view_course.request(&look, &state, REQUEST_NEXT, &out));
	ck_assert_int_eq(out.kind, REQUEST_QUIT);
}
END_TEST

START_TEST(a_click_chooses_a_second_one_begins)
{
	struct view_state state = { 0 };
	struct look look = look_of();
	struct request out = { .kind = REQUEST_NONE };
	struct str text = { 0 };
	int row = 0;

	drawn(&state, 60, 20, &text);
	for (const char *line = text.text; strncmp(line + 4, "the tour", 8); line = strchr(line, '\n') + 1)
		row++;
	ck_assert(view_course.click(&look, &state, 5, row, &out));
	ck_assert_int_eq(out.kind, REQUEST_NONE);
	ck_assert_int_eq(state.at, 2);
	ck_assert(view_course.click(&look, &state, 5, row, &out));
	ck_assert_str_eq(out.argument, "tour");
	str_free(&text);
}
END_TEST

SUITE("course", every_entry_is_there_and_what_to_do, a_small_pane_shows_the_chosen_one, enter_begins_what_is_chosen,
      a_click_chooses_a_second_one_begins)
