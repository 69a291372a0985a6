/* SPDX-License-Identifier: MIT */
/*
 * What `diff` found: two moments, of one branch or of two. The differences of the state, field by field; and of two branches where
 * their records part and how interrupts travelled on each side. Numbers of records, never copies of them.
 */
#ifndef MSILAB_TUI_COMPARE_H
#define MSILAB_TUI_COMPARE_H

#include "sim/read/diff.h"
#include "tui/session.h"

#define COMPARE_STATES_MAX 500

struct compare_side {
	const struct session_branch *branch; /* borrowed: branches live while they are listed */
	uint64_t cursor;
	char name[80];
};

struct compare_state {
	enum scene_group group;
	uint32_t obj; /* of the left side */
	char what[28];
	uint64_t place, left, right;
};

struct compare {
	bool asked; /* and found; else nothing was compared yet */
	struct compare_side left, right;
	struct diff diff; /* of two branches; else without rows */
	struct compare_state *state;
	size_t states, states_room;
	size_t moved; /* what differs besides by an address alone: the same thing lies elsewhere */
	bool cut;   /* there were more states than COMPARE_STATES_MAX */
	/* private to compare.c */
	struct compare_work *work; /* NULL: none is under way */
};

/* Compares anew, as the session's job; the session's cursor stays. `compare` holds nothing until compare_done. false: a job is under way. */
bool compare_begin(struct compare *compare, struct session *session, const struct compare_side *left, const struct compare_side *right);

/* The job has ended; what was interrupted is dropped. */
void compare_done(struct compare *compare, const struct session *session);
void compare_fini(struct compare *compare);

/* Both sides are listed still: a list that was full has dropped its oldest branch. */
bool compare_stands(const struct compare *compare, const struct session *session);

#endif
