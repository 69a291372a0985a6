/* SPDX-License-Identifier: MIT */
/* Writing a journal through. `written` commands stand in the file; only when more than those stay, appending is enough. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/beside.h"
#include "cli/journal_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

/* The descriptor of the new file, for appending. */
static int put(struct journal_file *file, const struct str *text, struct err *err)
{
	struct str beside = { 0 };
	int fd;

	if (!file->sync)
		return file_write(file->path, text->text, text->length, err) ? open(file->path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
	fd = beside_write(file->path, text, &beside, err);
	if (fd >= 0)
		sync_replace(file->sync, fd, beside.text, file->path);
	str_free(&beside);
	return fd;
}

static bool replace(struct journal_file *file, const struct journal *journal, struct err *err)
{
	struct str text = { 0 }, head = { 0 };
	int fd;

	journal_head_text(journal, &head);
	str_append(&text, head.text);
	journal_commands_text(journal, 0, &text);
	fd = put(file, &text, err);
	str_free(&text);
	if (fd < 0) {
		str_free(&head);
		return false;
	}
	str_free(&file->head);
	file->head = head;
	if (file->fd >= 0)
		close(file->fd);
	file->fd = fd;
	file->written = journal->n;
	file->damaged = false;
	return true;
}

/* A head changes when a further capture is named. */
static bool same_head(const struct journal_file *file, const struct journal *journal)
{
	struct str text = { 0 };

	journal_head_text(journal, &text);
	bool same = !strcmp(text.text, file->head.text);
	str_free(&text);
	return same;
}

/* One write for all new lines, so that a reader never sees half a line; what a full disk took by halves is taken back. */
static bool append(struct journal_file *file, const struct journal *journal, struct err *err)
{
	struct str text = { 0 };
	off_t end = lseek(file->fd, 0, SEEK_END);
	bool good;

	journal_commands_text(journal, file->written, &text);
	good = !text.length || (write(file->fd, text.text, text.length) == (ssize_t)text.length && (file->sync || fdatasync(file->fd) == 0));
	if (!good) {
		err_set(err, "cannot write it: %s", strerror(errno));
		err_at(err, file->path, 0, 0);
		if (end >= 0 && ftruncate(file->fd, end))
			errno = 0; /* the reader leaves out a line without an end */
	}
	str_free(&text);
	if (good && file->sync)
		sync_file(file->sync, file->fd, file->path);
	if (good)
		file->written = journal->n;
	return good;
}

bool journal_file_open(struct journal_file *file, const char *path, const struct journal *journal, struct sync *sync, struct err *err)
{
	*file = (struct journal_file){ .path = mem_copy_text(path), .fd = -1, .sync = sync };
	beside_adopt(path, beside_is_journal);
	if (replace(file, journal, err))
		return true;
	journal_file_close(file);
	return false;
}

bool journal_file_replaces(const struct journal_file *file, const struct journal *journal, size_t kept)
{
	return kept < file->written || file->fd < 0 || file->damaged || !same_head(file, journal);
}

bool journal_file_update(struct journal_file *file, const struct journal *journal, size_t kept, struct err *err)
{
	bool told = file->warned;

	if (!file->path)
		return true;
	if ((!journal_file_replaces(file, journal, kept) && append(file, journal, err)) ||
	    replace(file, journal, err)) {
		file->warned = false;
		return true;
	}
	file->warned = true;
	return told;
}

void journal_file_close(struct journal_file *file)
{
	if (file->path && file->fd >= 0)
		close(file->fd);
	mem_free(file->path);
	str_free(&file->head);
	*file = (struct journal_file){ .fd = -1 };
}
