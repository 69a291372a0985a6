/* SPDX-License-Identifier: MIT */
/*
 * Looking into things, page by page. Left and Right change the page, `o` the object; Enter opens an object, or goes to the record that
 * last changed a value; W pins a value under the views. State: zoom is the page, filter the object's name ("": the device that
 * the program shows), search a remark on the last Enter.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect.h"

#define HEADS 2  /* the line of pages, the page's own title */
#define ROOMY 16 /* rows from which on the selected row's text stands below in full, in TEXT rows */
#define TEXT 2
#define WIDE 100 /* columns from which on a row says what its thing is, too */

static enum inspect_page page_of(const struct view_state *state)
{
	return state->zoom >= 0 && state->zoom < INSPECT_PAGES ? (enum inspect_page)state->zoom : (enum inspect_page)0;
}

static uint32_t object_of(const struct look *look, const struct view_state *state)
{
	enum inspect_page page = page_of(state);
	uint32_t asked = rectext_object_named(look->trace, state->filter), shown = rectext_object_named(look->trace, look->device);

	if (asked && inspect_fits(look->scene, page, asked))
		return asked;
	return inspect_fits(look->scene, page, shown) ? shown : inspect_object(look->scene, page, 0);
}

static void page_make(struct inspect *page, const struct look *look, const struct view_state *state)
{
	*page = (struct inspect){ .only = NULL };
	inspect_make(page, look, page_of(state), object_of(look, state), true);
	if (!page->n)
		inspect_note(page, 0, "there is nothing of this here");
}

/* The first page whose name is shown, so that the open one is in sight. */
static unsigned first_name(int w, enum inspect_page open)
{
	int widths = 0;
	unsigned first = 0;

	for (unsigned i = 0; i <= open; i++)
		widths += (int)text_columns(inspect_forms[i].name) + 1;
	for (; first < open && widths > w - 12; first++)
		widths -= (int)text_columns(inspect_forms[first].name) + 1;
	return first;
}

/* The page whose name stands at a column, INSPECT_PAGES: none. */
static enum inspect_page name_at(int w, enum inspect_page open, int column)
{
	unsigned i = first_name(w, open);

	for (int x = 0; i < INSPECT_PAGES; i++) {
		x += (int)text_columns(inspect_forms[i].name) + 1;
		if (column < x)
			break;
	}
	return (enum inspect_page)i;
}

static void draw_names(const struct pane *pane, enum inspect_page open)
{
	int x = 0;

	for (unsigned i = first_name(pane->w, open); i < INSPECT_PAGES && x < pane->w; i++) {
		x = pane_text(pane, x, 0, i == open ? ROLE_CURSOR : ROLE_DIM, inspect_forms[i].name);
		x = pane_text(pane, x, 0, ROLE_TEXT, " ");
	}
}

struct columns {
	int value, raw, text, about; /* about 0: no room */
};

static int larger(int a, unsigned b)
{
	return a > (int)b ? a : (int)b;
}

/* As wide as what stands in them, two fifths of the pane at most; what is wider pushes the rest of its row. Only what has something
 * behind it counts. */
static struct columns columns_of(const struct inspect *page, int w)
{
	int label = 0, value = 0, raw = 0, text = 0, most = w * 2 / 5;
	struct columns at;

	for (size_t i = 0; i < page->n; i++) {
		const struct inspect_row *row = &page->row[i];

		if (row->head)
			continue;
		label = larger(label, text_columns(inspect_word(page, row->label)) + 2u * row->depth);
		if (row->raw || row->text)
			value = larger(value, text_columns(inspect_word(page, row->value)));
		if (row->raw && row->text)
			raw = larger(raw, text_columns(inspect_word(page, row->raw)));
		if (row->text && row->about)
			text = larger(text, text_columns(inspect_word(page, row->text)));
	}
	label = label < most ? label : most;
	value = value < most ? value : most;
	raw = raw < most ? raw : most;
	text = text < w / 4 ? text : w / 4;
	at = (struct columns){ label + 3, label + value + 5, label + value + raw + (raw ? 7 : 5), 0 };
	at.about = w >= WIDE ? at.text + text + 2 : 0;
	return at;
}

static int column(int x, int wanted)
{
	return x + 1 > wanted ? x + 1 : wanted;
}

/* What the rows of an array are stands at the first of them. */
static bool says_about(const struct inspect *page, const struct inspect_row *row)
{
	return row->about && (row == page->row || strcmp(inspect_word(page, row->about), inspect_word(page, row[-1].about)));
}

