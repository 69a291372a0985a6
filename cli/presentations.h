/* SPDX-License-Identifier: MIT */
/* Presentations: those that ship, a person's own, and what an author must prove before a class comes. */
#ifndef MSILAB_CLI_PRESENTATIONS_H
#define MSILAB_CLI_PRESENTATIONS_H

#include "cli/intake.h"
#include "lessons/host/presentation.h"
#include "tui/tour.h"

/* By the name of one that ships, or by its path, which then stands in `path`. NULL: err. */
struct presentation *presentations_open(const char *which, char *path, size_t size, struct err *err);

/* What the names are: "line-and-message, ", for an error. */
void presentations_names(struct str *out);

/* Its stops as a tour has them; they borrow. false: a view is none. */
bool presentations_stops(const struct presentation *presentation, struct tour_step stops[PRESENTATION_STOPS_MAX], const char *path, struct err *err);

/* Brings its machine; errors with their line of the file. */
bool presentations_bring(const struct presentation *presentation, const char *path, struct intake *intake, const struct arguments *arguments,
			 struct err *err);

/* Prints a line a check to the output, as lesson_check does. Returns how many failed. */
unsigned presentation_check(const struct presentation *presentation, const char *path, struct intake *intake);

#endif
