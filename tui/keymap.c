/* SPDX-License-Identifier: MIT */
/* Keys, their names, and what they ask for. */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/journal/command.h"
#include "tui/keymap.h"

const struct request_form request_forms[REQUEST_KINDS] = {
#define REQUEST(id, name, keys, words, footer, help) [REQUEST_##id] = { name, keys, words, footer, help },
#include "tui/requests.def"
#undef REQUEST
};

static const struct {
	const char *key, *line;
} view_keys[] = {
#define VIEW(name, key, title, help) { key, "view " #name },
#include "tui/views.def"
#undef VIEW
};

static const struct {
	int key;
	const char *name;
} names[] = {
	{ K_TAB, "Tab" },	    { K_ENTER, "Enter" }, { K_ESC, "Esc" },	{ K_SPACE, "Space" }, { K_BACKSPACE, "Backspace" },
	{ K_UP, "Up" },		    { K_DOWN, "Down" },	  { K_LEFT, "Left" },	{ K_RIGHT, "Right" }, { K_HOME, "Home" },
	{ K_END, "End" },	    { K_PAGE_UP, "PgUp" }, { K_PAGE_DOWN, "PgDn" }, { K_DELETE, "Del" }, { K_BACK_TAB, "S-Tab" },
};

struct request request_of(enum request_kind kind, const char *argument)
{
	struct request request = { .kind = kind };

	snprintf(request.argument, sizeof(request.argument), "%s", argument ? argument : "");
	return request;
}

static bool verb_known(const char *line)
{
	size_t n = strcspn(line, " \t");

	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		if (strlen(command_forms[i].verb) == n && !strncmp(command_forms[i].verb, line, n))
			return true;
	return false;
}

/* A word of [a|b|c]. */
static bool one_of(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at++)
		if (n && at > words && strchr("[|", at[-1]) && at[n] && strchr("]|", at[n]))
			return true;
	return false;
}

/* `reset step` is a request, `reset nic0` a command. */
static bool is_command(const struct request_form *form, const char *argument)
{
	return argument[0] && verb_known(form->name) && !one_of(form->words, argument);
}

static bool read_request(struct request *request, const char *line)
{
	size_t n = strcspn(line, " \t");

	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		if (strlen(request_forms[i].name) == n && !strncmp(request_forms[i].name, line, n)) {
			*request = request_of((enum request_kind)i, line + n + strspn(line + n, " \t"));
			return !is_command(&request_forms[i], request->argument);
		}
	return false;
}

static const char *nearest_request(const char *line)
{
	const char *list[REQUEST_KINDS + COMMAND_KINDS + 1];
	char word[40];

	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		list[i] = request_forms[i].name;
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		list[REQUEST_KINDS + i] = command_forms[i].verb;
	list[REQUEST_KINDS + COMMAND_KINDS] = NULL;
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(line, " \t"), line);
	return err_nearest(word, list);
}

bool request_read(struct request *request, const char *line, struct err *err)
{
	struct command command = { 0 };
	const char *nearest;
	bool good;

	line += strspn(line, " \t");
	if (strlen(line) >= REQUEST_TEXT_MAX)
		return err_set(err, "the line is longer than %d bytes", REQUEST_TEXT_MAX - 1);
	if (read_request(request, line))
		return true;
	if (!verb_known(line)) {
		err_set(err, "there is no command '%.*s'", (int)strcspn(line, " \t"), line);
		nearest = nearest_request(line);
		return err_expected(err, nearest ? N_("perhaps '%s'") : N_("a word that 'help' lists"), nearest);
	}
	*request = request_of(REQUEST_COMMAND, line);
	good = command_read(&command, line, err);
	command_free(&command);
	return good;
}

int keymap_key(const char *name)
{
	const char *p = name;
	uint32_t point = text_next(&p);

	if (point && !*p)
		return (int)point;
	if (name[0] == 'C' && name[1] == '-' && name[2] && !name[3])
		return name[2] & 0x1F;
	if (name[0] == 'F' && name[1] >= '1' && name[1] <= '9' && strlen(name) <= 3) {
		int n = name[2] ? (name[1] - '0') * 10 + name[2] - '0' : name[1] - '0';

		return n <= 12 ? K_F1 + n - 1 : K_NONE;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i].name, name))
			return names[i].key;
	return K_NONE;
}

