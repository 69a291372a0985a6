/* SPDX-License-Identifier: MIT */
/* What msilab alone offers on a terminal: a choice by number, in the scroll of the terminal, so that every terminal and every
 * screen reader has it. */
#include <stdio.h>
#include <string.h>

#include "cli/sessions.h"
#include "cli/start.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/words.h"

#define CHOICES_MAX 5

struct choice {
	const struct cli_command *command; /* NULL: leave */
	char word[16];			   /* for the command, "" : none */
	char text[200];
};

static const struct cli_command *command_named(const char *name)
{
	const struct cli_command *command = cli_commands;

	while (strcmp(command->name, name))
		command++;
	return command;
}

/* text: in English, one line of 76 columns. */
static struct choice *add(struct choice *list, unsigned *n, const char *name, const char *text)
{
	struct choice *choice = &list[(*n)++];

	choice->command = name ? command_named(name) : NULL;
	snprintf(choice->text, sizeof choice->text, "%s", say(text));
	return choice;
}

static void add_session(struct choice *list, unsigned *n)
{
	struct session_kept *kept;
	size_t count = sessions_list(&kept), i = 0;
	struct choice *choice;

	while (i < count && kept[i].state == SESSION_HERE)
		i++;
	if (i < count) {
		choice = add(list, n, "resume", "");
		snprintf(choice->word, sizeof choice->word, "%u", kept[i].number);
		snprintf(choice->text, sizeof choice->text,
			 kept[i].state == SESSION_CUT ? say("go on with session %u, which was cut short") : say("go on with session %u, which you left"),
			 kept[i].number);
	}
	mem_free(kept);
}

static unsigned offer(struct choice *list)
{
	unsigned n = 0;

	add_session(list, &n);
	add(list, &n, "demo", N_("the tour: the way of an interrupt, step by step (ten minutes)"));
	add(list, &n, "lab", N_("the laboratory: a machine to try things on"));
	add(list, &n, "help", N_("help: every command of msilab"));
	add(list, &n, NULL, N_("leave"));
	puts(say("msilab: a laboratory for interrupts"));
	for (unsigned i = 0; i < n; i++)
		printf("  %u  %s\n", i + 1, list[i].text);
	return n;
}

/* The choice taken; NULL: leave. Enter alone takes the first. */
static const struct choice *ask(const struct choice *list, unsigned n)
{
	char line[40];
	uint64_t number;

	for (;;) {
		printf(say("a number from 1 to %u (Enter: 1)? "), n);
		fflush(stdout);
		if (!fgets(line, sizeof line, stdin) || line[0] == 'q')
			return NULL;
		line[strcspn(line, "\n")] = '\0';
		if (!line[0])
			return &list[0];
		if (words_number(line, n, &number) && number)
			return &list[number - 1];
	}
}

int start(const struct arguments *arguments)
{
	struct choice list[CHOICES_MAX] = { 0 };
	const struct choice *choice = ask(list, offer(list));
	struct arguments chosen = *arguments;

	if (!choice || !choice->command)
		return STATUS_GOOD;
	chosen.command = choice->command;
	if (choice->word[0])
		chosen.word[chosen.words_n++] = choice->word;
	return chosen.command->run(&chosen);
}
