/* SPDX-License-Identifier: MIT */
/* Sessions' files: claimed, locked, listed, cleaned. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/beside.h"
#include "cli/branch_file.h"
#include "cli/sessions.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/journal/journal.h"
#include "tui/session.h"

enum { SESSIONS_MAX = 10000, PLACE_BYTES_MAX = 65536, FRESH_SECONDS = 60 };

static const char place_head[] = "msilab-place 1\n", place_left[] = "left\n", place_end[] = "end\n";

bool sessions_folder(char *path, size_t size)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int n = state && *state == '/' ? snprintf(path, size, "%s/msilab/", state)
	       : home && *home	       ? snprintf(path, size, "%s/.local/state/msilab/", home)
				       : 0;

	if (n <= 0 || (size_t)n >= size)
		return false;
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		bool good;

		*slash = '\0';
		good = mkdir(path, 0700) == 0 || errno == EEXIST || access(path, X_OK) == 0;
		*slash = '/';
		if (!good)
			return false;
	}
	return true;
}

/* The state folder's file of a session's name. */
static bool path_of(char *path, const char *name, const char *what)
{
	char where[SESSION_PATH_MAX - 100];

	if (!sessions_folder(where, sizeof where))
		return false;
	snprintf(path, SESSION_PATH_MAX, "%s%s.%s", where, name, what);
	return true;
}

static const char *named(struct session_held *held, unsigned number)
{
	held->number = number;
	snprintf(held->name, sizeof held->name, "session-%u", number);
	return held->name;
}

/* The place file, locked; -1: it cannot be had (errno is EWOULDBLOCK when another process has it). */
static int lock_place(const char *name, int flags)
{
	char path[SESSION_PATH_MAX];
	int fd = path_of(path, name, "place") ? open(path, O_RDWR | O_CLOEXEC | flags, 0600) : -1;

	/* Where files cannot be locked at all, the session can be used all the same. */
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		close(fd);
		errno = EWOULDBLOCK;
		return -1;
	}
	return fd;
}

