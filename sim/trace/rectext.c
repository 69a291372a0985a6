/* SPDX-License-Identifier: MIT */
/* Writing records as text. Reading them back is rectext_read.c. */
#include <limits.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/base/utf8.h"
#include "sim/trace/rectext.h"
#include "sim/trace/register.h"

const char *rectext_object(const struct trace *trace, uint32_t obj)
{
	const struct trace_object *object = trace_object(trace, obj);

	if (!object)
		return obj ? "?" : "-";
	return trace_text_of(trace, object->name);
}

uint32_t rectext_object_named(const struct trace *trace, const char *name)
{
	for (uint32_t obj = 1; obj < trace_objects(trace); obj++)
		if (strcmp(rectext_object(trace, obj), name) == 0)
			return obj;
	return 0;
}

static void escape(const char *bytes, size_t n, bool quoted, struct str *out)
{
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)bytes[i];
		unsigned sequence = utf8_sequence(bytes + i);

		if (quoted && (c == '"' || c == '\\'))
			str_format(out, "\\%c", c);
		else if (c == '\n' || c == '\t')
			str_append(out, c == '\n' ? "\\n" : "\\t");
		else if (c < 0x20 || c == 0x7F || sequence == 0 || sequence > n - i) {
			str_format(out, "\\u%04x", c);
			sequence = 1;
		} else {
			str_append_bytes(out, bytes + i, sequence);
		}
		i += sequence ? sequence : 1;
	}
}

void rectext_quote(const char *bytes, size_t n, struct str *out)
{
	str_append(out, "\"");
	escape(bytes, n, true, out);
	str_append(out, "\"");
}

/* Names that are one word of a line and nothing else a line could mean. */
static bool one_word(const char *name)
{
	return *name && *name != '-' && *name != '#' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:/@+") == strlen(name);
}

static void put_object(const struct trace *trace, uint64_t obj, struct str *out)
{
	const struct trace_object *object = obj <= UINT32_MAX ? trace_object(trace, (uint32_t)obj) : NULL;

	if (!obj)
		str_append(out, "-");
	else if (object && !object->again && one_word(rectext_object(trace, (uint32_t)obj)))
		str_append(out, rectext_object(trace, (uint32_t)obj));
	else
		str_format(out, "#%llu", (unsigned long long)obj);
}

/* Where in driver code: module in bits 63:48, offset below. */
static void put_code(uint64_t at, struct str *out)
{
	if (at == UINT64_MAX) {
		str_append(out, "?");
		return;
	}
	str_append(out, "module");
	str_number(out, at >> 48);
	str_append(out, "+");
	str_hex(out, at & (((uint64_t)1 << 48) - 1));
}

static void put_time(uint64_t ns, struct str *out)
{
	char text[40];

	if (ns > INT64_MAX)
		str_format(out, "0x%llx", (unsigned long long)ns);
	else
		str_append(out, vtime_text((vtime)ns, text, sizeof text));
}

static void put_text(const struct trace *trace, uint64_t text, struct str *out)
{
	size_t n;
	const char *bytes = trace_bytes_of(trace, text, &n);

	rectext_quote(bytes, n, out);
}

static void put_symbol(const char *set, uint64_t value, struct str *out)
{
	const char *name = record_symbol(set, value);

	if (*name == '?')
		str_format(out, "%llu", (unsigned long long)value);
	else
		str_append(out, name);
}

static void put_word(const struct trace *trace, const struct record_word *word, uint64_t value, struct str *out)
{
	switch (word->form) {
	case 'd':
		str_number(out, value);
		break;
	case 'x':
		str_hex(out, value);
		break;
	case 'v':
		put_time(value, out);
		break;
	case 't':
		put_text(trace, value, out);
		break;
	case 'o':
		put_object(trace, value, out);
		break;
	case 'n':
		if (value == RECORD_NONE)
			str_append(out, "-");
		else
			str_number(out, value);
		break;
	case 'c':
		put_code(value, out);
		break;
	case 's':
		put_symbol(word->set, value, out);
		break;
	default:
		bug(__FILE__, __LINE__, "a word of form '%c'", word->form);
	}
}

void rectext_word(const struct trace *trace, const struct record *record, unsigned i, struct str *out)
{
	struct record_word word;

	if (record_word((enum record_kind)record->kind, i, &word))
		put_word(trace, &word, record->w[i], out);
}

static const char *as_written(const char *english)
{
	return english;
}

static void as_it_stands(const char *english, struct str *out)
{
	str_append(out, english);
}

/* Words that hold one of the machine's own fixed texts, which can be said in another language. */
static bool fixed_text(const struct record *record, unsigned i)
{
	return (record->kind == R_CMD_REFUSED && i == 1) || (record->kind == R_RULE_VIOLATION && i == 1) ||
	       (record->kind == R_BUGCHECK && i == 2);
}

/* BAR 0 holds a device's registers. */
static const char *register_of(const struct trace *trace, const struct record *record, const struct record_word *word, uint64_t value)
{
	if (!strcmp(word->set, "reg"))
		return register_at_place(trace, record->obj, value);
	return !strcmp(word->set, "apic") ? register_of_apic(value) : register_at_offset(trace, record->obj, value);
}

