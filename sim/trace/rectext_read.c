/* SPDX-License-Identifier: MIT */
/* Reading a record from its text. The exact inverse of rectext_line. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/words.h"
#include "sim/trace/rectext.h"
#include "sim/trace/register.h"

#define TOKEN_MAX 128

/* A line being read. Errors carry the column of `start`. */
struct reading {
	struct trace *trace;
	const char *line, *at, *start;
	char token[TOKEN_MAX];
	struct str bytes; /* the last quoted text */
	struct err *err;
};

static bool wrong(struct reading *r, const char *expected, const char *found)
{
	err_set(r->err, "this is not a record of a trace");
	err_expected_text(r->err, expected);
	if (*found)
		err_found(r->err, "%.100s", found);
	else
		err_found(r->err, "the end of the line");
	return err_at(r->err, NULL, 0, (unsigned)(r->start - r->line) + 1);
}

static bool wrong_name(struct reading *r, const char *what, const char *found, const char *const *names)
{
	err_unknown(r->err, what, found, names);
	return err_at(r->err, NULL, 0, (unsigned)(r->start - r->line) + 1);
}

/* The next bytes up to one of `stops`, into token. */
static bool take_token(struct reading *r, const char *stops)
{
	size_t n = strcspn(r->at, stops);

	r->start = r->at;
	if (n >= sizeof r->token) {
		r->token[0] = '\0';
		return wrong(r, N_("a shorter word"), r->at);
	}
	memcpy(r->token, r->at, n);
	r->token[n] = '\0';
	r->at += n;
	return true;
}

static bool take_blank(struct reading *r)
{
	r->start = r->at;
	if (*r->at != ' ')
		return wrong(r, N_("a blank"), r->at);
	r->at++;
	return true;
}

