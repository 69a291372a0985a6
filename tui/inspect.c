/* SPDX-License-Identifier: MIT */
/* The table of pages, and the building of rows. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/inspect.h"

const struct inspect_form inspect_forms[INSPECT_PAGES] = {
#define INSPECT(name, of, title, help) [INSPECT_##name] = { #name, title, help, INSPECT_OF_##of, inspect_make_##name },
#include "tui/inspect.def"
#undef INSPECT
};

enum inspect_page inspect_named(const char *name)
{
	for (unsigned i = 0; i < INSPECT_PAGES; i++)
		if (!strcmp(inspect_forms[i].name, name))
			return (enum inspect_page)i;
	return INSPECT_PAGES;
}

bool inspect_fits(const struct scene *scene, enum inspect_page kind, uint32_t obj)
{
	unsigned type = obj && obj < scene->objects_n ? scene->objects[obj].type : SYM_object_MACHINE;

	switch (inspect_forms[kind].of) {
	case INSPECT_OF_DEVICE:
		return type == SYM_object_DEVICE;
	case INSPECT_OF_FUNCTION:
		return type == SYM_object_DEVICE || type == SYM_object_BRIDGE;
	case INSPECT_OF_CPU:
		return type == SYM_object_CPU;
	default:
		return false;
	}
}

uint32_t inspect_object(const struct scene *scene, enum inspect_page kind, unsigned n)
{
	for (uint32_t obj = 1; obj < scene->objects_n; obj++)
		if (inspect_fits(scene, kind, obj) && n-- == 0)
			return obj;
	return 0;
}

const char *inspect_word(const struct inspect *page, uint32_t place)
{
	return place ? page->words.text + place : "";
}

void inspect_free(struct inspect *page)
{
	mem_free(page->row);
	str_free(&page->words);
}

static bool same_row(const struct inspect *a, const struct inspect_row *x, const struct inspect *b, const struct inspect_row *y)
{
	return x->obj == y->obj && x->depth == y->depth && !strcmp(inspect_word(a, x->name), inspect_word(b, y->name)) &&
	       !strcmp(inspect_word(a, x->label), inspect_word(b, y->label));
}

/* The row of the other page that this one is, looked for from where the last one was. NULL: there was none. */
static const struct inspect_row *counterpart(const struct inspect *page, const struct inspect_row *row, const struct inspect *past, size_t *at)
{
	for (size_t i = 0; i < past->n; i++) {
		const struct inspect_row *other = &past->row[(*at + i) % past->n];

		if (!other->head && same_row(page, row, past, other)) {
			*at = (*at + i + 1) % past->n;
			return other;
		}
	}
	return NULL;
}

static uint32_t put(struct inspect *out, const char *text);

static void mark_changes(struct inspect *page, const struct inspect *past)
{
	size_t at = 0;

	for (size_t i = 0; i < page->n; i++) {
		struct inspect_row *row = &page->row[i];
		const struct inspect_row *other = row->head ? NULL : counterpart(page, row, past, &at);

		if (row->head || (other && !strcmp(inspect_word(page, row->value), inspect_word(past, other->value))))
			continue;
		row->changed = true;
		if (other)
			row->was = put(page, inspect_word(past, other->value));
	}
}

static void make(struct inspect *page, const struct scene *scene)
{
	page->scene = scene;
	str_append_bytes(&page->words, "", 1); /* place 0 is the empty word */
	if (!page->obj || page->obj < scene->objects_n) /* else it does not exist yet: nothing is known of it */
		inspect_forms[page->page].make(page);
}

/* Rows of a value that lies in no past are new, not changed: there is nothing to compare at the first stop. */
void inspect_make(struct inspect *page, const struct look *look, enum inspect_page kind, uint32_t obj, bool compare)
{
	struct inspect past = { .look = look, .page = kind, .obj = obj, .only = page->only, .every = page->every };
	const struct scene *then = compare && look->stop != look->cursor ? look_then(look, look->stop) : NULL;

	*page = (struct inspect){ .look = look, .page = kind, .obj = obj, .only = page->only, .every = page->every };
	make(page, look->scene);
	if (!then)
		return;
	make(&past, then);
	mark_changes(page, &past);
	inspect_free(&past);
}

/* Building. */

static uint32_t put(struct inspect *out, const char *text)
{
	uint32_t place = (uint32_t)out->words.length;

	if (!*text)
		return 0;
	str_append_bytes(&out->words, text, strlen(text) + 1);
	return place;
}

__attribute__((format(printf, 2, 0))) static uint32_t put_format(struct inspect *out, const char *format, va_list args)
{
	uint32_t place = (uint32_t)out->words.length;

	str_vformat(&out->words, format, args);
	if (out->words.length == place)
		return 0;
	str_append_bytes(&out->words, "", 1);
	return place;
}

static struct inspect_row *last(struct inspect *out)
{
	return &out->row[out->n - 1];
}

static struct inspect_row *add(struct inspect *out, unsigned depth)
{
	mem_grow(&out->row, &out->room, out->n + 1, sizeof *out->row);
	out->row[out->n++] = (struct inspect_row){ .depth = (uint8_t)depth };
	return last(out);
}

bool inspect_name(struct inspect *out, unsigned depth, const char *name, const char *label)
{
	struct inspect_row *row;

	if (out->only && strcmp(out->only, name))
		return false;
	row = add(out, depth);
	row->obj = out->obj;
	row->label = put(out, label);
	row->name = put(out, name);
	return true;
}

bool inspect_row(struct inspect *out, unsigned depth, const char *name, const char *label)
{
	return inspect_name(out, depth, name, say(label));
}

void inspect_head(struct inspect *out, unsigned depth, uint32_t opens, const char *format, ...)
{
	struct inspect_row *row;
	va_list args;

	if (out->only)
		return;
	row = add(out, depth);
	row->head = true;
	row->obj = opens;
	va_start(args, format);
	row->label = put_format(out, say(format), args);
	va_end(args);
}

void inspect_note(struct inspect *out, unsigned depth, const char *format, ...)
{
	struct inspect_row *row;
	va_list args;

	if (out->only)
		return;
	row = add(out, depth);
	row->head = true;
	va_start(args, format);
	row->text = put_format(out, say(format), args);
	va_end(args);
}

void inspect_value(struct inspect *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	last(out)->value = put_format(out, format, args);
	va_end(args);
}

void inspect_raw(struct inspect *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	last(out)->raw = put_format(out, format, args);
	va_end(args);
}

void inspect_text(struct inspect *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	last(out)->text = put_format(out, say(format), args);
	va_end(args);
}

void inspect_about(struct inspect *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	last(out)->about = put_format(out, format, args);
	va_end(args);
}

void inspect_blocks(struct inspect *out)
{
	last(out)->blocked = true;
}
