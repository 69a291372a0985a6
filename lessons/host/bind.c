/* SPDX-License-Identifier: MIT */
/* Taking Lua tables apart. */
#include <stdarg.h>
#include <string.h>

#include "lessons/host/bind.h"
#include "lessons/host/file_place.h"
#include "sim/base/err.h"
#include "sim/base/mem.h"

#define NAMES_MAX 32
#define NAMES_BYTES 400
#define LINE_KEY "msilab.line"     /* in the registry: the line that is taken apart */
#define SOURCE_KEY "msilab.source" /* and the file's text */

void bind_at(lua_State *L, unsigned line)
{
	lua_pushinteger(L, line);
	lua_setfield(L, LUA_REGISTRYINDEX, LINE_KEY);
}

void bind_source(lua_State *L, const char *source)
{
	lua_pushlightuserdata(L, (void *)source);
	lua_setfield(L, LUA_REGISTRYINDEX, SOURCE_KEY);
}

/* What comes is about this field, if it stands behind the line that is taken apart. */
static void at_field(lua_State *L, const char *field)
{
	const char *source, *found;

	lua_getfield(L, LUA_REGISTRYINDEX, LINE_KEY);
	lua_getfield(L, LUA_REGISTRYINDEX, SOURCE_KEY);
	source = lua_touserdata(L, -1);
	found = source ? file_place_field(file_place_at(source, (unsigned)lua_tointeger(L, -2)), field) : NULL;
	lua_pop(L, 2);
	if (found)
		bind_at(L, file_place_line(source, found));
}

/* "FILE:LINE: " of bind_at's line, or of the call if none is known. */
static void push_place(lua_State *L)
{
	lua_Debug caller;
	lua_Integer line;

	lua_getfield(L, LUA_REGISTRYINDEX, LINE_KEY);
	line = lua_tointeger(L, -1);
	lua_pop(L, 1);
	if (line && lua_getstack(L, 1, &caller) && lua_getinfo(L, "S", &caller))
		lua_pushfstring(L, "%s:%d: ", caller.short_src, (int)line);
	else
		luaL_where(L, 1);
}

int bind_fail(lua_State *L, const char *format, ...)
{
	va_list args;

	push_place(L);
	va_start(args, format);
	lua_pushvfstring(L, format, args);
	va_end(args);
	lua_concat(L, 2);
	return lua_error(L);
}

/* Whether a word stands in a list with blanks between; nearest (may be NULL) gets the one it may have meant. */
static bool listed(const char *fields, const char *word, char *nearest, size_t size)
{
	const char *names[NAMES_MAX + 1] = { 0 };
	char copy[NAMES_BYTES], *rest = NULL;
	const char *near;
	unsigned n = 0;

	strncpy(copy, fields, sizeof copy - 1);
	copy[sizeof copy - 1] = '\0';
	for (char *at = strtok_r(copy, " ", &rest); at && n < NAMES_MAX; at = strtok_r(NULL, " ", &rest)) {
		if (!strcmp(at, word))
			return true;
		names[n++] = at;
	}
	near = err_nearest(word, names);
	strncpy(nearest, near ? near : fields, size - 1);
	nearest[size - 1] = '\0';
	return false;
}

/* Of several the first by its letters: Lua's own order is that of addresses. */
void bind_fields(lua_State *L, const char *what, const char *fields)
{
	const char *wrong = NULL;
	char nearest[NAMES_BYTES];

	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;

		if (name && !listed(fields, name, nearest, sizeof nearest) && (!wrong || strcmp(name, wrong) < 0))
			wrong = name; /* lives as long as the table */
	}
	if (!wrong)
		return;
	at_field(L, wrong);
	if (!listed(fields, wrong, nearest, sizeof nearest))
		bind_fail(L, "%s has no field '%s'; expected %s", what, wrong, nearest);
}

/* Of all globals; of those that are as near, the first by the alphabet, for Lua has them in no order. NULL: none is near. */
static const char *nearest_global(lua_State *L, const char *name)
{
	const char *near = NULL;

	lua_pushglobaltable(L);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		const char *global = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;

		if (global && near && strcmp(near, global) < 0)
			near = err_nearest(name, (const char *const[]){ near, global, NULL });
		else if (global)
			near = err_nearest(name, (const char *const[]){ global, near, NULL });
	}
	lua_pop(L, 1);
	return near;
}

