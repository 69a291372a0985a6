/* SPDX-License-Identifier: MIT */
/* The fields, made anew whenever they are looked at. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/say.h"
#include "sim/base/settings.h"
#include "sim/base/words.h"
#include "sim/sim.h"
#include "tui/form.h"
#include "tui/guide.h"

#define CHOICES_MAX 16

/* Facts of every package that are worth trying. */
static const struct field package_facts[] = {
	{ .name = "MSISupported", .usual = "0", .choices = "0,1", .help = N_("the package allows messages"), .kind = FIELD_PACKAGE },
	{ .name = "MessageNumberLimit", .choices = "1,2,4,8,16", .help = N_("how many messages it asks for at most"), .kind = FIELD_PACKAGE },
	{ .name = "DevicePolicy", .help = N_("where it wants its messages to go"), .kind = FIELD_PACKAGE },
};

static const struct field policy_field = {
	.name = "policy",
	.help = N_("what the system grants when a driver asks for messages"),
	.kind = FIELD_POLICY,
};

static struct field *add(struct form *form, const struct field *field, const char *value)
{
	struct field *at = &form->field[form->n < FIELDS_MAX - 1 ? form->n++ : FIELDS_MAX - 1];

	*at = *field;
	snprintf(at->value, sizeof(at->value), "%s", value ? value : "");
	return at;
}

static void add_policies(struct field *field)
{
	size_t n = 0;

	for (unsigned i = 0; sim_policy_name(i) && n < sizeof(field->choices); i++)
		n += (size_t)snprintf(field->choices + n, sizeof(field->choices) - n, "%s%s", i ? "," : "", sim_policy_name(i));
}

static void add_policy(struct form *form, const struct machine *machine)
{
	struct str value = { 0 };

	str_append(&value, machine->policy);
	for (size_t i = 0; i < machine->policy_settings.n; i++)
		str_format(&value, " %s=%s", machine->policy_settings.list[i].key, machine->policy_settings.list[i].value);
	add_policies(add(form, &policy_field, value.text));
	str_free(&value);
}

/* The i-th of a list with commas; false: it has no more. */
static bool item_of(const char *list, unsigned i, char *out, size_t size)
{
	for (; *list && i; i--)
		list += strcspn(list, ",") + (list[strcspn(list, ",")] == ',');
	snprintf(out, size, "%.*s", (int)strcspn(list, ","), list);
	return *list;
}

static bool in_list(const char *list, const char *word)
{
	char item[64];

	for (unsigned i = 0; item_of(list, i, item, sizeof(item)); i++)
		if (!strcmp(item, word))
			return true;
	return false;
}

static unsigned items(const char *list)
{
	char item[64];
	unsigned n = 0;

	while (item_of(list, n, item, sizeof(item)))
		n++;
	return n;
}

/* What holds now: the value set, else the usual one. */
static const char *holds(const struct field *field)
{
	return field->value[0] ? field->value : field->usual;
}

static bool ordered(const struct field *field, const char *value)
{
	char item[64];

	for (unsigned i = 0; item_of(field->choices, i, item, sizeof(item)); i++)
		if (!in_list(value, item))
			return false;
	return items(value) == items(field->choices);
}

static bool number(const char *text)
{
	uint64_t value;

	return words_number(text, UINT64_MAX, &value);
}

static bool numbers(const char *list)
{
	char item[64];
	unsigned i = 0;

	while (item_of(list, i, item, sizeof(item)) && number(item))
		i++;
	return i == items(list);
}

enum form_fit form_fit(const struct field *field, const char *value)
{
	if (!field->choices[0] || !value[0] || field->kind == FIELD_POLICY)
		return FORM_FITS;
	if (field->order)
		return ordered(field, value) ? FORM_FITS : FORM_WRONG;
	if (in_list(field->choices, value))
		return FORM_FITS;
	if (!numbers(field->choices) || !number(value))
		return FORM_WRONG;
	return field->kind == FIELD_PACKAGE ? FORM_FITS : FORM_UNUSUAL; /* the machine judges facts of a package */
}

bool form_wrong(const struct field *field)
{
	return field->kind == FIELD_KEYWORD && form_fit(field, field->value) == FORM_WRONG;
}

const struct field *form_find(const struct form *form, const char *name)
{
	for (unsigned i = 0; i < form->n; i++)
		if (form->field[i].kind < FIELD_ITEM && !strcasecmp(form->field[i].name, name))
			return &form->field[i];
	return NULL;
}

static void add_items(struct form *form, const struct field *field)
{
	struct field item = { .kind = FIELD_ITEM, .help = N_("Left moves it up, Right down") };

	snprintf(item.usual, sizeof(item.usual), "%s", field->name);
	for (; item_of(holds(field), item.item, item.name, sizeof(item.name)); item.item++)
		add(form, &item, holds(field));
}

