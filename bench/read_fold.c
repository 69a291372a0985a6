/* SPDX-License-Identifier: MIT */
/*
 * How fast a scene is folded from a trace, beside what memory allows: copying the same bytes in the same run.
 * Prints records per second of the fold, of the copy, and the time of a jump to a random record.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/base/rng.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"

#define TURNS 5
#define JUMPS 200

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct record *put(struct trace *trace, unsigned kind, uint32_t obj, uint64_t w0, uint64_t w1, uint64_t w2, uint64_t w3)
{
	struct record *r = trace_append(trace);
	uint64_t number = r->number;

	*r = (struct record){ .at = (vtime)number * 50, .number = number, .cause = number ? number - 1 : 0, .kind = (uint16_t)kind,
			      .irql = 5, .obj = obj, .w = { w0, w1, w2, w3 } };
	return r;
}

static uint32_t object(struct trace *trace, unsigned type, const char *name)
{
	uint32_t obj = trace_objects(trace), text = trace_text(trace, name);

	put(trace, R_MACHINE_OBJECT, obj, type, text, 0, 0);
	trace_declare(trace, type, text, 0);
	return obj;
}

/* One message from its cause to the end of its DPC, the records in the mix that the machine writes. */
static void message(struct trace *trace, const uint32_t *obj, uint64_t i)
{
	uint64_t m = i & 15, list = i % 512 + 1;

	put(trace, R_DEV_FRAME, obj[2], m & 7, 64, 0, 0);
	put(trace, R_TLP_MEMWR, obj[2], 0x1000 + i * 64, 64, 0, 0);
	put(trace, R_DEV_DESC_WRITE, obj[2], m & 7, i & 255, (i + 1) & 255, 64);
	put(trace, R_DEV_CAUSE_SET, obj[2], 1u << m, 1u << m, 0, 0);
	put(trace, R_MSI_SEND, obj[2], m, 0xFEE00000, 0x50 + m, m);
	put(trace, R_APIC_ACCEPT, obj[0], 0x50 + m, 0, 0, 0);
	put(trace, R_APIC_DELIVER, obj[0], 0x50 + m, 0, 0, 0);
	put(trace, R_IRQL_RAISE, obj[0], 0, 5, 0, 0);
	put(trace, R_ISR_ENTER, obj[3], m, 0x50 + m, 0, UINT64_MAX);
	put(trace, R_API_CALL, obj[2], 0, 0, 0, 0);
	put(trace, R_MMIO_WRITE, obj[2], 0xC0, 1u << m, 4, 0);
	put(trace, R_API_RETURN, obj[2], 0, 0, 0, 0);
	put(trace, R_ISR_EXIT, obj[3], m, 1, 1, 0);
	put(trace, R_DPC_QUEUE, obj[3], m, 0, 0, 1);
	put(trace, R_APIC_EOI, obj[0], 0x50 + m, 0, 0, 0);
	put(trace, R_IRQL_LOWER, obj[0], 5, 2, 0, 0);
	put(trace, R_MMIO_ARRIVE, obj[2], 0xC0, 1u << m, 4, 0);
	put(trace, R_DEV_CAUSE_CLEAR, obj[2], 1u << m, 0, 0, 0);
	put(trace, R_DPC_ENTER, obj[3], m, 0, 0, UINT64_MAX);
	put(trace, R_NBL_INDICATE, obj[2], list, 64, SYM_owner_SYSTEM, 0);
	put(trace, R_NBL_RETURN, obj[2], list, SYM_owner_DRIVER, 0, 0);
	put(trace, R_MMIO_WRITE, obj[2], 0x1018, i & 255, 4, 0);
	put(trace, R_MMIO_ARRIVE, obj[2], 0x1018, i & 255, 4, 0);
	put(trace, R_DEV_REG, obj[2], 5, i & 255, 0, 0);
	put(trace, R_DPC_EXIT, obj[3], m, 0, 0, 0);
	put(trace, R_IRQL_LOWER, obj[0], 2, 0, 0, 0);
}

static void declare(struct trace *trace, uint32_t *obj)
{
	static const char *const names[] = { "ICR", "IMS", "RDH[0]", "RXCNT[0]", "GPRC", "RDT[0]", "IMSGS[0]" };

	put(trace, R_MACHINE_BEGIN, 0, 1, 2, 0, 0);
	obj[0] = object(trace, SYM_object_CPU, "cpu0");
	obj[1] = object(trace, SYM_object_CPU, "cpu1");
	obj[2] = object(trace, SYM_object_DEVICE, "nic0");
	obj[3] = object(trace, SYM_object_INTERRUPT, "nic0.interrupt");
	for (unsigned i = 0; i < 7; i++)
		put(trace, R_MACHINE_REG, obj[2], i, i * 4, trace_text(trace, names[i]), 0);
	put(trace, R_MACHINE_MSIX, obj[2], 16, 2, 0x2002, 0);
}

/* To a place of the same size, so that both directions go through memory. */
static double copy_rate(const struct trace *trace, uint64_t count)
{
	struct record *to = malloc(count * sizeof *to);
	double start, rate;
	size_t n;

	memset(to, 1, count * sizeof *to);
	start = now();
	for (uint64_t at = 0; at < count; at += n) {
		const struct record *from = trace_run(trace, at, &n);

		memcpy(to + at, from, n * sizeof *to);
	}
	rate = (double)count / (now() - start);
	if (to[count - 1].number != count - 1)
		abort();
	free(to);
	return rate;
}

static double fold_rate(const struct trace *trace, uint64_t count)
{
	struct scene *scene = scene_new(trace);
	double start = now(), rate;

	scene_advance(scene, count - 1);
	rate = (double)count / (now() - start);
	scene_free(scene);
	return rate;
}

static double jump_time(const struct trace *trace, uint64_t count)
{
	struct scene_keys *keys = scene_keys_new(trace);
	struct rng rng;
	double start;

	rng_init(&rng, 1, "jumps");
	scene_at(keys, count);
	start = now();
	for (unsigned i = 0; i < JUMPS; i++)
		scene_at(keys, rng_below(&rng, count));
	start = (now() - start) / JUMPS;
	scene_keys_free(keys);
	return start;
}

int main(int argc, char **argv)
{
	uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000, count;
	struct trace *trace = trace_new();
	double fold = 0, copy = 0;
	uint32_t obj[4];

	declare(trace, obj);
	for (uint64_t i = 0; trace_count(trace) < wanted; i++)
		message(trace, obj, i);
	count = trace_count(trace);
	for (unsigned i = 0; i < TURNS; i++) {
		double f = fold_rate(trace, count), c = copy_rate(trace, count);

		fold = f > fold ? f : fold;
		copy = c > copy ? c : copy;
	}
	printf("records %llu\nfold %.1f M records/s\ncopy %.1f M records/s\njump %.3f ms\n", (unsigned long long)count,
	       fold / 1e6, copy / 1e6, jump_time(trace, count) * 1e3);
	trace_free(trace);
	return 0;
}
