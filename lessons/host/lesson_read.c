/* SPDX-License-Identifier: MIT */
/* Lessons from files. A file calls lesson { ... } once; goals are tables made by functions named as in goals.def. */
#include <string.h>

#include "lessons/host/bind.h"
#include "lessons/host/lesson.h"
#include "lessons/host/lesson_goal.h"
#include "lessons/host/sandbox.h"
#include "lessons/host/file_place.h"
#include "sim/base/mem.h"


/* What a file fills, and its text. */
struct reading {
	struct lesson *lesson;
	const char *source;
};

/* The line where a text stands for the last time, in quotes; 0: nowhere. For what the file does not mark. */
static unsigned line_quoted(const char *source, const char *text)
{
	const char *found = NULL;

	for (const char *at = source; (at = file_place_quoted(at, text)); at++)
		found = at;
	return file_place_line(source, found);
}

/* A list, and where its texts stand, behind the field of the table that began at `line`. */
static void take_list(lua_State *L, const struct reading *reading, unsigned line, const char *what, const char *field, struct lesson_list *list)
{
	const char *at = file_place_field(file_place_at(reading->source, line), field);

	list->n = bind_list(L, what, field, list->line, LESSON_LIST_MAX);
	for (unsigned i = 0; at && i < list->n; i++) {
		const char *found = file_place_quoted(at, list->line[i]);

		list->at[i] = file_place_line(reading->source, found);
		at = found ? found : at;
	}
}

/* ---- steps ---- */

static void take_choice(lua_State *L, void *context, unsigned i)
{
	struct lesson_step *step = context;
	struct lesson_choice *choice = &step->choice[i];

	bind_fields(L, "a choice", "text says idea right");
	step->choices = i + 1;
	choice->text = bind_text(L, "a choice", "text");
	choice->says = bind_text(L, "a choice", "says");
	choice->idea = bind_text_or(L, "a choice", "idea");
	if (bind_flag(L, "a choice", "right") == !!choice->idea)
		bind_fail(L, "a choice is right = true, or names its misconception by idea");
}

