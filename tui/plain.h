/* SPDX-License-Identifier: MIT */
/*
 * Plain mode: linear text, append-only, the same commands. Lines begin with a word that can be searched for: EVENT (a record),
 * STATE, VIEW, ERROR, TOUR; those of a lesson in plain_lesson.h. Nothing is painted over and nothing waits.
 */
#ifndef MSILAB_TUI_PLAIN_H
#define MSILAB_TUI_PLAIN_H

#include "tui/screen.h"

/* One line as typed; what it did is appended to out. false: an error, which is said. */
bool plain_line(struct screen *screen, const char *line, struct str *out);

/* The whole tour, told. */
void plain_tour(struct screen *screen, struct str *out);

/* A text broken into lines, as plain text has them. */
void plain_wrapped(const char *text, struct str *out);

/* The first lines: what this is and how it was switched on. */
void plain_greet(struct screen *screen, const char *switched_on_by, struct str *out);

#endif
