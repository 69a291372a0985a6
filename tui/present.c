/* SPDX-License-Identifier: MIT */
/* Presenting: stops, notes, echo, blank; the kiosk. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/act.h"
#include "tui/present.h"

#define KIOSK_LAST_MS 12000     /* the tour's end stands so long */
#define KIOSK_ALONE_MS 120000   /* a visitor who does nothing so long has gone */

/* ---- what is done ---- */

static void do_return(struct screen *screen)
{
	if (!screen->tour || !tour_step(screen->tour) || !screen->tour->kept) {
		screen_say(screen, ROLE_ERROR, "there is no stop to return to");
		return;
	}
	tour_return(screen->tour, screen->session);
	screen->tour_shown = 0;
	act_tour_view(screen);
	act_moved(screen);
}

bool present_goes_on(const struct screen *screen)
{
	const struct tour_step *step = screen->tour ? tour_step(screen->tour) : NULL;

	return step && screen->tour->kept && screen->focus == view_named(step->view) && !screen->state[screen->focus].at;
}

/* A visitor has no business with the machine that a kiosk stands on, nor with what another person left there. */
static bool locked(enum request_kind kind)
{
	static const enum request_kind kinds[] = { REQUEST_SUSPEND, REQUEST_SAVE, REQUEST_RESUME, REQUEST_LESSONS, REQUEST_LESSON, REQUEST_BIND, REQUEST_UNBIND };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

static void begin_anew(struct screen *screen)
{
	screen->again = screen->quit = true; /* a machine of its own for whoever comes next */
}

bool present_kiosk(struct screen *screen, enum request_kind kind)
{
	if (!screen->kiosk)
		return false;
	if (kind == REQUEST_QUIT && !screen->typed) {
		begin_anew(screen);
		return true;
	}
	if (locked(kind))
		screen_say(screen, ROLE_ERROR, "this is not for a kiosk");
	return locked(kind);
}

bool present_act(struct screen *screen, const struct request *request)
{
	switch (request->kind) {
	case REQUEST_RETURN:
		do_return(screen);
		return true;
	case REQUEST_PRESENT:
		screen->presenting = !screen->presenting;
		return true;
	case REQUEST_BLANK:
		screen->blank = true;
		return true;
	default:
		return false;
	}
}

/* ---- keys ---- */

static void echo(struct screen *screen, int key)
{
	char text[16];

	if (screen->echoes == SCREEN_ECHOES)
		memmove(screen->echo, screen->echo + 1, (SCREEN_ECHOES - 1) * sizeof *screen->echo);
	else
		screen->echoes++;
	snprintf(screen->echo[screen->echoes - 1], sizeof *screen->echo, "%s", keymap_key_text(key, text, sizeof text));
}

bool present_touch(struct screen *screen)
{
	screen->idle_ms = 0;
	if (screen->kiosk && screen->tour && !screen->tour->held) {
		screen->tour->held = screen->taken = true;
		screen_say(screen, ROLE_TITLE, "it is yours: Enter goes on, Backspace goes back, ? shows all keys");
		return true;
	}
	if (screen->blank) {
		screen->blank = false;
		return true;
	}
	return false;
}

bool present_key(struct screen *screen, int key)
{
	if (screen->kiosk && key == 'q' && !screen->prompt.open && screen->await == REQUEST_NONE) { /* also from the help */
		begin_anew(screen);
		return true;
	}
	if (present_touch(screen))
		return true;
	if (!screen->presenting)
		return false;
	echo(screen, key);
	if (key != 'b' || screen->prompt.open || screen->await != REQUEST_NONE)
		return false;
	screen->blank = true;
	return true;
}

/* ---- the picture ---- */

/* Nothing dim, nothing thin: what is far away is read by its weight. */
static enum role strong(enum role role)
{
	switch (role) {
	case ROLE_DIM:
	case ROLE_BORDER:
	case ROLE_COMMENT:
	case ROLE_STRING:
	case ROLE_DIRECTIVE:
		return ROLE_TEXT;
	case ROLE_TEXT:
	case ROLE_THREAD:
	case ROLE_KEYWORD:
	case ROLE_INTERFACE:
		return ROLE_TITLE;
	case ROLE_DPC:
		return ROLE_ACTIVE;
	case ROLE_MATCH:
		return ROLE_CURSOR;
	default:
		return role;
	}
}

static void draw_echo(struct screen *screen)
{
	struct pane all = pane_of(&screen->canvas, 0, 0, (int)screen->canvas.cols, (int)screen->canvas.rows);
	struct str text = { 0 };

	for (unsigned i = 0; i < screen->echoes; i++)
		str_format(&text, " %s", screen->echo[i]);
	if (text.length) {
		str_append(&text, " ");
		pane_right(&all, all.h - 2, ROLE_BAR, text.text);
	}
	str_free(&text);
}

void present_draw(struct screen *screen)
{
	struct canvas *canvas = &screen->canvas;

	if (screen->blank) {
		canvas_clear(canvas);
		return;
	}
	if (!screen->presenting)
		return;
	for (unsigned i = 0; i < canvas->cols * canvas->rows; i++)
		canvas->cells[i].role = (uint8_t)strong(canvas->cells[i].role);
	draw_echo(screen);
}

/* ---- the kiosk ---- */

void present_tick(struct screen *screen, unsigned ms)
{
	struct tour *tour = screen->tour;

	if (!screen->kiosk || !tour)
		return;
	screen->idle_ms += ms;
	if (screen->taken && screen->idle_ms >= KIOSK_ALONE_MS) {
		begin_anew(screen);
	} else if (!screen->taken && tour_last(tour) && tour_waits(tour, screen->session)) {
		screen->last_ms += ms;
		if (screen->last_ms >= KIOSK_LAST_MS)
			tour_begin(tour, screen->session);
	} else {
		screen->last_ms = 0;
	}
}

/* ---- notes ---- */

void present_tell(struct screen *screen)
{
	const struct tour *tour = screen->tour;
	const struct tour_step *step = tour ? tour_step(tour) : NULL;
	struct str text = { 0 };

	if (!screen->notes || !step || screen->noted == 2 * tour->at + tour->revealed + 1)
		return;
	screen->noted = 2 * tour->at + tour->revealed + 1;
	str_format(&text, say("STOP %u of %u: %s"), tour->at + 1, tour->steps, say(step->title));
	str_format(&text, "\n\n%s\n", step->notes ? say(step->notes) : "");
	if (step->ask)
		str_format(&text, "\n? %s\n= %s\n", say(step->ask), say(step->reveal));
	if (!tour_last(tour)) {
		str_append(&text, "\n");
		str_format(&text, say("next: %s"), say(tour->list[tour->at + 1].title));
		str_append(&text, "\n");
	}
	screen->notes(screen->context, text.text);
	str_free(&text);
}