/* A number behind its mark, then a blank. */
static bool take_marked(struct reading *r, char mark, uint64_t most, uint64_t *value)
{
	char expected[] = "?NUMBER";

	expected[0] = mark;
	if (!take_token(r, " "))
		return false;
	if (r->token[0] != mark || !words_number(r->token + 1, most, value))
		return wrong(r, expected, r->token);
	return take_blank(r);
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands behind a backslash, as a byte. */
static bool take_escape(struct reading *r)
{
	static const char letters[] = "\"\\nt", bytes[] = "\"\\\n\t";
	const char *letter = *r->at ? strchr(letters, *r->at) : NULL;
	char byte;

	if (letter) {
		byte = bytes[letter - letters];
		r->at++;
	} else if (strncmp(r->at, "u00", 3) == 0 && hex(r->at[3]) >= 0 && hex(r->at[4]) >= 0) {
		byte = (char)(hex(r->at[3]) * 16 + hex(r->at[4]));
		r->at += 5;
	} else {
		return wrong(r, "\\\" \\\\ \\n \\t or \\u00XX", r->at);
	}
	str_append_bytes(&r->bytes, &byte, 1);
	return true;
}

static bool take_quoted(struct reading *r)
{
	r->start = r->at;
	if (*r->at != '"')
		return wrong(r, N_("a text in quotes"), r->at);
	str_clear(&r->bytes);
	str_append(&r->bytes, "");
	for (r->at++; *r->at != '"';) {
		size_t n = strcspn(r->at, "\"\\");

		str_append_bytes(&r->bytes, r->at, n);
		r->at += n;
		if (!*r->at)
			return wrong(r, N_("the closing quote"), "");
		if (*r->at == '\\') {
			r->at++;
			if (!take_escape(r))
				return false;
		}
	}
	r->at++;
	return true;
}

static bool object_value(struct reading *r, uint64_t *value)
{
	if (strcmp(r->token, "-") == 0) {
		*value = 0;
		return true;
	}
	if (r->token[0] == '#')
		return words_number(r->token + 1, UINT64_MAX, value) || wrong(r, "#NUMBER", r->token);
	*value = rectext_object_named(r->trace, r->token);
	return *value || wrong(r, N_("the name of an object declared above"), r->token);
}

static bool code_value(struct reading *r, uint64_t *value)
{
	char *plus = strchr(r->token, '+');
	uint64_t module;

	*value = UINT64_MAX;
	if (strcmp(r->token, "?") == 0)
		return true;
	if (strncmp(r->token, "module", 6) != 0 || !plus)
		return wrong(r, N_("moduleN+0xOFFSET or ?"), r->token);
	*plus = '\0';
	if (!words_number(r->token + 6, UINT16_MAX, &module) ||
	    !words_number(plus + 1, ((uint64_t)1 << 48) - 1, value))
		return wrong(r, N_("moduleN+0xOFFSET or ?"), r->token);
	*value |= module << 48;
	return true;
}

static bool number_value(struct reading *r, uint64_t *value)
{
	*value = RECORD_NONE;
	return strcmp(r->token, "-") == 0 || words_number(r->token, UINT64_MAX, value) || wrong(r, N_("a whole number or -"), r->token);
}

static bool time_value(struct reading *r, uint64_t *value)
{
	vtime time = VTIME_NEVER;

	if (words_number(r->token, UINT64_MAX, value) && strncmp(r->token, "0x", 2) == 0)
		return true;
	if (strcmp(r->token, "never") != 0 && !vtime_parse(r->token, &time))
		return wrong(r, N_("a time such as 1.5us, or never"), r->token);
	*value = (uint64_t)time;
	return true;
}

static bool symbol_value(struct reading *r, const char *set, uint64_t *value)
{
	const char *names[64] = { 0 };
	int symbol = record_symbol_value(set, r->token);

	if (symbol >= 0) {
		*value = (uint64_t)symbol;
		return true;
	}
	if (words_number(r->token, UINT64_MAX, value))
		return true;
	for (unsigned i = 0; i < 63 && *record_symbol(set, i) != '?'; i++)
		names[i] = record_symbol(set, i);
	return wrong_name(r, N_("unknown word"), r->token, names);
}

static bool take_value(struct reading *r, const struct record_word *word, uint64_t *value)
{
	if (word->form == 't') {
		if (!take_quoted(r))
			return false;
		*value = trace_bytes(r->trace, r->bytes.text, r->bytes.length);
		return true;
	}
	if (!take_token(r, " "))
		return false;
	switch (word->form) {
	case 'o':
		return object_value(r, value);
	case 'c':
		return code_value(r, value);
	case 'v':
		return time_value(r, value);
	case 's':
		return symbol_value(r, word->set, value);
	case 'n':
		return number_value(r, value);
	default:
		return words_number(r->token, UINT64_MAX, value) || wrong(r, N_("a whole number"), r->token);
	}
}

/* What every record has besides its kind's words. Bits of `seen` above the four words'. */
enum { PLACE_OBJ = 16, PLACE_CPU = 32, PLACE_IRQL = 64 };

static unsigned place_named(const char *name)
{
	return !strcmp(name, "obj") ? PLACE_OBJ : !strcmp(name, "cpu") ? PLACE_CPU : !strcmp(name, "irql") ? PLACE_IRQL : 0;
}

static bool take_place(struct reading *r, unsigned place, struct record *record)
{
	uint64_t value = RECORD_NO_CPU;

	if (!take_token(r, " "))
		return false;
	if (place == PLACE_OBJ) {
		if (!object_value(r, &value))
			return false;
		record->obj = (uint32_t)value;
		return value <= UINT32_MAX || wrong(r, N_("an object's number"), r->token);
	}
	if (!(place == PLACE_CPU && strcmp(r->token, "-") == 0) &&
	    !words_number(r->token, place == PLACE_CPU ? RECORD_NO_CPU - 1 : UINT8_MAX, &value))
		return wrong(r, N_("a small number"), r->token);
	*(place == PLACE_CPU ? &record->cpu : &record->irql) = (uint8_t)value;
	return true;
}

/* The place of a word of this name in the kind, 4: it has none. */
static unsigned word_named(unsigned kind, const char *name, struct record_word *word)
{
	unsigned i = 0;

	while (i < 4 && !(record_word((enum record_kind)kind, i, word) && strcmp(word->name, name) == 0))
		i++;
	return i;
}

static bool unknown_word(struct reading *r, unsigned kind)
{
	struct record_word words[4];
	const char *names[8] = { "obj", "cpu", "irql" };
	unsigned n = 3;

	for (unsigned i = 0; i < 4; i++)
		if (record_word((enum record_kind)kind, i, &words[i]))
			names[n++] = words[i].name;
	return wrong_name(r, N_("unknown word of this kind"), r->token, names);
}

/* One "name=value". obj, cpu and irql come before the kind's own words: a kind may have a word of the same name. */
static bool take_pair(struct reading *r, struct record *record, unsigned *seen)
{
	struct record_word word;
	unsigned i, place;

	if (!take_token(r, "= "))
		return false;
	if (*r->at != '=')
		return wrong(r, "NAME=VALUE", r->token);
	r->at++;
	place = place_named(r->token);
	if (place && *seen < place) {
		*seen |= place;
		return take_place(r, place, record);
	}
	i = word_named(record->kind, r->token, &word);
	if (i == 4)
		return unknown_word(r, record->kind);
	if (*seen & 1u << i)
		return wrong(r, N_("each word once"), r->token);
	*seen |= 1u << i | PLACE_OBJ | PLACE_CPU | PLACE_IRQL;
	return take_value(r, &word, &record->w[i]);
}

static bool take_kind(struct reading *r, struct record *record)
{
	const char *names[RECORD_KINDS + 1] = { 0 };

	if (!take_token(r, " "))
		return false;
	record->kind = (uint16_t)record_kind_named(r->token);
	if (record->kind < RECORD_KINDS)
		return true;
	for (unsigned i = 0; i < RECORD_KINDS; i++)
		names[i] = record_forms[i].name;
	return wrong_name(r, N_("unknown kind of record"), r->token, names);
}

static bool take_record(struct reading *r, struct record *record)
{
	uint64_t at, next = trace_count(r->trace);
	unsigned seen = 0;

	if (!take_marked(r, '@', INT64_MAX, &at) || !take_marked(r, '#', UINT64_MAX, &record->number))
		return false;
	record->at = (vtime)at;
	if (record->number != next) {
		char expected[32];

		snprintf(expected, sizeof expected, "#%llu", (unsigned long long)next);
		return wrong(r, expected, r->token);
	}
	if (!take_marked(r, '<', record->number, &record->cause) || !take_kind(r, record))
		return false;
	while (*r->at)
		if (!take_blank(r) || !take_pair(r, record, &seen))
			return false;
	return true;
}

/* A trace's store keeps the object's name, so that later lines may use it, and the names of its registers. */
static bool declare(struct reading *r, const struct record *record)
{
	if (record->kind == R_MACHINE_REG)
		register_declare(r->trace, record->obj, record->w[0], record->w[1], record->w[2]);
	if (record->kind != R_MACHINE_OBJECT)
		return true;
	r->start = r->line;
	if (record->obj != trace_objects(r->trace))
		return wrong(r, N_("objects in the order of their numbers"), r->line);
	trace_declare(r->trace, (unsigned)record->w[0], (uint32_t)record->w[1], (uint32_t)record->w[2]);
	return true;
}

bool rectext_read(struct trace *trace, const char *line, struct err *err)
{
	struct record record = { .cpu = RECORD_NO_CPU }, *place;
	struct reading r = { .trace = trace, .line = line, .at = line, .start = line, .err = err };
	bool good = take_record(&r, &record) && declare(&r, &record);

	if (good) {
		place = trace_append(trace);
		*place = record;
	}
	str_free(&r.bytes);
	return good;
}
