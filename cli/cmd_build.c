/* SPDX-License-Identifier: MIT */
/*
 * msilab build FILE.c... -o MODULE.so: a driver of one's own, compiled by one's own compiler. Its messages pass untouched. Every
 * source becomes an object in a folder of its own, which goes away afterwards; the objects are linked without sanitizers.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/place.h"
#include "cli/world.h"
#include "lessons/host/elf.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

extern char **environ;

enum step { CODE, WATCH, CXX, LAST, LINK };

static const struct driver_flag {
	enum step step;
	const char *choices;
} driver_flags[] = {
#define FLAG(step, choices, why) { step, choices },
#include "cli/driver_flags.def"
#undef FLAG
};

/* A command being put together; its words are owned. */
struct line {
	char *word[256];
	unsigned n;
};

static void add(struct line *line, const char *word, size_t length)
{
	if (line->n + 1 == sizeof line->word / sizeof *line->word)
		return;
	line->word[line->n] = mem_new(length + 1);
	memcpy(line->word[line->n++], word, length);
}

/* Adds the words of a text such as CFLAGS, divided by blanks. */
static void add_words(struct line *line, const char *text)
{
	while (text && *(text += strspn(text, " \t\n"))) {
		size_t length = strcspn(text, " \t\n");

		add(line, text, length);
		text += length;
	}
}

static void add_word(struct line *line, const char *word)
{
	add(line, word, strlen(word));
}

static void drop(struct line *line, unsigned from)
{
	while (line->n > from) {
		mem_free(line->word[--line->n]);
		line->word[line->n] = NULL;
	}
}

/* Runs a command to its end; quiet: what it says is dropped. false: it could not be run or did not end well. */
static bool run(struct line *line, bool quiet, struct err *err)
{
	posix_spawn_file_actions_t actions;
	int status = -1, error;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	if (quiet) {
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	}
	error = posix_spawnp(&pid, line->word[0], &actions, NULL, line->word, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return err_set(err, "%s cannot be run: %s", line->word[0], strerror(error));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return err_set(err, "%s did not compile it", line->word[0]);
}

static bool is_cxx(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".cc") || !strcmp(dot, ".cpp") || !strcmp(dot, ".cxx") || !strcmp(dot, ".C"));
}

static void add_compiler(struct line *line, bool cxx)
{
	const char *given = getenv(cxx ? "CXX" : "CC");

	add_words(line, given && *given ? given : cxx ? "c++" : "cc");
}

/* Does the compiler take this flag? An empty file tells. */
static bool taken(const char *flag, bool cxx)
{
	struct line line = { 0 };
	struct err err;

	add_compiler(&line, cxx);
	add_words(&line, "-Werror");
	add_word(&line, flag);
	add_words(&line, cxx ? "-x c++ -c -o /dev/null /dev/null" : "-x c -c -o /dev/null /dev/null");
	bool good = run(&line, true, &err);
	drop(&line, 0);
	return good;
}

/* Adds the first of the choices that the compiler takes; one without choice is not asked about. */
static void add_choice(struct line *line, const char *choices, bool cxx)
{
	char flag[128];

	for (; *choices; choices += strcspn(choices, "|"), choices += *choices == '|') {
		snprintf(flag, sizeof flag, "%.*s", (int)strcspn(choices, "|"), choices);
		if (!strchr(choices, '|') || taken(flag, cxx)) {
			add_word(line, flag);
			return;
		}
	}
}

static void add_step(struct line *line, enum step step, bool cxx)
{
	for (size_t i = 0; i < sizeof driver_flags / sizeof *driver_flags; i++)
		if (driver_flags[i].step == step)
			add_choice(line, driver_flags[i].choices, cxx);
}

static void add_flags(struct line *line, bool bare, bool cxx)
{
	add_step(line, CODE, cxx);
	if (cxx)
		add_step(line, CXX, cxx);
	if (bare)
		add_words(line, "-O2");
	else
		add_step(line, WATCH, cxx);
	add_words(line, "-I");
	add_word(line, place(PLACE_HEADERS));
	add_words(line, getenv(cxx ? "CXXFLAGS" : "CFLAGS"));
	add_step(line, LAST, cxx);
	add_words(line, "-idirafter"); /* vnic.h, keywords.h, frameless.h of the drivers that ship, unless there are others of the name */
	add_word(line, place(PLACE_SOURCES));
}

