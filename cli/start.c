/* SPDX-License-Identifier: MIT */
/* What msilab alone offers on a terminal: the course. In plain text a choice by number, in the scroll of the terminal. */
#include <stdio.h>
#include <string.h>

#include "cli/course.h"
#include "cli/laboratory.h"
#include "cli/start.h"
#include "sim/base/say.h"
#include "sim/base/words.h"

/* The course is no machine's; a screen has one. */
static const char machine[] = "seed 1\ncpus 1\n";

static const struct cli_command *command_named(const char *name)
{
	const struct cli_command *command = cli_commands;

	while (strcmp(command->name, name))
		command++;
	return command;
}

int start_lesson(const struct arguments *arguments, const char *which)
{
	bool tour = !strcmp(which, "tour"), lab = !strcmp(which, "lab");
	struct arguments chosen = *arguments;

	chosen.command = command_named(tour ? "demo" : lab ? "lab" : "learn");
	chosen.words_n = 0;
	if (!tour && !lab)
		chosen.word[chosen.words_n++] = which;
	chosen.word[chosen.words_n] = NULL;
	return chosen.command->run(&chosen);
}

/* ---- on the screen ---- */

static int on_screen(const struct arguments *arguments)
{
	struct laboratory_face face = { .face = tui_course, .menu = true };
	struct intake intake;
	struct err err;
	enum status status;

	if (!intake_text(&intake, machine, strlen(machine), "course", NULL, arguments, &err, &status))
		return cli_failed(&err, status);
	return laboratory_run(&intake, arguments, &face, NULL, NULL);
}

/* ---- in plain text ---- */

static void offer(const struct course *course)
{
	puts(say("msilab: a laboratory for interrupts"));
	for (unsigned i = 0; i < course->n; i++) {
		const struct course_entry *entry = &course->entry[i];

		printf("  %u  ", i + 1);
		if (entry->number[0])
			{
			printf(say("lesson %s:"), entry->number);
			putchar(' ');
		}
		printf("%s%s%s\n", entry->title, entry->state[0] ? ": " : "", entry->state);
	}
}

/* "lesson 2", "lesson storm", "lesson tour": as such a line is given elsewhere. */
static const struct course_entry *named(const struct course *course, const char *line)
{
	for (unsigned i = 0; i < course->n; i++) {
		const struct course_entry *entry = &course->entry[i];

		if (!strcmp(line, entry->line) || (!strncmp(line, "lesson ", 7) && entry->number[0] && !strcmp(line + 7, entry->number)))
			return entry;
	}
	return NULL;
}

/* The entry chosen; NULL: leave. Enter alone takes the one that comes next. */
static const struct course_entry *ask(const struct course *course)
{
	char line[80];
	uint64_t number;

	for (;;) {
		const struct course_entry *entry;

		printf(say("a number from 1 to %u (Enter: %u; q: leave)? "), course->n, course->at + 1);
		fflush(stdout);
		if (!fgets(line, sizeof line, stdin) || line[0] == 'q')
			return NULL;
		line[strcspn(line, "\n")] = '\0';
		if (!line[0])
			return &course->entry[course->at];
		entry = words_number(line, course->n, &number) && number ? &course->entry[number - 1] : named(course, line);
		if (entry)
			return entry;
	}
}

static int resume(const struct arguments *arguments, const char *number)
{
	struct arguments chosen = *arguments;

	chosen.command = command_named("resume");
	chosen.word[0] = number;
	chosen.word[chosen.words_n = 1] = NULL;
	return chosen.command->run(&chosen);
}

static int in_plain(const struct arguments *arguments)
{
	struct progress_file file;
	struct course course;
	const struct course_entry *entry;

	progress_file_open(&file);
	course_make(&course, &file.progress, true);
	progress_file_close(&file);
	offer(&course);
	entry = ask(&course);
	if (!entry || !entry->line[0])
		return STATUS_GOOD;
	if (!strncmp(entry->line, "resume ", 7))
		return resume(arguments, entry->line + 7);
	return start_lesson(arguments, entry->line + strlen("lesson "));
}

int start(const struct arguments *arguments)
{
	return laboratory_plain(arguments) ? in_plain(arguments) : on_screen(arguments);
}
