/* SPDX-License-Identifier: MIT */
/* Ways of interrupts into places. */
#include <string.h>

#include "lessons/host/ways.h"

/* Where an interrupt that comes in this gap is served. */
static unsigned served_in(const struct places *places, unsigned gap)
{
	return gap < places->connected ? places->connected : gap;
}

/* The earliest ones from the i-th interrupt on. */
static bool fill(const struct places *places, struct way *way, unsigned i)
{
	for (; i < way->k; i++) {
		way->gap[i] = i ? served_in(places, way->gap[i - 1]) : 0;
		if (way->gap[i] >= places->n)
			return false;
	}
	return true;
}

bool way_first(const struct places *places, unsigned k, struct way *way)
{
	*way = (struct way){ .k = k };
	return k <= WAY_MAX && fill(places, way, 0);
}

bool way_next(const struct places *places, struct way *way)
{
	struct way next = *way;

	for (unsigned i = way->k; i-- > 0;) {
		next.gap[i] = way->gap[i] + 1;
		if (next.gap[i] < places->n && fill(places, &next, i + 1)) {
			*way = next;
			return true;
		}
	}
	return false;
}

uint64_t ways_count(const struct places *places, unsigned k)
{
	struct way way;
	uint64_t n = way_first(places, k, &way);

	while (n && way_next(places, &way))
		n++;
	return n;
}

bool way_same(const struct way *a, const struct way *b)
{
	bool same = a->k == b->k;

	for (unsigned i = 0; same && i < a->k; i++)
		same = a->gap[i] == b->gap[i];
	return same;
}

void way_note(const struct way *way, const char *device, struct str *out)
{
	str_format(out, WAY_NOTE " %s%s", device, way->k ? "" : " none");
	for (unsigned i = 0; i < way->k; i++)
		str_format(out, " %u", way->gap[i] + 1);
}

bool way_read(struct way *way, const char *device, const char *command)
{
	struct words words;
	struct err err;
	uint64_t gap;
	bool good = words_split(&words, command, &err) && words.n >= 4 && words.n <= 3 + WAY_MAX && !strcmp(words.word[0].text, "note") &&
		    !strcmp(words.word[1].text, "interrupts") && !strcmp(words.word[2].text, device);

	*way = (struct way){ 0 };
	if (good && strcmp(words.word[3].text, "none"))
		way->k = words.n - 3;
	for (unsigned i = 0; good && i < way->k; i++) {
		good = words_number(words.word[3 + i].text, UINT32_MAX, &gap) && gap;
		way->gap[i] = (unsigned)gap - 1;
	}
	words_free(&words);
	return good;
}

void way_raise(const char *device, const char *cause, struct str *out)
{
	str_format(out, "device.raise %s %s", device, cause);
}

/* It comes after the one before it was served. */
static bool waits(const struct places *places, const struct way *way, unsigned i)
{
	return i && served_in(places, way->gap[i - 1]) == served_in(places, way->gap[i]);
}

bool way_placed(const struct places *places, const struct way *way, unsigned i, const struct place_walk *walk)
{
	unsigned first = i < way->k ? way->gap[i] + 1 : 0;

	if (i >= way->k)
		return false;
	if (walk->over)
		return walk->instants <= first || waits(places, way, i);
	return walk->inside && (walk->instants == first || (walk->instants > first && waits(places, way, i)));
}

void way_lines(const struct places *places, const struct way *way, const char *device, const char *cause, struct str *out)
{
	for (unsigned i = 0; i < way->k; i++) {
		if (!i || way->gap[i] != way->gap[i - 1])
			str_format(out, "until place %s %u\n", device, way->gap[i] + 1);
		if (waits(places, way, i))
			str_format(out, "until served %s\n", device);
		way_raise(device, cause, out);
		str_append(out, "\n");
	}
}
