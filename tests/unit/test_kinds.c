/* SPDX-License-Identifier: MIT */
/* The index of kinds gives the records that a reader of everything would find. */
#include "sim/base/rng.h"
#include "sim/read/kinds.h"
#include "sim/read/rule.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

#define RECORDS 30000

static void write_some(struct trace *trace, struct rng *rng, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		struct record *record = trace_append(trace);

		record->kind = (uint16_t)(rng_below(rng, 10) ? rng_below(rng, 5) : rng_below(rng, RECORD_KINDS));
	}
}

static void expect_same(struct kinds *kinds, const struct trace *trace, const bool wanted[RECORD_KINDS])
{
	uint64_t end = trace_count(trace), at = 0;

	for (uint64_t i = 0; i < end; i++) {
		if (!wanted[trace_at(trace, i)->kind])
			continue;
		for (at = kinds_next(kinds, at, end, wanted); at < i; at = kinds_next(kinds, at + 1, end, wanted))
			ck_assert(!wanted[trace_at(trace, at)->kind] && at / TRACE_CHUNK == end / TRACE_CHUNK); /* beyond the index */
		ck_assert_uint_eq(at, i);
		at++;
	}
}

START_TEST(what_is_found_by_kind_is_what_is_there)
{
	struct trace *trace = trace_new();
	struct kinds *kinds = kinds_new(trace);
	struct rng rng;

	rng_init(&rng, 7, "kinds");
	for (unsigned turn = 0; turn < 5; turn++) {
		bool wanted[RECORD_KINDS] = { false };

		write_some(trace, &rng, RECORDS / 5);
		kinds_read(kinds);
		for (unsigned i = 0; i < turn; i++)
			wanted[rng_below(&rng, RECORD_KINDS)] = true;
		expect_same(kinds, trace, wanted);
		wanted[2] = true;
		expect_same(kinds, trace, wanted);
	}
	kinds_free(kinds);
	trace_free(trace);
}
END_TEST

START_TEST(nothing_wanted_is_nothing_found)
{
	static const bool none[RECORD_KINDS];
	struct trace *trace = trace_new();
	struct kinds *kinds = kinds_new(trace);
	struct rng rng;

	rng_init(&rng, 1, "kinds");
	ck_assert_uint_eq(kinds_next(kinds, 0, 0, none), 0);
	write_some(trace, &rng, 2 * TRACE_CHUNK);
	kinds_read(kinds);
	ck_assert_uint_eq(kinds_next(kinds, 0, 2 * TRACE_CHUNK, none), 2 * TRACE_CHUNK);
	ck_assert_uint_eq(kinds_next(kinds, 5, 100, none), 100);
	kinds_free(kinds);
	trace_free(trace);
}
END_TEST

START_TEST(the_rules_note_what_they_see)
{
	struct trace *trace = tell_machine();
	struct rules *rules = rules_new(trace);
	bool wanted[RECORD_KINDS] = { [R_DEV_CAUSE_SET] = true };

	rules_index(rules);
	for (unsigned i = 0; i < 3 * TRACE_CHUNK; i++) {
		tell(trace, i, i % 1000 ? "irql.raise cpu=0 irql=0 from=0 to_after=2" : "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
		if (i % 7 == 0)
			rules_advance(rules, UINT64_MAX);
	}
	rules_advance(rules, UINT64_MAX);
	expect_same(rules_kinds(rules), trace, wanted);
	wanted[R_DEV_CAUSE_SET] = false;
	wanted[R_BUGCHECK] = true;
	ck_assert_uint_eq(kinds_next(rules_kinds(rules), 0, 2 * TRACE_CHUNK, wanted), 2 * TRACE_CHUNK);
	rules_free(rules);
	trace_free(trace);
}
END_TEST

SUITE("kinds", the_rules_note_what_they_see, what_is_found_by_kind_is_what_is_there, nothing_wanted_is_nothing_found)
