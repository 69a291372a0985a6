/* SPDX-License-Identifier: MIT */
/*
 * msilab bench machine: before a time counts, the story is played once with the whole trace kept; what it says (frames indicated,
 * their checksum, records, events) is what every timed run must say too.
 */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/job.h"
#include "sim/base/words.h"

static const char *const keep_names[] = { "all", "ring", "none" };

static int tell(const struct job *job, enum job_keep keep, const struct job_outcome *known, const struct job_outcome *timed)
{
	double frames = (double)known->indicated;

	if (timed->records != known->records || timed->events != known->events) {
		fprintf(stderr, "msilab: bench machine: %llu records and %llu events, the plain run has %llu and %llu\n",
			(unsigned long long)timed->records, (unsigned long long)timed->events,
			(unsigned long long)known->records, (unsigned long long)known->events);
		return 1;
	}
	printf("machine peer=msilab cpus=%u mean_ns=%llu frames=%llu keep=%s indicated=%llu drops=%llu records=%llu "
	       "records_per_frame=%.2f mmio_per_frame=%.2f dma_bytes_per_frame=%.1f messages_per_frame=%.3f check=0x%016llx "
	       "wall_s=%.6f cpu_s=%.6f frames_per_s=%.0f rss_kb=%ld\n",
	       job->cpus, (unsigned long long)job->mean_ns, (unsigned long long)job->frames, keep_names[keep],
	       (unsigned long long)known->indicated, (unsigned long long)known->drops, (unsigned long long)known->records,
	       (double)known->records / frames, (double)known->mmio / frames, (double)known->dma_bytes / frames,
	       (double)known->messages / frames, (unsigned long long)known->checksum, timed->watch.wall_s,
	       timed->watch.cpu_s, frames / timed->watch.wall_s, job_rss_kb());
	return 0;
}

/* cpus mean_ns frames */
static bool read_job(struct job *job, char **argv)
{
	uint64_t cpus;

	if (!words_number(argv[2], MACHINE_CPUS_MAX, &cpus) || cpus == 0 || !words_number(argv[3], 1000000000, &job->mean_ns) ||
	    job->mean_ns == 0 || !words_number(argv[4], UINT32_MAX, &job->frames) || job->frames < cpus)
		return false;
	job->cpus = (unsigned)cpus;
	return true;
}

/* The job, then perhaps a word of keep_names. */
static bool read_arguments(struct job *job, enum job_keep *keep, int argc, char **argv)
{
	*keep = JOB_KEEP_RING;
	if (argc < 5 || argc > 6 || !read_job(job, argv))
		return false;
	if (argc == 5)
		return true;
	for (*keep = JOB_KEEP_ALL; *keep <= JOB_KEEP_NONE; ++*keep)
		if (strcmp(argv[5], keep_names[*keep]) == 0)
			return true;
	return false;
}

/* The exit status when a job cannot be had. */
static int refuse(const struct err *err)
{
	char text[700];

	fprintf(stderr, "msilab: %s\n", err_text(err, text, sizeof text));
	return 3;
}

int bench_machine(int argc, char **argv)
{
	struct job job = { 0 };
	struct job_outcome known, timed;
	enum job_keep keep;
	struct err err;
	int status;

	if (!read_arguments(&job, &keep, argc, argv)) {
		fprintf(stderr, "usage: msilab bench machine CPUS MEAN_NS FRAMES [all|ring|none]\n");
		return 2;
	}
	if (!job_build(&job, &err))
		return refuse(&err);
	trace_free(job_play(&job, JOB_KEEP_ALL, &known));
	trace_free(job_play(&job, keep, &timed));
	status = tell(&job, keep, &known, &timed);
	job_free(&job);
	return status;
}

int bench_journal(int argc, char **argv)
{
	struct job job = { 0 };
	struct str text = { 0 };
	struct err err;

	if (argc != 5 || !read_job(&job, argv)) {
		fprintf(stderr, "usage: msilab bench journal CPUS MEAN_NS FRAMES\n");
		return 2;
	}
	if (!job_build(&job, &err))
		return refuse(&err);
	job_journal(&job, &text);
	fputs(text.text, stdout);
	str_free(&text);
	job_free(&job);
	return 0;
}
