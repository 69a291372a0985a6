/* SPDX-License-Identifier: MIT */
/*
 * The command line: its two tables as data, what was given, and the exit statuses. A command is one file cmd_X.c with the
 * function cmd_X and one line of commands.def.
 */
#ifndef MSILAB_CLI_CLI_H
#define MSILAB_CLI_CLI_H

#include "sim/base/err.h"
#include "sim/base/str.h"
#include "sim/base/words.h"

/* Documented, tested, stable. 128+n: ended by signal n. */
enum status {
	STATUS_GOOD = 0,
	STATUS_FAILED = 1,    /* checked and failed */
	STATUS_USAGE = 2,
	STATUS_INPUT = 3,     /* input unreadable or of another format version */
	STATUS_NOTHING = 4,   /* nothing was checked */
	STATUS_BUG = 5,       /* ours */
	STATUS_BUDGET = 6,    /* event budget exhausted */
};

enum option {
#define OPT(id, name, letter, value, commands, help) OPTION_##id,
#define OPT_ALIAS(id, name, letter, value)
#include "cli/options.def"
#undef OPT
#undef OPT_ALIAS
	OPTION_COUNT
};

#define ARGUMENTS_MAX 64

struct arguments {
	const struct cli_command *command;   /* NULL: none was named */
	const char *option[OPTION_COUNT];    /* NULL: not given; "" for one without a value */
	const char *word[ARGUMENTS_MAX + 1]; /* what follows the command, NULL at the end */
	unsigned words_n;
};

struct cli_command {
	const char *name;
	unsigned fewest, most; /* words */
	const char *synopsis, *help;
	int (*run)(const struct arguments *arguments); /* gives an enum status */
};

/* An option's name, or another name of it. */
struct cli_option {
	enum option option;
	const char *name;
	char letter;          /* 0: none */
	const char *value;    /* "": takes none; a|b: one of these when in small letters */
	const char *commands, *help; /* help NULL: an alias, and value is what it gives */
};

extern const struct cli_command cli_commands[]; /* name NULL at the end */
extern const struct cli_option cli_options[];   /* likewise */

bool cli_option_fits(const struct cli_option *option, const struct cli_command *command);

/* Takes the words of the command line apart. false: err says which word is wrong (status 2). */
bool arguments_read(struct arguments *arguments, int argc, char **argv, struct err *err);

/* A whole number given to an option; absent: fallback. */
bool arguments_number(const struct arguments *arguments, enum option option, uint64_t fallback, uint64_t *value,
		      struct err *err);

void help_command(const struct cli_command *command, struct str *out);
void help_all(struct str *out);

/* Prints the error in the one form there is and gives `status` back. */
int cli_failed(const struct err *err, enum status status);

#define CMD(id, name, fewest, most, synopsis, help) int cmd_##id(const struct arguments *arguments);
#include "cli/commands.def"
#undef CMD

#endif
