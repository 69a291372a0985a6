/* SPDX-License-Identifier: MIT */
/* Files that wait for the disk beside the ones they replace. */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/beside.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/journal/journal.h"

#define MARK ".new-"

int beside_write(const char *path, const struct str *text, struct str *beside, struct err *err)
{
	static unsigned number; /* ours: of what others left the newest has taken the name when this begins */
	char suffix[60];
	int fd;

	snprintf(suffix, sizeof suffix, MARK "%u-%zu", ++number, text->length);
	fd = file_write_beside(path, suffix, text->text, text->length, beside, err);
	if (fd >= 0)
		(void)!flock(fd, LOCK_EX | LOCK_NB); /* where there are no locks nobody is hindered */
	return fd;
}

/* The number and length in the name of a file that waits for `base`. */
static bool waits_for(const char *name, const char *base, unsigned *number, size_t *length)
{
	size_t n = strlen(base);
	int end = 0;

	return !strncmp(name, base, n) && sscanf(name + n, MARK "%u-%zu%n", number, length, &end) == 2 && !name[n + (size_t)end];
}

static bool is_held(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;

	if (fd >= 0)
		close(fd);
	return held;
}

static bool is_whole(const char *path, size_t length, bool (*good)(const char *text, size_t n))
{
	struct err err;
	size_t n;
	char *text = file_read(path, JOURNAL_BYTES_MAX, &n, &err);
	bool whole = text && n >= length && strlen(text) >= length && good(text, length);

	mem_free(text);
	return whole;
}

/* What waits for `base` in the folder and is not held: the newest that is good, or all that are there go. */
static void take_or_drop(DIR *dir, const char *folder, const char *base, char newest[1100], bool (*good)(const char *, size_t), bool drop)
{
	unsigned number, best = 0;
	size_t length;

	for (struct dirent *entry; (entry = readdir(dir));) {
		char path[1100];

		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (!waits_for(entry->d_name, base, &number, &length) || is_held(path))
			continue;
		if (drop)
			unlink(path);
		else if (number > best && is_whole(path, length, good)) {
			best = number;
			snprintf(newest, 1100, "%s", path);
		}
	}
	rewinddir(dir);
}

void beside_adopt(const char *path, bool (*good)(const char *text, size_t n))
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	char folder[1000] = ".", newest[1100] = "";
	DIR *dir;

	if (slash)
		snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	dir = opendir(folder);
	if (!dir)
		return;
	take_or_drop(dir, folder, base, newest, good, false);
	if (newest[0] && rename(newest, path) == 0)
		file_sync_folder(path);
	take_or_drop(dir, folder, base, newest, good, true);
	closedir(dir);
}

bool beside_is_journal(const char *text, size_t n)
{
	struct journal journal;
	struct err err;
	bool good;

	journal_init(&journal);
	good = journal_read(&journal, text, n, "", &err);
	journal_free(&journal);
	return good;
}
