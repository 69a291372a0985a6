/* SPDX-License-Identifier: MIT */
/*
 * Goals of a lesson: monitors over the records, one after another. A goal that is reached stays so, except where its kind says
 * otherwise (goals.def), and one that is missed stays missed: who wants another try goes back in time, or begins the step anew. What a
 * goal knows is computed from the trace alone.
 */
#ifndef MSILAB_HOST_GOAL_H
#define MSILAB_HOST_GOAL_H

#include "lessons/host/ways.h"
#include "sim/base/str.h"
#include "sim/read/query.h"

enum goal_kind {
#define GOAL(kind, fields, more, help) GOAL_##kind,
#include "lessons/host/goals.def"
#undef GOAL
	GOAL_KINDS
};

extern const struct goal_form {
	const char *name, *fields, *more, *help;
} goal_forms[GOAL_KINDS];

enum goal_state {
	GOAL_OPEN,    /* not yet */
	GOAL_REACHED, /* for `never`, and `count` with a most: so far */
	GOAL_MISSED,
};

#define GOAL_NEAR_MAX 6
#define GOAL_CELLS_MAX 16

/* Of goals that a sweep tries (goal_cells.h): where the last start in a cell has come; of interleavings, all its ways. */
enum goal_cell_state {
	CELL_UNTRIED, /* the device was not started in it, or its driver's keywords have changed since */
	CELL_OPEN,    /* started; the record is awaited */
	CELL_GREEN,
	CELL_RED,     /* what must never come has come */
};

struct goal {
	/* set by who reads a lesson; owned */
	enum goal_kind kind;
	unsigned line; /* of the file it was read from; 0: not known */
	char *id, *says;
	struct query first, second; /* first: the one filter of those that have one */
	struct query never;         /* goals with cells: none of these; empty: anything may come */
	char *right;                /* point: what is said to who points right */
	uint64_t least, most;       /* most UINT64_MAX: no limit; interleavings: interrupts in a start */
	vtime time;
	char *device;               /* goals with cells: whose starts count */
	char *cause;                /* interleavings: of the device's, the one that is raised */
	unsigned cells;             /* one for each `under`, for 0 to `most` interrupts; other kinds have none */
	struct goal_cell {
		char *under;            /* policies: as the command `policy` takes it */
		/* read freely, private to the goal's kind */
		enum goal_cell_state state;
		uint64_t record;        /* that decided; UINT64_MAX: none yet */
		uint64_t seen;          /* of first, since the start */
		int missing;            /* near: seen last in this cell, -1: none */
		uint64_t ways, green;   /* interleavings: how many there are, 0: not known yet; those that are green */
	} cell[GOAL_CELLS_MAX];
	unsigned near_n;
	struct goal_near {
		struct query record;
		char *says;
		char *idea;                 /* point: the misconception of who takes this for the answer; else NULL */
	} near[GOAL_NEAR_MAX];
	/* read freely, private to goal*.c */
	enum goal_state state;
	uint64_t record;   /* that decided; UINT64_MAX: none yet */
	uint64_t pointed;  /* point: at this one, last; UINT64_MAX: at none yet */
	uint64_t seen;     /* of first */
	vtime due;         /* within: until when the second must come; VTIME_NEVER: nothing is awaited */
	int missing;       /* near: seen last (point: pointed at last), -1: none */
	int under;         /* the cell that holds, -1: none of them */
	bool started;      /* the device was started under it */
	/* read freely, private to goal_interleavings.c */
	struct goal_ways {
		uint64_t silent;           /* the command that opened the way without an interrupt; UINT64_MAX: none did */
		bool known;                /* its start has told the places */
		struct places places;
		struct way now;            /* opened last */
		enum goal_cell_state state;
		uint64_t seen;             /* of first, since its start */
		uint64_t start;            /* the record of its start */
		unsigned raised;           /* interrupts that came in it */
		bool astray;               /* one of them in another place */
		bool bad;                  /* a way was tried and is not green: */
		bool first_astray;
		struct way first_bad;
		uint64_t decided;          /* the record that made it red; UINT64_MAX: none did */
	} ways;
};

void goal_fini(struct goal *goal);

/* Whether a sweep tries it. */
bool goal_has_cells(const struct goal *goal);

/* As before the first record. */
void goal_reset(struct goal *goal);

/* Kinds of records that can change it as it is now; others need not be shown. `within` must be told every time it is asked about: goal_at. */
void goal_kinds(const struct goal *goal, bool kinds[RECORD_KINDS]);

/* What it waits for has changed when this has: goal_kinds tells other kinds then, none when nothing can change what it says. */
unsigned goal_phase(const struct goal *goal);
void goal_see(struct goal *goal, const struct trace *trace, const struct record *record);

/* Whether findings decide it: it must then be shown the records that they are about. */
bool goal_judges(const struct goal *goal);

/* Whose findings its filters ask, see query.h. */
void goal_judge(struct goal *goal, const struct rules *rules);

/* The learner points at a record; only a `point` goal that is not reached looks. The first of `near` that it passes is `missing` then. */
void goal_point(struct goal *goal, const struct trace *trace, uint64_t number);

/* Time has come so far: what was due before is missed. */
void goal_at(struct goal *goal, vtime now);

/* The record that missed it (within: that its wait began with), or made its first cell that is not green a red one. false: none did. */
bool goal_blames(const struct goal *goal, uint64_t *record);

/* How far it is, in the reader's language: "2 of 4; missing: ...". Empty when reached. */
void goal_distance(const struct goal *goal, struct str *out);

#endif
