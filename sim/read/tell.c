/* SPDX-License-Identifier: MIT */
/* Records in a person's language. The machine's texts are English in the trace: here they are recognised and said again. */
#include <stdio.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"

#define VALUES_MOST 4

static const char *const told[] = {
#define TOLD(text) text,
#include "sim/read/told.def"
#undef TOLD
};

/* What stands for each %s of a pattern, owned; false: the text is not of it. A value ends where the pattern goes on. */
static bool match(const char *pattern, const char *text, char *value[VALUES_MOST])
{
	for (unsigned n = 0;;) {
		size_t plain = strcspn(pattern, "%"), length;
		char after[80];
		const char *end;

		if (strncmp(pattern, text, plain))
			return false;
		pattern += plain;
		text += plain;
		if (!*pattern)
			return !*text;
		pattern += 2;
		snprintf(after, sizeof after, "%.*s", (int)strcspn(pattern, "%"), pattern);
		end = *after ? strstr(text, after) : text + strlen(text);
		if (!end || n == VALUES_MOST)
			return false;
		length = (size_t)(end - text);
		value[n] = mem_new(length + 1);
		memcpy(value[n++], text, length);
		text = end;
	}
}

/* A value that is a sentence is said as well; a name or a number stays. */
static char *again(const char *value)
{
	struct str out = { 0 };

	str_append(&out, "");
	if (value && strchr(value, ' '))
		tell_text(value, &out);
	else
		str_append(&out, value ? value : "");
	return out.text;
}

static bool told_as(const char *pattern, const char *english, struct str *out)
{
	char *value[VALUES_MOST] = { 0 }, *said[VALUES_MOST];
	bool good = match(pattern, english, value);

	for (unsigned i = 0; i < VALUES_MOST; i++)
		said[i] = again(value[i]);
	if (good)
		str_format(out, say(pattern), said[0], said[1], said[2], said[3]);
	for (unsigned i = 0; i < VALUES_MOST; i++) {
		mem_free(value[i]);
		mem_free(said[i]);
	}
	return good;
}

void tell_text(const char *english, struct str *out)
{
	const char *said = say(english);

	for (size_t i = 0; said == english && i < sizeof told / sizeof *told; i++)
		if (told_as(told[i], english, out))
			return;
	str_append(out, said);
}

const char *tell_symbol(const char *set, uint64_t value)
{
	return say(record_symbol(set, value));
}

static const struct note {
	const char *pattern;
	unsigned first;
	const char *sentence;
} notes[] = {
#define NOTE(pattern, first, sentence) { pattern, first, sentence },
#include "sim/read/notes.def"
#undef NOTE
};

static bool told_as_note(const struct note *note, const char *command, struct str *out)
{
	char *value[2 * VALUES_MOST] = { 0 };
	bool good = match(note->pattern, command, value);

	if (good)
		str_format(out, say(note->sentence), value[note->first], value[note->first + 1], value[note->first + 2]);
	for (unsigned i = 0; i < VALUES_MOST; i++)
		mem_free(value[i]);
	return good;
}

bool tell_note(const char *command, struct str *out)
{
	for (size_t i = 0; !strncmp(command, "note ", 5) && i < sizeof notes / sizeof *notes; i++)
		if (told_as_note(&notes[i], command, out))
			return true;
	return false;
}

void tell_command(const char *command, struct str *out)
{
	if (!tell_note(command, out))
		str_append(out, command);
}

void tell_record(const struct trace *trace, const struct record *record, struct str *out)
{
	static const struct rectext_language language = { say, tell_text };

	if (record->kind == R_CMD_TAKE && tell_note(trace_text_of(trace, record->w[0]), out))
		return;
	rectext_sentence_in(trace, record, &language, out);
}

void tell_record_both(const struct trace *trace, const struct record *record, struct str *out)
{
	const char *english = record_forms[record->kind].sentence;

	tell_record(trace, record, out);
	if (say(english) == english && record->kind != R_CMD_TAKE)
		return;
	str_append(out, " ");
	rectext_sentence(trace, record, out);
}
