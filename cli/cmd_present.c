/* SPDX-License-Identifier: MIT */
/* msilab present NAME or FILE: a presentation on the screen, or as a handout in plain text. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/laboratory.h"
#include "cli/presentations.h"
#include "cli/talk.h"

/* Where the notes go; one command runs in a process. */
static struct {
	FILE *file;
	bool terminal;
	bool failed; /* the disk is full, the other terminal is gone: told when the talk is over */
} notes;

static bool open_notes(const char *path, struct err *err)
{
	if (!path)
		return true;
	notes.file = fopen(path, "w");
	if (!notes.file) {
		err_set(err, "the notes cannot be written there");
		return err_at(err, path, 0, 0);
	}
	notes.terminal = isatty(fileno(notes.file));
	return true;
}

/* A terminal is cleared; a file holds the notes of now alone. */
static void write_notes(void *context, const char *text)
{
	(void)context;
	if (notes.terminal) {
		fputs("\033[2J\033[H", notes.file);
	} else {
		rewind(notes.file);
		notes.failed |= ftruncate(fileno(notes.file), 0) && errno != EINVAL; /* a pipe or a device has no length */
	}
	fputs(text, notes.file);
	notes.failed |= fflush(notes.file) != 0;
}

static int needs_name(void)
{
	struct str names = { 0 };
	struct err err;

	presentations_names(&names);
	err_set(&err, "present needs a name or a file");
	err_expected(&err, "%sor a file", names.text ? names.text : "");
	str_free(&names);
	return cli_failed(&err, STATUS_USAGE);
}

int cmd_present(const struct arguments *arguments)
{
	struct tour_step stops[PRESENTATION_STOPS_MAX];
	char path[2200];
	struct err err = { 0 };
	struct intake intake;
	struct presentation *presentation;
	struct laboratory_face face = { .face = tui_present, .stops = stops };
	int end;

	if (!arguments->words_n)
		return needs_name();
	presentation = presentations_open(arguments->word[0], path, sizeof path, &err);
	if (presentation && presentations_stops(presentation, stops, path, &err) && open_notes(arguments->option[OPTION_NOTES], &err) &&
	    presentations_bring(presentation, path, &intake, arguments, &err)) {
		face.stops_n = presentation->stops;
		face.notes = notes.file ? write_notes : NULL;
		end = laboratory_run(&intake, arguments, &face, NULL, NULL);
	} else {
		end = cli_failed(&err, STATUS_INPUT);
	}
	if (notes.file)
		fclose(notes.file);
	if (notes.failed)
		talk_say("%s: the notes could not all be written", arguments->option[OPTION_NOTES]);
	presentation_free(presentation);
	return end;
}
