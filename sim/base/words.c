/* SPDX-License-Identifier: MIT */
/* Splitting a line of the one grammar into words. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/utf8.h"
#include "sim/base/words.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool printable(const char *line, struct err *err)
{
	for (const char *at = line; *at;) {
		unsigned char c = (unsigned char)*at;
		unsigned n = utf8_sequence(at);

		if (n == 0 || (c < 0x20 && c != '\t') || c == 0x7F) {
			err_set(err, "this is not text");
			err_expected(err, "printable UTF-8");
			err_found(err, "byte 0x%02x", c);
			return err_at(err, NULL, 0, (unsigned)(at - line) + 1);
		}
		at += n;
	}
	return true;
}

/* Ends the word at `at` with a zero byte and returns where to go on; NULL: an open quote. Quotes are dropped. */
static char *finish(char *at, struct word *word, bool *ended)
{
	char *to = at;
	bool quoted = false;

	for (; *at && (quoted || (!blank(*at) && *at != '#')); at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == '=' && !quoted && !word->value && to > word->text) {
			*to++ = '\0';
			word->value = to;
		} else {
			*to++ = *at;
		}
	}
	*ended = *at == '\0' || *at == '#';
	*to = '\0';
	return quoted ? NULL : at + 1;
}

bool words_split(struct words *words, const char *line, struct err *err)
{
	char *at = mem_copy_text(line);
	bool ended = false;

	*words = (struct words){ .line = at };
	if (!printable(line, err))
		return false;
	while (!ended) {
		struct word *word = &words->word[words->n];

		while (blank(*at))
			at++;
		if (!*at || *at == '#')
			return true;
		if (words->n == WORDS_MAX) {
			err_set(err, "too many words");
			return err_expected(err, "at most %d", WORDS_MAX);
		}
		*word = (struct word){ .text = at, .col = (unsigned)(at - words->line) + 1 };
		at = finish(at, word, &ended);
		if (!at) {
			err_set(err, "a quote is not closed");
			return err_at(err, NULL, 0, word->col);
		}
		words->n++;
	}
	return true;
}

void words_free(struct words *words)
{
	mem_free(words->line);
	*words = (struct words){ 0 };
}

size_t words_line(const char *text, size_t n, size_t *end)
{
	const char *stop = memchr(text, '\n', n);
	size_t length = stop ? (size_t)(stop - text) : n;

	*end = stop != NULL;
	if (stop && length && text[length - 1] == '\r') {
		length--;
		*end = 2;
	}
	return length;
}

const char *words_value(const struct words *words, const char *key)
{
	for (unsigned i = 0; i < words->n; i++)
		if (words->word[i].value && strcmp(words->word[i].text, key) == 0)
			return words->word[i].value;
	return NULL;
}

const char *words_plain(const struct words *words, unsigned i)
{
	for (unsigned k = 0; k < words->n; k++)
		if (!words->word[k].value && i-- == 0)
			return words->word[k].text;
	return NULL;
}

const char *words_value_or(const struct words *words, const char *key, unsigned i)
{
	const char *value = words_value(words, key);

	return value ? value : words_plain(words, i);
}

bool words_number(const char *text, uint64_t most, uint64_t *value)
{
	unsigned base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
	const char *digits = "0123456789abcdef";

	*value = 0;
	if (base == 16)
		text += 2;
	if (!*text)
		return false;
	for (; *text; text++) {
		char c = *text >= 'A' && *text <= 'F' ? (char)(*text - 'A' + 'a') : *text;
		const char *d = memchr(digits, c, base);

		if (!d || __builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, (uint64_t)(d - digits), value))
			return false;
	}
	return *value <= most;
}
