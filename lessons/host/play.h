/* SPDX-License-Identifier: MIT */
/*
 * A lesson played without a screen: its machine, its steps, and lines as a learner types them. For checks of lessons, their
 * transcripts, and whoever proves a solution.
 */
#ifndef MSILAB_HOST_PLAY_H
#define MSILAB_HOST_PLAY_H

#include "lessons/host/lesson.h"
#include "sim/journal/journal.h"
#include "sim/sim.h"

struct play {
	/* read freely */
	struct lesson *lesson;     /* borrowed */
	struct journal journal;    /* what was given, as it would be kept */
	struct trace *trace;       /* owned */
	struct lesson_place place; /* at the trace's end, after each line */
	unsigned failed;           /* the place in its list of the line that play_lines or play_step could not give */
	/* private to play.c */
	struct sim *sim;
	struct rules *rules; /* read along; NULL: no goal asks for findings */
	bool sweeping; /* what is refused then leaves a cell that is not green, and is no error */
};

/* machine has passed sim_check with these inputs; both are borrowed. One at a time lives in a process. */
void play_begin(struct play *play, struct lesson *lesson, const struct machine *machine, const struct inputs *inputs);
void play_end(struct play *play);

/* Begins a step (from 0): its note, then its commands. */
bool play_step(struct play *play, unsigned step, struct err *err);

/* A line: `run TIME`, `until KIND [LIMIT]`, `answer N` (this step's prediction, from 1), `point N` or
 * `point FILTER` (lesson_pointed), `sweep` (lesson_sweep), else a command to the
 * machine. What the machine refuses is an error here: a solution has no refused command. After a bugcheck nothing more is given but
 * answers: the goals say what that was worth. */
bool play_line(struct play *play, const char *line, struct err *err);
bool play_lines(struct play *play, const struct lesson_list *lines, struct err *err);

#endif
