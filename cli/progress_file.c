/* SPDX-License-Identifier: MIT */
/* The file of progress. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/progress_file.h"
#include "cli/sessions.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define BYTES_MAX (1u << 20)
#define ASIDE_MAX 100
#define SET_ASIDE ".before" /* ends the name of a lesson's journal while everything is forgotten */

static bool path_of(char *path, const char *name)
{
	size_t n;

	if (!sessions_folder(path, SESSION_PATH_MAX))
		return false;
	n = strlen(path);
	return (size_t)snprintf(path + n, SESSION_PATH_MAX - n, "%s", name) < SESSION_PATH_MAX - n;
}

/* Under the first name that is free. */
static bool set_aside(const char *path, char *aside, size_t size)
{
	for (unsigned i = 1; i < ASIDE_MAX; i++) {
		snprintf(aside, size, "%s.broken-%u", path, i);
		if (access(aside, F_OK) && rename(path, aside) == 0)
			return true;
	}
	return false;
}

/* Reads a file of progress; one that is not there is empty. */
static bool read_file(struct progress *progress, const char *path, struct err *err)
{
	size_t n;
	char *text;
	bool good;

	*progress = (struct progress){ 0 };
	if (access(path, F_OK) && errno == ENOENT)
		return true;
	text = file_read(path, BYTES_MAX, &n, err);
	good = text && progress_read(progress, text, path, err);
	mem_free(text);
	return good;
}

void progress_file_open(struct progress_file *file)
{
	char path[SESSION_PATH_MAX], aside[SESSION_PATH_MAX + 20], text[1200];
	struct err err = { 0 };

	*file = (struct progress_file){ 0 };
	if (!path_of(path, "progress") || read_file(&file->progress, path, &err))
		return;
	err_text(&err, text, sizeof text);
	if (set_aside(path, aside, sizeof aside))
		talk_say("%s; it is set aside as %s, and progress begins anew", text, aside);
	else
		talk_say("%s; progress begins anew, in memory", text);
}

void progress_file_close(struct progress_file *file)
{
	progress_fini(&file->progress);
	progress_fini(&file->before);
}

static bool write_file(const struct progress *progress, const char *path, struct err *err)
{
	struct str text = { 0 };
	bool good;

	progress_text(progress, &text);
	good = file_write(path, text.text, text.length, err);
	str_free(&text);
	return good;
}

/* A failure is told once; from then on work goes on in memory. */
static bool save(struct progress_file *file, struct err *err)
{
	char path[SESSION_PATH_MAX];
	bool told = file->warned, good = path_of(path, "progress");

	if (!good)
		err_set(err, "there is no place for progress");
	good = good && write_file(&file->progress, path, err);
	file->warned = !good;
	return good || told;
}

/* What others wrote about other lessons. */
static void take_others(struct progress_file *file, const char *mine)
{
	char path[SESSION_PATH_MAX];
	struct progress other;
	struct err err = { 0 };

	if (!path_of(path, "progress") || !read_file(&other, path, &err))
		return;
	for (size_t i = 0; i < other.n; i++)
		if (!strcmp(other.lesson[i].id, mine))
			other.lesson[i].at = 0;
	for (size_t i = 0; i < other.n; i++)
		if (other.lesson[i].at)
			progress_put(&file->progress, &other.lesson[i]);
	progress_fini(&other);
}

bool progress_file_put(struct progress_file *file, const struct progress_lesson *lesson, struct err *err)
{
	take_others(file, lesson->id);
	progress_put(&file->progress, lesson);
	snprintf(file->progress.last, sizeof file->progress.last, "%s", lesson->id);
	return save(file, err);
}

/* ---- everything ---- */

static bool ends(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && !strcmp(name + n - m, end);
}

/* Journals and places of lessons, but those of `held`: out of the way (end ""), or back (end SET_ASIDE). */
static void move_journals(const char *held, bool back)
{
	char where[SESSION_PATH_MAX];
	DIR *dir = sessions_folder(where, sizeof where) ? opendir(where) : NULL;
	size_t n = held ? strlen(held) : 0;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char other[300];
		const char *name = entry->d_name;

		if (strncmp(name, "lesson-", 7) || ends(name, SET_ASIDE) != back || (n && !strncmp(name, held, n) && name[n] == '.'))
			continue;
		if (back)
			snprintf(other, sizeof other, "%.*s", (int)(strlen(name) - strlen(SET_ASIDE)), name);
		else
			snprintf(other, sizeof other, "%s" SET_ASIDE, name);
		if (renameat(dirfd(dir), name, dirfd(dir), other))
			errno = 0; /* it stays where it is */
	}
	if (dir)
		closedir(dir);
}

bool progress_file_forget(struct progress_file *file, const char *held, struct err *err)
{
	progress_fini(&file->before);
	file->before = file->progress;
	file->progress = (struct progress){ 0 };
	file->forgotten = true;
	move_journals(held, false);
	return save(file, err);
}

bool progress_file_back(struct progress_file *file, struct err *err)
{
	if (!file->forgotten)
		return err_set(err, "there is nothing to bring back");
	progress_fini(&file->progress);
	file->progress = file->before;
	file->before = (struct progress){ 0 };
	file->forgotten = false;
	move_journals(NULL, true);
	return save(file, err);
}

/* ---- to another machine ---- */

bool progress_file_export(const struct progress_file *file, const char *path, struct err *err)
{
	return write_file(&file->progress, path, err);
}

bool progress_file_import(struct progress_file *file, const char *path, struct err *err)
{
	struct progress other;
	size_t n;
	char *text = file_read(path, BYTES_MAX, &n, err);
	bool good = text && progress_read(&other, text, path, err);

	mem_free(text);
	if (!good)
		return false;
	progress_merge(&file->progress, &other);
	progress_fini(&other);
	return save(file, err);
}
