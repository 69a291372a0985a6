/* SPDX-License-Identifier: MIT */
/* Watched values. */
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/say.h"
#include "tui/inspect.h"
#include "tui/watch.h"

#define LINE 120

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

/* What does not fit is cut on the left side of no line: a box as wide as half the pane at most, then the rest is the pane's. */
void watch_draw(const struct watches *watches, const struct look *look, const struct pane *pane)
{
	char text[WATCHES_MAX][LINE];
	bool changed[WATCHES_MAX];
	unsigned most = (unsigned)(pane->h > 5 ? pane->h / 2 : 0), n = watches->n < most ? watches->n : most;
	int w = 0;
	struct pane box;

	for (unsigned i = 0; i < n; i++) {
		changed[i] = line_of(&watches->watch[i], look, text[i], LINE);
		if ((int)text_columns(text[i]) + 3 > w)
			w = (int)text_columns(text[i]) + 3;
	}
	if (!n)
		return;
	w = w < pane->w ? w : pane->w;
	box = pane_inside(pane, pane->w - w, pane->h - 1 - (int)n, w, (int)n);
	for (unsigned i = 0; i < n; i++) {
		pane_blank(&box, (int)i, ROLE_TEXT);
		pane_glyph(&box, 0, (int)i, ROLE_BORDER, GLYPH_VLINE);
		if (changed[i])
			pane_glyph(&box, 1, (int)i, ROLE_LIT, GLYPH_LIT);
		pane_text(&box, 2, (int)i, changed[i] ? ROLE_LIT : ROLE_TITLE, text[i]);
	}
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
