/* SPDX-License-Identifier: MIT */
/* A text that grows. Always ends with a zero byte; `text` is never NULL after the first append. */
#ifndef MSILAB_BASE_STR_H
#define MSILAB_BASE_STR_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	char *text;
	size_t length, room;
};

void str_append(struct str *str, const char *text);
void str_append_bytes(struct str *str, const void *bytes, size_t n);
void str_format(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_vformat(struct str *str, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void str_number(struct str *str, uint64_t value); /* as %llu */
void str_hex(struct str *str, uint64_t value);    /* as 0x%llx */
void str_clear(struct str *str); /* keeps the room */
void str_free(struct str *str);

/* As strcmp, but A to Z count as a to z: in every locale, because what a name means must not depend on where we run. */
int str_compare(const char *a, const char *b);

#endif
