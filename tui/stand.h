/* SPDX-License-Identifier: MIT */
/* Where the person stands, as text: moment, device, view, filters, bookmarks, the tour. Written whenever it changes, so that a
 * session that was cut short can be gone on with from there. Lines are words of their own, not commands. */
#ifndef MSILAB_TUI_STAND_H
#define MSILAB_TUI_STAND_H

#include "tui/screen.h"

void stand_text(struct screen *screen, struct str *out);

/* Tells who keeps it (screen->stand), if it differs from what they were told last; left: the person goes. */
void stand_tell(struct screen *screen, bool left);

/* Stands there again: the machine, which the journal brought to its last command, goes on to where it was. What the text holds
 * beside what is known, or what does not fit this machine, is left out. true: the tour goes on too. */
bool stand_take(struct screen *screen, const char *text);

#endif
