/* SPDX-License-Identifier: MIT */
/* Marked texts. */
#include <string.h>

#include "lessons/host/bind.h"
#include "lessons/host/marks.h"
#include "sim/base/mem.h"

#define MARKS_MAX 2000

/* _"text". upvalue: the marks. */
static int call_mark(lua_State *L)
{
	struct marks *marks = lua_touserdata(L, lua_upvalueindex(1));
	size_t length;
	const char *text = luaL_checklstring(L, 1, &length);
	lua_Debug caller = { 0 };

	if (marks->n == MARKS_MAX || length > BIND_TEXT_MAX)
		luaL_error(L, "a file has at most %d texts, of at most %d bytes", MARKS_MAX, BIND_TEXT_MAX);
	if (lua_getstack(L, 1, &caller))
		lua_getinfo(L, "l", &caller);
	mem_grow(&marks->mark, &marks->room, marks->n + 1, sizeof *marks->mark);
	marks->mark[marks->n++] = (struct mark){ mem_copy_text(text), caller.currentline > 0 ? (unsigned)caller.currentline : 0 };
	lua_settop(L, 1);
	return 1;
}

void marks_bind(lua_State *L, struct marks *marks)
{
	lua_pushlightuserdata(L, marks);
	lua_pushcclosure(L, call_mark, 1);
	lua_setglobal(L, "_");
}

unsigned marks_line(const struct marks *marks, const char *text)
{
	for (size_t i = 0; text && i < marks->n; i++)
		if (!strcmp(marks->mark[i].text, text))
			return marks->mark[i].line;
	return 0;
}

void marks_fini(struct marks *marks)
{
	for (size_t i = 0; i < marks->n; i++)
		mem_free(marks->mark[i].text);
	mem_free(marks->mark);
}
