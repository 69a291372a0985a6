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

void str_vformat(struct str *str, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	mem_grow(&str->text, &str->room, str->length + (size_t)n + 1, 1);
	vsnprintf(str->text + str->length, (size_t)n + 1, format, args);
	str->length += (size_t)n;
}

void str_format(struct str *str, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_vformat(str, format, args);
	va_end(args);
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
