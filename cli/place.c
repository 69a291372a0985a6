/* SPDX-License-Identifier: MIT */
/* The program's own files, found from where the program itself lies. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/place.h"

#define PATH_BYTES 1024

/* In a checkout: below the folder that was built, or that of the sources. Installed: below the prefix; else as configured. */
static const struct {
	bool built;
	const char *checkout, *installed, *configured;
} places[PLACE_COUNT] = {
	[PLACE_DRIVERS] = { true, "lessons/drivers", "lib/msilab/drivers", PKGLIBDIR "/drivers" },
	[PLACE_SOURCES] = { false, "lessons/drivers", "lib/msilab/drivers", PKGLIBDIR "/drivers" },
	[PLACE_HEADERS] = { false, "sim/ndis", "include/msilab", PKGINCLUDEDIR },
	[PLACE_LESSONS] = { false, "lessons", "share/msilab/lessons", PKGDATADIR "/lessons" },
	[PLACE_TEXTS] = { true, "po", "share/locale", LOCALEDIR },
};

/* Cuts the last part of a path; false: there is none. */
static bool up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return false;
	*slash = '\0';
	return true;
}

static bool there(const char *folder, const char *below)
{
	char path[2 * PATH_BYTES];

	snprintf(path, sizeof path, "%s/%s", folder, below);
	return access(path, F_OK) == 0;
}

/* The folder of the sources if the program lies where it was built. */
static bool built_here(const char *program, char *sources)
{
	strcpy(sources, SOURCES);
	return !strcmp(program, BUILT_IN) && there(SOURCES, "FLOORS");
}

/* The same if it lies in a checkout, at most two folders below (build/NAME): one that was moved. */
static bool find_checkout(const char *program, char *sources)
{
	strcpy(sources, program);
	for (int i = 0; i < 3; i++) {
		if (there(sources, "FLOORS") && there(sources, "sim/sim.h"))
			return true;
		if (!up(sources))
			break;
	}
	return false;
}

/* The prefix if the program lies in its bin. A prefix may lie in a checkout (make distcheck): it comes before. */
static bool find_prefix(const char *program, char *prefix)
{
	strcpy(prefix, program);
	return up(prefix) && there(prefix, places[PLACE_DRIVERS].installed);
}

static void find(enum place which, char *result)
{
	char program[PATH_BYTES], base[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
	bool known, installed = false;

	program[n > 0 ? n : 0] = '\0';
	known = n > 0 && up(program);
	if (known && !built_here(program, base)) {
		installed = find_prefix(program, base);
		known = installed || find_checkout(program, base);
	}
	if (installed && there(base, places[which].installed))
		snprintf(result, 2 * PATH_BYTES, "%s/%s", base, places[which].installed);
	else if (known && !installed)
		snprintf(result, 2 * PATH_BYTES, "%s/%s", places[which].built ? program : base, places[which].checkout);
	else
		snprintf(result, 2 * PATH_BYTES, "%s", places[which].configured);
}

const char *place(enum place which)
{
	static char found[PLACE_COUNT][2 * PATH_BYTES];

	if (!found[which][0])
		find(which, found[which]);
	return found[which];
}
