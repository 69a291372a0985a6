/* SPDX-License-Identifier: MIT */
/*
 * Goals with cells, which a sweep tries one after another: what a kind of them does, and what they have in common.
 */
#ifndef MSILAB_HOST_GOAL_CELLS_H
#define MSILAB_HOST_GOAL_CELLS_H

#include "lessons/host/goal.h"

struct cells_kind {
	void (*reset)(struct goal *goal); /* as before the first record */
	void (*command)(struct goal *goal, const struct trace *trace, const struct record *record); /* cmd.take: it may open a cell */
	void (*start)(struct goal *goal, const struct record *record); /* of its device, under the open cell */
	void (*under)(struct goal *goal, const struct trace *trace, const struct record *record); /* from the start on */
	bool (*blame)(const struct goal *goal, uint64_t *record); /* the first cell that is not green: the record that made it red */
	void (*distance)(const struct goal *goal, struct str *out);
};

/*
 * A cell for each grant policy. It is opened by the command `policy POLICY`, and begins anew when the device is started after it; it is
 * green when the record has come so many times since, red when one of `never` has come while that policy held. A keyword of the
 * device's driver changes the driver: every cell is untried again. Green everywhere at once reaches the goal, and it stays so, unless
 * one of `never` comes before another cell is opened.
 */
extern const struct cells_kind cells_policies;

/*
 * A cell for each k, of every way in which k interrupts can fall into the places of a start (ways.h). A way is opened by its note, and
 * begins when the device is started after it; it is green and red as above. The way without an interrupt comes first: its start
 * tells the places, and with it every cell is untried again, as after a keyword. Then the ways count that come in their order, each with
 * its interrupts (the cause, raised by command) in their places.
 */
extern const struct cells_kind cells_interleavings;

/* Of interleavings, the first way that was tried and is not green; NULL: there is none. */
const struct way *cells_bad_way(const struct goal *goal);

/* A keyword of this device? "keyword DEVICE NAME=VALUE" */
bool cells_keyword(const struct goal *goal, const char *command);

/* What the next record of the trace says to each of them. */
void cells_see(const struct cells_kind *kind, struct goal *goal, const struct trace *trace, const struct record *record);

/* Kinds of records that can change it beside those of its record and near misses. */
void cells_kinds(const struct goal *goal, bool kinds[RECORD_KINDS]);

/* A cell has turned green by this record: the goal is reached if all are. */
void cells_reach(struct goal *goal, const struct record *record);

#endif
