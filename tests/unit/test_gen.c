/* SPDX-License-Identifier: MIT */
/* Generators: the same settings give the same frames at the same times. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/hw/gen.h"
#include "tests/unit/suite.h"

static const uint8_t station[6] = { 2, 0x56, 0x4E, 0, 1, 0 };

static const struct gen_frame captured[] = {
	{ 0, 60, (const uint8_t *)"first" },
	{ 700, 61, (const uint8_t *)"second" },
	{ 600, 62, (const uint8_t *)"third" }, /* captures need not be in order */
};
static const struct gen_capture captures[] = {
	{ "web", 3, captured },
	{ "empty", 0, NULL },
};

static struct arena arena;

static const char *words_name = "nic0"; /* of the device that asks */

static bool start(struct gen *gen, const char *line, const char **reason)
{
	struct gen_place place = { words_name, station, captures, 2, 42, 100, &arena };
	struct words words;
	struct err err;
	bool taken;

	if (!arena.used[ARENA_MACHINE])
		ck_assert(arena_open(&arena));
	ck_assert(words_split(&words, line, &err));
	taken = gen_start(gen, &words, &place, reason);
	words_free(&words);
	return taken;
}

static struct gen *started(const char *line)
{
	struct gen *gen = mem_new(sizeof *gen);
	const char *reason = "";

	ck_assert_msg(start(gen, line, &reason), "%s: %s", line, reason);
	return gen;
}

static const uint8_t *next_frame(struct gen *gen, unsigned *length)
{
	uint64_t code;

	return gen_frame(gen, length, &code);
}

START_TEST(constant_frames_come_at_even_distances_and_end)
{
	struct gen *gen = started("traffic nic0 constant gap=5us frames=3");
	unsigned length;

	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(gen_gap(gen), 5000);
		ck_assert_ptr_nonnull(next_frame(gen, &length));
		ck_assert_uint_eq(length, FRAME_SIZE);
	}
	ck_assert_int_eq(gen_gap(gen), VTIME_NEVER);
	mem_free(gen);
}
END_TEST

START_TEST(without_a_number_frames_come_until_it_is_turned_off)
{
	struct gen *gen = started("traffic nic0 constant rate=1000000");
	unsigned length;

	for (unsigned i = 0; i < 100; i++)
		next_frame(gen, &length);
	ck_assert_int_eq(gen_gap(gen), 1000);
	gen_stop(gen);
	ck_assert_int_eq(gen_gap(gen), VTIME_NEVER);
	mem_free(gen);
}
END_TEST

START_TEST(frames_of_a_stream_are_numbered)
{
	struct gen *gen = started("traffic nic0 constant gap=1 kind=udp4 size=80");
	unsigned length;

	for (uint8_t i = 0; i < 4; i++) {
		const uint8_t *bytes = next_frame(gen, &length);
		const uint8_t number[4] = { 0, 0, 0, i };

		ck_assert_uint_eq(length, 80);
		ck_assert_mem_eq(bytes + 14 + 20 + 8, number, 4);
	}
	mem_free(gen);
}
END_TEST

START_TEST(a_frame_can_be_built_again_from_its_code)
{
	static const char *const kinds[] = { "tcp4", "udp4", "tcp6", "udp6", "arp" };

	for (unsigned k = 0; k < 5; k++) {
		char line[80];
		struct gen *gen;
		uint8_t again[FRAME_MAX];

		snprintf(line, sizeof line, "traffic nic0 constant gap=1 flows=50 size=70 kind=%s", kinds[k]);
		gen = started(line);
		for (unsigned i = 0; i < 100; i++) {
			unsigned length;
			uint64_t code;
			const uint8_t *bytes = gen_frame(gen, &length, &code);

			ck_assert_uint_eq(frame_again(code, length, station, again), length);
			ck_assert_mem_eq(again, bytes, length);
		}
		mem_free(gen);
	}
	ck_assert_uint_eq(frame_again(frame_code_stored(7), 64, station, (uint8_t[64]){ 0 }), 0);
}
END_TEST

