/* SPDX-License-Identifier: MIT */
/*
 * The form: what the driver's package and keywords say and what the system grants, for the next start of the device. The keywords a
 * driver reads, with their choices, stand in its .form file. A changed field is a command like any other; the last line
 * restarts the device with what stands here.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/say.h"
#include "sim/base/settings.h"
#include "sim/base/text.h"
#include "sim/base/words.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tui/view.h"

#define FIELDS_MAX 64
#define CHOICES_MAX 16

struct field {
	char name[64], value[128], usual[64]; /* usual: what holds while it is not set */
	char choices[160], help[200];         /* choices: a,b,c; left and right go through them */
	enum { FIELD_POLICY, FIELD_PACKAGE, FIELD_KEYWORD, FIELD_NEW, FIELD_RESTART } kind;
};

struct form {
	unsigned n;
	struct field field[FIELDS_MAX];
};

/* Facts of every package that are worth trying. */
static const struct field package_facts[] = {
	{ .name = "MSISupported", .usual = "0", .choices = "0,1", .help = N_("the package allows messages"), .kind = FIELD_PACKAGE },
	{ .name = "MessageNumberLimit", .choices = "1,2,4,8,16", .help = N_("how many messages it asks for at most"), .kind = FIELD_PACKAGE },
	{ .name = "DevicePolicy", .help = N_("where it wants its messages to go"), .kind = FIELD_PACKAGE },
};

