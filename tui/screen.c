/* SPDX-License-Identifier: MIT */
/* The screen: keys, clicks, sizes, time. What is drawn: screen_draw.c; what requests do: act.c. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/tell.h"
#include "tui/act.h"
#include "tui/present.h"
#include "tui/chain.h"
#include "tui/inspect.h"
#include "tui/screen.h"
#include "tui/sieve.h"

#define JUDGE_SLICE 50000 /* records of a saved trace that the rules read in a tick */

struct screen *screen_new(struct session *take, unsigned cols, unsigned rows, bool ascii)
{
	struct screen *screen = mem_new(sizeof(*screen));
	const struct machine *machine = &take->next;

	screen->session = take;
	screen->await = REQUEST_NONE;
	screen->beside = VIEW_lesson;
	screen->message_role = ROLE_TEXT;
	canvas_init(&screen->canvas, cols, rows, ascii);
	manners_init(&screen->manners);
	screen->manners.ascii = ascii;
	screen->spans = spans_new();
	screen->sieve = sieve_new();
	screen->chain = mem_new(sizeof(*screen->chain));
	if (machine->devices_n)
		snprintf(screen->device, sizeof(screen->device), "%s", machine->drivers_n ? machine->drivers[0].device : machine->devices[0].name);
	return screen;
}

void screen_free(struct screen *screen)
{
	if (!screen)
		return;
	compare_fini(&screen->compare);
	session_free(screen->session);
	inspect_search_free(screen->set_by);
	spans_free(screen->spans);
	sieve_free(screen->sieve);
	mem_free(screen->chain);
	prompt_fini(&screen->prompt);
	str_free(&screen->told);
	str_free(&screen->built);
	canvas_fini(&screen->canvas);
	mem_free(screen);
}

void screen_say(struct screen *screen, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(screen->message, sizeof(screen->message), say(format), args);
	va_end(args);
	screen->message_role = role;
}

static const struct scene *then(void *context, uint64_t cursor)
{
	return session_then(((struct screen *)context)->session, cursor);
}

static bool place(void *context, uint64_t code, char *text, size_t size)
{
	struct screen *screen = context;

	return screen->source && source_line(screen->source, code, text, size);
}

static const char *function(void *context, uint64_t code)
{
	struct screen *screen = context;

	return screen->source ? source_function(screen->source, code) : NULL;
}

/* The letter of a bookmark in the timeline: its own, or the next that is free from its first one on. */
static unsigned letter_of(const struct session_bookmark *bookmark, const uint64_t marks[LOOK_MARKS])
{
	unsigned letter = bookmark->name[0] >= 'a' && bookmark->name[0] <= 'z' ? (unsigned)(bookmark->name[0] - 'a') : 0;

	for (unsigned i = 0; bookmark->name[1] && i < LOOK_MARKS && marks[letter]; i++)
		letter = (letter + 1) % LOOK_MARKS;
	return letter;
}

/* Bookmarks that the branch looked at has; those of one letter first. */
static void marks_of(const struct session *session, bool letters, uint64_t marks[LOOK_MARKS], char names[LOOK_MARKS][LOOK_MARK_NAME])
{
	for (unsigned i = 0; i < session->bookmarks; i++) {
		const struct session_bookmark *bookmark = &session->bookmark[i];
		unsigned letter = letter_of(bookmark, marks);

		if (letters == !!bookmark->name[1] || session_shared(session, bookmark->branch, session->now) < bookmark->cursor)
			continue;
		marks[letter] = bookmark->cursor;
		snprintf(names[letter], LOOK_MARK_NAME, "%.*s", LOOK_MARK_NAME - 1, letters ? bookmark->text : bookmark->name);
	}
}

struct look screen_look(struct screen *screen)
{
	struct session *session = screen->session;
	struct look look = {
		.trace = session_trace(session), .scene = session->scene, .cursor = session->cursor,
		.newest = session_newest(session), .machine = &session->next, .device = screen->device,
		.keymap = &screen->manners.keymap, .asked = screen->focus == VIEW_help ? screen->before : screen->focus, .source = &screen->place, .why = screen->why,
		.then = then, .function = function, .place = place, .context = screen,
		.mark_names = screen->mark_names, .generation = session->generation, .spans = screen->spans,
		.sieve = screen->sieve, .chain = screen->chain,
		.calls = screen->calls, .session = session, .compare = &screen->compare, .guide = screen->guide, .course = screen->lessons, .built = screen->built.text,
	};

