/* SPDX-License-Identifier: MIT */
/* The handler of SIGABRT: write and _exit, nothing else. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/crash.h"
#include "sim/base/bug.h"
#include "sim/base/say.h"

static char message[1200];
static void (*first)(void);

void bug_before(void)
{
	if (first)
		first();
}

static void aborted(int number)
{
	(void)number;
	bug_before();
	if (write(STDERR_FILENO, message, strlen(message)) < 0)
		_exit(STATUS_BUG);
	_exit(STATUS_BUG);
}

void crash_journal(const char *path)
{
	char said[sizeof message - 20];

	if (path)
		snprintf(said, sizeof said, say("this is our mistake; it can be seen again with: msilab run %s"), path);
	else
		snprintf(said, sizeof said, "%s", say("this is our mistake"));
	snprintf(message, sizeof message, "msilab: %s\n", said);
}

void crash_before(void (*before)(void))
{
	first = before;
}

void crash_arm(void)
{
	struct sigaction action = { .sa_handler = aborted, .sa_flags = SA_RESETHAND };

	crash_journal(NULL);
	sigaction(SIGABRT, &action, NULL);
}
