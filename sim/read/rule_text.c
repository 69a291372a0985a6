/* SPDX-License-Identifier: MIT */
/* Texts of findings: a storm says the same again and again. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/rule_parts.h"

#define SLOTS_FIRST 64

/* FNV-1a. */
static uint32_t hash(const char *text)
{
	uint32_t hash = 2166136261u;

	while (*text)
		hash = (hash ^ (uint8_t)*text++) * 16777619u;
	return hash;
}

/* Where the text is, or belongs. */
static size_t slot_of(const struct rule_texts *texts, const char *what)
{
	size_t at = hash(what) % texts->slots;

	while (texts->slot[at].what && strcmp(texts->slot[at].what, what))
		at = (at + 1) % texts->slots;
	return at;
}

static void make_room(struct rule_texts *texts)
{
	struct rule_texts old = *texts;

	if (2 * (old.n + 1) <= old.slots)
		return;
	texts->slots = old.slots ? 2 * old.slots : SLOTS_FIRST;
	texts->slot = mem_new(texts->slots * sizeof *texts->slot);
	for (size_t i = 0; i < old.slots; i++)
		if (old.slot[i].what)
			texts->slot[slot_of(texts, old.slot[i].what)] = old.slot[i];
	mem_free(old.slot);
}

const struct rule_text *rule_text_known(const struct rule_texts *texts, const char *what)
{
	const struct rule_text *text = texts->slots ? &texts->slot[slot_of(texts, what)] : NULL;

	return text && text->what ? text : NULL;
}

const struct rule_text *rule_text_keep(struct rule_texts *texts, const char *what, const char *said)
{
	struct rule_text *text;

	make_room(texts);
	text = &texts->slot[slot_of(texts, what)];
	*text = (struct rule_text){ mem_copy_text(what), mem_copy_text(said) };
	texts->n++;
	return text;
}

void rule_texts_free(struct rule_texts *texts)
{
	for (size_t i = 0; i < texts->slots; i++) {
		mem_free(texts->slot[i].what);
		mem_free(texts->slot[i].said);
	}
	mem_free(texts->slot);
}
