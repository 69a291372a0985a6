/* SPDX-License-Identifier: MIT */
/* Presentations' files, found and read. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/presentations.h"
#include "cli/tongue.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/view.h"

#define PRESENTATION_BYTES_MAX (1u << 20)

static int is_presentation(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && !strcmp(entry->d_name + n - 4, ".lua");
}

void presentations_names(struct str *out)
{
	struct dirent **entries = NULL;
	char folder[2200];
	int n;

	snprintf(folder, sizeof folder, "%s/presentations", place(PLACE_LESSONS));
	n = scandir(folder, &entries, is_presentation, alphasort);
	for (int i = 0; i < n; i++) {
		str_format(out, "%.*s, ", (int)strlen(entries[i]->d_name) - 4, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static struct presentation *read_it(const char *path, struct err *err)
{
	size_t n;
	char *text = file_read(path, PRESENTATION_BYTES_MAX, &n, err);
	struct presentation *presentation = text ? presentation_read(text, n, path, err) : NULL;

	mem_free(text);
	return presentation;
}

void presentations_domain(const char *path, char domain[PRESENTATION_DOMAIN_MAX])
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

	snprintf(domain, PRESENTATION_DOMAIN_MAX, "%.*s", (int)strcspn(name, "."), name);
}

static void shipped_path(const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/presentations/%s.lua", place(PLACE_LESSONS), name);
}

bool presentations_ships(const char *path)
{
	char domain[PRESENTATION_DOMAIN_MAX], shipped[2200];

	presentations_domain(path, domain);
	shipped_path(domain, shipped, sizeof shipped);
	return file_one(path, shipped);
}

static struct presentation *read_own(const char *path, struct err *err)
{
	struct presentation *presentation = read_it(path, err);
	char domain[PRESENTATION_DOMAIN_MAX];

	presentations_domain(path, domain);
	if (presentation)
		tongue_beside(path, domain);
	return presentation;
}

struct presentation *presentations_open(const char *which, char *path, size_t size, struct err *err)
{
	struct str names = { 0 };

	if (strchr(which, '/') || strchr(which, '.')) {
		snprintf(path, size, "%s", which);
		return read_own(path, err);
	}
	shipped_path(which, path, size);
	if (access(path, F_OK) == 0)
		return read_it(path, err);
	presentations_names(&names);
	err_set(err, "there is no presentation %s", which);
	err_expected(err, "%sor a file", names.text ? names.text : "");
	str_free(&names);
	return NULL;
}

bool presentations_stops(const struct presentation *presentation, struct tour_step stops[PRESENTATION_STOPS_MAX], const char *path, struct err *err)
{
	for (unsigned i = 0; i < presentation->stops; i++) {
		const struct presentation_stop *stop = &presentation->stop[i];
		const char *names[VIEW_COUNT + 1] = { 0 };

		for (unsigned k = 0; k < VIEW_COUNT; k++)
			names[k] = view_forms[k].name;
		if (view_named(stop->view) == VIEW_COUNT) {
			err_unknown(err, N_("there is no view of this name"), stop->view, names);
			return err_at(err, path, stop->line, 0);
		}
		stops[i] = (struct tour_step){ stop->title, stop->text, stop->commands, "", stop->view, stop->name, stop->ask, stop->reveal, stop->notes };
	}
	return true;
}

bool presentations_bring(const struct presentation *presentation, const char *path, struct intake *intake, const struct arguments *arguments,
			 struct err *err)
{
	char *folder = file_folder(path);
	enum status status;
	bool good = intake_text(intake, presentation->machine, strlen(presentation->machine), path, folder, arguments, err, &status);

	if (!good && !*err->file)
		err_at(err, path, presentation->machine_line, 0);
	else if (!good && err->line && presentation->machine_line && !strcmp(err->file, path))
		err->line += presentation->machine_line - 1;
	mem_free(folder);
	return good;
}
