/* SPDX-License-Identifier: MIT */
/* Errors of the outside world, and the guess at what was meant. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/err.h"
#include "sim/base/say.h"

static void fill(char *to, size_t size, const char *format, va_list args)
{
	vsnprintf(to, size, say(format), args);
}

bool err_set(struct err *err, const char *format, ...)
{
	va_list args;

	memset(err, 0, sizeof *err);
	va_start(args, format);
	fill(err->text, sizeof err->text, format, args);
	va_end(args);
	return false;
}

bool err_expected(struct err *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err->expected, sizeof err->expected, format, args);
	va_end(args);
	return false;
}

bool err_found(struct err *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err->found, sizeof err->found, format, args);
	va_end(args);
	return false;
}

bool err_set_text(struct err *err, const char *english)
{
	return err_set(err, "%s", say(english));
}

bool err_expected_text(struct err *err, const char *english)
{
	return err_expected(err, "%s", say(english));
}

bool err_found_text(struct err *err, const char *english)
{
	return err_found(err, "%s", say(english));
}

bool err_at(struct err *err, const char *file, unsigned line, unsigned col)
{
	snprintf(err->file, sizeof err->file, "%s", file ? file : "");
	err->line = line;
	err->col = col;
	return false;
}

const char *err_text(const struct err *err, char *text, size_t size)
{
	char where[320] = "";

	if (err->file[0] && err->line && err->col)
		snprintf(where, sizeof where, "%s:%u:%u: ", err->file, err->line, err->col);
	else if (err->file[0] && err->line)
		snprintf(where, sizeof where, "%s:%u: ", err->file, err->line);
	else if (err->file[0])
		snprintf(where, sizeof where, "%s: ", err->file);
	snprintf(text, size, "%s%s%s%s%s%s", where, err->text, err->expected[0] ? say("; expected ") : "",
		 err->expected, err->found[0] ? say("; found ") : "", err->found);
	return text;
}

/* Levenshtein distance; words longer than the row count as far away. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[64];
	size_t n = strlen(b);

	if (n >= sizeof row / sizeof row[0] || strlen(a) >= 64)
		return 64;
	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= n; j++) {
			unsigned best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (best > row[j] + 1)
				best = row[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

const char *err_nearest(const char *word, const char *const *names)
{
	const char *best = NULL;
	size_t letters = strlen(word);
	unsigned least = (letters < 4 ? 1 : letters < 9 ? 2 : (unsigned)letters / 3) + 1;

	for (; *names; names++) {
		unsigned d = distance(word, *names);

		if (d < least && d < strlen(*names)) {
			least = d;
			best = *names;
		}
	}
	return best;
}

bool err_unknown(struct err *err, const char *english, const char *word, const char *const *names)
{
	const char *nearest = err_nearest(word, names);

	err_set_text(err, english);
	if (nearest)
		err_expected(err, "%s", nearest);
	return err_found(err, "%.100s", word);
}
