/* SPDX-License-Identifier: MIT */
/* Places in a file of Lua. */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lessons/host/file_place.h"

unsigned file_place_line(const char *source, const char *at)
{
	unsigned line = at ? 1 : 0;

	while (at && at > source)
		line += *--at == '\n';
	return line;
}

const char *file_place_at(const char *source, unsigned line)
{
	for (; line > 1 && *source; line--) {
		source += strcspn(source, "\n");
		source += *source == '\n';
	}
	return source;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

const char *file_place_field(const char *from, const char *field)
{
	size_t n = strlen(field);
	char before = ' ';

	for (const char *at = from; n && (at = strstr(at, field)); before = *at++) {
		const char *next = at + n + strspn(at + n, " \t\n");

		if (at > from)
			before = at[-1];
		if (!in_name(before) && *next == '=' && next[1] != '=')
			return next + 1;
	}
	return NULL;
}

const char *file_place_quoted(const char *from, const char *text)
{
	size_t n = strlen(text);

	for (const char *at = from; n && (at = strstr(at, text)); at++)
		if (at > from && strchr("\"'[", at[-1]) && at[n] && strchr("\"']", at[n]))
			return at;
	return NULL;
}
