/* SPDX-License-Identifier: MIT */
/* The disk is not waited for: what is written stands in the system at once, and reaches the disk in the one safe order. The calls that
 * wait for the disk are this file's: each waits for a token, or fails. */
#include <errno.h>
#include <glob.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/beside.h"
#include "cli/journal_file.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"

static sem_t tokens;
static sem_t asked;       /* once for each call that waits for the disk */
static bool broken;       /* the disk */
static char done[100];    /* what reached it, in order */
static sigset_t blocked;  /* in the thread */
static char path[64];

static int disk(const char *what)
{
	sem_post(&asked);
	sem_wait(&tokens);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	if (broken) {
		errno = EIO;
		return -1;
	}
	strcat(done, what);
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return disk("data ");
}

int fsync(int fd)
{
	struct stat about;

	return disk(!fstat(fd, &about) && S_ISDIR(about.st_mode) ? "folder " : "file ");
}

int rename(const char *from, const char *to)
{
	strcat(done, "rename ");
	return (int)syscall(SYS_rename, from, to);
}

static void allow(unsigned n)
{
	while (n--)
		sem_post(&tokens);
}

static void add(struct journal *journal, const char *line)
{
	struct command command;
	struct err err;

	ck_assert(command_read(&command, line, &err));
	command.event = journal->n;
	journal_append(journal, &command);
}

static struct sync *begin(struct journal *journal, struct journal_file *file)
{
	struct sync *sync;
	struct err err;

	sem_init(&tokens, 0, 0);
	sem_init(&asked, 0, 0);
	broken = false;
	strcpy(path, "/tmp/msilab-sync.XXXXXX");
	close(mkstemp(path));
	sync = sync_new();
	journal_init(journal);
	ck_assert_ptr_nonnull(sync);
	ck_assert(journal_file_open(file, path, journal, sync, &err));
	allow(2);
	sync_wait(sync);
	ck_assert_str_eq(done, "file rename folder ");
	done[0] = '\0';
	sem_init(&asked, 0, 0);
	return sync;
}

static void end(struct journal *journal, struct journal_file *file, struct sync *sync)
{
	allow(20);
	sync_free(sync);
	journal_file_close(file);
	journal_free(journal);
	unlink(path);
}

/* The last by name of what waits beside the file; "" : nothing. */
static void newest_beside(char beside[300])
{
	char pattern[80];
	glob_t found;

	beside[0] = '\0';
	snprintf(pattern, sizeof(pattern), "%s.new-*", path);
	if (glob(pattern, 0, NULL, &found) == 0)
		snprintf(beside, 300, "%s", found.gl_pathv[found.gl_pathc - 1]);
	globfree(&found);
}

static bool holds(const char *line)
{
	struct err err;
	size_t n;
	char *text = file_read(path, 1 << 20, &n, &err);
	bool there = text && strstr(text, line);

	mem_free(text);
	return there;
}

START_TEST(a_command_is_in_the_file_before_the_disk_has_it)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);

	add(&journal, "note one");
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	ck_assert(holds("note one"));
	ck_assert(!sync_done(sync));
	allow(1);
	sync_wait(sync);
	ck_assert_str_eq(done, "data ");
	end(&journal, &file, sync);
}
END_TEST

START_TEST(a_replacement_is_on_the_disk_before_it_has_the_name)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);

	add(&journal, "note one");
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	allow(1);
	sync_wait(sync);
	done[0] = '\0';
	command_free(&journal.commands[--journal.n]);
	add(&journal, "note other");
	file.damaged = true; /* as a fork */
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	ck_assert(!holds("note other"));
	add(&journal, "note more");
	ck_assert(journal_file_update(&file, &journal, 2, NULL));
	allow(4); /* three, and one more if the replacement was under way when the command came */
	sync_wait(sync);
	ck_assert(!strncmp(done, "file rename folder ", 19));
	ck_assert(holds("note other"));
	ck_assert(holds("note more"));
	end(&journal, &file, sync);
}
END_TEST

START_TEST(of_two_replacements_that_wait_the_later_counts)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);

	for (unsigned i = 0; i < 50; i++) {
		add(&journal, i < 49 ? "note some" : "note last");
		file.damaged = true;
		ck_assert(journal_file_update(&file, &journal, 0, NULL));
	}
	allow(4); /* the one that was under way, and the last */
	sync_wait(sync);
	ck_assert(holds("note last"));
	end(&journal, &file, sync);
}
END_TEST

START_TEST(what_did_not_reach_the_disk_is_told_once_and_written_anew)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);
	struct err err = { 0 };

	ck_assert(!sync_failed(sync, &err));
	broken = true;
	add(&journal, "note one");
	ck_assert(journal_file_update(&file, &journal, 0, NULL));
	allow(1);
	sync_wait(sync);
	ck_assert(sync_failed(sync, &err));
	ck_assert_str_eq(err.file, path);
	ck_assert(!sync_failed(sync, &err));
	broken = false;
	file.damaged = true;
	add(&journal, "note two");
	ck_assert(journal_file_update(&file, &journal, 1, NULL));
	allow(2);
	sync_wait(sync);
	ck_assert_str_eq(done, "file rename folder ");
	ck_assert(holds("note one"));
	ck_assert(holds("note two"));
	end(&journal, &file, sync);
}
END_TEST

