/* SPDX-License-Identifier: MIT */
/*
 * Help: the keys that mean something in the pane it was asked from, then all keys, commands and views from their tables. A word
 * after `help` shows only what concerns it. Every entry is a button: a click does it, or opens the prompt for what it needs.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/journal/command.h"
#include "tui/view.h"

#define TEXT_AT 12 /* column where the text beside the keys begins */

/* A line of the sheet. do: what its click asks for; "" : it is a heading. */
struct line {
	char keys[40], text[360], what[KEYMAP_LINE_MAX];
	bool ask, device; /* words must follow: the prompt is opened; the first is a device */
};

struct sheet {
	const struct look *look;
	const char *about; /* "" : everything */
	struct line *line;
	size_t n, room;
};

static struct line *add(struct sheet *sheet)
{
	mem_grow(&sheet->line, &sheet->room, sheet->n + 1, sizeof(*sheet->line));
	sheet->line[sheet->n] = (struct line){ .ask = false };
	return &sheet->line[sheet->n++];
}

static struct line *entry(struct sheet *sheet, const char *name, const char *words, const char *help)
{
	struct line *line;

	if (sheet->about[0] && !strstr(name, sheet->about))
		return NULL;
	line = add(sheet);
	keymap_keys_of(sheet->look->keymap, name, line->keys, sizeof(line->keys));
	snprintf(line->text, sizeof(line->text), "%s%s%s: %s", name, words[0] ? " " : "", words, help);
	snprintf(line->what, sizeof(line->what), "%s", name);
	line->ask = words[0] && words[0] != '[';
	return line;
}

static void heading(struct sheet *sheet, const char *text)
{
	if (sheet->about[0])
		return;
	if (sheet->n)
		add(sheet);
	snprintf(add(sheet)->text, sizeof(sheet->line->text), "%s", text);
}

static void request_entry(struct sheet *sheet, unsigned kind)
{
	entry(sheet, request_forms[kind].name, request_forms[kind].words, say(request_forms[kind].help));
}

/* What a view takes for itself, it says when asked with a copy of its position. */
static bool taken(const struct look *look, enum view_kind view, enum request_kind kind)
{
	struct view_state state = { .rows = 2 };
	struct request out = { .kind = REQUEST_NONE };

	return views[view]->request && views[view]->request(look, &state, kind, &out);
}

static void pane_lines(struct sheet *sheet)
{
	enum view_kind view = sheet->look->asked;
	char title[80];

	if (sheet->about[0] || view == VIEW_help)
		return;
	snprintf(title, sizeof(title), say("In this pane: %s"), say(view_forms[view].title));
	heading(sheet, title);
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		if (taken(sheet->look, view, (enum request_kind)i))
			request_entry(sheet, i);
}

/* Keys that were bound to more than the name of a request. */
static void own_lines(struct sheet *sheet)
{
	const struct keymap *keymap = sheet->look->keymap;
	bool any = false;

	for (unsigned i = 0; i < keymap->n; i++) {
		if (!keymap->binding[i].own || sheet->about[0])
			continue;
		if (!any)
			heading(sheet, say("Your own keys"));
		any = true;
		keymap_key_text(keymap->binding[i].key, add(sheet)->keys, sizeof(sheet->line->keys));
		snprintf(sheet->line[sheet->n - 1].text, sizeof(sheet->line->text), "%s", keymap->binding[i].line);
		snprintf(sheet->line[sheet->n - 1].what, sizeof(sheet->line->what), "%s", keymap->binding[i].line);
	}
}

/* The keys that a command takes, for who asks about it alone. */
static void add_keys(struct str *words, const char *keys)
{
	for (size_t n; *keys; keys += n + strspn(keys + n, " ")) {
		n = strcspn(keys, " ");
		if (*keys == '*')
			str_format(words, "%s[KEY=VALUE...]", words->length ? " " : "");
		else
			str_format(words, "%s[%.*s=]", words->length ? " " : "", (int)n, keys);
	}
}

