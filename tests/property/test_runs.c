/* SPDX-License-Identifier: MIT */
/* The properties that carry the house, over random stories: MSILAB_STORIES says how many (default 60), MSILAB_STORY one seed. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/base/str.h"
#include "sim/trace/rectext.h"
#include "tests/property/story.h"
#include "tests/unit/suite.h"

static uint64_t number_from(const char *name, uint64_t fallback)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 0) : fallback;
}

static void tell(const struct story *story, const struct trace *a, const struct trace *b, uint64_t at)
{
	struct str text = { 0 };

	str_format(&text, "story %llu differs at record %llu:\n", (unsigned long long)story->seed, (unsigned long long)at);
	if (trace_at(a, at))
		rectext_line(a, trace_at(a, at), &text);
	str_append(&text, "\n");
	if (trace_at(b, at))
		rectext_line(b, trace_at(b, at), &text);
	ck_abort_msg("%s", text.text);
}

/* Plays every story twice, the second time in the other way, and demands the same bytes. */
static void same(const struct play *other)
{
	uint64_t one = number_from("MSILAB_STORY", 0), n = number_from("MSILAB_STORIES", 60), records = 0;

	for (uint64_t seed = one ? one : 1; seed <= (one ? one : n); seed++) {
		struct play plain = { 0 }, way = *other;
		struct story story;
		struct trace *a, *b;
		uint64_t at;

		if (way.split_seed)
			way.split_seed = seed;
		story_init(&story, seed);
		a = story_play(&story, &plain);
		b = story_play(&story, &way);
		at = story_difference(a, b);
		if (at != UINT64_MAX)
			tell(&story, a, b, at);
		records += trace_count(a);
		trace_free(a);
		trace_free(b);
		story_fini(&story);
	}
	ck_assert_uint_gt(records, 1000);
}

START_TEST(the_same_story_gives_the_same_bytes)
{
	same(&(struct play){ 0 });
}
END_TEST

START_TEST(a_run_in_pieces_gives_the_same_bytes_as_in_one_go)
{
	same(&(struct play){ .split_seed = 1 });
}
END_TEST

START_TEST(look_ahead_off_gives_the_same_bytes)
{
	same(&(struct play){ .not_ahead = true });
}
END_TEST

static void count_place(void *context, const struct code_place *place)
{
	ck_assert_uint_ne(place->code, UINT64_MAX);
	++*(unsigned *)context;
}

START_TEST(watching_driver_code_gives_the_same_bytes)
{
	unsigned places = 0;

	same(&(struct play){ .watch = count_place, .context = &places });
	ck_assert_uint_gt(places, 10000);
}
END_TEST

SUITE("runs", the_same_story_gives_the_same_bytes, a_run_in_pieces_gives_the_same_bytes_as_in_one_go,
      look_ahead_off_gives_the_same_bytes, watching_driver_code_gives_the_same_bytes)
