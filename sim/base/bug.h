/* SPDX-License-Identifier: MIT */
/*
 * Our own mistakes. bug() says what was wrong and aborts; the edge's SIGABRT handler adds which
 * journal reproduces it and turns the end into exit status 5. Never for a driver's or a person's mistake.
 */
#ifndef MSILAB_BASE_BUG_H
#define MSILAB_BASE_BUG_H

/* Whoever holds the terminal defines it (cli/crash.c) and gives it back, so that what is said can be read; nobody needs to. */
__attribute__((weak)) void bug_before(void);

_Noreturn void bug(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* An assertion that stays in every build. */
#define must(condition)                                                                            \
	do {                                                                                       \
		if (__builtin_expect(!(condition), 0))                                             \
			bug(__FILE__, __LINE__, "%s", #condition);                                 \
	} while (0)

#endif