static void object_name(char *path, size_t size, const char *folder, unsigned i)
{
	snprintf(path, size, "%s/%u.o", folder, i);
}

static bool compile(const struct arguments *arguments, const char *folder, struct err *err)
{
	struct line line[2] = { 0 }; /* C, C++ */
	char object[256];
	bool good = true;

	for (unsigned i = 0; good && i < arguments->words_n; i++) {
		bool cxx = is_cxx(arguments->word[i]);
		unsigned flags = line[cxx].n;

		if (!flags) {
			add_compiler(&line[cxx], cxx);
			add_flags(&line[cxx], arguments->option[OPTION_BARE], cxx);
			flags = line[cxx].n;
		}
		object_name(object, sizeof object, folder, i);
		add_words(&line[cxx], "-c");
		add_word(&line[cxx], arguments->word[i]);
		add_words(&line[cxx], "-o");
		add_word(&line[cxx], object);
		good = run(&line[cxx], false, err);
		drop(&line[cxx], flags);
	}
	drop(&line[0], 0);
	drop(&line[1], 0);
	return good;
}

static bool link_module(const struct arguments *arguments, const char *folder, const char *module, struct err *err)
{
	struct line line = { 0 };
	char object[256];

	add_compiler(&line, false);
	add_step(&line, LINK, false);
	for (unsigned i = 0; i < arguments->words_n; i++) {
		object_name(object, sizeof object, folder, i);
		add_word(&line, object);
	}
	add_words(&line, getenv("LDFLAGS"));
	add_words(&line, "-lgcc -o");
	add_word(&line, module);
	bool good = run(&line, false, err);
	drop(&line, 0);
	return good;
}

/* What the loader would say, said now, of the file at `made` that is to be `module`. */
static bool check(const char *made, const char *module, struct err *err)
{
	struct elf elf;
	size_t n;
	char *bytes = file_read(made, SIZE_MAX / 2, &n, err);
	bool good = bytes && elf_read(&elf, bytes, n, world_given(), world_bound(), err);

	if (bytes && !good)
		err_at(err, module, 0, 0);
	mem_free(bytes);
	return good;
}

static bool put(const char *made, const char *module, struct err *err)
{
	if (rename(made, module) == 0)
		return true;
	err_set(err, "cannot write it: %s", strerror(errno));
	return err_at(err, module, 0, 0);
}

/* A build that fails leaves what stood there before: the module takes its name when nothing is left to go wrong. */
static bool link_checked(const struct arguments *arguments, const char *folder, const char *module, struct err *err)
{
	struct str made = { 0 };
	bool good;

	str_format(&made, "%s.building", module);
	good = link_module(arguments, folder, made.text, err) && check(made.text, module, err) && put(made.text, module, err);
	if (!good)
		unlink(made.text);
	str_free(&made);
	return good;
}

static void clear(const char *folder, unsigned objects)
{
	char object[256];

	for (unsigned i = 0; i < objects; i++) {
		object_name(object, sizeof object, folder, i);
		unlink(object);
	}
	rmdir(folder);
}

int cmd_build(const struct arguments *arguments)
{
	const char *module = arguments->option[OPTION_OUTPUT];
	const char *tmp = getenv("TMPDIR");
	char folder[200];
	struct err err;
	bool good;

	if (!module) {
		err_set(&err, "build needs the module's name");
		err_expected(&err, "-o MODULE.so");
		return cli_failed(&err, STATUS_USAGE);
	}
	snprintf(folder, sizeof folder, "%s/msilab-build.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(folder)) {
		err_set(&err, "cannot make the folder %s: %s", folder, strerror(errno));
		return cli_failed(&err, STATUS_INPUT);
	}
	good = compile(arguments, folder, &err) && link_checked(arguments, folder, module, &err);
	clear(folder, arguments->words_n);
	return good ? STATUS_GOOD : cli_failed(&err, STATUS_FAILED);
}