static int no_such_name(lua_State *L)
{
	const char *name = luaL_tolstring(L, 2, NULL), *near = nearest_global(L, name);

	if (near)
		return luaL_error(L, "nothing is called '%s' here; expected %s", name, near);
	return luaL_error(L, "nothing is called '%s' here: there are no files, no modules, no patterns and no chance", name);
}

void bind_strict(lua_State *L)
{
	lua_pushglobaltable(L);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, no_such_name);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
}

static int elsewhere(lua_State *L)
{
	return luaL_error(L, "%s", lua_tostring(L, lua_upvalueindex(1)));
}

void bind_elsewhere(lua_State *L, const char *name, const char *says)
{
	lua_pushstring(L, says);
	lua_pushcclosure(L, elsewhere, 1);
	lua_setglobal(L, name);
}

static char *text_at_top(lua_State *L, const char *what, const char *field)
{
	char *copy;

	if (lua_type(L, -1) != LUA_TSTRING)
		bind_fail(L, "%s of %s is no text; found %s", field, what, luaL_typename(L, -1));
	if (lua_rawlen(L, -1) > BIND_TEXT_MAX)
		bind_fail(L, "%s of %s has more than %d bytes", field, what, BIND_TEXT_MAX);
	copy = mem_copy_text(lua_tostring(L, -1));
	lua_pop(L, 1);
	return copy;
}

char *bind_text_or(lua_State *L, const char *what, const char *field)
{
	if (lua_getfield(L, -1, field) != LUA_TNIL)
		return text_at_top(L, what, field);
	lua_pop(L, 1);
	return NULL;
}

char *bind_text(lua_State *L, const char *what, const char *field)
{
	char *text = bind_text_or(L, what, field);

	if (!text)
		bind_fail(L, "%s has no %s", what, field);
	return text;
}

bool bind_has(lua_State *L, const char *field)
{
	bool has = lua_getfield(L, -1, field) != LUA_TNIL;

	lua_pop(L, 1);
	return has;
}

bool bind_flag(lua_State *L, const char *what, const char *field)
{
	bool flag;

	if (lua_getfield(L, -1, field) > LUA_TBOOLEAN)
		bind_fail(L, "%s of %s is true or false; found %s", field, what, luaL_typename(L, -1));
	flag = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return flag;
}

uint64_t bind_number(lua_State *L, const char *what, const char *field, uint64_t otherwise)
{
	lua_Integer number;
	int good = 1;

	if (lua_getfield(L, -1, field) == LUA_TNIL) {
		lua_pop(L, 1);
		return otherwise;
	}
	number = lua_tointegerx(L, -1, &good);
	if (!good || number < 0)
		bind_fail(L, "%s of %s is a whole number from 0; found %s", field, what, luaL_tolstring(L, -1, NULL));
	lua_pop(L, 1);
	return (uint64_t)number;
}

/* Pushes the list; false: there is none. */
static bool list_at_top(lua_State *L, const char *what, const char *field, unsigned most)
{
	if (!field)
		lua_pushvalue(L, -1);
	else if (lua_getfield(L, -1, field) == LUA_TNIL) {
		lua_pop(L, 1);
		return false;
	}
	if (!lua_istable(L, -1))
		bind_fail(L, "%s of %s is a list; found %s", field, what, luaL_typename(L, -1));
	if (lua_rawlen(L, -1) > most)
		bind_fail(L, "%s has more than %d %s", what, (int)most, field ? field : "items");
	return true;
}

unsigned bind_list(lua_State *L, const char *what, const char *field, char **line, unsigned most)
{
	unsigned n = 0;

	if (!list_at_top(L, what, field, most))
		return 0;
	for (; n < lua_rawlen(L, -1); n++) {
		lua_rawgeti(L, -1, n + 1);
		line[n] = text_at_top(L, what, field);
	}
	lua_pop(L, 1);
	return n;
}

unsigned bind_each(lua_State *L, const char *what, const char *field, unsigned most,
		   void (*take)(lua_State *L, void *context, unsigned i), void *context)
{
	unsigned n = 0;

	if (!list_at_top(L, what, field, most))
		return 0;
	for (; n < lua_rawlen(L, -1); n++) {
		if (lua_rawgeti(L, -1, n + 1) != LUA_TTABLE)
			bind_fail(L, "item %d of %s of %s is a table; found %s", (int)n + 1, field ? field : "the list", what, luaL_typename(L, -1));
		take(L, context, n);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return n;
}
