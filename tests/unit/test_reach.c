/* SPDX-License-Identifier: MIT */
/*
 * Everything can be asked for in every way there is, and means the same in each: tests/screen/examples has a line for everything, and
 * each is done by typing it at the prompt, by its key, by a click on its line of the help, on its button in the footer, and in plain
 * text. No driver is needed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/journal/command.h"
#include "tests/unit/suite.h"
#include "tui/plain.h"
#include "tui/screen.h"

#define EXAMPLES_MAX 400
#define COLS 100  /* the help has the whole screen, */
#define ROWS 900  /* and stands there whole */
#define HELP_AT 2 /* its first row */

static const struct inputs no_inputs;
static char *example[EXAMPLES_MAX];
static unsigned examples;

static void read_examples(void)
{
	static char path[500];
	struct err err = { 0 };
	size_t size;
	char *text;

	snprintf(path, sizeof(path), "%s/tests/screen/examples", getenv("srcdir") ? getenv("srcdir") : ".");
	text = file_read(path, 1 << 20, &size, &err);
	if (!text) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		exit(99);
	}
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (line[0] != '#' && examples < EXAMPLES_MAX)
			example[examples++] = line;
}

static bool is_of(const char *line, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(line, name, n) && (!line[n] || line[n] == ' ');
}

/* What is needed so that there is something to do. */
static const char *context_of(const char *line)
{
	static const char *const timeline[] = { "left", "right", "page.up", "page.down", "zoom.in", "zoom.out", NULL };

	for (unsigned i = 0; timeline[i]; i++)
		if (is_of(line, timeline[i]))
			return "view timeline";
	if (is_of(line, "up") || is_of(line, "down"))
		return "view trace";
	if (is_of(line, "view"))
		return is_of(line, "view trace") ? "view driver" : "view trace";
	if (is_of(line, "leave"))
		return "help";
	if (is_of(line, "device"))
		return "device noisy0";
	if (is_of(line, "unwatch"))
		return "watch nic0 IMS";
	return NULL;
}

/* Some records on either side of the cursor. */
static struct screen *opened(unsigned cols, unsigned rows, const char *context)
{
	struct journal journal;
	struct session *session;
	struct screen *screen;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert(machine_read(&journal.machine, "cpus 1\ndevice nic0 vnic slot=1\ndevice noisy0 noisy slot=2\n", "test", &err));
	session = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_ptr_nonnull(session);
	journal_free(&journal);
	screen = screen_new(session, cols, rows, true);
	ck_assert(screen_line(screen, "device.raise nic0 LSC"));
	ck_assert(screen_line(screen, "run 10us"));
	ck_assert(screen_line(screen, "back 3"));
	if (context)
		ck_assert(screen_line(screen, context));
	screen_draw(screen);
	return screen;
}

/* All that a person can see of a screen, and what it asks of who drives it. */
static void seen(struct screen *screen, struct str *out)
{
	str_clear(out);
	str_format(out, "%d%d%d%d %llu %zu %d %u\n", screen->quit, screen->suspend, screen->whole, screen->resume,
		   (unsigned long long)screen->session->cursor, session_journal(screen->session)->n, (int)screen->await, screen->manners.keymap.n);
	str_format(out, "%d%d%d%d %d\n", screen->manners.light, screen->manners.ascii, screen->manners.mouse, (int)screen->manners.colour + 4 * (int)screen->manners.findings,
		   (int)screen->focus);
	screen_draw(screen);
	canvas_text(&screen->canvas, out);
}

static void type(struct screen *screen, const char *text)
{
	for (; *text; text++)
		screen_key(screen, (unsigned char)*text);
}

/* What is seen where a line was typed (at most one machine lives at a time). */
static void typed(unsigned cols, unsigned rows, const char *context, const char *line, struct str *out)
{
	struct screen *screen = opened(cols, rows, context);

	ck_assert(screen_line(screen, line) || screen->message[0]);
	seen(screen, out);
	screen_free(screen);
}

/* The same line done in another way. */
static void ends_the_same(const char *line, const char *way, struct str *first, struct screen *take)
{
	struct str second = { 0 };

	seen(take, &second);
	ck_assert_msg(!strcmp(first->text, second.text), "%s by %s is another thing than typed:\n%s\n%s", line, way, second.text, first->text);
	str_free(first);
	str_free(&second);
	screen_free(take);
}

