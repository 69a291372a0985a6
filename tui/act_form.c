/* SPDX-License-Identifier: MIT */
/* What the driver's form says of keywords and facts of the package that a command sets. The machine takes them as they are: a driver that
 * cannot use one takes its usual value, without a word. */
#include <stdio.h>
#include <string.h>

#include "sim/base/words.h"
#include "tui/act.h"
#include "tui/form.h"

static enum form_fit value_fit(const struct field *field, const char *device, const char *value, struct err *err)
{
	enum form_fit fit = form_fit(field, value);

	if (fit == FORM_UNUSUAL) {
		err_set(err, "%s=%s is none of %s: the driver may take its usual value instead", field->name, value, field->choices);
	} else if (fit == FORM_WRONG) {
		err_set(err, "%s of %s cannot be '%s'", field->name, device, value);
		if (field->order)
			err_expected(err, "an order of all of %s", field->choices);
		else
			err_expected(err, "one of %s", field->choices);
	}
	return fit;
}

static enum form_fit unknown(const struct form *form, const char *device, const char *name, struct err *err)
{
	const char *names[FIELDS_MAX + 1], *near;
	unsigned n = 0;

	for (unsigned i = 0; i < form->n; i++)
		if (form->field[i].kind == FIELD_KEYWORD)
			names[n++] = form->field[i].name;
	names[n] = NULL;
	near = err_nearest(name, names);
	if (near)
		err_set(err, "the form of %s's driver names no keyword %s; is %s meant?", device, name, near);
	else
		err_set(err, "the form of %s's driver names no keyword %s: it may read it nowhere", device, name);
	return FORM_UNUSUAL;
}

/* The worst of all that the command sets. */
static enum form_fit words_fit(const struct words *words, const struct form *form, struct err *err)
{
	const char *device = words_plain(words, 1);
	bool keywords = !strcmp(words_plain(words, 0), "keyword");
	enum form_fit worst = FORM_FITS;

	for (unsigned i = 0; i < words->n && worst != FORM_WRONG; i++) {
		const struct word *word = &words->word[i];
		const struct field *field = word->value ? form_find(form, word->text) : NULL;
		struct err one = { 0 };
		enum form_fit fit = FORM_FITS;

		if (field && (field->kind == FIELD_KEYWORD) == keywords)
			fit = value_fit(field, device, word->value, &one);
		else if (word->value && keywords)
			fit = unknown(form, device, word->text, &one);
		if (fit > worst) {
			worst = fit;
			*err = one;
		}
	}
	return worst;
}

enum form_fit act_form_fit(struct screen *screen, const char *line, struct err *err)
{
	struct look look = screen_look(screen);
	struct form form;
	struct words words;
	struct err bad = { 0 };
	enum form_fit fit = FORM_FITS;

	if (screen->source && words_split(&words, line, &bad) && words_plain(&words, 1) &&
	    (!strcmp(words_plain(&words, 0), "keyword") || !strcmp(words_plain(&words, 0), "package"))) {
		look.device = words_plain(&words, 1);
		look.guide = NULL; /* a lesson's form offers some of the fields, and sets the others itself */
		look.form = source_form(screen->source, &screen->session->next, look.device);
		form_make(&form, &look);
		if (look.form)
			fit = words_fit(&words, &form, err);
	}
	if (screen->source)
		words_free(&words);
	return fit;
}
