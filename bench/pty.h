/* SPDX-License-Identifier: MIT */
/* A program on a pseudo terminal: what is written to it, and what it answers when. Times are milliseconds of the monotonic clock. */
#ifndef MSILAB_BENCH_PTY_H
#define MSILAB_BENCH_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/types.h>

#define PTY_QUIET_MS 10   /* an answer ends where nothing follows for so long */
#define PTY_LIMIT_MS 1000 /* an answer that has not come by then does not come */

struct pty {
	const char *name;
	pid_t pid;
	int fd;		 /* the terminal's other side */
	bool over;	 /* the program has gone */
	double start_ms; /* from its start to the last byte of its first screen */
};

struct pty_answer {
	double ms;   /* from the key to the answer's last byte; 0: none came */
	size_t bytes;
};

/* Starts the command and waits for its first screen. false: it cannot be started; one that goes at once is over. */
bool pty_open(struct pty *pty, const struct winsize *size, char **command);
void pty_close(struct pty *pty); /* asks it to go, then makes it */

/* Writes keys and reads the answer: up to `until`, or NULL: up to where it ends by quiet. */
struct pty_answer pty_press(struct pty *pty, const char *keys, const char *until);

/* Reads until nothing comes for quiet_ms, or for limit_ms in all; when the last byte came, 0: none did. */
double pty_settle(struct pty *pty, double quiet_ms, double limit_ms);

long pty_rss_kb(const struct pty *pty); /* resident now; -1: not known */

#endif
