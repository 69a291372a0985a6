/* SPDX-License-Identifier: MIT */
/* The trace: what is kept, in which order, and the store of texts. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/trace/seek.h"
#include "sim/trace/trace.h"
#include "tests/unit/suite.h"

static void write_records(struct trace *trace, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		trace_append(trace)->w[0] = i;
}

START_TEST(a_trace_keeps_all_records_in_order)
{
	struct trace *trace = trace_new();

	write_records(trace, 3 * TRACE_CHUNK + 5);
	ck_assert_uint_eq(trace_count(trace), 3 * TRACE_CHUNK + 5);
	for (uint64_t i = 0; i < trace_count(trace); i++) {
		ck_assert_uint_eq(trace_at(trace, i)->number, i);
		ck_assert_uint_eq(trace_at(trace, i)->w[0], i);
	}
	ck_assert_ptr_null(trace_at(trace, trace_count(trace)));
	trace_free(trace);
}
END_TEST

START_TEST(a_record_stays_in_its_place_however_long_the_trace_grows)
{
	struct trace *trace = trace_new();
	uint64_t n = 300 * TRACE_CHUNK + 1, wrong = 0;
	const struct record *first, *hundredth;

	write_records(trace, 101);
	first = trace_at(trace, 0);
	hundredth = trace_at(trace, 100);
	write_records(trace, n - 101);
	ck_assert_ptr_eq(trace_at(trace, 0), first);
	ck_assert_ptr_eq(trace_at(trace, 100), hundredth);
	for (uint64_t i = 0; i < n; i++)
		wrong += trace_at(trace, i)->number != i;
	ck_assert_uint_eq(wrong, 0);
	trace_free(trace);
}
END_TEST

START_TEST(a_ring_keeps_at_least_the_last_n_and_numbers_go_on)
{
	struct trace *trace = trace_new_ring(5000);
	uint64_t n = 10 * TRACE_CHUNK + 17;

	write_records(trace, n);
	ck_assert_uint_eq(trace_count(trace), n);
	ck_assert_uint_gt(trace_first(trace), 0);
	ck_assert_uint_le(trace_first(trace), n - 5000);
	ck_assert_uint_eq(trace_at(trace, n - 5000)->w[0], n - 5000);
	ck_assert_uint_eq(trace_at(trace, n - 1)->number, n - 1);
	ck_assert_ptr_null(trace_at(trace, 0));
	trace_free(trace);
}
END_TEST

START_TEST(also_right_after_a_ring_has_opened_a_chunk)
{
	struct trace *trace = trace_new_ring(TRACE_CHUNK);
	uint64_t n = 3 * TRACE_CHUNK + 1;

	write_records(trace, n);
	ck_assert_uint_eq(trace_first(trace), 2 * TRACE_CHUNK);
	ck_assert_uint_eq(trace_at(trace, n - TRACE_CHUNK)->w[0], n - TRACE_CHUNK);
	trace_free(trace);
}
END_TEST

/* Who is told of memory and brings nothing in. */
struct told {
	struct trace_prefault face; /* first */
	const char *from[16];       /* stretches without a gap */
	size_t size[16], gone, n;
};

static void told_soon(struct trace_prefault *face, void *memory, size_t size)
{
	struct told *told = (struct told *)face;
	const char *bytes = memory;

	ck_assert_uint_eq((uintptr_t)memory % MEM_LARGE, 0);
	ck_assert_uint_eq(size, MEM_LARGE);
	ck_assert_int_eq(bytes[0] | bytes[size - 1], 0);
	if (!told->n || bytes != told->from[told->n - 1] + told->size[told->n - 1])
		told->from[told->n++] = bytes;
	ck_assert_uint_lt(told->n, 16);
	told->size[told->n - 1] += size;
}

static void told_gone(struct trace_prefault *face, void *memory, size_t size)
{
	struct told *told = (struct told *)face;
	const char *bytes = memory;

	for (size_t i = 0; i < told->n; i++)
		if (told->from[i] >= bytes && told->from[i] < bytes + size) {
			ck_assert_int_ge(told->from[i][0] | told->from[i][told->size[i] - 1], 0); /* it is there still */
			told->gone += told->size[i];
		}
}

static bool told_of(const struct told *told, const void *where)
{
	const char *at = where;

	for (size_t i = 0; i < told->n; i++)
		if (at >= told->from[i] && at < told->from[i] + told->size[i])
			return true;
	return false;
}

