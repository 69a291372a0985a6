/* SPDX-License-Identifier: MIT */
/*
 * What can be looked into, as data: a page is a list of rows (label, value, raw form, text) made from the scene. view_inspect.c draws
 * the rows, plain mode reads the same rows out, and `watch` finds single values by the object and the name of their row, which are
 * those of commands (nic0 msi.mask, nic0 IMS, cpu0 irr). inspect.def lists the pages; each is one file.
 */
#ifndef MSILAB_TUI_INSPECT_H
#define MSILAB_TUI_INSPECT_H

#include "sim/read/scene.h"
#include "tui/view.h"

enum inspect_page {
#define INSPECT(name, of, title, help) INSPECT_##name,
#include "tui/inspect.def"
#undef INSPECT
	INSPECT_PAGES
};

/* What a page is of. */
enum inspect_of { INSPECT_OF_MACHINE, INSPECT_OF_DEVICE, INSPECT_OF_FUNCTION /* bridges too */, INSPECT_OF_CPU };

struct inspect_row {
	uint8_t depth;
	bool head;    /* names the rows below it */
	bool blocked; /* stops an interrupt */
	bool changed; /* since the cursor's stop before; `was` says what it was then */
	uint32_t obj; /* whose value; of a head: the object that Enter opens, 0: none */
	uint32_t name;                    /* with obj the value's address; 0: it has none */
	uint32_t label, value, raw, text, about, was; /* places in words; 0: empty */
};

struct inspect {
	const struct look *look;
	const struct scene *scene;
	enum inspect_page page;
	uint32_t obj;
	const char *only; /* NULL: all rows; else only the one of this name (matters for speed alone) */
	bool every;       /* no run of like rows is told as one */
	size_t n, room;
	struct inspect_row *row;
	struct str words;
};

struct inspect_form {
	const char *name, *title, *help;
	enum inspect_of of;
	void (*make)(struct inspect *out); /* of out->obj at out->scene */
};
extern const struct inspect_form inspect_forms[INSPECT_PAGES];

enum inspect_page inspect_named(const char *name); /* INSPECT_PAGES: none */

/* A page of an object; with `compare`, rows that differ from the stop before are marked. */
void inspect_make(struct inspect *page, const struct look *look, enum inspect_page kind, uint32_t obj, bool compare);
void inspect_free(struct inspect *page);
const char *inspect_word(const struct inspect *page, uint32_t place);

/* The n-th object that a page can be of (0: the machine's pages), 0: no more. Whether it can be of this one. */
uint32_t inspect_object(const struct scene *scene, enum inspect_page kind, unsigned n);
bool inspect_fits(const struct scene *scene, enum inspect_page kind, uint32_t obj);

#define INSPECT(name, of, title, help) void inspect_make_##name(struct inspect *out);
#include "tui/inspect.def"
#undef INSPECT

/* Building, for pages. A row's words are added right after it, to the last row. name: "" if it has no address. The label of a row, heads,
 * notes and texts are said in the person's language; names, values and raw forms are what they are. */
bool inspect_row(struct inspect *out, unsigned depth, const char *name, const char *label);  /* false: not wanted, say nothing */
bool inspect_name(struct inspect *out, unsigned depth, const char *name, const char *label); /* the same; the label is a name */
void inspect_head(struct inspect *out, unsigned depth, uint32_t opens, const char *format, ...) __attribute__((format(printf, 4, 5)));
void inspect_value(struct inspect *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void inspect_raw(struct inspect *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void inspect_text(struct inspect *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void inspect_about(struct inspect *out, const char *format, ...) __attribute__((format(printf, 2, 3))); /* what the thing is, whatever its value */
void inspect_blocks(struct inspect *out); /* the last row stops an interrupt */
void inspect_note(struct inspect *out, unsigned depth, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* value by a description of its fields, "HI:LO NAME; BIT NAME; HI:LO NAME=word0|word1", appended to text: NAME+ or NAME- for
 * a bit, NAME=number or NAME=word for more; a NAME that ends with # is hexadecimal. */
void inspect_fields(struct str *text, uint32_t value, const char *fields);
void inspect_text_fields(struct inspect *out, uint32_t value, const char *fields);

/* Vectors of a set as a list, highest first; "-": none. CPUs of a mask. */
void inspect_vectors(struct str *text, const uint32_t set[8]);
void inspect_cpus(struct str *text, uint64_t mask);

/* Code of a driver by its function, or as module and offset. */
void inspect_code(const struct look *look, uint64_t code, struct str *text);

/* inspect_find.c: values by their address "OBJECT NAME". */
struct inspect_value {
	uint32_t obj;
	enum inspect_page page;
	bool found, changed;
	char value[96], was[96];
	char text[160];
};
void inspect_find(struct inspect_value *value, const struct look *look, const char *object, const char *name);
void inspect_find_on(struct inspect_value *value, const struct look *look, enum inspect_page page, const char *object, const char *name);

/* The row of a page as the view has it that shows a value; 0: it has none of its own. */
int64_t inspect_place(const struct look *look, enum inspect_page page, uint32_t obj, const char *name);

/* The search for the record that last made a value what it is at the cursor, in slices of some milliseconds, back to the beginning; the look
 * must be of the same cursor each time. */
struct inspect_search *inspect_search_new(const struct look *look, enum inspect_page page, uint32_t obj, const char *name);
bool inspect_search_slice(struct inspect_search *search, const struct look *look, unsigned *percent); /* true: it is over */
uint64_t inspect_search_found(const struct inspect_search *search); /* UINT64_MAX: it was so from the beginning */
void inspect_search_free(struct inspect_search *search);

#endif
