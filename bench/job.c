/* SPDX-License-Identifier: MIT */
/* Describing, building and playing a job. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bench/job.h"
#include "cli/place.h"
#include "cli/prefault.h"
#include "cli/world.h"
#include "sim/base/str.h"
#include "sim/base/words.h"
#include "sim/journal/command.h"
#include "sim/read/indicated.h"

#define RING_RECORDS 4096 /* with the chunk being written half a megabyte: there is room for it in a processor's cache */
#define RECEIVE_BUFFERS "96" /* of a queue; the driver takes 8 to 504, and of 64 a heavy load now and then finds none */
#define DRIVER "vnic-message"

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

static void describe(const struct job *job, const char *driver, struct str *text)
{
	str_format(text, "seed 1\ncpus %u\n%s", job->cpus, costs);
	for (unsigned k = 0; k < job->cpus; k++) {
		if (job->cpus > ON_ROOT_BUS)
			describe_ports(k, text);
		str_format(text, "device nic%u vnic msix=8 queues=4", k);
		if (job->cpus > ON_ROOT_BUS)
			str_format(text, " under=port%u", k);
		str_format(text, "\ndriver nic%u \"%s\" DevicePolicy=4 AssignmentSetOverride=0x%llx", k, driver, 1ull << k);
		str_format(text, " *NumRSSQueues=4 *ReceiveBuffers=" RECEIVE_BUFFERS " *RssBaseProcNumber=%u *MaxRssProcessors=1\n", k);
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

/* What every controller is told: when, and how. */
static const struct order {
	vtime at;
	const char *format; /* controller, mean gap, frames, seed */
} start = { 0, "start nic%u" }, traffic = { 100000000, "traffic nic%u poisson gap=%llu frames=%llu size=64 flows=64 seed=%u" };

static const char *order_text(const struct job *job, const struct order *order, unsigned k, char *text, size_t size)
{
	snprintf(text, size, order->format, k, (unsigned long long)job->mean_ns, (unsigned long long)(job->frames / job->cpus), k + 1);
	return text;
}

static void give(const struct job *job, struct sim *sim, const struct order *order)
{
	char text[160];

	sim_run(sim, order->at, UINT64_MAX);
	for (unsigned k = 0; k < job->cpus; k++)
		apply(sim, order_text(job, order, k, text, sizeof text));
}

static void write_order(const struct job *job, const struct order *order, struct str *out)
{
	char text[160];

	for (unsigned k = 0; k < job->cpus; k++)
		str_format(out, "@%lld %s\n", (long long)order->at, order_text(job, order, k, text, sizeof text));
}

void job_journal(const struct job *job, struct str *out)
{
	str_append(out, "msilab-journal 1\n");
	describe(job, modules_path(job->modules, DRIVER), out);
	str_append(out, "begin\n");
	write_order(job, &start, out);
	write_order(job, &traffic, out);
}

static void no_sink(void *context, const struct record *records, size_t n)
{
	(void)context, (void)records, (void)n;
}

static struct trace *trace_for(enum job_keep keep)
{
	return keep == JOB_KEEP_ALL ? trace_new() : keep == JOB_KEEP_RING ? trace_new_ring(RING_RECORDS) : trace_new_sink(no_sink, NULL);
}

static void read_record(struct job_outcome *outcome, const struct record *r)
{
	switch (r->kind) {
	case R_NBL_INDICATE:
		outcome->indicated++;
		outcome->checksum = indicated_heard(outcome->checksum, r);
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

static void read_trace(struct job_outcome *outcome, const struct trace *trace)
{
	const struct record *r;
	size_t n;

	for (uint64_t at = trace_first(trace); (r = trace_run(trace, at, &n)); at += n)
		for (size_t i = 0; i < n; i++)
			read_record(outcome, &r[i]);
}

struct trace *job_play(struct job *job, enum job_keep keep, struct job_outcome *outcome)
{
	struct trace *trace = trace_for(keep);
	struct stopwatch declare;
	struct sim *sim;

	*outcome = (struct job_outcome){ 0 };
	trace_prefault(trace, prefault_face(job->prefault));
	stopwatch_start(&declare);
	sim = sim_new(&job->machine, &job->inputs, trace);
	stopwatch_stop(&declare);
	outcome->start_s = declare.wall_s;
	give(job, sim, &start);
	give(job, sim, &traffic);
	stopwatch_start(&outcome->watch);
	sim_run(sim, VTIME_NEVER, UINT64_MAX);
	stopwatch_stop(&outcome->watch);
	outcome->records = trace_count(trace);
	outcome->events = sim_events(sim);
	if (keep == JOB_KEEP_ALL)
		read_trace(outcome, trace);
	sim_free(sim);
	return trace;
}

long job_rss_kb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
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

bool job_build(struct job *job, struct err *err)
{
	struct str text = { 0 };
	bool good;

	job->prefault = prefault_new();
	machine_init(&job->machine);
	describe(job, DRIVER, &text);
	good = machine_read(&job->machine, text.text, "bench", err);
	str_free(&text);
	job->modules = modules_new(plain_world(job));
	if (!good || !modules_load_all(job->modules, &job->machine, err))
		return false;
	job->inputs.modules = modules_list(job->modules, &job->inputs.modules_n);
	return sim_check(&job->machine, &job->inputs, err);
}

void job_free(struct job *job)
{
	prefault_free(job->prefault);
	modules_free(job->modules);
	machine_fini(&job->machine);
}

int job_told(int argc, char **argv, void (*tell)(const struct job *job, const struct job_outcome *outcome, const struct trace *trace))
{
	struct job job = { .cpus = 1, .mean_ns = 5000 };
	struct job_outcome outcome;
	struct trace *trace;
	struct err err;
	char text[700];

	if (argc != 3 || !words_number(argv[2], UINT32_MAX, &job.frames) || job.frames == 0) {
		fprintf(stderr, "usage: msilab bench %s FRAMES\n", argv[1]);
		return 2;
	}
	if (!job_build(&job, &err)) {
		fprintf(stderr, "msilab: %s\n", err_text(&err, text, sizeof text));
		return 3;
	}
	trace = job_play(&job, JOB_KEEP_ALL, &outcome);
	tell(&job, &outcome, trace);
	trace_free(trace);
	job_free(&job);
	return 0;
}
