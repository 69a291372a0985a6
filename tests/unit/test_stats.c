/* SPDX-License-Identifier: MIT */
/* Numbers of a stretch of a trace. */
#include <string.h>

#include "sim/read/stats.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* Two services of message 1 on cpu1 (500 and 700 ns after acceptance, 100 and 300 ns long), one DPC (400 ns later, 50 ns long). */
static struct trace *run(uint64_t *first)
{
	struct trace *trace = tell_machine();

	*first = tell(trace, 0, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=1 vector=0x61 cpus=0x2 kind=msix");
	tell(trace, 1000, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0");
	tell(trace, 1000, "apic.deliver obj=cpu1 cpu=1 irql=0 vector=0x61");
	tell(trace, 1000, "irql.raise obj=cpu1 cpu=1 irql=0 from=0 to_after=6");
	tell(trace, 1500, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=1 vector=0x61 place=0");
	tell(trace, 1600, "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=1");
	tell(trace, 1600, "dpc.queue obj=nic0.interrupt cpu=1 irql=6 message=1 target=1");
	tell(trace, 1600, "apic.eoi obj=cpu1 cpu=1 irql=6 vector=0x61");
	tell(trace, 1600, "irql.lower obj=cpu1 cpu=1 irql=6 from=6 to_after=2");
	tell(trace, 2000, "dpc.enter obj=nic0.interrupt cpu=1 irql=2 message=1");
	tell(trace, 2050, "dpc.exit obj=nic0.interrupt cpu=1 irql=2 message=1");
	tell(trace, 2100, "irql.lower obj=cpu1 cpu=1 irql=2 from=2 to_after=0");
	tell(trace, 3000, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0");
	tell(trace, 3000, "apic.deliver obj=cpu1 cpu=1 irql=0 vector=0x61");
	tell(trace, 3700, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=1 vector=0x61 place=0");
	tell(trace, 4000, "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=1");
	return trace;
}

START_TEST(waits_and_run_times_are_measured)
{
	struct stats stats;
	uint64_t first;
	struct trace *trace = run(&first);

	stats_init(&stats, trace, 0, UINT64_MAX - 1);
	ck_assert_uint_eq(stats.isr_wait.n, 2);
	ck_assert_int_eq(stats_part(&stats.isr_wait, 0), 500);
	ck_assert_int_eq(stats_part(&stats.isr_wait, 100), 700);
	ck_assert_int_eq(stats_part(&stats.isr_run, 100), 300);
	ck_assert_int_eq(stats_part(&stats.dpc_wait, 50), 400);
	ck_assert_int_eq(stats_part(&stats.dpc_run, 50), 50);
	ck_assert_uint_eq(stats.count[R_ISR_ENTER], 2);
	ck_assert_uint_eq(stats.cpus[1].vectors[0x61], 2);
	stats_fini(&stats);
	trace_free(trace);
}
END_TEST

START_TEST(time_at_levels_sums_to_the_stretch)
{
	struct stats stats;
	uint64_t first;
	struct trace *trace = run(&first);

	stats_init(&stats, trace, first, UINT64_MAX - 1);
	ck_assert_int_eq(stats.time, 4000);
	ck_assert_int_eq(stats.cpus[0].at_level[0], 4000);
	ck_assert_int_eq(stats.cpus[1].at_level[6], 600);
	ck_assert_int_eq(stats.cpus[1].at_level[2], 500);
	ck_assert_int_eq(stats.cpus[1].at_level[0], 2900);
	stats_fini(&stats);
	trace_free(trace);
}
END_TEST

START_TEST(stretch_counts_only_its_own_records)
{
	struct stats stats;
	uint64_t first;
	struct trace *trace = run(&first);

	stats_init(&stats, trace, first + 12, first + 15);
	ck_assert_uint_eq(stats.records, 4);
	ck_assert_uint_eq(stats.cpus[1].vectors[0x61], 1);
	ck_assert_uint_eq(stats.isr_wait.n, 1);
	ck_assert_uint_eq(stats.dpc_run.n, 0);
	stats_fini(&stats);
	trace_free(trace);
}
END_TEST

START_TEST(tables_name_the_owner_of_a_vector)
{
	struct str table = { 0 }, vectors = { 0 };
	struct stats stats;
	uint64_t first;
	struct trace *trace = run(&first);
	struct scene *scene = scene_new(trace);

	scene_advance(scene, UINT64_MAX);
	stats_init(&stats, trace, 0, UINT64_MAX - 1);
	stats_interrupts_text(&stats, scene, &table);
	stats_vectors_text(scene, &vectors);
	ck_assert_str_eq(table.text, "vector    CPU0      CPU1  \n  0x61         0         2  nic0.interrupt msix 1\n");
	ck_assert_str_eq(vectors.text, "cpu1  61  class  6  nic0.interrupt msix 1  in service\n");
	stats_fini(&stats);
	scene_free(scene);
	str_free(&table);
	str_free(&vectors);
	trace_free(trace);
}
END_TEST

START_TEST(empty_stretch_has_no_numbers)
{
	struct trace *trace = trace_new();
	struct stats stats;
	struct str out = { 0 };

	stats_init(&stats, trace, 0, 10);
	stats_text(&stats, &out);
	ck_assert_uint_eq(stats.records, 0);
	ck_assert_int_eq(stats_part(&stats.isr_wait, 50), 0);
	ck_assert(strstr(out.text, "0 records") == out.text);
	stats_fini(&stats);
	str_free(&out);
	trace_free(trace);
}
END_TEST

SUITE("stats", waits_and_run_times_are_measured, time_at_levels_sums_to_the_stretch, stretch_counts_only_its_own_records,
      tables_name_the_owner_of_a_vector, empty_stretch_has_no_numbers)
