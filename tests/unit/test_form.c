/* SPDX-License-Identifier: MIT */
/* The form: orders that are arranged, values that cannot be, and what a lesson offers. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/suite.h"
#include "tui/form.h"
#include "tui/guide.h"

extern const struct view view_form;

static struct machine machine;

static struct look look_of(const char *order)
{
	char text[400];
	struct err err = { 0 };

	snprintf(text, sizeof(text), "cpus 1\ndevice nic0 vnic slot=1\ndriver nic0 vnic-line%s%s\n", *order ? " LabOrder=" : "", order);
	machine_init(&machine);
	ck_assert(machine_read(&machine, text, "test", &err));
	return (struct look){ .machine = &machine, .device = "nic0",
			      .form = "keyword LabOrder order=a,b,c,d default=b,a,c,d \"the steps\"\nkeyword LabClaim choices=own,never \"what it says\"\n" };
}

static unsigned row_of(const struct form *form, const char *name)
{
	unsigned i = 0;

	while (i < form->n && strcmp(form->field[i].name, name))
		i++;
	return i;
}

START_TEST(an_order_has_a_line_for_each_of_its_items)
{
	struct look look = look_of("");
	struct form form;
	unsigned at;

	form_make(&form, &look);
	at = row_of(&form, "LabOrder");
	ck_assert_str_eq(form.field[at + 1].name, "b");
	ck_assert_str_eq(form.field[at + 4].name, "d");
	ck_assert_int_eq(form.field[at + 5].kind, FIELD_KEYWORD);
	ck_assert_str_eq(form.field[at + 5].name, "LabClaim");
}
END_TEST

START_TEST(an_item_is_moved_and_the_cursor_goes_with_it)
{
	struct look look = look_of("");
	struct view_state state = { 0 };
	struct request out = { .kind = REQUEST_NONE };
	struct form form;

	form_make(&form, &look);
	state.at = row_of(&form, "LabOrder") + 2; /* a, in the second place */
	ck_assert(view_form.request(&look, &state, REQUEST_RIGHT, &out));
	ck_assert_int_eq(out.kind, REQUEST_COMMAND);
	ck_assert_str_eq(out.argument, "keyword nic0 LabOrder=b,c,a,d");
	ck_assert_int_eq(state.at, row_of(&form, "LabOrder") + 3);
	state.at = row_of(&form, "LabOrder") + 1;
	out.kind = REQUEST_NONE;
	ck_assert(view_form.request(&look, &state, REQUEST_LEFT, &out)); /* nothing is before the first */
	ck_assert_int_eq(out.kind, REQUEST_NONE);
}
END_TEST

START_TEST(the_choice_after_the_usual_one_is_one_key_away)
{
	struct look look = look_of("");
	struct view_state state = { 0 };
	struct request out = { .kind = REQUEST_NONE };
	struct form form;

	look.form = "keyword LabTwo choices=refuse,drop,share default=refuse \"exactly two messages\"\n";
	form_make(&form, &look);
	state.at = row_of(&form, "LabTwo"); /* not set: the usual choice holds, and is shown */
	ck_assert(view_form.request(&look, &state, REQUEST_RIGHT, &out));
	ck_assert_str_eq(out.argument, "keyword nic0 LabTwo=drop");
	ck_assert(view_form.request(&look, &state, REQUEST_LEFT, &out));
	ck_assert_str_eq(out.argument, "keyword nic0 LabTwo=share");
}
END_TEST

START_TEST(a_value_that_cannot_be_is_told)
{
	static const struct {
		const char *order;
		bool wrong;
	} cases[] = { { "", false }, { "d,c,b,a", false }, { "a,b,c", true }, { "a,a,b,c", true }, { "a,b,c,d,a", true }, { "a,b,c,x", true } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct look look = look_of(cases[i].order);
		struct form form;

		form_make(&form, &look);
		ck_assert_msg(form_wrong(&form.field[row_of(&form, "LabOrder")]) == cases[i].wrong, "%s", cases[i].order);
		machine_fini(&machine);
	}
}
END_TEST

START_TEST(a_lesson_offers_its_fields_alone)
{
	static char line[] = "nic0 LabOrder";
	struct look look = look_of("");
	struct lesson lesson = { .form = { .n = 1, .line = { line } } };
	struct guide guide = { .lesson = &lesson };
	struct form form;

	look.guide = &guide;
	form_make(&form, &look);
	ck_assert_uint_eq(form.n, 6); /* the order, its four items, the restart */
	lesson.form.n = 0;
	form_make(&form, &look);
	ck_assert_uint_gt(form.n, 8);
}
END_TEST

START_TEST(a_word_that_is_no_choice_is_wrong_and_a_number_unusual)
{
	static const struct field words = { .name = "LabClaim", .choices = "own,never", .kind = FIELD_KEYWORD };
	static const struct field numbers = { .name = "LabIsrWork", .choices = "0,5,10", .kind = FIELD_KEYWORD };
	static const struct field limit = { .name = "MessageNumberLimit", .choices = "1,2,4", .kind = FIELD_PACKAGE };
	static const struct field free_text = { .name = "LabText", .kind = FIELD_KEYWORD };

	ck_assert_int_eq(form_fit(&words, "never"), FORM_FITS);
	ck_assert_int_eq(form_fit(&words, "Never"), FORM_WRONG);
	ck_assert_int_eq(form_fit(&words, "1"), FORM_WRONG);
	ck_assert_int_eq(form_fit(&numbers, "5"), FORM_FITS);
	ck_assert_int_eq(form_fit(&numbers, "7"), FORM_UNUSUAL);
	ck_assert_int_eq(form_fit(&numbers, "0x7"), FORM_UNUSUAL);
	ck_assert_int_eq(form_fit(&numbers, "seven"), FORM_WRONG);
	ck_assert_int_eq(form_fit(&limit, "3"), FORM_FITS); /* the machine judges it */
	ck_assert_int_eq(form_fit(&limit, "many"), FORM_WRONG);
	ck_assert_int_eq(form_fit(&free_text, "anything"), FORM_FITS);
}
END_TEST

SUITE("form", an_order_has_a_line_for_each_of_its_items, an_item_is_moved_and_the_cursor_goes_with_it, the_choice_after_the_usual_one_is_one_key_away, a_value_that_cannot_be_is_told,
      a_word_that_is_no_choice_is_wrong_and_a_number_unusual, a_lesson_offers_its_fields_alone)
