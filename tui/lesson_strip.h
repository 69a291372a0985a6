/* SPDX-License-Identifier: MIT */
/* The lesson where another view has the screen: its heading, its goals, and what to do next, on top. */
#ifndef MSILAB_TUI_LESSON_STRIP_H
#define MSILAB_TUI_LESSON_STRIP_H

#include "tui/view.h"

/* Whether it has room on such a screen to answer who pointed at a record. */
bool lesson_strip_answers(int cols, int rows);

/* The rows it would like on a screen of this size. */
int lesson_strip_rows(const struct guide *guide, int cols, int rows);
void lesson_strip_draw(const struct look *look, const struct pane *pane);

#endif
