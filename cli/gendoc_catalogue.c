/* SPDX-License-Identifier: MIT */
/* Reading a .mo: a head, two tables of lengths and offsets, texts that end with a zero (GNU gettext manual, "The Format of GNU MO Files"). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/gendoc_catalogue.h"

#define MAGIC 0x950412deu
#define BYTES_MAX (1 << 22)

static char *bytes;
static size_t size;

static uint32_t word(size_t at)
{
	uint32_t value = 0;

	if (at + sizeof value <= size)
		memcpy(&value, bytes + at, sizeof value);
	return value;
}

bool catalogue_open(const char *file)
{
	FILE *in = fopen(file, "rb");

	bytes = in ? calloc(1, BYTES_MAX + 1) : NULL;
	size = bytes ? fread(bytes, 1, BYTES_MAX, in) : 0;
	if (in)
		fclose(in);
	return word(0) == MAGIC;
}

/* The n-th text of the table whose place the head tells at `table`. */
static const char *text(size_t table, uint32_t n)
{
	uint32_t at = word(word(table) + 8u * n + 4u);

	return at < size ? bytes + at : "";
}

const char *catalogue_say(const char *english)
{
	uint32_t n = *english ? word(8) : 0; /* the empty text's is the catalogue's own head */

	for (uint32_t i = 0; i < n; i++)
		if (!strcmp(text(12, i), english))
			return *text(16, i) ? text(16, i) : english;
	return english;
}
