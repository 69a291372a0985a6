/* SPDX-License-Identifier: MIT */
/*
 * The sandbox's library: lists of what is let through. What is not named is not there; reasons stand where one would look for a thing:
 * find, match, gmatch and gsub can take exponential time inside C, where no instruction is counted, table.move and metatables lend
 * lengths without end to loops in C, load makes code, next walks in the order of addresses, sin and its like differ between machines.
 * Lua's own insert and remove go over a length that a table with gaps can make endless, its sort draws pivots from the clock, and its
 * rep goes round as often as it is told even where nothing comes of it.
 */
#include "config.h"

#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lessons/host/sandbox_library.h"

static const char *const base_names[] = {
	"assert", "error", "ipairs", "pcall", "select", "tonumber", "type", "xpcall", NULL,
};

static const char *const string_names[] = {
	"byte", "char", "len", "lower", "rep", "reverse", "sub", "upper", NULL,
};

static const char *const table_names[] = { "concat", "pack", "unpack", NULL };

static const char *const math_names[] = {
	"abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min", "mininteger", "modf", "tointeger", "type", "ult", NULL,
};

static const char *const utf8_names[] = { "char", "codepoint", "len", "offset", NULL };

/* A table, function and so on as text would be its address. */
static void refuse_address(lua_State *L, int argument)
{
	int type = lua_type(L, argument);

	if (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA || type == LUA_TLIGHTUSERDATA || type == LUA_TTHREAD)
		luaL_error(L, "a %s cannot be written as text", lua_typename(L, type));
}

static int text_of(lua_State *L)
{
	luaL_checkany(L, 1);
	refuse_address(L, 1);
	luaL_tolstring(L, 1, NULL);
	return 1;
}

/* string.format without %p; upvalue 1 is Lua's own. */
static int format(lua_State *L)
{
	const char *text = luaL_checkstring(L, 1);

	for (const char *at = text; (at = strchr(at, '%')); at++) {
		at++;
		at += strspn(at, "-+ #0123456789.");
		if (*at == 'p')
			return luaL_error(L, "%%p would write an address");
		if (!*at)
			break;
	}
	for (int i = 2; i <= lua_gettop(L); i++)
		refuse_address(L, i);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	return 1;
}

/* string.find(TEXT, WORD [, FROM]): the plain word's first place, or nil. */
static int find(lua_State *L)
{
	size_t length, word_length;
	const char *text = luaL_checklstring(L, 1, &length), *word = luaL_checklstring(L, 2, &word_length), *at;
	lua_Integer from = luaL_optinteger(L, 3, 1);

	if (from < 1 || (size_t)from > length + 1)
		return 0;
	at = memmem(text + from - 1, length - (size_t)(from - 1), word, word_length);
	if (!at)
		return 0;
	lua_pushinteger(L, at - text + 1);
	lua_pushinteger(L, at - text + (lua_Integer)word_length);
	return 2;
}

/* string.rep; upvalue 1 is Lua's own. */
static int rep(lua_State *L)
{
	size_t length, between = 0;
	lua_Integer times = luaL_checkinteger(L, 2);

	luaL_checklstring(L, 1, &length);
	luaL_optlstring(L, 3, "", &between);
	if (times > 0 && length + between && (size_t)times > SANDBOX_BYTES / (length + between))
		return luaL_error(L, "the text would be too long");
	if (!(length + between)) {
		lua_pushliteral(L, "");
		return 1;
	}
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	return 1;
}

/*
 * What is written in Lua, where every turn of a loop counts. Lua's way to walk tables goes by hash, which has addresses in it;
 * pairs goes by the order of keys. sort merges: it keeps the order of equals, and comes to an end whatever the comparison says.
 */
