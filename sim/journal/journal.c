/* SPDX-License-Identifier: MIT */
/* Reading and writing journals, line by line. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/journal/journal.h"

#define MARK "\xEF\xBB\xBF" /* of byte order, as other systems' editors write it */
#define FIRST_WORD "msilab-journal"

/* Where reading stands. */
struct place {
	struct journal *journal;
	const char *text, *end;
	unsigned line;
	bool begun; /* past `begin` */
	vtime at;
	uint64_t event;
};

void journal_init(struct journal *journal)
{
	*journal = (struct journal){ 0 };
	machine_init(&journal->machine);
}

void journal_free(struct journal *journal)
{
	for (size_t i = 0; i < journal->n; i++)
		command_free(&journal->commands[i]);
	mem_free(journal->commands);
	machine_fini(&journal->machine);
	*journal = (struct journal){ 0 };
}

void journal_append(struct journal *journal, struct command *take)
{
	mem_grow(&journal->commands, &journal->room, journal->n + 1, sizeof *take);
	journal->commands[journal->n++] = *take;
	*take = (struct command){ 0 };
}

static bool stamp_wrong(const char *expected, const char *found, unsigned col, struct err *err)
{
	err_set(err, "a command in a journal starts with its time and event");
	err_expected(err, "%s", expected);
	if (*found)
		err_found(err, "%.40s", found);
	else
		err_found(err, "the end of the line");
	return err_at(err, NULL, 0, col);
}

/* A word of a stamp: the mark, then what `take` reads. Moves *at behind the blanks. */
static bool stamp_word(const char *line, const char **at, const char *expected, bool (*take)(const char *, uint64_t *),
		       uint64_t *value, struct err *err)
{
	const char *start = *at;
	char word[32] = "";
	size_t n = strcspn(start, " \t");

	if (n < sizeof word)
		memcpy(word, start, n);
	if (word[0] != expected[0] || !take(word + 1, value))
		return stamp_wrong(expected, start, (unsigned)(start - line) + 1, err);
	*at = start + n;
	*at += strspn(*at, " \t");
	return true;
}

static bool take_time(const char *text, uint64_t *value)
{
	vtime at;

	if (!vtime_parse(text, &at) || at < 0)
		return false;
	*value = (uint64_t)at;
	return true;
}

static bool take_event(const char *text, uint64_t *value)
{
	return words_number(text, JOURNAL_ANY_EVENT - 1, value);
}

static bool backwards(const struct place *place, struct err *err)
{
	err_set(err, "this command stands before the one above it");
	err_expected(err, "@%lld !%llu or later", (long long)place->at, (unsigned long long)place->event);
	return err_at(err, NULL, 0, 1);
}

/* `@TIME !EVENT COMMAND...`; columns in errors are those of the whole line. */
static bool read_command(struct place *place, const char *line, struct err *err)
{
	const char *rest = line;
	struct command command;
	uint64_t at, event = JOURNAL_ANY_EVENT;

	rest += strspn(rest, " \t");
	if (!*rest || *rest == '#')
		return true;
	if (!stamp_word(line, &rest, "@TIME", take_time, &at, err))
		return false;
	if (*rest == '!' && !stamp_word(line, &rest, "!NUMBER", take_event, &event, err))
		return false;
	if ((vtime)at < place->at || event < place->event)
		return backwards(place, err);
	if (!command_read(&command, rest, err)) {
		err->col += err->col ? (unsigned)(rest - line) : 0;
		command_free(&command);
		return false;
	}
	command.at = place->at = (vtime)at;
	command.event = event;
	command.line = place->line;
	if (event != JOURNAL_ANY_EVENT)
		place->event = event;
	journal_append(place->journal, &command);
	return true;
}

static bool read_head(struct place *place, const char *line, struct err *err)
{
	struct words words;
	bool good = words_split(&words, line, err);

	if (good && words.n == 1 && !words.word[0].value && strcmp(words.word[0].text, "begin") == 0)
		place->begun = true;
	else
		good = good && machine_line(&place->journal->machine, &words, place->line, err);
	words_free(&words);
	return good;
}

/* What no line of text can answer for: size, bytes that are not text, an end that is none. */
static bool whole_good(const char *text, size_t n, struct err *err)
{
	if (n > JOURNAL_BYTES_MAX) {
		err_set(err, "this file is too large for a journal");
		err_expected(err, "at most %u bytes", JOURNAL_BYTES_MAX);
		return err_found(err, "%zu", n);
	}
	if (memchr(text, '\0', n)) {
		err_set(err, "this is not text");
		err_expected(err, "a journal or a machine description");
		return err_found(err, "a zero byte at offset %zu", (size_t)((const char *)memchr(text, '\0', n) - text));
	}
	if (n == 0) {
		err_set(err, "this file is empty");
		return err_expected(err, "a journal or a machine description");
	}
	return true;
}

static bool ended(const char *text, size_t n, unsigned line, struct err *err)
{
	if (text[n - 1] == '\n')
		return true;
	err_set(err, "the last line has no end: the file was cut");
	err_expected(err, "a line end");
	return err_at(err, NULL, line, 0);
}

static bool read_lines(struct place *place, struct err *err)
{
	struct str line = { 0 };
	bool good = true;

	while (good && place->text < place->end) {
		size_t stop, n = words_line(place->text, (size_t)(place->end - place->text), &stop);

		str_clear(&line);
		str_append_bytes(&line, place->text, n);
		place->line++;
		good = place->begun ? read_command(place, line.text, err) : read_head(place, line.text, err);
		if (!good)
			err->line = place->line;
		place->text += n + stop;
	}
	str_free(&line);
	return good;
}

bool journal_read(struct journal *journal, const char *text, size_t n, const char *file, struct err *err)
{
	struct place place = { .journal = journal, .text = text, .end = text + n };
	bool good = whole_good(text, n, err);

	if (good && n >= sizeof MARK - 1 && !memcmp(text, MARK, sizeof MARK - 1))
		place.text += sizeof MARK - 1;
	good = good && read_lines(&place, err);
	if (good)
		good = ended(text, n, place.line, err);
	if (!good)
		err_at(err, file, err->line, err->col);
	return good;
}

void journal_head_text(const struct journal *journal, struct str *out)
{
	str_format(out, FIRST_WORD " %d\n", JOURNAL_VERSION);
	machine_text(&journal->machine, out);
	str_append(out, "begin\n");
}

void journal_command_text(const struct command *command, struct str *out)
{
	str_format(out, "@%lld ", (long long)command->at);
	if (command->event != JOURNAL_ANY_EVENT)
		str_format(out, "!%llu ", (unsigned long long)command->event);
	str_format(out, "%s\n", command->text);
}

void journal_commands_text(const struct journal *journal, size_t from, struct str *out)
{
	for (size_t i = from; i < journal->n; i++)
		journal_command_text(&journal->commands[i], out);
}

void journal_text(const struct journal *journal, struct str *out)
{
	journal_head_text(journal, out);
	journal_commands_text(journal, 0, out);
}