static bool claim_journal(struct session_held *held)
{
	int fd = open(held->journal, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool session_held_new(struct session_held *held, struct err *err)
{
	*held = (struct session_held){ .place = -1 };
	for (unsigned i = 1; i < SESSIONS_MAX && path_of(held->journal, named(held, i), "journal"); i++) {
		if (access(held->journal, F_OK) == 0)
			continue;
		held->place = lock_place(held->name, O_CREAT);
		if (held->place >= 0 && claim_journal(held))
			return true;
		if (held->place < 0 && errno != EWOULDBLOCK)
			break;
		session_held_drop(held);
	}
	*held = (struct session_held){ .place = -1 };
	return err_set(err, "there is no place for session journals");
}

bool session_held_branches(const struct session_held *held, char path[SESSION_PATH_MAX])
{
	return held->name[0] && path_of(path, held->name, "branches");
}

char *session_held_read(const struct session_held *held)
{
	char *text = mem_new(PLACE_BYTES_MAX + 1), *end;
	ssize_t n = held->place >= 0 ? pread(held->place, text, PLACE_BYTES_MAX, 0) : 0;

	text[n > 0 ? n : 0] = '\0';
	end = strstr(text, place_end); /* what follows is left of a longer text before */
	if (strncmp(text, place_head, strlen(place_head)) || !end)
		text[0] = '\0';
	else
		*end = '\0';
	return text;
}

void session_held_write(const struct session_held *held, const char *text, bool left)
{
	struct str all = { 0 };

	if (held->place < 0)
		return;
	str_format(&all, "%s%s%s%s", place_head, text, left ? place_left : "", place_end);
	if (pwrite(held->place, all.text, all.length, 0) == (ssize_t)all.length && ftruncate(held->place, (off_t)all.length))
		errno = 0; /* the end mark is there: what follows it does not count */
	str_free(&all);
}

void session_held_drop(struct session_held *held)
{
	if (held->place >= 0)
		close(held->place);
	held->place = -1;
}

void session_held_forget(struct session_held *held)
{
	char path[SESSION_PATH_MAX];

	if (held->place >= 0 && path_of(path, held->name, "place")) {
		unlink(held->journal);
		unlink(path);
		if (session_held_branches(held, path))
			unlink(path);
	}
	session_held_drop(held);
}

/* Commands of a journal, without the note of its end; *ended: that note is there. */
static unsigned count(const char *text, bool *ended)
{
	unsigned n = 0;

	*ended = false;
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *what = line + strcspn(line, "!\n");
		size_t length;

		if (*line != '@')
			continue;
		what += strcspn(what, " \n");
		what += *what == ' ';
		length = strcspn(what, "\n");
		*ended = length == strlen(SESSION_END_NOTE) && !strncmp(what, SESSION_END_NOTE, length);
		n += !*ended;
	}
	return n;
}

/* What a kill left beside its files takes their names; the place is locked. */
static void adopt(struct session_held *held)
{
	char path[SESSION_PATH_MAX];

	beside_adopt(held->journal, beside_is_journal);
	if (session_held_branches(held, path))
		beside_adopt(path, branch_file_is);
}

/* Whether there are branches beside the one that is looked at. */
static bool has_branches(const struct session_held *held)
{
	char path[SESSION_PATH_MAX];

	return session_held_branches(held, path) && access(path, F_OK) == 0;
}

/* false: nothing was done in it, or it is not there. */
static bool look(struct session_kept *kept, unsigned number)
{
	struct session_held held;
	bool busy, ended, there, worked = false;
	char *journal = NULL, *place;
	struct stat about;
	struct err err;
	size_t n;

	held.place = lock_place(named(&held, number), 0);
	busy = held.place < 0 && errno == EWOULDBLOCK;
	*kept = (struct session_kept){ .number = number, .state = busy ? SESSION_HERE : SESSION_CUT };
	there = path_of(held.journal, held.name, "journal");
	if (there && !busy)
		adopt(&held);
	if (there && stat(held.journal, &about) == 0)
		journal = file_read(held.journal, JOURNAL_BYTES_MAX, &n, &err);
	if (journal) {
		kept->when = about.st_mtime;
		kept->commands = count(journal, &ended);
		worked = kept->commands || has_branches(&held);
		place = session_held_read(&held);
		if (!busy && (place[0] ? strstr(place, place_left) != NULL : ended))
			kept->state = SESSION_LEFT;
		mem_free(place);
	}
	session_held_drop(&held);
	mem_free(journal);
	return worked;
}

static int newest_first(const void *a, const void *b)
{
	const struct session_kept *one = a, *two = b;

	if (one->when != two->when)
		return one->when < two->when ? 1 : -1;
	return one->number < two->number ? 1 : -1;
}

/* The numbers of all journals in the folder. */
static size_t numbers(unsigned **list)
{
	char where[SESSION_PATH_MAX];
	DIR *dir = sessions_folder(where, sizeof where) ? opendir(where) : NULL;
	size_t n = 0, room = 0;

	*list = NULL;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		unsigned number;
		int end = 0;

		if (sscanf(entry->d_name, "session-%u.journal%n", &number, &end) != 1 || !end || entry->d_name[end])
			continue;
		mem_grow(list, &room, n + 1, sizeof **list);
		(*list)[n++] = number;
	}
	if (dir)
		closedir(dir);
	return n;
}

size_t sessions_list(struct session_kept **list)
{
	unsigned *all;
	size_t n = numbers(&all), kept = 0;

	*list = mem_new((n + 1) * sizeof **list);
	for (size_t i = 0; i < n; i++)
		kept += look(&(*list)[kept], all[i]);
	qsort(*list, kept, sizeof **list, newest_first);
	mem_free(all);
	return kept;
}

