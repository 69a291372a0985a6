/* SPDX-License-Identifier: MIT */
/* Progress as text: a line a lesson, a line a step in which something was done. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/progress.h"
#include "sim/base/mem.h"
#include "sim/base/words.h"

#define NAME "msilab-progress "
#define VERSION 1
#define HEAD NAME "1"

void progress_fini(struct progress *progress)
{
	mem_free(progress->lesson);
	*progress = (struct progress){ 0 };
}

static struct progress_lesson *find(const struct progress *progress, const char *id)
{
	for (size_t i = 0; i < progress->n; i++)
		if (!strcmp(progress->lesson[i].id, id))
			return &progress->lesson[i];
	return NULL;
}

const struct progress_lesson *progress_of(const struct progress *progress, const char *id)
{
	return find(progress, id);
}

static struct progress_lesson *add(struct progress *progress, const char *id)
{
	struct progress_lesson *lesson = find(progress, id);

	if (lesson)
		return lesson;
	mem_grow(&progress->lesson, &progress->room, progress->n + 1, sizeof *progress->lesson);
	lesson = &progress->lesson[progress->n++];
	*lesson = (struct progress_lesson){ 0 };
	snprintf(lesson->id, sizeof lesson->id, "%s", id);
	return lesson;
}

void progress_put(struct progress *progress, const struct progress_lesson *lesson)
{
	*add(progress, lesson->id) = *lesson;
}

/* ---- as text ---- */

static const char *yes(bool is)
{
	return is ? "yes" : "no";
}

static void step_text(const struct progress_lesson *lesson, unsigned i, struct str *out)
{
	const struct progress_step *step = &lesson->step[i];

	if (step->done || step->hints || step->tries)
		str_format(out, "step %s %u done=%s hints=%u answer=%u tries=%u\n", lesson->id, i + 1, yes(step->done), step->hints, step->answer,
			   step->tries);
}

void progress_text(const struct progress *progress, struct str *out)
{
	str_append(out, HEAD "\n");
	if (progress->last[0])
		str_format(out, "last %s\n", progress->last);
	for (size_t i = 0; i < progress->n; i++) {
		const struct progress_lesson *lesson = &progress->lesson[i];

		str_format(out, "lesson %s at=%u steps=%u done=%s\n", lesson->id, lesson->at, lesson->steps, yes(lesson->done));
		for (unsigned k = 0; k < LESSON_STEPS_MAX; k++)
			step_text(lesson, k, out);
	}
	str_append(out, "end\n");
}

static unsigned number(const struct words *words, const char *key, unsigned most)
{
	const char *value = words_value(words, key);
	uint64_t n;

	return value && words_number(value, most, &n) ? (unsigned)n : 0;
}

static bool says_yes(const struct words *words)
{
	const char *value = words_value(words, "done");

	return value && !strcmp(value, "yes");
}

static void read_step(struct progress *progress, const struct words *words, const char *id)
{
	struct progress_lesson *lesson = find(progress, id);
	uint64_t n;

	if (!lesson || !words_plain(words, 2) || !words_number(words_plain(words, 2), LESSON_STEPS_MAX, &n) || !n)
		return;
	lesson->step[n - 1] = (struct progress_step){ says_yes(words), number(words, "hints", LESSON_LIST_MAX),
						      number(words, "answer", LESSON_LIST_MAX), number(words, "tries", 1000000) };
}

static void read_line(struct progress *progress, const struct words *words)
{
	const char *word = words_plain(words, 0), *id = words_plain(words, 1);
	struct progress_lesson *lesson;

	if (!word || !id)
		return;
	if (!strcmp(word, "last"))
		snprintf(progress->last, sizeof progress->last, "%s", id);
	else if (!strcmp(word, "step"))
		read_step(progress, words, id);
	else if (!strcmp(word, "lesson")) {
		lesson = add(progress, id);
		lesson->at = number(words, "at", LESSON_STEPS_MAX + 1);
		lesson->steps = number(words, "steps", LESSON_STEPS_MAX);
		lesson->done = says_yes(words);
	}
}

/* A head, lines, and the end mark: less is a text that was cut. Words that are not known are those of a later msilab. */
static bool read_lines(struct progress *progress, const char *text, unsigned *at, struct err *err)
{
	bool ended = false;

	for (*at = 1; *text && !ended; ++*at) {
		size_t n = strcspn(text, "\n"); /* a line without its end may have been cut anywhere */
		struct str line = { 0 };
		struct words words;
		bool good;

		str_append_bytes(&line, text, n);
		ended = !strcmp(line.text, "end");
		good = *at > 1 || !strcmp(line.text, HEAD) || err_set(err, "this is no progress of msilab, or of another version");
		if (good && *at > 1 && text[n]) {
			good = words_split(&words, line.text, err);
			if (good)
				read_line(progress, &words);
			words_free(&words);
		}
		str_free(&line);
		if (!good)
			return false;
		text += n + (text[n] == '\n');
	}
	return ended || err_set(err, "its end is missing");
}

bool progress_read(struct progress *progress, const char *text, const char *file, struct err *err)
{
	unsigned line;

	*progress = (struct progress){ 0 };
	if (read_lines(progress, text, &line, err))
		return true;
	progress_fini(progress);
	return err_at(err, file, line, 0);
}

size_t progress_salvage(struct progress *progress, const char *text)
{
	struct err err;
	unsigned line;

	*progress = (struct progress){ 0 };
	read_lines(progress, text, &line, &err);
	return progress->n;
}

bool progress_is_newer(const char *text)
{
	char digits[12] = "";
	uint64_t version;

	if (strncmp(text, NAME, strlen(NAME)))
		return false;
	text += strlen(NAME);
	if (strcspn(text, "\n") < sizeof digits)
		memcpy(digits, text, strcspn(text, "\n"));
	return words_number(digits, UINT32_MAX, &version) && version > VERSION;
}

/* ---- joining ---- */

static unsigned more(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static void merge_lesson(struct progress_lesson *to, const struct progress_lesson *from)
{
	to->done |= from->done;
	to->at = more(to->at, from->at);
	to->steps = more(to->steps, from->steps);
	for (unsigned i = 0; i < LESSON_STEPS_MAX; i++) {
		struct progress_step *step = &to->step[i];
		const struct progress_step *other = &from->step[i];

		if (!step->answer)
			step->answer = other->answer;
		step->done |= other->done;
		step->hints = more(step->hints, other->hints);
		step->tries = more(step->tries, other->tries);
	}
}

void progress_merge(struct progress *progress, const struct progress *other)
{
	for (size_t i = 0; i < other->n; i++)
		merge_lesson(add(progress, other->lesson[i].id), &other->lesson[i]);
	if (!progress->last[0])
		snprintf(progress->last, sizeof progress->last, "%s", other->last);
}