static const struct field policy_field = {
	.name = "policy",
	.choices = "windows,all,line,cap,one,pow2,scarce,random",
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

static void add_policy(struct form *form, const struct machine *machine)
{
	struct str value = { 0 };

	str_append(&value, machine->policy);
	for (size_t i = 0; i < machine->policy_settings.n; i++)
		str_format(&value, " %s=%s", machine->policy_settings.list[i].key, machine->policy_settings.list[i].value);
	add(form, &policy_field, value.text);
	str_free(&value);
}

static bool has(const struct form *form, const char *name)
{
	for (unsigned i = 0; i < form->n; i++)
		if (!strcasecmp(form->field[i].name, name))
			return true;
	return false;
}

/* keyword NAME choices=a,b default=a "text" */
static void add_from_line(struct form *form, const char *line, const struct machine_driver *driver)
{
	struct field field = { .kind = FIELD_KEYWORD };
	struct words words;
	struct err err;

	if (words_split(&words, line, &err) && words_plain(&words, 1) && !strcmp(words_plain(&words, 0), "keyword")) {
		const char *choices = words_value(&words, "choices"), *usual = words_value(&words, "default"), *help = words_plain(&words, 2);

		snprintf(field.name, sizeof(field.name), "%s", words_plain(&words, 1));
		snprintf(field.choices, sizeof(field.choices), "%s", choices ? choices : "");
		snprintf(field.usual, sizeof(field.usual), "%s", usual ? usual : "");
		snprintf(field.help, sizeof(field.help), "%s", help ? help : "");
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

		if (has(form, setting->key) || !strcasecmp(setting->key, "sha256"))
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

static void form_make(struct form *form, const struct look *look)
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
}

static void draw_field(const struct field *field, const struct pane *pane, int y, bool at)
{
	int x;

	if (field->kind == FIELD_RESTART || field->kind == FIELD_NEW) {
		x = pane_format(pane, 0, y, ROLE_TITLE, " [ %s ]", say(field->name));
	} else {
		pane_text(pane, 1, y, ROLE_TEXT, field->name);
		x = pane_text(pane, 22, y, field->value[0] ? ROLE_ACTIVE : ROLE_DIM,
			      field->value[0] ? field->value : field->usual[0] ? field->usual : say("(not set)"));
		x = x < 34 ? 34 : x;
	}
	pane_text(pane, x + 1, y, ROLE_DIM, say(field->help));
	if (at)
		pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
}

/* false: nothing is. */
static bool granted(const struct look *look, struct str *out)
{
	const struct scene_device *device = scene_device(look->scene, rectext_object_named(look->trace, look->device));

	if (device->grant.kind == SYM_grant_NONE)
		str_format(out, say("%s: nothing is granted now"), look->device);
	else
		str_format(out, say("%s now: asked %u, granted %u (%s)"), look->device, device->grant.asked, device->grant.count,
			   record_symbol("grant", device->grant.kind));
	return device->grant.kind != SYM_grant_NONE;
}

static void draw_granted(const struct look *look, const struct pane *pane, int y)
{
	struct str text = { 0 };
	enum role role = granted(look, &text) ? ROLE_TEXT : ROLE_DIM;

	pane_text(pane, 1, y, role, text.text);
	str_free(&text);
}

/* All that is to be said of the field with the cursor: beside it there may be no room for it. */
static void describe(const struct field *field, struct str *out)
{
	if (field->help[0])
		str_format(out, "%s\n", say(field->help));
	if (field->choices[0])
		str_format(out, say("Left and Right choose: %s   Enter types a value"), field->choices);
}

/* The field's description from row y on, at the latest on the last rows; the row it begins at. */
static int draw_description(const struct field *field, const struct pane *pane, int y)
{
	struct pane inner = pane_inside(pane, 1, 0, pane->w - 1, pane->h);
	struct str text = { 0 };
	int rows;

	describe(field, &text);
	rows = text.length ? pane_wrap_rows(text.text, inner.w) : 0;
	if (rows > pane->h - 2)
		rows = 0;
	if (y > pane->h - rows)
		y = pane->h - rows;
	if (rows)
		pane_wrap(&inner, y, ROLE_TEXT, text.text);
	str_free(&text);
	return y;
}

static void form_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	struct form form;
	int rows;

	form_make(&form, look);
	if (state->at >= form.n)
		state->at = form.n - 1;
	rows = draw_description(&form.field[state->at], pane, (int)form.n + 1);
	view_list_show(state, form.n, rows);
	for (int y = 0; y < rows && state->top + y < form.n; y++)
		draw_field(&form.field[state->top + y], pane, y, state->top + y == state->at);
	if ((int)form.n < rows)
		draw_granted(look, pane, (int)form.n);
}

/* The choice after (or before) a value in a list with commas. */
static void next_choice(const char *choices, const char *value, int step, char *out, size_t size)
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

static void command_for(const struct look *look, const struct field *field, const char *value, struct request *out, bool edit)
{
	char line[REQUEST_TEXT_MAX];

	switch (field->kind) {
	case FIELD_POLICY:
		snprintf(line, sizeof(line), "policy %s%s", value, !edit && !strcmp(value, "cap") ? " count=2" : !edit && !strcmp(value, "scarce") ? " vectors=3" : "");
		break;
	case FIELD_PACKAGE:
		snprintf(line, sizeof(line), "package %s %s=%s", look->device, field->name, value);
		break;
	case FIELD_KEYWORD:
		snprintf(line, sizeof(line), "keyword %s %s=%s", look->device, field->name, value);
		break;
	case FIELD_NEW:
		snprintf(line, sizeof(line), "keyword %s ", look->device);
		break;
	case FIELD_RESTART:
		snprintf(line, sizeof(line), "restart %s", look->device);
		break;
	}
	*out = request_of(edit && field->kind != FIELD_RESTART ? REQUEST_ASK : REQUEST_COMMAND, line);
}

static bool form_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	const struct field *field;
	struct form form;
	char value[64];

	form_make(&form, look);
	field = &form.field[state->at < form.n ? state->at : form.n - 1];
	if (kind == REQUEST_NEXT) {
		command_for(look, field, field->value, out, true);
		return true;
	}
	if ((kind == REQUEST_LEFT || kind == REQUEST_RIGHT) && field->choices[0]) {
		char now[128];

		snprintf(now, sizeof(now), "%.*s", (int)strcspn(field->value, " "), field->value[0] ? field->value : field->usual);
		next_choice(field->choices, now, kind == REQUEST_RIGHT ? 1 : -1, value, sizeof(value));
		command_for(look, field, value, out, false);
		return true;
	}
	return view_list_move(state, kind, form.n);
}

static bool form_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	struct form form;
	bool again;

	(void)x;
	form_make(&form, look);
	if (state->top + y >= form.n)
		return false;
	again = state->at == state->top + y;
	state->at = state->top + y;
	return again && form_request(look, state, REQUEST_NEXT, out);
}

static void tell_field(const struct field *field, struct str *out)
{
	const char *value = field->value[0] ? field->value : field->usual[0] ? field->usual : say("(not set)");

	str_format(out, "%s: %s%s%s", field->name, value, field->help[0] ? "  # " : "", say(field->help));
	if (field->choices[0])
		str_format(out, " [%s]", field->choices);
	str_append(out, "\n");
}

static void form_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct form form;

	(void)state;
	form_make(&form, look);
	for (unsigned i = 0; i < form.n; i++)
		if (form.field[i].kind < FIELD_NEW)
			tell_field(&form.field[i], out);
	granted(look, out);
	str_append(out, "\n");
	str_format(out, say("Change them with: keyword %s KEY=VALUE, package %s KEY=VALUE, policy NAME; then: restart %s"), look->device,
		   look->device, look->device);
	str_append(out, "\n");
}

const struct view view_form = { .draw = form_draw, .request = form_request, .click = form_click, .text = form_linear };
