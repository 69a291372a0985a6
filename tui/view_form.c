/* SPDX-License-Identifier: MIT */
/*
 * The form: what the driver's package and keywords say and what the system grants, for the next start of the device. The keywords a
 * driver reads, with their choices, stand in its .form file. A changed field is a command like any other; the last line
 * restarts the device with what stands here.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/scene.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/form.h"

static void draw_field(const struct field *field, const char *device, const struct pane *pane, int y, bool at)
{
	int x;

	if (field->kind == FIELD_RESTART) {
		x = pane_format(pane, 0, y, ROLE_TITLE, " [ %s %s ]", say(field->name), device);
	} else if (field->kind == FIELD_NEW) {
		x = pane_format(pane, 0, y, ROLE_TITLE, " [ %s ]", say(field->name));
	} else if (field->kind == FIELD_ITEM) {
		x = pane_format(pane, 4, y, ROLE_TEXT, "%u  %s", field->item + 1, field->name);
		x = x < 34 ? 34 : x;
	} else if (field->order) {
		x = pane_text(pane, 1, y, ROLE_TEXT, field->name);
	} else {
		pane_text(pane, 1, y, ROLE_TEXT, field->name);
		x = pane_text(pane, 22, y, field->value[0] ? ROLE_ACTIVE : ROLE_DIM,
			      field->value[0] ? field->value : field->usual[0] ? field->usual : say("(not set)"));
		x = x < 34 ? 34 : x;
	}
	if (form_wrong(field))
		x = pane_say(pane, x + 1, y, ROLE_ERROR, "not one of %s", field->choices);
	else
		x = pane_text(pane, x + 1, y, ROLE_DIM, say(field->help));
	pane_cut(pane, x, y);
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
			   tell_symbol("grant", device->grant.kind));
	return device->grant.kind != SYM_grant_NONE;
}

static void draw_granted(const struct look *look, const struct pane *pane, int y)
{
	struct str text = { 0 };
	enum role role = granted(look, &text) ? ROLE_TEXT : ROLE_DIM;

	pane_cut(pane, pane_text(pane, 1, y, role, text.text), y);
	str_free(&text);
}

/* "a,b" as "a, b": where a row may end. */
static void spaced(const char *choices, struct str *out)
{
	for (; *choices; choices++)
		str_format(out, *choices == ',' ? "%c " : "%c", *choices);
}

/* All that is to be said of the field with the cursor: beside it there may be no room for it. */
static void describe(const struct field *field, struct str *out)
{
	struct str choices = { 0 };

	if (field->help[0])
		str_format(out, "%s\n", say(field->help));
	spaced(field->choices, &choices);
	if (field->order)
		str_format(out, say("An order of: %s   Enter types a value"), field->choices);
	else if (field->choices[0])
		str_format(out, say("Left and Right choose: %s   Enter types a value"), choices.text);
	str_free(&choices);
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
		draw_field(&form.field[state->top + y], look->device, pane, y, state->top + y == state->at);
	if ((int)form.n < rows)
		draw_granted(look, pane, (int)form.n);
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
	case FIELD_ITEM:
		snprintf(line, sizeof(line), "keyword %s %s=%s", look->device, field->usual, value);
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
	char value[128];

	form_make(&form, look);
	field = &form.field[state->at < form.n ? state->at : form.n - 1];
	if (kind == REQUEST_NEXT) {
		command_for(look, field, field->value, out, true);
		return true;
	}
	if ((kind == REQUEST_LEFT || kind == REQUEST_RIGHT) && field->kind == FIELD_ITEM) {
		int step = kind == REQUEST_RIGHT ? 1 : -1;

		if (form_moved(field, step, value, sizeof(value))) {
			command_for(look, field, value, out, false);
			state->at += step; /* the cursor stays on what is moved */
		}
		return true;
	}
	if ((kind == REQUEST_LEFT || kind == REQUEST_RIGHT) && field->choices[0] && !field->order) {
		const char *holds = field->value[0] ? field->value : field->usual;
		char now[128];

		snprintf(now, sizeof(now), "%.*s", (int)strcspn(holds, " "), holds);
		form_next_choice(field->choices, now, kind == REQUEST_RIGHT ? 1 : -1, value, sizeof(value));
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
	if (form_wrong(field)) {
		str_append(out, "  ");
		str_format(out, say("not one of %s"), field->choices);
	} else if (field->choices[0]) {
		str_format(out, field->order ? " {%s}" : " [%s]", field->choices);
	}
	str_append(out, "\n");
}

static void form_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	struct form form;

	(void)state;
	form_make(&form, look);
	for (unsigned i = 0; i < form.n; i++)
		if (form.field[i].kind < FIELD_ITEM)
			tell_field(&form.field[i], out);
	granted(look, out);
	str_append(out, "\n");
	str_format(out, say("Change them with: keyword %s KEY=VALUE, package %s KEY=VALUE, policy NAME; then: restart %s"), look->device,
		   look->device, look->device);
	str_append(out, "\n");
}

const struct view view_form = { .draw = form_draw, .request = form_request, .click = form_click, .text = form_linear };