START_TEST(memory_is_told_of_before_records_come_there_and_before_it_goes)
{
	enum { LARGE = MEM_LARGE / sizeof(struct record), SLAB = 32 * LARGE };
	struct told told = { .face = { told_soon, told_gone } };
	struct trace *trace = trace_new();
	size_t most = 0, untold = 0, all = 0;

	trace_prefault(trace, &told.face);
	write_records(trace, LARGE);
	ck_assert_uint_eq(told.n, 0);
	for (size_t i = LARGE; i < 2 * SLAB + 5; i++) {
		const struct record *r = trace_append(trace);

		untold += i >= 2 * LARGE && !told_of(&told, r);
	}
	ck_assert_uint_eq(untold, 0);
	for (size_t i = 0; i < told.n; i++)
		all += told.size[i];
	most = (2 * SLAB + 5) * sizeof(struct record) + 3 * MEM_LARGE;
	ck_assert_uint_le(all, most);
	trace_free(trace);
	ck_assert_uint_eq(told.gone, all);
}
END_TEST

START_TEST(of_a_ring_nobody_is_told)
{
	struct told told = { .face = { told_soon, told_gone } };
	struct trace *trace = trace_new_ring(20 * TRACE_CHUNK);

	trace_prefault(trace, &told.face);
	write_records(trace, 50 * TRACE_CHUNK);
	ck_assert_uint_eq(told.n, 0);
	trace_free(trace);
}
END_TEST

struct seen {
	uint64_t next;
};

static void sink(void *context, const struct record *records, size_t n)
{
	struct seen *seen = context;

	for (size_t i = 0; i < n; i++)
		ck_assert_uint_eq(records[i].number, seen->next++);
}

START_TEST(a_sink_sees_every_record_once_and_in_order)
{
	struct seen seen = { 0 };
	struct trace *trace = trace_new_sink(sink, &seen);

	write_records(trace, TRACE_CHUNK + 3);
	trace_flush(trace);
	trace_flush(trace);
	write_records(trace, TRACE_CHUNK);
	trace_flush(trace);
	ck_assert_uint_eq(seen.next, 2 * TRACE_CHUNK + 3);
	trace_free(trace);
}
END_TEST

START_TEST(the_same_text_gets_the_same_number_and_none_is_lost)
{
	struct trace *trace = trace_new();
	char text[32];

	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 2000; i++) {
			snprintf(text, sizeof text, "text %u", i);
			ck_assert_uint_eq(trace_text(trace, text), i + 1);
		}
	ck_assert_str_eq(trace_text_of(trace, 1500), "text 1499");
	ck_assert_str_eq(trace_text_of(trace, 99999), "");
	ck_assert_uint_eq(trace_text(trace, ""), 0);
	trace_free(trace);
}
END_TEST

START_TEST(byte_strings_may_hold_zeros)
{
	struct trace *trace = trace_new();
	uint32_t a = trace_bytes(trace, "a\0b", 3), b = trace_bytes(trace, "a\0c", 3);
	size_t n;

	ck_assert_uint_ne(a, b);
	ck_assert_mem_eq(trace_bytes_of(trace, b, &n), "a\0c", 4);
	ck_assert_uint_eq(n, 3);
	trace_free(trace);
}
END_TEST

START_TEST(a_record_is_at_most_64_bytes)
{
	ck_assert_uint_le(sizeof(struct record), 64);
}
END_TEST

START_TEST(every_word_of_every_kind_has_a_name_and_a_known_form)
{
	struct record_word word;

	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		ck_assert_uint_eq(record_kind_named(record_forms[kind].name), kind);
		for (unsigned i = 0; i < 4; i++)
			if (record_word((enum record_kind)kind, i, &word)) {
				ck_assert_ptr_nonnull(strchr("dxvtoncs", word.form));
				ck_assert_uint_gt(strlen(word.name), 0);
				if (word.form == 's')
					ck_assert_str_ne(record_symbol(word.set, 0), "?");
			}
	}
}
END_TEST

/* What stands in [] names one word, one that there may be none of. */
START_TEST(every_part_that_may_be_left_out_is_closed)
{
	struct record_word word;

	for (unsigned kind = 0; kind < RECORD_KINDS; kind++)
		for (const char *part = record_forms[kind].sentence; (part = strchr(part, '[')); part++) {
			const char *place = strchr(part, '{'), *end = strchr(part, ']');

			ck_assert_msg(place && end && place < end, "%s", record_forms[kind].name);
			ck_assert(record_word((enum record_kind)kind, (unsigned)(place[1] - '0'), &word));
			ck_assert_msg(word.form == 'n', "%s", record_forms[kind].name);
		}
}
END_TEST

