/* SPDX-License-Identifier: MIT */
/* The end of the process for a mistake of ours: one line on the error stream, then abort. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/base/bug.h"

_Noreturn void bug(const char *file, int line, const char *format, ...)
{
	char text[512];
	int n = snprintf(text, sizeof text, "msilab: bug: %s:%d: ", file, line);
	va_list args;

	va_start(args, format);
	n += vsnprintf(text + n, sizeof text - (size_t)n - 1, format, args);
	va_end(args);
	if (n > (int)sizeof text - 2)
		n = (int)sizeof text - 2;
	text[n++] = '\n';
	if (bug_before)
		bug_before();
	if (write(STDERR_FILENO, text, (size_t)n) < 0)
		abort();
	abort();
}
