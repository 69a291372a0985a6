/* SPDX-License-Identifier: MIT */
/* What lies where on the screen, and drawing it. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/tell.h"
#include "tui/act.h"
#include "tui/lesson_strip.h"
#include "tui/present.h"

#define SPARE_ROWS 24 /* from here on a row may stay blank for its looks */

/* The title and the text; a blank row where there is one to spare. */
static int tour_rows(const struct screen *screen)
{
	struct str text = { 0 };
	int rows;

	if (!screen->tour || !tour_step(screen->tour))
		return 0;
	tour_words(screen->tour, &text);
	rows = pane_wrap_rows(text.text, (int)screen->canvas.cols - 2) + 1 + (screen->canvas.rows >= SPARE_ROWS);
	str_free(&text);
	return rows;
}

struct layout screen_layout(struct screen *screen)
{
	struct look look = screen_look(screen);
	struct layout_wish wish = { .focus = screen->focus, .alone = screen->menu || screen->presenting, .beside = screen->guide ? screen->beside : VIEW_COUNT,
				    .card = screen->focus == VIEW_help ? 0 : card_rows(&screen->card, &look, (int)screen->canvas.cols), /* a sheet wants the room */
				    .watches = screen->menu ? 0 : watch_rows(&screen->watches, (int)screen->canvas.cols),
				    .lines = screen->guide ? lesson_strip_rows(screen->guide, (int)screen->canvas.cols, (int)screen->canvas.rows) : tour_rows(screen) };

	return layout_of((int)screen->canvas.cols, (int)screen->canvas.rows, &wish);
}

/* Where the machine is; what is looked at, and the last record, by their numbers in the trace; what it died of, for good. */
static void draw_title(struct screen *screen, const struct pane *all)
{
	struct session *session = screen->session;
	struct look look = screen_look(screen);
	struct pane left = *all;
	unsigned long long at = session->cursor - 1, last = trace_count(look.trace) - 1;
	char now[32], text[200], state[160];

	pane_blank(all, 0, ROLE_BAR);
	if (screen->menu) {
		pane_say(all, 0, 0, ROLE_BAR, " msilab: a laboratory for interrupts");
		return;
	}
	snprintf(text, sizeof(text), say(" msilab  %s  %s  record %llu of %llu"), screen->device, vtime_text(session_clock(session), now, sizeof(now)), at, last);
	act_state(screen, all->w - (int)text_columns(text) - 2, state, sizeof(state));
	if (all->w >= 60) {
		pane_right(all, 0, ROLE_BAR, state);
		left.w -= (int)text_columns(state) + 1;
	}
	if ((int)text_columns(text) > left.w) /* the name gives way, no number is cut */
		snprintf(text, sizeof(text), say(" %s  %s  record %llu of %llu"), screen->device, now, at, last);
	pane_text(&left, 0, 0, ROLE_BAR, text);
}

/* Some have a meaning in a lesson or the tour alone. */
static bool footer_fits(const struct screen *screen, enum request_kind kind)
{
	if (screen->menu)
		return kind == REQUEST_HELP || kind == REQUEST_QUIT || kind == REQUEST_NEXT;
	if (kind == REQUEST_NEXT)
		return screen->guide || (screen->tour && tour_step(screen->tour));
	return kind != REQUEST_HINT || screen->guide;
}

static void draw_footer(struct screen *screen, const struct pane *all, int y)
{
	int x = 0;

	screen->buttons = 0;
	for (unsigned i = 0; i < REQUEST_KINDS && screen->buttons < SCREEN_BUTTONS_MAX; i++) {
		const struct request_form *form = &request_forms[i];
		char key[16];
		int w;

		if (!form->footer[0] || !footer_fits(screen, (enum request_kind)i))
			continue;
		keymap_key_of(&screen->manners.keymap, form->name, key, sizeof(key));
		w = (int)(text_columns(key) + text_columns(say(form->footer))) + 2;
		if (x + w > all->w)
			break;
		screen->button[screen->buttons++] = (struct screen_button){ x, w, (enum request_kind)i };
		x = pane_text(all, x, y, ROLE_BAR, key);
		x = pane_format(all, x + 1, y, ROLE_TEXT, "%s", say(form->footer)) + 1;
	}
}

static void draw_tour(struct screen *screen, const struct pane *all, const struct layout *layout)
{
	const struct tour_step *step = tour_step(screen->tour);
	struct pane pane = pane_inside(all, 0, layout->tour_y, all->w, layout->tour_h), inner;
	struct str text = { 0 };
	char title[120];

	screen->tour->pages = 0;
	if (!step || layout->tour_h < 2)
		return;
	tour_words(screen->tour, &text);
	snprintf(title, sizeof(title), "%u/%u  %s", screen->tour->at + 1, screen->tour->steps, say(step->title));
	inner = pane_titled(&pane, title, false);
	inner = pane_inside(&inner, 1, 0, inner.w - 2, inner.h);
	screen->tour->pages = (unsigned)((pane_wrap_rows(text.text, inner.w) + inner.h - 1) / inner.h);
	if (screen->tour->page >= screen->tour->pages)
		screen->tour->page = screen->tour->pages - 1;
	pane_wrap(&inner, -(int)screen->tour->page * inner.h, ROLE_TEXT, text.text);
	str_free(&text);
	if (screen->tour->page + 1 < screen->tour->pages)
		pane_right(&pane, 0, ROLE_TITLE, say(" Enter: more "));
}

