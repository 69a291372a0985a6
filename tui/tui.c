/* SPDX-License-Identifier: MIT */
/* The laboratory and the tour, by a terminal, in plain text, by a script. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "tui/act.h"
#include "tui/curses.h"
#include "tui/loop.h"
#include "tui/plain.h"
#include "tui/present.h"
#include "tui/script.h"
#include "tui/stand.h"
#include "tui/tui.h"

#define LINE_MAX_BYTES 1000
#define AGAIN 100 /* a status between us: a kiosk begins anew */

const char tui_tour_machine[] = "seed 1\n"
				"cpus 2\n"
				"policy windows\n"
				"device nic0 vnic slot=1 msix=16 queues=4\n"
				"driver nic0 vnic-message MSISupported=1 *RSS=1\n";

static void put_out(FILE *out, struct str *text)
{
	if (text->length)
		fwrite(text->text, 1, text->length, out);
	fflush(out);
	str_clear(text);
}

/* Nothing is said of what is not on the disk: a line may have given a thousand commands, which it is waited for at once. */
static void reach_disk(struct session *session, struct str *out)
{
	session_settle(session);
	if (!session_trouble(session))
		return;
	str_format(out, "ERROR %s\n", session->news);
	session->news[0] = '\0';
}

static int run_plain(struct screen *screen, const struct tui_options *options)
{
	char line[LINE_MAX_BYTES];
	struct str out = { 0 };

	plain_greet(screen, options->plain, &out);
	if (screen->tour && !options->stood)
		plain_tour(screen, &out);
	reach_disk(screen->session, &out);
	put_out(options->out, &out);
	while (!screen->quit && (!screen->tour || options->stood) && fgets(line, sizeof(line), options->in)) {
		line[strcspn(line, "\n")] = '\0';
		plain_line(screen, line, &out);
		stand_tell(screen, false);
		reach_disk(screen->session, &out);
		put_out(options->out, &out);
	}
	str_free(&out);
	return 0;
}

static int run_script(struct screen *screen, const struct tui_options *options, struct err *err)
{
	struct str out = { 0 };
	struct script whole = { options->script, options->script_name, 1 };
	bool good = script_run(screen, options->goes_on ? options->goes_on : &whole, &out, err);

	put_out(options->out, &out);
	str_free(&out);
	return good ? 0 : 1;
}

static int run_terminal(struct screen *screen, struct err *err)
{
	const struct manners *manners = &screen->manners;
	struct curses_options terminal = { manners->mouse, manners->colour != COLOUR_NEVER, manners->light };
	int number;

	if (!curses_open(&terminal, err))
		return 2;
	screen->ascii_only = !curses_unicode();
	screen->terminal = true;
	number = loop_run(screen);
	curses_close();
	return number ? 128 + number : 0;
}

/* What the caller brings. */
static void equip(struct screen *screen, const struct tui_options *options)
{
	if (options->manners)
		screen->manners = *options->manners;
	screen->config = options->config;
	screen->source = source_new(options->modules, options->modules_n, options->sources);
	screen->calls = options->calls;
	screen->save = options->save;
	screen->context = options->context;
	screen->notes = options->notes;
	screen->presenting = screen->tour && screen->tour->kept;
	screen->kiosk = options->kiosk;
	screen->resumable = options->script ? NULL : options->resume; /* a script is the story of one session */
	screen->stand = options->stand;
	if (!options->script) {
		screen->course = options->course;
		screen->leave_for = options->leave_for;
		screen->craft = options->craft;
		screen->craft_context = options->craft_context;
		if (screen->guide)
			screen->guide->craft = screen->craft;
	}
	screen->progress = options->progress;
	screen->everything = options->everything;
}

static int run(const struct tui_options *options, struct tour *tour, struct guide *guide, bool menu, struct err *err)
{
	struct session_edge edge = options->edge;
	struct session *session;
	struct screen *screen;
	int status;

	edge.slices = !options->script && !options->plain;
	session = session_new(options->journal, options->inputs, &edge, err);
	if (!session)
		return 3;
	screen = screen_new(session, options->cols ? options->cols : 80, options->rows ? options->rows : 24, false);
	screen->tour = tour;
	screen->guide = guide;
	equip(screen, options);
	if (options->stood && !stand_take(screen, options->stood))
		screen->tour = NULL;
	if (screen->tour && !options->stood) {
		tour_begin(tour, session);
		act_tour_view(screen);
	}
	present_tell(screen);
	if (menu) {
		screen->menu = true;
		screen->lessons = screen->course ? screen->course(screen->context) : NULL;
		screen->focus = VIEW_course;
	}
	if (guide)
		act_lesson_begin(screen);
	if (options->hello)
		screen_say(screen, ROLE_TITLE, "%s", options->hello);
	stand_tell(screen, false);
	if (options->script)
		status = run_script(screen, options, err);
	else if (options->plain)
		status = run_plain(screen, options);
	else
		status = run_terminal(screen, err);
	if (!status && session_exhausted(session))
		status = 4;
	if (!status && screen->resume)
		status = 5;
	if (!status && screen->again)
		status = AGAIN;
	stand_tell(screen, status < 128);
	session_end(session);
	source_free(screen->source);
	screen_free(screen);
	return status;
}

int tui_lab(const struct tui_options *options, struct err *err)
{
	return run(options, NULL, NULL, false, err);
}

int tui_course(const struct tui_options *options, struct err *err)
{
	return run(options, NULL, NULL, true, err);
}

int tui_learn(const struct tui_options *options, struct err *err)
{
	struct guide guide;
	int status;

	guide_init(&guide, options->lesson, options->ahead, options->come_to);
	status = run(options, NULL, &guide, false, err);
	guide_fini(&guide);
	return status;
}

int tui_demo(const struct tui_options *options, struct err *err)
{
	struct script script = { options->script, options->script_name, 1 };
	struct tui_options again = *options;
	struct tour tour;
	int status;

	again.goes_on = options->script ? &script : NULL;
	do {
		tour_init(&tour);
		status = run(&again, &tour, NULL, false, err);
		tour_fini(&tour);
	} while (status == AGAIN);
	return status;
}

int tui_present(const struct tui_options *options, struct err *err)
{
	struct tour tour;
	int status;

	tour_init_stops(&tour, options->stops, options->stops_n);
	status = run(options, &tour, NULL, false, err);
	tour_fini(&tour);
	return status;
}

void tui_restore(void)
{
	curses_crash();
}

bool tui_possible(void)
{
	return curses_possible();
}
