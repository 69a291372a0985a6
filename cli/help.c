/* SPDX-License-Identifier: MIT */
/* Help, made from the tables, and errors in their one form. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/talk.h"
#include "sim/base/say.h"

static const char *const statuses[] = {
	N_("0  done; for what checks: all passed"),
	N_("1  checked and failed: a violation, a bugcheck, a compiler's error"),
	N_("2  wrong usage"),
	N_("3  input unreadable or of another format version"),
	N_("4  nothing was checked"),
	N_("5  our bug; the message says which journal reproduces it"),
	N_("6  the event budget is exhausted"),
	N_("128+n  ended by signal n"),
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
	str_append(out, " ");
	if (option->help)
		str_append(out, say(option->help));
	else if (*option->value)
		str_format(out, say("the same as the option above with %s"), option->value);
	else
		str_append(out, say("the same as the option above"));
	str_append(out, "\n");
}

static void options(const struct cli_command *command, struct str *out)
{
	str_format(out, "\n%s\n", say("Options:"));
	for (const struct cli_option *option = cli_options; option->name; option++)
		if (cli_option_fits(option, command))
			option_line(option, out);
}

void help_command(const struct cli_command *command, struct str *out)
{
	str_format(out, say("usage: msilab %s%s%s [OPTION...]"), command->name, *command->synopsis ? " " : "", command->synopsis);
	str_format(out, "\n\n%s\n", say(command->help));
	options(command, out);
}

void help_all(struct str *out)
{
	str_format(out, "msilab: %s\n\n", say("a laboratory for interrupts"));
	str_format(out, "%s\n\n%s\n", say("usage: msilab COMMAND [WORD...] [OPTION...]"), say("Commands:"));
	for (const struct cli_command *command = cli_commands; command->name; command++)
		str_format(out, "  %-10s %s\n", command->name, say(command->help));
	options(NULL, out);
	str_format(out, "\n%s\n", say("Exit status:"));
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		str_format(out, "  %s\n", say(statuses[i]));
	str_format(out, "\n%s\n", say("msilab COMMAND --help says more. It uses no network and reports to nobody."));
}

int cli_failed(const struct err *err, enum status status)
{
	char text[1024];

	talk_say("%s", err_text(err, text, sizeof text));
	if (status == STATUS_USAGE)
		talk_say("see msilab --help");
	return status;
}
