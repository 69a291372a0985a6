/* SPDX-License-Identifier: MIT */
/*
 * Taking Lua tables apart. Every function works on the table at the stack's top and raises an error (FILE:LINE of the lesson's
 * call where it is known) that says which field of what is wrong, what was expected and what was found. Texts are new copies.
 */
#ifndef MSILAB_HOST_BIND_H
#define MSILAB_HOST_BIND_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

#define BIND_TEXT_MAX 16384 /* bytes of a text: copies are not under the sandbox's ceiling */

/* The line of the file that errors are about from now on; 0: the line of the running call. */
void bind_at(lua_State *L, unsigned line);

/* The file's text, so that a field's own line can be told; borrowed while the file is read. */
void bind_source(lua_State *L, const char *source);

/* From now on a name that nothing has raises an error, with the name it may have been meant for. */
void bind_strict(lua_State *L);

/* A global that says what its place is, in place of doing anything. */
void bind_elsewhere(lua_State *L, const char *name, const char *says);

/* Raises "FILE:LINE: ..."; the format is lua_pushfstring's. Never returns. */
int bind_fail(lua_State *L, const char *format, ...);

/* Raises unless all keys are among `fields` (blanks between). what: "a step", for the message. */
void bind_fields(lua_State *L, const char *what, const char *fields);

char *bind_text(lua_State *L, const char *what, const char *field);      /* raises if it is not there */
char *bind_text_or(lua_State *L, const char *what, const char *field);   /* NULL if it is not there */
bool bind_has(lua_State *L, const char *field); /* anything but nil */
bool bind_flag(lua_State *L, const char *what, const char *field);       /* false if it is not there */
uint64_t bind_number(lua_State *L, const char *what, const char *field, uint64_t otherwise);

/* A list of texts; nothing there is an empty one. Returns how many. */
unsigned bind_list(lua_State *L, const char *what, const char *field, char **line, unsigned most);

/* Pushes each table of a list in turn for take(L, context, i). field NULL: the table's own items. */
unsigned bind_each(lua_State *L, const char *what, const char *field, unsigned most,
		   void (*take)(lua_State *L, void *context, unsigned i), void *context);

#endif
