/* SPDX-License-Identifier: MIT */
/* The lessons there are: those that ship, in the order of their numbers. */
#ifndef MSILAB_CLI_LESSONS_H
#define MSILAB_CLI_LESSONS_H

#include "lessons/host/lesson.h"

/* Reads the lesson of a file. NULL: err. */
struct lesson *lessons_read(const char *path, struct err *err);

/* Calls each(path) for the lessons that ship, in the order of their file names. Returns how many there are. */
unsigned lessons_each(void (*each)(const char *path, void *context), void *context);

/* The lesson of a number, an id, or a file (a name with a slash or a dot). NULL: there is none, or it is wrong (err). */
struct lesson *lessons_open(const char *which, struct err *err);

#endif
