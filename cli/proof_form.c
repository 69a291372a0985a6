/* SPDX-License-Identifier: MIT */
/* Checks that the keywords that a lesson names are its drivers', and are given a value that these know (NAME.form). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/proof.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/words.h"

#define SOURCE_BYTES_MAX (1u << 20)
#define OFFERS_MAX 32

/* The lines of a form: keyword NAME choices=... */
struct offers {
	unsigned n;
	struct words line[OFFERS_MAX];
};

/* The text of a driver's .form file, beside its module or its sources; NULL: it has none. */
static char *form_of(const struct proof *proof, const char *module)
{
	const char *path = modules_path(proof->intake->modules, module);
	size_t n, length = path ? strlen(path) : 0;
	struct str name = { 0 };
	struct err err;
	char *text = NULL;

	if (length > 3)
		str_format(&name, "%.*s.form", (int)length - 3, path);
	if (name.text && access(name.text, R_OK))
		name.length = 0;
	if (!name.length) {
		str_clear(&name);
		str_format(&name, "%s/%s.form", place(PLACE_SOURCES), module);
	}
	if (access(name.text, R_OK) == 0)
		text = file_read(name.text, SOURCE_BYTES_MAX, &n, &err);
	str_free(&name);
	return text;
}

static void add_offer(struct offers *offers, const char *text, size_t n)
{
	struct words *words = &offers->line[offers->n];
	struct str line = { 0 };
	struct err err;
	bool good;

	str_append_bytes(&line, text, n);
	good = words_split(words, line.text ? line.text : "", &err) && words_plain(words, 1) && !strcmp(words->word[0].text, "keyword");
	if (good)
		offers->n++;
	else
		words_free(words);
	str_free(&line);
}

static void read_offers(struct offers *offers, const struct proof *proof, const char *module)
{
	char *form = form_of(proof, module);

	offers->n = 0;
	for (const char *at = form; at && *at && offers->n < OFFERS_MAX; at += *at == '\n') {
		size_t n = strcspn(at, "\n");

		add_offer(offers, at, n);
		at += n;
	}
	mem_free(form);
}

static void free_offers(struct offers *offers)
{
	while (offers->n)
		words_free(&offers->line[--offers->n]);
}

static const struct words *offer_named(const struct offers *offers, const char *keyword)
{
	for (unsigned i = 0; i < offers->n; i++)
		if (!strcasecmp(words_plain(&offers->line[i], 1), keyword))
			return &offers->line[i];
	return NULL;
}

static void say_unknown(struct proof *proof, unsigned line, const struct offers *offers, const char *module, const char *keyword)
{
	const char *names[OFFERS_MAX + 1] = { 0 }, *near;

	for (unsigned i = 0; i < offers->n; i++)
		names[i] = words_plain(&offers->line[i], 1);
	near = err_nearest(keyword, names);
	if (near)
		proof_say(proof, line, "%s.form has no keyword %s; expected %s", module, keyword, near);
	else
		proof_say(proof, line, "%s.form has no keyword %s", module, keyword);
}

/* ---- the fields that are offered ---- */

static void check_field(struct proof *proof, const char *field, unsigned line)
{
	char device[MACHINE_NAME_MAX] = "", keyword[64] = "";
	const struct machine_driver *driver;
	struct offers offers;

	if (sscanf(field, "%31s %63s", device, keyword) != 2) {
		proof_say(proof, line, "form: '%s' is no field; expected a device and a keyword", field);
		return;
	}
	driver = machine_driver(&proof->intake->journal.machine, device);
	if (!driver) {
		proof_say(proof, line, "form: %s has no driver", device);
		return;
	}
	read_offers(&offers, proof, driver->module);
	if (!offer_named(&offers, keyword))
		say_unknown(proof, line, &offers, driver->module, keyword);
	free_offers(&offers);
}

/* ---- keywords that are set ---- */

static bool is_item(const char *list, const char *item, size_t n)
{
	for (; *list; list += strcspn(list, ",") + (list[strcspn(list, ",")] == ','))
		if (strcspn(list, ",") == n && !strncasecmp(list, item, n))
			return true;
	return false;
}

/* A word that is none of those offered; a number may be any. */
static void check_value(struct proof *proof, unsigned line, const struct words *offer, const char *value)
{
	const char *order = words_value(offer, "order"), *list = order ? order : words_value(offer, "choices");

	while (list && *value) {
		size_t n = order ? strcspn(value, ",") : strlen(value);

		if (!isdigit((unsigned char)*value) && !is_item(list, value, n))
			proof_say(proof, line, "%s has no choice %.*s; expected one of %s", words_plain(offer, 1), (int)n, value, list);
		value += n + (value[n] == ',');
	}
}

/* Those of lessons alone (Lab...): a driver may read standard keywords that its form does not offer. */
static void check_keyword(struct proof *proof, unsigned line, const struct offers *offers, const char *module, const struct word *word)
{
	const struct words *offer = offer_named(offers, word->text);

	if (strncasecmp(word->text, "Lab", 3) || !word->value)
		return;
	if (offer)
		check_value(proof, line, offer, word->value);
	else
		say_unknown(proof, line, offers, module, word->text);
}

static void check_line(struct proof *proof, const char *text, unsigned line)
{
	const struct machine_driver *driver = NULL;
	struct offers offers;
	struct words words;
	struct err err;

	if (words_split(&words, text, &err) && words_plain(&words, 1) && !strcmp(words.word[0].text, "keyword"))
		driver = machine_driver(&proof->intake->journal.machine, words_plain(&words, 1));
	if (driver) {
		read_offers(&offers, proof, driver->module);
		for (unsigned i = 2; offers.n && i < words.n; i++)
			check_keyword(proof, line, &offers, driver->module, &words.word[i]);
		free_offers(&offers);
	}
	words_free(&words);
}

static void check_lines(struct proof *proof, const struct lesson_list *lines, unsigned line)
{
	for (unsigned i = 0; i < lines->n; i++)
		check_line(proof, lines->line[i], lines->at[i] ? lines->at[i] : line);
}

void proof_form(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	for (unsigned i = 0; i < lesson->form.n; i++)
		check_field(proof, lesson->form.line[i], lesson->form.at[i]);
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];

		check_lines(proof, &step->commands, step->line);
		check_lines(proof, &step->solution, step->line);
		check_lines(proof, &step->code_solution, step->line);
		check_lines(proof, &step->sweep, step->line);
	}
	for (unsigned i = 0; i < lesson->wrongs; i++)
		check_lines(proof, &lesson->wrong[i].lines, lesson->wrong[i].line);
}
