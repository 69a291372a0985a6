/* SPDX-License-Identifier: MIT */
/*
 * msilab bench views FRAMES: how long the timeline takes to be drawn over the whole machine's trace, once its index is built, at
 * every zoom from one nanosecond a column to the whole trace, at 300x100: the worst and the median picture. Then the trace view with a
 * filter that nothing passes, which makes it look through everything: the whole time, and the longest picture on the way. Processor time: what else runs here does not count.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/job.h"
#include "sim/base/mem.h"
#include "tui/sieve.h"
#include "tui/spans.h"
#include "tui/view.h"

enum { COLS = 300, ROWS = 100, PICTURES = 400 };

static double index_time(struct spans *spans, const struct trace *trace)
{
	struct stopwatch watch;

	stopwatch_start(&watch);
	spans_read(spans, trace, 1, UINT64_MAX);
	stopwatch_stop(&watch);
	return watch.cpu_s;
}

static double picture_time(const struct look *look, struct view_state *state, struct canvas *canvas)
{
	struct pane pane = pane_of(canvas, 0, 0, COLS, ROWS);
	struct stopwatch watch;

	stopwatch_start(&watch);
	views[VIEW_timeline]->draw(look, state, &pane);
	stopwatch_stop(&watch);
	return watch.cpu_s;
}

/* A filter from nothing known to all looked through, as the screen does it: a picture, and another while it waits. */
static double filter_time(struct look *look, const char *filter, struct canvas *canvas, double *worst)
{
	struct pane pane = pane_of(canvas, 0, 0, COLS, ROWS);
	struct view_state state = { .zoom = 0 };
	double whole = 0;

	snprintf(state.filter, sizeof(state.filter), "%s", filter);
	*worst = 0;
	look->sieve = sieve_new();
	do {
		struct stopwatch watch;

		stopwatch_start(&watch);
		views[VIEW_trace]->draw(look, &state, &pane);
		stopwatch_stop(&watch);
		whole += watch.cpu_s;
		*worst = watch.cpu_s > *worst ? watch.cpu_s : *worst;
	} while (sieve_waits(look->sieve));
	sieve_free(look->sieve);
	return whole;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void tell(const struct job *job, const struct job_outcome *outcome, const struct trace *trace)
{
	struct look look = { .trace = trace, .machine = &job->machine, .device = "nic0", .generation = 1, .spans = spans_new() };
	double index = index_time(look.spans, trace), times[PICTURES], kinds, kinds_worst, texts, texts_worst;
	char names[LOOK_MARKS][LOOK_MARK_NAME] = { 0 };
	struct canvas canvas;

	(void)outcome;
	look.mark_names = names;
	canvas_init(&canvas, COLS, ROWS, false);
	for (int i = 0; i < PICTURES; i++) {
		struct view_state state = { .zoom = i % 32 - 7 };

		look.cursor = trace_count(trace) / PICTURES * (uint64_t)(i + 1);
		times[i] = picture_time(&look, &state, &canvas);
	}
	qsort(times, PICTURES, sizeof(*times), ascending);
	kinds = filter_time(&look, "kind:bugcheck", &canvas, &kinds_worst);
	texts = filter_time(&look, "text:\"no such word\"", &canvas, &texts_worst);
	printf("views peer=msilab frames=%llu records=%llu index_ms=%.3f picture_median_ms=%.3f picture_p99_ms=%.3f picture_worst_ms=%.3f kinds_ms=%.3f kinds_worst_ms=%.3f texts_ms=%.3f texts_worst_ms=%.3f rss_kb=%ld\n",
	       (unsigned long long)job->frames, (unsigned long long)trace_count(trace), index * 1e3, times[PICTURES / 2] * 1e3, times[PICTURES - PICTURES / 100] * 1e3,
	       times[PICTURES - 1] * 1e3, kinds * 1e3, kinds_worst * 1e3, texts * 1e3, texts_worst * 1e3, job_rss_kb());
	canvas_fini(&canvas);
	spans_free(look.spans);
}

int bench_views(int argc, char **argv)
{
	return job_told(argc, argv, tell);
}
