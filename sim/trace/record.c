/* SPDX-License-Identifier: MIT */
/* The tables behind records.def and symbols.def. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/trace/record.h"

const struct record_form record_forms[RECORD_KINDS] = {
#define RECORD(id, name, w0, w1, w2, w3, sentence) { name, { w0, w1, w2, w3 }, sentence },
#include "sim/trace/records.def"
#undef RECORD
};

static const struct symbol {
	const char *set, *name;
	int value;
} symbols[] = {
#define SYMBOLS(set)
#define SYMBOL(set, id, name) { #set, name, SYM_##set##_##id },
#define END(set)
#include "sim/trace/symbols.def"
#undef SYMBOLS
#undef SYMBOL
#undef END
};

#define SYMBOLS_N (sizeof symbols / sizeof symbols[0])

bool record_word(enum record_kind kind, unsigned i, struct record_word *word)
{
	const char *text = record_forms[kind].word[i];
	const char *colon = strchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : 0;

	if (!*text)
		return false;
	must(colon && n < sizeof word->name);
	memcpy(word->name, text, n);
	word->name[n] = '\0';
	word->form = colon[1];
	word->set = colon[2] == '.' ? colon + 3 : "";
	return true;
}

enum record_kind record_kind_named(const char *name)
{
	unsigned kind = 0;

	while (kind < RECORD_KINDS && strcmp(record_forms[kind].name, name) != 0)
		kind++;
	return (enum record_kind)kind;
}

const char *record_symbol(const char *set, uint64_t value)
{
	for (size_t i = 0; i < SYMBOLS_N; i++)
		if (strcmp(symbols[i].set, set) == 0 && (uint64_t)symbols[i].value == value)
			return symbols[i].name;
	return "?";
}

int record_symbol_value(const char *set, const char *name)
{
	for (size_t i = 0; i < SYMBOLS_N; i++)
		if (strcmp(symbols[i].set, set) == 0 && strcmp(symbols[i].name, name) == 0)
			return symbols[i].value;
	return -1;
}