const char *rectext_register(const struct trace *trace, const struct record *record, unsigned i)
{
	struct record_word word;

	if (!record_word((enum record_kind)record->kind, i, &word) || word.form == 's' || !*word.set)
		return NULL;
	return register_of(trace, record, &word, record->w[i]);
}

/* A place alone says nothing: its name stands for it. */
static void put_register(const struct trace *trace, const struct record *record, const struct record_word *word, uint64_t value, struct str *out)
{
	unsigned bar = !strcmp(word->set, "bar") ? (unsigned)(value >> 56) : 0;
	bool place = !strcmp(word->set, "reg");
	const char *name = register_of(trace, record, word, value);

	if (place && name)
		str_append(out, name);
	else
		put_word(trace, word, value & (((uint64_t)1 << 56) - 1), out);
	if (!place && name)
		str_format(out, " (%s)", name);
	else if (bar)
		str_format(out, " (BAR %u)", bar);
}

/* In a sentence a text stands without quotes, an object under its name whatever that is. */
static void put_plain(const struct trace *trace, const struct record *record, unsigned i, const struct rectext_language *in, struct str *out)
{
	struct record_word word;
	size_t n;

	if (!record_word((enum record_kind)record->kind, i, &word))
		return;
	if (word.form == 't' && fixed_text(record, i)) {
		struct str text = { 0 };

		in->text(trace_text_of(trace, record->w[i]), &text);
		escape(text.text, text.length, false, out);
		str_free(&text);
	} else if (word.form == 't') {
		const char *bytes = trace_bytes_of(trace, record->w[i], &n);

		escape(bytes, n, false, out);
	} else if (word.form == 'o') {
		str_append(out, rectext_object(trace, (uint32_t)record->w[i]));
	} else if (word.form == 's' && record->w[i] <= INT_MAX && *record_symbol(word.set, record->w[i]) != '?') {
		str_append(out, in->sentence(record_symbol(word.set, record->w[i])));
	} else if ((word.form == 'd' || word.form == 'x') && *word.set) {
		put_register(trace, record, &word, record->w[i], out);
	} else {
		put_word(trace, &word, record->w[i], out);
	}
}

static void put_cpu(const struct record *record, const struct rectext_language *in, struct str *out)
{
	if (record->cpu == RECORD_NO_CPU)
		str_append(out, in->sentence(N_("no CPU")));
	else
		str_format(out, "CPU %u", record->cpu);
}

/* Whether the part of a sentence that stands in [], from its first sign on, has something to say. */
static bool told_part(const struct record *record, const char *part)
{
	const char *place = strchr(part, '{');

	return !place || record->w[place[1] - '0'] != RECORD_NONE;
}

void rectext_sentence_in(const struct trace *trace, const struct record *record, const struct rectext_language *in, struct str *out)
{
	const char *at = in->sentence(record_forms[record->kind].sentence);

	while (*at) {
		size_t n = strcspn(at, "{[]");

		str_append_bytes(out, at, n);
		at += n;
		if (!*at)
			break;
		if (*at != '{') {
			at = *at == ']' || told_part(record, at) ? at + 1 : strchr(at, ']') + 1;
			continue;
		}
		if (at[1] == 'o')
			str_append(out, rectext_object(trace, record->obj));
		else if (at[1] == 'c')
			put_cpu(record, in, out);
		else
			put_plain(trace, record, (unsigned)(at[1] - '0'), in, out);
		at = strchr(at, '}') + 1;
	}
	while (out->length && out->text[out->length - 1] == ' ') /* its last word had nothing to say */
		out->text[--out->length] = 0;
}

void rectext_sentence(const struct trace *trace, const struct record *record, struct str *out)
{
	static const struct rectext_language english = { as_written, as_it_stands };

	rectext_sentence_in(trace, record, &english, out);
}

void rectext_head(struct str *out)
{
	str_format(out, "msilab-trace %d\n", RECTEXT_VERSION);
}

static void put_key(const char *key, uint64_t number, struct str *out)
{
	str_append(out, " ");
	str_append(out, key);
	str_append(out, "=");
	str_number(out, number);
}

void rectext_line(const struct trace *trace, const struct record *record, struct str *out)
{
	str_append(out, "@");
	str_number(out, (uint64_t)record->at);
	str_append(out, " #");
	str_number(out, record->number);
	str_append(out, " <");
	str_number(out, record->cause);
	str_append(out, " ");
	str_append(out, record_forms[record->kind].name);
	if (record->kind == R_MACHINE_OBJECT) { /* the name is not declared before this line is read */
		str_format(out, " obj=#%u", record->obj);
	} else if (record->obj) {
		str_append(out, " obj=");
		put_object(trace, record->obj, out);
	}
	if (record->cpu == RECORD_NO_CPU)
		str_append(out, " cpu=-");
	else
		put_key("cpu", record->cpu, out);
	if (record->irql || record->cpu != RECORD_NO_CPU)
		put_key("irql", record->irql, out);
	for (unsigned i = 0; i < 4; i++) {
		struct record_word word;

		if (!record_word((enum record_kind)record->kind, i, &word))
			continue;
		str_append(out, " ");
		str_append(out, word.name);
		str_append(out, "=");
		put_word(trace, &word, record->w[i], out);
	}
}
