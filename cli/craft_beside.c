/* SPDX-License-Identifier: MIT */
/* Two texts as one: lines of the first alone, of the second alone, of both, by their longest common sequence. */
#include <stdint.h>
#include <string.h>

#include "cli/craft_beside.h"
#include "sim/base/mem.h"

#define LINES_MAX 600
#define TAB 4

struct text {
	unsigned n;
	struct { const char *at; size_t length; } line[LINES_MAX];
};

/* false: it has too many lines. */
static bool take(struct text *text, const char *at)
{
	for (text->n = 0; *at; text->n++) {
		size_t length = strcspn(at, "\n");

		if (text->n == LINES_MAX)
			return false;
		text->line[text->n].at = at;
		text->line[text->n].length = length;
		at += length + (at[length] == '\n');
	}
	return true;
}

static bool same(const struct text *a, unsigned i, const struct text *b, unsigned k)
{
	return a->line[i].length == b->line[k].length && !memcmp(a->line[i].at, b->line[k].at, a->line[i].length);
}

static void put(char mark, const struct text *text, unsigned i, struct str *out)
{
	unsigned column = 0;

	str_format(out, "%c ", mark);
	for (size_t k = 0; k < text->line[i].length; k++) {
		unsigned blanks = text->line[i].at[k] == '\t' ? TAB - column % TAB : 0;

		if (blanks)
			str_format(out, "%*s", (int)blanks, "");
		else
			str_append_bytes(out, &text->line[i].at[k], 1);
		column += blanks ? blanks : 1;
	}
	str_append(out, "\n");
}

/* common[i][k]: the lines that a from i and b from k have in common. */
static void join(const struct text *a, const struct text *b, uint16_t (*common)[LINES_MAX + 1], struct str *out)
{
	unsigned i = 0, k = 0;

	for (unsigned x = a->n; x-- > 0;)
		for (unsigned y = b->n; y-- > 0;)
			common[x][y] = same(a, x, b, y) ? (uint16_t)(common[x + 1][y + 1] + 1) :
				       common[x + 1][y] > common[x][y + 1] ? common[x + 1][y] : common[x][y + 1];
	while (i < a->n || k < b->n) {
		if (i < a->n && k < b->n && same(a, i, b, k)) {
			put(' ', b, k++, out);
			i++;
		} else if (k == b->n || (i < a->n && common[i + 1][k] >= common[i][k + 1])) {
			put('-', a, i++, out);
		} else {
			put('+', b, k++, out);
		}
	}
}

bool craft_beside(const char *first, const char *second, struct str *out)
{
	struct text *a = mem_new(sizeof *a), *b = mem_new(sizeof *b);
	uint16_t (*common)[LINES_MAX + 1] = mem_new((LINES_MAX + 1) * sizeof *common);
	bool good = take(a, first) && take(b, second);

	if (good)
		join(a, b, common, out);
	mem_free(common);
	mem_free(a);
	mem_free(b);
	return good;
}
