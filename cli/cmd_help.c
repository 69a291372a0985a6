/* SPDX-License-Identifier: MIT */
/* msilab help [COMMAND], msilab version. */
#include <stdio.h>

#include "cli/cli.h"
#include "sim/base/say.h"
#include "config.h"
#include "sim/journal/journal.h"

int cmd_help(const struct arguments *arguments)
{
	char *words[] = { "msilab", (char *)(uintptr_t)arguments->word[0], "--help", NULL };
	struct arguments named;
	struct str text = { 0 };
	struct err err;

	if (!arguments->words_n)
		help_all(&text);
	else if (arguments_read(&named, 3, words, &err) && named.command)
		help_command(named.command, &text);
	else
		return cli_failed(&err, STATUS_USAGE);
	fputs(text.text, stdout);
	str_free(&text);
	return STATUS_GOOD;
}

int cmd_version(const struct arguments *arguments)
{
	(void)arguments;
	printf("msilab %s\n", PACKAGE_VERSION);
	printf(say("journal format %d"), JOURNAL_VERSION);
	printf("\n");
	return STATUS_GOOD;
}
