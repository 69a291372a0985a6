/* SPDX-License-Identifier: MIT */
/* Presentations: those that ship, a person's own, and what an author must prove before a class comes. */
#ifndef MSILAB_CLI_PRESENTATIONS_H
#define MSILAB_CLI_PRESENTATIONS_H

#include "cli/intake.h"
#include "lessons/host/presentation.h"
#include "tui/tour.h"

#define PRESENTATION_DOMAIN_MAX 200

/* By the name of one that ships, or by its path, which then stands in `path`. A person's own speaks by the catalogues beside it. NULL: err. */
struct presentation *presentations_open(const char *which, char *path, size_t size, struct err *err);

/* Of a person's own: the domain of its translations is the name of its file, without folder and what follows the first point. */
void presentations_domain(const char *path, char domain[PRESENTATION_DOMAIN_MAX]);
bool presentations_ships(const char *path);

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