START_TEST(poisson_gaps_have_the_mean_and_vary)
{
	struct gen *gen = started("traffic nic0 poisson gap=10000");
	vtime sum = 0, least = VTIME_NEVER, most = 0;

	for (unsigned i = 0; i < 20000; i++) {
		vtime gap = gen_gap(gen);

		ck_assert_int_ge(gap, 1);
		sum += gap;
		least = gap < least ? gap : least;
		most = gap > most ? gap : most;
	}
	ck_assert_int_gt(sum / 20000, 9700);
	ck_assert_int_lt(sum / 20000, 10300);
	ck_assert_int_lt(least, 100);
	ck_assert_int_gt(most, 50000);
	mem_free(gen);
}
END_TEST

static void draw(const char *line, vtime *gaps, uint8_t (*ports)[2], unsigned n)
{
	struct gen *gen = started(line);
	unsigned length;

	for (unsigned i = 0; i < n; i++) {
		gaps[i] = gen_gap(gen);
		memcpy(ports[i], next_frame(gen, &length) + 34, 2);
	}
	mem_free(gen);
}

START_TEST(one_seed_gives_one_stream)
{
	vtime a[50], b[50], c[50];
	uint8_t pa[50][2], pb[50][2], pc[50][2];

	draw("traffic nic0 poisson gap=1000 flows=16 seed=7", a, pa, 50);
	draw("traffic nic0 poisson gap=1000 flows=16 seed=7", b, pb, 50);
	draw("traffic nic0 poisson gap=1000 flows=16 seed=8", c, pc, 50);
	ck_assert_mem_eq(a, b, sizeof a);
	ck_assert_mem_eq(pa, pb, sizeof pa);
	ck_assert(memcmp(a, c, sizeof a));
}
END_TEST

START_TEST(the_machines_seed_holds_where_none_is_given)
{
	vtime a[50], b[50];
	uint8_t pa[50][2], pb[50][2];

	draw("traffic nic0 poisson gap=1000", a, pa, 50);
	draw("traffic nic0 poisson gap=1000 seed=42", b, pb, 50);
	ck_assert_mem_eq(a, b, sizeof a);
}
END_TEST

START_TEST(devices_have_streams_of_their_own)
{
	vtime a[50], b[50];
	uint8_t pa[50][2], pb[50][2];

	draw("traffic nic0 poisson gap=1000", a, pa, 50);
	words_name = "nic1";
	draw("traffic nic1 poisson gap=1000", b, pb, 50);
	ck_assert(memcmp(a, b, sizeof a));
}
END_TEST

START_TEST(a_stream_reuses_the_memory_of_the_last)
{
	struct gen *gen = started("traffic nic0 constant gap=1 flows=100 size=500");
	uint64_t used = arena.used[ARENA_MACHINE];
	const char *reason;

	ck_assert(start(gen, "traffic nic0 constant gap=1 flows=50 size=800", &reason));
	ck_assert_uint_eq(arena.used[ARENA_MACHINE], used);
	ck_assert(start(gen, "traffic nic0 constant gap=1 flows=500 size=800", &reason));
	ck_assert_uint_gt(arena.used[ARENA_MACHINE], used);
	mem_free(gen);
}
END_TEST

START_TEST(all_flows_take_part)
{
	vtime gaps[400];
	uint8_t ports[400][2];
	bool seen[8] = { false };

	draw("traffic nic0 constant gap=1 flows=8", gaps, ports, 400);
	for (unsigned i = 0; i < 400; i++) {
		unsigned flow = ((unsigned)ports[i][0] << 8 | ports[i][1]) - 49152;

		ck_assert_uint_lt(flow, GEN_SPREAD);
		ck_assert_uint_eq(flow % (GEN_SPREAD / 8), 0);
		seen[flow / (GEN_SPREAD / 8)] = true;
	}
	for (unsigned flow = 0; flow < 8; flow++)
		ck_assert(seen[flow]);
}
END_TEST

START_TEST(a_burst_is_back_to_back_and_bursts_start_at_even_distances)
{
	struct gen *gen = started("traffic nic0 burst gap=10000 burst=3 size=64");
	vtime wire = gen_wire(64, 100), at = 0, expected[] = { 10000, 10000 + wire, 10000 + 2 * wire, 20000, 20000 + wire };
	unsigned length;

	ck_assert_int_eq(wire, 70); /* 88 bytes at 10 Gbit/s */
	for (unsigned i = 0; i < 5; i++) {
		at += gen_gap(gen);
		ck_assert_int_eq(at, expected[i]);
		next_frame(gen, &length);
	}
	mem_free(gen);
}
END_TEST

