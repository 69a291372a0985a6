/* SPDX-License-Identifier: MIT */
/*
 * A job for the whole machine: the shipped message driver built -O2 without instrumentation, real descriptors, RSS and register
 * accesses, on K CPUs with a controller of four queues each, whose messages go to its own CPU. Arrivals are exponential with the
 * models' mean for one CPU's queues together.
 */
#ifndef MSILAB_BENCH_JOB_H
#define MSILAB_BENCH_JOB_H

#include <stdbool.h>

#include "bench/peers/model.h"
#include "lessons/host/module.h"
#include "sim/base/str.h"
#include "sim/sim.h"

enum job_keep { JOB_KEEP_ALL, JOB_KEEP_RING, JOB_KEEP_NONE };

struct job {
	unsigned cpus;
	uint64_t mean_ns, frames;
	/* private to job.c */
	struct machine machine;
	struct modules *modules;
	struct inputs inputs;
	struct module_world world;
	const char *folders[2];
	char folder[4096];
	struct prefault *prefault;
};

/* What a play came to. What is counted from records is there only if all were kept. */
struct job_outcome {
	uint64_t indicated, checksum, records, drops, mmio, dma_bytes, messages, events;
	double start_s; /* from nothing to a machine that is declared */
	struct stopwatch watch; /* from the first frame to the last */
};

/* cpus, mean_ns and frames are set; the rest is built. */
bool job_build(struct job *job, struct err *err);
void job_free(struct job *job);

/* Starts every driver, then measures from the first frame to the last. The caller frees the trace. */
struct trace *job_play(struct job *job, enum job_keep keep, struct job_outcome *outcome);

/* `NAME FRAMES`: builds, plays and keeps the whole trace of so many frames on one CPU, and has it told. Returns the exit status. */
int job_told(int argc, char **argv, void (*tell)(const struct job *job, const struct job_outcome *outcome, const struct trace *trace));

/* The same machine and commands as a journal for msilab run. Of a built job. */
void job_journal(const struct job *job, struct str *out);

long job_rss_kb(void); /* the most this process has had resident */

#endif
