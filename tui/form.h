/* SPDX-License-Identifier: MIT */
/* The form's fields: what the driver's package and keywords say and what the system grants, from the machine's settings, the driver's
 * .form file and what the lesson offers. */
#ifndef MSILAB_TUI_FORM_H
#define MSILAB_TUI_FORM_H

#include "tui/view.h"

#define FIELDS_MAX 64

struct field {
	char name[64], value[128], usual[64]; /* usual: what holds while it is not set */
	char choices[160], help[200];         /* choices: a,b,c; left and right go through them */
	bool order;                           /* the value is all choices, in an order of one's own; each has a line below */
	unsigned item;                        /* FIELD_ITEM: its place; name: what stands there, usual: the keyword, value: the whole order */
	enum { FIELD_POLICY, FIELD_PACKAGE, FIELD_KEYWORD, FIELD_ITEM, FIELD_NEW, FIELD_RESTART } kind;
};

struct form {
	unsigned n;
	struct field field[FIELDS_MAX];
};

void form_make(struct form *form, const struct look *look);

/* Whether a value is one that the field's form knows: a word that is none of the choices, or no order of all of them, is wrong: the driver
 * would take its usual one without a word. Where all choices are numbers, another number may be what the driver reads. */
enum form_fit { FORM_FITS, FORM_UNUSUAL, FORM_WRONG };
enum form_fit form_fit(const struct field *field, const char *value);
bool form_wrong(const struct field *field); /* of a keyword as it is set now */

/* The field of a keyword or a fact of the package, in whatever case; NULL: the form has none. */
const struct field *form_find(const struct form *form, const char *name);

/* The choice after (or before) a value in a list with commas. */
void form_next_choice(const char *choices, const char *value, int step, char *out, size_t size);

/* The order with this item and the one before or after it exchanged; false: there is none. */
bool form_moved(const struct field *field, int step, char *out, size_t size);

#endif
