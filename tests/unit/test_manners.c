/* SPDX-License-Identifier: MIT */
/* Keys and looks, from the file and at the prompt; and that everything can be asked for in every way. No driver is needed. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/journal/command.h"
#include "tests/unit/suite.h"
#include "tui/complete.h"
#include "tui/plain.h"
#include "tui/screen.h"

static const struct inputs no_inputs;

static struct screen *opened(unsigned cols, unsigned rows)
{
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, "cpus 1\ndevice nic0 vnic slot=1\n", "test", &err));
	session = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_ptr_nonnull(session);
	journal_free(&journal);
	return screen_new(session, cols, rows, true);
}

static unsigned read(struct manners *manners, const char *text, struct str *said)
{
	str_clear(said);
	str_append(said, "");
	manners_init(manners);
	return manners_read(manners, text, "config", said);
}

START_TEST(a_line_of_the_file_is_a_line_of_the_prompt)
{
	struct manners manners;
	struct str said = { 0 };

	ck_assert_uint_eq(read(&manners, "# mine\nbind F2 run 10us\n\n  bind C-t view timeline \nunbind w\ntheme light\nascii on\nmouse off\n", &said), 0);
	ck_assert_str_eq(said.text, "");
	ck_assert_str_eq(keymap_find(&manners.keymap, keymap_key("F2"))->line, "run 10us");
	ck_assert_int_eq(keymap_request(&manners.keymap, 't' & 0x1F).kind, REQUEST_VIEW);
	ck_assert_int_eq(keymap_request(&manners.keymap, 'w').kind, REQUEST_NONE);
	ck_assert(manners.light && manners.ascii && !manners.mouse);
	str_free(&said);
}
END_TEST

START_TEST(a_bad_line_is_said_with_its_place_and_the_rest_counts)
{
	struct manners manners;
	struct str said = { 0 };

	ck_assert_uint_eq(read(&manners, "theme blue\nbind Hyper quit\nquit\nbind z qiut\nbind y quit\n", &said), 4);
	ck_assert_msg(strstr(said.text, "config:1: theme cannot be 'blue'; expected dark or light\n") != NULL, "%s", said.text);
	ck_assert_ptr_nonnull(strstr(said.text, "config:2: there is no key 'Hyper'; expected "));
	ck_assert_ptr_nonnull(strstr(said.text, "config:3: this is no line of a configuration; expected bind, unbind, theme, ascii, mouse or "
						"color; found quit\n"));
	ck_assert_ptr_nonnull(strstr(said.text, "config:4: there is no command 'qiut'; expected perhaps 'quit'\n"));
	ck_assert_int_eq(keymap_request(&manners.keymap, 'y').kind, REQUEST_QUIT);
	str_free(&said);
}
END_TEST

START_TEST(a_key_bound_twice_is_an_error_and_the_first_counts)
{
	struct manners manners;
	struct str said = { 0 };

	ck_assert_uint_eq(read(&manners, "bind y why\nbind y explain\n", &said), 1);
	ck_assert_str_eq(said.text, "config:2: y is bound twice; expected one line for each key; found the first in line 1\n");
	ck_assert_int_eq(keymap_request(&manners.keymap, 'y').kind, REQUEST_WHY);
	str_free(&said);
}
END_TEST

START_TEST(a_default_that_loses_its_key_is_told_unless_it_was_unbound)
{
	struct manners manners;
	struct str said = { 0 };

	ck_assert_uint_eq(read(&manners, "bind w step\n", &said), 0);
	ck_assert_str_eq(said.text, "config:1: w did 'why' before, which has no key now\n");
	ck_assert_uint_eq(read(&manners, "bind g step\n", &said), 0);
	ck_assert_str_eq(said.text, "config:1: g did 'first' before, which Home still does\n");
	ck_assert_uint_eq(read(&manners, "unbind w\nbind w step\n", &said), 0);
	ck_assert_str_eq(said.text, "");
	str_free(&said);
}
END_TEST

START_TEST(a_key_bound_at_the_prompt_is_bound_at_once_in_sheet_and_footer)
{
	struct screen *screen = opened(120, 60);
	struct str text = { 0 };

	ck_assert(screen_line(screen, "bind z quit"));
	ck_assert(screen_line(screen, "unbind q"));
	ck_assert(screen_line(screen, "bind Z view trace"));
	screen_draw(screen);
	canvas_text(&screen->canvas, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "? help z quit"));
	str_clear(&text);
	ck_assert(screen_line(screen, "help quit"));
	screen_draw(screen);
	canvas_text(&screen->canvas, &text);
	ck_assert_msg(strstr(text.text, " z          quit: ") != NULL, "%s", text.text);
	screen_key(screen, 'Z');
	ck_assert_int_eq(screen->focus, VIEW_trace);
	screen_key(screen, 'z');
	ck_assert(screen->quit);
	screen_free(screen);
	str_free(&text);
}
END_TEST

START_TEST(help_begins_with_the_keys_of_the_pane_it_was_asked_from)
{
	struct screen *screen = opened(120, 60);
	struct str text = { 0 };

	screen_key(screen, '2');
	screen_key(screen, '?');
	screen_draw(screen);
	canvas_text(&screen->canvas, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "In this pane: Timeline"));
	ck_assert(strstr(text.text, "zoom.in") < strstr(text.text, "Keys, and the same as commands"));
	screen_free(screen);
	str_free(&text);
}
END_TEST

/* Clicks every row of the help view; the rows' requests, a line each. */
static void buttons(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);
	struct view_state *state = &screen->state[VIEW_help];

	screen_draw(screen);
	for (int y = 0; y < state->rows; y++) {
		struct request request = { .kind = REQUEST_NONE };

		if (!views[VIEW_help]->click(&look, state, 20, y, &request))
			continue;
		if (request.kind < REQUEST_KINDS)
			str_format(out, "\n%s %s ", request_forms[request.kind].name, request.argument);
		else
			str_format(out, "\n%s ", request.argument);
	}
	str_append(out, "\n");
}

