/* SPDX-License-Identifier: MIT */
/* A screen for a room: what is large, what is strong, which keys are pressed, what the speaker alone reads. */
#ifndef MSILAB_TUI_PRESENT_H
#define MSILAB_TUI_PRESENT_H

#include "tui/screen.h"

/* Does a request of presenting; false: it is none. */
bool present_act(struct screen *screen, const struct request *request);

/* Enter goes on to what the stop leads to, or to the next: also in a list, unless the speaker has gone down in it. */
bool present_goes_on(const struct screen *screen);

/* What a kiosk's visitor may not ask for, and q, by whatever key or click: the tour begins anew; the typed command leaves. false: it may be done. */
bool present_kiosk(struct screen *screen, enum request_kind kind);

/* A key, a click or a turn of the wheel, before it has a meaning: it brings back what is blank, takes a kiosk over. true: that was all. */
bool present_touch(struct screen *screen);
/* A key: echoed besides, and b blanks. */
bool present_key(struct screen *screen, int key);

/* Over what was drawn: roles in strong contrast, the echo in the corner, or nothing at all. */
void present_draw(struct screen *screen);

/* Time passes: a kiosk whose tour is over, or whose visitor has gone, begins anew. */
void present_tick(struct screen *screen, unsigned ms);

/* The speaker's notes, whenever the stop or what is shown of it has changed. */
void present_tell(struct screen *screen);

#endif
