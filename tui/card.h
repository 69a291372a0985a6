/* SPDX-License-Identifier: MIT */
/*
 * The card: a finding shown at the moment it happens. It opens where the cursor stands at a record that broke a rule, and when time
 * passes over one that was not seen yet (in a saved trace none passes); it closes by key, when the cursor is moved elsewhere, and when it goes back before the record. It
 * takes rows of its own, so it covers nothing.
 */
#ifndef MSILAB_TUI_CARD_H
#define MSILAB_TUI_CARD_H

#include "tui/pane.h"
#include "tui/view.h"

struct card {
	bool open;
	uint64_t record;     /* that broke the rule */
	/* private to card.c */
	uint64_t cursor;     /* as it was last seen */
	uint64_t reached;    /* the furthest cursor: what is before it was seen */
	uint64_t generation; /* of the trace */
};

/* The cursor may have moved; by itself: time passes, nobody asked for it. quiet: only somebody who stands there is told. */
void card_follow(struct card *card, const struct look *look, bool by_itself, bool quiet);

/* Rows it would like, for so many columns; 0: it is closed. */
int card_rows(const struct card *card, const struct look *look, int cols);
void card_draw(const struct card *card, const struct look *look, const struct pane *pane);

/* One line, for a screen that is too small; false: it is closed. */
bool card_line(const struct card *card, const struct look *look, struct str *out);

#endif
