/* SPDX-License-Identifier: MIT */
/* Reading the goals of a lesson. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/lesson.h"
#include "lessons/host/lesson_goal.h"
#include "sim/base/mem.h"

#define KIND_FIELD "goal" /* of a goal's table: its kind's name */
#define LINE_FIELD "at"   /* the line of the call that made it */

/* A filter of a goal. text: terms would depend on the reader's language. */
static void take_filter(lua_State *L, const char *what, const char *field, struct query *query)
{
	char said[600], *text = bind_text(L, what, field);
	struct err err = { 0 };
	bool good = query_read(query, text, &err);

	mem_free(text);
	if (!good)
		bind_fail(L, "%s of %s: %s", field, what, err_text(&err, said, sizeof said));
	if (query_speaks(query))
		bind_fail(L, "%s of %s looks at sentences, which are in the reader's language; expected kind:, obj: or a word's name", field, what);
}

static void take_near(lua_State *L, void *context, unsigned i)
{
	struct goal *goal = context;

	bind_fields(L, "a near miss", goal->kind == GOAL_point ? "record says idea" : "record says");
	goal->near[i].says = bind_text(L, "a near miss", "says");
	if (goal->kind == GOAL_point)
		goal->near[i].idea = bind_text(L, "a record pointed at", "idea");
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
		bind_fail(L, "a goal is made by eventually, never, before, within, late, count, hold, point, policies or interleavings");
	lua_pop(L, 1);
	return kind;
}

static bool has_field(enum goal_kind kind, const char *field)
{
	return strstr(goal_forms[kind].fields, field);
}

static void take_policies(lua_State *L, const char *what, struct goal *goal)
{
	char *under[GOAL_CELLS_MAX];

	goal->cells = bind_list(L, what, "under", under, GOAL_CELLS_MAX);
	for (unsigned i = 0; i < goal->cells; i++)
		goal->cell[i].under = under[i];
	if (!goal->cells)
		bind_fail(L, "under of %s names what is tried", what);
}

static void take_interleavings(lua_State *L, const char *what, struct goal *goal)
{
	goal->cause = bind_text(L, what, "cause");
	if (goal->most == UINT64_MAX)
		goal->most = WAY_MAX;
	if (!goal->most || goal->most > WAY_MAX)
		bind_fail(L, "most of %s is from 1 to %d", what, WAY_MAX);
	goal->cells = (unsigned)goal->most + 1;
}

static void take_cells(lua_State *L, const char *what, struct goal *goal)
{
	goal->device = bind_text_or(L, what, "device");
	if (!goal->device)
		goal->device = mem_copy_text(CODE_DEVICE);
	if (has_field(goal->kind, "under"))
		take_policies(L, what, goal);
	else
		take_interleavings(L, what, goal);
	if (bind_has(L, "never"))
		take_filter(L, what, "never", &goal->never);
}

static void take_time(lua_State *L, const char *what, struct goal *goal)
{
	char *text = bind_text(L, what, "time");
	bool good = vtime_parse(text, &goal->time);

	mem_free(text);
	if (!good)
		bind_fail(L, "time of %s is no time; expected such as 25us", what);
}

void lesson_take_goal(lua_State *L, void *context, unsigned i)
{
	struct lesson_step *step = context;
	struct goal *goal = &step->goal[i];
	char fields[160];
	const char *what;

	goal->line = (unsigned)bind_number(L, "a goal", LINE_FIELD, 0);
	bind_at(L, goal->line);
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
	if (goal->kind == GOAL_point)
		goal->right = bind_text(L, what, "right");
	goal->least = bind_number(L, what, "least", 1);
	goal->most = bind_number(L, what, "most", UINT64_MAX);
	if (goal_has_cells(goal))
		take_cells(L, what, goal);
	bind_each(L, what, "near", GOAL_NEAR_MAX, take_near, goal);
	goal_reset(goal);
	bind_at(L, step->line);
}

/* eventually { ... } and the others: the table knows its kind. upvalue: the kind's name. */
static int call_goal(lua_State *L)
{
	lua_Debug caller;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_setfield(L, 1, KIND_FIELD);
	if (lua_getstack(L, 1, &caller) && lua_getinfo(L, "l", &caller) && caller.currentline > 0) {
		lua_pushinteger(L, caller.currentline);
		lua_setfield(L, 1, LINE_FIELD);
	}
	lua_settop(L, 1);
	return 1;
}

void lesson_bind_goals(lua_State *L)
{
	for (unsigned i = 0; i < GOAL_KINDS; i++) {
		lua_pushstring(L, goal_forms[i].name);
		lua_pushcclosure(L, call_goal, 1);
		lua_setglobal(L, goal_forms[i].name);
	}
}