START_TEST(a_replacement_that_fails_leaves_the_file_and_nothing_beside_it)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);
	struct err err = { 0 };
	struct str beside = { 0 };
	int fd = file_write_beside(path, ".other", "other", 5, &beside, &err);

	ck_assert_int_ge(fd, 0);
	broken = true;
	sync_replace(sync, fd, beside.text, path);
	close(fd);
	allow(1);
	sync_wait(sync);
	ck_assert(sync_failed(sync, &err));
	ck_assert(holds("msilab-journal 1"));
	ck_assert_int_ne(access(beside.text, F_OK), 0);
	str_free(&beside);
	end(&journal, &file, sync);
}
END_TEST

/* A process is killed while the disk is waited for: a replacement is under way, a second one waits, a command was appended to that. What is
 * left beside the file. */
static void killed(char beside[300])
{
	struct journal journal;
	struct journal_file file;
	int ready[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ready), 0);
	pid = fork();
	done[0] = '\0';
	if (!pid) {
		begin(&journal, &file);
		add(&journal, "note first");
		file.damaged = true;
		journal_file_update(&file, &journal, 0, NULL);
		sem_wait(&asked); /* this one is under way, and is not left out for the next */
		add(&journal, "note second");
		file.damaged = true;
		journal_file_update(&file, &journal, 0, NULL);
		add(&journal, "note third");
		journal_file_update(&file, &journal, 2, NULL);
		if (write(ready[1], path, sizeof(path)) < 0)
			_exit(1);
		pause();
	}
	close(ready[1]);
	sem_init(&tokens, 0, 100); /* ours is another disk */
	ck_assert_int_eq(read(ready[0], path, sizeof(path)), sizeof(path));
	ck_assert(!holds("note first"));
	beside_adopt(path, beside_is_journal);
	ck_assert(!holds("note first")); /* somebody holds it still */
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	newest_beside(beside);
}

/* Bytes of a journal up to its first command. */
static off_t head_bytes(const char *file)
{
	struct err err;
	size_t n;
	char *text = file_read(file, 1 << 20, &n, &err);
	off_t head = strstr(text, "\nbegin\n") + strlen("\nbegin\n") - text;

	mem_free(text);
	return head;
}

/* A journal with one note, beside the file, as somebody left it. */
static void waits(unsigned number)
{
	char text[100], beside[300];
	int length = snprintf(text, sizeof text, "msilab-journal 1\nseed 1\ncpus 1\nbegin\n@0 !0 note %u\n", number);
	FILE *file;

	snprintf(beside, sizeof beside, "%s.new-%u-%d", path, number, length);
	file = fopen(beside, "w");
	ck_assert(file && fputs(text, file) >= 0 && !fclose(file));
}

START_TEST(killed_while_the_disk_is_waited_for_nothing_is_lost)
{
	char beside[300];

	killed(beside);
	beside_adopt(path, beside_is_journal);
	ck_assert(holds("note second"));
	ck_assert(holds("note third"));
	newest_beside(beside);
	ck_assert_str_eq(beside, "");
	unlink(path);
}
END_TEST

/* What a power cut leaves of the newest one: cut within a line; as long as before, with zeros; cut at a line's end, a journal still. */
START_TEST(what_a_power_cut_left_of_it_does_not_count)
{
	for (unsigned cut = 0; cut < 3; cut++) {
		char beside[300];
		struct stat about;

		killed(beside);
		ck_assert_int_eq(stat(beside, &about), 0);
		ck_assert_int_eq(truncate(beside, cut == 2 ? head_bytes(beside) : 30), 0);
		if (cut == 1)
			ck_assert_int_eq(truncate(beside, about.st_size), 0);
		beside_adopt(path, beside_is_journal);
		ck_assert(!holds("note second"));
		ck_assert(holds("note first")); /* of the one before it */
		newest_beside(beside);
		ck_assert_str_eq(beside, "");
		unlink(path);
	}
}
END_TEST

START_TEST(of_what_waits_the_highest_number_counts)
{
	static const unsigned numbers[] = { 2, 10, 9 }; /* the highest is neither the first nor the last, whichever way a folder is read */
	char beside[300];

	done[0] = '\0';
	sem_init(&tokens, 0, 100);
	strcpy(path, "/tmp/msilab-sync.XXXXXX");
	close(mkstemp(path));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		waits(numbers[i]);
	beside_adopt(path, beside_is_journal);
	ck_assert(holds("note 10"));
	newest_beside(beside);
	ck_assert_str_eq(beside, "");
	unlink(path);
}
END_TEST

START_TEST(the_thread_takes_no_signal)
{
	struct journal journal;
	struct journal_file file;
	struct sync *sync = begin(&journal, &file);

	ck_assert(sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGVTALRM) && sigismember(&blocked, SIGWINCH));
	end(&journal, &file, sync);
}
END_TEST

SUITE("sync", a_command_is_in_the_file_before_the_disk_has_it, a_replacement_is_on_the_disk_before_it_has_the_name,
      of_two_replacements_that_wait_the_later_counts, what_did_not_reach_the_disk_is_told_once_and_written_anew,
      a_replacement_that_fails_leaves_the_file_and_nothing_beside_it, killed_while_the_disk_is_waited_for_nothing_is_lost,
      what_a_power_cut_left_of_it_does_not_count, of_what_waits_the_highest_number_counts, the_thread_takes_no_signal)
