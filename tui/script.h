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

/* Runs a whole script; photographs are appended to out. false: a line is none, a command failed, or an expectation did (err with
 * file and line). */
bool script_run(struct screen *screen, const char *text, const char *file, struct str *out, struct err *err);

#endif