START_TEST(there_is_an_example_of_everything)
{
	unsigned n;

	for (unsigned kind = 0; kind < REQUEST_KINDS + COMMAND_KINDS + VIEW_COUNT; kind++) {
		char name[60];

		if (kind < REQUEST_KINDS)
			snprintf(name, sizeof(name), "%s", request_forms[kind].name);
		else if (kind < REQUEST_KINDS + COMMAND_KINDS)
			snprintf(name, sizeof(name), "%s", command_forms[kind - REQUEST_KINDS].verb);
		else
			snprintf(name, sizeof(name), "view %s", view_forms[kind - REQUEST_KINDS - COMMAND_KINDS].name);
		for (n = 0; n < examples && !is_of(example[n], name); n++)
			;
		ck_assert_msg(n < examples, "tests/screen/examples has no line for %s", name);
	}
}
END_TEST

/* The tour alone has steps. */
static bool of_the_tour(const char *line)
{
	return is_of(line, "next") || is_of(line, "previous");
}

START_TEST(typed_at_the_prompt_it_is_done)
{
	struct str before = { 0 }, after = { 0 };

	for (unsigned i = 0; i < examples; i++) {
		struct screen *screen = opened(80, 24, context_of(example[i]));

		seen(screen, &before);
		screen_key(screen, ':');
		type(screen, example[i]);
		screen_key(screen, K_ENTER);
		seen(screen, &after);
		ck_assert_msg(of_the_tour(example[i]) || strcmp(before.text, after.text), "%s does nothing", example[i]);
		ck_assert_msg(!strstr(screen->message, "there is no command"), "%s: %s", example[i], screen->message);
		screen_free(screen);
	}
	str_free(&before);
	str_free(&after);
}
END_TEST

START_TEST(in_plain_text_it_is_done)
{
	for (unsigned i = 0; i < examples; i++) {
		struct screen *screen = opened(80, 24, context_of(example[i]));
		size_t commands = session_journal(screen->session)->n;
		struct request request;
		struct str out = { 0 };
		struct err err = { 0 };

		plain_line(screen, example[i], &out);
		ck_assert_msg(!out.length || !strstr(out.text, "there is no command"), "%s: %s", example[i], out.text);
		ck_assert(request_read(&request, example[i], &err));
		if (request.kind == REQUEST_COMMAND) {
			ck_assert_msg(out.length && strstr(out.text, "EVENT"), "%s tells nothing", example[i]);
			ck_assert_msg(session_journal(screen->session)->n > commands || screen->session->branches > 1, "%s is not in the journal", example[i]);
		}
		screen_free(screen);
		str_free(&out);
	}
}
END_TEST

START_TEST(by_its_key_it_is_the_same)
{
	struct keymap keymap;
	unsigned n = 0;

	keymap_init(&keymap);
	for (unsigned i = 0; i < keymap.n; i++) {
		const char *line = keymap.binding[i].line;
		struct str first = { 0 };
		struct screen *screen;

		typed(80, 24, context_of(line), line, &first);
		screen = opened(80, 24, context_of(line));
		screen_key(screen, keymap.binding[i].key);
		ends_the_same(line, "its key", &first, screen);
		n++;
	}
	ck_assert_uint_ge(n, 50);
}
END_TEST

START_TEST(by_its_button_in_the_footer_it_is_the_same)
{
	struct screen *screen = opened(250, 30, NULL);
	unsigned shown = screen->buttons, wanted = 0;
	struct screen_button button[SCREEN_BUTTONS_MAX];

	memcpy(button, screen->button, sizeof(button));
	screen_free(screen);
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		wanted += request_forms[i].footer[0] && i != REQUEST_NEXT && i != REQUEST_HINT; /* those are of a lesson */
	ck_assert_uint_eq(shown, wanted);
	for (unsigned i = 0; i < shown; i++) {
		const char *line = request_forms[button[i].kind].name;
		struct str first = { 0 };

		typed(250, 30, NULL, line, &first);
		screen = opened(250, 30, NULL);
		screen_click(screen, button[i].x + 1, 29);
		ends_the_same(line, "its button", &first, screen);
	}
}
END_TEST

/* What a click on each row of the help asks for; the same in every session, and reading one row makes the whole help. */
enum { HELP_ROWS_MAX = 2000 };
static struct help_row {
	enum request_kind kind; /* REQUEST_NONE: for nothing */
	char asks[REQUEST_TEXT_MAX + 40];
} help_row[HELP_ROWS_MAX];
static int help_rows;

