/* SPDX-License-Identifier: MIT */
/* The requests that change manners: one function each, by the prompt and by the file. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "tui/manners.h"

void manners_init(struct manners *manners)
{
	*manners = (struct manners){ .mouse = true };
	keymap_init(&manners->keymap);
}

/* The first word of a line into `word`; what follows it. */
static const char *first_word(const char *line, char *word, size_t size)
{
	size_t n = strcspn(line, " \t");

	snprintf(word, size, "%.*s", (int)n, line);
	return line + n + strspn(line + n, " \t");
}

static void say_lost(const struct keymap *keymap, const char *key, const char *line, struct str *said)
{
	char other[16];

	if (keymap_key_of(keymap, line, other, sizeof(other))[0])
		str_format(said, say("%s did '%s' before, which %s still does\n"), key, line, other);
	else
		str_format(said, say("%s did '%s' before, which has no key now\n"), key, line);
}

static bool do_bind(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	struct keymap *keymap = &manners->keymap;
	char key[16], old[KEYMAP_LINE_MAX] = "";
	const char *line = first_word(words, key, sizeof(key));
	const struct binding *binding = keymap_find(keymap, keymap_key(key));

	if (!*line) {
		err_set(err, "bind needs a key and what it does");
		return err_expected(err, "bind KEY COMMAND, such as bind F2 run 10us");
	}
	if (binding)
		snprintf(old, sizeof(old), "%s", binding->line);
	if (!keymap_bind(keymap, key, line, err))
		return false;
	if (old[0] && strcmp(old, line))
		say_lost(keymap, key, old, said);
	return true;
}

static bool do_unbind(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	(void)said;
	return keymap_unbind(&manners->keymap, words, err);
}

static bool choose(const char *what, const char *word, const char *no, const char *yes, bool *value, struct err *err)
{
	if (strcmp(word, no) && strcmp(word, yes)) {
		err_set(err, "%s cannot be '%s'", what, word);
		return err_expected(err, "%s or %s", no, yes);
	}
	*value = !strcmp(word, yes);
	return true;
}

static bool do_theme(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	(void)said;
	return choose("theme", words, "dark", "light", &manners->light, err);
}

static bool do_ascii(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	(void)said;
	return choose("ascii", words, "off", "on", &manners->ascii, err);
}

static bool do_mouse(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	(void)said;
	return choose("mouse", words, "off", "on", &manners->mouse, err);
}

static bool do_color(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	static const char *const names[] = { [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never" };

	(void)said;
	for (unsigned i = 0; i < 3; i++)
		if (!strcmp(words, names[i])) {
			manners->colour = i;
			return true;
		}
	err_set(err, "%s cannot be '%s'", "color", words);
	return err_expected(err, "auto, always or never");
}

static bool do_findings(struct manners *manners, const char *words, struct str *said, struct err *err)
{
	static const char *const names[] = { [FINDINGS_STOP] = "stop", [FINDINGS_SHOW] = "show", [FINDINGS_QUIET] = "quiet" };

	(void)said;
	for (unsigned i = 0; i < 3; i++)
		if (!strcmp(words, names[i])) {
			manners->findings = i;
			return true;
		}
	err_set(err, "%s cannot be '%s'", "findings", words);
	return err_expected(err, "stop, show or quiet");
}

static bool (*const requests[REQUEST_KINDS])(struct manners *manners, const char *words, struct str *said, struct err *err) = {
	[REQUEST_BIND] = do_bind,   [REQUEST_UNBIND] = do_unbind, [REQUEST_THEME] = do_theme,
	[REQUEST_ASCII] = do_ascii, [REQUEST_MOUSE] = do_mouse,   [REQUEST_COLOR] = do_color,
	[REQUEST_FINDINGS] = do_findings,
};

bool manners_knows(enum request_kind kind)
{
	return kind < REQUEST_KINDS && requests[kind];
}

bool manners_do(struct manners *manners, const struct request *request, struct str *said, struct err *err)
{
	return requests[request->kind](manners, request->argument, said, err);
}

/* ---- the file ---- */

struct reading {
	struct manners *manners;
	const char *file;
	struct str *said;
	unsigned bad;
	unsigned row;
	unsigned bound_at[KEYMAP_MAX]; /* line of the file that bound the key of `bound` */
	int bound[KEYMAP_MAX];
	unsigned n;
};

static void complain(struct reading *reading, struct err *err)
{
	char text[900];

	err_at(err, reading->file, reading->row, 0);
	str_format(reading->said, "%s\n", err_text(err, text, sizeof(text)));
	reading->bad++;
}

/* false: the key is bound by a line before. */
static bool note_key(struct reading *reading, const char *words, struct err *err)
{
	char key[16];
	int code;

	first_word(words, key, sizeof(key));
	code = keymap_key(key);
	for (unsigned i = 0; i < reading->n; i++)
		if (reading->bound[i] == code) {
			err_set(err, "%s is bound twice", key);
			err_expected(err, "one line for each key");
			return err_found(err, "the first in line %u", reading->bound_at[i]);
		}
	if (reading->n < KEYMAP_MAX) {
		reading->bound[reading->n] = code;
		reading->bound_at[reading->n++] = reading->row;
	}
	return true;
}

static void read_line(struct reading *reading, char *line)
{
	struct request request;
	struct str said = { 0 };
	struct err err = { 0 };
	char *end = line + strlen(line);

	while (end > line && strchr(" \t\r", end[-1]))
		*--end = '\0';
	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return;
	if (!request_read(&request, line, &err) || !manners_knows(request.kind)) {
		err_set(&err, "this is no line of a configuration");
		err_expected(&err, "bind, unbind, theme, ascii, mouse or color");
		err_found(&err, "%s", line);
		complain(reading, &err);
	} else if ((request.kind == REQUEST_BIND && !note_key(reading, request.argument, &err)) ||
		   !manners_do(reading->manners, &request, &said, &err)) {
		complain(reading, &err);
	}
	if (said.length)
		str_format(reading->said, "%s:%u: %s", reading->file, reading->row, said.text);
	str_free(&said);
}

unsigned manners_read(struct manners *manners, const char *text, const char *file, struct str *said)
{
	struct reading reading = { .manners = manners, .file = file, .said = said };

	while (*text) {
		size_t n = strcspn(text, "\n");
		char line[REQUEST_TEXT_MAX];

		reading.row++;
		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		read_line(&reading, line);
		text += n + (text[n] == '\n');
	}
	return reading.bad;
}