/* Marks stand before the row, and a changed value is lit: the mark carries it without colour. */
static void draw_row(const struct inspect *page, const struct inspect_row *row, const struct pane *pane, int y, const struct columns *at)
{
	int x = 2 + 2 * row->depth;

	if (row->changed)
		pane_glyph(pane, 0, y, ROLE_LIT, GLYPH_LIT);
	if (row->blocked)
		pane_glyph(pane, 1, y, ROLE_BLOCKED, GLYPH_BLOCKED);
	if (row->head) {
		x = pane_text(pane, x, y, ROLE_TITLE, inspect_word(page, row->label));
		pane_text(pane, x, y, ROLE_DIM, inspect_word(page, row->text));
		return;
	}
	x = pane_text(pane, x, y, ROLE_TEXT, inspect_word(page, row->label));
	x = pane_text(pane, column(x, at->value), y, row->changed ? ROLE_LIT : row->blocked ? ROLE_BLOCKED : ROLE_ACTIVE, inspect_word(page, row->value));
	if (row->raw)
		x = pane_text(pane, column(x, at->raw), y, ROLE_DIM, inspect_word(page, row->raw));
	if (row->text)
		x = pane_text(pane, column(x, at->text), y, ROLE_TEXT, inspect_word(page, row->text));
	if (at->about && says_about(page, row))
		pane_text(pane, column(x + 1, at->about), y, ROLE_DIM, inspect_word(page, row->about));
}

/* The selected row in full: its address, what it was, where it leads. */
static void draw_detail(const struct look *look, const struct view_state *state, const struct inspect *page, const struct pane *pane)
{
	const struct inspect_row *row = &page->row[state->at];
	const char *object = rectext_object(look->trace, row->obj), *name = inspect_word(page, row->name);
	int y = pane->h - 1;
	struct pane text = pane_inside(pane, 0, y - TEXT, pane->w, TEXT);

	if (pane->h >= ROOMY && row->about)
		pane_text(&text, 0, 0, ROLE_TEXT, inspect_word(page, row->about));
	if (pane->h >= ROOMY && row->text)
		pane_wrap(&text, row->about ? 1 : 0, ROLE_TEXT, inspect_word(page, row->text));
	if (state->search[0])
		pane_text(pane, 0, y, ROLE_TITLE, state->search);
	else if (row->head && row->obj)
		pane_format(pane, 0, y, ROLE_DIM, say("Enter opens %s"), object);
	else if (row->was)
		pane_format(pane, 0, y, ROLE_TITLE, say("%s %s was %s; Enter: the record that changed it; W: watch it"), object, name, inspect_word(page, row->was));
	else if (row->name)
		pane_format(pane, 0, y, ROLE_DIM, say("%s %s; Enter: the record that last changed it; W: watch it"), object, name);
}

static void draw_rows(struct view_state *state, const struct inspect *page, const struct pane *pane)
{
	int rows = pane->h - HEADS - 1 - (pane->h >= ROOMY ? TEXT : 0);
	struct columns columns = columns_of(page, pane->w);

	view_list_show(state, (int64_t)page->n, rows > 0 ? rows : 1);
	if (state->at >= (int64_t)page->n)
		state->at = (int64_t)page->n - 1;
	for (int y = 0; y < rows && state->top + y < (int64_t)page->n; y++) {
		draw_row(page, &page->row[state->top + y], pane, y + HEADS, &columns);
		if (state->top + y == state->at)
			pane_paint(pane, 0, y + HEADS, pane->w, ROLE_CURSOR);
	}
}

static void inspect_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	enum inspect_page kind = page_of(state);
	struct inspect page;
	int x;

	state->cols = pane->w;
	page_make(&page, look, state);
	draw_names(pane, kind);
	x = pane_text(pane, 0, 1, ROLE_TITLE, page.obj ? rectext_object(look->trace, page.obj) : say(inspect_forms[kind].title));
	pane_text(pane, x + 2, 1, ROLE_DIM, say(inspect_forms[kind].help));
	draw_rows(state, &page, pane);
	draw_detail(look, state, &page, pane);
	inspect_free(&page);
}

static void turn(struct view_state *state, int step)
{
	state->zoom = ((int)page_of(state) + step + INSPECT_PAGES) % INSPECT_PAGES;
	state->at = state->top = 0;
}

/* The page that opens for an object. */
static void open_object(const struct look *look, struct view_state *state, uint32_t obj)
{
	unsigned type = obj < look->scene->objects_n ? look->scene->objects[obj].type : SYM_object_MACHINE;

	if (type == SYM_object_CPU)
		state->zoom = INSPECT_apic;
	else if (type == SYM_object_IOAPIC)
		state->zoom = INSPECT_ioapic;
	else
		state->zoom = type == SYM_object_BRIDGE ? INSPECT_config : INSPECT_characteristics;
	snprintf(state->filter, sizeof(state->filter), "%s", rectext_object(look->trace, obj));
	state->at = state->top = 0;
}

