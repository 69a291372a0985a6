/* SPDX-License-Identifier: MIT */
/* A lesson in plain text: each thing is told once, when it has come about. Lines begin with LESSON, STEP, PREDICT, ANSWER, GOAL,
 * HINT, EXPLAIN, NEXT. */
#ifndef MSILAB_TUI_PLAIN_LESSON_H
#define MSILAB_TUI_PLAIN_LESSON_H

#include "tui/screen.h"

/* What is new since the last call; all of the step at the first one, and when another step is shown. */
void plain_lesson(struct screen *screen, struct str *out);

/* All of the step. */
void plain_lesson_whole(struct screen *screen, struct str *out);

/* What is still open, and what to do. For whoever asks to go on and nothing has come of it. */
void plain_lesson_open(struct screen *screen, struct str *out);

/* The step's explanation. */
void plain_lesson_explain(struct screen *screen, struct str *out);

#endif
