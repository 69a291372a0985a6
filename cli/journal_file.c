/* SPDX-License-Identifier: MIT */
/* Writing a journal through. `written` commands stand in the file; only when more than those stay, appending is enough. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/journal_file.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

static bool replace(struct journal_file *file, const struct journal *journal, struct err *err)
{
	struct str text = { 0 };
	bool good;

	journal_head_text(journal, &text);
	str_clear(&file->head);
	str_append(&file->head, text.text);
	for (size_t i = 0; i < journal->n; i++)
		journal_command_text(&journal->commands[i], &text);
	good = file_write(file->path, text.text, text.length, err);
	str_free(&text);
	if (file->fd >= 0)
		close(file->fd);
	file->fd = good ? open(file->path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
	file->written = journal->n;
	return file->fd >= 0;
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

/* One write for all new lines, so that a reader never sees half a line. */
static bool append(struct journal_file *file, const struct journal *journal, struct err *err)
{
	struct str text = { 0 };
	bool good;

	for (size_t i = file->written; i < journal->n; i++)
		journal_command_text(&journal->commands[i], &text);
	good = !text.length || (write(file->fd, text.text, text.length) == (ssize_t)text.length && fdatasync(file->fd) == 0);
	if (!good) {
		err_set(err, "cannot write it: %s", strerror(errno));
		err_at(err, file->path, 0, 0);
	}
	str_free(&text);
	file->written = journal->n;
	return good;
}

bool journal_file_open(struct journal_file *file, const char *path, const struct journal *journal, struct err *err)
{
	*file = (struct journal_file){ .path = mem_copy_text(path), .fd = -1 };
	if (replace(file, journal, err))
		return true;
	journal_file_close(file);
	return false;
}

void journal_file_update(struct journal_file *file, const struct journal *journal, size_t kept)
{
	char text[1024];
	struct err err;

	if (!file->path)
		return;
	/* What was appended by halves is replaced whole the next time. */
	if ((kept >= file->written && file->fd >= 0 && same_head(file, journal) && append(file, journal, &err)) ||
	    replace(file, journal, &err))
		return;
	if (!file->warned)
		talk_say("%s; the session goes on in memory", err_text(&err, text, sizeof text));
	file->warned = true;
}

void journal_file_close(struct journal_file *file)
{
	if (file->path && file->fd >= 0)
		close(file->fd);
	mem_free(file->path);
	str_free(&file->head);
	*file = (struct journal_file){ .fd = -1 };
}
