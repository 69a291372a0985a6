/* SPDX-License-Identifier: MIT */
/* UTF-8, columns and where lines break. */
#include <stdbool.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/utf8.h"

struct span {
	uint32_t first, last;
};

static const struct span zero[] = {
#define ZERO(first, last) { first, last },
#define WIDE(first, last)
#include "sim/base/widths.def"
#undef ZERO
#undef WIDE
};

static const struct span wide[] = {
#define ZERO(first, last)
#define WIDE(first, last) { first, last },
#include "sim/base/widths.def"
#undef ZERO
#undef WIDE
};

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

static bool holds(const struct span *spans, size_t n, uint32_t point)
{
	size_t low = 0;

	while (n) {
		size_t half = n / 2;

		if (spans[low + half].last < point) {
			low += half + 1;
			n -= half + 1;
		} else if (spans[low + half].first > point) {
			n = half;
		} else {
			return true;
		}
	}
	return false;
}

unsigned text_width(uint32_t point)
{
	if (point < 0x300)
		return 1;
	if (holds(zero, sizeof zero / sizeof *zero, point))
		return 0;
	return holds(wide, sizeof wide / sizeof *wide, point) ? 2 : 1;
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

void text_column(struct str *out, const char *text, unsigned columns)
{
	str_append(out, text);
	for (unsigned i = text_columns(text); i < columns; i++)
		str_append(out, " ");
}

/* Stands at no line's beginning: closing brackets and the stops of Chinese and Japanese (JIS X 4051's first class). */
static bool closes(uint32_t point)
{
	static const uint32_t closing[] = { '!', ')', ',', '.', ':', ';', '?', ']', '}', 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F,
					    0x3011, 0x3015, 0x30FB, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D };

	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (closing[i] == point)
			return true;
	return false;
}

/* Stands at no line's end. */
static bool opens(uint32_t point)
{
	return point == '(' || point == '[' || point == '{' || point == 0x3008 || point == 0x300A || point == 0x300C || point == 0x300E ||
	       point == 0x3010 || point == 0x3014 || point == 0xFF08 || point == 0xFF3B || point == 0xFF5B;
}

/* A line may break between any two ideographs, and between one and a word; Latin words break at blanks alone. */
static bool breaks_between(uint32_t left, uint32_t right)
{
	return (text_width(left) == 2 || text_width(right) == 2) && text_width(right) && !closes(right) && !opens(left) && left != ' ' && right != ' ';
}

size_t text_line(const char *text, unsigned columns, size_t *skip)
{
	size_t end = strcspn(text, "\n"), fits = text_fit(text, columns), best = 0, blank = 0;
	const char *p = text;

	*skip = 0;
	if (end <= fits) {
		*skip = text[end] ? 1 : 0;
		return end;
	}
	for (uint32_t left = text_next(&p), right; (size_t)(p - text) <= fits; left = right) {
		size_t at = (size_t)(p - text);

		right = text_next(&p);
		if (right == ' ' || breaks_between(left, right)) {
			best = at;
			blank = right == ' ';
		}
	}
	if (best) {
		*skip = blank;
		return best;
	}
	p = text;
	text_next(&p);
	return fits ? fits : (size_t)(p - text); /* a word wider than the line */
}