/* The newest in this state. */
static bool find(struct session_kept *kept, int state)
{
	struct session_kept *list;
	size_t n = sessions_list(&list), i = 0;

	while (i < n && (int)list[i].state != state)
		i++;
	if (i < n)
		*kept = list[i];
	mem_free(list);
	return i < n;
}

bool sessions_cut(struct session_kept *kept)
{
	return find(kept, SESSION_CUT);
}

bool session_held_take(struct session_held *held, const char *which, struct err *err)
{
	struct session_kept kept = { 0 };
	char *end;

	*held = (struct session_held){ .place = -1 };
	if (!*which && !find(&kept, SESSION_CUT) && !find(&kept, SESSION_LEFT))
		return err_set(err, "no session is kept");
	if (*which) {
		kept.number = (unsigned)strtoul(which, &end, 10);
		if (*end || !look(&kept, kept.number)) {
			err_set(err, "there is no session %s", which);
			return err_expected(err, "a number that 'msilab resume list' shows");
		}
	}
	held->place = lock_place(named(held, kept.number), O_CREAT);
	if (held->place >= 0 && path_of(held->journal, held->name, "journal"))
		return true;
	return err_set(err, errno == EWOULDBLOCK ? N_("session %u is in use in another terminal") : N_("session %u cannot be opened"),
		       kept.number);
}

bool session_held_lesson(struct session_held *held, const char *id, struct err *err)
{
	*held = (struct session_held){ .place = -1 };
	snprintf(held->name, sizeof held->name, "lesson-%s", id);
	errno = 0;
	held->place = strchr(id, '/') ? -1 : lock_place(held->name, O_CREAT);
	if (held->place >= 0 && path_of(held->journal, held->name, "journal")) {
		adopt(held);
		return true;
	}
	return err_set(err, errno == EWOULDBLOCK ? N_("lesson %s is in use in another terminal") : N_("there is no place to keep lesson %s"), id);
}

static void forget(unsigned number, bool fresh_too)
{
	struct session_held held;
	struct stat about;

	held.place = lock_place(named(&held, number), O_CREAT);
	if (held.place < 0 || !path_of(held.journal, held.name, "journal"))
		return;
	if (fresh_too || (stat(held.journal, &about) == 0 && about.st_mtime + FRESH_SECONDS < time(NULL)))
		session_held_forget(&held);
	session_held_drop(&held);
}

/* A kill while a journal was being replaced leaves what was written beside it. */
static void clean_beside(void)
{
	char where[SESSION_PATH_MAX];
	DIR *dir = sessions_folder(where, sizeof where) ? opendir(where) : NULL;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		struct stat about;
		int end = 0;

		sscanf(entry->d_name, "session-%*u.journal.%n", &end);
		if (!end)
			sscanf(entry->d_name, "session-%*u.branches.%n", &end);
		if (end && strncmp(entry->d_name + end, "new-", 4) && fstatat(dirfd(dir), entry->d_name, &about, 0) == 0 && about.st_mtime + FRESH_SECONDS < time(NULL))
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	if (dir)
		closedir(dir);
}

void sessions_clean(void)
{
	struct session_kept *list, kept;
	unsigned *all, left = 0;
	size_t n = sessions_list(&list);

	for (size_t i = 0; i < n; i++)
		if (list[i].state == SESSION_LEFT && ++left > SESSIONS_LEFT_MAX)
			forget(list[i].number, true);
	mem_free(list);
	n = numbers(&all); /* a kill before the first command leaves a journal without any */
	for (size_t i = 0; i < n; i++)
		if (!look(&kept, all[i]) && kept.state != SESSION_HERE)
			forget(all[i], false);
	mem_free(all);
	clean_beside();
}

char *sessions_whole_lines(const char *path, size_t *n, struct err *err)
{
	char *text = file_read(path, JOURNAL_BYTES_MAX, n, err);

	if (!text)
		return NULL;
	*n = strlen(text);
	while (*n && text[*n - 1] != '\n')
		text[--*n] = '\0';
	return text;
}
