/* SPDX-License-Identifier: MIT */
/* Settings: short lists, searched from the front. */
#include <string.h>

#include "sim/base/str.h"
#include "sim/base/mem.h"
#include "sim/base/settings.h"

static void *take(struct mem_source *source, size_t size)
{
	return source ? source->take(source, size) : mem_new(size);
}

static char *take_text(struct mem_source *source, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(take(source, size), text, size);
}

/* What a source gave stays there. */
static void drop(struct mem_source *source, void *p)
{
	if (!source)
		mem_free(p);
}

static struct setting *find(const struct settings *settings, const char *key)
{
	for (size_t i = 0; i < settings->n; i++)
		if (str_compare(settings->list[i].key, key) == 0)
			return &settings->list[i];
	return NULL;
}

const char *settings_get(const struct settings *settings, const char *key)
{
	const struct setting *setting = find(settings, key);

	return setting ? setting->value : NULL;
}

static void widen(struct settings *settings)
{
	size_t room = settings->room ? 2 * settings->room : 8;
	struct setting *list = take(settings->source, room * sizeof *list);

	if (settings->n)
		memcpy(list, settings->list, settings->n * sizeof *list);
	drop(settings->source, settings->list);
	settings->list = list;
	settings->room = room;
}

static struct setting *put(struct settings *settings, const char *key, const char *value)
{
	struct setting *setting = find(settings, key);
	char *copy = take_text(settings->source, value);

	if (!setting) {
		if (settings->n == settings->room)
			widen(settings);
		setting = &settings->list[settings->n++];
		*setting = (struct setting){ .key = take_text(settings->source, key) };
	}
	drop(settings->source, setting->value);
	setting->value = copy;
	setting->line = setting->col = 0;
	return setting;
}

void settings_set(struct settings *settings, const char *key, const char *value)
{
	put(settings, key, value);
}

void settings_free(struct settings *settings)
{
	for (size_t i = 0; i < settings->n; i++) {
		drop(settings->source, settings->list[i].key);
		drop(settings->source, settings->list[i].value);
	}
	drop(settings->source, settings->list);
	*settings = (struct settings){ .source = settings->source };
}

void settings_copy(struct settings *to, const struct settings *from, struct mem_source *source)
{
	*to = (struct settings){ .source = source };
	for (size_t i = 0; i < from->n; i++) {
		struct setting *setting = put(to, from->list[i].key, from->list[i].value);

		setting->line = from->list[i].line;
		setting->col = from->list[i].col;
	}
}

bool settings_at(const struct settings *settings, const char *key, struct err *err)
{
	const struct setting *setting = find(settings, key);

	return setting ? err_at(err, NULL, setting->line, setting->col) : false;
}

bool settings_number(const struct settings *settings, const char *key, uint64_t fallback, uint64_t most, uint64_t *value,
		     struct err *err)
{
	const struct setting *setting = find(settings, key);

	*value = fallback;
	if (!setting || words_number(setting->value, most, value))
		return true;
	err_set(err, "%.64s cannot be that", key);
	err_expected(err, "a whole number up to %llu", (unsigned long long)most);
	err_found(err, "%.100s", setting->value);
	return err_at(err, NULL, setting->line, setting->col);
}

/* Takes every KEY=VALUE of a line. false: a plain word is left over, or a key comes twice. */
bool settings_take(struct settings *settings, const struct words *words, unsigned plain, unsigned line,
			  struct err *err)
{
	for (unsigned i = 0; i < words->n; i++) {
		const struct word *word = &words->word[i];
		struct setting *setting = word->value ? find(settings, word->text) : NULL;

		if (!word->value && plain) {
			plain--;
		} else if (!word->value) {
			err_set(err, "a word too many");
			err_expected(err, "KEY=VALUE or the end of the line");
			err_found(err, "%.100s", word->text);
			return err_at(err, NULL, line, word->col);
		} else if (setting && line && setting->line == line) {
			err_set(err, "%.64s is given twice", word->text);
			return err_at(err, NULL, line, word->col);
		} else {
			setting = put(settings, word->text, word->value);
			setting->line = line;
			setting->col = word->col;
		}
	}
	return true;
}