static void take_predict(lua_State *L, struct lesson_step *step)
{
	if (lua_getfield(L, -1, "predict") == LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	if (!lua_istable(L, -1))
		bind_fail(L, "predict of a step is a table; found %s", luaL_typename(L, -1));
	bind_fields(L, "a prediction", "ask");
	step->ask = bind_text(L, "a prediction", "ask");
	if (bind_each(L, "a prediction", NULL, LESSON_LIST_MAX, take_choice, step) < 2)
		bind_fail(L, "a prediction has at least two choices");
	lua_pop(L, 1);
}

static void take_step(lua_State *L, void *context, unsigned i)
{
	struct reading *reading = context;
	struct lesson *lesson = reading->lesson;
	struct lesson_step *step = &lesson->step[i];

	lesson->steps = i + 1;
	step->title = bind_text(L, "a step", "title");
	step->line = marks_line(&lesson->marks, step->title);
	bind_at(L, step->line);
	bind_fields(L, "a step", "title text view device commands predict goals hints explain solution code_solution sweep variation");
	step->text = bind_text(L, "a step", "text");
	step->view = bind_text_or(L, "a step", "view");
	step->device = bind_text_or(L, "a step", "device");
	step->explain = bind_text_or(L, "a step", "explain");
	step->variation = bind_flag(L, "a step", "variation");
	take_list(L, reading, step->line, "a step", "commands", &step->commands);
	take_list(L, reading, step->line, "a step", "hints", &step->hints);
	take_list(L, reading, step->line, "a step", "solution", &step->solution);
	take_list(L, reading, step->line, "a step", "code_solution", &step->code_solution);
	take_list(L, reading, step->line, "a step", "sweep", &step->sweep);
	take_predict(L, step);
	bind_each(L, "a step", "goals", LESSON_LIST_MAX, lesson_take_goal, step);
}

static void take_wrong(lua_State *L, void *context, unsigned i)
{
	struct reading *reading = context;
	struct lesson *lesson = reading->lesson;
	struct lesson_wrong *wrong = &lesson->wrong[i];

	lesson->wrongs = i + 1;
	wrong->idea = bind_text(L, "a wrong solution", "idea");
	wrong->line = line_quoted(reading->source, wrong->idea);
	bind_at(L, wrong->line);
	bind_fields(L, "a wrong solution", "idea step lines fails driver");
	wrong->fails = bind_text(L, "a wrong solution", "fails");
	wrong->driver = bind_text_or(L, "a wrong solution", "driver");
	wrong->step = (unsigned)bind_number(L, "a wrong solution", "step", 0);
	take_list(L, reading, wrong->line, "a wrong solution", "lines", &wrong->lines);
	if (!wrong->step || wrong->step > lesson->steps)
		bind_fail(L, "step of a wrong solution is from 1 to %d", (int)lesson->steps);
}

static void take_code(lua_State *L, struct lesson *lesson)
{
	struct lesson_code *code = &lesson->code;

	if (lua_getfield(L, -1, "code") == LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	if (!lua_istable(L, -1))
		bind_fail(L, "code of a lesson is a table; found %s", luaL_typename(L, -1));
	bind_fields(L, "code", "device source solution step");
	code->source = bind_text(L, "code", "source");
	code->solution = bind_text(L, "code", "solution");
	code->device = bind_text_or(L, "code", "device");
	if (!code->device)
		code->device = mem_copy_text(CODE_DEVICE);
	code->step = (unsigned)bind_number(L, "code", "step", 1);
	if (!code->step)
		bind_fail(L, "step of code is from 1 on");
	lua_pop(L, 1);
}

/* A machine's text, whose last line may lack its end in a file of Lua. */
static char *take_machine(lua_State *L)
{
	char *given = bind_text(L, "a lesson", "machine");
	struct str text = { 0 };

	str_format(&text, "%s%s", given, *given && given[strlen(given) - 1] == '\n' ? "" : "\n");
	mem_free(given);
	return text.text;
}

/* Where that text stands in the file, if it stands there as it is. */
static unsigned machine_line_of(const char *source, const char *machine)
{
	char *text = mem_copy_text(machine);
	const char *found;

	text[strlen(text) - 1] = '\0'; /* its last line's end may not be the file's */
	found = *text ? strstr(source, text) : NULL;
	mem_free(text);
	return file_place_line(source, found);
}

/* The table given to lesson{}. */
static void take_lesson(lua_State *L, struct reading *reading)
{
	struct lesson *lesson = reading->lesson;

	bind_fields(L, "a lesson", "id number title machine after form code languages steps wrong solved reference bug");
	lesson->id = bind_text(L, "a lesson", "id");
	lesson->title = bind_text(L, "a lesson", "title");
	lesson->machine = take_machine(L);
	lesson->machine_line = machine_line_of(reading->source, lesson->machine);
	lesson->number = (unsigned)bind_number(L, "a lesson", "number", 0);
	lesson->solved = bind_text_or(L, "a lesson", "solved");
	lesson->reference = bind_text_or(L, "a lesson", "reference");
	lesson->bug = bind_text_or(L, "a lesson", "bug");
	take_list(L, reading, 0, "a lesson", "after", &lesson->after);
	take_list(L, reading, 0, "a lesson", "form", &lesson->form);
	take_list(L, reading, 0, "a lesson", "languages", &lesson->languages);
	take_code(L, lesson);
	if (!bind_each(L, "a lesson", "steps", LESSON_STEPS_MAX, take_step, reading))
		bind_fail(L, "a lesson has steps");
	bind_at(L, 0);
	bind_each(L, "a lesson", "wrong", LESSON_LIST_MAX, take_wrong, reading);
}

/* ---- what a file calls ---- */

/* lesson { ... }; upvalue: the reading. */
static int call_lesson(lua_State *L)
{
	struct reading *reading = lua_touserdata(L, lua_upvalueindex(1));

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	if (reading->lesson->steps)
		bind_fail(L, "a file is one lesson");
	take_lesson(L, reading);
	return 0;
}

static void bind_calls(lua_State *L, void *context)
{
	lua_pushlightuserdata(L, context);
	lua_pushcclosure(L, call_lesson, 1);
	lua_setglobal(L, "lesson");
	marks_bind(L, &((struct reading *)context)->lesson->marks);
	lesson_bind_goals(L);
	bind_elsewhere(L, "presentation", "this is a presentation, not a lesson; msilab present shows it");
	bind_source(L, ((struct reading *)context)->source);
	bind_strict(L);
}

struct lesson *lesson_read(const char *text, size_t n, const char *file, struct err *err)
{
	struct sandbox *sandbox = sandbox_new();
	struct lesson *lesson = mem_new(sizeof *lesson);
	struct reading reading = { lesson, text };
	bool good;

	lesson->file = mem_copy_text(file);
	good = sandbox_run(sandbox, bind_calls, &reading, err) && sandbox_load(sandbox, text, n, file, err);
	if (good && !lesson->steps) {
		err_set(err, "there is no lesson in this file");
		err_expected(err, "lesson { ... }");
		good = err_at(err, file, 0, 0);
	}
	sandbox_free(sandbox);
	if (good)
		return lesson;
	lesson_free(lesson);
	return NULL;
}
