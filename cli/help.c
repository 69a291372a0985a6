/* SPDX-License-Identifier: MIT */
/* Help, made from the tables, and errors in their one form. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static const char *const statuses[] = {
	"0  done; for what checks: all passed",
	"1  checked and failed: a violation, a bugcheck, a compiler's error",
	"2  wrong usage",
	"3  input unreadable or of another format version",
	"4  nothing was checked",
	"5  our bug; the message says which journal reproduces it",
	"6  the event budget is exhausted",
	"128+n  ended by signal n",
};

static void option_line(const struct cli_option *option, struct str *out)
{
	size_t start = out->length;

	if (option->letter)
		str_format(out, "  -%c, --%s", option->letter, option->name);
	else
		str_format(out, "      --%s", option->name);
	if (option->help && *option->value)
		str_format(out, "=%s", option->value);
	while (out->length - start < 32)
		str_append(out, " ");
	if (option->help)
		str_format(out, " %s\n", option->help);
	else
		str_format(out, " the same as the option above%s%s\n", *option->value ? " with " : "", option->value);
}

static void options(const struct cli_command *command, struct str *out)
{
	str_append(out, "\nOptions:\n");
	for (const struct cli_option *option = cli_options; option->name; option++)
		if (cli_option_fits(option, command))
			option_line(option, out);
}

void help_command(const struct cli_command *command, struct str *out)
{
	str_format(out, "usage: msilab %s%s%s [OPTION...]\n\n%s\n", command->name, *command->synopsis ? " " : "",
		   command->synopsis, command->help);
	options(command, out);
}

void help_all(struct str *out)
{
	str_append(out, "msilab: a laboratory for interrupts\n\nusage: msilab COMMAND [WORD...] [OPTION...]\n\nCommands:\n");
	for (const struct cli_command *command = cli_commands; command->name; command++)
		str_format(out, "  %-10s %s\n", command->name, command->help);
	options(NULL, out);
	str_append(out, "\nExit status:\n");
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		str_format(out, "  %s\n", statuses[i]);
	str_append(out, "\nmsilab COMMAND --help says more. It uses no network and reports to nobody.\n");
}

int cli_failed(const struct err *err, enum status status)
{
	char text[1024];

	fprintf(stderr, "msilab: %s\n", err_text(err, text, sizeof text));
	if (status == STATUS_USAGE)
		fprintf(stderr, "msilab: see msilab --help\n");
	return status;
}
