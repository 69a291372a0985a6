/* SPDX-License-Identifier: MIT */
/* Watched values. */
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/say.h"
#include "tui/inspect.h"
#include "tui/watch.h"

#define LINE 120
#define COLUMNS 39 /* that a value has at least, where there is room for two */

static bool read_address(struct watch *watch, const char *text)
{
	return sscanf(text, "%39s %79[^\n]", watch->object, watch->name) == 2;
}

static unsigned place_of(const struct watches *watches, const struct watch *watch)
{
	unsigned i = 0;

	while (i < watches->n && (strcmp(watches->watch[i].object, watch->object) || strcmp(watches->watch[i].name, watch->name)))
		i++;
	return i;
}

static void drop(struct watches *watches, unsigned place)
{
	watches->n--;
	memmove(&watches->watch[place], &watches->watch[place + 1], (watches->n - place) * sizeof(watches->watch[0]));
}

bool watch_drop(struct watches *watches, const char *text)
{
	struct watch watch;
	unsigned place;

	if (!text[0]) {
		watches->n = 0;
		return true;
	}
	if (!read_address(&watch, text) || (place = place_of(watches, &watch)) == watches->n)
		return false;
	drop(watches, place);
	return true;
}

bool watch_toggle(struct watches *watches, const struct look *look, const char *text, struct err *err)
{
	struct inspect_value value;
	struct watch watch;
	unsigned place;

	if (!read_address(&watch, text))
		return err_set(err, "'%s' is no value; expected an object and a name, such as nic0 IMS", text);
	place = place_of(watches, &watch);
	if (place < watches->n) {
		drop(watches, place);
		return true;
	}
	inspect_find(&value, look, watch.object, watch.name);
	if (!value.obj)
		return err_set(err, "there is no object '%s'; Tab lists them", watch.object);
	if (!value.found)
		return err_set(err, "%s has no value '%s' now; Tab lists them", watch.object, watch.name);
	if (watches->n == WATCHES_MAX)
		return err_set(err, "%u values are watched already; 'unwatch' takes them off", WATCHES_MAX);
	watch.page = (int)value.page;
	watches->watch[watches->n++] = watch;
	return true;
}

static bool line_of(const struct watch *watch, const struct look *look, char *text, size_t size)
{
	struct inspect_value value;

	inspect_find_on(&value, look, (enum inspect_page)watch->page, watch->object, watch->name);
	snprintf(text, size, "%s %s %s", watch->object, watch->name, value.found ? value.value : "-");
	return value.changed;
}

/* As many side by side as there is room for, or as there are. */
static unsigned across(const struct watches *watches, int cols)
{
	unsigned most = cols / COLUMNS > 1 ? (unsigned)(cols / COLUMNS) : 1;

	return watches->n < most && watches->n ? watches->n : most;
}

int watch_rows(const struct watches *watches, int cols)
{
	unsigned side = across(watches, cols);

	return (int)((watches->n + side - 1) / side);
}

/* Of all places, those that show a value: the last one tells of what has none. */
static unsigned shown(const struct watches *watches, int cols, int rows)
{
	unsigned places = across(watches, cols) * (unsigned)rows;

	return watches->n <= places ? watches->n : places ? places - 1 : 0;
}

static struct pane place(const struct pane *pane, unsigned i, unsigned side)
{
	int w = pane->w / (int)side;

	return pane_inside(pane, (int)(i % side) * w, (int)(i / side), w, 1);
}

static void draw_one(const struct watch *watch, const struct look *look, const struct pane *pane)
{
	char text[LINE];
	bool changed = line_of(watch, look, text, sizeof(text));

	pane_glyph(pane, 0, 0, ROLE_BORDER, GLYPH_VLINE);
	if (changed)
		pane_glyph(pane, 1, 0, ROLE_LIT, GLYPH_LIT);
	pane_cut(pane, pane_text(pane, 2, 0, changed ? ROLE_LIT : ROLE_TITLE, text), 0);
}

void watch_draw(const struct watches *watches, const struct look *look, const struct pane *pane)
{
	unsigned side = across(watches, pane->w), n = shown(watches, pane->w, pane->h);

	for (unsigned i = 0; i < n; i++) {
		struct pane one = place(pane, i, side);

		draw_one(&watches->watch[i], look, &one);
	}
	if (n < watches->n && pane->h) {
		struct pane rest = place(pane, n, side);

		pane_glyph(&rest, 0, 0, ROLE_BORDER, GLYPH_VLINE);
		pane_say(&rest, 2, 0, ROLE_DIM, "%u more, no room for them", watches->n - n);
	}
}

const struct watch *watch_at(const struct watches *watches, int cols, int rows, int x, int y)
{
	unsigned side = across(watches, cols), i = (unsigned)y * side + (unsigned)x / ((unsigned)cols / side);

	return i < shown(watches, cols, rows) && (unsigned)x < (unsigned)cols / side * side ? &watches->watch[i] : NULL;
}

void watch_text(const struct watches *watches, const struct look *look, struct str *out)
{
	for (unsigned i = 0; i < watches->n; i++) {
		const struct watch *watch = &watches->watch[i];
		struct inspect_value value;

		inspect_find_on(&value, look, (enum inspect_page)watch->page, watch->object, watch->name);
		str_format(out, say("WATCH %s %s: %s"), watch->object, watch->name, value.found ? value.value : "-");
		if (value.text[0])
			str_format(out, "  %s", value.text);
		if (value.changed)
			str_format(out, say("  (changed, was %s)"), value.was[0] ? value.was : "-");
		str_append(out, "\n");
	}
}