	if (screen->guide)
		guide_follow(screen->guide, session);
	if (screen->at != session->cursor) {
		screen->stop = screen->at;
		screen->at = session->cursor;
	}
	look.stop = screen->stop;
	look.findings = session_findings(session, &look.findings_n);
	if (screen->source)
		source_use(screen->source, &session_journal(session)->machine);
	if (screen->source)
		look.form = source_form(screen->source, &session->next, screen->device);
	marks_of(session, true, look.marks, screen->mark_names);
	marks_of(session, false, look.marks, screen->mark_names);
	return look;
}

/* A small screen moves a position so that what is selected is in sight. The next size begins at the old one again: whoever makes a
 * window small and large finds it as it was. */
void screen_resize(struct screen *screen, unsigned cols, unsigned rows)
{
	if (screen->anchored)
		memcpy(screen->state, screen->anchor, sizeof(screen->state));
	else
		memcpy(screen->anchor, screen->state, sizeof(screen->state));
	screen->anchored = true;
	canvas_resize(&screen->canvas, cols, rows);
}

/* A letter that a request waits for; anything else takes the question back. */
static void take_letter(struct screen *screen, int key)
{
	char letter[2] = { (char)key, 0 };
	struct request request = request_of(screen->await, letter);

	screen->await = REQUEST_NONE;
	screen_say(screen, ROLE_TEXT, "%s", "");
	if (key > ' ' && key < 127)
		screen_do(screen, &request);
}

static void take_prompt(struct screen *screen, int key)
{
	struct look look = screen_look(screen);
	char line[REQUEST_TEXT_MAX + 16];

	if (prompt_key(&screen->prompt, key, &look) != PROMPT_DONE)
		return;
	if (!strcmp(screen->prompt.lead, "/"))
		snprintf(line, sizeof(line), "search %s", screen->prompt.text);
	else
		snprintf(line, sizeof(line), "%s", screen->prompt.text);
	if (line[0])
		screen_line(screen, line);
}

void screen_key(struct screen *screen, int key)
{
	struct request request;
	char name[16];

	screen->anchored = false;
	if (present_key(screen, key))
		return;
	if (screen->prompt.open) {
		take_prompt(screen, key);
		return;
	}
	if (screen->await != REQUEST_NONE) {
		take_letter(screen, key);
		return;
	}
	if (act_predict_digit(screen, key))
		return;
	if (key == ('c' & 0x1F))
		key = K_ESC;
	request = keymap_request(&screen->manners.keymap, key);
	if (request.kind == REQUEST_NONE) {
		screen_say(screen, ROLE_DIM, "%s does nothing here; ? shows all keys", keymap_key_text(key, name, sizeof(name)));
		return;
	}
	screen_say(screen, ROLE_TEXT, "%s", "");
	screen_do(screen, &request);
}

bool screen_line(struct screen *screen, const char *line)
{
	struct request request;
	struct err err = { 0 };
	char text[600];

	if (!request_read(&request, line, &err)) {
		screen_say(screen, ROLE_ERROR, "%s", err_text(&err, text, sizeof(text)));
		return false;
	}
	screen->message_role = ROLE_TEXT;
	screen_say(screen, ROLE_TEXT, "%s", "");
	screen->typed = true;
	screen_do(screen, &request);
	screen->typed = false;
	return screen->message_role != ROLE_ERROR;
}

/* A watched value shows where it stands. false: the place is none of theirs. */
static bool click_watch(struct screen *screen, const struct layout *layout, int x, int y)
{
	const struct watch *watch;
	struct request request;
	char text[sizeof(watch->object) + sizeof(watch->name)];

	if (layout->tiny || y < layout->watch_y || y >= layout->watch_y + layout->watch_h)
		return false;
	watch = watch_at(&screen->watches, (int)screen->canvas.cols, layout->watch_h, x, y - layout->watch_y);
	if (!watch)
		return true;
	snprintf(text, sizeof(text), "%s %s", watch->object, watch->name);
	request = request_of(REQUEST_INSPECT, text);
	screen_do(screen, &request);
	return true;
}

