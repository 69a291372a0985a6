/* SPDX-License-Identifier: MIT */
/* Lessons' files, found and read. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lessons.h"
#include "cli/place.h"
#include "cli/tongue.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define LESSON_BYTES_MAX (1u << 20)

struct lesson *lessons_read(const char *path, struct err *err)
{
	size_t n;
	char *text = file_read(path, LESSON_BYTES_MAX, &n, err);
	struct lesson *lesson = text ? lesson_read(text, n, path, err) : NULL;

	mem_free(text);
	return lesson;
}

static int is_lesson(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && !strcmp(entry->d_name + n - 4, ".lua");
}

/* by_bytes: the same order in every locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

unsigned lessons_each(void (*each)(const char *path, void *context), void *context)
{
	struct dirent **entries = NULL;
	int n = scandir(place(PLACE_LESSONS), &entries, is_lesson, by_bytes);

	for (int i = 0; i < n; i++) {
		char path[2048];

		snprintf(path, sizeof path, "%s/%s", place(PLACE_LESSONS), entries[i]->d_name);
		each(path, context);
		free(entries[i]);
	}
	free(entries);
	return n > 0 ? (unsigned)n : 0;
}

struct wish {
	const char *which;
	char path[2048]; /* "" : not found */
};

/* A file is named NN-ID.lua. */
static void match(const char *path, void *context)
{
	struct wish *wish = context;
	const char *name = strrchr(path, '/') + 1, *id = strchr(name, '-');
	size_t n = strlen(wish->which);
	char *end;
	bool number = strtoul(wish->which, &end, 10) == strtoul(name, NULL, 10) && *wish->which && !*end;

	if (number || (id && strlen(id + 1) == n + 4 && !strncmp(id + 1, wish->which, n)))
		snprintf(wish->path, sizeof wish->path, "%s", path);
}

/* A person's own lesson has its translations in the folder `locale` beside it, under its id. */
static struct lesson *read_own(const char *path, struct err *err)
{
	struct lesson *lesson = lessons_read(path, err);

	if (lesson)
		tongue_beside(path, lesson->id);
	return lesson;
}

struct lesson *lessons_open(const char *which, struct err *err)
{
	struct wish wish = { .which = which };

	if (strchr(which, '/') || strchr(which, '.'))
		return read_own(which, err);
	lessons_each(match, &wish);
	if (wish.path[0])
		return lessons_read(wish.path, err);
	err_set(err, "there is no lesson '%s'", which);
	err_expected(err, "a number or a name that 'msilab lesson list' shows, or a file");
	return NULL;
}