static void is_button(const struct str *all, const char *name)
{
	char line[80];

	snprintf(line, sizeof(line), "\n%s ", name);
	ck_assert_msg(strstr(all->text, line) != NULL, "%s is no button", name);
}

START_TEST(everything_can_be_clicked)
{
	struct screen *screen = opened(200, 900);
	struct str all = { 0 };
	char line[40];

	ck_assert(screen_line(screen, "help"));
	buttons(screen, &all);
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		is_button(&all, request_forms[i].name);
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		is_button(&all, command_forms[i].verb);
	for (unsigned i = 0; i < VIEW_COUNT; i++) {
		snprintf(line, sizeof(line), "view %s", view_forms[i].name);
		is_button(&all, line);
	}
	screen_free(screen);
	str_free(&all);
}
END_TEST

/* The name with all its letters but the last, completed, is the name. */
static bool completed(const char *name)
{
	struct complete complete;
	char typed[48];

	snprintf(typed, sizeof(typed), "%.*s", (int)strlen(name) - 1, name);
	complete_line(&complete, typed, NULL);
	for (unsigned i = 0; i < complete.n; i++)
		if (!strcmp(complete.word[i], name))
			return true;
	return false;
}

START_TEST(everything_is_completed_at_the_prompt)
{
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		ck_assert_msg(completed(request_forms[i].name), "%s is not offered", request_forms[i].name);
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		ck_assert_msg(completed(command_forms[i].verb), "%s is not offered", command_forms[i].verb);
}
END_TEST

static void known_in_plain_text(const char *line)
{
	struct screen *screen = opened(80, 24);
	struct str out = { 0 };

	plain_line(screen, line, &out);
	ck_assert_msg(!out.length || !strstr(out.text, "there is no command"), "%s: %s", line, out.text);
	screen_free(screen);
	str_free(&out);
}

START_TEST(everything_is_known_in_plain_text)
{
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		known_in_plain_text(request_forms[i].name);
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		known_in_plain_text(command_forms[i].verb);
}
END_TEST

static void plain_text(const char *line, struct str *out)
{
	struct screen *screen = opened(80, 24);

	plain_line(screen, "start nic0", out);
	str_clear(out);
	plain_line(screen, line, out);
	screen_free(screen);
}

START_TEST(a_key_does_in_plain_text_what_its_line_does)
{
	struct str by_key = { 0 }, by_line = { 0 };
	struct keymap keymap;
	char key[16];

	keymap_init(&keymap);
	for (unsigned i = 0; i < keymap.n; i++) {
		plain_text(keymap_key_text(keymap.binding[i].key, key, sizeof(key)), &by_key);
		plain_text(keymap.binding[i].line, &by_line);
		ck_assert_str_eq(by_key.text ? by_key.text : "", by_line.text ? by_line.text : "");
	}
	plain_text(":run 1ms", &by_key);
	plain_text("run 1ms", &by_line);
	ck_assert_str_eq(by_key.text, by_line.text);
	plain_text("/starts", &by_key);
	plain_text("search starts", &by_line);
	ck_assert_str_eq(by_key.text, by_line.text);
	ck_assert(!strstr(by_key.text, "there is no"));
	str_free(&by_key);
	str_free(&by_line);
}
END_TEST

SUITE("manners", a_line_of_the_file_is_a_line_of_the_prompt, a_bad_line_is_said_with_its_place_and_the_rest_counts,
      a_key_bound_twice_is_an_error_and_the_first_counts, a_default_that_loses_its_key_is_told_unless_it_was_unbound,
      a_key_bound_at_the_prompt_is_bound_at_once_in_sheet_and_footer, help_begins_with_the_keys_of_the_pane_it_was_asked_from,
      everything_can_be_clicked, everything_is_completed_at_the_prompt, everything_is_known_in_plain_text,
      a_key_does_in_plain_text_what_its_line_does)