const char *keymap_key_text(int key, char *text, size_t size)
{
	char bytes[5] = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].key == key) {
			snprintf(text, size, "%s", names[i].name);
			return text;
		}
	if (key >= K_F1 && key <= K_F12)
		snprintf(text, size, "F%d", key - K_F1 + 1);
	else if (key >= 0 && key < 32)
		snprintf(text, size, "C-%c", key + '`');
	else if (key >= 0 && key < 0x110000) {
		bytes[text_put((uint32_t)key, bytes)] = '\0';
		snprintf(text, size, "%s", bytes);
	} else
		snprintf(text, size, "?");
	return text;
}

const struct binding *keymap_find(const struct keymap *keymap, int key)
{
	for (unsigned i = 0; i < keymap->n; i++)
		if (keymap->binding[i].key == key)
			return &keymap->binding[i];
	return NULL;
}

static void put(struct keymap *keymap, struct binding *binding, int key, const char *line, bool own)
{
	if (!binding)
		binding = &keymap->binding[keymap->n++];
	binding->key = key;
	binding->own = own;
	snprintf(binding->line, sizeof(binding->line), "%s", line);
}

static void bind_default(struct keymap *keymap, const char *key, const char *line)
{
	int code = keymap_key(key);

	must(code != K_NONE && !keymap_find(keymap, code) && keymap->n < KEYMAP_MAX && strlen(line) < KEYMAP_LINE_MAX);
	put(keymap, NULL, code, line, false);
}

void keymap_init(struct keymap *keymap)
{
	keymap->n = 0;
	for (unsigned i = 0; i < REQUEST_KINDS; i++) {
		const char *keys = request_forms[i].keys;

		while (*keys) {
			char key[16];
			size_t n = strcspn(keys, " ");

			snprintf(key, sizeof(key), "%.*s", (int)n, keys);
			bind_default(keymap, key, request_forms[i].name);
			keys += n + strspn(keys + n, " ");
		}
	}
	for (size_t i = 0; i < sizeof(view_keys) / sizeof(*view_keys); i++)
		if (view_keys[i].key[0])
			bind_default(keymap, view_keys[i].key, view_keys[i].line);
}

static bool no_key(const char *key, struct err *err)
{
	err_set(err, "there is no key '%s'", key);
	return err_expected(err, "a character, C-x, F1..F12, or a name such as Tab, Space, PgUp");
}

bool keymap_bind(struct keymap *keymap, const char *key, const char *line, struct err *err)
{
	int code = keymap_key(key);
	struct binding *binding = (struct binding *)(uintptr_t)keymap_find(keymap, code);
	struct request request;

	if (code == K_NONE)
		return no_key(key, err);
	if (!request_read(&request, line, err))
		return false;
	if (strlen(line) >= KEYMAP_LINE_MAX)
		return err_set(err, "a key can do at most %d letters of command", KEYMAP_LINE_MAX - 1);
	if (!binding && keymap->n == KEYMAP_MAX)
		return err_set(err, "more than %d keys are bound", KEYMAP_MAX);
	put(keymap, binding, code, line, true);
	return true;
}

bool keymap_unbind(struct keymap *keymap, const char *key, struct err *err)
{
	int code = keymap_key(key);
	const struct binding *binding = keymap_find(keymap, code);
	size_t i = binding ? (size_t)(binding - keymap->binding) : 0;

	if (code == K_NONE)
		return no_key(key, err);
	if (!binding)
		return err_set(err, "%s does nothing already", key);
	memmove(&keymap->binding[i], &keymap->binding[i + 1], (keymap->n - i - 1) * sizeof(*keymap->binding));
	keymap->n--;
	return true;
}

struct request keymap_request(const struct keymap *keymap, int key)
{
	struct request request = { .kind = REQUEST_NONE };
	struct err err;

	for (unsigned i = 0; i < keymap->n; i++)
		if (keymap->binding[i].key == key && !request_read(&request, keymap->binding[i].line, &err))
			request.kind = REQUEST_NONE;
	return request;
}

const char *keymap_key_of(const struct keymap *keymap, const char *line, char *text, size_t size)
{
	text[0] = '\0';
	for (unsigned i = 0; i < keymap->n; i++)
		if (!strcmp(keymap->binding[i].line, line))
			return keymap_key_text(keymap->binding[i].key, text, size);
	return text;
}

void keymap_keys_of(const struct keymap *keymap, const char *line, char *text, size_t size)
{
	size_t n = 0;

	text[0] = '\0';
	for (unsigned i = 0; i < keymap->n; i++)
		if (!strcmp(keymap->binding[i].line, line) && n + 12 < size) {
			char name[16];

			n += (size_t)snprintf(text + n, size - n, "%s%s", n ? " " : "", keymap_key_text(keymap->binding[i].key, name, sizeof(name)));
		}
}
