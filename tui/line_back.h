/* SPDX-License-Identifier: MIT */
/*
 * Back by lines of the driver's source, calls passed over: which of the places that a level of nesting reached is the line before. Going on
 * it is seen whether a function returns; going back the calls have to be followed from the level's beginning.
 */
#ifndef MSILAB_TUI_LINE_BACK_H
#define MSILAB_TUI_LINE_BACK_H

#include "tui/screen.h"

/* A place of the level, in order. */
struct line_stop {
	uint64_t number; /* in the code log */
	unsigned depth;  /* functions that called one another there */
	bool enters;     /* a function begins */
	bool same;       /* it is the line set out from */
};

/* Of n stops, of which the last is where it sets out: the one before in the same call, else in who called it; out: in who called it.
 * CODELOG_NONE: the level begins here. */
uint64_t line_before(const struct line_stop *stop, size_t n, bool out);

/* The same of a session's code log, from the place numbered origin; before the level's beginning, the last place that its CPU reached. */
uint64_t line_back(struct screen *screen, const struct session *session, uint64_t origin, bool out);

#endif
