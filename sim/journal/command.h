/* SPDX-License-Identifier: MIT */
/*
 * A command: what a person or a script asks of the machine, one line of the one grammar. commands.def lists them with their
 * human text; the machine's sim/command.c does them.
 */
#ifndef MSILAB_JOURNAL_COMMAND_H
#define MSILAB_JOURNAL_COMMAND_H

#include "sim/base/err.h"
#include "sim/base/vtime.h"
#include "sim/base/words.h"

enum command_kind {
#define COMMAND(id, verb, object, words, keys, help) COMMAND_##id,
#include "sim/journal/commands.def"
#undef COMMAND
	COMMAND_KINDS
};

/* What commands.def says of a kind. */
struct command_form {
	const char *verb;
	const char *object; /* device, cpu, policy, none: what the word after the verb names */
	const char *words;  /* further plain words, as shown in help: "constant|poisson|burst|pcap" */
	const char *keys;   /* KEY= words it takes, blanks between */
	const char *help;
};
extern const struct command_form command_forms[COMMAND_KINDS];

struct command {
	vtime at;       /* stamped by the machine when it is taken */
	uint64_t event; /* likewise: events taken before it */
	enum command_kind kind;
	char *text;    /* the line without its stamp, owned */
	unsigned line; /* of the file it was read from; 0: none */
	struct words words;
};

/* Reads a line without a stamp. An unknown verb or key gets the nearest valid one; col is set. The
 * caller frees it with command_free in both cases. */
bool command_read(struct command *command, const char *text, struct err *err);
void command_free(struct command *command);

#endif
