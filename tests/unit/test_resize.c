/* SPDX-License-Identifier: MIT */
/*
 * A live resize keeps what the person looks at: in each view, wherever they had moved to, the selection stays, and back at the first
 * size the picture is the first one again. No driver is needed.
 */
#include <stdio.h>
#include <string.h>

#include "tests/unit/suite.h"
#include "tui/screen.h"

static const struct inputs no_inputs;

/* Enough of everything to move about in, the cursor in the middle of it. */
static struct screen *opened(void)
{
	struct journal journal;
	struct session *session;
	struct screen *screen;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, "cpus 16\ndevice nic0 vnic slot=1\ndevice noisy0 noisy slot=2\n", "test", &err));
	session = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_ptr_nonnull(session);
	journal_free(&journal);
	screen = screen_new(session, 120, 40, true);
	ck_assert(screen_line(screen, "device.raise nic0 LSC"));
	ck_assert(screen_line(screen, "run 10us"));
	ck_assert(screen_line(screen, "bookmark a"));
	ck_assert(screen_line(screen, "link nic0 down"));
	ck_assert(screen_line(screen, "device.raise nic0 SW0"));
	ck_assert(screen_line(screen, "run 10us"));
	ck_assert(screen_line(screen, "back 40"));
	return screen;
}

static void drawn(struct screen *screen, struct str *out)
{
	str_clear(out);
	screen_draw(screen);
	canvas_text(&screen->canvas, out);
}

static void at_size(struct screen *screen, unsigned cols, unsigned rows)
{
	screen_resize(screen, cols, rows);
	screen_draw(screen);
}

/* The first line that differs, of both. */
static void same_picture(enum view_kind view, const char *a, const char *b)
{
	size_t start = 0, i = 0;

	for (; a[i] && a[i] == b[i]; i++)
		if (a[i] == '\n')
			start = i + 1;
	ck_assert_msg(a[i] == b[i], "%s is another picture after a resize:\n%.*s\n%.*s", view_forms[view].name, (int)strcspn(a + start, "\n"),
		      a + start, (int)strcspn(b + start, "\n"), b + start);
}

static void keeps(enum view_kind view, const char *moves)
{
	static const unsigned sizes[][2] = { { 80, 24 }, { 40, 12 }, { 1, 1 }, { 300, 100 }, { 60, 13 } };
	struct screen *screen = opened();
	struct str before = { 0 }, after = { 0 };
	char line[40];
	int64_t at;

	snprintf(line, sizeof(line), "view %s", view_forms[view].name);
	ck_assert(screen_line(screen, line));
	drawn(screen, &before);
	for (; *moves; moves++) {
		screen_key(screen, *moves);
		screen_draw(screen);
	}
	drawn(screen, &before);
	at = screen->state[view].at;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		at_size(screen, sizes[i][0], sizes[i][1]);
		ck_assert_msg(view == VIEW_timeline || screen->state[view].at == at, "%s: the selection moved at %ux%u", view_forms[view].name, sizes[i][0], sizes[i][1]);
		ck_assert(screen->focus == view);
	}
	at_size(screen, 120, 40);
	drawn(screen, &after);
	same_picture(view, before.text, after.text);
	str_free(&before);
	str_free(&after);
	screen_free(screen);
}

START_TEST(a_view_that_follows_the_cursor_comes_back_the_same)
{
	for (unsigned view = 0; view < VIEW_COUNT; view++)
		keeps((enum view_kind)view, "");
}
END_TEST

START_TEST(a_position_that_was_chosen_comes_back_the_same)
{
	for (unsigned view = 0; view < VIEW_COUNT; view++)
		keeps((enum view_kind)view, "jjjjjjj");
}
END_TEST

START_TEST(at_the_end_of_a_list_too)
{
	for (unsigned view = 0; view < VIEW_COUNT; view++)
		keeps((enum view_kind)view, "\6\6\6\6\6kk");
}
END_TEST

SUITE("resize", a_view_that_follows_the_cursor_comes_back_the_same, a_position_that_was_chosen_comes_back_the_same, at_the_end_of_a_list_too)
