/* SPDX-License-Identifier: MIT */
/*
 * The property that keeps the readers honest: the scene folded from the trace equals the machine's own state, whenever the machine
 * rests. MSILAB_STORIES says how many stories (default 200), MSILAB_STORY one seed, MSILAB_EVERY the events between looks.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sim/trace/rectext.h"
#include "tests/property/fill.h"
#include "tests/property/story.h"
#include "tests/unit/suite.h"

static uint64_t number_from(const char *name, uint64_t fallback)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 0) : fallback;
}

struct watch {
	uint64_t seed, looks;
	struct scene *folded;
};

static void tell(const struct watch *watch, const struct sim *sim, enum scene_group group, const struct str *why)
{
	const struct trace *trace = watch->folded->trace;
	struct str text = { 0 };

	str_format(&text, "story %llu, %llu ns, before record %llu, %s: trace and machine: %s\nlast record: ",
		   (unsigned long long)watch->seed, (unsigned long long)sim_now(sim), (unsigned long long)watch->folded->next,
		   scene_group_names[group], why->text);
	rectext_line(trace, trace_at(trace, watch->folded->next - 1), &text);
	ck_abort_msg("%s", text.text);
}

static void look(void *context, struct sim *sim, const struct trace *trace)
{
	struct watch *watch = context;
	struct scene *own;
	struct str why = { 0 };

	if (!watch->folded)
		watch->folded = scene_new(trace);
	scene_advance(watch->folded, UINT64_MAX);
	own = fill_scene(watch->folded, sim);
	for (unsigned group = 0; group < SCENE_GROUPS; group++)
		if (!scene_same_group((enum scene_group)group, watch->folded, own, &why))
			tell(watch, sim, (enum scene_group)group, &why);
	str_free(&why);
	scene_free(own);
	watch->looks++;
}

/* Plays a story and looks every `every` events; returns the number of looks. */
static uint64_t watched(uint64_t seed, uint64_t every)
{
	struct watch watch = { .seed = seed };
	struct play play = { .rest = look, .context = &watch, .rest_every = every };
	struct story story;

	story_init(&story, seed);
	trace_free(story_play(&story, &play));
	scene_free(watch.folded);
	story_fini(&story);
	return watch.looks;
}

/* Every event of one story in four, a look now and then at the others. */
START_TEST(the_scene_folded_from_the_trace_equals_the_machines_state)
{
	uint64_t one = number_from("MSILAB_STORY", 0), n = number_from("MSILAB_STORIES", 200), every = number_from("MSILAB_EVERY", 0);
	uint64_t looks = 0;

	for (uint64_t seed = one ? one : 1; seed <= (one ? one : n); seed++)
		looks += watched(seed, every ? every : seed % 4 == 0 || one ? 1 : 2 + seed % 13);
	ck_assert_uint_gt(looks, one ? 0 : 1000);
}
END_TEST

SUITE("scene", the_scene_folded_from_the_trace_equals_the_machines_state)