static const char in_lua[] =
	"local next, type, error, select = ...\n"
	"local function merge(from, to, low, middle, high, before)\n"
	"  local i, j = low, middle\n"
	"  for k = low, high - 1 do\n"
	"    if i < middle and (j >= high or not before(from[j], from[i])) then to[k], i = from[i], i + 1\n"
	"    else to[k], j = from[j], j + 1 end\n"
	"  end\n"
	"end\n"
	"local function less(a, b) return a < b end\n"
	"local function sort(t, before)\n"
	"  local n, width, from, to = #t, 1, {}, {}\n"
	"  before = before or less\n"
	"  for i = 1, n do from[i] = t[i] end\n"
	"  while width < n do\n"
	"    for low = 1, n, 2 * width do\n"
	"      local middle, high = low + width, low + 2 * width\n"
	"      if middle > n + 1 then middle = n + 1 end\n"
	"      if high > n + 1 then high = n + 1 end\n"
	"      merge(from, to, low, middle, high, before)\n"
	"    end\n"
	"    from, to, width = to, from, 2 * width\n"
	"  end\n"
	"  for i = 1, n do t[i] = from[i] end\n"
	"end\n"
	"local function insert(t, ...)\n"
	"  local n, last = select('#', ...), #t + 1\n"
	"  if n == 1 then t[last] = (...) return end\n"
	"  if n ~= 2 then error('wrong number of arguments to insert', 2) end\n"
	"  local place, value = ...\n"
	"  if type(place) ~= 'number' or place < 1 or place > last then error('position out of bounds', 2) end\n"
	"  for i = last, place + 1, -1 do t[i] = t[i - 1] end\n"
	"  t[place] = value\n"
	"end\n"
	"local function remove(t, place)\n"
	"  local last = #t\n"
	"  if place and (type(place) ~= 'number' or place < 1 or place > last + 1) then error('position out of bounds', 2) end\n"
	"  place = place or last\n"
	"  local value = t[place]\n"
	"  for i = place, last - 1 do t[i] = t[i + 1] end\n"
	"  if last > 0 then t[place > last and place or last] = nil end\n"
	"  return value\n"
	"end\n"
	"local function by_key(a, b)\n"
	"  if type(a) == type(b) then return a < b end\n"
	"  return type(a) == 'number'\n"
	"end\n"
	"local function pairs(t)\n"
	"  local keys, i = {}, 0\n"
	"  for key in next, t do\n"
	"    if type(key) ~= 'number' and type(key) ~= 'string' then error('keys are numbers and texts here', 2) end\n"
	"    keys[#keys + 1] = key\n"
	"  end\n"
	"  sort(keys, by_key)\n"
	"  return function()\n"
	"    i = i + 1\n"
	"    if keys[i] ~= nil then return keys[i], t[keys[i]] end\n"
	"  end\n"
	"end\n"
	"return pairs, sort, insert, remove\n";

/* Copies the named members of the library at the stack's top into a new table, which takes its place. */
static void keep(lua_State *L, const char *const *names)
{
	lua_newtable(L);
	for (; *names; names++) {
		lua_getfield(L, -2, *names);
		lua_setfield(L, -2, *names);
	}
	lua_remove(L, -2);
}

static void open_kept(lua_State *L, lua_CFunction open, const char *name, const char *const *names)
{
	luaL_requiref(L, name, open, 0);
	keep(L, names);
	lua_setfield(L, 1, name);
}

static void add_in_lua(lua_State *L)
{
	static const char *const given[] = { "next", "type", "error", "select" };
	static const char *const made[] = { "remove", "insert", "sort" };
	int base;

	luaL_requiref(L, "_G", luaopen_base, 0);
	base = lua_gettop(L);
	luaL_loadbufferx(L, in_lua, sizeof in_lua - 1, "=library", "t");
	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		lua_getfield(L, base, given[i]);
	lua_call(L, sizeof given / sizeof *given, 4);
	lua_getfield(L, 1, "table");
	lua_replace(L, base);
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		lua_setfield(L, base, made[i]);
	lua_setfield(L, 1, "pairs");
	lua_settop(L, base - 1);
}

/* Puts a function in the place of the library's own, which it has as its upvalue. The library's table is at the top, the kept
 * names are below it. */
static void instead(lua_State *L, const char *name, lua_CFunction function)
{
	lua_getfield(L, -1, name);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -3, name);
}

/* Texts have methods: ("x"):rep(3). The metatable is out of a file's reach. */
static void text_methods(lua_State *L)
{
	lua_getfield(L, 1, "string");
	luaL_requiref(L, "string", luaopen_string, 0);
	instead(L, "format", format);
	instead(L, "rep", rep);
	lua_pop(L, 1);
	lua_pushcfunction(L, find);
	lua_setfield(L, -2, "find");
	lua_pushliteral(L, "");
	lua_getmetatable(L, -1);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pop(L, 3);
}

/* The new globals stand at 1 until they take the place of the old. */
void sandbox_library(lua_State *L)
{
	lua_settop(L, 0);
	luaL_requiref(L, "_G", luaopen_base, 0);
	keep(L, base_names);
	open_kept(L, luaopen_string, "string", string_names);
	open_kept(L, luaopen_table, "table", table_names);
	open_kept(L, luaopen_math, "math", math_names);
	open_kept(L, luaopen_utf8, "utf8", utf8_names);
	add_in_lua(L);
	text_methods(L);
	lua_pushcfunction(L, text_of);
	lua_setfield(L, 1, "tostring");
	lua_settop(L, 1);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
