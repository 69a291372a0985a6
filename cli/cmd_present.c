/* SPDX-License-Identifier: MIT */
/* msilab present NAME or FILE: a presentation on the screen, or as a handout in plain text. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/laboratory.h"
#include "cli/place.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "lessons/host/presentation.h"
#include "sim/base/mem.h"
#include "tui/tour.h"

#define PRESENTATION_BYTES_MAX (1u << 20)

/* Where the notes go; one command runs in a process. */
static struct {
	FILE *file;
	bool terminal;
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
		if (ftruncate(fileno(notes.file), 0))
			return;
	}
	fputs(text, notes.file);
	fflush(notes.file);
}

/* A name is one that ships. */
static struct presentation *open_presentation(const char *which, char *path, size_t size, struct err *err)
{
	struct presentation *presentation;
	size_t n;
	char *text;

	if (strchr(which, '/') || strchr(which, '.'))
		snprintf(path, size, "%s", which);
	else
		snprintf(path, size, "%s/presentations/%s.lua", place(PLACE_LESSONS), which);
	text = file_read(path, PRESENTATION_BYTES_MAX, &n, err);
	presentation = text ? presentation_read(text, n, path, err) : NULL;
	mem_free(text);
	return presentation;
}

static bool take_stops(const struct presentation *presentation, struct tour_step *stops, const char *path, struct err *err)
{
	for (unsigned i = 0; i < presentation->stops; i++) {
		const struct presentation_stop *stop = &presentation->stop[i];

		if (view_named(stop->view) == VIEW_COUNT) {
			err_set(err, "there is no view %s", stop->view);
			return err_at(err, path, 0, 0);
		}
		stops[i] = (struct tour_step){ stop->title, stop->text, stop->commands, "", stop->view, stop->name, stop->ask, stop->reveal, stop->notes };
	}
	return true;
}

int cmd_present(const struct arguments *arguments)
{
	struct tour_step stops[PRESENTATION_STOPS_MAX];
	char path[2200];
	struct err err = { 0 };
	enum status status;
	struct intake intake;
	struct presentation *presentation = open_presentation(arguments->word[0], path, sizeof path, &err);
	struct laboratory_face face = { .face = tui_present, .stops = stops };
	char *folder = file_folder(path);
	int end;

	if (presentation && take_stops(presentation, stops, path, &err) && open_notes(arguments->option[OPTION_NOTES], &err) &&
	    intake_text(&intake, presentation->machine, strlen(presentation->machine), path, folder, arguments, &err, &status)) {
		face.stops_n = presentation->stops;
		face.notes = notes.file ? write_notes : NULL;
		end = laboratory_run(&intake, arguments, &face, NULL, NULL);
	} else {
		end = cli_failed(&err, STATUS_INPUT);
	}
	if (notes.file)
		fclose(notes.file);
	mem_free(folder);
	presentation_free(presentation);
	return end;
}
