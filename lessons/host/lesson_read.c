/* SPDX-License-Identifier: MIT */
/* Lessons from files. A file calls lesson { ... } once; goals are tables made by functions named as in goals.def. */
#include <string.h>

#include "lessons/host/bind.h"
#include "lessons/host/lesson.h"
#include "lessons/host/sandbox.h"
#include "sim/base/mem.h"

#define KIND_FIELD "goal"  /* of a goal's table: its kind's name */
#define LINE_FIELD "at"    /* the line of the call that made it */
#define CODE_DEVICE "nic0" /* where a lesson does not say another */

static void free_list(struct lesson_list *list)
{
	for (unsigned i = 0; i < list->n; i++)
		mem_free(list->line[i]);
}

static void free_step(struct lesson_step *step)
{
	mem_free(step->title);
	mem_free(step->text);
	mem_free(step->view);
	mem_free(step->ask);
	mem_free(step->explain);
	free_list(&step->commands);
	free_list(&step->hints);
	free_list(&step->solution);
	free_list(&step->code_solution);
	free_list(&step->sweep);
	for (unsigned i = 0; i < step->choices; i++) {
		mem_free(step->choice[i].text);
		mem_free(step->choice[i].says);
		mem_free(step->choice[i].idea);
	}
	for (unsigned i = 0; i < step->goals; i++)
		goal_fini(&step->goal[i]);
}

void lesson_free(struct lesson *lesson)
{
	if (!lesson)
		return;
	for (unsigned i = 0; i < lesson->steps; i++)
		free_step(&lesson->step[i]);
	for (unsigned i = 0; i < lesson->wrongs; i++) {
		mem_free(lesson->wrong[i].idea);
		mem_free(lesson->wrong[i].fails);
		mem_free(lesson->wrong[i].driver);
		free_list(&lesson->wrong[i].lines);
	}
	free_list(&lesson->after);
	free_list(&lesson->form);
	free_list(&lesson->languages);
	mem_free(lesson->code.device);
	mem_free(lesson->code.source);
	mem_free(lesson->code.solution);
	mem_free(lesson->id);
	mem_free(lesson->title);
	mem_free(lesson->machine);
	mem_free(lesson->file);
	mem_free(lesson->solved);
	mem_free(lesson->reference);
	mem_free(lesson->bug);
	mem_free(lesson);
}

static void take_list(lua_State *L, const char *what, const char *field, struct lesson_list *list)
{
	list->n = bind_list(L, what, field, list->line, LESSON_LIST_MAX);
}

/* ---- goals ---- */

/* A filter of a goal. text: terms would depend on the reader's language. */
static void take_filter(lua_State *L, const char *what, const char *field, struct query *query)
{
	char said[600], *text = bind_text(L, what, field);
	struct err err = { 0 };
	bool good = query_read(query, text, NULL, &err);

	mem_free(text);
	if (!good)
		luaL_error(L, "%s of %s: %s", field, what, err_text(&err, said, sizeof said));
	if (query_speaks(query))
		luaL_error(L, "%s of %s looks at sentences, which are in the reader's language; expected kind:, obj: or a word's name", field, what);
}

static void take_near(lua_State *L, void *context, unsigned i)
{
	struct goal *goal = context;

	bind_fields(L, "a near miss", "record says");
	goal->near[i].says = bind_text(L, "a near miss", "says");
	goal->near_n = i + 1;
	take_filter(L, "a near miss", "record", &goal->near[i].record);
}

static enum goal_kind goal_kind_of(lua_State *L)
{
	enum goal_kind kind = 0;

	lua_getfield(L, -1, KIND_FIELD);
	while (kind < GOAL_KINDS && (!lua_isstring(L, -1) || strcmp(goal_forms[kind].name, lua_tostring(L, -1))))
		kind++;
	if (kind == GOAL_KINDS)
		luaL_error(L, "a goal is made by eventually, never, before, within, count, hold or policies");
	lua_pop(L, 1);
	return kind;
}

static bool has_field(enum goal_kind kind, const char *field)
{
	return strstr(goal_forms[kind].fields, field);
}