static void command_entry(struct sheet *sheet, const struct command_form *form)
{
	bool object = strcmp(form->object, "none") != 0;
	struct str words = { 0 };
	struct line *line;

	str_format(&words, "%s%s%s", object ? form->object : "", object && form->words[0] ? " " : "", form->words);
	if (sheet->about[0])
		add_keys(&words, form->keys);
	else if (!words.length && form->keys[0])
		str_append(&words, "KEY=VALUE...");
	line = entry(sheet, form->verb, words.length ? words.text : "", say(form->help));
	if (line)
		line->device = !strcmp(form->object, "device");
	str_free(&words);
}

static void make(const struct look *look, const struct view_state *state, struct sheet *sheet)
{
	char line[40];

	*sheet = (struct sheet){ .look = look, .about = state->filter };
	pane_lines(sheet);
	own_lines(sheet);
	heading(sheet, say("Keys, and the same as commands after :"));
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		request_entry(sheet, i);
	heading(sheet, say("Views"));
	for (unsigned i = 0; i < VIEW_COUNT; i++) {
		snprintf(line, sizeof(line), "view %s", view_forms[i].name);
		entry(sheet, line, "", say(view_forms[i].help));
	}
	heading(sheet, say("Commands to the machine"));
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		command_entry(sheet, &command_forms[i]);
	if (!sheet->n)
		snprintf(add(sheet)->text, sizeof(sheet->line->text), say("nothing is called '%s'"), sheet->about);
}

static int rows_of(const struct line *line, int width)
{
	int rows = line->what[0] ? pane_wrap_rows(line->text, width - TEXT_AT) : 1;

	return rows > 0 ? rows : 1;
}

static void help_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct pane text = pane_inside(pane, TEXT_AT, 0, pane->w - TEXT_AT, pane->h);
	struct sheet sheet;
	int y = 0;

	make(look, state, &sheet);
	state->rows = pane->h;
	state->cols = pane->w;
	state->top = state->at;
	for (size_t i = (size_t)state->top; i < sheet.n && y < pane->h; i++) {
		const struct line *line = &sheet.line[i];

		if (line->what[0]) {
			pane_format(pane, 1, y, ROLE_TITLE, "%.*s", TEXT_AT - 2, line->keys);
			pane_wrap(&text, y, ROLE_TEXT, line->text);
		} else {
			pane_text(pane, 0, y, ROLE_TITLE, line->text);
		}
		y += rows_of(line, pane->w);
	}
	mem_free(sheet.line);
}

static bool help_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	struct sheet sheet;
	bool moved;

	(void)out;
	make(look, state, &sheet);
	moved = view_list_move(state, kind, (int64_t)sheet.n);
	mem_free(sheet.line);
	return moved;
}

/* What a line's click asks for: the thing itself, or the prompt with what is known of it. */
static bool push(const struct look *look, const struct line *line, struct request *out)
{
	char text[KEYMAP_LINE_MAX + MACHINE_NAME_MAX + 2];
	struct err err;

	if (!line->ask)
		return request_read(out, line->what, &err);
	snprintf(text, sizeof(text), "%s %s%s", line->what, line->device ? look->device : "", line->device ? " " : "");
	*out = request_of(REQUEST_ASK, text);
	return true;
}

static bool help_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	struct sheet sheet;
	size_t i = (size_t)state->top;
	bool hit;

	(void)x;
	make(look, state, &sheet);
	while (i < sheet.n && (y -= rows_of(&sheet.line[i], state->cols)) >= 0)
		i++;
	hit = i < sheet.n && sheet.line[i].what[0];
	if (hit)
		hit = push(look, &sheet.line[i], out);
	mem_free(sheet.line);
	return hit;
}

static void help_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct sheet sheet;

	make(look, state, &sheet);
	for (size_t i = 0; i < sheet.n; i++)
		if (sheet.line[i].what[0])
			str_format(out, " %-10s %s\n", sheet.line[i].keys, sheet.line[i].text);
		else
			str_format(out, "%s\n", sheet.line[i].text);
	mem_free(sheet.line);
}

const struct view view_help = { .draw = help_draw, .request = help_request, .click = help_click, .text = help_linear };
