/* SPDX-License-Identifier: MIT */
/*
 * How often the screen is painted. What a person did is answered at once; while time passes by itself, and while work is under way,
 * a picture comes at most every PACE_MS, however often the machine gets a slice: links are slow, and eyes too. Pure: clocks
 * are the caller's.
 */
#ifndef MSILAB_TUI_PACE_H
#define MSILAB_TUI_PACE_H

#include "tui/screen.h"

#define PACE_MS 100
#define PACE_WATCH_MS 1000 /* between two looks at a file that may be saved */
#define PACE_SLICE_MS 1 /* between two slices of work that nobody watches */

struct pace {
	long painted; /* when the last picture came, in ms of the caller's clock */
	bool working; /* a job was under way then: its end is an answer */
};

/* Milliseconds until the next tick, 0: none is wanted. */
unsigned pace_tick_ms(const struct screen *screen);

/* After a tick: a picture is due. The end of a job is an answer, and so is what stands when nothing moves any more. */
bool pace_due(const struct pace *pace, const struct screen *screen, long now_ms);

void pace_painted(struct pace *pace, const struct screen *screen, long now_ms);

#endif
