/* SPDX-License-Identifier: MIT */
/* A journal written through: after every step the file is the whole journal. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/journal_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"

static char path[64];

static void begin(struct journal *journal, struct journal_file *file)
{
	struct err err;

	strcpy(path, "/tmp/msilab-journal.XXXXXX");
	close(mkstemp(path));
	journal_init(journal);
	ck_assert(journal_file_open(file, path, journal, NULL, &err));
}

static void end(struct journal *journal, struct journal_file *file)
{
	journal_file_close(file);
	journal_free(journal);
	unlink(path);
}

static void append(struct journal *journal, const char *line, uint64_t event)
{
	struct command command;
	struct err err;

	ck_assert(command_read(&command, line, &err));
	command.at = (vtime)event * 10;
	command.event = event;
	journal_append(journal, &command);
}

/* The file, read back, is the journal. */
static void same(const struct journal *journal)
{
	struct journal read;
	struct str is = { 0 }, was = { 0 };
	struct err err;
	size_t n;
	char *text = file_read(path, 1 << 20, &n, &err);

	ck_assert_ptr_nonnull(text);
	journal_init(&read);
	ck_assert(journal_read(&read, text, n, path, &err));
	journal_head_text(&read, &is);
	journal_head_text(journal, &was);
	ck_assert_str_eq(is.text, was.text);
	ck_assert_uint_eq(read.n, journal->n);
	for (size_t i = 0; i < read.n; i++) {
		ck_assert_str_eq(read.commands[i].text, journal->commands[i].text);
		ck_assert_uint_eq(read.commands[i].event, journal->commands[i].event);
	}
	str_free(&is);
	str_free(&was);
	journal_free(&read);
	mem_free(text);
}

START_TEST(file_has_each_command_at_once)
{
	struct journal journal;
	struct journal_file file;

	begin(&journal, &file);
	same(&journal);
	for (unsigned i = 0; i < 5; i++) {
		append(&journal, "note one", i);
		ck_assert(journal_file_update(&file, &journal, i, NULL));
		same(&journal);
	}
	end(&journal, &file);
}
END_TEST

START_TEST(fork_replaces_what_followed)
{
	struct journal journal;
	struct journal_file file;

	begin(&journal, &file);
	for (unsigned i = 0; i < 4; i++)
		append(&journal, "note one", i);
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	while (journal.n > 2)
		command_free(&journal.commands[--journal.n]);
	append(&journal, "note other", 2);
	ck_assert(journal_file_update(&file, &journal, 2, NULL));
	ck_assert_uint_eq(journal.n, 3);
	same(&journal);
	end(&journal, &file);
}
END_TEST

START_TEST(new_head_is_written_too)
{
	struct journal journal;
	struct journal_file file;

	begin(&journal, &file);
	append(&journal, "note one", 0);
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	settings_set(&journal.machine.inputs, "a.pcap", "00ff");
	append(&journal, "note two", 1);
	ck_assert(journal_file_update(&file, &journal, 1, NULL));
	same(&journal);
	end(&journal, &file);
}
END_TEST

START_TEST(folder_that_is_not_there_is_an_error)
{
	struct journal journal;
	struct journal_file file;
	struct err err;

	journal_init(&journal);
	ck_assert(!journal_file_open(&file, "/nowhere/at/all", &journal, NULL, &err));
	ck_assert_str_eq(err.file, "/nowhere/at/all");
	ck_assert(journal_file_update(&file, &journal, 0, &err));
	journal_free(&journal);
}
END_TEST

START_TEST(what_cannot_be_written_is_said_once_and_caught_up)
{
	struct journal journal;
	struct journal_file file;
	struct err err = { 0 };
	char nowhere[] = "/nowhere/at/all", *there;

	begin(&journal, &file);
	there = file.path;
	file.path = nowhere;
	append(&journal, "note one", 0);
	settings_set(&journal.machine.inputs, "a.pcap", "00ff"); /* a new head: the file would be replaced */
	ck_assert(!journal_file_update(&file, &journal, 0, &err));
	ck_assert_str_eq(err.file, nowhere);
	append(&journal, "note two", 1);
	ck_assert(journal_file_update(&file, &journal, 1, &err));
	file.path = there;
	append(&journal, "note three", 2);
	ck_assert(journal_file_update(&file, &journal, 2, &err));
	same(&journal);
	end(&journal, &file);
}
END_TEST

/* A device, too, would be gone for every program of the machine. */
START_TEST(what_is_no_regular_file_is_not_replaced)
{
	struct stat there;
	struct err err = { 0 };

	strcpy(path, "/tmp/msilab-journal.XXXXXX");
	close(mkstemp(path));
	unlink(path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!file_write(path, "text", 4, &err));
	ck_assert_str_eq(err.file, path);
	ck_assert(!stat(path, &there) && S_ISFIFO(there.st_mode));
	unlink(path);
}
END_TEST

SUITE("journal_file", what_is_no_regular_file_is_not_replaced, file_has_each_command_at_once, fork_replaces_what_followed, new_head_is_written_too,
      folder_that_is_not_there_is_an_error, what_cannot_be_written_is_said_once_and_caught_up)
