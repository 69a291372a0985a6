/* SPDX-License-Identifier: MIT */
/* The table behind commands.def, and reading a command by it. */
#include <string.h>

#include "sim/base/affinity.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/switches.h"
#include "sim/journal/command.h"

#define NAMES_BYTES 256
#define NAMES_MAX 32

const struct command_form command_forms[COMMAND_KINDS] = {
#define COMMAND(id, verb, object, words, keys, help) { verb, object, words, keys, help },
#include "sim/journal/commands.def"
#undef COMMAND
};

/* A list of the table ("a|b|c", "a b c") as names. */
struct names {
	char bytes[NAMES_BYTES];
	const char *list[NAMES_MAX + 1];
	unsigned n;
};

static void names_split(struct names *names, const char *text, const char *separator)
{
	char *at = names->bytes;

	*names = (struct names){ 0 };
	strncpy(names->bytes, text, sizeof names->bytes - 1);
	for (char *name; names->n < NAMES_MAX && (name = strsep(&at, separator));)
		if (*name)
			names->list[names->n++] = name;
}

static bool names_hold(const struct names *names, const char *name)
{
	for (unsigned i = 0; i < names->n; i++)
		if (strcmp(names->list[i], name) == 0)
			return true;
	return false;
}

static bool unknown(struct err *err, const char *what, const struct word *word, const char *const *names)
{
	err_unknown(err, what, word->text, names);
	return err_at(err, NULL, 0, word->col);
}

static bool kind_of(struct command *command, struct err *err)
{
	const char *names[COMMAND_KINDS + 1] = { 0 };

	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		names[i] = command_forms[i].verb;
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		if (!command->words.word[0].value && strcmp(names[i], command->words.word[0].text) == 0) {
			command->kind = (enum command_kind)i;
			return true;
		}
	return unknown(err, N_("unknown command"), &command->words.word[0], names);
}

static bool optional(const struct names *shown)
{
	return shown->n > 1 && *shown->list[shown->n - 1] == '[';
}

/* Plain words that the table asks for: the object, then one for each blank-separated word of `words`. */
static unsigned plain_wanted(const struct command_form *form, struct names *shown)
{
	names_split(shown, form->words, " ");
	return (strcmp(form->object, "none") != 0) + shown->n - optional(shown);
}

/* The word in brackets: behind the last of the list before it, and once. */
static bool may_follow(const struct command *command, unsigned plain, unsigned wanted, const struct names *shown)
{
	const char *last = plain == wanted && optional(shown) ? strrchr(shown->list[shown->n - 2], '|') : NULL;

	return last && !strcmp(words_plain(&command->words, plain), last + 1) && !words_value(&command->words, "file");
}

static unsigned line_end(const struct words *words)
{
	const struct word *last = &words->word[words->n - 1];

	return last->col + (unsigned)strlen(last->text) + (last->value ? (unsigned)strlen(last->value) + 1 : 0);
}

static bool too_few(const struct command *command, unsigned have, const struct names *shown, struct err *err)
{
	const struct command_form *form = &command_forms[command->kind];
	unsigned objects = strcmp(form->object, "none") != 0;
	const char *missing = have < objects ? form->object : shown->list[have - objects];

	err_set(err, "%s needs one word more", form->verb);
	err_expected(err, have < objects ? N_("the name of a %s") : "%s", missing);
	return err_at(err, NULL, 0, line_end(&command->words) + 1);
}

/* A list with | is closed: nothing but its words. */
static bool choice_good(const struct word *word, const char *shown, struct err *err)
{
	struct names choices;

	if (!strchr(shown, '|'))
		return true;
	names_split(&choices, shown, "|");
	return names_hold(&choices, word->text) || unknown(err, N_("unknown word"), word, choices.list) ||
	       (err->expected[0] ? false : err_expected(err, "%s", shown));
}

static bool key_good(const struct command *command, const struct word *word, struct err *err)
{
	const struct command_form *form = &command_forms[command->kind];
	struct names keys;

	if (command->kind == COMMAND_SET)
		return switch_good(word->text, word->value, err) || err_at(err, NULL, 0, word->col);
	if (strcmp(form->keys, "*") == 0 || strcmp(form->words, "TEXT") == 0)
		return true;
	names_split(&keys, form->keys, " ");
	if (names_hold(&keys, word->text))
		return true;
	unknown(err, N_("unknown key"), word, keys.list);
	if (err->expected[0])
		return false;
	return *form->keys ? err_expected(err, "%s", form->keys) : err_expected(err, "no key here");
}

static bool words_good(const struct command *command, struct err *err)
{
	const struct command_form *form = &command_forms[command->kind];
	unsigned objects = strcmp(form->object, "none") != 0, plain = 0, wanted;
	struct names shown;

	wanted = plain_wanted(form, &shown);
	for (unsigned i = 1; i < command->words.n; i++) {
		const struct word *word = &command->words.word[i];

		if (word->value) {
			if (!key_good(command, word, err))
				return false;
			continue;
		}
		if (plain >= wanted && strcmp(form->words, "TEXT") != 0 && !may_follow(command, plain, wanted, &shown)) {
			err_set(err, "a word too many");
			err_found(err, "%.100s", word->text);
			return err_at(err, NULL, 0, word->col);
		}
		if (plain >= objects && plain < wanted && !choice_good(word, shown.list[plain - objects], err))
			return false;
		plain++;
	}
	if (plain < wanted)
		return too_few(command, plain, &shown, err);
	return command->kind != COMMAND_AFFINITY || affinity_good(&command->words, err);
}

bool command_read(struct command *command, const char *text, struct err *err)
{
	*command = (struct command){ .text = mem_copy_text(text) };
	if (!words_split(&command->words, text, err))
		return false;
	if (command->words.n == 0) {
		err_set(err, "there is no command");
		err_expected(err, "a command such as start, traffic or config.write");
		return err_at(err, NULL, 0, 1);
	}
	return kind_of(command, err) && words_good(command, err);
}

void command_free(struct command *command)
{
	mem_free(command->text);
	words_free(&command->words);
	*command = (struct command){ 0 };
}