static void read_help(struct screen *screen)
{
	struct look look = screen_look(screen);

	help_rows = screen->state[VIEW_help].rows;
	ck_assert_int_le(help_rows, HELP_ROWS_MAX);
	for (int y = 0; y < help_rows; y++) {
		struct help_row *row = &help_row[y];
		struct request request = { .kind = REQUEST_NONE };
		size_t n;

		*row = (struct help_row){ .kind = REQUEST_NONE };
		if (!views[VIEW_help]->click(&look, &screen->state[VIEW_help], 20, y, &request))
			continue;
		row->kind = request.kind;
		if (request.kind < REQUEST_KINDS)
			n = (size_t)snprintf(row->asks, sizeof(row->asks), "%s%s%s", request_forms[request.kind].name,
					     request.argument[0] ? " " : "", request.argument);
		else
			n = (size_t)snprintf(row->asks, sizeof(row->asks), "%s", request.argument);
		if (n && row->asks[n - 1] == ' ')
			row->asks[n - 1] = '\0';
	}
}

/* The row of the help whose click is the beginning of the line, -1: none. The whole of it before a part. */
static int row_of(const char *line)
{
	int best = -1;
	size_t most = 0;

	for (int y = 0; y < help_rows; y++) {
		const struct help_row *row = &help_row[y];
		size_t n = strlen(row->asks);

		if (row->kind == REQUEST_NONE || strncmp(line, row->asks, n) || (row->kind != REQUEST_ASK && line[n]) || n <= most)
			continue;
		most = n;
		best = y;
	}
	return best;
}

/* Words that may be left out are typed; without them a click does it at once. */
static bool clickable(const char *line)
{
	struct request request;
	struct err err = { 0 };
	const struct request_form *form;

	ck_assert(request_read(&request, line, &err));
	if (request.kind >= REQUEST_KINDS || is_of(line, "view"))
		return true;
	form = &request_forms[request.kind];
	return !request.argument[0] || (form->words[0] && form->words[0] != '[');
}

static void click_help(struct screen *screen, const char *line)
{
	int y;
	size_t n;

	if (!help_rows)
		read_help(screen);
	y = row_of(line);
	ck_assert_msg(y >= 0, "no line of the help can be clicked for: %s", line);
	screen_click(screen, 20, HELP_AT + y);
	if (!screen->prompt.open || !strcmp(line, "prompt") || !strchr(line, ' '))
		return;
	n = strlen(screen->prompt.text) < strlen(line) ? strlen(screen->prompt.text) : strlen(line);
	ck_assert_msg(!strncmp(line, screen->prompt.text, n), "%s: the prompt says %s", line, screen->prompt.text);
	type(screen, line + n);
	screen_key(screen, K_ENTER);
}

START_TEST(by_a_click_in_the_help_it_is_the_same)
{
	unsigned n = 0;

	for (unsigned i = 0; i < examples; i++) {
		struct str first = { 0 };
		struct screen *screen;

		if (!clickable(example[i]))
			continue;
		typed(COLS, ROWS, "help", example[i], &first);
		screen = opened(COLS, ROWS, "help");
		click_help(screen, example[i]);
		ends_the_same(example[i], "a click", &first, screen);
		n++;
	}
	ck_assert_uint_ge(n, 90);
}
END_TEST

START_TEST(a_click_on_a_title_only_takes_the_keys)
{
	struct screen *screen = opened(80, 24, "view form");

	screen_click(screen, 3, 1);
	ck_assert_int_eq(screen->focus, VIEW_form);
	ck_assert_int_eq(screen->state[VIEW_form].at, 0);
	screen_key(screen, K_RIGHT);
	screen_wheel(screen, 3, 1, 1);
	ck_assert_int_ge(screen->state[VIEW_form].at, 0);
	screen_free(screen);
}
END_TEST

int main(void)
{
	struct frame frame = suite_open("reach");

	read_examples();
	SUITE_ADD(&frame, there_is_an_example_of_everything, typed_at_the_prompt_it_is_done, in_plain_text_it_is_done,
		  by_its_key_it_is_the_same, by_its_button_in_the_footer_it_is_the_same, by_a_click_in_the_help_it_is_the_same,
		  a_click_on_a_title_only_takes_the_keys);
	return suite_end(&frame);
}