START_TEST(bursts_longer_than_their_gap_follow_without_a_pause)
{
	struct gen *gen = started("traffic nic0 burst gap=100 burst=10");
	unsigned length;

	next_frame(gen, &length);
	for (unsigned i = 0; i < 25; i++) {
		ck_assert_int_eq(gen_gap(gen), gen->wire);
		next_frame(gen, &length);
	}
	mem_free(gen);
}
END_TEST

START_TEST(a_capture_is_played_at_its_times)
{
	struct gen *gen = started("traffic nic0 pcap file=web");
	const vtime gaps[] = { 0, 700, 0 };
	unsigned length;

	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(gen_gap(gen), gaps[i]);
		ck_assert_ptr_eq(next_frame(gen, &length), captured[i].bytes);
		ck_assert_uint_eq(length, captured[i].length);
	}
	ck_assert_int_eq(gen_gap(gen), VTIME_NEVER);
	mem_free(gen);
}
END_TEST

START_TEST(a_capture_is_played_again_if_more_frames_are_asked_for)
{
	struct gen *gen = started("traffic nic0 pcap file=web frames=4 gap=50");
	unsigned length;

	for (unsigned i = 0; i < 4; i++) {
		ck_assert_int_eq(gen_gap(gen), 50);
		ck_assert_ptr_eq(next_frame(gen, &length), captured[i % 3].bytes);
	}
	ck_assert_int_eq(gen_gap(gen), VTIME_NEVER);
	mem_free(gen);
}
END_TEST

START_TEST(wrong_words_are_refused_with_a_reason_and_change_nothing)
{
	static const char *const lines[] = {
		"traffic nic0", "traffic nic0 fast gap=1", "traffic nic0 constant", "traffic nic0 constant gap=0",
		"traffic nic0 constant gap=1 rate=1", "traffic nic0 constant rate=0", "traffic nic0 constant gap=1 flows=0",
		"traffic nic0 constant gap=1 flows=1025", "traffic nic0 constant gap=1 size=59", "traffic nic0 constant gap=1 size=9217",
		"traffic nic0 constant gap=1 kind=ipx", "traffic nic0 constant gap=1 frames=x", "traffic nic0 burst gap=1 burst=0",
		"traffic nic0 constant gap=1 seed=x", "traffic nic0 constant gap=2000000s", "traffic nic0 pcap", "traffic nic0 pcap file=none",
		"traffic nic0 pcap file=empty",
	};
	struct gen *gen = started("traffic nic0 constant gap=77");

	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *reason = NULL;

		ck_assert_msg(!start(gen, lines[i], &reason), "%s", lines[i]);
		ck_assert_ptr_nonnull(reason);
		ck_assert_int_eq(gen_gap(gen), 77);
	}
	mem_free(gen);
}
END_TEST

START_TEST(every_generator_has_a_name_and_a_text)
{
	for (unsigned i = 0; gen_kinds[i]; i++) {
		ck_assert_ptr_eq(gen_kind_named(gen_kinds[i]->name), gen_kinds[i]);
		ck_assert_uint_gt(strlen(gen_kinds[i]->help), 0);
	}
	ck_assert_ptr_null(gen_kind_named("nothing"));
}
END_TEST

SUITE("gen", constant_frames_come_at_even_distances_and_end, without_a_number_frames_come_until_it_is_turned_off,
      frames_of_a_stream_are_numbered, a_frame_can_be_built_again_from_its_code, poisson_gaps_have_the_mean_and_vary, one_seed_gives_one_stream,
      the_machines_seed_holds_where_none_is_given, devices_have_streams_of_their_own,
      a_stream_reuses_the_memory_of_the_last, all_flows_take_part, a_burst_is_back_to_back_and_bursts_start_at_even_distances,
      bursts_longer_than_their_gap_follow_without_a_pause, a_capture_is_played_at_its_times,
      a_capture_is_played_again_if_more_frames_are_asked_for, wrong_words_are_refused_with_a_reason_and_change_nothing,
      every_generator_has_a_name_and_a_text)
