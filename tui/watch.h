/* SPDX-License-Identifier: MIT */
/* Values pinned under the views, addressed as on inspect pages and in commands: OBJECT NAME. */
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

/* Side by side in rows as wide as the screen. Rows that all of them take; drawing as many as there is room for (the last place tells how
 * many more there are); the value at a place of those rows, NULL: none. */
int watch_rows(const struct watches *watches, int cols);
void watch_draw(const struct watches *watches, const struct look *look, const struct pane *pane);
const struct watch *watch_at(const struct watches *watches, int cols, int rows, int x, int y);

/* A line for each: its value at the cursor, and what it was if it just changed. */
void watch_text(const struct watches *watches, const struct look *look, struct str *out);

#endif
