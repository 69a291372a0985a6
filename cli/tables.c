/* SPDX-License-Identifier: MIT */
/* The two tables of the command line as data. */
#include <string.h>

#include "cli/cli.h"

const struct cli_command cli_commands[] = {
#define CMD(id, name, fewest, most, synopsis, help) { name, fewest, most, synopsis, help, cmd_##id },
#include "cli/commands.def"
#undef CMD
	{ 0 }
};

const struct cli_option cli_options[] = {
#define OPT(id, name, letter, value, commands, help) { OPTION_##id, name, letter, value, commands, help },
#define OPT_ALIAS(id, name, letter, value) { OPTION_##id, name, letter, value, "", NULL },
#include "cli/options.def"
#undef OPT
#undef OPT_ALIAS
	{ 0 }
};

static const struct cli_option *meant(const struct cli_option *option)
{
	while (!option->help)
		option--;
	return option;
}

bool cli_option_fits(const struct cli_option *option, const struct cli_command *command)
{
	const char *list = meant(option)->commands;
	size_t length;

	if (!strcmp(list, "*") || !command)
		return true;
	for (; *list; list += length + (list[length] == ' ')) {
		length = strcspn(list, " ");
		if (length == strlen(command->name) && !strncmp(list, command->name, length))
			return true;
	}
	return false;
}