void screen_click(struct screen *screen, int x, int y)
{
	struct layout layout = screen_layout(screen);
	struct look look = screen_look(screen);
	struct request request = { .kind = REQUEST_NONE };
	int hit;

	if (present_touch(screen))
		return;
	for (unsigned i = 0; y == layout.footer_y && !layout.tiny && i < screen->buttons; i++)
		if (x >= screen->button[i].x && x < screen->button[i].x + screen->button[i].w) {
			request = request_of(screen->button[i].kind, NULL);
			screen_do(screen, &request);
			return;
		}
	if (click_watch(screen, &layout, x, y))
		return;
	hit = layout.tiny ? -1 : layout_hit(&layout, x, y);
	if (hit < 0)
		return;
	screen->anchored = false;
	screen->focus = layout.pane[hit].view;
	if (y > layout.pane[hit].y && /* a title only takes the keys */
	    views[screen->focus]->click &&
	    views[screen->focus]->click(&look, &screen->state[screen->focus], x - layout.pane[hit].x, y - layout.pane[hit].y - 1, &request) &&
	    request.kind != REQUEST_NONE)
		screen_do(screen, &request);
}

void screen_wheel(struct screen *screen, int x, int y, int turn)
{
	struct layout layout = screen_layout(screen);
	struct request request = request_of(turn < 0 ? REQUEST_UP : REQUEST_DOWN, NULL), out = { .kind = REQUEST_NONE };
	struct look look = screen_look(screen);
	int hit = layout.tiny ? -1 : layout_hit(&layout, x, y);

	if (present_touch(screen) || hit < 0)
		return;
	screen->anchored = false;
	screen->focus = layout.pane[hit].view;
	if (views[screen->focus]->wheel &&
	    views[screen->focus]->wheel(&look, &screen->state[screen->focus], x - layout.pane[hit].x, y > layout.pane[hit].y ? y - layout.pane[hit].y - 1 : 0, turn,
					 &out)) {
		if (out.kind != REQUEST_NONE)
			screen_do(screen, &out);
		return;
	}
	for (int i = 0; i < 3; i++)
		screen_do(screen, &request);
}

/* What a view has begun to read and not finished. */
static bool behind(const struct screen *screen)
{
	return spans_behind(screen->spans, session_trace(screen->session)) || sieve_waits(screen->sieve) || !session_judged(screen->session);
}

bool screen_watching(const struct screen *screen)
{
	return screen->craft;
}

bool screen_moving(const struct screen *screen)
{
	return screen_working(screen) || screen->building || behind(screen) || screen->session->running || (screen->tour && tour_step(screen->tour) && !screen->tour->held) || screen->kiosk;
}

bool screen_busy(const struct screen *screen)
{
	return screen_working(screen) || behind(screen) || (screen->session->running && screen->session->speed == SPEED_FULL);
}

bool screen_working(const struct screen *screen)
{
	return session_busy(screen->session) || (screen->guide && guide_busy(screen->guide));
}

void screen_work(struct screen *screen)
{
	session_slice(screen->session);
	act_ended(screen);
	act_findings(screen, true);
}

void screen_tick(struct screen *screen, unsigned ms)
{
	if (screen_working(screen))
		return;
	screen->session->stops = screen->manners.findings == FINDINGS_STOP;
	act_craft_tick(screen);
	if (spans_behind(screen->spans, session_trace(screen->session)))
		spans_read(screen->spans, session_trace(screen->session), screen->session->generation, SPANS_SLICE);
	session_judge(screen->session, JUDGE_SLICE);
	if (sieve_waits(screen->sieve)) /* what passes a filter is found out by drawing it */
		screen_draw(screen);
	if (screen->tour && !screen->session->running)
		tour_tick(screen->tour, screen->session, ms);
	else
		session_tick(screen->session, ms);
	if (screen->state[VIEW_trace].follow && screen->session->running && !screen_working(screen))
		session_seek(screen->session, UINT64_MAX);
	present_tick(screen, ms);
	act_tour_view(screen);
	act_ended(screen);
	act_news(screen);
	act_findings(screen, true);
}
