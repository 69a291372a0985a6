/* SPDX-License-Identifier: MIT */
/* Single values by their address, and the record that made one what it is. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/trace/rectext.h"
#include "tui/inspect.h"

/* A value is followed back in windows of so many records, the latest first; a slice folds so many, or looks at the page so often. */
#define WINDOW 4096
#define SLICE_RECORDS 4096
#define SLICE_LOOKS 32

static const struct inspect_row *row_of(const struct inspect *page, uint32_t obj, const char *name)
{
	for (size_t i = 0; i < page->n; i++)
		if (!page->row[i].head && page->row[i].obj == obj && !strcmp(inspect_word(page, page->row[i].name), name))
			return &page->row[i];
	return NULL;
}

static bool from_page(struct inspect_value *value, const struct look *look, enum inspect_page kind, uint32_t of, const char *name)
{
	struct inspect page = { .only = name, .every = true };
	const struct inspect_row *row;

	inspect_make(&page, look, kind, of, true);
	row = row_of(&page, value->obj, name);
	if (row) {
		value->page = kind;
		value->found = true;
		value->changed = row->changed;
		snprintf(value->value, sizeof(value->value), "%s", inspect_word(&page, row->value));
		snprintf(value->was, sizeof(value->was), "%s", inspect_word(&page, row->was));
		snprintf(value->text, sizeof(value->text), "%s", inspect_word(&page, row->text));
	}
	inspect_free(&page);
	return value->found;
}

/* On a page where the value was found before. */
void inspect_find_on(struct inspect_value *value, const struct look *look, enum inspect_page page, const char *object, const char *name)
{
	*value = (struct inspect_value){ .obj = rectext_object_named(look->trace, object) };
	if (value->obj)
		from_page(value, look, page, inspect_fits(look->scene, page, value->obj) ? value->obj : 0, name);
}

/* Pages of the object first, then those of the whole machine, which tell of many. */
void inspect_find(struct inspect_value *value, const struct look *look, const char *object, const char *name)
{
	*value = (struct inspect_value){ .obj = rectext_object_named(look->trace, object) };
	for (unsigned i = 0; value->obj && i < INSPECT_PAGES; i++)
		if (inspect_fits(look->scene, (enum inspect_page)i, value->obj) &&
		    from_page(value, look, (enum inspect_page)i, value->obj, name))
			return;
	for (unsigned i = 0; value->obj && i < INSPECT_PAGES; i++)
		if (inspect_forms[i].of == INSPECT_OF_MACHINE && from_page(value, look, (enum inspect_page)i, 0, name))
			return;
}

int64_t inspect_place(const struct look *look, enum inspect_page kind, uint32_t obj, const char *name)
{
	struct inspect page = { .only = NULL };
	const struct inspect_row *row;
	int64_t at;

	inspect_make(&page, look, kind, inspect_fits(look->scene, kind, obj) ? obj : 0, false);
	row = row_of(&page, obj, name);
	at = row ? row - page.row : 0;
	inspect_free(&page);
	return at;
}

/* What the value was in a scene; "" where it was not. */
struct past {
	const struct look *look;
	enum inspect_page kind;
	uint32_t page_obj, obj;
	const char *name;
};

static void value_in(const struct past *past, const struct scene *scene, char *out, size_t size)
{
	struct look then = *past->look;
	struct inspect page = { .only = past->name, .every = true };
	const struct inspect_row *row;

	then.scene = scene;
	inspect_make(&page, &then, past->kind, past->page_obj, false);
	row = row_of(&page, past->obj, past->name);
	snprintf(out, size, "%s", row ? inspect_word(&page, row->value) : "");
	inspect_free(&page);
}

/* A record may change the value only if it is of the object, of one that belongs to it or that it belongs to, or of a CPU's code. */
static bool may_change(const struct past *past, const struct record *record)
{
	const struct trace_object *mine = trace_object(past->look->trace, past->obj), *other = trace_object(past->look->trace, record->obj);

	if (!scene_changes(record->kind))
		return false;
	return inspect_forms[past->kind].of == INSPECT_OF_MACHINE || record->obj == past->obj || (other && other->parent == past->obj) ||
	       (mine && mine->parent == record->obj) || (mine && mine->type == SYM_object_CPU);
}

struct inspect_search {
	enum inspect_page kind;
	uint32_t page_obj, obj;
	char name[64], before[96];
	uint64_t start, from, end; /* the window, and where the first one ended */
	struct scene *scene;       /* in the window; NULL: it is to begin */
	uint64_t found;
};

struct inspect_search *inspect_search_new(const struct look *look, enum inspect_page page, uint32_t obj, const char *name)
{
	struct inspect_search *search = mem_new(sizeof(*search));

	search->kind = page;
	search->page_obj = inspect_fits(look->scene, page, obj) ? obj : 0;
	search->obj = obj;
	search->start = search->from = look->cursor;
	search->found = UINT64_MAX;
	snprintf(search->name, sizeof(search->name), "%s", name);
	return search;
}

void inspect_search_free(struct inspect_search *search)
{
	if (!search)
		return;
	scene_free(search->scene);
	mem_free(search);
}

uint64_t inspect_search_found(const struct inspect_search *search)
{
	return search->found;
}

/* The window before the last one. false: there is none. */
static bool begin_window(struct inspect_search *search, const struct past *past)
{
	const struct scene *then;

	search->end = search->from;
	if (search->end <= trace_first(past->look->trace) + 1)
		return false;
	search->from = search->end > WINDOW ? search->end - WINDOW : 1;
	then = look_then(past->look, search->from);
	search->scene = then ? scene_copy(then) : NULL;
	if (search->scene)
		value_in(past, search->scene, search->before, sizeof(search->before));
	return search->scene;
}

/* The last record of the window after which the value differs from what it was. */
static void follow(struct inspect_search *search, const struct past *past)
{
	char after[96];

	for (unsigned records = 0, looks = 0; search->scene->next < search->end && records < SLICE_RECORDS && looks < SLICE_LOOKS; records++) {
		const struct record *record = trace_at(past->look->trace, search->scene->next);

		scene_apply(search->scene, record);
		if (!may_change(past, record))
			continue;
		value_in(past, search->scene, after, sizeof(after));
		looks++;
		if (strcmp(search->before, after) && record->kind > R_MACHINE_READY) /* what a machine declares is so from the beginning */
			search->found = record->number;
		memcpy(search->before, after, sizeof(after));
	}
}

bool inspect_search_slice(struct inspect_search *search, const struct look *look, unsigned *percent)
{
	struct past past = { look, search->kind, search->page_obj, search->obj, search->name };

	*percent = (unsigned)((search->start - search->from) * 100 / search->start);
	if (!search->scene)
		return !begin_window(search, &past);
	follow(search, &past);
	if (search->scene->next < search->end)
		return false;
	scene_free(search->scene);
	search->scene = NULL;
	return search->found != UINT64_MAX;
}
