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
#define SET_ASIDE ".before" /* ends the name of a lesson's journal, and of the progress, while everything is forgotten */
#define SWAPPED ".swapped"  /* while both change places */

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

static bool is_newer(const struct progress_file *file, struct err *err)
{
	return file->newer && !err_set(err, "the progress here is of a newer msilab, and is left as it is");
}

/* A failure is told once; from then on work goes on in memory. */
static bool save(struct progress_file *file, struct err *err)
{
	char path[SESSION_PATH_MAX];
	bool told = file->warned, good = !is_newer(file, err) && path_of(path, "progress");

	if (!good && !file->newer)
		err_set(err, "there is no place for progress");
	good = good && write_file(&file->progress, path, err);
	file->warned = !good;
	return good || told;
}

/* What could be read of a file that is cut or spoilt is gone on with; the file itself is set aside. */
static void rescue(struct progress_file *file, const char *path, const char *content, const struct err *err)
{
	char aside[SESSION_PATH_MAX + 20], text[1200];
	bool lessons = content && progress_salvage(&file->progress, content);
	struct err unwritten = { 0 };

	err_text(err, text, sizeof text);
	if (!set_aside(path, aside, sizeof aside))
		talk_say("%s; progress begins anew, in memory", text);
	else if (lessons && save(file, &unwritten))
		talk_say("%s; it is set aside as %s, and what could be read of it is gone on with", text, aside);
	else
		talk_say("%s; it is set aside as %s, and progress begins anew", text, aside);
}

void progress_file_open(struct progress_file *file)
{
	char path[SESSION_PATH_MAX];
	struct err err = { 0 }, unread = { 0 };
	char *content;
	size_t n;

	*file = (struct progress_file){ 0 };
	if (!path_of(path, "progress") || read_file(&file->progress, path, &err))
		return;
	content = file_read(path, BYTES_MAX, &n, &unread);
	if (content && progress_is_newer(content)) {
		file->newer = file->warned = true;
		talk_say("%s is of a newer msilab: it is left as it is, and what you come to now is kept in memory", path);
	} else {
		rescue(file, path, content, &err);
	}
	mem_free(content);
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

static const char *end_of(const char *name)
{
	return ends(name, SET_ASIDE) ? SET_ASIDE : ends(name, SWAPPED) ? SWAPPED : "";
}

/* Journals and places of lessons whose names end in `from` (none: SET_ASIDE and SWAPPED excepted) get the end `to`; those of `held` stay. */
static void move_journals(const char *held, const char *from, const char *to)
{
	char where[SESSION_PATH_MAX];
	DIR *dir = sessions_folder(where, sizeof where) ? opendir(where) : NULL;
	size_t n = held ? strlen(held) : 0;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char other[300];
		const char *name = entry->d_name;

		if (strncmp(name, "lesson-", 7) || strcmp(end_of(name), from) || (n && !strncmp(name, held, n) && name[n] == '.'))
			continue;
		snprintf(other, sizeof other, "%.*s%s", (int)(strlen(name) - strlen(from)), name, to);
		if (renameat(dirfd(dir), name, dirfd(dir), other))
			errno = 0; /* it stays where it is */
	}
	if (dir)
		closedir(dir);
}

/* The files of the lesson in use are copied: its process goes on writing them. */
static void copy_held(const char *held)
{
	static const char *const kinds[] = { "journal", "place" };

	for (size_t i = 0; held && *held && i < sizeof kinds / sizeof *kinds; i++) {
		char name[300], path[SESSION_PATH_MAX], aside[SESSION_PATH_MAX + 20];
		struct err err = { 0 };
		size_t n;
		char *text;

		snprintf(name, sizeof name, "%s.%s", held, kinds[i]);
		if (!path_of(path, name))
			return;
		snprintf(aside, sizeof aside, "%s" SET_ASIDE, path);
		text = file_read(path, BYTES_MAX * 64, &n, &err);
		if (text && !file_write(aside, text, n, &err))
			errno = 0; /* its steps come back all the same */
		mem_free(text);
	}
}

bool progress_file_forget(struct progress_file *file, const char *held, struct err *err)
{
	char path[SESSION_PATH_MAX];

	if (is_newer(file, err))
		return false;
	progress_fini(&file->before);
	file->before = file->progress;
	file->progress = (struct progress){ 0 };
	file->forgotten = true;
	if (!path_of(path, "progress" SET_ASIDE) || !write_file(&file->before, path, err))
		errno = 0; /* it can be brought back while this process lives */
	copy_held(held);
	move_journals(held, "", SET_ASIDE);
	return save(file, err);
}

bool progress_file_back(struct progress_file *file, const char *held, struct err *err)
{
	char path[SESSION_PATH_MAX];

	if (!file->forgotten)
		return err_set(err, "there is nothing to bring back");
	progress_fini(&file->progress);
	file->progress = file->before;
	file->before = (struct progress){ 0 };
	file->forgotten = false;
	move_journals(held, SET_ASIDE, "");
	if (path_of(path, "progress" SET_ASIDE))
		unlink(path);
	return save(file, err);
}

bool progress_file_restore(struct progress_file *file, struct err *err)
{
	char path[SESSION_PATH_MAX];
	struct progress before;

	if (is_newer(file, err))
		return false;
	if (!path_of(path, "progress" SET_ASIDE) || access(path, R_OK))
		return err_set(err, "there is nothing to bring back: 'reset everything' was not asked for");
	if (!read_file(&before, path, err) || !write_file(&file->progress, path, err))
		return false;
	progress_fini(&file->progress);
	file->progress = before;
	move_journals(NULL, "", SWAPPED);
	move_journals(NULL, SET_ASIDE, "");
	move_journals(NULL, SWAPPED, SET_ASIDE);
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
	char *text = is_newer(file, err) ? NULL : file_read(path, BYTES_MAX, &n, err);
	bool good = text && progress_read(&other, text, path, err);

	mem_free(text);
	if (!good)
		return false;
	progress_merge(&file->progress, &other);
	progress_fini(&other);
	return save(file, err);
}
