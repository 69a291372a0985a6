/* SPDX-License-Identifier: MIT */
/*
 * Hints that contain the answer or the right choice, or say what another said. A line of a solution is its words: verb, object and values; a hint gives it away when it holds them all,
 * in whatever order and spelling: letters small or large, numbers in digits, hexadecimal or words. Three words or more also count when
 * they are spread over the hints of a step. What the step's own text says is no secret; that time passes (run, until) is none.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/proof.h"
#include "sim/base/say.h"

#define WORDS 200
#define WORD_BYTES 40
#define CHOICE_WORDS 3 /* fewer may stand in a hint by chance */

/* The words of a text, spelled in one way. */
struct plain {
	unsigned n;
	char word[WORDS][WORD_BYTES];
};

static const char *const numbers[] = {
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
	"fifteen", "sixteen",
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '_' || c == '*' || c == '-';
}

/* One word, spelled as all its other spellings are. */
static void normalise(char *word)
{
	char *end;
	unsigned long number;

	for (char *at = word; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	for (size_t n = strlen(word); n && (word[n - 1] == '.' || word[n - 1] == '-'); n--)
		word[n - 1] = '\0';
	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!strcmp(word, numbers[i]))
			snprintf(word, WORD_BYTES, "%u", i);
	number = strtoul(word, &end, 0);
	if (isdigit((unsigned char)*word) && !*end)
		snprintf(word, WORD_BYTES, "%lu", number);
}

static void add(struct plain *plain, const char *text, size_t n)
{
	char *word = plain->word[plain->n];

	if (plain->n == WORDS || n >= WORD_BYTES)
		return;
	memcpy(word, text, n);
	word[n] = '\0';
	normalise(word);
	plain->n += *word != '\0';
}

/* Appends a text's words. Letters that are not ASCII part words: names stand in any language as they are. */
static void take(struct plain *plain, const char *text)
{
	while (*text) {
		size_t n = 0;

		while (is_word(text[n]))
			n++;
		if (n)
			add(plain, text, n);
		text += n ? n : 1;
	}
}

static bool holds(const struct plain *plain, const char *word)
{
	for (unsigned i = 0; i < plain->n; i++)
		if (!strcmp(plain->word[i], word))
			return true;
	return false;
}

/* All words, and where `ordered` in this order. */
static bool holds_all(const struct plain *hint, const struct plain *line, bool ordered)
{
	unsigned from = 0;

	for (unsigned i = 0; i < line->n; i++) {
		if (!holds(hint, line->word[i]))
			return false;
		while (from < hint->n && strcmp(hint->word[from], line->word[i]))
			from++;
	}
	return !ordered || from < hint->n;
}

/* Of a filter, what stands behind the colons. */
static void values(struct plain *out, const char *filter)
{
	for (const char *at = filter; *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " "), name = strcspn(at, ": ");

		if (name < n)
			add(out, at + name + 1, n - name - 1);
		at += n;
	}
}

/* The words of a line that are its secret. ordered: their order is it too (a list with commas). */
static void secret(const char *line, struct plain *out, bool *ordered)
{
	const char *equals = strchr(line, '=');

	out->n = 0;
	*ordered = equals && strchr(equals, ',');
	if (equals && !strncmp(line, "keyword ", 8)) /* the verb and the device are the form's */
		for (line = equals; line[-1] != ' ';)
			line--;
	if (!strncmp(line, "point ", 6))
		values(out, line + 6);
	else
		take(out, line);
}

/* Time that passes, and what is counted apart. */
static bool is_request(const char *line)
{
	static const char *const verbs[] = { "run ", "until ", "answer ", "sweep" };

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strncmp(line, verbs[i], strlen(verbs[i])))
			return true;
	return false;
}

static const char *hint_in(const struct proof *proof, const char *hint, int language)
{
	const char *found = NULL;

	if (language >= 0 && proof->languages.language[language].catalogue)
		found = catalogue_find(proof->languages.language[language].catalogue, hint);
	return found ? found : hint;
}

static void check_line(struct proof *proof, unsigned i, const char *line, int language)
{
	const struct lesson_step *step = &proof->lesson->step[i];
	struct plain words, text = { 0 }, all = { 0 };
	bool ordered, alone = false;

	secret(line, &words, &ordered);
	take(&text, step->text);
	if (!words.n || is_request(line) || holds_all(&text, &words, ordered))
		return;
	for (unsigned k = 0; k < step->hints.n; k++) {
		struct plain hint = { 0 };

		take(&hint, hint_in(proof, step->hints.line[k], language));
		take(&all, hint_in(proof, step->hints.line[k], language));
		if (!holds_all(&hint, &words, ordered))
			continue;
		alone = true;
		proof_say(proof, marks_line(&proof->lesson->marks, step->hints.line[k]), "step %u: hint %u gives '%s' away", i + 1, k + 1, line);
	}
	if (!alone && words.n > 2 && holds_all(&all, &words, ordered))
		proof_say(proof, step->line, "step %u: its hints together give '%s' away", i + 1, line);
}

static void check_lines(struct proof *proof, unsigned i, const struct lesson_list *lines)
{
	for (unsigned k = 0; k < lines->n; k++)
		for (int language = -1; language < (int)proof->languages.n; language++) {
			size_t before = proof->said.length;

			check_line(proof, i, lines->line[k], language);
			if (proof->said.length > before)
				break; /* told once */
		}
}

/* Whether a text holds another's words one after another. */
static bool holds_in_a_row(const struct plain *text, const struct plain *part)
{
	for (unsigned i = 0; part->n && i + part->n <= text->n; i++) {
		unsigned k = 0;

		while (k < part->n && !strcmp(text->word[i + k], part->word[k]))
			k++;
		if (k == part->n)
			return true;
	}
	return false;
}

/* The number of the choice that is right, or its words where they are enough to be known again. */
static bool tells_choice(const struct lesson_step *step, const struct plain *hint)
{
	for (unsigned i = 0; i < step->choices; i++) {
		struct plain words = { 0 }, number = { 0 };
		char answer[24];

		if (step->choice[i].idea)
			continue;
		take(&words, step->choice[i].text);
		snprintf(answer, sizeof answer, "answer %u", i + 1);
		take(&number, answer);
		if ((words.n >= CHOICE_WORDS && holds_in_a_row(hint, &words)) || holds_in_a_row(hint, &number))
			return true;
	}
	return false;
}

static void check_each_hint(struct proof *proof, unsigned i)
{
	const struct lesson_step *step = &proof->lesson->step[i];

	for (unsigned k = 0; k < step->hints.n; k++) {
		unsigned line = marks_line(&proof->lesson->marks, step->hints.line[k]);
		struct plain hint = { 0 };

		take(&hint, step->hints.line[k]);
		if (tells_choice(step, &hint))
			proof_say(proof, line, "step %u: hint %u tells which choice is right", i + 1, k + 1);
		for (unsigned before = 0; before < k; before++)
			if (!strcmp(step->hints.line[before], step->hints.line[k]))
				proof_say(proof, line, "step %u: hint %u says what hint %u says", i + 1, k + 1, before + 1);
	}
}

void check_hints(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];

		if (step->goals && step->hints.n != LESSON_HINTS)
			proof_say(proof, step->line, "step %u, hints: %u; expected %d", i + 1, step->hints.n, LESSON_HINTS);
		check_each_hint(proof, i);
		check_lines(proof, i, &step->solution);
		check_lines(proof, i, &step->code_solution);
	}
}
