/* SPDX-License-Identifier: MIT */
/* Reading the configuration file. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/settle.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define CONFIG_BYTES_MAX 65536

const char *settle_path(void)
{
	static char path[1024];
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (folder && *folder == '/')
		snprintf(path, sizeof path, "%s/msilab/config", folder);
	else if (home && *home)
		snprintf(path, sizeof path, "%s/.config/msilab/config", home);
	else
		return NULL;
	return path;
}

static void read_file(struct manners *manners, struct str *said)
{
	const char *path = settle_path();
	struct err err;
	char text[900], *file;
	size_t n;

	if (!path || access(path, F_OK))
		return;
	file = file_read(path, CONFIG_BYTES_MAX, &n, &err);
	if (file)
		manners_read(manners, file, path, said);
	else
		str_format(said, "%s\n", err_text(&err, text, sizeof text));
	mem_free(file);
}

/* Every line of it is the program's word to its person. */
static void print(const struct str *said)
{
	for (const char *line = said->length ? said->text : ""; *line; line += strcspn(line, "\n") + 1)
		fprintf(stderr, "msilab: %.*s\n", (int)strcspn(line, "\n"), line);
}

void settle_manners(struct manners *manners, const struct arguments *arguments, struct str *said)
{
	const char *when = arguments->option[OPTION_COLOR], *no_color = getenv("NO_COLOR");

	manners_init(manners);
	read_file(manners, said);
	print(said);
	if (no_color && *no_color)
		manners->colour = COLOUR_NEVER;
	if (when)
		manners->colour = !strcmp(when, "always") ? COLOUR_ALWAYS : !strcmp(when, "never") ? COLOUR_NEVER : manners->colour;
	if (arguments->option[OPTION_ASCII])
		manners->ascii = true;
	if (arguments->option[OPTION_NO_MOUSE])
		manners->mouse = false;
	if (said->length)
		said->text[strcspn(said->text, "\n")] = '\0';
}
