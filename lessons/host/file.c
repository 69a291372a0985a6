/* SPDX-License-Identifier: MIT */
/* Whole files. A write goes beside the file, is synced and then renamed over it. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

static bool failed(struct err *err, const char *format, const char *path)
{
	err_set(err, format, strerror(errno));
	return err_at(err, path, 0, 0);
}

/* Appends what the descriptor holds; false: an error, or more than `most` bytes (then errno is EFBIG). */
static bool read_all(int fd, size_t most, struct str *out)
{
	char part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof part)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if ((size_t)n > most - out->length) {
			errno = EFBIG;
			return false;
		}
		str_append_bytes(out, part, (size_t)n);
	}
	str_append(out, "");
	return true;
}

char *file_read(const char *path, size_t most, size_t *n, struct err *err)
{
	bool standard = !strcmp(path, "-");
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct str out = { 0 };
	bool good = fd >= 0 && read_all(fd, most, &out);

	if (!good)
		failed(err, fd < 0 ? N_("cannot open it: %s") : N_("cannot read it: %s"), path);
	if (!good && fd >= 0 && errno == EFBIG)
		err_expected(err, "at most %zu bytes", most);
	if (fd >= 0 && !standard)
		close(fd);
	if (!good) {
		str_free(&out);
		return NULL;
	}
	*n = out.length;
	return out.text;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return true;
}

static char *absolute(const char *folder, const char *name)
{
	char *here = getcwd(NULL, 0);
	struct str path = { 0 };

	name += !strncmp(name, "./", 2) ? 2 : 0;
	if (*name == '/')
		str_append(&path, name);
	else if (folder && *folder == '/')
		str_format(&path, "%s/%s", folder, name);
	else
		str_format(&path, "%s/%s%s%s", here ? here : "", folder ? folder : "", folder ? "/" : "", name);
	free(here);
	return path.text;
}

char *file_find(const char *folder, const char *name, struct err *err)
{
	char *first = absolute(folder, name), *second = absolute(NULL, name), *found = NULL;

	if (strcmp(first, second) && access(first, F_OK) == 0) {
		found = mem_copy_text(first);
	} else if (access(second, F_OK) == 0) {
		found = mem_copy_text(name);
	} else {
		failed(err, N_("cannot open it: %s"), name);
		err_expected(err, strcmp(first, second) ? N_("it at %s or at %s") : N_("it at %s"), first, second);
	}
	mem_free(first);
	mem_free(second);
	return found;
}

bool file_one(const char *a, const char *b)
{
	char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
	bool same = real_a && real_b && !strcmp(real_a, real_b);

	free(real_a);
	free(real_b);
	return same;
}

char *file_folder(const char *path)
{
	char *real = realpath(path, NULL);
	char *slash = real ? strrchr(real, '/') : NULL, *folder;

	if (!slash) {
		free(real);
		return NULL;
	}
	slash[slash == real] = '\0';
	folder = mem_copy_text(real);
	free(real);
	return folder;
}

void file_sync_folder(const char *path)
{
	char *folder = file_folder(path);
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		if (fsync(fd))
			errno = 0;
		close(fd);
	}
	mem_free(folder);
}

/* A device or a pipe would be gone for all when another file takes its name. */
static bool may_replace(const char *path, struct err *err)
{
	struct stat there;

	if (stat(path, &there) || S_ISREG(there.st_mode))
		return true;
	err_set(err, "it is no regular file, and is not replaced");
	return err_at(err, path, 0, 0);
}

static int open_beside(char *name)
{
	size_t n = strlen(name);

	if (n > 6 && !strcmp(name + n - 6, "XXXXXX"))
		return mkostemp(name, O_CLOEXEC | O_APPEND);
	return open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND, 0600);
}

int file_write_beside(const char *path, const char *suffix, const void *bytes, size_t n, struct str *beside, struct err *err)
{
	int fd;

	if (!may_replace(path, err))
		return -1;
	str_clear(beside);
	str_format(beside, "%s%s", path, suffix);
	fd = open_beside(beside->text);
	if (fd >= 0 && fchmod(fd, 0644) == 0 && write_all(fd, bytes, n))
		return fd;
	failed(err, N_("cannot write it: %s"), path);
	if (fd >= 0) {
		unlink(beside->text);
		close(fd);
	}
	return -1;
}

/* What a link leads to is written, not the link. */
static char *written(const char *path)
{
	char *real = realpath(path, NULL), *copy = mem_copy_text(real ? real : path);

	free(real);
	return copy;
}

bool file_write(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct str beside = { 0 };
	char *real = may_replace(path, err) ? written(path) : NULL;
	int fd = real ? file_write_beside(real, ".XXXXXX", bytes, n, &beside, err) : -1;
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0) {
		good = close(fd) == 0 && good;
		good = good && rename(beside.text, real) == 0;
		if (!good) {
			failed(err, N_("cannot write it: %s"), path);
			unlink(beside.text);
		}
	}
	if (good)
		file_sync_folder(real);
	mem_free(real);
	str_free(&beside);
	return good;
}

bool file_copy(const char *from, const char *to, size_t most, struct err *err)
{
	size_t n;
	char *text = file_read(from, most, &n, err);
	bool good = text && file_write(to, text, n, err);

	mem_free(text);
	return good;
}

bool file_same(const char *a, const char *b, size_t most)
{
	struct err err;
	size_t n, m;
	char *x = file_read(a, most, &n, &err), *y = file_read(b, most, &m, &err);
	bool same = x && y && n == m && !memcmp(x, y, n);

	mem_free(x);
	mem_free(y);
	return same;
}
