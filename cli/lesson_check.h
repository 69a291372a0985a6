/* SPDX-License-Identifier: MIT */
/*
 * What a lesson must prove before anybody learns from it (msilab lesson check): its beginning does not pass, its solution does, its
 * wrong solutions fail on the goal that names them, and its texts can be read.
 */
#ifndef MSILAB_CLI_LESSON_CHECK_H
#define MSILAB_CLI_LESSON_CHECK_H

#include "cli/intake.h"
#include "lessons/host/lesson.h"

#define LESSON_COLUMNS 60
#define LESSON_LINES 5
#define LESSON_WRONGS 3 /* misconceptions at least */
#define LESSON_HINTS 3

/* Prints a line a check to the output. intake: of the lesson's machine; modules are loaded into it. Returns how many failed. */
unsigned lesson_check(struct lesson *lesson, struct intake *intake);

#endif