static void take_policies(lua_State *L, const char *what, struct goal *goal)
{
	char *policy[GOAL_CELLS_MAX];

	goal->device = bind_text_or(L, what, "device");
	if (!goal->device)
		goal->device = mem_copy_text(CODE_DEVICE);
	goal->cells = bind_list(L, what, "under", policy, GOAL_CELLS_MAX);
	for (unsigned i = 0; i < goal->cells; i++)
		goal->cell[i].policy = policy[i];
	if (!goal->cells)
		luaL_error(L, "under of policies names the policies");
	if (bind_has(L, "never"))
		take_filter(L, what, "never", &goal->never);
}

static void take_time(lua_State *L, const char *what, struct goal *goal)
{
	char *text = bind_text(L, what, "time");
	bool good = vtime_parse(text, &goal->time);

	mem_free(text);
	if (!good)
		luaL_error(L, "time of %s is no time; expected such as 25us", what);
}

static void take_goal(lua_State *L, void *context, unsigned i)
{
	struct lesson_step *step = context;
	struct goal *goal = &step->goal[i];
	char fields[160];
	const char *what;

	goal->kind = goal_kind_of(L);
	what = goal_forms[goal->kind].name;
	step->goals = i + 1;
	snprintf(fields, sizeof fields, "id says near " KIND_FIELD " " LINE_FIELD " %s %s", goal_forms[goal->kind].fields,
		 goal_forms[goal->kind].more);
	bind_fields(L, what, fields);
	goal->id = bind_text(L, what, "id");
	goal->says = bind_text(L, what, "says");
	take_filter(L, what, has_field(goal->kind, "record") ? "record" : "first", &goal->first);
	if (has_field(goal->kind, "second"))
		take_filter(L, what, "second", &goal->second);
	if (has_field(goal->kind, "time"))
		take_time(L, what, goal);
	if (goal->kind == GOAL_policies)
		take_policies(L, what, goal);
	goal->least = bind_number(L, what, "least", 1);
	goal->most = bind_number(L, what, "most", UINT64_MAX);
	bind_each(L, what, "near", GOAL_NEAR_MAX, take_near, goal);
	goal_reset(goal);
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
		luaL_error(L, "a choice is right = true, or names its misconception by idea");
}

