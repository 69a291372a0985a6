/* SPDX-License-Identifier: MIT */
/* Places in the text of a file of Lua: where a field or a text in quotes stands, and on which line. For errors: a table knows no lines. */
#ifndef MSILAB_HOST_FILE_PLACE_H
#define MSILAB_HOST_FILE_PLACE_H

/* The line of a place in the text, from 1; 0: of NULL. */
unsigned file_place_line(const char *source, const char *at);

/* Where a line begins; the text's end past the last one. line 0: the text. */
const char *file_place_at(const char *source, unsigned line);

/* Behind "FIELD =", from `from` on; NULL: nowhere. */
const char *file_place_field(const char *from, const char *field);

/* A text in quotes or brackets, from `from` on; NULL: nowhere as it is. */
const char *file_place_quoted(const char *from, const char *text);

#endif
