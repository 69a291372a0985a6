/* SPDX-License-Identifier: MIT */
/*
 * What changes while the machine runs lies in the arena, and in the modules' data beside it: put back as they were at a moment, they write
 * the same records again. No line here knows what lies there. MSILAB_STORIES says how many stories (default 40).
 *
 * Not under the address sanitizer: what it knows of the stacks it keeps elsewhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sim/base/mem.h"
#include "sim/base/rng.h"
#include "sim/core/arena.h"
#include "sim/state.h"
#include "tests/property/story.h"
#include "tests/unit/suite.h"

#define PAGE ((size_t)4096)
#define RUN_MAX ((size_t)1 << 22) /* pages that the system is asked about at a time */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* Stretches of memory and what they held. */
struct copy {
	struct kept {
		char *start, *bytes;
		size_t size;
	} *list;
	size_t n, room, bytes;
};

static void keep(struct copy *copy, char *start, size_t size)
{
	char *bytes = memcpy(mem_new(size), start, size);

	mem_grow(&copy->list, &copy->room, copy->n + 1, sizeof *copy->list);
	copy->list[copy->n++] = (struct kept){ start, bytes, size };
	copy->bytes += size;
}

/* The pages of [start, end) that are there. */
static void keep_resident(struct copy *copy, char *start, char *end)
{
	static unsigned char there[RUN_MAX];

	for (char *from = start; from < end; from += RUN_MAX * PAGE) {
		size_t n = (size_t)(end - from) / PAGE < RUN_MAX ? (size_t)(end - from) / PAGE : RUN_MAX, i = 0, first;

		ck_assert_int_eq(mincore(from, n * PAGE, there), 0);
		while (i < n) {
			for (; i < n && !(there[i] & 1); i++)
				;
			for (first = i; i < n && there[i] & 1; i++)
				;
			if (i > first)
				keep(copy, from + first * PAGE, (i - first) * PAGE);
		}
	}
}

/* What of the arena may be read and written, as the system lists it: not guard pages, not windows. */
static void each_mapping(void (*visit)(struct copy *copy, char *start, char *end), struct copy *copy)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long start, end;
	char line[512], rights[8];

	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof line, maps))
		if (sscanf(line, "%lx-%lx %7s", &start, &end, rights) == 3 && start >= ARENA_BASE &&
		    end <= ARENA_BASE + ARENA_PARTS * ARENA_SPAN && strncmp(rights, "rw", 2) == 0)
			visit(copy, (char *)start, (char *)end);
	fclose(maps);
}

static void forget(struct copy *copy, char *start, char *end)
{
	(void)copy;
	ck_assert_int_eq(madvise(start, (size_t)(end - start), MADV_DONTNEED), 0);
}

static void copy_take(struct copy *copy, const struct inputs *inputs)
{
	*copy = (struct copy){ 0 };
	each_mapping(keep_resident, copy);
	for (size_t i = 0; i < inputs->modules_n; i++)
		for (unsigned k = 0; k < inputs->modules[i].data_n; k++)
			keep(copy, (char *)(uintptr_t)inputs->modules[i].data[k].start, inputs->modules[i].data[k].size);
}

static void copy_put_back(const struct copy *copy)
{
	each_mapping(forget, NULL);
	for (size_t i = 0; i < copy->n; i++)
		memcpy(copy->list[i].start, copy->list[i].bytes, copy->list[i].size);
}

static void copy_free(struct copy *copy)
{
	for (size_t i = 0; i < copy->n; i++)
		mem_free(copy->list[i].bytes);
	mem_free(copy->list);
}

/* How far a trace had come, and another one that begins with just that. */
struct mark {
	uint64_t records;
	size_t texts;
	uint32_t objects;
};

static struct mark mark(const struct trace *trace)
{
	return (struct mark){ trace_count(trace), trace->texts_n, trace_objects(trace) };
}

static struct trace *beginning(const struct trace *from, const struct mark *mark)
{
	struct trace *trace = trace_new();

	for (uint64_t i = 0; i < mark->records; i++)
		*trace_append(trace) = *trace_at(from, i);
	for (size_t i = 1; i < mark->texts; i++)
		ck_assert_uint_eq(trace_bytes(trace, from->texts[i], from->text_lengths[i]), i);
	for (uint32_t i = 1; i < mark->objects; i++) {
		const struct trace_object *object = trace_object(from, i);

		trace_declare(trace, object->type, object->name, object->parent);
	}
	return trace;
}

static void play(struct sim *sim, const struct story *story, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		sim_run(sim, story->commands[i].at, UINT64_MAX);
		story_apply(sim, story->commands[i].text);
	}
}

static void play_on(struct sim *sim, const struct story *story, unsigned from)
{
	play(sim, story, from, story->n);
	sim_run(sim, story->end, UINT64_MAX);
}

/* To a moment anywhere between two commands. */
static unsigned play_to_a_moment(struct sim *sim, const struct story *story)
{
	struct rng rng;
	unsigned commands;

	rng_init(&rng, story->seed, "moment");
	commands = 1 + (unsigned)rng_below(&rng, story->n - 1);
	play(sim, story, 0, commands);
	sim_run(sim, story->commands[commands].at, sim_events(sim) + rng_below(&rng, 300));
	return commands;
}

/* Returns how many records were written twice. */
static uint64_t goes_back(uint64_t seed)
{
	struct story story;
	struct stage stage;
	struct copy copy;
	struct mark then;
	struct trace *again;
	unsigned commands;
	uint64_t at, records;

	story_init(&story, seed);
	stage_open(&stage, &story.machine);
	commands = play_to_a_moment(stage.sim, &story);
	then = mark(stage.trace);
	copy_take(&copy, &stage.inputs);
	play_on(stage.sim, &story, commands);
	again = beginning(stage.trace, &then);
	copy_put_back(&copy);
	stage.sim->core.trace = again;
	ck_assert_uint_eq(trace_count(again), then.records);
	play_on(stage.sim, &story, commands);
	at = story_difference(stage.trace, again);
	ck_assert_msg(at == UINT64_MAX, "story %llu: record %llu is another one the second time", (unsigned long long)seed, (unsigned long long)at);
	records = trace_count(again) - then.records;
	stage_close(&stage);
	trace_free(again);
	copy_free(&copy);
	story_fini(&story);
	return records;
}

START_TEST(put_back_as_it_was_the_machine_writes_the_same_records_again)
{
	const char *stories = getenv("MSILAB_STORIES");
	uint64_t n = stories ? strtoull(stories, NULL, 0) : 40, records = 0;

#ifdef SANITIZED
	n = 0;
#endif
	for (uint64_t seed = 1; seed <= n; seed++)
		records += goes_back(seed);
	ck_assert(n == 0 || records > 1000);
}
END_TEST

SUITE("checkpoint", put_back_as_it_was_the_machine_writes_the_same_records_again)