static void take_predict(lua_State *L, struct lesson_step *step)
{
	if (lua_getfield(L, -1, "predict") == LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	if (!lua_istable(L, -1))
		luaL_error(L, "predict of a step is a table; found %s", luaL_typename(L, -1));
	bind_fields(L, "a prediction", "ask");
	step->ask = bind_text(L, "a prediction", "ask");
	if (bind_each(L, "a prediction", NULL, LESSON_LIST_MAX, take_choice, step) < 2)
		luaL_error(L, "a prediction has at least two choices");
	lua_pop(L, 1);
}

static void take_step(lua_State *L, void *context, unsigned i)
{
	struct lesson *lesson = context;
	struct lesson_step *step = &lesson->step[i];

	lesson->steps = i + 1;
	bind_fields(L, "a step", "title text view commands predict goals hints explain solution code_solution sweep variation");
	step->title = bind_text(L, "a step", "title");
	step->text = bind_text(L, "a step", "text");
	step->view = bind_text_or(L, "a step", "view");
	step->explain = bind_text_or(L, "a step", "explain");
	step->variation = bind_flag(L, "a step", "variation");
	take_list(L, "a step", "commands", &step->commands);
	take_list(L, "a step", "hints", &step->hints);
	take_list(L, "a step", "solution", &step->solution);
	take_list(L, "a step", "code_solution", &step->code_solution);
	take_list(L, "a step", "sweep", &step->sweep);
	take_predict(L, step);
	bind_each(L, "a step", "goals", LESSON_LIST_MAX, take_goal, step);
}

static void take_wrong(lua_State *L, void *context, unsigned i)
{
	struct lesson *lesson = context;
	struct lesson_wrong *wrong = &lesson->wrong[i];

	lesson->wrongs = i + 1;
	bind_fields(L, "a wrong solution", "idea step lines fails driver");
	wrong->idea = bind_text(L, "a wrong solution", "idea");
	wrong->fails = bind_text(L, "a wrong solution", "fails");
	wrong->driver = bind_text_or(L, "a wrong solution", "driver");
	wrong->step = (unsigned)bind_number(L, "a wrong solution", "step", 0);
	take_list(L, "a wrong solution", "lines", &wrong->lines);
	if (!wrong->step || wrong->step > lesson->steps)
		luaL_error(L, "step of a wrong solution is from 1 to %d", (int)lesson->steps);
}

static void take_code(lua_State *L, struct lesson *lesson)
{
	struct lesson_code *code = &lesson->code;

	if (lua_getfield(L, -1, "code") == LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	if (!lua_istable(L, -1))
		luaL_error(L, "code of a lesson is a table; found %s", luaL_typename(L, -1));
	bind_fields(L, "code", "device source solution");
	code->source = bind_text(L, "code", "source");
	code->solution = bind_text(L, "code", "solution");
	code->device = bind_text_or(L, "code", "device");
	if (!code->device)
		code->device = mem_copy_text(CODE_DEVICE);
	lua_pop(L, 1);
}

const char *lesson_code_device(const struct lesson *lesson)
{
	return lesson->code.device ? lesson->code.device : CODE_DEVICE;
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

/* The table given to lesson{}. */
static void take_lesson(lua_State *L, struct lesson *lesson)
{
	bind_fields(L, "a lesson", "id number title machine after form code languages steps wrong solved reference bug");
	lesson->id = bind_text(L, "a lesson", "id");
	lesson->title = bind_text(L, "a lesson", "title");
	lesson->machine = take_machine(L);
	lesson->number = (unsigned)bind_number(L, "a lesson", "number", 0);
	lesson->solved = bind_text_or(L, "a lesson", "solved");
	lesson->reference = bind_text_or(L, "a lesson", "reference");
	lesson->bug = bind_text_or(L, "a lesson", "bug");
	take_list(L, "a lesson", "after", &lesson->after);
	take_list(L, "a lesson", "form", &lesson->form);
	take_list(L, "a lesson", "languages", &lesson->languages);
	take_code(L, lesson);
	if (!bind_each(L, "a lesson", "steps", LESSON_STEPS_MAX, take_step, lesson))
		luaL_error(L, "a lesson has steps");
	bind_each(L, "a lesson", "wrong", LESSON_LIST_MAX, take_wrong, lesson);
}

/* ---- what a file calls ---- */

/* lesson { ... }; upvalue: the lesson that is filled. */
static int call_lesson(lua_State *L)
{
	struct lesson *lesson = lua_touserdata(L, lua_upvalueindex(1));

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	if (lesson->steps)
		luaL_error(L, "a file is one lesson");
	take_lesson(L, lesson);
	return 0;
}

/* eventually { ... } and the others: the table knows its kind. upvalue: the kind's name. */
static int call_goal(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_setfield(L, 1, KIND_FIELD);
	return 1;
}

/* _"text": a mark for the catalogue. */
static int call_mark(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_settop(L, 1);
	return 1;
}

static void bind_calls(lua_State *L, void *context)
{
	lua_pushlightuserdata(L, context);
	lua_pushcclosure(L, call_lesson, 1);
	lua_setglobal(L, "lesson");
	lua_pushcfunction(L, call_mark);
	lua_setglobal(L, "_");
	for (unsigned i = 0; i < GOAL_KINDS; i++) {
		lua_pushstring(L, goal_forms[i].name);
		lua_pushcclosure(L, call_goal, 1);
		lua_setglobal(L, goal_forms[i].name);
	}
}

struct lesson *lesson_read(const char *text, size_t n, const char *file, struct err *err)
{
	struct sandbox *sandbox = sandbox_new();
	struct lesson *lesson = mem_new(sizeof *lesson);
	bool good;

	lesson->file = mem_copy_text(file);
	good = sandbox_run(sandbox, bind_calls, lesson, err) && sandbox_load(sandbox, text, n, file, err);
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
