/* SPDX-License-Identifier: MIT */
/* bench/commands.keys presses everything that there is to press: who adds a request, a key, a view or a page adds it there. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"
#include "tui/inspect.h"
#include "tui/keymap.h"
#include "tui/view.h"

/* What is left out, with the reason. */
static const struct {
	const char *request, *why;
} left_out[] = {
	{ "quit", "it ends the program that is measured" },
	{ "resume", "it ends the session that is measured" },
	{ "lesson", "it ends the session that is measured" },
	{ "suspend", "it stops the program that is measured" },
};

static bool is_left_out(const char *request)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (!strcmp(left_out[i].request, request))
			return true;
	return false;
}

/* The file without its comments, in one line. */
static char *pressed(void)
{
	const char *folder = getenv("srcdir");
	char path[500], *text;
	struct err err;
	size_t n;

	snprintf(path, sizeof(path), "%s/bench/commands.keys", folder ? folder : ".");
	text = file_read(path, 1 << 20, &n, &err);
	ck_assert_msg(text != NULL, "%s", err.text);
	for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (*line == '#')
			memset(line, ' ', strcspn(line, "\n"));
	for (char *end = text; (end = strchr(end, '\n'));)
		*end = ' ';
	return text;
}

static void has(const char *text, const char *word)
{
	ck_assert_msg(strstr(text, word) != NULL, "nobody presses %s", word);
}

START_TEST(every_request_is_given_by_name)
{
	char *text = pressed(), word[80];

	for (unsigned i = 0; i < REQUEST_KINDS; i++) {
		snprintf(word, sizeof(word), ":%s<", request_forms[i].name);
		if (!is_left_out(request_forms[i].name))
			has(text, word);
	}
	mem_free(text);
}
END_TEST

START_TEST(every_key_is_pressed)
{
	char *text = pressed(), word[80], key[16];
	struct keymap keymap;

	keymap_init(&keymap);
	for (unsigned i = 0; i < keymap.n; i++) {
		keymap_key_text(keymap.binding[i].key, key, sizeof(key));
		snprintf(word, sizeof(word), key[1] ? " <Esc><%s>" : " <Esc>%s", key);
		if (!is_left_out(keymap.binding[i].line))
			has(text, word);
	}
	mem_free(text);
}
END_TEST

START_TEST(every_view_and_every_page_is_shown)
{
	char *text = pressed(), word[80];

	for (unsigned i = 0; i < VIEW_COUNT; i++) {
		snprintf(word, sizeof(word), ":view<Space>%s<", view_forms[i].name);
		has(text, word);
	}
	for (unsigned i = 0; i < INSPECT_PAGES; i++) {
		snprintf(word, sizeof(word), ":inspect<Space>%s<", inspect_forms[i].name);
		has(text, word);
	}
	mem_free(text);
}
END_TEST

START_TEST(what_is_left_out_is_there_to_be_pressed)
{
	struct request request;
	struct err err;

	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		ck_assert(left_out[i].why[0] && request_read(&request, left_out[i].request, &err) && request.kind < REQUEST_KINDS);
}
END_TEST

SUITE("pressed", every_request_is_given_by_name, every_key_is_pressed, every_view_and_every_page_is_shown, what_is_left_out_is_there_to_be_pressed)
