/* SPDX-License-Identifier: MIT */
/* Languages and their catalogues. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/languages.h"
#include "cli/place.h"
#include "sim/base/say.h"
#include "sim/base/str.h"

static void add(struct languages *languages, const char *language, const char *folder, const char *domain)
{
	char path[2400];
	struct err err;

	if (languages->n == LANGUAGES_MAX || strlen(language) >= sizeof languages->language[0].name)
		return;
	snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/%s.mo", folder, language, domain);
	strcpy(languages->language[languages->n].name, language);
	languages->language[languages->n++].catalogue = catalogue_open(path, &err);
}

static int is_language(const struct dirent *entry)
{
	char path[2400];

	snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/" SAY_DOMAIN ".mo", place(PLACE_TEXTS), entry->d_name);
	return entry->d_name[0] != '.' && access(path, R_OK) == 0;
}

void languages_of_program(struct languages *languages)
{
	struct dirent **entries = NULL;
	int n = scandir(place(PLACE_TEXTS), &entries, is_language, alphasort);

	for (int i = 0; i < n; i++) {
		add(languages, entries[i]->d_name, place(PLACE_TEXTS), SAY_DOMAIN);
		free(entries[i]);
	}
	free(entries);
}

void languages_of_person(struct languages *languages, char *const *names, unsigned n, const char *folder, const char *domain)
{
	struct str locale = { 0 };

	str_format(&locale, "%s/locale", folder);
	for (unsigned i = 0; i < n; i++)
		add(languages, names[i], locale.text, domain);
	str_free(&locale);
}

void languages_fini(struct languages *languages)
{
	for (unsigned i = 0; i < languages->n; i++)
		catalogue_free(languages->language[i].catalogue);
}
