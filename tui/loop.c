/* SPDX-License-Identifier: MIT */
/* The event loop. */
#include <event2/event.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "sim/base/bug.h"
#include "tui/act.h"
#include "tui/curses.h"
#include "tui/loop.h"
#include "tui/pace.h"
#include "tui/stand.h"

#define WORK_MS	 3   /* of a job between two looks at the keys */
#define AHEAD_MS 20  /* of a job, in all, while keys that were typed ahead are taken */
#define SILENT_MAX 50

struct loop {
	struct event_base *base;
	struct screen *screen;
	struct event *tick;
	struct pace pace;
	unsigned planned_ms; /* until the tick that is set; 0: none is */
	unsigned silent;     /* times the input was ready and had nothing */
	int signal;
};

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void redraw(struct loop *loop)
{
	const struct manners *manners = &loop->screen->manners;

	curses_change(&(struct curses_options){ manners->mouse, manners->colour != COLOUR_NEVER, manners->light });
	if (loop->screen->whole)
		curses_repaint();
	loop->screen->whole = false;
	screen_draw(loop->screen);
	curses_paint(&loop->screen->canvas);
	pace_painted(&loop->pace, loop->screen, now_ms());
}

/* The size may have changed while we were stopped, too: nobody tells a process in the background. */
static void take_size(struct loop *loop)
{
	unsigned cols, rows;

	curses_size(&cols, &rows);
	screen_resize(loop->screen, cols, rows);
	loop->screen->whole = true;
}

/* A part of the job under way, so long that nobody notices a wait for a key. */
static void work(struct screen *screen, long ms)
{
	long end = now_ms() + ms;

	while (screen_working(screen) && now_ms() < end)
		screen_work(screen);
}

static void plan_tick(struct loop *loop)
{
	struct timeval in = { 0, 0 };

	if (loop->planned_ms || !pace_tick_ms(loop->screen))
		return;
	loop->planned_ms = pace_tick_ms(loop->screen);
	in.tv_sec = loop->planned_ms / 1000;
	in.tv_usec = (suseconds_t)(loop->planned_ms % 1000) * 1000;
	event_add(loop->tick, &in);
}

static void edited(void *context)
{
	act_craft_edited(context);
}

/* asked: a person did something, and looks for the answer. */
static void go_on(struct loop *loop, bool asked)
{
	if (loop->screen->suspend) {
		session_settle(loop->screen->session);
		curses_suspend();
		loop->screen->suspend = false;
		take_size(loop);
	}
	if (loop->screen->edit) {
		curses_lend(edited, loop->screen);
		take_size(loop);
	}
	if (loop->screen->quit) {
		event_base_loopbreak(loop->base);
		return;
	}
	work(loop->screen, WORK_MS);
	if (session_trouble(loop->screen->session))
		act_news(loop->screen);
	if (asked || pace_due(&loop->pace, loop->screen, now_ms())) {
		redraw(loop);
		stand_tell(loop->screen, false);
	}
	plan_tick(loop);
}

static bool take_input(struct screen *screen)
{
	struct curses_input input = curses_read();

	switch (input.kind) {
	case CURSES_KEY:
		screen_key(screen, input.key);
		return true;
	case CURSES_CLICK:
		screen_click(screen, input.x, input.y);
		return true;
	case CURSES_WHEEL:
		screen_wheel(screen, input.x, input.y, input.turn);
		return true;
	default:
		return false;
	}
}

static void on_keys(evutil_socket_t fd, short what, void *context)
{
	struct loop *loop = context;
	long most = now_ms() + AHEAD_MS;
	unsigned n = 0;

	(void)fd;
	(void)what;
	for (; !loop->screen->quit && !loop->screen->suspend && take_input(loop->screen); n++)
		if (now_ms() < most)
			work(loop->screen, WORK_MS); /* keys typed ahead find what most jobs need done */
	loop->silent = n ? 0 : loop->silent + 1;
	if (loop->silent == SILENT_MAX) { /* the other end is gone */
		loop->signal = SIGHUP;
		event_base_loopbreak(loop->base);
		return;
	}
	go_on(loop, true);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
	struct loop *loop = context;
	unsigned ms = loop->planned_ms;

	(void)fd;
	(void)what;
	loop->planned_ms = 0;
	screen_tick(loop->screen, ms);
	go_on(loop, false);
}

static void on_size(evutil_socket_t number, short what, void *context)
{
	(void)number;
	(void)what;
	take_size(context);
	redraw(context);
}

static void on_end(evutil_socket_t number, short what, void *context)
{
	struct loop *loop = context;

	(void)what;
	loop->signal = (int)number;
	event_base_loopbreak(loop->base);
}

static void on_stop(evutil_socket_t number, short what, void *context)
{
	struct loop *loop = context;

	(void)number;
	(void)what;
	session_settle(loop->screen->session);
	curses_suspend();
	take_size(loop);
	redraw(loop);
}

int loop_run(struct screen *screen)
{
	static const int ends[] = { SIGTERM, SIGHUP, SIGINT };
	struct loop loop = { .base = event_base_new(), .screen = screen };
	struct event *events[6];
	unsigned n = 0;

	must(loop.base);
	loop.tick = evtimer_new(loop.base, on_tick, &loop);
	events[n++] = event_new(loop.base, STDIN_FILENO, EV_READ | EV_PERSIST, on_keys, &loop);
	events[n++] = evsignal_new(loop.base, SIGWINCH, on_size, &loop);
	events[n++] = evsignal_new(loop.base, SIGTSTP, on_stop, &loop);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		events[n++] = evsignal_new(loop.base, ends[i], on_end, &loop);
	for (unsigned i = 0; i < n; i++)
		event_add(events[i], NULL);
	on_size(SIGWINCH, 0, &loop);
	plan_tick(&loop);
	event_base_dispatch(loop.base);
	for (unsigned i = 0; i < n; i++)
		event_free(events[i]);
	event_free(loop.tick);
	event_base_free(loop.base);
	return loop.signal;
}
