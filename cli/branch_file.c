/* SPDX-License-Identifier: MIT */
/* Writing branches through: what the session has is compared with what stands in the file, and the difference appended. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/beside.h"
#include "cli/branch_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

struct branch_written {
	unsigned id;
	size_t commands;
	uint64_t records;
	char name[SESSION_BRANCH_NAME];
	char *head, *last; /* the last command, as a line */
};

static char *head_of(const struct journal *journal)
{
	struct str text = { 0 };

	journal_head_text(journal, &text);
	return text.text;
}

/* The n-th line; "" before the first. */
static char *line_of(const struct journal *journal, size_t n)
{
	struct str text = { 0 };

	str_append(&text, "");
	if (n)
		journal_command_text(&journal->commands[n - 1], &text);
	return text.text;
}

static void forget(struct branch_written *written)
{
	mem_free(written->head);
	mem_free(written->last);
}

static void forget_all(struct branch_file *file)
{
	for (size_t i = 0; i < file->n; i++)
		forget(&file->branch[i]);
	file->n = file->undone = file->on = 0;
}

static struct branch_written *written_of(struct branch_file *file, unsigned id)
{
	for (size_t i = 0; i < file->n; i++)
		if (file->branch[i].id == id)
			return &file->branch[i];
	return NULL;
}

static struct branch_written *add(struct branch_file *file, unsigned id)
{
	mem_grow(&file->branch, &file->room, file->n + 1, sizeof *file->branch);
	file->branch[file->n] = (struct branch_written){ .id = id };
	return &file->branch[file->n++];
}

static void stands(struct branch_written *written, const struct journal *journal)
{
	forget(written);
	written->commands = journal->n;
	written->head = head_of(journal);
	written->last = line_of(journal, journal->n);
}

/* ---- what is new ---- */

/* More commands may follow what stands there; anything else is a branch declared anew. */
static bool goes_on(const struct branch_written *written, const struct journal *journal)
{
	char *head = head_of(journal), *last = written->commands <= journal->n ? line_of(journal, written->commands) : NULL;
	bool same = last && !strcmp(head, written->head) && !strcmp(last, written->last);

	mem_free(head);
	mem_free(last);
	return same;
}

static void declare(struct branch_file *file, const struct session *session, unsigned i, struct str *out)
{
	const struct session_branch *branch = session->branch[i], *from = session->branch[branch->from];
	size_t common = from == branch ? 0 : session_common(&branch->journal, &from->journal);
	char *head = head_of(&branch->journal), *other = head_of(&from->journal);

	str_format(out, "branch %u %u %zu %llu %lld\n", branch->id, from == branch ? 0 : from->id, common, (unsigned long long)branch->forked_at,
		   (long long)branch->forked_time);
	if (from == branch || strcmp(head, other))
		str_append(out, head);
	journal_commands_text(&branch->journal, common, out);
	file->on = branch->id;
	mem_free(head);
	mem_free(other);
}

static void put_on(struct branch_file *file, unsigned id, struct str *out)
{
	if (file->on != id)
		str_format(out, "on %u\n", id);
	file->on = id;
}

static void put_branch(struct branch_file *file, const struct session *session, unsigned i, struct str *out)
{
	const struct session_branch *branch = session->branch[i];
	struct branch_written *written = written_of(file, branch->id);
	uint64_t records = branch->asleep ? branch->records : trace_count(branch->trace);

	if (!written || !goes_on(written, &branch->journal)) {
		written = written ? written : add(file, branch->id);
		declare(file, session, i, out);
		stands(written, &branch->journal);
	} else if (written->commands < branch->journal.n) {
		put_on(file, branch->id, out);
		journal_commands_text(&branch->journal, written->commands, out);
		stands(written, &branch->journal);
	}
	if (strcmp(written->name, branch->name))
		str_format(out, "name %u %s\n", branch->id, branch->name);
	memcpy(written->name, branch->name, sizeof written->name);
	if (i != session->now && written->records != records) {
		str_format(out, "records %u %llu\n", branch->id, (unsigned long long)records);
		written->records = records;
	}
}

static bool listed(const struct session *session, unsigned id)
{
	for (unsigned i = 0; i < session->branches; i++)
		if (session->branch[i]->id == id)
			return true;
	return false;
}

