/* SPDX-License-Identifier: MIT */
/* How often the screen is painted, counted over the ticks that the loop would give. No driver is needed, and no clock. */
#include "tests/unit/suite.h"
#include "tui/pace.h"

static const struct inputs no_inputs;

static struct screen *opened(const struct session_edge *edge)
{
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, "cpus 1\ndevice nic0 vnic slot=1\n", "test", &err));
	session = session_new(&journal, &no_inputs, edge, &err);
	ck_assert_ptr_nonnull(session);
	session_finish(session);
	journal_free(&journal);
	return screen_new(session, 80, 24, true);
}

struct counted {
	unsigned ticks, pictures;
};

/* What the loop does for so long, if each tick takes no time. */
static struct counted watched(struct screen *screen, struct pace *pace, long *now, long ms)
{
	struct counted counted = { 0 };
	long end = *now + ms;

	while (*now < end && pace_tick_ms(screen)) {
		*now += pace_tick_ms(screen);
		screen_tick(screen, pace_tick_ms(screen));
		counted.ticks++;
		if (!pace_due(pace, screen, *now))
			continue;
		screen_draw(screen);
		pace_painted(pace, screen, *now);
		counted.pictures++;
	}
	return counted;
}

START_TEST(at_full_speed_ten_pictures_a_second_and_many_slices)
{
	struct screen *screen = opened(NULL);
	struct pace pace = { 0 };
	struct counted counted;
	long now = 1000;

	ck_assert(screen_line(screen, "traffic nic0 constant gap=5000 frames=100000000"));
	ck_assert(screen_line(screen, "speed full"));
	ck_assert(screen_line(screen, "run"));
	pace_painted(&pace, screen, now);
	counted = watched(screen, &pace, &now, 1000);
	ck_assert_uint_eq(counted.ticks, 1000 / PACE_SLICE_MS);
	ck_assert_uint_eq(counted.pictures, 10);
	ck_assert(screen->session->running);
	screen_free(screen);
}
END_TEST

START_TEST(at_a_slow_speed_every_tick_is_a_picture)
{
	struct screen *screen = opened(NULL);
	struct pace pace = { 0 };
	struct counted counted;
	long now = 1000;

	ck_assert(screen_line(screen, "traffic nic0 constant gap=5000 frames=100000000"));
	ck_assert(screen_line(screen, "speed 10us"));
	ck_assert(screen_line(screen, "run"));
	screen_draw(screen);
	counted = watched(screen, &pace, &now, 1000);
	ck_assert_uint_eq(counted.ticks, 10);
	ck_assert_uint_eq(counted.pictures, 10);
	screen_free(screen);
}
END_TEST

START_TEST(when_the_machine_stops_that_is_painted_at_once)
{
	struct session_edge edge = { .budget = 300 };
	struct screen *screen = opened(&edge);
	struct pace pace = { 0 };
	struct counted counted;
	long now = 1000;

	ck_assert(screen_line(screen, "traffic nic0 constant gap=5000 frames=100000000"));
	ck_assert(screen_line(screen, "speed full"));
	ck_assert(screen_line(screen, "run"));
	screen_draw(screen);
	pace_painted(&pace, screen, now);
	counted = watched(screen, &pace, &now, 1000);
	ck_assert(session_exhausted(screen->session));
	ck_assert(!screen->session->running);
	ck_assert_uint_eq(pace_tick_ms(screen), 0);
	ck_assert_uint_ge(counted.pictures, 1);
	ck_assert_int_eq(pace.painted, now);
	screen_free(screen);
}
END_TEST

START_TEST(the_end_of_a_job_is_painted_at_once)
{
	struct session_edge edge = { .slices = true };
	struct screen *screen = opened(&edge);
	struct pace pace = { 0 };
	long now = 1000;

	ck_assert(screen_line(screen, "speed full"));
	ck_assert(screen_line(screen, "traffic nic0 constant gap=5000 frames=100000000"));
	session_finish(screen->session);
	ck_assert(screen_line(screen, "run 5ms"));
	ck_assert(screen_working(screen));
	pace_painted(&pace, screen, now);
	ck_assert(!pace_due(&pace, screen, now + PACE_SLICE_MS));
	while (screen_working(screen))
		screen_work(screen);
	screen->session->running = true; /* something else goes on */
	ck_assert(screen_busy(screen));
	ck_assert(pace_due(&pace, screen, now + PACE_SLICE_MS));
	screen_free(screen);
}
END_TEST

SUITE("pace", at_full_speed_ten_pictures_a_second_and_many_slices, at_a_slow_speed_every_tick_is_a_picture,
      when_the_machine_stops_that_is_painted_at_once, the_end_of_a_job_is_painted_at_once)
