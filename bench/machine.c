/* SPDX-License-Identifier: MIT */
/*
 * The whole machine: the shipped message driver built -O2 without instrumentation, real descriptors, RSS and register accesses, on
 * K CPUs with a controller of four queues each, whose messages go to its own CPU. Arrivals are exponential with the models'
 * mean for one CPU's queues together.
 *
 * Before a time counts, the story is played once with the whole trace kept; what it says (frames indicated, their checksum, records)
 * is what every timed run must say too.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/bench.h"
#include "bench/peers/model.h"
#include "cli/place.h"
#include "cli/world.h"
#include "sim/base/mem.h"
#include "sim/base/str.h"
#include "sim/journal/command.h"
#include "sim/sim.h"

enum keep { KEEP_ALL, KEEP_RING, KEEP_NONE };

static const char *const keep_names[] = { "all", "ring", "none" };

#define RING_RECORDS 65536

struct job {
	unsigned cpus;
	uint64_t mean_ns, frames;
	struct machine machine;
	struct modules *modules;
	struct inputs inputs;
	struct module_world world;
	const char *folders[2];
	char folder[4096];
};

struct outcome {
	uint64_t indicated, checksum, records, drops, mmio, dma_bytes, messages, events;
	struct stopwatch watch;
};

/* As fast as the models' machine: about 1 us for a service routine and 300 ns for a frame, all its calls together. */
static const char costs[] =
	"cost isr.entry 500\ncost isr.exit 400\ncost eoi 50\ncost message.flight 500\ncost register.read 200\n"
	"cost register.write 10\ncost dpc.entry 50\ncost dpc.exit 10\ncost frame 100\ncost api.indicate 50\n"
	"cost api.light 1\ncost api.lock 1\ncost api.pool 2\ncost api.dpc 10\n";

enum { ON_ROOT_BUS = 24, PORTS = 32 };

/* More controllers than the root bus has slots for sit behind switches of 32 ports. */
static void describe_ports(unsigned k, struct str *text)
{
	unsigned s = k / PORTS;

	if (k % PORTS == 0)
		str_format(text, "device rp%u root-port slot=%u\ndevice sw%u switch under=rp%u\n", s, s + 1, s, s);
	str_format(text, "device port%u switch-port under=sw%u\n", k, s);
}

static void describe(const struct job *job, struct str *text)
{
	str_format(text, "seed 1\ncpus %u\n%s", job->cpus, costs);
	for (unsigned k = 0; k < job->cpus; k++) {
		if (job->cpus > ON_ROOT_BUS)
			describe_ports(k, text);
		str_format(text, "device nic%u vnic msix=8 queues=4", k);
		if (job->cpus > ON_ROOT_BUS)
			str_format(text, " under=port%u", k);
		str_format(text, "\ndriver nic%u vnic-message DevicePolicy=4 AssignmentSetOverride=0x%llx", k, 1ull << k);
		str_format(text, " *NumRSSQueues=4 *ReceiveBuffers=1024 *RssBaseProcNumber=%u *MaxRssProcessors=1\n", k);
	}
}

static void apply(struct sim *sim, const char *text)
{
	struct command command;
	struct err err;

	if (!command_read(&command, text, &err))
		abort();
	sim_apply(sim, &command);
	command_free(&command);
}

static void command_all(const struct job *job, struct sim *sim, const char *format)
{
	char text[160];

	for (unsigned k = 0; k < job->cpus; k++) {
		snprintf(text, sizeof text, format, k, (unsigned long long)job->mean_ns,
			 (unsigned long long)(job->frames / job->cpus), k + 1);
		apply(sim, text);
	}
}

static void no_sink(void *context, const struct record *records, size_t n)
{
	(void)context, (void)records, (void)n;
}

static struct trace *trace_for(enum keep keep)
{
	return keep == KEEP_ALL ? trace_new() : keep == KEEP_RING ? trace_new_ring(RING_RECORDS) : trace_new_sink(no_sink, NULL);
}

static void read_record(struct outcome *outcome, const struct record *r)
{
	switch (r->kind) {
	case R_NBL_INDICATE:
		outcome->indicated++;
		outcome->checksum = outcome->checksum * UINT64_C(0x100000001B3) + r->w[3];
		break;
	case R_DEV_DROP:
		outcome->drops++;
		break;
	case R_MMIO_READ: case R_MMIO_WRITE:
		outcome->mmio++;
		break;
	case R_TLP_MEMWR: case R_TLP_MEMRD:
		outcome->dma_bytes += r->w[1];
		break;
	case R_MSI_SEND:
		outcome->messages++;
		break;
	default:
		break;
	}
}

static void read_trace(struct outcome *outcome, const struct trace *trace)
{
	const struct record *r;
	size_t n;

	for (uint64_t at = trace_first(trace); (r = trace_run(trace, at, &n)); at += n)
		for (size_t i = 0; i < n; i++)
			read_record(outcome, &r[i]);
}

