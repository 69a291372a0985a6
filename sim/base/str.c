/* SPDX-License-Identifier: MIT */
/* A text that grows. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/str.h"

void str_append_bytes(struct str *str, const void *bytes, size_t n)
{
	mem_grow(&str->text, &str->room, str->length + n + 1, 1);
	memcpy(str->text + str->length, bytes, n);
	str->length += n;
	str->text[str->length] = '\0';
}

void str_append(struct str *str, const char *text)
{
	str_append_bytes(str, text, strlen(text));
}

/* Into the room that is there; a second time if that was too little. */
void str_vformat(struct str *str, const char *format, va_list args)
{
	va_list again;
	size_t n;

	mem_grow(&str->text, &str->room, str->length + 1, 1);
	va_copy(again, args);
	n = (size_t)vsnprintf(str->text + str->length, str->room - str->length, format, again);
	va_end(again);
	if (n >= str->room - str->length) {
		mem_grow(&str->text, &str->room, str->length + n + 1, 1);
		vsnprintf(str->text + str->length, n + 1, format, args);
	}
	str->length += n;
}

void str_format(struct str *str, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_vformat(str, format, args);
	va_end(args);
}

static void digits(struct str *str, uint64_t value, unsigned base)
{
	char text[24], *at = text + sizeof text;

	do
		*--at = "0123456789abcdef"[value % base];
	while (value /= base);
	str_append_bytes(str, at, (size_t)(text + sizeof text - at));
}

void str_number(struct str *str, uint64_t value)
{
	digits(str, value, 10);
}

void str_hex(struct str *str, uint64_t value)
{
	str_append_bytes(str, "0x", 2);
	digits(str, value, 16);
}

void str_clear(struct str *str)
{
	str->length = 0;
	if (str->text)
		str->text[0] = '\0';
}

void str_free(struct str *str)
{
	mem_free(str->text);
	*str = (struct str){ 0 };
}

static int lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int str_compare(const char *a, const char *b)
{
	while (*a && lower((unsigned char)*a) == lower((unsigned char)*b)) {
		a++;
		b++;
	}
	return lower((unsigned char)*a) - lower((unsigned char)*b);
}
