/* SPDX-License-Identifier: MIT */
/* Help: keys, commands and views from their tables. A word after `help` shows only what concerns it. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/journal/command.h"
#include "tui/view.h"

#define TEXT_AT 12 /* column where the text beside the keys begins */

struct sheet {
	const struct look *look;
	const char *about; /* "" : everything */
	struct str text;   /* lines; a line that starts with a blank is an entry */
};

static void entry(struct sheet *sheet, const char *keys, const char *name, const char *words, const char *help)
{
	if (sheet->about[0] && !strstr(name, sheet->about))
		return;
	str_format(&sheet->text, " %-10s %s%s%s: %s\n", keys, name, words[0] ? " " : "", words, help);
}

static void heading(struct sheet *sheet, const char *text)
{
	if (!sheet->about[0])
		str_format(&sheet->text, "%s%s\n", sheet->text.length ? "\n" : "", text);
}

static void keys_of(const struct keymap *keymap, const char *line, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < keymap->n; i++)
		if (!strcmp(keymap->binding[i].line, line) && n + 12 < size) {
			char name[16];

			n += (size_t)snprintf(out + n, size - n, "%s%s", n ? " " : "", keymap_key_text(keymap->binding[i].key, name, sizeof(name)));
		}
}

static void all_lines(struct sheet *sheet)
{
	char keys[40], line[40];

	heading(sheet, say("Keys, and the same as commands after :"));
	for (unsigned i = 0; i < REQUEST_KINDS; i++) {
		keys_of(sheet->look->keymap, request_forms[i].name, keys, sizeof(keys));
		entry(sheet, keys, request_forms[i].name, request_forms[i].words, say(request_forms[i].help));
	}
	heading(sheet, say("Views"));
	for (unsigned i = 0; i < VIEW_COUNT; i++) {
		snprintf(line, sizeof(line), "view %s", view_forms[i].name);
		keys_of(sheet->look->keymap, line, keys, sizeof(keys));
		entry(sheet, keys, line, "", say(view_forms[i].help));
	}
	heading(sheet, say("Commands to the machine"));
	for (unsigned i = 0; i < COMMAND_KINDS; i++) {
		const struct command_form *form = &command_forms[i];
		char words[120];

		snprintf(words, sizeof(words), "%s%s%s", strcmp(form->object, "none") ? form->object : "",
			 strcmp(form->object, "none") && form->words[0] ? " " : "", form->words);
		entry(sheet, "", form->verb, words, say(form->help));
	}
}

static void make(const struct look *look, const struct view_state *state, struct sheet *sheet)
{
	*sheet = (struct sheet){ .look = look, .about = state->filter };
	all_lines(sheet);
	if (!sheet->text.length)
		str_format(&sheet->text, say("nothing is called '%s'\n"), sheet->about);
}

/* Draws the lines from `top` on; what a line says beside its keys is broken to the pane's width. */
static void draw_sheet(const struct sheet *sheet, const struct pane *pane, int64_t top)
{
	struct pane text = pane_inside(pane, TEXT_AT, 0, pane->w - TEXT_AT, pane->h);
	int64_t number = 0;
	int y = 0;

	for (const char *p = sheet->text.text; *p && y < pane->h; number++) {
		size_t end = strcspn(p, "\n");
		char line[400];

		snprintf(line, sizeof(line), "%.*s", (int)end, p);
		p += end + (p[end] != '\0');
		if (number < top)
			continue;
		if (line[0] != ' ' || end < TEXT_AT) {
			pane_text(pane, 0, y++, ROLE_TITLE, line);
			continue;
		}
		pane_format(pane, 0, y, ROLE_TITLE, "%.*s", TEXT_AT - 1, line);
		y = pane_wrap(&text, y, ROLE_TEXT, line + TEXT_AT);
	}
}

static void help_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct sheet sheet;

	make(look, state, &sheet);
	state->rows = pane->h;
	state->top = state->at;
	draw_sheet(&sheet, pane, state->top);
	str_free(&sheet.text);
}

static int64_t lines_of(const struct look *look, const struct view_state *state)
{
	struct sheet sheet;
	int64_t n = 0;

	make(look, state, &sheet);
	for (const char *p = sheet.text.text; *p; p++)
		n += *p == '\n';
	str_free(&sheet.text);
	return n;
}

static bool help_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	(void)out;
	return view_list_move(state, kind, lines_of(look, state));
}

static void help_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct sheet sheet;

	make(look, state, &sheet);
	str_append(out, sheet.text.text);
	str_free(&sheet.text);
}

const struct view view_help = { .draw = help_draw, .request = help_request, .text = help_linear };
