/* SPDX-License-Identifier: MIT */
/* The timeline: series against counting by hand, the index of lanes, the rows. */
#include <string.h>

#include "sim/base/rng.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"
#include "tui/timeline.h"

/* A series of `n` moments, several at a time now and then, with gaps. */
static struct series random_series(unsigned n)
{
	struct series series = { 0 };
	struct rng rng;
	vtime at = 0;

	rng_init(&rng, 7, "series");
	for (unsigned i = 0; i < n; i++) {
		uint32_t value = (uint32_t)rng_below(&rng, 60000);

		at += (vtime)rng_below(&rng, 40) / 10;
		series_add(&series, at, value, (uint16_t)value);
	}
	return series;
}

static void expect_column(const struct series *series, vtime from, vtime to, const struct series_column *got)
{
	uint32_t before = 0, changes = 0, last = 0;
	uint16_t min = 0, max = 0;

	for (size_t i = 0; i < series->n && series->moments[i].at < to; i++) {
		const struct series_moment *moment = &series->moments[i];

		if (moment->at < from) {
			before = moment->value;
			min = max = moment->rank;
		} else {
			changes++;
			min = moment->rank < min ? moment->rank : min;
			max = moment->rank > max ? moment->rank : max;
		}
		last = moment->value;
	}
	ck_assert_uint_eq(got->before, before);
	ck_assert_uint_eq(got->last, last);
	ck_assert_uint_eq(got->changes, changes);
	ck_assert_uint_eq(got->min, min);
	ck_assert_uint_eq(got->max, max);
}

START_TEST(columns_of_every_width_equal_counting)
{
	struct series series = random_series(5000);
	struct series_column columns[100];
	static const vtime widths[] = { 1, 3, 10, 97, 500, 4096, 1000000 };

	for (unsigned w = 0; w < sizeof widths / sizeof *widths; w++)
		for (vtime start = 0; start < 9000; start += 1777) {
			series_columns(&series, start, widths[w], 100, columns);
			for (unsigned i = 0; i < 100; i += 9)
				expect_column(&series, start + widths[w] * (vtime)i, start + widths[w] * ((vtime)i + 1), &columns[i]);
		}
	series_fini(&series);
}
END_TEST

/* A service routine over a DPC over a thread on cpu1, too long both; a line, messages, descriptors that wait. */
static struct trace *story(void)
{
	struct trace *trace = tell_machine();

