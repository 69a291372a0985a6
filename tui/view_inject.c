/* SPDX-License-Identifier: MIT */
/* What one can do to the machine, to choose from: Enter opens the prompt with the command, to be changed or given as it is. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "tui/view.h"

#define HELP_AT 50

static const struct {
	const char *command, *help;
} things[] = {
#define INJECT(command, help) { command, help },
#include "tui/inject.def"
#undef INJECT
};

#define THINGS ((int64_t)(sizeof(things) / sizeof(*things)))

/* The command with the device's name in it. */
static const char *command_of(const struct look *look, int64_t i, char *text, size_t size)
{
	const char *command = things[i].command, *place = strstr(command, "$d");

	if (place)
		snprintf(text, size, "%.*s%s%s", (int)(place - command), command, look->device, place + 2);
	else
		snprintf(text, size, "%s", command);
	return text;
}

static void inject_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	int at = pane->w > HELP_AT + 20 ? HELP_AT : pane->w / 2;
	char text[120];

	view_list_show(state, THINGS, pane->h);
	for (int y = 0; y < pane->h && state->top + y < THINGS; y++) {
		pane_text(pane, 1, y, ROLE_TEXT, command_of(look, state->top + y, text, sizeof(text)));
		pane_cut(pane, pane_format(pane, at, y, ROLE_DIM, " %s", say(things[state->top + y].help)), y);
		if (state->top + y == state->at)
			pane_paint(pane, 0, y, pane->w, ROLE_CURSOR);
	}
}

static bool inject_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	char text[120];

	if (kind != REQUEST_NEXT)
		return view_list_move(state, kind, THINGS);
	*out = request_of(REQUEST_ASK, command_of(look, state->at, text, sizeof(text)));
	return true;
}

static bool inject_click(const struct look *look, struct view_state *state, int x, int y, struct request *out)
{
	(void)x;
	if (state->top + y >= THINGS)
		return false;
	if (state->at == state->top + y)
		return inject_request(look, state, REQUEST_NEXT, out);
	state->at = state->top + y;
	return true;
}

static void inject_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	char text[120];

	(void)state;
	for (int64_t i = 0; i < THINGS; i++)
		str_format(out, "%s: %s\n", command_of(look, i, text, sizeof(text)), say(things[i].help));
}

const struct view view_inject = { .draw = inject_draw, .request = inject_request, .click = inject_click, .text = inject_linear };
