/* SPDX-License-Identifier: MIT */
/*
 * gendoc TEMPLATE [CATALOGUE]: copies it to the output; a line that is @NAME@ alone is replaced by what the tables say, in the catalogue's
 * language. The manual and the completions are made by it while building, so they cannot lag behind the program.
 */
#include <stdio.h>
#include <string.h>

#include "cli/gendoc_catalogue.h"
#include "sim/base/say.h"

struct row {
	const char *name, *form, *help;
	char letter;
};

static const struct row commands[] = {
#define CMD(id, name, fewest, most, synopsis, help) { name, synopsis, help, 0 },
#include "cli/commands.def"
#undef CMD
};

static const struct row options[] = {
#define OPT(id, name, letter, value, commands, help) { name, value, help, letter },
#define OPT_ALIAS(id, name, letter, value) { name, "", NULL, letter },
#include "cli/options.def"
#undef OPT
#undef OPT_ALIAS
};

static const char *const option_commands[] = {
#define OPT(id, name, letter, value, commands, help) commands,
#define OPT_ALIAS(id, name, letter, value) NULL,
#include "cli/options.def"
#undef OPT
#undef OPT_ALIAS
};

static const struct {
	const char *verb, *object, *words, *keys, *help;
} orders[] = {
#define COMMAND(id, verb, object, words, keys, help) { verb, object, words, keys, help },
#include "sim/journal/commands.def"
#undef COMMAND
};

static const struct {
	const char *name;
	long ns;
	const char *help;
} costs[] = {
#define COST(id, name, ns, help) { name, ns, help },
#include "sim/base/costs.def"
#undef COST
};

static const struct {
	const char *name, *fields, *more, *help;
} goals[] = {
#define GOAL(kind, fields, more, help) { #kind, fields, more, help },
#include "lessons/host/goals.def"
#undef GOAL
};

static const char *const checks[] = {
#define CHECK(name, says) says,
#include "cli/lesson_checks.def"
#undef CHECK
};

static const struct {
	const char *name, *word[4], *sentence;
} records[] = {
#define RECORD(id, name, w0, w1, w2, w3, sentence) { name, { w0, w1, w2, w3 }, sentence },
#include "sim/trace/records.def"
#undef RECORD
};

static const struct {
	const char *name, *keys, *words, *help;
} requests[] = {
#define REQUEST(id, name, keys, words, footer, help) { name, keys, words, help },
#include "tui/requests.def"
#undef REQUEST
#define VIEW(name, key, title, help) { "view " #name, key, "", help },
#include "tui/views.def"
#undef VIEW
};

static const struct {
	const char *name, *severity, *fires, *why, *fix;
} rules[] = {
#define ERROR "error"
#define WARNING "warning"
#define RULE(name, severity, fires, why, fix) { #name, severity, fires, why, fix },
#include "sim/read/rules.def"
#undef RULE
};

#define COUNT(table) (sizeof table / sizeof *table)

/* Text in a manual page: no character that troff would read. */
static void troff(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text; text++) {
		if (*text == '-')
			fputs("\\-", stdout);
		else if (*text == '\\')
			fputs("\\e", stdout);
		else
			putchar(*text);
	}
}

/* A text for people. */
static void said(const char *english)
{
	troff(catalogue_say(english));
}

static void man_commands(void)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		printf(".TP\n\\fBmsilab %s\\fR ", commands[i].name);
		troff(commands[i].form);
		putchar('\n');
		said(commands[i].help);
		putchar('\n');
	}
}

static void man_options(void)
{
	for (size_t i = 0; i < COUNT(options); i++) {
		fputs(options[i].help ? ".TP\n" : ".TQ\n", stdout);
		if (options[i].letter)
			printf("\\fB\\-%c\\fR, ", options[i].letter);
		fputs("\\fB\\-\\-", stdout);
		troff(options[i].name);
		fputs("\\fR", stdout);
		if (*options[i].form) {
			putchar('=');
			troff(options[i].form);
		}
		putchar('\n');
		if (i + 1 < COUNT(options) && !options[i + 1].help)
			continue;
		for (size_t j = i + 1; j-- > 0;) {
			if (!options[j].help)
				continue;
			said(options[j].help);
			if (strcmp(option_commands[j], "*"))
				printf(" (%s)", option_commands[j]);
			putchar('\n');
			break;
		}
	}
}

static void man_orders(void)
{
	for (size_t i = 0; i < COUNT(orders); i++) {
		printf(".TP\n\\fB%s\\fR", orders[i].verb);
		if (strcmp(orders[i].object, "none"))
			printf(" \\fI%s\\fR", orders[i].object);
		if (*orders[i].words) {
			putchar(' ');
			troff(orders[i].words);
		}
		for (const char *key = orders[i].keys; *key;) {
			size_t n = strcspn(key, " ");

			if (*key == '*')
				printf(" [\\fIKEY\\fR=\\fIVALUE\\fR...]");
			else
				printf(" [%.*s=]", (int)n, key);
			key += n + strspn(key + n, " ");
		}
		putchar('\n');
		said(orders[i].help);
		putchar('\n');
	}
}

static void man_costs(void)
{
	for (size_t i = 0; i < COUNT(costs); i++) {
		printf(".TP\n\\fB%s\\fR %ld\n", costs[i].name, costs[i].ns);
		said(costs[i].help);
		putchar('\n');
	}
}

