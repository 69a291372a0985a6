/* SPDX-License-Identifier: MIT */
/* Presentations from files: a file calls presentation { ... } once. */
#include <string.h>

#include "lessons/host/bind.h"
#include "lessons/host/file_place.h"
#include "lessons/host/lesson_goal.h"
#include "lessons/host/presentation.h"
#include "lessons/host/sandbox.h"
#include "sim/base/mem.h"
#include "sim/base/str.h"
#include "sim/journal/command.h"
#include "sim/trace/record.h"

static void free_stop(struct presentation_stop *stop)
{
	mem_free(stop->name);
	mem_free(stop->title);
	mem_free(stop->text);
	mem_free(stop->view);
	mem_free(stop->commands);
	mem_free(stop->ask);
	mem_free(stop->reveal);
	mem_free(stop->notes);
}

static void forget_lines(struct presentation *presentation)
{
	while (presentation->lines)
		mem_free(presentation->line[--presentation->lines]);
}

void presentation_free(struct presentation *presentation)
{
	if (!presentation)
		return;
	forget_lines(presentation);
	for (unsigned i = 0; i < presentation->stops; i++)
		free_stop(&presentation->stop[i]);
	for (unsigned i = 0; i < presentation->languages; i++)
		mem_free(presentation->language[i]);
	marks_fini(&presentation->marks);
	mem_free(presentation->title);
	mem_free(presentation->machine);
	mem_free(presentation);
}

/* A request of the stop itself, whose word is a kind of record or a time. */
static bool is_request(lua_State *L, const char *line)
{
	const char *word = strchr(line, ' ');
	char kind[32] = "";
	vtime time;

	if (!strcmp(line, "show"))
		return true;
	if (!word || (strncmp(line, "show ", 5) && strncmp(line, "until ", 6) && strncmp(line, "run ", 4)))
		return false;
	if (!strncmp(line, "run ", 4)) {
		if (!vtime_parse(line + 4, &time))
			bind_fail(L, "'%s' is no time; expected such as 25us", line + 4);
		return true;
	}
	strncpy(kind, word + 1, sizeof kind - 1);
	kind[strcspn(kind, " ")] = '\0';
	if (record_kind_named(kind) == RECORD_KINDS)
		bind_fail(L, "%s: no kind of record has this name", line);
	return true;
}

/* Lines are tried here: on the screen a class is waiting. */
static void check_command(lua_State *L, const char *line)
{
	struct command command;
	struct err err = { 0 };
	char said[700];
	bool good;

	if (is_request(L, line))
		return;
	good = command_read(&command, line, &err) && !strchr(line, ';');
	command_free(&command);
	if (!good)
		bind_fail(L, "%s: %s", line, err_text(&err, said, sizeof said));
}

/* The presentation holds each line while it is checked: a mistake leaves by a jump. */
static void take_commands(lua_State *L, struct presentation *presentation, struct presentation_stop *stop)
{
	struct str all = { 0 };

	presentation->lines = bind_list(L, "a stop", "commands", presentation->line, PRESENTATION_LINES_MAX);
	for (unsigned i = 0; i < presentation->lines; i++)
		check_command(L, presentation->line[i]);
	str_append(&all, "");
	for (unsigned i = 0; i < presentation->lines; i++)
		str_format(&all, "%s%s", i ? ";" : "", presentation->line[i]);
	stop->commands = all.text;
	forget_lines(presentation);
}

static void take_stop(lua_State *L, void *context, unsigned i)
{
	struct presentation *presentation = context;
	struct presentation_stop *stop = &presentation->stop[i];

	presentation->stops = i + 1;
	stop->title = bind_text(L, "a stop", "title");
	stop->line = file_place_line(presentation->source, file_place_quoted(presentation->source, stop->title));
	bind_at(L, stop->line);
	bind_fields(L, "a stop", "name title text view commands ask reveal notes");
	stop->name = bind_text(L, "a stop", "name");
	stop->text = bind_text(L, "a stop", "text");
	stop->view = bind_text(L, "a stop", "view");
	stop->ask = bind_text_or(L, "a stop", "ask");
	stop->reveal = bind_text_or(L, "a stop", "reveal");
	stop->notes = bind_text_or(L, "a stop", "notes");
	if (!stop->ask != !stop->reveal)
		bind_fail(L, "stop %s: a question has ask and reveal", stop->name);
	take_commands(L, presentation, stop);
	for (unsigned k = 0; k < i; k++)
		if (!strcmp(presentation->stop[k].name, stop->name))
			bind_fail(L, "two stops are called %s", stop->name);
}

/* presentation { ... }; upvalue: what is filled. */
static int call_presentation(lua_State *L)
{
	struct presentation *presentation = lua_touserdata(L, lua_upvalueindex(1));
	struct str machine = { 0 };
	char *text;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	if (presentation->stops)
		bind_fail(L, "a file is one presentation");
	bind_fields(L, "a presentation", "title machine languages stops");
	presentation->title = bind_text(L, "a presentation", "title");
	presentation->languages = bind_list(L, "a presentation", "languages", presentation->language, PRESENTATION_LANGUAGES_MAX);
	text = bind_text(L, "a presentation", "machine");
	presentation->machine_line = *text ? file_place_line(presentation->source, strstr(presentation->source, text)) : 0;
	str_format(&machine, "%s\n", text);
	mem_free(text);
	presentation->machine = machine.text;
	if (!bind_each(L, "a presentation", "stops", PRESENTATION_STOPS_MAX, take_stop, presentation))
		bind_fail(L, "a presentation has stops");
	return 0;
}

static void bind_calls(lua_State *L, void *context)
{
	lua_pushlightuserdata(L, context);
	lua_pushcclosure(L, call_presentation, 1);
	lua_setglobal(L, "presentation");
	marks_bind(L, &((struct presentation *)context)->marks);
	lesson_bind_goals(L);
	bind_elsewhere(L, "lesson", "this is a lesson, not a presentation; msilab learn plays it");
	bind_source(L, ((struct presentation *)context)->source);
	bind_strict(L);
}

bool presentation_in(const char *text)
{
	const char *call = "presentation";

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		const char *at = text + strspn(text, " \t");

		if (!strncmp(at, call, strlen(call)) && strchr(" \t\n{(", at[strlen(call)]))
			return true;
		if (!strncmp(at, "lesson", 6) && at[6] && strchr(" \t\n{(", at[6]))
			return false;
	}
	return false;
}

struct presentation *presentation_read(const char *text, size_t n, const char *file, struct err *err)
{
	struct sandbox *sandbox = sandbox_new();
	struct presentation *presentation = mem_new(sizeof *presentation);
	bool good;

	presentation->source = text;
	good = sandbox_run(sandbox, bind_calls, presentation, err) && sandbox_load(sandbox, text, n, file, err);

	if (good && !presentation->stops) {
		err_set(err, "there is no presentation in this file");
		err_expected(err, "presentation { ... }");
		good = err_at(err, file, 0, 0);
	}
	sandbox_free(sandbox);
	presentation->source = NULL;
	if (good)
		return presentation;
	presentation_free(presentation);
	return NULL;
}
