/* SPDX-License-Identifier: MIT */
/*
 * A presentation as data, read from a file of Lua (lessons/presentations): a machine, and stops, each with what a class reads, what is done
 * before it is shown, a question with its answer, and notes for the speaker alone.
 */
#ifndef MSILAB_HOST_PRESENTATION_H
#define MSILAB_HOST_PRESENTATION_H

#include "lessons/host/marks.h"
#include "sim/base/err.h"

#define PRESENTATION_STOPS_MAX 64
#define PRESENTATION_LINES_MAX 16 /* commands of a stop */
#define PRESENTATION_LANGUAGES_MAX 16

struct presentation_stop {
	unsigned line;      /* in the file, of its title; 0: not known */
	char *name, *title, *text, *view;
	char *commands;     /* lines with ; between; "": nothing is done */
	char *ask, *reveal; /* NULL: no question */
	char *notes;        /* NULL: none */
};

struct presentation {
	char *title, *machine;
	unsigned machine_line; /* in the file, of the machine's first line; 0: not known */
	unsigned languages;    /* of a person's own: those it claims to be translated to */
	char *language[PRESENTATION_LANGUAGES_MAX];
	struct marks marks;    /* its texts for the catalogue */
	unsigned stops;
	struct presentation_stop stop[PRESENTATION_STOPS_MAX];
	/* private to presentation.c: the file's text and the stop's commands while they are read */
	const char *source;
	unsigned lines;
	char *line[PRESENTATION_LINES_MAX];
};

/* Whether a file of Lua is a presentation and no lesson: by its first call. */
bool presentation_in(const char *text);

/* NULL: err with file and line where they are known. */
struct presentation *presentation_read(const char *text, size_t n, const char *file, struct err *err);
void presentation_free(struct presentation *presentation);

#endif
