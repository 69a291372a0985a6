/* SPDX-License-Identifier: MIT */
/*
 * The tour: steps of text, a command or two, and the record each step waits for (tour.def). It drives a session through the
 * screen or through plain mode. Each step shows the records that the flow view shows one after another, then waits for the
 * reader; unless held it goes on by itself after a time to read.
 */
#ifndef MSILAB_TUI_TOUR_H
#define MSILAB_TUI_TOUR_H

#include "tui/session.h"

struct tour_step {
	const char *title, *text;
	const char *commands; /* lines of the one grammar, separated by ; */
	const char *until;    /* kind of record the step ends at; "" : what the commands wrote */
	const char *view;     /* the view that shows it */
	/* of a presentation's stop; NULL: there is none */
	const char *name, *ask, *reveal, *notes;
};

struct tour {
	unsigned at, steps;    /* at == steps: it is over */
	bool kept;             /* what others do between two steps is left behind on a branch: the next one goes on from the step before */
	bool revealed;         /* the answer to this step's question is shown */
	unsigned branch;       /* kept: where the steps are */
	unsigned begun;        /* steps whose commands were given */
	unsigned waited_ms;    /* since the last record was shown */
	bool held;             /* goes on by key only */
	unsigned page, pages;  /* of the text, where the screen has no room for all of it; set by who draws it */
	struct tour_span {
		uint64_t before, start, target, end; /* cursors: before the step, where its picture begins, what it leads to, its last record */
	} *span;               /* of the steps begun, owned */
	const struct tour_step *list; /* borrowed */
};

void tour_init(struct tour *tour); /* that of the program */

/* A presentation: held, and kept. */
void tour_init_stops(struct tour *tour, const struct tour_step *stops, unsigned n);
void tour_fini(struct tour *tour);
const struct tour_step *tour_step(const struct tour *tour); /* NULL: over */
bool tour_last(const struct tour *tour); /* nothing follows this step: the machine is the learner's */

void tour_begin(struct tour *tour, struct session *session);    /* the first step; again: what was done is only looked at */
void tour_next(struct tour *tour, struct session *session);     /* shows the rest of this step, or begins the next */
void tour_previous(struct tour *tour, struct session *session); /* looks at the step before: nothing is run */
bool tour_tick(struct tour *tour, struct session *session, unsigned ms); /* false: nothing changed */

/* Its text: what is read, the question, and the answer once it is revealed. */
void tour_words(const struct tour *tour, struct str *out);

/* Back to the step, on the branch where it was. */
void tour_return(struct tour *tour, struct session *session);

/* Whether a record is what `until` and `show` name: "kind" or "kind symbol", such as pnp.state running. */
bool tour_reached(const char *until, const struct record *record);

/* The record at which the picture of a step begins that shows this kind; UINT64_MAX: there is none. */
uint64_t tour_shows(const struct tour_span *span, const struct trace *trace, const char *kind);

/* Somebody tries what the room asks, on a branch of their own or behind the stop. */
bool tour_strays(const struct tour *tour, const struct session *session);

/* The cursor stands before where the step leads. */
bool tour_leads(const struct tour *tour, const struct session *session);

/* Records are being shown one after another: the cursor is on its way to where the step leads. */
bool tour_plays(const struct tour *tour, const struct session *session);

/* The cursor stands where the step leads: the next move is the reader's. */
bool tour_waits(const struct tour *tour, const struct session *session);

/* Whether the flow view shows what a record says: the records at which the tour stops. */
bool tour_interesting(const struct record *record);

#endif
