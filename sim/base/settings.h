/* SPDX-License-Identifier: MIT */
/*
 * Settings: KEY=VALUE of a line, kept in order. Keys are compared without regard to case; a key set again keeps its place.
 */
#ifndef MSILAB_BASE_SETTINGS_H
#define MSILAB_BASE_SETTINGS_H

#include "sim/base/err.h"
#include "sim/base/mem.h"
#include "sim/base/words.h"

struct setting {
	char *key, *value;  /* owned */
	unsigned line, col; /* where it was written, for errors; 0: not from a file */
};

struct settings {
	struct setting *list;
	size_t n, room;
	struct mem_source *source; /* of the list and its texts, or NULL */
};

const char *settings_get(const struct settings *settings, const char *key); /* NULL: not set */
void settings_set(struct settings *settings, const char *key, const char *value);
void settings_free(struct settings *settings); /* empty; its source stays */
void settings_copy(struct settings *to, const struct settings *from, struct mem_source *source); /* to is overwritten, not freed */

/* Gives an error the place where a setting was written; of one that is not set, none. Returns false. */
bool settings_at(const struct settings *settings, const char *key, struct err *err);

/* Takes every KEY=VALUE of a line whose first `plain` plain words are the caller's. false: a plain word is left over, or a
 * key comes twice. */
bool settings_take(struct settings *settings, const struct words *words, unsigned plain, unsigned line, struct err *err);

/* A number among settings: absent gives fallback; not a number up to most gives an error naming the key. */
bool settings_number(const struct settings *settings, const char *key, uint64_t fallback, uint64_t most, uint64_t *value,
		     struct err *err);

#endif
