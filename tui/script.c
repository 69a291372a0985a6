/* SPDX-License-Identifier: MIT */
/* A screen without a terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/words.h"
#include "tui/script.h"

struct scripted {
	struct screen *screen;
	struct str *out;
	struct err *err;
	bool stays;
};

static bool do_key(struct scripted *at, const char *rest)
{
	while (*rest) {
		size_t n = strcspn(rest, " ");
		char name[16];
		int key;

		snprintf(name, sizeof(name), "%.*s", (int)n, rest);
		key = keymap_key(name);
		if (key == K_NONE)
			return err_set(at->err, "there is no key '%s'", name);
		screen_key(at->screen, key);
		rest += n + strspn(rest + n, " ");
	}
	return true;
}

static bool do_type(struct scripted *at, const char *rest)
{
	for (uint32_t point; (point = text_next(&rest));)
		screen_key(at->screen, (int)point);
	return true;
}

static bool do_click(struct scripted *at, const char *rest)
{
	int x, y;

	if (sscanf(rest, "%d %d", &x, &y) != 2)
		return err_set(at->err, "click needs a column and a row");
	screen_draw(at->screen);
	screen_click(at->screen, x, y);
	return true;
}

static bool do_wheel(struct scripted *at, const char *rest)
{
	char turn[8];
	int x, y;

	if (sscanf(rest, "%d %d %7s", &x, &y, turn) != 3 || (strcmp(turn, "up") && strcmp(turn, "down")))
		return err_set(at->err, "wheel needs a column, a row, and up or down");
	screen_draw(at->screen);
	screen_wheel(at->screen, x, y, strcmp(turn, "up") ? 1 : -1);
	return true;
}

static bool do_size(struct scripted *at, const char *rest)
{
	unsigned cols, rows;

	if (sscanf(rest, "%ux%u", &cols, &rows) != 2) {
		err_set(at->err, "'%s' is no size", rest);
		return err_expected(at->err, "COLSxROWS, as 80x24");
	}
	screen_resize(at->screen, cols, rows);
	return true;
}

static bool do_tick(struct scripted *at, const char *rest)
{
	uint64_t ms;

	if (!words_number(rest, 3600000, &ms))
		return err_set(at->err, "tick needs a number of milliseconds");
	screen_tick(at->screen, (unsigned)ms);
	return true;
}

static void heading(struct scripted *at, const char *name)
{
	str_format(at->out, "== %s %ux%u\n", name, at->screen->canvas.cols, at->screen->canvas.rows);
	screen_draw(at->screen);
}

static bool do_photo(struct scripted *at, const char *rest)
{
	heading(at, rest);
	canvas_text(&at->screen->canvas, at->out);
	return true;
}

static bool do_roles(struct scripted *at, const char *rest)
{
	heading(at, rest);
	canvas_roles(&at->screen->canvas, at->out);
	return true;
}

/* One view on the whole canvas, so that its photograph is of nothing else. */
static bool do_alone(struct scripted *at, const char *rest)
{
	struct screen *screen = at->screen;
	struct look look = screen_look(screen);
	struct pane all = pane_of(&screen->canvas, 0, 0, (int)screen->canvas.cols, (int)screen->canvas.rows);
	char name[24];
	enum view_kind view;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(rest, " "), rest);
	view = view_named(name);
	if (view == VIEW_COUNT)
		return err_set(at->err, "there is no view '%s'", name);
	if (screen->source)
		screen_place(screen);
	canvas_clear(&screen->canvas);
	views[view]->draw(&look, &screen->state[view], &all);
	str_format(at->out, "== %s %ux%u\n", rest, screen->canvas.cols, screen->canvas.rows);
	canvas_text(&screen->canvas, at->out);
	return true;
}

static bool do_expect(struct scripted *at, const char *rest)
{
	struct str text = { 0 };
	bool there;

	screen_draw(at->screen);
	canvas_text(&at->screen->canvas, &text);
	there = strstr(text.text, rest) != NULL;
	if (!there)
		err_set(at->err, "'%s' is not on the screen; its message is '%s'", rest, at->screen->message);
	str_free(&text);
	return there;
}

/* From here on a wish to leave is not granted: for what presses keys without end. */
static bool do_stay(struct scripted *at, const char *rest)
{
	(void)rest;
	at->stays = true;
	return true;
}

static const struct {
	const char *word;
	bool (*run)(struct scripted *at, const char *rest);
} words[] = {
	{ "key", do_key },     { "type", do_type },   { "click", do_click },   { "wheel", do_wheel }, { "size", do_size },
	{ "tick", do_tick },   { "photo", do_photo }, { "roles", do_roles },   { "expect", do_expect },
	{ "alone", do_alone },   { "stay", do_stay },
};

static bool run_line(struct scripted *at, const char *line)
{
	size_t n = strcspn(line, " ");

	if (!*line || *line == '#')
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == n && !strncmp(words[i].word, line, n))
			return words[i].run(at, line + n + strspn(line + n, " "));
	if (screen_line(at->screen, line))
		return true;
	return err_set(at->err, "%s", at->screen->message);
}

bool script_run(struct screen *screen, struct script *script, struct str *out, struct err *err)
{
	struct scripted at = { screen, out, err, false };

	for (; *script->text && !screen->quit; script->line++) {
		const char *text = script->text;
		size_t n = strcspn(text, "\n");
		struct str line = { 0 };
		bool good;

		str_append_bytes(&line, text + strspn(text, " \t"), n < strspn(text, " \t") ? 0 : n - strspn(text, " \t"));
		good = run_line(&at, line.text);
		str_free(&line);
		if (at.stays)
			screen->quit = screen->resume = screen->suspend = false;
		if (!good)
			return err_at(err, script->file, script->line, 0);
		script->text += n + (text[n] != '\0');
	}
	return true;
}
