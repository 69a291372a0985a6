/* SPDX-License-Identifier: MIT */
/* The parser, driven by the tables: options may stand anywhere, `--` ends them, the first plain word is the command. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "sim/base/say.h"

static bool takes_value(const struct cli_option *option)
{
	return option->help && *option->value;
}

static bool unknown(const char *format, const char *dashes, const char *word, const char *const *names, struct err *err)
{
	const char *near = err_nearest(word, names);

	err_set(err, format, dashes, word);
	return near ? err_expected(err, "%s%s", dashes, near) : false;
}

static const struct cli_option *option_named(const char *word, size_t length, struct err *err)
{
	const char *names[ARGUMENTS_MAX] = { 0 };
	char copy[64];
	size_t n = 0;

	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (strlen(option->name) == length && !strncmp(option->name, word, length))
			return option;
		names[n++] = option->name;
	}
	snprintf(copy, sizeof copy, "%.*s", (int)length, word);
	unknown(N_("unknown option %s%s"), "--", copy, names, err);
	return NULL;
}

static const struct cli_option *option_lettered(char letter, struct err *err)
{
	for (const struct cli_option *option = cli_options; option->name; option++)
		if (letter && option->letter == letter)
			return option;
	err_set(err, "unknown option -%c", letter);
	return NULL;
}

/* "auto|always|never" lists what is allowed; "N|random" and "FILE" do not. */
static bool value_allowed(const struct cli_option *option, const char *value, struct err *err)
{
	const char *list = option->value;
	size_t length;

	if (!strchr(list, '|') || (*list >= 'A' && *list <= 'Z'))
		return true;
	for (; *list; list += length + (list[length] == '|')) {
		length = strcspn(list, "|");
		if (strlen(value) == length && !strncmp(list, value, length))
			return true;
	}
	err_set(err, "--%s cannot be %s", option->name, value);
	return err_expected(err, "%s", option->value);
}

/* Notes an option; *i moves past a value that is a word of its own. attached: what follows = or the letter, or NULL. */
static bool take_option(struct arguments *arguments, const struct cli_option *option, const char *attached, int *i, int argc,
			char **argv, struct err *err)
{
	const char *value = option->help ? "" : option->value;

	if (attached && !takes_value(option))
		return err_set(err, "--%s takes no value", option->name);
	if (takes_value(option)) {
		value = attached ? attached : *i + 1 < argc ? argv[++*i] : NULL;
		if (!value) {
			err_set(err, "--%s needs a value", option->name);
			return err_expected(err, "%s", option->value);
		}
		if (!value_allowed(option, value, err))
			return false;
	}
	arguments->option[option->option] = value;
	return true;
}

static bool take_dashes(struct arguments *arguments, int *i, int argc, char **argv, struct err *err)
{
	const char *word = argv[*i] + 1;
	const struct cli_option *option;

	if (*word == '-') {
		size_t length = strcspn(++word, "=");

		option = option_named(word, length, err);
		return option && take_option(arguments, option, word[length] ? word + length + 1 : NULL, i, argc, argv, err);
	}
	for (; *word; word++) {
		option = option_lettered(*word, err);
		if (!option)
			return false;
		if (takes_value(option))
			return take_option(arguments, option, word[1] ? word + 1 : NULL, i, argc, argv, err);
		take_option(arguments, option, NULL, i, argc, argv, err);
	}
	return true;
}

static bool take_command(struct arguments *arguments, const char *word, struct err *err)
{
	const char *names[ARGUMENTS_MAX] = { 0 };
	size_t n = 0;

	for (const struct cli_command *command = cli_commands; command->name; command++) {
		if (!strcmp(command->name, word)) {
			arguments->command = command;
			return true;
		}
		names[n++] = command->name;
	}
	return unknown(N_("unknown command %s%s"), "", word, names, err);
}

static bool expect_form(const struct cli_command *command, struct err *err)
{
	return err_expected(err, "msilab %s%s%s", command->name, *command->synopsis ? " " : "", command->synopsis);
}

static bool take_word(struct arguments *arguments, const char *word, struct err *err)
{
	if (!arguments->command)
		return take_command(arguments, word, err);
	if (arguments->words_n == arguments->command->most || arguments->words_n == ARGUMENTS_MAX) {
		err_set(err, "one word too many: %s", word);
		return expect_form(arguments->command, err);
	}
	arguments->word[arguments->words_n++] = word;
	return true;
}

/* What can be said only when all has been read: options of this command, enough words. */
static bool check_whole(const struct arguments *arguments, struct err *err)
{
	const struct cli_command *command = arguments->command;

	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->help && arguments->option[option->option] && !cli_option_fits(option, command)) {
			err_set(err, "%s does not take --%s", command->name, option->name);
			return err_expected(err, "what msilab %s --help lists", command->name);
		}
	}
	if (command && arguments->words_n < command->fewest && !arguments->option[OPTION_HELP] &&
	    !arguments->option[OPTION_VERSION]) {
		err_set(err, "%s needs more words", command->name);
		return expect_form(command, err);
	}
	return true;
}

bool arguments_read(struct arguments *arguments, int argc, char **argv, struct err *err)
{
	bool dashes = true;

	*arguments = (struct arguments){ 0 };
	for (int i = 1; i < argc; i++) {
		if (dashes && !strcmp(argv[i], "--")) {
			dashes = false;
			continue;
		}
		bool good = dashes && argv[i][0] == '-' && argv[i][1] ? take_dashes(arguments, &i, argc, argv, err)
								     : take_word(arguments, argv[i], err);
		if (!good)
			return false;
	}
	return check_whole(arguments, err);
}

bool arguments_number(const struct arguments *arguments, enum option option, uint64_t fallback, uint64_t *value,
		      struct err *err)
{
	const char *text = arguments->option[option];
	const struct cli_option *form = cli_options;

	*value = fallback;
	if (!text || words_number(text, UINT64_MAX, value))
		return true;
	while (form->option != option)
		form++;
	err_set(err, "--%s cannot be %s", form->name, text);
	return err_expected(err, "a whole number, decimal or 0x");
}
