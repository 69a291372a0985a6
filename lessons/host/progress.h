/* SPDX-License-Identifier: MIT */
/*
 * What a person has come to in the course, as data and as text: for each lesson the step they are at and what they have done, with the
 * hints they took and the answers they gave. What was done once stays done, whatever is undone in the session. Files are the
 * caller's.
 */
#ifndef MSILAB_HOST_PROGRESS_H
#define MSILAB_HOST_PROGRESS_H

#include "lessons/host/lesson.h"
#include "sim/base/str.h"

struct progress_step {
	bool done;
	unsigned hints;  /* that were asked for */
	unsigned answer; /* the last one, from 1; 0: none */
	unsigned tries;  /* answers given */
};

struct progress_lesson {
	char id[64];
	bool done;
	unsigned at, steps; /* at: from 1; 0: not begun; over steps: at its end */
	struct progress_step step[LESSON_STEPS_MAX];
};

struct progress {
	struct progress_lesson *lesson; /* in the order in which they were begun */
	size_t n, room;
	char last[64];      /* the lesson that the person was in; "" : none */
};

void progress_fini(struct progress *progress);

/* NULL: nothing was done in it. */
const struct progress_lesson *progress_of(const struct progress *progress, const char *id);

/* Takes the place of what is known of that lesson. */
void progress_put(struct progress *progress, const struct progress_lesson *lesson);

void progress_text(const struct progress *progress, struct str *out);

/* false: it is no such text (err with the line); progress is empty then. */
bool progress_read(struct progress *progress, const char *text, const char *file, struct err *err);

/* What is whole of a text that is no such text from some line on: the lines before it. Returns how many lessons. */
size_t progress_salvage(struct progress *progress, const char *text);

/* Whether a text is that of a version which is not known yet. */
bool progress_is_newer(const char *text);

/* What the other has beyond it comes in too: done in one is done, the further step counts. */
void progress_merge(struct progress *progress, const struct progress *other);

#endif
