/* SPDX-License-Identifier: MIT */
/* Values pinned to a corner of the screen, addressed as on inspect pages and in commands: OBJECT NAME. */
#ifndef MSILAB_TUI_WATCH_H
#define MSILAB_TUI_WATCH_H

#include "tui/view.h"

#define WATCHES_MAX 12

struct watches {
	unsigned n;
	struct watch {
		char object[40], name[80];
		int page; /* where it is: enum inspect_page */
	} watch[WATCHES_MAX];
};

/* Pins "OBJECT NAME", or takes it off if it is pinned. false: there is no such value (err). */
bool watch_toggle(struct watches *watches, const struct look *look, const char *text, struct err *err);
bool watch_drop(struct watches *watches, const char *text); /* "": all. false: it was not pinned */

/* In the lower right corner of a pane, above its last row. */
void watch_draw(const struct watches *watches, const struct look *look, const struct pane *pane);

/* A line for each: its value at the cursor, and what it was if it just changed. */
void watch_text(const struct watches *watches, const struct look *look, struct str *out);

#endif
