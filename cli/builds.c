/* SPDX-License-Identifier: MIT */
/* Builds that are kept, and those that go. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/builds.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define NAME "built-"
#define MARK "/saved" /* in a build's folder: a journal elsewhere names it */
#define FILE_BYTES_MAX (64u << 20)

static bool path_of(const struct builds *builds, unsigned number, const char *end, char path[SESSION_PATH_MAX])
{
	return snprintf(path, SESSION_PATH_MAX, "%s/" NAME "%u%s%s%s", builds->folder, number, *end == '.' ? "/" : "",
			*end == '.' ? builds->stem : "", end) < SESSION_PATH_MAX;
}

static bool is_there(const struct builds *builds, unsigned number, char module[SESSION_PATH_MAX])
{
	return path_of(builds, number, ".so", module) && access(module, R_OK) == 0;
}

static int falling(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The numbers of all that are whole, the newest first (mem_free). */
static unsigned *numbers(const struct builds *builds, size_t *n)
{
	DIR *dir = opendir(builds->folder);
	char module[SESSION_PATH_MAX];
	unsigned *list = NULL;
	size_t room = 0;

	*n = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		unsigned number;
		int end = 0;

		if (sscanf(entry->d_name, NAME "%u%n", &number, &end) != 1 || entry->d_name[end] || !is_there(builds, number, module))
			continue;
		mem_grow(&list, &room, *n + 1, sizeof *list);
		list[(*n)++] = number;
	}
	if (dir)
		closedir(dir);
	if (*n)
		qsort(list, *n, sizeof *list, falling);
	return list;
}

bool builds_newest(const struct builds *builds, char module[SESSION_PATH_MAX])
{
	size_t n;
	unsigned *list = numbers(builds, &n);
	bool found = n && is_there(builds, list[0], module);

	mem_free(list);
	return found;
}

/* ---- keeping ---- */

/* The module last: where it is, all is there. */
static bool put(const struct builds *builds, unsigned number, const char *source, const char *module, char kept[SESSION_PATH_MAX], struct err *err)
{
	char folder[SESSION_PATH_MAX], beside[SESSION_PATH_MAX];

	if (!path_of(builds, number, "", folder) || !path_of(builds, number, ".c", beside) || !path_of(builds, number, ".so", kept))
		return err_set(err, "the name of %s is too long", builds->folder);
	if (mkdir(folder, 0700) && errno != EEXIST)
		return err_set(err, "%s cannot be made: %s", folder, strerror(errno));
	return file_copy(source, beside, FILE_BYTES_MAX, err) && file_copy(module, kept, FILE_BYTES_MAX, err);
}

bool builds_keep(const struct builds *builds, const char *source, const char *module, char kept[SESSION_PATH_MAX], bool *made, struct err *err)
{
	size_t n;
	unsigned *list = numbers(builds, &n), next = n ? list[0] + 1 : 1;

	*made = true;
	for (size_t i = 0; i < n && *made; i++)
		*made = !(is_there(builds, list[i], kept) && file_same(kept, module, FILE_BYTES_MAX));
	mem_free(list);
	return !*made || put(builds, next, source, module, kept, err);
}

/* ---- what stays ---- */

void builds_mark_module(const char *module)
{
	const char *end = strrchr(module, '/'), *start = end;
	char mark[SESSION_PATH_MAX + sizeof MARK];
	FILE *file;

	while (start > module && start[-1] != '/')
		start--;
	if (!end || strncmp(start, NAME, strlen(NAME)) || end - module >= SESSION_PATH_MAX)
		return;
	snprintf(mark, sizeof mark, "%.*s" MARK, (int)(end - module), module);
	file = fopen(mark, "a");
	if (file)
		fclose(file);
}

void builds_mark(const struct machine *machine)
{
	for (size_t i = 0; i < machine->drivers_n; i++)
		builds_mark_module(machine->drivers[i].module);
}

/* Of builds, which ones a file's text names. */
struct named {
	const struct builds *builds;
	const unsigned *list;
	bool *stays;
	size_t n;
};

static void look_into(const struct named *named, const char *path)
{
	char folder[SESSION_PATH_MAX];
	struct err err;
	size_t n;
	char *text = file_read(path, FILE_BYTES_MAX, &n, &err);

	for (size_t i = 0; text && i < named->n; i++)
		if (!named->stays[i] && path_of(named->builds, named->list[i], "", folder)) {
			size_t length = strlen(folder);

			folder[length++] = '/';
			named->stays[i] = memmem(text, n, folder, length) != NULL;
		}
	mem_free(text);
}

/* Journals, branches and what was put aside: whatever file lies there. */
static void look_into_all(const struct named *named)
{
	char folder[SESSION_PATH_MAX], path[SESSION_PATH_MAX + 300];
	DIR *dir = sessions_folder(folder, sizeof folder) ? opendir(folder) : NULL;
	struct stat about;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		snprintf(path, sizeof path, "%s%s", folder, entry->d_name);
		if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
			look_into(named, path);
	}
	if (dir)
		closedir(dir);
}

/* The module first: without it there is no build. */
static void drop(const struct builds *builds, unsigned number)
{
	static const char *const ends[] = { ".so", ".c", "" };
	char path[SESSION_PATH_MAX];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (path_of(builds, number, ends[i], path) && remove(path))
			return; /* it is tried again at the next build */
}

void builds_clean(const struct builds *builds, bool (*loaded)(const void *context, const char *module), const void *context)
{
	char path[SESSION_PATH_MAX];
	size_t n, spare = 0;
	unsigned *list = numbers(builds, &n);
	bool *stays = n > BUILDS_SPARE ? mem_new(n * sizeof *stays) : NULL;

	for (size_t i = 0; stays && i < n; i++)
		stays[i] = (is_there(builds, list[i], path) && loaded(context, path)) || (path_of(builds, list[i], MARK, path) && access(path, F_OK) == 0);
	if (stays)
		look_into_all(&(struct named){ builds, list, stays, n });
	for (size_t i = 0; stays && i < n; i++)
		if (!stays[i] && ++spare > BUILDS_SPARE)
			drop(builds, list[i]);
	mem_free(stays);
	mem_free(list);
}