static uint64_t plain_last(const struct trace *trace, uint64_t number, const struct seek *wanted)
{
	for (uint64_t n = number + 1; n-- > 0;) {
		const struct record *r = trace_at(trace, n);

		if (r && (r->kind == wanted->kind || r->kind == wanted->other) && r->obj == wanted->obj &&
		    (wanted->word == SEEK_ANY || r->w[0] == wanted->word))
			return n;
	}
	return SEEK_NONE;
}

static uint64_t plain_first(const struct trace *trace, uint64_t number, uint64_t end, const struct seek *wanted)
{
	for (uint64_t n = number; n < end; n++)
		if (plain_last(trace, n, wanted) == n)
			return n;
	return SEEK_NONE;
}

/* Kinds and objects that are frequent, and some that occur in one chunk alone. */
static struct trace *mixed(void)
{
	struct trace *trace = trace_new();

	for (uint64_t i = 0; i < 5 * TRACE_CHUNK + 9; i++) {
		struct record *r = trace_append(trace);

		r->kind = (uint16_t)(i % 7 == 3 && i / TRACE_CHUNK == 2 ? 50 : i % 5);
		r->obj = (uint32_t)(i % 3);
		r->w[0] = i / 1000;
	}
	return trace;
}

START_TEST(seeking_finds_what_reading_every_record_finds)
{
	static const uint64_t places[] = { 0, 1, TRACE_CHUNK - 1, TRACE_CHUNK, 2 * TRACE_CHUNK + 77, 5 * TRACE_CHUNK - 1, 5 * TRACE_CHUNK + 8 };
	static const uint64_t words[] = { 0, 3, 9, 20, 99, SEEK_ANY };
	struct trace *trace = mixed();

	for (unsigned i = 0; i < 7 * 6 * 4; i++) {
		struct seek wanted = { i % 2 ? 50 : 4, i % 3 ? 50 : 77, i % 4, words[i % 6] };
		uint64_t at = places[i % 7];

		ck_assert_uint_eq(seek_last(trace, at, &wanted), plain_last(trace, at, &wanted));
	}
	ck_assert_uint_eq(seek_last(trace, UINT64_MAX, &(struct seek){ 4, 4, 0, SEEK_ANY }),
			  plain_last(trace, trace_count(trace) - 1, &(struct seek){ 4, 4, 0, SEEK_ANY }));
	for (unsigned i = 0; i < 3; i++) {
		struct seek wanted = { 50, 50, i, SEEK_ANY };

		ck_assert_uint_eq(seek_first(trace, 3, 2 * TRACE_CHUNK + 40, &wanted), plain_first(trace, 2 * TRACE_CHUNK, 2 * TRACE_CHUNK + 40, &wanted));
		ck_assert_uint_eq(seek_first(trace, 3 * TRACE_CHUNK, UINT64_MAX, &wanted), SEEK_NONE);
	}
	ck_assert_uint_eq(seek_first(trace, 5, 5, &(struct seek){ 0, 0, 2, SEEK_ANY }), SEEK_NONE);
	trace_free(trace);
}
END_TEST

START_TEST(in_a_ring_what_is_kept_is_found)
{
	struct trace *trace = trace_new_ring(5000);
	uint64_t n = 10 * TRACE_CHUNK + 17;

	write_records(trace, n);
	ck_assert_uint_eq(seek_last(trace, n, &(struct seek){ 0, 0, 0, n - 4000 }), n - 4000);
	ck_assert_uint_eq(seek_last(trace, n, &(struct seek){ 0, 0, 0, 5 }), SEEK_NONE);
	ck_assert_uint_eq(seek_first(trace, 0, n, &(struct seek){ 0, 0, 0, SEEK_ANY }), trace_first(trace));
	trace_free(trace);
}
END_TEST

SUITE("trace", memory_is_told_of_before_records_come_there_and_before_it_goes, of_a_ring_nobody_is_told,
      seeking_finds_what_reading_every_record_finds, in_a_ring_what_is_kept_is_found, a_trace_keeps_all_records_in_order, a_record_stays_in_its_place_however_long_the_trace_grows,
      a_ring_keeps_at_least_the_last_n_and_numbers_go_on, also_right_after_a_ring_has_opened_a_chunk,
      a_sink_sees_every_record_once_and_in_order, the_same_text_gets_the_same_number_and_none_is_lost,
      byte_strings_may_hold_zeros, a_record_is_at_most_64_bytes, every_word_of_every_kind_has_a_name_and_a_known_form,
      every_part_that_may_be_left_out_is_closed)
