/* SPDX-License-Identifier: MIT */
/* The course as the person finds it: the lessons that ship with what was come to in them, and what there is beside them. */
#ifndef MSILAB_CLI_COURSE_H
#define MSILAB_CLI_COURSE_H

#include "lessons/host/progress.h"
#include "tui/course.h"

/* sessions: a session that was left is offered, and leaving at all. */
void course_make(struct course *course, const struct progress *progress, bool sessions);

#endif
