/* SPDX-License-Identifier: MIT */
/* The languages that a lesson or a presentation claims to be translated to, with their catalogues: for who proves that it is. */
#ifndef MSILAB_CLI_LANGUAGES_H
#define MSILAB_CLI_LANGUAGES_H

#include "lessons/host/catalogue.h"

#define LANGUAGES_MAX 8

struct languages {
	unsigned n;
	struct {
		char name[16];
		struct catalogue *catalogue; /* NULL: it cannot be read */
	} language[LANGUAGES_MAX];
};

/* Adds those of the program, for what ships with it; and those that a person's own file names, whose catalogues lie in the folder
 * `locale` beside it: locale/NAME/LC_MESSAGES/DOMAIN.mo. */
void languages_of_program(struct languages *languages);
void languages_of_person(struct languages *languages, char *const *names, unsigned n, const char *folder, const char *domain);
void languages_fini(struct languages *languages);

#endif
