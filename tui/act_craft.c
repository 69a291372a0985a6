/* SPDX-License-Identifier: MIT */
/* A lesson in C: edit, build, and what follows when the file is saved or the build ends. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/words.h"
#include "tui/act.h"

static bool possible(struct screen *screen)
{
	if (!screen->craft)
		screen_say(screen, ROLE_ERROR, "nothing is to be written in C here; the form (view form) changes what the driver does");
	return screen->craft;
}

static void do_edit(struct screen *screen, const char *argument)
{
	struct err err = { 0 };
	const char *file;
	uint64_t line = 0;

	if (!possible(screen))
		return;
	if (argument[0] && !words_number(argument, 1000000, &line)) {
		screen_say(screen, ROLE_ERROR, "'%s' is no line", argument);
		return;
	}
	file = screen->craft->file(screen->craft_context, &err);
	if (!file) {
		act_bad(screen, &err);
		return;
	}
	screen->edit = screen->terminal;
	screen->edit_line = (unsigned)line;
	screen_say(screen, ROLE_TITLE, "your copy is %s: edit it where you like; 'build' builds it", file);
}

void act_craft_edited(struct screen *screen)
{
	struct err err = { 0 };

	screen->edit = false;
	if (!screen->craft->edit(screen->craft_context, screen->edit_line, &err))
		act_bad(screen, &err);
	else if (!screen->craft->saved(screen->craft_context))
		screen_say(screen, ROLE_DIM, "nothing was changed");
}

static void build_failed(struct screen *screen)
{
	bool form = screen->guide && screen->guide->lesson->form.n;

	screen->state[VIEW_build] = (struct view_state){ 0 };
	act_focus(screen, VIEW_build);
	if (screen->terminal)
		screen_say(screen, ROLE_ERROR, form ? N_("it was not built; Enter on a message opens the editor there. Without a compiler the form does it too.") :
						      N_("it was not built; Enter on a message opens the editor there"));
	else
		screen_say(screen, ROLE_ERROR, form ? N_("it was not built: mend your copy, then 'build'. Without a compiler the form does it too ('view form').") :
						      N_("it was not built: mend your copy, then 'build'"));
}

static bool runs(const struct machine_driver *driver, const struct craft_module *module)
{
	const char *hash = driver ? settings_get(&driver->settings, "sha256") : NULL;

	return hash && !strcmp(hash, module->sha256) && !strcmp(driver->module, module->name);
}

/* The lesson goes on with the new module, if it is another one. */
static void build_good(struct screen *screen)
{
	const char *device = lesson_code_device(screen->guide->lesson);
	struct craft_module module;
	struct err err = { 0 };

	if (!screen->craft->take(screen->craft_context, &module, &err)) {
		act_bad(screen, &err);
		return;
	}
	if (runs(machine_driver(&session_journal(screen->session)->machine, device), &module)) {
		screen_say(screen, ROLE_TITLE, "it is built, and nothing has changed: it is the driver that runs here");
		return;
	}
	if (screen->source)
		source_add(screen->source, &(struct source_module){ module.name, module.file });
	if (!act_lesson_driver(screen, device, &(struct session_module){ module.name, module.sha256 }, &err))
		act_bad(screen, &err);
}

static void build_ended(struct screen *screen, enum craft_state state)
{
	screen->building = false;
	if (state == CRAFT_BUILT)
		build_good(screen);
	else
		build_failed(screen);
}

static void do_build(struct screen *screen, const char *argument)
{
	struct err err = { 0 };

	if (!possible(screen))
		return;
	if (argument[0] && strcmp(argument, "back")) {
		screen_say(screen, ROLE_ERROR, "'%s' is nothing to build; expected nothing, or back", argument);
		return;
	}
	str_clear(&screen->built);
	if (argument[0] && !screen->craft->back(screen->craft_context, &err)) {
		act_bad(screen, &err);
		return;
	}
	if (!screen->craft->build(screen->craft_context, &err)) {
		act_bad(screen, &err);
		return;
	}
	screen->building = true;
	screen_say(screen, ROLE_TITLE, "building");
	if (!screen->terminal)
		build_ended(screen, screen->craft->state(screen->craft_context, true, &screen->built));
}

void act_craft_tick(struct screen *screen)
{
	enum craft_state state;

	if (!screen->craft)
		return;
	if (screen->building) {
		if (session_busy(screen->session))
			return;
		state = screen->craft->state(screen->craft_context, false, &screen->built);
		if (state != CRAFT_BUILDING)
			build_ended(screen, state);
	} else if (screen->craft->saved(screen->craft_context)) {
		do_build(screen, "");
	}
}

bool act_craft(struct screen *screen, const struct request *request)
{
	if (request->kind == REQUEST_EDIT)
		do_edit(screen, request->argument);
	else if (request->kind == REQUEST_BUILD)
		do_build(screen, request->argument);
	else
		return false;
	return true;
}