static void put_dropped(struct branch_file *file, const struct session *session, struct str *out)
{
	for (size_t i = file->n; i-- > 0;)
		if (!listed(session, file->branch[i].id)) {
			str_format(out, "drop %u\n", file->branch[i].id);
			forget(&file->branch[i]);
			memmove(&file->branch[i], &file->branch[i + 1], (--file->n - i) * sizeof *file->branch);
		}
}

/* Redo gives the newest first: they come and go at the list's end. */
static void put_undone(struct branch_file *file, const struct session *session, struct str *out)
{
	if (!session->undone_n && file->undone)
		str_append(out, "forget\n");
	for (size_t i = session->undone_n; session->undone_n && i < file->undone; i++)
		str_append(out, "redone\n");
	for (size_t i = file->undone; i < session->undone_n; i++) {
		const struct session_undone *undone = &session->undone[i];

		str_format(out, "%s @%lld !%llu %s\n", undone->together ? "together" : "undone", (long long)undone->at, (unsigned long long)undone->event,
			   undone->line);
	}
	file->undone = session->undone_n;
}

static void put_news(struct branch_file *file, const struct session *session, struct str *out)
{
	put_dropped(file, session, out);
	for (unsigned i = 0; i < session->branches; i++)
		put_branch(file, session, i, out);
	put_undone(file, session, out);
	put_on(file, session->branch[session->now]->id, out);
}

/* ---- the file ---- */

static bool failed(const struct branch_file *file, struct err *err)
{
	err_set(err, "cannot write it: %s", strerror(errno));
	return err_at(err, file->path, 0, 0);
}

/* A file that is there is replaced only if it is damaged: until it has its name, a kill would lose what was shown. */
static bool begin(struct branch_file *file, const struct str *text, struct err *err)
{
	struct str beside = { 0 };
	bool good;

	if (file->fd >= 0)
		close(file->fd);
	file->fd = beside_write(file->path, text, &beside, err);
	if (file->fd < 0)
		return false;
	if (file->sync && file->damaged) {
		sync_replace(file->sync, file->fd, beside.text, file->path);
		good = true;
	} else {
		good = (file->sync || fsync(file->fd) == 0) && rename(beside.text, file->path) == 0;
		if (good && file->sync)
			sync_made(file->sync, file->fd, file->path);
		else if (good)
			file_sync_folder(file->path);
	}
	if (!good) {
		failed(file, err);
		unlink(beside.text);
		close(file->fd);
		file->fd = -1;
	}
	str_free(&beside);
	return good;
}

static bool append(struct branch_file *file, const struct str *text, struct err *err)
{
	off_t end = lseek(file->fd, 0, SEEK_END);

	if (!text->length)
		return true;
	if (write(file->fd, text->text, text->length) == (ssize_t)text->length && (file->sync || fdatasync(file->fd) == 0)) {
		if (file->sync)
			sync_file(file->sync, file->fd, file->path);
		return true;
	}
	failed(file, err);
	if (end >= 0 && ftruncate(file->fd, end))
		errno = 0; /* the reader stops at half a line */
	return false;
}

bool branch_file_update(struct branch_file *file, const struct session *session, struct err *err)
{
	bool anew = file->fd < 0 || file->damaged, good, told = file->warned;
	struct str text = { 0 };

	if (!file->path)
		return true;
	str_append(&text, "");
	if (anew) {
		forget_all(file);
		str_append(&text, BRANCH_FILE_HEAD);
	}
	put_news(file, session, &text);
	good = anew ? begin(file, &text, err) : append(file, &text, err);
	file->damaged = !good;
	file->warned = !good;
	str_free(&text);
	return good || told;
}

void branch_file_init(struct branch_file *file, const char *path, struct sync *sync, const struct session_left *left, size_t whole)
{
	*file = (struct branch_file){ .path = mem_copy_text(path), .fd = -1, .sync = sync };
	if (!left) {
		unlink(path);
		return;
	}
	file->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (file->fd < 0 || ftruncate(file->fd, (off_t)whole)) {
		file->damaged = true;
		return;
	}
	for (size_t i = 0; i < left->n; i++) {
		struct branch_written *written = add(file, left->branch[i].id);

		stands(written, &left->branch[i].journal);
		written->records = left->branch[i].records;
		snprintf(written->name, sizeof written->name, "%s", left->branch[i].name);
	}
	file->undone = left->undone_n;
	file->on = left->branch[left->now].id;
}

void branch_file_close(struct branch_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	forget_all(file);
	mem_free(file->branch);
	mem_free(file->path);
	*file = (struct branch_file){ .fd = -1 };
}
