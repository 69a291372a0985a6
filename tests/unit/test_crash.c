/* SPDX-License-Identifier: MIT */
/* What a mistake of ours says is said on a terminal that was given back: before that a screen would swallow it. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/crash.h"
#include "sim/base/bug.h"
#include "tests/unit/suite.h"

static void give_back(void)
{
	static const char given[] = "given back\n";

	ck_assert_int_eq(write(STDERR_FILENO, given, strlen(given)), (int)strlen(given));
}

START_TEST(the_terminal_is_given_back_before_anything_is_said)
{
	int ends[2], status;
	char said[1000];
	ssize_t n;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		crash_arm();
		crash_before(give_back);
		bug("here.c", 7, "so it was not");
	}
	close(ends[1]);
	waitpid(child, &status, 0);
	n = read(ends[0], said, sizeof(said) - 1);
	said[n > 0 ? n : 0] = '\0';
	ck_assert_msg(strstr(said, "given back\nmsilab: bug: here.c:7: so it was not\n") == said, "%s", said);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_BUG);
	close(ends[0]);
}
END_TEST

SUITE("crash", the_terminal_is_given_back_before_anything_is_said)
