/* SPDX-License-Identifier: MIT */
/*
 * A script drives a screen that has no terminal and photographs it. One thing a line:
 *
 *     key NAME...     keys by name (q, Space, C-r, Tab ...)
 *     type TEXT       its characters as keys
 *     click X Y       the mouse;  wheel X Y up|down
 *     size COLSxROWS  another size
 *     tick MS         time passes for the viewer
 *     photo NAME      the cells as text;  roles NAME: the letters of their roles
 *     alone VIEW NAME one view on the whole canvas, as text
 *     expect TEXT     it must stand on the screen
 *     # comment
 *
 * Any other line is a command, as typed at the prompt.
 */
#ifndef MSILAB_TUI_SCRIPT_H
#define MSILAB_TUI_SCRIPT_H

#include "tui/screen.h"

/* A script, and how far it has come; borrowed. */
struct script {
	const char *text, *file; /* text: what is still to be run */
	unsigned line;           /* its first line's number */
};

/* Runs it to its end, or until the screen is left: another one may go on with the rest. Photographs are appended to out. false: a line is
 * none, a command failed, or an expectation did (err with file and line). */
bool script_run(struct screen *screen, struct script *script, struct str *out, struct err *err);

#endif