static void use_row(const struct look *look, struct view_state *state, const struct inspect *page, struct request *out)
{
	const struct inspect_row *row = &page->row[state->at];
	char value[120];

	if (row->head && row->obj) {
		open_object(look, state, row->obj);
		return;
	}
	if (row->head || !row->name)
		return;
	snprintf(value, sizeof(value), "%d %u %s", (int)page->page, (unsigned)row->obj, inspect_word(page, row->name));
	*out = request_of(REQUEST_SET_BY, value);
}

static void watch_row(const struct look *look, const struct view_state *state, const struct inspect *page, struct request *out)
{
	const struct inspect_row *row = &page->row[state->at];
	char text[200];

	if (!row->name || row->head)
		return;
	snprintf(text, sizeof(text), "%s %s", rectext_object(look->trace, row->obj), inspect_word(page, row->name));
	*out = request_of(REQUEST_WATCH, text);
}

/* The next object that this page can be of. */
static bool next_object(const struct look *look, struct view_state *state)
{
	enum inspect_page page = page_of(state);
	uint32_t now = object_of(look, state);
	unsigned n = 0;

	while (inspect_object(look->scene, page, n) && inspect_object(look->scene, page, n) != now)
		n++;
	if (!inspect_object(look->scene, page, 1))
		return false;
	now = inspect_object(look->scene, page, n + 1);
	now = now ? now : inspect_object(look->scene, page, 0);
	snprintf(state->filter, sizeof(state->filter), "%s", rectext_object(look->trace, now));
	state->at = state->top = 0;
	return true;
}

static bool by_row(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	struct inspect page;
	bool mine = true;

	page_make(&page, look, state);
	if (state->at >= (int64_t)page.n)
		state->at = (int64_t)page.n - 1;
	if (kind == REQUEST_NEXT)
		use_row(look, state, &page, out);
	else if (kind == REQUEST_WATCH)
		watch_row(look, state, &page, out);
	else
		mine = view_list_move(state, kind, (int64_t)page.n);
	inspect_free(&page);
	return mine;
}

static bool inspect_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	state->search[0] = '\0';
	switch (kind) {
	case REQUEST_LEFT:
	case REQUEST_RIGHT:
		turn(state, kind == REQUEST_RIGHT ? 1 : -1);
		return true;
	case REQUEST_DEVICE:
		return next_object(look, state);
	case REQUEST_UP:
	case REQUEST_DOWN:
	case REQUEST_PAGE_UP:
	case REQUEST_PAGE_DOWN:
	case REQUEST_NEXT:
	case REQUEST_WATCH:
		return by_row(look, state, kind, out);
	default:
		return false;
	}
}

static bool inspect_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	enum inspect_page page = y ? INSPECT_PAGES : name_at(state->cols, page_of(state), x);

	if (page < INSPECT_PAGES)
		turn(state, (int)page - (int)page_of(state));
	if (y < HEADS)
		return page < INSPECT_PAGES;
	if (state->at == state->top + y - HEADS) /* once more on the same row: use it */
		return by_row(look, state, REQUEST_NEXT, out);
	state->at = state->top + y - HEADS;
	return true;
}

static void text_row(const struct inspect *page, const struct inspect_row *row, struct str *out)
{
	if (row->head) {
		str_format(out, "%s%s\n", inspect_word(page, row->label), inspect_word(page, row->text));
		return;
	}
	str_format(out, "%*s%s: %s", 2 * row->depth, "", inspect_word(page, row->label), inspect_word(page, row->value));
	if (row->raw)
		str_format(out, "  [ %s ]", inspect_word(page, row->raw));
	if (row->text)
		str_format(out, "  %s", inspect_word(page, row->text));
	if (says_about(page, row))
		str_format(out, "  (%s)", inspect_word(page, row->about));
	if (row->blocked)
		str_append(out, say("  (BLOCKED)"));
	if (row->changed && row->was)
		str_format(out, say("  (changed, was %s)"), inspect_word(page, row->was));
	else if (row->changed)
		str_append(out, say("  (new)"));
	str_append(out, "\n");
}

static void inspect_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	enum inspect_page kind = page_of(state);
	struct inspect page;

	page_make(&page, look, state);
	str_format(out, say("PAGE %s %s: %s\n"), inspect_forms[kind].name, page.obj ? rectext_object(look->trace, page.obj) : say(inspect_forms[kind].title),
		   say(inspect_forms[kind].help));
	for (size_t i = 0; i < page.n; i++)
		text_row(&page, &page.row[i], out);
	inspect_free(&page);
}

const struct view view_inspect = { .draw = inspect_draw, .request = inspect_request, .click = inspect_click, .text = inspect_linear };
