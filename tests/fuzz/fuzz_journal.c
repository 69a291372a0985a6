/* SPDX-License-Identifier: MIT */
/* Journals: any bytes are read or refused with one error; what is read is written as a text that reads the same. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/journal/journal.h"
#include "tests/fuzz/fuzz.h"

static void again(const struct journal *journal)
{
	struct str first = { 0 }, text = { 0 };
	struct journal second;
	struct err err;

	journal_text(journal, &first);
	journal_init(&second);
	must(journal_read(&second, first.text, first.length, "again", &err));
	journal_text(&second, &text);
	must(strcmp(first.text, text.text) == 0);
	journal_free(&second);
	str_free(&first);
	str_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct journal journal;
	struct err err;
	char said[1024];

	journal_init(&journal);
	if (journal_read(&journal, (const char *)bytes, n, "input", &err))
		again(&journal);
	else
		must(*err_text(&err, said, sizeof said) && err.text[0]);
	journal_free(&journal);
	return 0;
}
