/* SPDX-License-Identifier: MIT */
/* What each request does on the screen: one function a line of requests.def. */
#ifndef MSILAB_TUI_ACT_H
#define MSILAB_TUI_ACT_H

#include "tui/screen.h"

/* One or two words for the title line: paused, running 1us/s, past, stopped. */
const char *act_state(const struct screen *screen);

/* Moving the cursor lets every view follow it again. */
void act_moved(struct screen *screen);

/* When the tour is at another step, its view gets the keys. */
void act_tour_view(struct screen *screen);

/* Does a request that moves the cursor or lets time pass; false: it is not one. */
bool act_time(struct screen *screen, const struct request *request);

/* Says why the machine stopped by itself, once. */
void act_news(struct screen *screen);

#endif
