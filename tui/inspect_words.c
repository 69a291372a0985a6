/* SPDX-License-Identifier: MIT */
/* How values are spelled on inspect pages: bit fields by a description, vectors, CPUs, code. */
#include <stdlib.h>
#include <string.h>

#include "tui/inspect.h"

static void field(struct str *text, uint32_t value, const char *item, size_t n)
{
	char *end;
	unsigned high = (unsigned)strtoul(item, &end, 10), low = *end == ':' ? (unsigned)strtoul(end + 1, &end, 10) : high;
	const char *name = end + 1, *words = memchr(name, '=', (size_t)(item + n - name));
	size_t length = (size_t)((words ? words : item + n) - name);
	uint32_t part = value >> low & (uint32_t)((UINT64_C(1) << (high - low + 1)) - 1);

	str_append(text, text->length ? " " : "");
	if (words) {
		for (words++; part && words < item + n; part--)
			words += strcspn(words, "|;") + 1;
		str_format(text, "%.*s=%.*s", (int)length, name, words < item + n ? (int)strcspn(words, "|;") : 1, words < item + n ? words : "?");
	} else if (high == low)
		str_format(text, "%.*s%c", (int)length, name, part ? '+' : '-');
	else if (name[length - 1] == '#')
		str_format(text, "%.*s=0x%x", (int)length - 1, name, part);
	else
		str_format(text, "%.*s=%u", (int)length, name, part);
}

void inspect_fields(struct str *text, uint32_t value, const char *fields)
{
	while (*fields) {
		size_t n = strcspn(fields, ";");

		field(text, value, fields, n);
		fields += n;
		fields += strspn(fields, "; ");
	}
}

void inspect_text_fields(struct inspect *out, uint32_t value, const char *fields)
{
	struct str text = { 0 };

	str_append(&text, "");
	inspect_fields(&text, value, fields);
	inspect_text(out, "%s", text.text);
	str_free(&text);
}

void inspect_vectors(struct str *text, const uint32_t set[8])
{
	size_t from = text->length;

	for (int v = 255; v >= 0; v--)
		if (scene_vector(set, (uint8_t)v))
			str_format(text, "%s%02x", text->length > from ? " " : "", (unsigned)v);
	if (text->length == from)
		str_append(text, "-");
}

void inspect_cpus(struct str *text, uint64_t mask)
{
	size_t from = text->length;

	for (unsigned i = 0, end; i < 64; i = end + 1) {
		end = i;
		if (!(mask >> i & 1))
			continue;
		while (end + 1 < 64 && mask >> (end + 1) & 1)
			end++;
		str_format(text, end > i ? "%s%u-%u" : "%s%u", text->length > from ? "," : "", i, end);
	}
	if (text->length == from)
		str_append(text, "-");
}

void inspect_code(const struct look *look, uint64_t code, struct str *text)
{
	const char *function = look->function ? look->function(look->context, code) : NULL;

	if (function)
		str_append(text, function);
	else if (code == UINT64_MAX)
		str_append(text, "?");
	else
		str_format(text, "module%u+0x%llx", (unsigned)(code >> 48), (unsigned long long)(code & 0xFFFFFFFFFFFF));
}