static void draw_strip(struct screen *screen, const struct pane *all, const struct layout *layout)
{
	struct pane pane = pane_inside(all, 0, layout->tour_y, all->w, layout->tour_h);
	struct look look = screen_look(screen);

	lesson_strip_draw(&look, &pane);
}

static void draw_tiny(struct screen *screen, const struct pane *all)
{
	struct look look = screen_look(screen);
	const struct record *record = look_record(&look);
	struct pane rest = pane_inside(all, 0, 1, all->w, all->h - 1);
	struct str text = { 0 };
	char now[32];

	str_format(&text, "%s ", vtime_text(look_now(&look), now, sizeof(now)));
	if (!card_line(&screen->card, &look, &text) && record)
		tell_record(look.trace, record, &text);
	pane_text(all, 0, 0, ROLE_TEXT, text.text);
	pane_wrap(&rest, 0, ROLE_DIM, say("window too small: enlarge it, or use --plain"));
	str_free(&text);
}

void screen_place(struct screen *screen)
{
	const struct session *session = screen->session;
	struct look_code code = { session->code, session_code_at(session) };

	source_look(screen->source, session_trace(session), session->scene, session->cursor, &code, &screen->place);
}

static void draw_panes(struct screen *screen, const struct pane *all, const struct layout *layout)
{
	struct look look = screen_look(screen);

	if (screen->source)
		screen_place(screen);
	for (unsigned i = 0; i < layout->n; i++) {
		const struct layout_pane *at = &layout->pane[i];
		struct pane pane = pane_inside(all, at->x, at->y, at->w, at->h);
		struct pane inner = pane_titled(&pane, say(view_forms[at->view].title), at->view == screen->focus);

		views[at->view]->draw(&look, &screen->state[at->view], &inner);
	}
	for (unsigned i = 0; i < layout->n; i++) /* a line between panes side by side */
		if (layout->pane[i].x > 0)
			pane_column(all, layout->pane[i].x - 1, layout->pane[i].y, layout->pane[i].h, ROLE_BORDER, GLYPH_VLINE);
}

static void draw_watches(struct screen *screen, const struct pane *all, const struct layout *layout)
{
	struct pane pane = pane_inside(all, 0, layout->watch_y, all->w, layout->watch_h);
	struct look look = screen_look(screen);

	watch_draw(&screen->watches, &look, &pane);
}

static void draw_card(struct screen *screen, const struct pane *all, const struct layout *layout)
{
	struct pane pane = pane_inside(all, 0, layout->card_y, all->w, layout->card_h);
	struct look look = screen_look(screen);

	card_draw(&screen->card, &look, &pane);
}

#define MESSAGE_ROWS 3

/* What is longer than its row lies over those above, until the next key. */
static void draw_message(const struct screen *screen, const struct pane *all, int y)
{
	int rows = pane_wrap_rows(screen->message, all->w);
	struct pane pane;

	if (rows > MESSAGE_ROWS)
		rows = MESSAGE_ROWS;
	pane = pane_inside(all, 0, y + 1 - rows, all->w, rows);
	for (int row = 0; row < rows; row++)
		pane_blank(&pane, row, ROLE_TEXT);
	pane_wrap(&pane, 0, screen->message_role, screen->message);
}

void screen_draw(struct screen *screen)
{
	struct layout layout = screen_layout(screen);
	struct pane all = pane_of(&screen->canvas, 0, 0, (int)screen->canvas.cols, (int)screen->canvas.rows);
	char text[100];

	screen->canvas.ascii = screen->manners.ascii || screen->ascii_only;
	canvas_clear(&screen->canvas);
	if (layout.tiny) {
		draw_tiny(screen, &all);
		if (screen->prompt.open)
			prompt_draw(&screen->prompt, &all, all.h - 1);
		return;
	}
	draw_title(screen, &all);
	if (screen->guide)
		draw_strip(screen, &all, &layout);
	else if (screen->tour)
		draw_tour(screen, &all, &layout);
	draw_panes(screen, &all, &layout);
	draw_watches(screen, &all, &layout);
	draw_card(screen, &all, &layout);
	draw_footer(screen, &all, layout.footer_y);
	if (screen->prompt.open)
		prompt_draw(&screen->prompt, &all, layout.message_y);
	else if (screen_working(screen))
		pane_format(&all, 0, layout.message_y, ROLE_TITLE, "%s", act_progress(screen, text, sizeof(text)));
	else
		draw_message(screen, &all, layout.message_y);
	present_draw(screen);
}
