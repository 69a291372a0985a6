/* SPDX-License-Identifier: MIT */
/*
 * Keys and what they ask for. A key is a code point (control keys below 32) or one of enum key. The defaults come from
 * requests.def and views.def; each key can be bound to another command line.
 */
#ifndef MSILAB_TUI_KEYMAP_H
#define MSILAB_TUI_KEYMAP_H

#include <stddef.h>

#include "sim/base/err.h"
#include "sim/base/str.h"

enum request_kind {
#define REQUEST(id, name, keys, words, footer, help) REQUEST_##id,
#include "tui/requests.def"
#undef REQUEST
	REQUEST_KINDS,
	REQUEST_COMMAND = REQUEST_KINDS, /* a command to the machine: the argument is its line */
	REQUEST_ASK,                     /* open the prompt with the argument typed in */
	REQUEST_SET_BY,                  /* to the record that made a value of a page what it is: PAGE OBJECT NAME, the first two as numbers */
	REQUEST_NONE,
};

struct request_form {
	const char *name, *keys, *words, *footer, *help;
};
extern const struct request_form request_forms[REQUEST_KINDS];

#define REQUEST_TEXT_MAX 500

struct request {
	enum request_kind kind;
	char argument[REQUEST_TEXT_MAX]; /* "" : none */
};

struct request request_of(enum request_kind kind, const char *argument); /* NULL: none */

/* A line of the prompt or of a script: the name of a request with its words, else a command to the machine, whose verb and keys
 * are checked. false: neither; err names the nearest word. */
bool request_read(struct request *request, const char *line, struct err *err);

enum key {
	K_TAB = 9, K_ENTER = 13, K_ESC = 27, K_SPACE = 32, K_BACKSPACE = 127,
	K_UP = 0x110000, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN, K_DELETE, K_BACK_TAB,
	K_F1, K_F12 = K_F1 + 11,
	K_NONE = -1,
};

/* "q", "Space", "C-r", "S-Tab", "F5", "Up" ... and back; K_NONE: no such key. */
int keymap_key(const char *name);
const char *keymap_key_text(int key, char *text, size_t size);

#define KEYMAP_MAX 128
#define KEYMAP_LINE_MAX 120

struct keymap {
	unsigned n;
	struct binding {
		int key;
		bool own; /* bound by the person */
		char line[KEYMAP_LINE_MAX]; /* of request_read */
	} binding[KEYMAP_MAX];
};

void keymap_init(struct keymap *keymap); /* the defaults; a key bound twice there is bug() */
bool keymap_bind(struct keymap *keymap, const char *key, const char *line, struct err *err); /* replaces */
bool keymap_unbind(struct keymap *keymap, const char *key, struct err *err); /* false: no such key, or it did nothing */
const struct binding *keymap_find(const struct keymap *keymap, int key);     /* NULL: not bound */
struct request keymap_request(const struct keymap *keymap, int key); /* kind REQUEST_NONE: not bound */

/* The first key bound to a request, "" if none. */
const char *keymap_key_of(const struct keymap *keymap, const char *line, char *text, size_t size);

/* All of them, with blanks between, as many as fit. */
void keymap_keys_of(const struct keymap *keymap, const char *line, char *text, size_t size);

#endif