/* Starts everything, then measures from the first frame to the last. */
static void play(struct job *job, enum keep keep, struct outcome *outcome)
{
	struct trace *trace = trace_for(keep);
	struct sim *sim = sim_new(&job->machine, &job->inputs, trace);

	*outcome = (struct outcome){ 0 };
	command_all(job, sim, "start nic%u");
	sim_run(sim, 100000000, UINT64_MAX);
	command_all(job, sim, "traffic nic%u poisson gap=%llu frames=%llu size=64 flows=64 seed=%u");
	stopwatch_start(&outcome->watch);
	sim_run(sim, VTIME_NEVER, UINT64_MAX);
	stopwatch_stop(&outcome->watch);
	outcome->records = trace_count(trace);
	outcome->events = sim_events(sim);
	if (keep == KEEP_ALL)
		read_trace(outcome, trace);
	sim_free(sim);
	trace_free(trace);
}

static long rss_kb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static int tell(const struct job *job, enum keep keep, const struct outcome *known, const struct outcome *timed)
{
	double frames = (double)known->indicated;

	if (timed->records != known->records || timed->events != known->events) {
		fprintf(stderr, "msilab: bench machine: %llu records and %llu events, the plain run has %llu and %llu\n",
			(unsigned long long)timed->records, (unsigned long long)timed->events,
			(unsigned long long)known->records, (unsigned long long)known->events);
		return 1;
	}
	printf("machine peer=msilab cpus=%u mean_ns=%llu frames=%llu keep=%s indicated=%llu drops=%llu records=%llu "
	       "records_per_frame=%.2f mmio_per_frame=%.2f dma_bytes_per_frame=%.1f messages_per_frame=%.3f check=%llu "
	       "wall_s=%.6f cpu_s=%.6f frames_per_s=%.0f rss_kb=%ld\n",
	       job->cpus, (unsigned long long)job->mean_ns, (unsigned long long)job->frames, keep_names[keep],
	       (unsigned long long)known->indicated, (unsigned long long)known->drops, (unsigned long long)known->records,
	       (double)known->records / frames, (double)known->mmio / frames, (double)known->dma_bytes / frames,
	       (double)known->messages / frames, (unsigned long long)known->checksum, timed->watch.wall_s,
	       timed->watch.cpu_s, frames / timed->watch.wall_s, rss_kb());
	return 0;
}

/* cpus mean_ns frames [keep] */
static bool read_arguments(struct job *job, enum keep *keep, int argc, char **argv)
{
	uint64_t cpus;

	*keep = KEEP_RING;
	if (argc < 5 || argc > 6 || !words_number(argv[2], MACHINE_CPUS_MAX, &cpus) || cpus == 0 ||
	    !words_number(argv[3], 1000000000, &job->mean_ns) || job->mean_ns == 0 ||
	    !words_number(argv[4], UINT32_MAX, &job->frames) || job->frames < cpus)
		return false;
	job->cpus = (unsigned)cpus;
	if (argc == 5)
		return true;
	for (*keep = KEEP_ALL; *keep <= KEEP_NONE; ++*keep)
		if (strcmp(argv[5], keep_names[*keep]) == 0)
			return true;
	return false;
}

/* The drivers that are built without instrumentation. */
static const struct module_world *plain_world(struct job *job)
{
	snprintf(job->folder, sizeof job->folder, "%s/plain", place(PLACE_DRIVERS));
	job->folders[0] = job->folder;
	job->world = *world();
	job->world.folders = job->folders;
	return &job->world;
}

static bool build(struct job *job, struct err *err)
{
	struct str text = { 0 };
	bool good;

	machine_init(&job->machine);
	describe(job, &text);
	good = machine_read(&job->machine, text.text, "bench machine", err);
	str_free(&text);
	job->modules = modules_new(plain_world(job));
	if (!good || !modules_load_all(job->modules, &job->machine, err))
		return false;
	job->inputs.modules = modules_list(job->modules, &job->inputs.modules_n);
	return sim_check(&job->machine, &job->inputs, err);
}

int bench_machine(int argc, char **argv)
{
	struct job job = { 0 };
	struct outcome known, timed;
	enum keep keep;
	struct err err;
	char text[700];
	int status;

	if (!read_arguments(&job, &keep, argc, argv)) {
		fprintf(stderr, "usage: msilab bench machine CPUS MEAN_NS FRAMES [all|ring|none]\n");
		return 2;
	}
	if (!build(&job, &err)) {
		fprintf(stderr, "msilab: %s\n", err_text(&err, text, sizeof text));
		return 3;
	}
	play(&job, KEEP_ALL, &known);
	play(&job, keep, &timed);
	status = tell(&job, keep, &known, &timed);
	modules_free(job.modules);
	machine_fini(&job.machine);
	return status;
}
