/* SPDX-License-Identifier: MIT */
/*
 * The form of a .mo file: seven words of 32 bits (0x950412de, revision, number of texts, place of the table of texts, of that of their
 * translations, a hash table's size and place), then tables of (length, place), texts in the order of their bytes. In the byte
 * order of this machine: that is what a build writes.
 */
#include <stdint.h>
#include <string.h>

#include "lessons/host/catalogue.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define CATALOGUE_BYTES_MAX (16u << 20)
#define MAGIC 0x950412deu

struct catalogue {
	char *bytes;
	size_t size;
	uint32_t n, texts, translations;
};

static uint32_t word(const struct catalogue *catalogue, uint64_t at)
{
	uint32_t value = 0;

	if (at + sizeof value <= catalogue->size)
		memcpy(&value, catalogue->bytes + at, sizeof value);
	return value;
}

/* Entry i of a table; "" where it does not lie in the file. A zero byte ends each text. */
static const char *entry(const struct catalogue *catalogue, uint32_t table, uint32_t i)
{
	uint64_t length = word(catalogue, table + 8 * (uint64_t)i), at = word(catalogue, table + 8 * (uint64_t)i + 4);

	if (at + length >= catalogue->size || catalogue->bytes[at + length])
		return "";
	return catalogue->bytes + at;
}

struct catalogue *catalogue_open(const char *path, struct err *err)
{
	struct catalogue *catalogue = mem_new(sizeof *catalogue);

	catalogue->bytes = file_read(path, CATALOGUE_BYTES_MAX, &catalogue->size, err);
	if (!catalogue->bytes) {
		catalogue_free(catalogue);
		return NULL;
	}
	if (word(catalogue, 0) == MAGIC) {
		catalogue->n = word(catalogue, 8);
		catalogue->texts = word(catalogue, 12);
		catalogue->translations = word(catalogue, 16);
		return catalogue;
	}
	err_set(err, "this is no catalogue of translations");
	err_expected(err, "what msgfmt writes");
	err_at(err, path, 0, 0);
	catalogue_free(catalogue);
	return NULL;
}

void catalogue_free(struct catalogue *catalogue)
{
	if (!catalogue)
		return;
	mem_free(catalogue->bytes);
	mem_free(catalogue);
}

const char *catalogue_find(const struct catalogue *catalogue, const char *english)
{
	uint32_t low = 0, high = catalogue->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(entry(catalogue, catalogue->texts, middle), english);

		if (!order)
			return *entry(catalogue, catalogue->translations, middle) ? entry(catalogue, catalogue->translations, middle) : NULL;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
