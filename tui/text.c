/* SPDX-License-Identifier: MIT */
/* UTF-8 and columns. */
#include <wchar.h>

#include "sim/base/utf8.h"
#include "tui/text.h"

uint32_t text_next(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;
	unsigned n = utf8_sequence(*text);
	uint32_t point;

	if (!p[0])
		return 0;
	*text += n ? n : 1;
	if (n < 2)
		return n ? p[0] : 0xFFFD;
	point = p[0] & (0xFFu >> (n + 1));
	for (unsigned i = 1; i < n; i++)
		point = point << 6 | (p[i] & 0x3F);
	return point;
}

unsigned text_put(uint32_t point, char *out)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3F));
	out[2] = (char)(0x80 | (point >> 6 & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

unsigned text_width(uint32_t point)
{
	int width = point < 0x80 ? 1 : wcwidth((wchar_t)point);

	return width < 0 ? 1 : (unsigned)width;
}

unsigned text_columns(const char *text)
{
	unsigned columns = 0;

	for (uint32_t point; (point = text_next(&text));)
		columns += text_width(point);
	return columns;
}

size_t text_fit(const char *text, unsigned columns)
{
	const char *p = text, *before = text;

	for (uint32_t point; (point = text_next(&p)); before = p) {
		unsigned width = text_width(point);

		if (width > columns)
			break;
		columns -= width;
	}
	return (size_t)(before - text);
}
