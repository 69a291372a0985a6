/* SPDX-License-Identifier: MIT */
/*
 * replay FILE...: plays recorded vector files on the hardware models. A line is OPERATION -> OBSERVATION; `trace NAME n`
 * starts anew. Exit status 0: every operation of every file agreed; 1: a mismatch (file, line, operation, expected, got; the rest
 * of that trace is skipped); 2: usage; 3: unreadable, unknown format or operation; 4: a file without operations.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vectors/player.h"

enum { AGREED = 0, MISMATCH = 1, USAGE = 2, UNREADABLE = 3, NOTHING = 4 };

static const struct format *const formats[] = {
	&format_intx_msi, &format_msi_mask, &format_msix, &format_ioapic_level, &format_lapic,
};

struct file {
	const char *name;
	unsigned line;
	unsigned long operations;
	const struct format *format; /* of the running trace; NULL: none has started */
	struct player player;
	bool skipping; /* after a mismatch, until the next trace */
	int status;
};

static int complain(struct file *file, const char *what, const char *about)
{
	fprintf(stderr, "%s:%u: %s \"%s\"\n", file->name, file->line, what, about);
	return file->status = UNREADABLE;
}

/* ---- Traces. ---- */

static void end_trace(struct file *file)
{
	if (file->format)
		rig_fini(&file->player.rig);
	file->format = NULL;
}

/* NAME is the format's own, or with # a number in its place; "-loose" may follow. */
static bool is_format(const struct format *format, const char *name, struct player *player)
{
	size_t n = strcspn(format->name, "#");
	const char *rest = name + n;
	char *end;

	if (strncmp(format->name, name, n))
		return false;
	if (format->name[n] == '#') {
		unsigned long entries = isdigit((unsigned char)*rest) ? strtoul(rest, &end, 10) : 0;

		if (entries < 1 || entries > 2048)
			return false;
		player->entries = (unsigned)entries;
		rest = end;
	}
	player->loose = !strcmp(rest, "-loose");
	return player->loose || !*rest;
}

static int begin_trace(struct file *file, const char *name)
{
	end_trace(file);
	memset(&file->player, 0, sizeof file->player);
	file->skipping = false;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (!is_format(formats[i], name, &file->player))
			continue;
		file->format = formats[i];
		formats[i]->start(&file->player);
		return AGREED;
	}
	return complain(file, "no such format:", name);
}

/* ---- Operations. ---- */

static const struct operation *find_operation(const struct format *format, const char *name)
{
	for (const struct operation *operation = format->operations; operation->name; operation++)
		if (!strcmp(operation->name, name))
			return operation;
	return NULL;
}

static bool read_arguments(char *words, unsigned n, uint32_t *argument)
{
	for (unsigned i = 0; i < n; i++) {
		char *word = strtok_r(NULL, " \t", &words), *end;
		unsigned long long value;

		if (!word || !isxdigit((unsigned char)*word))
			return false;
		value = strtoull(word, &end, 16);
		if (*end || value > UINT32_MAX)
			return false;
		argument[i] = (uint32_t)value;
	}
	return !strtok_r(NULL, " \t", &words);
}

/* The same text with zeros in front of hexadecimal numbers left out and blanks made single. */
static void normalise(const char *text, struct str *out)
{
	bool start = true, blank = false;

	for (; *text; text++) {
		if (isspace((unsigned char)*text)) {
			blank = start = true;
			continue;
		}
		if (blank && out->length)
			str_append(out, " ");
		blank = false;
		if (start && *text == '0' && isxdigit((unsigned char)text[1]))
			continue;
		str_append_bytes(out, text, 1);
		start = strchr("=,:.", *text) != NULL;
	}
}

static void compare(struct file *file, const char *operation, const char *expected)
{
	struct str got = { 0 }, want = { 0 }, have = { 0 };

	file->format->observe(&file->player, &got);
	normalise(expected, &want);
	normalise(got.text, &have);
	if (strcmp(want.text ? want.text : "", have.text)) {
		fprintf(stderr, "%s:%u: %s: expected %s, got %s\n", file->name, file->line, operation, expected, got.text);
		file->status = MISMATCH;
		file->skipping = true;
	} else {
		file->operations++;
	}
	str_free(&got);
	str_free(&want);
	str_free(&have);
}

static int play(struct file *file, char *text, const char *expected)
{
	char shown[128];
	uint32_t argument[ARGUMENTS_MAX] = { 0 };
	const struct operation *operation;
	char *words, *verb;

	snprintf(shown, sizeof shown, "%s", text);
	verb = strtok_r(text, " \t", &words);
	if (!file->format)
		return complain(file, "an operation before any trace:", shown);
	operation = verb ? find_operation(file->format, verb) : NULL;
	if (!operation)
		return complain(file, "no such operation:", shown);
	if (!read_arguments(words, operation->arguments, argument))
		return complain(file, "wrong arguments:", shown);
	if (operation->entry && argument[0] >= file->player.entries)
		return complain(file, "no such entry:", shown);
	if (file->skipping)
		return AGREED;
	rig_run(&file->player.rig);
	rig_mark(&file->player.rig);
	file->player.delivered_n = 0;
	operation->run(&file->player, argument);
	rig_run(&file->player.rig);
	compare(file, shown, expected);
	return AGREED;
}

/* ---- Files. ---- */

static char *trim(char *text)
{
	size_t n;

	while (isspace((unsigned char)*text))
		text++;
	for (n = strlen(text); n && isspace((unsigned char)text[n - 1]);)
		text[--n] = '\0';
	return text;
}

static int take_line(struct file *file, char *line)
{
	char *arrow = strstr(line, "->"), *text = trim(line), *words;

	if (!*text || *text == '#')
		return AGREED;
	if (!arrow) {
		char *verb = strtok_r(text, " \t", &words), *name = strtok_r(NULL, " \t", &words);

		return !strcmp(verb, "trace") && name ? begin_trace(file, name) : complain(file, "not a line of a vector file:", text);
	}
	*arrow = '\0';
	return play(file, trim(text), trim(arrow + 2));
}

static void play_file(struct file *file)
{
	FILE *input = fopen(file->name, "r");
	char *line = NULL;
	size_t room = 0;

	if (!input) {
		complain(file, "cannot be read:", file->name);
		return;
	}
	while (file->status != UNREADABLE && getline(&line, &room, input) >= 0) {
		file->line++;
		take_line(file, line);
	}
	if (file->status == AGREED && !file->operations) {
		fprintf(stderr, "%s: holds no operation\n", file->name);
		file->status = NOTHING;
	}
	end_trace(file);
	free(line);
	fclose(input);
}

int main(int argc, char **argv)
{
	unsigned long operations = 0;
	int status = AGREED;

	if (argc < 2) {
		fprintf(stderr, "usage: replay FILE...\n");
		return USAGE;
	}
	for (int i = 1; i < argc; i++) {
		struct file file = { .name = argv[i] };

		play_file(&file);
		operations += file.operations;
		if (file.status > status)
			status = file.status;
	}
	printf("%lu operations in %d files %s\n", operations, argc - 1, status == AGREED ? "agree" : "agree, but not all is well");
	return status;
}
