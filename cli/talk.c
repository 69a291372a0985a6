/* SPDX-License-Identifier: MIT */
/* Talk. */
#include <stdarg.h>
#include <stdio.h>

#include "cli/talk.h"
#include "sim/base/say.h"

void talk_say(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "msilab: ");
	va_start(args, format);
	vfprintf(stderr, say(format), args);
	va_end(args);
	fprintf(stderr, "\n");
}
