/* SPDX-License-Identifier: MIT */
/* The prompt: a line being typed, with its history and completion. It knows keys and text, nothing of what the line does. */
#ifndef MSILAB_TUI_PROMPT_H
#define MSILAB_TUI_PROMPT_H

#include "sim/base/machine.h"
#include "tui/complete.h"
#include "tui/keymap.h"
#include "tui/pane.h"

#define PROMPT_HISTORY 100

struct prompt {
	bool open;
	bool waits;                 /* opened with a word and a blank, and nothing was typed: Enter leaves it */
	char lead[16];              /* ":" or what is asked for */
	char text[REQUEST_TEXT_MAX];
	unsigned at;                /* byte of the cursor, at a character's start */
	char *history[PROMPT_HISTORY]; /* oldest first, owned */
	unsigned history_n, history_at;
	struct complete complete;   /* after Tab with several words, and the hint */
};

enum prompt_end { PROMPT_STAYS, PROMPT_DONE, PROMPT_LEFT };

void prompt_fini(struct prompt *prompt);
void prompt_open(struct prompt *prompt, const char *lead, const char *text);

/* PROMPT_DONE: text is the line, and it is closed; it has entered the history. */
enum prompt_end prompt_key(struct prompt *prompt, int key, const struct look *look);

/* One row: the line with its cursor; offered words or the hint in the row above, if there is one. */
void prompt_draw(const struct prompt *prompt, const struct pane *pane, int y);

#endif
