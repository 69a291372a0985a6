/* SPDX-License-Identifier: MIT */
/* msilab lesson new NAME. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/lesson_new.h"
#include "cli/lessons.h"
#include "cli/place.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

#define TEMPLATE_BYTES_MAX 65536
#define OWN_NUMBERS 50 /* lessons that ship have smaller ones */

/* Small letters, digits and hyphens, beginning with a letter: it stands in journals and in file names. */
static bool is_id(const char *text, size_t n)
{
	if (!n || n > 40 || !islower((unsigned char)*text))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) && text[i] != '-')
			return false;
	return true;
}

static void above(const char *path, void *context)
{
	unsigned *number = context;
	struct err err;
	struct lesson *lesson = lessons_read(path, &err);

	if (lesson && lesson->number >= *number)
		*number = lesson->number + 1;
	lesson_free(lesson);
}

/* The template with @ID@ and @NUMBER@ put in. */
static void put_in(const char *text, const char *id, size_t id_length, unsigned number, struct str *out)
{
	while (*text) {
		size_t n = strcspn(text, "@");

		str_append_bytes(out, text, n);
		text += n;
		if (!strncmp(text, "@ID@", 4)) {
			str_append_bytes(out, id, id_length);
			text += 4;
		} else if (!strncmp(text, "@NUMBER@", 8)) {
			str_format(out, "%u", number);
			text += 8;
		} else if (*text) {
			str_append_bytes(out, text++, 1);
		}
	}
}

static bool write_it(const char *path, const char *id, size_t id_length, struct err *err)
{
	char from[2200];
	unsigned number = OWN_NUMBERS;
	struct str text = { 0 };
	char *template;
	size_t n;
	bool good;

	snprintf(from, sizeof from, "%s/template.in", place(PLACE_LESSONS));
	template = file_read(from, TEMPLATE_BYTES_MAX, &n, err);
	if (!template)
		return false;
	lessons_each(above, &number);
	put_in(template, id, id_length, number, &text);
	good = file_write(path, text.text, text.length, err);
	mem_free(template);
	str_free(&text);
	return good;
}

struct wanted {
	const char *id;
	size_t length;
	bool taken;
};

static void compare(const char *path, void *context)
{
	struct wanted *wanted = context;
	struct err err;
	struct lesson *lesson = lessons_read(path, &err);

	if (lesson && strlen(lesson->id) == wanted->length && !strncmp(lesson->id, wanted->id, wanted->length))
		wanted->taken = true;
	lesson_free(lesson);
}

/* Whether a lesson that ships is called so: by its id one is learnt. */
static bool is_taken(const char *id, size_t length)
{
	struct wanted wanted = { id, length, false };

	lessons_each(compare, &wanted);
	return wanted.taken;
}

bool lesson_new(const char *name, struct err *err, enum status *status)
{
	const char *slash = strrchr(name, '/'), *id = slash ? slash + 1 : name;
	size_t n = strlen(id), id_length = n > 4 && !strcmp(id + n - 4, ".lua") ? n - 4 : n;
	struct str path = { 0 };
	bool good = false;

	*status = STATUS_USAGE;
	str_format(&path, "%.*s%.*s.lua", (int)(id - name), name, (int)id_length, id);
	if (!is_id(id, id_length)) {
		err_set(err, "a lesson cannot be called %s", id);
		err_expected(err, "small letters, digits and hyphens, a letter first");
	} else if (is_taken(id, id_length)) {
		err_set(err, "there is a lesson %.*s that ships", (int)id_length, id);
		err_expected(err, "another name");
	} else if (access(path.text, F_OK) == 0) {
		*status = STATUS_INPUT;
		err_set(err, "%s is there already", path.text);
	} else {
		*status = STATUS_INPUT;
		good = write_it(path.text, id, id_length, err);
	}
	if (good) {
		printf(say("%s is written. It works; what it says is yours to fill in."), path.text);
		putchar('\n');
		printf(say("Next: msilab lesson check %s names what is missing; msilab learn %s%s plays it; man msilab-lesson explains."), path.text,
		       slash ? "" : "./", path.text);
		putchar('\n');
	}
	str_free(&path);
	return good;
}
