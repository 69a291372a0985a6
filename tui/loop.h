/* SPDX-License-Identifier: MIT */
/* The event loop between terminal and screen: keys, size, signals, and the machine's work in slices. The only file that knows
 * libevent. */
#ifndef MSILAB_TUI_LOOP_H
#define MSILAB_TUI_LOOP_H

#include "sim/base/err.h"
#include "tui/screen.h"

/* Runs until the person leaves. 0, or the number of the signal that ended it. The terminal is open (curses_open). */
int loop_run(struct screen *screen);

#endif
