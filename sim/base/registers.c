/* SPDX-License-Identifier: MIT */
/* The tables behind registers_*.def. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "sim/base/registers.h"

#define REG(name, offset, count, stride, access, writable, clears, kind, by, fields, text) \
	{ #name, offset, count, stride, REGISTER_##access, fields, text },
static const struct register_row vnic[] = {
#include "sim/base/registers_vnic.def"
	{ .name = NULL },
};
static const struct register_row noisy[] = {
#include "sim/base/registers_noisy.def"
	{ .name = NULL },
};
#undef REG

static const struct {
	const char *model;
	const struct register_row *rows;
} models[] = { { "vnic", vnic }, { "noisy", noisy } };

/* Whether the first n bytes of a text are this word. */
static bool is_word(const char *word, const char *text, size_t n)
{
	return strlen(word) == n && !strncmp(word, text, n);
}

const struct register_row *registers_of(const char *model)
{
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		if (is_word(models[i].model, model, strcspn(model, " ")))
			return models[i].rows;
	return NULL;
}

const struct register_row *registers_row(const char *model, const char *name)
{
	for (const struct register_row *row = registers_of(model); row && row->name; row++)
		if (is_word(row->name, name, strcspn(name, "[")))
			return row;
	return NULL;
}

const char *register_access_text(enum register_access access)
{
	static const char *const texts[] = { "RO", "RW", "RW1C", "RW1S", "WO" };

	return texts[access];
}
