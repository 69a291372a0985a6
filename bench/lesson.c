/* SPDX-License-Identifier: MIT */
/*
 * msilab bench lesson: what it costs to learn over a long trace. The goals of a lesson's steps are read over the trace of the whole
 * machine, as if each step had begun at its first record, with the index of kinds that readers share (sim/read/kinds.h). Beside them
 * the fold that the views use, the making of that index, and goals that must look at every interrupt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/job.h"
#include "cli/lessons.h"
#include "cli/place.h"
#include "lessons/host/lesson.h"
#include "sim/base/bug.h"
#include "sim/read/kinds.h"
#include "sim/read/scene.h"

enum { TURNS = 7 };

/* Goals that no record decides, over the most frequent kinds of a driver's life. */
static const char every_interrupt[] =
	"lesson { id = 'busy', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e', goals = {\n"
	"within { id = 'f', says = 'g', first = 'kind:msi.send', second = 'kind:isr.enter', time = '1s' },\n"
	"never { id = 'h', says = 'i', record = 'kind:isr.enter cpu:9' },\n"
	"count { id = 'j', says = 'k', record = 'kind:nbl.indicate', least = 1, most = 100000000 } } } } }";

static double fold_time(const struct trace *trace)
{
	struct scene *scene = scene_new(trace);
	struct stopwatch watch;

	stopwatch_start(&watch);
	scene_advance(scene, trace_count(trace) - 1);
	stopwatch_stop(&watch);
	scene_free(scene);
	return watch.wall_s;
}

static double index_time(const struct trace *trace)
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

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *times)
{
	qsort(times, TURNS, sizeof *times, ascending);
	return times[TURNS / 2];
}

static void tell(const struct job *job, const struct job_outcome *outcome, const struct trace *trace)
{
	struct lesson *lesson = shipped(), *worst = busy();
	struct kinds *kinds = kinds_new(trace);
	double fold[TURNS], index[TURNS], goals[TURNS], scanned[TURNS], all[TURNS];

	(void)outcome;
	kinds_read(kinds);
	for (unsigned i = 0; i < TURNS; i++) {
		fold[i] = fold_time(trace);
		index[i] = index_time(trace);
		goals[i] = goals_time(lesson, trace, kinds);
		scanned[i] = goals_time(lesson, trace, NULL);
		all[i] = goals_time(worst, trace, kinds);
	}
	printf("lesson peer=msilab frames=%llu records=%llu fold_ms=%.3f goals_ms=%.3f goals_over_fold=%.4f index_over_fold=%.3f "
	       "scanned_over_fold=%.3f every_interrupt_over_fold=%.3f\n",
	       (unsigned long long)job->frames, (unsigned long long)trace_count(trace), median(fold) * 1e3, median(goals) * 1e3,
	       median(goals) / median(fold), median(index) / median(fold), median(scanned) / median(fold), median(all) / median(fold));
	kinds_free(kinds);
	lesson_free(worst);
	lesson_free(lesson);
}

int bench_lesson(int argc, char **argv)
{
	return job_told(argc, argv, tell);
}
