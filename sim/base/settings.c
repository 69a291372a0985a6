/* SPDX-License-Identifier: MIT */
/* Settings: short lists, searched from the front. */
#include <string.h>

#include "sim/base/str.h"
#include "sim/base/mem.h"
#include "sim/base/settings.h"

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

static struct setting *put(struct settings *settings, const char *key, const char *value)
{
	struct setting *setting = find(settings, key);
	char *copy = mem_copy_text(value);

	if (!setting) {
		mem_grow(&settings->list, &settings->room, settings->n + 1, sizeof settings->list[0]);
		setting = &settings->list[settings->n++];
		*setting = (struct setting){ .key = mem_copy_text(key) };
	}
	mem_free(setting->value);
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
		mem_free(settings->list[i].key);
		mem_free(settings->list[i].value);
	}
	mem_free(settings->list);
	*settings = (struct settings){ 0 };
}

void settings_copy(struct settings *to, const struct settings *from)
{
	*to = (struct settings){ 0 };
	for (size_t i = 0; i < from->n; i++) {
		struct setting *setting = put(to, from->list[i].key, from->list[i].value);

		setting->line = from->list[i].line;
		setting->col = from->list[i].col;
	}
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
