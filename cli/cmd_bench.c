/* SPDX-License-Identifier: MIT */
/*
 * msilab bench NAME WORD...: a benchmark of bench/bench.h, which prints lines of key=value. With --json the same lines come as
 * one object each. Without a name: every benchmark with the words of the table, each in a process of its own, so that one's
 * memory is not counted as another's.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "cli/cli.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"

static const struct benchmark {
	const char *name, *help;
	int (*run)(int argc, char **argv); /* argv[1] is the name */
	bool text; /* what it prints is no figures */
} benchmarks[] = {
	{ "hold", N_("N M: N pending events, M steps of the hold model"), bench_models, false },
	{ "nic", N_("Q MEAN_NS F [--cpus K]: a bare model of queues, moderation and interrupts"), bench_models, false },
	{ "machine", N_("CPUS MEAN_NS FRAMES [all|ring|none]: the whole machine with the shipped driver"), bench_machine, false },
	{ "lesson", N_("FRAMES: the goals of a lesson over the whole machine's trace, beside its fold"), bench_lesson, false },
	{ "read", N_("FRAMES: folding, replaying and jumping over the whole machine's trace"), bench_read, false },
	{ "journal", N_("CPUS MEAN_NS FRAMES: the whole machine's journal, for msilab run"), bench_journal, true },
	{ "views", N_("FRAMES: drawing the views over the whole machine's trace"), bench_views, false },
};

#define BENCHMARKS (sizeof benchmarks / sizeof *benchmarks)

/* Runs without a name: a few seconds in all. */
static const char *const ordinary[] = {
	"hold 16 1000000", "hold 1000 1000000", "hold 100000 1000000", "nic 4 5000 1000000", "nic 4 400 1000000",
	"machine 1 5000 50000 none", "machine 1 5000 50000 ring", "machine 1 5000 50000 all", "machine 1 400 50000 ring",
	"machine 4 5000 50000 ring", "machine 16 5000 50000 ring", "machine 64 5000 50000 ring", "read 27000",
};

static const struct benchmark *find(const char *name, struct err *err)
{
	const char *names[BENCHMARKS + 1] = { 0 };
	const char *near;

	for (size_t i = 0; i < BENCHMARKS; i++) {
		if (!strcmp(benchmarks[i].name, name))
			return &benchmarks[i];
		names[i] = benchmarks[i].name;
	}
	near = err_nearest(name, names);
	err_set(err, "unknown benchmark %s", name);
	if (near)
		err_expected(err, "%s", near);
	else
		err_expected(err, "a name of msilab bench list");
	return NULL;
}

static int run(const struct benchmark *benchmark, const struct arguments *arguments)
{
	const char *argv[ARGUMENTS_MAX + 4] = { "msilab bench" };
	int argc = 1;

	for (unsigned i = 0; i < arguments->words_n; i++)
		argv[argc++] = arguments->word[i];
	if (arguments->option[OPTION_CPUS]) {
		argv[argc++] = "--cpus";
		argv[argc++] = arguments->option[OPTION_CPUS];
	}
	/* main's form: the words are only read. */
	return benchmark->run(argc, (char **)(uintptr_t)argv);
}

static bool number(const char *text)
{
	return *text && strspn(text, "0123456789.") == strlen(text) && *text != '.' && (text[0] != '0' || strlen(text) == 1 || text[1] == '.');
}

/* key=value key=value ... as one object; a word without = is the value of "name". */
static void json_line(char *line, struct str *out)
{
	const char *comma = "{";

	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
		char *value = strchr(word, '=');

		str_append(out, comma);
		comma = ",";
		rectext_quote(value ? word : "name", value ? (size_t)(value - word) : 4, out);
		value = value ? value + 1 : word;
		str_append(out, ":");
		if (number(value))
			str_append(out, value);
		else
			rectext_quote(value, strlen(value), out);
	}
	str_append(out, *comma == '{' ? "" : "}\n");
}

/* The benchmark's output goes to a file of its own first, then out as objects. */
static int run_json(const struct benchmark *benchmark, const struct arguments *arguments)
{
	FILE *file = tmpfile();
	int kept = dup(STDOUT_FILENO), status;
	struct str out = { 0 };
	char line[4096];

	if (!file || kept < 0)
		return STATUS_INPUT;
	dup2(fileno(file), STDOUT_FILENO);
	status = run(benchmark, arguments);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	rewind(file);
	while (fgets(line, sizeof line, file))
		json_line(line, &out);
	fputs(out.text ? out.text : "", stdout);
	str_free(&out);
	fclose(file);
	return status;
}

static int run_one(const struct arguments *arguments)
{
	const struct benchmark *benchmark;
	struct err err;

	benchmark = find(arguments->word[0], &err);
	if (!benchmark)
		return cli_failed(&err, STATUS_USAGE);
	return arguments->option[OPTION_JSON] && !benchmark->text ? run_json(benchmark, arguments) : run(benchmark, arguments);
}

/* One of `ordinary`, in a process of its own. Its exit status. */
static int run_apart(const struct arguments *from, const char *line)
{
	struct arguments arguments = *from;
	char *words = mem_copy_text(line);
	int status = STATUS_BUG;
	pid_t pid;

	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		arguments.word[arguments.words_n++] = word;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		status = run_one(&arguments);
		fflush(stdout);
		_exit(status);
	}
	if (pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status))
		status = WEXITSTATUS(status);
	mem_free(words);
	return status;
}

static int run_ordinary(const struct arguments *arguments)
{
	int status = STATUS_GOOD;

	for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary && status == STATUS_GOOD; i++)
		status = run_apart(arguments, ordinary[i]);
	return status;
}

static int list(void)
{
	for (size_t i = 0; i < BENCHMARKS; i++)
		printf("msilab bench %s %s\n", benchmarks[i].name, say(benchmarks[i].help));
	return STATUS_GOOD;
}

int cmd_bench(const struct arguments *arguments)
{
	if (!arguments->words_n)
		return run_ordinary(arguments);
	return strcmp(arguments->word[0], "list") ? run_one(arguments) : list();
}
