/* SPDX-License-Identifier: MIT */
/*
 * msilab bench read: how fast what the machine wrote is read. The trace is that of the whole machine (bench/job.h); the fold is the
 * one that the views and the scene property use; a copy of the same bytes in the same run says what memory allows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/job.h"
#include "sim/base/mem.h"
#include "sim/base/rng.h"
#include "sim/read/scene.h"

enum { TURNS = 7, JUMPS = 200 };

/* To a place of the same size, so that both directions go through memory. */
static double copy_time(const struct trace *trace, struct record *to)
{
	struct stopwatch watch;
	size_t n;

	stopwatch_start(&watch);
	for (uint64_t at = 0; at < trace_count(trace); at += n) {
		const struct record *from = trace_run(trace, at, &n);

		memcpy(to + at, from, n * sizeof *to);
	}
	stopwatch_stop(&watch);
	return watch.wall_s;
}

double bench_fold_time(const struct trace *trace)
{
	struct scene *scene = scene_new(trace);
	struct stopwatch watch;

	stopwatch_start(&watch);
	scene_advance(scene, trace_count(trace) - 1);
	stopwatch_stop(&watch);
	scene_free(scene);
	return watch.wall_s;
}

/* To a random record, with the key scenes of a screen that has seen the whole trace once. */
static double jump_time(const struct trace *trace)
{
	struct scene_keys *keys = scene_keys_new(trace);
	struct stopwatch watch;
	struct rng rng;

	rng_init(&rng, 1, "jumps");
	scene_at(keys, trace_count(trace) - 1);
	stopwatch_start(&watch);
	for (unsigned i = 0; i < JUMPS; i++)
		scene_at(keys, rng_below(&rng, trace_count(trace)));
	stopwatch_stop(&watch);
	scene_keys_free(keys);
	return watch.wall_s / JUMPS;
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
	uint64_t n = trace_count(trace);
	struct record *room = mem_new(n * sizeof *room);
	double fold[TURNS], copy[TURNS];

	memset(room, 1, n * sizeof *room);
	for (unsigned i = 0; i < TURNS; i++) {
		fold[i] = bench_fold_time(trace);
		copy[i] = copy_time(trace, room);
	}
	mem_free(room);
	printf("read peer=msilab frames=%llu records=%llu bytes_per_record=%zu fold_records_per_s=%.0f "
	       "copy_records_per_s=%.0f fold_over_copy=%.2f replay_records_per_s=%.0f jump_ms=%.3f start_ms=%.3f rss_kb=%ld\n",
	       (unsigned long long)job->frames, (unsigned long long)n, sizeof(struct record), (double)n / median(fold),
	       (double)n / median(copy), median(fold) / median(copy), (double)n / outcome->watch.wall_s,
	       jump_time(trace) * 1e3, outcome->start_s * 1e3, job_rss_kb());
}

int bench_read(int argc, char **argv)
{
	return job_told(argc, argv, tell);
}
