/* SPDX-License-Identifier: MIT */
/* Where granted messages are aimed, in words: the same for a head and a command. */
#include <string.h>

#include "sim/base/affinity.h"
#include "sim/base/say.h"
#include "sim/base/str.h"

static bool unknown(struct err *err, const char *what, const struct word *word, const char *const *names)
{
	err_unknown(err, what, word->text, names);
	return err_at(err, NULL, 0, word->col);
}

static bool mask_good(const struct word *rule, const char *mask, struct err *err)
{
	uint64_t cpus;

	if (mask ? words_number(mask, UINT64_MAX, &cpus) && cpus : strcmp(rule->text, "specified") != 0)
		return true;
	err_set(err, "a set of CPUs is wanted");
	err_expected(err, "mask=CPUS with a bit for each CPU, such as mask=0x3");
	if (mask)
		err_found(err, "%.100s", mask);
	return err_at(err, NULL, 0, rule->col);
}

bool affinity_good(const struct words *words, struct err *err)
{
	static const char *const rules[] = { "spread", "close", "specified", NULL }, *const keys[] = { "mask", NULL };
	const struct word *rule = NULL;

	for (unsigned i = 1; i < words->n; i++) {
		const struct word *word = &words->word[i];

		if (word->value && str_compare(word->text, "mask") != 0)
			return unknown(err, N_("unknown key"), word, keys);
		if (!word->value && !rule)
			rule = word;
	}
	for (unsigned i = 0; rules[i]; i++)
		if (!strcmp(rule->text, rules[i]))
			return mask_good(rule, words_value(words, "mask"), err);
	unknown(err, N_("unknown word"), rule, rules);
	return err->expected[0] ? false : err_expected(err, "spread, close or specified");
}