/* keyword NAME choices=a,b default=a "text", or keyword NAME order=a,b default=b,a "text" */
static void add_from_line(struct form *form, const char *line, const struct machine_driver *driver)
{
	struct field field = { .kind = FIELD_KEYWORD };
	struct words words;
	struct err err;

	if (words_split(&words, line, &err) && words_plain(&words, 1) && !strcmp(words_plain(&words, 0), "keyword")) {
		const char *order = words_value(&words, "order"), *choices = order ? order : words_value(&words, "choices"), *usual = words_value(&words, "default"), *help = words_plain(&words, 2);

		snprintf(field.name, sizeof(field.name), "%s", words_plain(&words, 1));
		snprintf(field.choices, sizeof(field.choices), "%s", choices ? choices : "");
		snprintf(field.usual, sizeof(field.usual), "%s", usual ? usual : "");
		snprintf(field.help, sizeof(field.help), "%s", help ? help : "");
		field.order = order;
		if (order)
			add_items(form, add(form, &field, settings_get(&driver->settings, field.name)));
		else
			add(form, &field, settings_get(&driver->settings, field.name));
	}
	words_free(&words);
}

static void add_from_file(struct form *form, const char *text, const struct machine_driver *driver)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char line[500];

		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		add_from_line(form, line, driver);
		text += n + (text[n] != '\0');
	}
}

/* What the driver's line sets beside that. */
static void add_others(struct form *form, const struct machine_driver *driver)
{
	for (size_t i = 0; i < driver->settings.n; i++) {
		const struct setting *setting = &driver->settings.list[i];
		struct field field = { .kind = FIELD_KEYWORD };

		if (form_find(form, setting->key) || !strcasecmp(setting->key, "sha256"))
			continue;
		snprintf(field.name, sizeof(field.name), "%s", setting->key);
		add(form, &field, setting->value);
	}
}

static const struct machine_driver *driver_of(const struct look *look)
{
	for (size_t i = 0; i < look->machine->drivers_n; i++)
		if (!strcmp(look->machine->drivers[i].device, look->device))
			return &look->machine->drivers[i];
	return NULL;
}

/* DEVICE NAME stands among the fields that the lesson offers; a lesson that names none offers all. */
static bool offered(const struct look *look, const char *name)
{
	const struct lesson_list *list = &look->guide->lesson->form;
	char line[128];

	snprintf(line, sizeof(line), "%s %s", look->device, name);
	for (unsigned i = 0; i < list->n; i++)
		if (!strcmp(list->line[i], line))
			return true;
	return false;
}

/* Leaves what the lesson offers, and the restart. */
static void keep_offered(struct form *form, const struct look *look)
{
	unsigned n = 0;

	if (!look->guide || !look->guide->lesson->form.n)
		return;
	for (unsigned i = 0; i < form->n; i++) {
		const struct field *field = &form->field[i];

		if (field->kind == FIELD_RESTART || (field->kind != FIELD_NEW && offered(look, field->kind == FIELD_ITEM ? field->usual : field->name)))
			form->field[n++] = form->field[i];
	}
	form->n = n;
}

void form_make(struct form *form, const struct look *look)
{
	static const struct field fresh = { .name = N_("another keyword"), .help = N_("Enter types it"), .kind = FIELD_NEW };
	static const struct field restart = { .name = N_("restart"), .help = N_("Enter: stop, and start with what stands above"), .kind = FIELD_RESTART };
	const struct machine_driver *driver = driver_of(look);

	form->n = 0;
	add_policy(form, look->machine);
	for (size_t i = 0; driver && i < sizeof(package_facts) / sizeof(*package_facts); i++)
		add(form, &package_facts[i], settings_get(&driver->settings, package_facts[i].name));
	if (driver && look->form)
		add_from_file(form, look->form, driver);
	if (driver) {
		add_others(form, driver);
		add(form, &fresh, NULL);
	}
	add(form, &restart, NULL);
	keep_offered(form, look);
}

void form_next_choice(const char *choices, const char *value, int step, char *out, size_t size)
{
	const char *list[CHOICES_MAX];
	unsigned n = 0, at = 0;

	for (const char *p = choices; *p && n < CHOICES_MAX; p += strcspn(p, ",") + (p[strcspn(p, ",")] == ',')) {
		size_t length = strcspn(p, ",");

		if (strlen(value) == length && !strncmp(value, p, length))
			at = n + 1;
		list[n++] = p;
	}
	at = at ? (at - 1 + n + (unsigned)step) % n : step > 0 ? 0 : n - 1;
	snprintf(out, size, "%.*s", (int)strcspn(list[at], ","), list[at]);
}

bool form_moved(const struct field *field, int step, char *out, size_t size)
{
	unsigned n = items(field->value), other = field->item + (unsigned)step;
	struct str order = { 0 };
	char item[64];

	if (other >= n)
		return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned from = i == other ? field->item : i == field->item ? other : i;

		item_of(field->value, from, item, sizeof(item));
		str_format(&order, "%s%s", i ? "," : "", item);
	}
	snprintf(out, size, "%s", order.text);
	str_free(&order);
	return true;
}