/* Words with blanks between, each in italics. */
static void italics(const char *words, const char *before, const char *after)
{
	for (size_t n; (n = strcspn(words, " ")); words += n + strspn(words + n, " "))
		printf(" %s\\fI%.*s\\fR%s", before, (int)n, words, after);
}

static void man_goals(void)
{
	for (size_t i = 0; i < COUNT(goals); i++) {
		printf(".TP\n\\fB%s\\fR", goals[i].name);
		italics(goals[i].fields, "", "");
		italics(goals[i].more, "[", "]");
		putchar('\n');
		said(goals[i].help);
		putchar('\n');
	}
}

static void man_checks(void)
{
	for (size_t i = 0; i < COUNT(checks); i++) {
		printf(".IP \\(bu 2\n");
		said(checks[i]);
		putchar('\n');
	}
}

static void man_rules(void)
{
	for (size_t i = 0; i < COUNT(rules); i++) {
		printf(".TP\n\\fB%s\\fR (%s)\n", rules[i].name, catalogue_say(rules[i].severity));
		said(rules[i].fires);
		puts(catalogue_say("."));
		said(rules[i].why);
		putchar('\n');
		said(rules[i].fix);
		putchar('\n');
	}
}

static void man_records(void)
{
	for (size_t i = 0; i < COUNT(records); i++) {
		printf(".TP\n\\fB%s\\fR", records[i].name);
		for (int w = 0; w < 4; w++)
			if (*records[i].word[w])
				printf(" %.*s", (int)strcspn(records[i].word[w], ":"), records[i].word[w]);
		putchar('\n');
		said(records[i].sentence);
		putchar('\n');
	}
}

static void man_requests(void)
{
	for (size_t i = 0; i < COUNT(requests); i++) {
		fputs(".TP\n\\fB", stdout);
		troff(requests[i].name);
		fputs("\\fR ", stdout);
		troff(requests[i].words);
		if (*requests[i].keys) {
			printf("   (%s: \\fB", catalogue_say(N_("keys")));
			troff(requests[i].keys);
			fputs("\\fR)", stdout);
		}
		putchar('\n');
		said(requests[i].help);
		putchar('\n');
	}
}

static void words_commands(void)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		printf("%s%s", i ? " " : "commands='", commands[i].name);
	puts("'");
}

static void words_options(void)
{
	for (size_t i = 0; i < COUNT(options); i++)
		printf("%s--%s%s", i ? " " : "options='", options[i].name, *options[i].form ? "=" : "");
	puts("'");
}

/* Inside single quotes, with a backslash before each of `special`, which only zsh takes away again. */
static void shell_quoted(const char *text, const char *special)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr(special, *text))
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void zsh_commands(void)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		printf("\t'%s:", commands[i].name);
		shell_quoted(commands[i].help, ":");
		puts("'");
	}
}

static void zsh_options(void)
{
	for (size_t i = 0; i < COUNT(options); i++) {
		printf("\t'--%s%s[", options[i].name, *options[i].form ? "=" : "");
		shell_quoted(options[i].help ? options[i].help : "another name of the option before", "[]:");
		puts(strcmp(options[i].form, "FILE") ? *options[i].form ? "]:value:' \\" : "]' \\" : "]:file:_files' \\");
	}
}

static void fish_lines(void)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		printf("complete -c msilab -n __fish_use_subcommand -a %s -d '", commands[i].name);
		shell_quoted(commands[i].help, "");
		puts("'");
	}
	for (size_t i = 0; i < COUNT(options); i++) {
		printf("complete -c msilab -l %s%s", options[i].name, *options[i].form ? " -r" : "");
		if (options[i].letter)
			printf(" -s %c", options[i].letter);
		if (options[i].help) {
			fputs(" -d '", stdout);
			shell_quoted(options[i].help, "");
			putchar('\'');
		}
		putchar('\n');
	}
}

static const struct {
	const char *line;
	void (*print)(void);
} parts[] = {
	{ "@COMMANDS@\n", man_commands },     { "@OPTIONS@\n", man_options },
	{ "@ORDERS@\n", man_orders },         { "@COSTS@\n", man_costs },
	{ "@GOALS@\n", man_goals },           { "@CHECKS@\n", man_checks },
	{ "@RULES@\n", man_rules },
	{ "@RECORDS@\n", man_records },	{ "@REQUESTS@\n", man_requests },       { "@WORDS_COMMANDS@\n", words_commands },
	{ "@WORDS_OPTIONS@\n", words_options }, { "@ZSH_COMMANDS@\n", zsh_commands },
	{ "@ZSH_OPTIONS@\n", zsh_options },   { "@FISH@\n", fish_lines },
};

int main(int argc, char **argv)
{
	FILE *template = argc == 2 || argc == 3 ? fopen(argv[1], "r") : NULL;
	char line[1024];

	if (!template || (argc == 3 && !catalogue_open(argv[2]))) {
		fprintf(stderr, "usage: gendoc TEMPLATE [CATALOGUE]\n");
		return 2;
	}
	while (fgets(line, sizeof line, template)) {
		size_t i = 0;

		while (i < COUNT(parts) && strcmp(parts[i].line, line))
			i++;
		if (i < COUNT(parts))
			parts[i].print();
		else
			fputs(line, stdout);
	}
	fclose(template);
	return fflush(stdout) ? 1 : 0;
}
