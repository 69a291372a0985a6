/* SPDX-License-Identifier: MIT */
/* The texts that a file of Lua marks for the catalogue, _"text", each with its line. */
#ifndef MSILAB_HOST_MARKS_H
#define MSILAB_HOST_MARKS_H

#include <stddef.h>

struct lua_State;

struct marks {
	struct mark {
		char *text;
		unsigned line; /* 0: not known */
	} *mark;
	size_t n, room;
};

/* Gives the state its call _, which keeps what it is called with. Borrows marks as long as the state lives. */
void marks_bind(struct lua_State *L, struct marks *marks);

/* The line where a text was marked; 0: it was not. */
unsigned marks_line(const struct marks *marks, const char *text);

void marks_fini(struct marks *marks);

#endif
