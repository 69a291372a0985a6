/* SPDX-License-Identifier: MIT */
/* What there is to begin: the lessons with what was come to in them, the tour, the laboratory, a session that was left. Made by who
 * knows the files; texts are in the person's language. */
#ifndef MSILAB_TUI_COURSE_H
#define MSILAB_TUI_COURSE_H

#include <stdbool.h>

#define COURSE_MAX 40

struct course_entry {
	char number[8];     /* of a lesson, "" : it is none */
	char title[120];
	char state[60];     /* "step 2 of 4", "done", "" */
	char about[300];    /* what it takes, what comes before */
	char line[100];     /* the request that begins it; "" : leave */
	bool done;
};

struct course {
	char hello[300];    /* for who is new; "" : they are not */
	unsigned n, at;     /* at: what the person would go on with */
	struct course_entry entry[COURSE_MAX];
};

#endif
