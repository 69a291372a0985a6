/* SPDX-License-Identifier: MIT */
/* Reading a whole trace: its head, and line after line. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"

/* Up to 40 bytes of what stands where the first line should be. */
static void show_found(const char *text, size_t n, struct err *err)
{
	int shown = 0;

	while ((size_t)shown < n && shown < 40 && text[shown] >= 0x20 && text[shown] < 0x7F)
		shown++;
	if (shown)
		err_found(err, "%.*s", shown, text);
	else
		err_found(err, "bytes that are not text");
}

static bool head_good(const char *text, size_t n, struct err *err)
{
	static const char name[] = "msilab-trace ";
	struct str head = { 0 };
	bool good, ours = n >= sizeof name - 1 && memcmp(text, name, sizeof name - 1) == 0;

	rectext_head(&head);
	good = n >= head.length && memcmp(text, head.text, head.length) == 0;
	if (!good) {
		err_set(err, ours ? N_("this trace is of another format version") : N_("this is not a trace"));
		err_expected(err, ours ? N_("msilab-trace %d") : N_("a first line msilab-trace %d"), RECTEXT_VERSION);
		show_found(text, n, err);
		err->line = 1;
	}
	str_free(&head);
	return good;
}

bool rectext_read_all(struct trace *trace, const char *text, size_t n, const char *file, struct err *err)
{
	const char *end = text + n, *stop;
	struct str line = { 0 };
	unsigned number = 1;
	bool good;

	if (n > RECTEXT_BYTES_MAX)
		return err_set(err, "this file is too large for a trace") || err_at(err, file, 0, 0);
	good = head_good(text, n, err);
	for (text = good ? memchr(text, '\n', n) + 1 : end; good && text < end; text = stop + 1) {
		number++;
		stop = memchr(text, '\n', (size_t)(end - text));
		good = stop && !memchr(text, '\0', (size_t)(stop - text));
		if (!good) {
			err_set(err, stop ? N_("this is not text") : N_("the last line has no end: the file was cut"));
			err_at(err, NULL, number, 0);
			break;
		}
		str_clear(&line);
		str_append_bytes(&line, text, (size_t)(stop - text));
		good = rectext_read(trace, line.text, err);
		if (!good)
			err->line = number;
	}
	if (!good)
		err_at(err, file, err->line, err->col);
	str_free(&line);
	return good;
}
