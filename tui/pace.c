/* SPDX-License-Identifier: MIT */
/* The rate of pictures. */
#include "tui/pace.h"

unsigned pace_tick_ms(const struct screen *screen)
{
	if (!screen_moving(screen))
		return screen_watching(screen) ? PACE_WATCH_MS : 0;
	return screen_busy(screen) ? PACE_SLICE_MS : PACE_MS;
}

bool pace_due(const struct pace *pace, const struct screen *screen, long now_ms)
{
	if (!screen_busy(screen) || (pace->working && !screen_working(screen)))
		return true;
	return now_ms - pace->painted >= PACE_MS;
}

void pace_painted(struct pace *pace, const struct screen *screen, long now_ms)
{
	pace->working = screen_working(screen);
	pace->painted = now_ms;
}
