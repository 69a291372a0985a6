/* SPDX-License-Identifier: MIT */
/*
 * msilab bench lesson: what it costs to learn over a long trace. The goals of a lesson's steps are read over the trace of the whole
 * machine, as if each step had begun at its first record, as a share of the fold that the views use: by an index of kinds
 * (sim/read/kinds.h) that nobody has asked before. The index is a by-product of the rules, which see every record of a session anyway:
 * what it adds to them is told as a share of what they take. Beside them an index made in a pass of its own, the goals without one,
 * and goals that must look at every interrupt. Times are the least of all turns: what the work takes when nothing else disturbs it.
 */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/job.h"
#include "cli/lessons.h"
#include "cli/place.h"
#include "lessons/host/lesson.h"
#include "sim/base/bug.h"
#include "sim/read/kinds.h"
#include "sim/read/rule.h"

enum { TURNS = 41 };

/* Goals that no record decides, over the most frequent kinds of a driver's life. */
static const char every_interrupt[] =
	"lesson { id = 'busy', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e', goals = {\n"
	"within { id = 'f', says = 'g', first = 'kind:msi.send', second = 'kind:isr.enter', time = '1s' },\n"
	"never { id = 'h', says = 'i', record = 'kind:isr.enter cpu:9' },\n"
	"count { id = 'j', says = 'k', record = 'kind:nbl.indicate', least = 1, most = 100000000 } } } } }";

/* What the program does with every record: the rules see it, and the scene is folded along. index: its kind is noted too. */
static double rules_time(const struct trace *trace, bool index)
{
	struct rules *rules = rules_new(trace);
	struct stopwatch watch;

	if (index)
		rules_index(rules);
	stopwatch_start(&watch);
	rules_advance(rules, UINT64_MAX);
	stopwatch_stop(&watch);
	rules_free(rules);
	return watch.wall_s;
}

/* A pass of its own. */
static double pass_time(const struct trace *trace)
{
	struct kinds *kinds = kinds_new(trace);
	struct stopwatch watch;

	stopwatch_start(&watch);
	kinds_read(kinds);
	stopwatch_stop(&watch);
	kinds_free(kinds);
	return watch.wall_s;
}

/* The slowest step. */
static double goals_time(struct lesson *lesson, const struct trace *trace, struct kinds *kinds)
{
	double slowest = 0;

	for (unsigned i = 0; i < lesson->steps; i++) {
		struct lesson_place place;
		struct stopwatch watch;

		lesson_place_init(&place, lesson, trace);
		place.by_kind = kinds;
		lesson_place_step(&place, i);
		stopwatch_start(&watch);
		lesson_place_advance(&place, UINT64_MAX);
		stopwatch_stop(&watch);
		if (watch.wall_s > slowest)
			slowest = watch.wall_s;
	}
	return slowest;
}

/* By an index that nobody has asked yet. */
static double fresh_goals_time(struct lesson *lesson, const struct trace *trace)
{
	struct kinds *kinds = kinds_new(trace);
	double time;

	kinds_read(kinds);
	time = goals_time(lesson, trace, kinds);
	kinds_free(kinds);
	return time;
}

static struct lesson *shipped(void)
{
	struct err err = { 0 };
	struct lesson *lesson = lessons_open("1", &err);

	must(lesson);
	return lesson;
}

static struct lesson *busy(void)
{
	struct err err = { 0 };
	struct lesson *lesson = lesson_read(every_interrupt, strlen(every_interrupt), "busy", &err);

	must(lesson);
	return lesson;
}

static void least(double *best, double time)
{
	if (!*best || time < *best)
		*best = time;
}

static void tell(const struct job *job, const struct job_outcome *outcome, const struct trace *trace)
{
	struct lesson *lesson = shipped(), *worst = busy();
	struct kinds *kinds = kinds_new(trace);
	double fold = 0, rules = 0, noting = 0, pass = 0, goals = 0, scanned = 0, all = 0;

	(void)outcome;
	kinds_read(kinds);
	for (unsigned i = 0; i < TURNS; i++) {
		least(&fold, bench_fold_time(trace));
		least(&rules, rules_time(trace, false));
		least(&noting, rules_time(trace, true));
		least(&goals, fresh_goals_time(lesson, trace));
		least(&pass, pass_time(trace));
		least(&scanned, goals_time(lesson, trace, NULL));
		least(&all, goals_time(worst, trace, kinds));
	}
	printf("lesson peer=msilab frames=%llu records=%llu fold_ms=%.3f rules_ms=%.3f goals_over_fold=%.4f index_over_rules=%.4f "
	       "index_pass_over_fold=%.3f scanned_over_fold=%.3f every_interrupt_over_fold=%.3f\n",
	       (unsigned long long)job->frames, (unsigned long long)trace_count(trace), fold * 1e3, rules * 1e3, goals / fold,
	       noting / rules - 1, pass / fold, scanned / fold, all / fold);
	kinds_free(kinds);
	lesson_free(worst);
	lesson_free(lesson);
}

int bench_lesson(int argc, char **argv)
{
	return job_told(argc, argv, tell);
}
