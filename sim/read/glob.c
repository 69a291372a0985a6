/* SPDX-License-Identifier: MIT */
/* Names against patterns. */
#include <string.h>

#include "sim/read/glob.h"

/* Only the last star is ever tried again, so this is no worse than pattern times text. */
static bool glob(const char *pattern, const char *end, const char *text)
{
	const char *star = NULL, *retry = NULL;

	while (*text) {
		if (pattern < end && *pattern == '*') {
			star = ++pattern;
			retry = text;
		} else if (pattern < end && *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (pattern < end && *pattern == '*')
		pattern++;
	return pattern == end;
}

bool glob_match(const char *patterns, const char *text)
{
	for (const char *at = patterns;; at++) {
		const char *end = at + strcspn(at, ",");

		if (glob(at, end, text))
			return true;
		if (!*end)
			return false;
		at = end;
	}
}
