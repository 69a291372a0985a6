/* SPDX-License-Identifier: MIT */
/* What the trace view asks: records that pass a filter, in pieces; causes and effects as a list. */
#include <string.h>

#include "sim/read/query.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"
#include "tui/chain.h"
#include "tui/sieve.h"

#define MANY 20000

/* Notes with a message now and then; every 100th note says "rare". */
static struct trace *long_trace(void)
{
	struct trace *trace = tell_machine();

	for (unsigned i = 0; i < MANY; i++)
		if (i % 7 == 0)
			tell(trace, i, "msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
		else
			tell(trace, i, i % 100 == 1 ? "code.note cpu=0 irql=0 text=\"a Rare word\"" : "code.note cpu=1 irql=2 text=\"common\"");
	return trace;
}

static struct sieve *sieve_of(const struct trace *trace, const char *filter)
{
	struct sieve *sieve = sieve_new();
	struct err err = { 0 };

	ck_assert(sieve_filter(sieve, trace, 1, filter, &err));
	sieve_work(sieve, UINT64_MAX);
	return sieve;
}

static void equals_query(const struct trace *trace, const char *filter)
{
	struct sieve *sieve = sieve_of(trace, filter);
	uint64_t end = trace_count(trace);
	struct query query;
	struct err err;

	ck_assert(query_read(&query, filter, &err));
	for (uint64_t from = 0; from < end; from += 613) {
		uint64_t on = query_next(&query, trace, from, 1), back = query_next(&query, trace, from, -1);

		ck_assert_uint_eq(sieve_next(sieve, from, 1), on == UINT64_MAX ? SIEVE_NONE : on);
		ck_assert_uint_eq(sieve_next(sieve, from, -1), back == UINT64_MAX ? SIEVE_NONE : back);
	}
	query_fini(&query);
	sieve_free(sieve);
}

START_TEST(a_sieve_passes_what_the_query_passes)
{
	struct trace *trace = long_trace();

	equals_query(trace, "");
	equals_query(trace, "kind:msi.* msg:2");
	equals_query(trace, "kind:bugcheck");
	equals_query(trace, "rare");
	equals_query(trace, "!cpu:1 time:5us..15us");
	trace_free(trace);
}
END_TEST

START_TEST(little_work_at_a_time_comes_to_the_same)
{
	struct trace *trace = long_trace();
	struct sieve *whole = sieve_of(trace, "rare -num:0..9999"), *pieces = sieve_of(trace, "rare -num:0..9999");
	unsigned turns = 0;
	uint64_t found;

	do {
		sieve_work(pieces, 150000);
		found = sieve_next(pieces, 0, 1);
		ck_assert(sieve_waits(pieces) == (found == SIEVE_LATER));
		turns++;
	} while (found == SIEVE_LATER);
	ck_assert_uint_eq(found, sieve_next(whole, 0, 1));
	ck_assert_uint_gt(turns, 2);
	ck_assert_uint_lt(sieve_share(pieces), 100);
	sieve_free(whole);
	sieve_free(pieces);
	trace_free(trace);
}
END_TEST

START_TEST(what_is_written_later_is_found_too)
{
	struct trace *trace = long_trace();
	struct sieve *sieve = sieve_of(trace, "kind:bugcheck");
	uint64_t number;

	ck_assert_uint_eq(sieve_next(sieve, 0, 1), SIEVE_NONE);
	number = tell(trace, MANY, "bugcheck cpu=0 irql=0 code=0xd1 name=\"X\" text=\"y\"");
	ck_assert_uint_eq(sieve_next(sieve, 0, 1), number);
	ck_assert_uint_eq(sieve_next(sieve, number, -1), number);
	sieve_free(sieve);
	trace_free(trace);
}
END_TEST

static void expect_chain(struct chain *chain, const struct trace *trace, uint64_t number, uint64_t first, const char *expected)
{
	struct str got = { 0 };

	chain_of(chain, trace, 1, number);
	for (size_t i = 0; i < chain->n; i++)
		str_format(&got, "%s%u:%d", i ? " " : "", chain->row[i].depth, (int)(chain->row[i].number - first));
	ck_assert_str_eq(got.text, expected);
	ck_assert_uint_eq(chain->row[chain->place].number, number);
	str_free(&got);
}

START_TEST(each_effect_stands_under_its_cause)
{
	static struct chain chain;
	struct trace *trace = tell_machine();
	int64_t first = (int64_t)tell(trace, 10, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");

	tell_because(trace, 11, first, "msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
	tell_because(trace, 12, first, "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0");
	tell(trace, 13, "code.note cpu=0 irql=0 text=\"of itself\"");
	tell_because(trace, 14, first + 1, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0");
	tell_because(trace, 15, first + 4, "irql.raise cpu=1 irql=0 from=0 to_after=6");
	expect_chain(&chain, trace, (uint64_t)first + 1, (uint64_t)first, "0:0 1:1 2:4 3:5");
	expect_chain(&chain, trace, (uint64_t)first, (uint64_t)first, "0:0 1:1 2:4 3:5 1:2");
	expect_chain(&chain, trace, (uint64_t)first + 3, (uint64_t)first, "0:3");
	expect_chain(&chain, trace, (uint64_t)first, (uint64_t)first, "0:0 1:1 2:4 3:5 1:2");
	tell_because(trace, 16, first + 1, "apic.merge obj=cpu1 cpu=- vector=0x61 level=0");
	expect_chain(&chain, trace, (uint64_t)first, (uint64_t)first, "0:0 1:1 2:4 3:5 2:6 1:2");
	ck_assert_uint_eq(chain_effect(trace, (uint64_t)first), (uint64_t)first + 1);
	ck_assert_uint_eq(chain_effect(trace, (uint64_t)first + 3), UINT64_MAX);
	trace_free(trace);
}
END_TEST

SUITE("sieve", a_sieve_passes_what_the_query_passes, little_work_at_a_time_comes_to_the_same, what_is_written_later_is_found_too,
      each_effect_stands_under_its_cause)
