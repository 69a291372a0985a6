/* SPDX-License-Identifier: MIT */
/*
 * How the program behaves for this person: keys, theme, signs, mouse, colour, findings. The requests bind, unbind, theme, ascii, mouse,
 * color and findings change it, at the prompt for this session, in the file `config` of the configuration folder for every one: a line of
 * that file is a line of the prompt.
 */
#ifndef MSILAB_TUI_MANNERS_H
#define MSILAB_TUI_MANNERS_H

#include "tui/keymap.h"

struct manners {
	struct keymap keymap;
	bool light, ascii, mouse;
	enum { FINDINGS_STOP, FINDINGS_SHOW, FINDINGS_QUIET } findings; /* stop: an error stops time, and a card tells of it; show: the card alone */
	enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } colour; /* auto: when the terminal has some and NO_COLOR is not set */
};

void manners_init(struct manners *manners); /* the defaults; the mouse is on */

/* Whether a request is one of those above. */
bool manners_knows(enum request_kind kind);

/* Does it. What is to be said goes to `said`, a line each: what changed, and a key that lost what it did. false: err. */
bool manners_do(struct manners *manners, const struct request *request, struct str *said, struct err *err);

/* Does the lines of a file. Every line that cannot be used, every key bound twice, every default that lost its last key without
 * an unbind is a line in `said`, with file and line; the rest of the file counts all the same. Returns how many lines could not
 * be used. */
unsigned manners_read(struct manners *manners, const char *text, const char *file, struct str *said);

#endif
