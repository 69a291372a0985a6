/* SPDX-License-Identifier: MIT */
/*
 * What all peers share at run time: the table of draws, the stopwatch, reading
 * the arguments and printing the line. Nothing here runs while a watch runs.
 */
#include "bench/peers/model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double seconds(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void stopwatch_start(struct stopwatch *w)
{
	w->cpu_s = -seconds(CLOCK_PROCESS_CPUTIME_ID);
	w->wall_s = -seconds(CLOCK_MONOTONIC);
}

void stopwatch_stop(struct stopwatch *w)
{
	w->wall_s += seconds(CLOCK_MONOTONIC);
	w->cpu_s += seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/* Exponential gaps of the given mean, never 0. */
static void fill(uint32_t *table, double mean, uint64_t seed)
{
	for (int i = 0; i < MODEL_TABLE; i++) {
		double u = ((double)(model_splitmix(&seed) >> 11) + 0.5) * 0x1p-53;

		table[i] = 1 + (uint32_t)(-mean * log(u));
	}
}

static long rss_kb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

/* A count of at least 1 in decimal digits. */
static bool read_count(const char *text, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	return errno == 0 && *end == '\0' && text[0] >= '0' && text[0] <= '9' && *out > 0;
}

static int run_hold(const struct peer *peer, struct hold *h)
{
	fill(h->table, 1e8, 12345);
	peer->hold(h);
	printf("hold peer=%s N=%lu events=%lu wall_s=%.6f cpu_s=%.6f ns_per_event=%.2f "
	       "events_per_s=%.0f check=%lu rss_kb=%ld\n",
	       peer->name, h->pending, h->events, h->watch.wall_s, h->watch.cpu_s,
	       h->watch.wall_s * 1e9 / (double)h->events, (double)h->events / h->watch.wall_s,
	       h->check, rss_kb());
	return 0;
}

static int run_nic(const struct peer *peer, struct nic *n)
{
	double wall_s;

	fill(n->table, (double)(n->mean_ns * 1000 * n->queues) - 512, 777);
	peer->nic(n);
	wall_s = n->watch.wall_s;
	printf("nic peer=%s Q=%lu mean_ns=%lu frames=%lu ", peer->name, n->queues, n->mean_ns,
	       n->done);
	if (n->cpus > 1)
		printf("cpus=%lu ", n->cpus);
	printf("irqs=%lu dpcs=%lu preempts=%lu last_ps=%lu sum=%lu wall_s=%.6f cpu_s=%.6f "
	       "frames_per_s=%.0f irqs_per_s=%.0f sim_over_wall=%.6f rss_kb=%ld\n",
	       n->irqs, n->dpcs, n->preempts, n->last, n->sum, wall_s, n->watch.cpu_s,
	       (double)n->done / wall_s, (double)n->irqs / wall_s, (double)n->last * 1e-12 / wall_s,
	       rss_kb());
	return 0;
}

static int usage(const char *program)
{
	fprintf(stderr,
		"usage: %s hold N M\n"
		"       %s nic Q MEAN_NS F [--cpus K]\n",
		program, program);
	return 2;
}

int model_main(const struct peer *peer, int argc, char **argv)
{
	static struct hold hold;
	static struct nic nic = { .cpus = 1 };

	if (argc == 4 && strcmp(argv[1], "hold") == 0 && read_count(argv[2], &hold.pending) &&
	    read_count(argv[3], &hold.events))
		return run_hold(peer, &hold);
	if ((argc == 5 || (argc == 7 && strcmp(argv[5], "--cpus") == 0)) &&
	    strcmp(argv[1], "nic") == 0 && read_count(argv[2], &nic.queues) &&
	    read_count(argv[3], &nic.mean_ns) && read_count(argv[4], &nic.frames) &&
	    (argc == 5 || read_count(argv[6], &nic.cpus)))
		return run_nic(peer, &nic);
	return usage(argv[0]);
}
