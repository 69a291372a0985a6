/* SPDX-License-Identifier: MIT */
/*
 * The terminal: a canvas out, keys and clicks in. The only file that knows ncurses. Whatever ends the program, the terminal
 * gets its modes, its cursor and its first screen back.
 */
#ifndef MSILAB_TUI_CURSES_H
#define MSILAB_TUI_CURSES_H

#include "sim/base/err.h"
#include "tui/canvas.h"

struct curses_options {
	bool mouse, colour, light;
};

struct curses_input {
	enum { CURSES_NOTHING, CURSES_KEY, CURSES_CLICK, CURSES_WHEEL } kind;
	int key;  /* tui/keymap.h */
	int x, y; /* of a click or a turn of the wheel */
	int turn; /* -1 up, 1 down */
};

/* Whether the terminal that TERM names can place its cursor: without that there is no screen, only plain text. */
bool curses_possible(void);

/* false: this terminal cannot do it (err says what is missing). Takes the terminal; call once, curses_close ends it. */
bool curses_open(const struct curses_options *options, struct err *err);
void curses_close(void);

/* Whether signs beyond ASCII can be drawn one column wide in this locale. */
bool curses_unicode(void);

void curses_size(unsigned *cols, unsigned *rows); /* asks the terminal, and tells ncurses */
void curses_paint(const struct canvas *canvas);   /* sends what differs from the last one */
void curses_change(const struct curses_options *options); /* from the next painting on */
void curses_repaint(void);                        /* the next one is sent whole */
struct curses_input curses_read(void);            /* never waits */

void curses_lend(void (*use)(void *context), void *context); /* gives the terminal to what `use` runs, and takes it again */
void curses_suspend(void); /* gives the terminal back, stops the process, takes it again when continued */

/* The same at a crash, with nothing that a signal handler may not do. Signals that nobody handles are handled with it. */
void curses_crash(void);

#endif