	tell(trace, 0, "machine.reg obj=nic0 cpu=- index=12 offset=0x1008 name=\"RDLEN[2]\" reset=0x0");
	tell(trace, 0, "machine.reg obj=nic0 cpu=- index=13 offset=0x1018 name=\"RDT[2]\" reset=0x0");
	tell(trace, 10, "dev.reg obj=nic0 cpu=- index=12 after=0x80 before=0x0");
	tell(trace, 20, "dev.reg obj=nic0 cpu=- index=13 after=0x7 before=0x0");
	tell(trace, 100, "thread.run obj=main cpu=1 irql=0 cpu=1");
	tell(trace, 200, "dev.desc.write obj=nic0 cpu=- queue=2 index=0 head_after=1 length=64");
	tell(trace, 210, "dev.desc.write obj=nic0 cpu=- queue=2 index=1 head_after=2 length=64");
	tell(trace, 300, "msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
	tell(trace, 300, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
	tell(trace, 400, "irql.raise cpu=1 irql=0 from=0 to_after=2");
	tell(trace, 400, "dpc.queue obj=nic0.interrupt cpu=1 irql=0 message=2 target=1 depth_after=1");
	tell(trace, 500, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=2");
	tell(trace, 600, "irql.raise cpu=1 irql=2 from=2 to_after=6");
	tell(trace, 600, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=3 vector=0x61");
	tell(trace, 25601, "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=3 claimed=1");
	tell(trace, 25601, "irql.lower cpu=1 irql=6 from=6 to_after=2");
	tell(trace, 26000, "dev.reg obj=nic0 cpu=- index=13 after=0x1 before=0x7");
	tell(trace, 100500, "dpc.exit obj=nic0.interrupt cpu=1 irql=2 message=2");
	tell(trace, 100600, "line.deassert obj=nic0 cpu=- pin=1 code=0x24");
	tell(trace, 100700, "rule.violation cpu=1 irql=0 rule=\"Spin\" text=\"much too long\"");
	return trace;
}

static uint32_t at(const struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t number, vtime time)
{
	const struct span_lane *lane = spans_lane(spans, kind, obj, number);
	size_t place = lane ? series_at(&lane->series, time + 1) : 0;

	return place ? lane->series.moments[place - 1].value : 0;
}

static void expect_runs(const struct spans *spans, uint32_t cpu, vtime time, const char *name)
{
	uint32_t block = at(spans, LANE_CODE, 0, cpu, time);
	char text[64] = "idle";

	if (block)
		spans_name(spans, &spans->blocks[block - 1], text, sizeof text);
	ck_assert_str_eq(text, name);
}

START_TEST(a_cpu_runs_the_innermost_block)
{
	struct trace *trace = story();
	struct spans *spans = spans_new();

	ck_assert(spans_read(spans, trace, 1, UINT64_MAX));
	expect_runs(spans, 1, 50, "idle");
	expect_runs(spans, 1, 150, "main");
	expect_runs(spans, 1, 550, "DPC 2");
	expect_runs(spans, 1, 700, "ISR 3");
	expect_runs(spans, 1, 26000, "DPC 2");
	expect_runs(spans, 1, 100501, "main");
	expect_runs(spans, 0, 700, "idle");
	ck_assert_uint_eq(at(spans, LANE_IRQL, 0, 1, 25600), 6);
	ck_assert_uint_eq(at(spans, LANE_IRQL, 0, 1, 25601), 2);
	spans_free(spans);
	trace_free(trace);
}
END_TEST

START_TEST(only_what_takes_more_than_its_budget_is_over_it)
{
	struct trace *trace = story();
	struct spans *spans = spans_new();
	const struct span_lane *over;

	spans_read(spans, trace, 1, UINT64_MAX);
	over = spans_lane(spans, LANE_OVER, 0, 1);
	ck_assert_uint_eq(over->series.n, 1); /* 25,001 ns of a service routine; 100,000 ns of a DPC are within */
	ck_assert_int_eq(over->series.moments[0].at, 25601);
	ck_assert(spans->blocks[over->series.moments[0].value - 1].over);
	spans_free(spans);
	trace_free(trace);
}
END_TEST

START_TEST(lines_messages_and_queues_are_lanes)
{
	struct trace *trace = story();
	struct spans *spans = spans_new();
	uint32_t nic = rectext_object_named(trace, "nic0");

	spans_read(spans, trace, 1, UINT64_MAX);
	ck_assert_uint_eq(at(spans, LANE_LINE, nic, 0, 299), 0);
	ck_assert_uint_eq(at(spans, LANE_LINE, nic, 0, 300), 1);
	ck_assert_uint_eq(at(spans, LANE_LINE, nic, 0, 100600), 0);
	ck_assert_uint_eq(spans_lane(spans, LANE_MESSAGE, nic, 2)->series.n, 1);
	ck_assert_uint_eq(at(spans, LANE_RECEIVE, nic, 2, 205), 1);
	ck_assert_uint_eq(at(spans, LANE_RECEIVE, nic, 2, 210), 2);
	ck_assert_uint_eq(at(spans, LANE_RECEIVE, nic, 2, 26000), 0); /* 7 to 1 of 8 slots: two are given out again */
	ck_assert_uint_eq(at(spans, LANE_DPCS, 0, 1, 450), 1);
	ck_assert_uint_eq(at(spans, LANE_DPCS, 0, 1, 500), 0);
	spans_free(spans);
	trace_free(trace);
}
END_TEST

START_TEST(reading_in_pieces_is_reading_at_once)
{
	struct trace *trace = story();
	struct spans *whole = spans_new(), *pieces = spans_new();

	spans_read(whole, trace, 1, UINT64_MAX);
	for (uint64_t n = trace_count(trace); n-- > 1;)
		ck_assert(!spans_read(pieces, trace, 1, 1));
	ck_assert(spans_read(pieces, trace, 1, 1));
	ck_assert_uint_eq(whole->n, pieces->n);
	for (size_t i = 0; i < whole->n; i++) {
		ck_assert_uint_eq(whole->lanes[i]->series.n, pieces->lanes[i]->series.n);
		ck_assert_uint_eq(whole->lanes[i]->value, pieces->lanes[i]->value);
	}
	spans_read(pieces, trace, 2, 1); /* another trace at the same address */
	ck_assert_uint_eq(pieces->reached, 1);
	spans_free(whole);
	spans_free(pieces);
	trace_free(trace);
}
END_TEST

START_TEST(what_did_something_comes_before_idle_cpus)
{
	struct trace *trace = story();
	struct spans *spans = spans_new();
	struct look look = { .trace = trace, .device = "nic0" };
	struct timeline_row rows[64];
	struct str labels = { 0 };
	char label[64];
	unsigned n;

	spans_read(spans, trace, 1, UINT64_MAX);
	n = timeline_rows(spans, &look, 0, rows, 64);
	for (unsigned i = 0; i < n; i++) {
		timeline_label(&look, &rows[i], label, sizeof label);
		str_format(&labels, "%s%s", i ? ", " : "", label);
	}
	ck_assert_str_eq(labels.text, "events, CPU 1 IRQL, CPU 1 runs, CPU 1 DPCs, nic0 line, nic0 msg 2, nic0 rx2 wait, CPU 0 IRQL, CPU 0 runs");
	ck_assert_uint_eq(timeline_rows(spans, &look, 30, rows, 64), n + 2); /* the busy CPU's level as a staircase */
	str_free(&labels);
	spans_free(spans);
	trace_free(trace);
}
END_TEST

SUITE("timeline", columns_of_every_width_equal_counting, a_cpu_runs_the_innermost_block, only_what_takes_more_than_its_budget_is_over_it,
      lines_messages_and_queues_are_lanes, reading_in_pieces_is_reading_at_once, what_did_something_comes_before_idle_cpus)
