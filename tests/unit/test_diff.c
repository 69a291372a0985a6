/* SPDX-License-Identifier: MIT */
/* Two traces side by side: where they part, rows by commands and by part, an assertion beside a message; the state field by field. */
#include <string.h>

#include "sim/read/diff.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* The same commands; what the frame leads to is told by `by_line`. */
static struct trace *story(bool by_line)
{
	struct trace *trace = tell_machine();
	uint64_t frame;

	tell(trace, 1, "cmd.take cpu=- text=\"start nic0\" event=0");
	tell(trace, 2, "pnp.state obj=nic0 cpu=0 irql=0 state=running status=0x0");
	frame = tell(trace, 10, "cmd.take obj=nic0 cpu=- text=\"frame nic0\" event=5");
	tell_because(trace, 11, (int64_t)frame, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	if (by_line) {
		tell(trace, 12, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
		tell(trace, 13, "ioapic.send obj=ioapic cpu=- input=3 vector=0x61 entry_after=0x61");
	} else {
		tell(trace, 12, "msi.send obj=nic0 cpu=- message=1 address=0xfee01000 data=0x61 source=1");
	}
	tell(trace, 14, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=0 vector=0x61 place=0 code=?");
	tell(trace, 20, "cmd.take cpu=- text=\"note end\" event=9");
	return trace;
}

/* All of both. */
static void compare(struct diff *diff, const struct trace *a, const struct trace *b)
{
	struct diff_work *work = diff_work_new(diff, a, trace_count(a), b, trace_count(b), 0);

	while (!diff_slice(work))
		;
	diff_work_free(work);
}

static uint64_t first_of(const struct trace *a, const struct trace *b)
{
	struct diff diff;
	uint64_t first;

	compare(&diff, a, b);
	first = diff.first;
	diff_fini(&diff);
	return first;
}

static const struct diff_row *row_of(const struct diff *diff, const struct trace *a, enum record_kind kind)
{
	for (size_t i = 0; i < diff->n; i++)
		if (diff->row[i].a != DIFF_NONE && trace_at(a, diff->row[i].a)->kind == kind)
			return &diff->row[i];
	return NULL;
}

START_TEST(an_assertion_stands_beside_the_message_it_is_there)
{
	struct trace *a = story(false), *b = story(true);
	const struct diff_row *row;
	struct diff diff;

	compare(&diff, a, b);
	row = row_of(&diff, a, R_MSI_SEND);
	ck_assert_ptr_nonnull(row);
	ck_assert_int_eq(row->mark, DIFF_CHANGED);
	ck_assert_int_eq(trace_at(b, row->b)->kind, R_LINE_ASSERT);
	row = row_of(&diff, a, R_ISR_ENTER);
	ck_assert_int_eq(row->mark, DIFF_SAME);
	diff_fini(&diff);
	trace_free(a);
	trace_free(b);
}
END_TEST

START_TEST(what_only_one_side_has_stands_alone)
{
	struct trace *a = story(false), *b = story(true);
	struct diff diff;
	unsigned alone = 0;

	compare(&diff, a, b);
	for (size_t i = 0; i < diff.n; i++)
		if (diff.row[i].mark == DIFF_RIGHT) {
			ck_assert_int_eq(trace_at(b, diff.row[i].b)->kind, R_IOAPIC_SEND);
			alone++;
		}
	ck_assert_uint_eq(alone, 1);
	diff_fini(&diff);
	trace_free(a);
	trace_free(b);
}
END_TEST

START_TEST(the_first_difference_is_the_first_record_that_differs)
{
	struct trace *a = story(false), *b = story(true), *c = story(true);
	uint64_t first = first_of(a, b);

	ck_assert_int_eq(trace_at(a, first)->kind, R_MSI_SEND);
	ck_assert_uint_eq(first_of(b, c), DIFF_NONE);
	trace_free(a);
	trace_free(b);
	trace_free(c);
}
END_TEST

START_TEST(in_slices_and_from_what_both_share_the_same_is_found)
{
	struct trace *a = story(false), *b = story(true);
	struct diff whole, sliced;

	compare(&whole, a, b);
	for (uint64_t same = 0; same <= whole.first; same++) {
		struct diff_work *work = diff_work_new(&sliced, a, trace_count(a), b, trace_count(b), same);

		while (!diff_slice(work))
			ck_assert_uint_lt(diff_percent(work), 100);
		diff_work_free(work);
		ck_assert_uint_eq(sliced.first, whole.first);
		ck_assert_uint_eq(sliced.n, whole.n);
		ck_assert_mem_eq(sliced.row, whole.row, whole.n * sizeof(*whole.row));
		diff_fini(&sliced);
	}
	diff_fini(&whole);
	trace_free(a);
	trace_free(b);
}
END_TEST

START_TEST(rows_begin_at_the_last_command_before_they_part)
{
	struct trace *a = story(false), *b = story(true);
	struct diff diff;

	compare(&diff, a, b);
	ck_assert_uint_gt(diff.n, 0);
	ck_assert_str_eq(trace_text_of(a, trace_at(a, diff.row[0].a)->w[0]), "frame nic0");
	diff_fini(&diff);
	trace_free(a);
	trace_free(b);
}
END_TEST

START_TEST(a_text_and_an_event_of_another_number_are_the_same)
{
	struct trace *a = tell_machine(), *b = tell_machine();

	trace_text(b, "a text that only this trace knows");
	tell(a, 1, "cmd.take cpu=- text=\"note new\" event=0");
	tell(b, 1, "cmd.take cpu=- text=\"note new\" event=7"); /* its event number is the replay's */
	ck_assert_uint_eq(first_of(a, b), DIFF_NONE);
	tell(a, 2, "cmd.take cpu=- text=\"note x\" event=0");
	tell(b, 2, "cmd.take cpu=- text=\"note y\" event=0");
	ck_assert_uint_eq(first_of(a, b), trace_count(a) - 1);
	trace_free(a);
	trace_free(b);
}
END_TEST

/* The same but for where list 1 lies, and what is sent. */
static struct trace *elsewhere(const char *place, unsigned data)
{
	struct trace *trace = tell_machine();
	char words[160];

	tell(trace, 1, "cmd.take cpu=- text=\"start nic0\" event=0");
	snprintf(words, sizeof words, "interrupt.out obj=nic0.interrupt cpu=0 irql=0 type=2 messages=1 table=%s", place);
	tell(trace, 2, words);
	snprintf(words, sizeof words, "nbl.alloc obj=nic0 cpu=0 irql=0 id=1 address=%s pool=0x0", place);
	tell(trace, 2, words);
	snprintf(words, sizeof words, "msi.send obj=nic0 cpu=- message=1 address=0xfee01000 data=0x%x source=1", data);
	tell(trace, 3, words);
	return trace;
}

START_TEST(an_address_that_moved_is_no_difference)
{
	struct trace *a = elsewhere("0x201000000480", 0x61), *b = elsewhere("0x2010000006e0", 0x61);
	struct trace *c = elsewhere("0x2010000006e0", 0x62), *d = elsewhere("0x0", 0x61);
	struct diff diff;

	compare(&diff, a, b);
	ck_assert_uint_eq(diff.first, DIFF_NONE);
	ck_assert_uint_eq(diff.moved, 2);
	for (size_t i = 0; i < diff.n; i++)
		ck_assert_int_eq(diff.row[i].mark, DIFF_SAME);
	diff_fini(&diff);
	compare(&diff, a, c);
	ck_assert_int_eq(trace_at(a, diff.first)->kind, R_MSI_SEND);
	diff_fini(&diff);
	ck_assert_uint_eq(first_of(a, d), trace_count(a) - 3); /* none at all is another matter */
	trace_free(a);
	trace_free(b);
	trace_free(c);
	trace_free(d);
}
END_TEST

struct told {
	unsigned n;
	char last[40];
	uint64_t a, b;
};

static void keep(void *context, enum scene_group group, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b)
{
	struct told *told = context;

	(void)group, (void)obj, (void)place;
	told->n++;
	snprintf(told->last, sizeof told->last, "%s", what);
	told->a = a;
	told->b = b;
}

START_TEST(the_state_is_compared_field_by_field)
{
	struct trace *trace = tell_machine();
	struct scene *a = scene_new(trace), *b = scene_new(trace);
	struct told told = { 0 };

	scene_advance(a, UINT64_MAX);
	scene_advance(b, UINT64_MAX);
	scene_differences(a, b, keep, &told);
	ck_assert_uint_eq(told.n, 0);
	tell(trace, 5, "dev.unmask obj=nic0 cpu=- bits=0x4 ims_after=0x4");
	scene_advance(b, UINT64_MAX);
	scene_differences(a, b, keep, &told);
	ck_assert_uint_eq(told.n, 1);
	ck_assert_str_eq(told.last, "IMS");
	ck_assert_uint_eq(told.a, 0);
	ck_assert_uint_eq(told.b, 4);
	scene_free(a);
	scene_free(b);
	trace_free(trace);
}
END_TEST

SUITE("diff", an_assertion_stands_beside_the_message_it_is_there, what_only_one_side_has_stands_alone,
      the_first_difference_is_the_first_record_that_differs, in_slices_and_from_what_both_share_the_same_is_found,
      rows_begin_at_the_last_command_before_they_part,
      a_text_and_an_event_of_another_number_are_the_same, an_address_that_moved_is_no_difference, the_state_is_compared_field_by_field)
