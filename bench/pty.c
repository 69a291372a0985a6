/* SPDX-License-Identifier: MIT */
/* Programs on pseudo terminals. */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/pty.h"

#define FIRST_MS 60000 /* for the first byte of a start: a long journal is replayed before */
#define START_MS 300   /* quiet that ends a program's start */
#define DRAWS_MS 3000  /* a program that draws all the time has started by then */
#define END_MS	 1000  /* for a program to go after SIGTERM */

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int whole_ms(double ms)
{
	return ms > 0 ? (int)ms + 1 : 0;
}

/* Waits up to ms for output and reads what is there. 0: nothing came, or the program has gone. */
static size_t receive(struct pty *pty, double ms, char *text, size_t room)
{
	struct pollfd p = { .fd = pty->fd, .events = POLLIN };
	ssize_t n;

	if (pty->over || poll(&p, 1, whole_ms(ms)) <= 0)
		return 0;
	n = read(pty->fd, text, room);
	pty->over = n <= 0;
	return n > 0 ? (size_t)n : 0;
}

double pty_settle(struct pty *pty, double quiet_ms, double limit_ms)
{
	char text[4096];
	double end = now_ms() + limit_ms, last = 0;

	while (now_ms() < end && receive(pty, quiet_ms, text, sizeof text) > 0)
		last = now_ms();
	return last;
}

/* The longest beginning of the text that the output ends with, after one more byte. */
static size_t match_byte(const char *until, size_t matched, char byte)
{
	for (size_t len = matched + 1; len > 0; len--)
		if (until[len - 1] == byte &&
		    memcmp(until, until + matched - (len - 1), len - 1) == 0)
			return len;
	return 0;
}

/* The same after more output; stops where the text is complete. */
static size_t match(const char *until, size_t matched, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && until[matched]; i++)
		matched = match_byte(until, matched, bytes[i]);
	return matched;
}

/* ms: of the answer's last byte. */
static struct pty_answer await_quiet(struct pty *pty, double limit)
{
	struct pty_answer answer = { 0 };
	char text[4096];

	for (double now = now_ms(); now < limit; now = now_ms()) {
		double wait = answer.bytes ? answer.ms + PTY_QUIET_MS - now : limit - now;
		size_t n = receive(pty, wait, text, sizeof text);

		if (n == 0)
			return answer;
		answer.ms = now_ms();
		answer.bytes += n;
	}
	return (struct pty_answer){ 0 };
}

static struct pty_answer await_text(struct pty *pty, const char *until, double limit)
{
	struct pty_answer answer = { 0 };
	char text[4096];
	size_t matched = 0;

	for (double now = now_ms(); now < limit && !pty->over; now = now_ms()) {
		size_t n = receive(pty, limit - now, text, sizeof text);

		answer.ms = now_ms();
		answer.bytes += n;
		matched = match(until, matched, text, n);
		if (!until[matched])
			return answer;
	}
	return (struct pty_answer){ 0 };
}

struct pty_answer pty_press(struct pty *pty, const char *keys, const char *until)
{
	struct pty_answer answer;
	double start;

	pty_settle(pty, 0, PTY_QUIET_MS);
	start = now_ms();
	if (write(pty->fd, keys, strlen(keys)) < 0)
		pty->over = true;
	answer = until ? await_text(pty, until, start + PTY_LIMIT_MS) : await_quiet(pty, start + PTY_LIMIT_MS);
	if (answer.ms > 0)
		answer.ms -= start;
	return answer;
}

bool pty_open(struct pty *pty, const struct winsize *size, char **command)
{
	struct pollfd p = { .events = POLLIN };
	double start = now_ms(), last;

	pty->name = command[0];
	pty->pid = forkpty(&pty->fd, NULL, NULL, size);
	if (pty->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(command[0], command);
		_exit(127);
	}
	if (pty->pid < 0)
		return false;
	p.fd = pty->fd;
	poll(&p, 1, FIRST_MS);
	last = pty_settle(pty, START_MS, DRAWS_MS);
	pty->start_ms = last > 0 ? last - start : 0;
	return true;
}

void pty_close(struct pty *pty)
{
	kill(pty->pid, SIGTERM);
	for (int ms = 0; ms < END_MS && waitpid(pty->pid, NULL, WNOHANG) == 0; ms += 10)
		pty_settle(pty, 10, 10);
	kill(pty->pid, SIGKILL);
	waitpid(pty->pid, NULL, 0);
	close(pty->fd);
}

long pty_rss_kb(const struct pty *pty)
{
	char path[64], line[200];
	long kb = -1;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)pty->pid);
	file = fopen(path, "r");
	while (file && kb < 0 && fgets(line, sizeof line, file))
		sscanf(line, "VmRSS: %ld", &kb);
	if (file)
		fclose(file);
	return kb;
}
