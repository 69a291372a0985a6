/* SPDX-License-Identifier: MIT */
/* The prompt. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/text.h"
#include "tui/prompt.h"

void prompt_fini(struct prompt *prompt)
{
	for (unsigned i = 0; i < prompt->history_n; i++)
		mem_free(prompt->history[i]);
	prompt->history_n = 0;
}

static void set_text(struct prompt *prompt, const char *text)
{
	snprintf(prompt->text, sizeof(prompt->text), "%s", text);
	prompt->at = (unsigned)strlen(prompt->text);
}

void prompt_open(struct prompt *prompt, const char *lead, const char *text)
{
	prompt->open = true;
	prompt->waits = strchr(text, ' ') && !strchr(text, ' ')[1];
	snprintf(prompt->lead, sizeof(prompt->lead), "%s", lead);
	set_text(prompt, text);
	prompt->history_at = prompt->history_n;
	prompt->complete = (struct complete){ 0 };
}

static void remember(struct prompt *prompt)
{
	if (!prompt->text[0] || (prompt->history_n && !strcmp(prompt->history[prompt->history_n - 1], prompt->text)))
		return;
	if (prompt->history_n == PROMPT_HISTORY) {
		mem_free(prompt->history[0]);
		memmove(prompt->history, prompt->history + 1, (PROMPT_HISTORY - 1) * sizeof(*prompt->history));
		prompt->history_n--;
	}
	prompt->history[prompt->history_n++] = mem_copy_text(prompt->text);
}

static unsigned before(const struct prompt *prompt, unsigned at)
{
	if (at)
		at--;
	while (at && ((unsigned char)prompt->text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static unsigned after(const struct prompt *prompt, unsigned at)
{
	const char *p = prompt->text + at;

	text_next(&p);
	return (unsigned)(p - prompt->text);
}

static void take_out(struct prompt *prompt, unsigned from, unsigned to)
{
	memmove(prompt->text + from, prompt->text + to, strlen(prompt->text + to) + 1);
	prompt->at = from;
}

static void put_in(struct prompt *prompt, const char *bytes, unsigned n)
{
	size_t length = strlen(prompt->text);

	if (length + n >= sizeof(prompt->text))
		return;
	memmove(prompt->text + prompt->at + n, prompt->text + prompt->at, length - prompt->at + 1);
	memcpy(prompt->text + prompt->at, bytes, n);
	prompt->at += n;
}

static void recall(struct prompt *prompt, int step)
{
	unsigned to = prompt->history_at + (unsigned)step;

	if ((step < 0 && !prompt->history_at) || to > prompt->history_n)
		return;
	prompt->history_at = to;
	set_text(prompt, to < prompt->history_n ? prompt->history[to] : "");
}

static void tab(struct prompt *prompt, const struct look *look)
{
	char line[REQUEST_TEXT_MAX], common[48];

	snprintf(line, sizeof(line), "%.*s", (int)prompt->at, prompt->text);
	complete_line(&prompt->complete, line, look);
	if (!prompt->complete.n)
		return;
	complete_common(&prompt->complete, common, sizeof(common));
	take_out(prompt, prompt->complete.start, prompt->at);
	put_in(prompt, common, (unsigned)strlen(common));
	if (prompt->complete.n == 1) {
		if (common[0] && common[strlen(common) - 1] != '=')
			put_in(prompt, " ", 1);
		prompt->complete.n = 0;
	}
}

static void hint(struct prompt *prompt, const struct look *look)
{
	struct complete now;

	complete_line(&now, prompt->text, look);
	snprintf(prompt->complete.hint, sizeof(prompt->complete.hint), "%s", now.hint);
	prompt->complete.n = 0;
}

static void edit(struct prompt *prompt, int key)
{
	char bytes[4];

	switch (key) {
	case K_LEFT:
		prompt->at = before(prompt, prompt->at);
		break;
	case K_RIGHT:
		prompt->at = after(prompt, prompt->at);
		break;
	case K_HOME:
	case 'a' & 0x1F:
		prompt->at = 0;
		break;
	case K_END:
	case 'e' & 0x1F:
		prompt->at = (unsigned)strlen(prompt->text);
		break;
	case K_UP:
		recall(prompt, -1);
		break;
	case K_DOWN:
		recall(prompt, 1);
		break;
	case K_BACKSPACE:
	case 'h' & 0x1F:
		take_out(prompt, before(prompt, prompt->at), prompt->at);
		break;
	case K_DELETE:
		take_out(prompt, prompt->at, after(prompt, prompt->at));
		break;
	case 'u' & 0x1F:
		take_out(prompt, 0, prompt->at);
		break;
	default:
		if (key >= ' ' && key < 0x110000)
			put_in(prompt, bytes, text_put((uint32_t)key, bytes));
	}
}

enum prompt_end prompt_key(struct prompt *prompt, int key, const struct look *look)
{
	if (key == K_ESC || key == ('c' & 0x1F) || key == ('g' & 0x1F)) {
		prompt->open = false;
		return PROMPT_LEFT;
	}
	if (key == K_ENTER) {
		prompt->open = false;
		if (prompt->waits)
			return PROMPT_LEFT;
		remember(prompt);
		return PROMPT_DONE;
	}
	if (key == K_BACKSPACE && !prompt->text[0]) {
		prompt->open = false;
		return PROMPT_LEFT;
	}
	if (key == K_TAB) {
		prompt->waits = false;
		tab(prompt, look);
		return PROMPT_STAYS;
	}
	prompt->waits = false;
	edit(prompt, key);
	hint(prompt, look);
	return PROMPT_STAYS;
}

static void draw_offer(const struct prompt *prompt, const struct pane *pane, int y)
{
	int x = 0;

	pane_blank(pane, y, ROLE_TEXT);
	if (prompt->complete.n < 2) {
		pane_text(pane, 0, y, ROLE_DIM, prompt->complete.hint);
		return;
	}
	for (unsigned i = 0; i < prompt->complete.n && x < pane->w; i++)
		x = pane_format(pane, x, y, ROLE_MATCH, "%s", prompt->complete.word[i]) + 2;
}

void prompt_draw(const struct prompt *prompt, const struct pane *pane, int y)
{
	char lead[REQUEST_TEXT_MAX];
	int x, room, cut = 0;

	snprintf(lead, sizeof(lead), "%.*s", (int)prompt->at, prompt->text);
	if (y > 0 && (prompt->complete.n > 1 || prompt->complete.hint[0]))
		draw_offer(prompt, pane, y - 1);
	pane_blank(pane, y, ROLE_TEXT);
	x = pane_text(pane, 0, y, ROLE_TITLE, prompt->lead);
	room = pane->w - x - 1;
	if (room > 0 && (int)text_columns(lead) > room)
		cut = (int)text_fit(prompt->text, text_columns(lead) - (unsigned)room);
	pane_text(pane, x, y, ROLE_TEXT, prompt->text + cut);
	pane_paint(pane, x + (int)text_columns(lead + (cut < (int)strlen(lead) ? cut : 0)), y, 1, ROLE_CURSOR);
}
