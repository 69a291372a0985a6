/* SPDX-License-Identifier: MIT */
/* Single values by their address, and the record that made one what it is. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/trace/rectext.h"
#include "tui/inspect.h"

/* How far a value is followed back from the cursor, so that the key is answered at once: records that are folded, in windows, the latest
 * first; and of a page of the whole machine, which is made anew for each look, so many looks. */
#define WINDOW 4096
#define WINDOW_LOOKS 64
#define RECORDS_MAX (8 * WINDOW)
#define LOOKS_MAX 512

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

/* The last record from the scene on, before `end`, after which the value differs from what it was. */
static uint64_t last_change(const struct past *past, struct scene *scene, uint64_t end)
{
	uint64_t found = UINT64_MAX;
	char before[96], after[96];

	value_in(past, scene, before, sizeof(before));
	while (scene->next < end) {
		const struct record *record = trace_at(past->look->trace, scene->next);

		scene_apply(scene, record);
		if (!may_change(past, record))
			continue;
		value_in(past, scene, after, sizeof(after));
		if (strcmp(before, after) && record->kind > R_MACHINE_READY) /* what a machine declares is so from the beginning */
			found = record->number;
		memcpy(before, after, sizeof(before));
	}
	return found;
}

/* Where the window that ends before `end` begins, and how many looks it takes. */
static uint64_t window(const struct past *past, uint64_t end, unsigned *looks)
{
	uint64_t from = end, least = end > WINDOW ? end - WINDOW : 1;

	*looks = 0;
	if (inspect_forms[past->kind].of != INSPECT_OF_MACHINE)
		return least;
	for (; from > least && *looks < WINDOW_LOOKS; from--)
		*looks += may_change(past, trace_at(past->look->trace, from - 1));
	return from;
}

uint64_t inspect_last_set(const struct look *look, enum inspect_page page, uint32_t obj, const char *name)
{
	struct past past = { look, page, inspect_fits(look->scene, page, obj) ? obj : 0, obj, name };
	uint64_t end = look->cursor, found = UINT64_MAX, least = end > RECORDS_MAX ? end - RECORDS_MAX : 0;
	unsigned looks, taken = 0;

	while (found == UINT64_MAX && taken < LOOKS_MAX && end > least && end > trace_first(look->trace) + 1) {
		uint64_t from = window(&past, end, &looks);
		const struct scene *then = look_then(look, from);
		struct scene *scene = then ? scene_copy(then) : NULL;

		if (!scene)
			return UINT64_MAX;
		found = last_change(&past, scene, end);
		scene_free(scene);
		end = from;
		taken += looks;
	}
	return found;
}
