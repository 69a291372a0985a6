/* SPDX-License-Identifier: MIT */
/* The checks of a lesson in turn, and what they share. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/lessons.h"
#include "cli/proof.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

static const struct {
	const char *says;
	void (*run)(struct proof *proof);
} checks[] = {
#define CHECK(name, says) { says, check_##name },
#include "cli/lesson_checks.def"
#undef CHECK
};

/* Once in a check. */
static void say_again(struct proof *proof)
{
	struct str again = { 0 };

	str_format(&again, "        %s\n", say("as said above"));
	if (!proof->said.text || !strstr(proof->said.text, again.text))
		str_append(&proof->said, again.text);
	str_free(&again);
}

void proof_say(struct proof *proof, unsigned line, const char *format, ...)
{
	struct str sentence = { 0 };
	va_list args;

	str_format(&sentence, "        %s:", proof->lesson->file);
	if (line)
		str_format(&sentence, "%u:", line);
	str_append(&sentence, " ");
	va_start(args, format);
	str_vformat(&sentence, say(format), args);
	va_end(args);
	str_append(&sentence, "\n");
	if (proof->told.text && strstr(proof->told.text, sentence.text))
		say_again(proof);
	else if (!proof->said.text || !strstr(proof->said.text, sentence.text))
		str_append(&proof->said, sentence.text);
	str_free(&sentence);
}

/* ---- the lessons that ship ---- */

/* One that cannot be read is told of by its own check. */
static void take_other(const char *path, void *context)
{
	struct proof *proof = context;
	struct lesson *lesson;
	struct err err;

	if (file_one(path, proof->lesson->file)) {
		proof->shipped = true;
		return;
	}
	lesson = proof->others < PROOF_LESSONS_MAX ? lessons_read(path, &err) : NULL;
	if (lesson)
		proof->other[proof->others++] = lesson;
}

/* A lesson that ships is translated to each language of the program; a person's own to those it names. */
static void find_languages(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	if (proof->shipped)
		languages_of_program(&proof->languages);
	else
		languages_of_person(&proof->languages, lesson->languages.line, lesson->languages.n, proof->intake->folder ? proof->intake->folder : ".", lesson->id);
}

static void fini(struct proof *proof)
{
	languages_fini(&proof->languages);
	for (unsigned i = 0; i < proof->others; i++)
		lesson_free(proof->other[i]);
	str_free(&proof->said);
	str_free(&proof->told);
}

void proof_print(const char *says, const struct str *said)
{
	if (said->length)
		printf(say("FAILED  %s\n"), say(says));
	else
		printf(say("ok      %s\n"), say(says));
	if (said->length)
		fputs(said->text, stdout);
}

unsigned lesson_check(struct lesson *lesson, struct intake *intake)
{
	struct proof proof = { .lesson = lesson, .intake = intake };
	unsigned failed = 0;

	lessons_each(take_other, &proof);
	find_languages(&proof);
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		str_clear(&proof.said);
		checks[i].run(&proof);
		proof_print(checks[i].says, &proof.said);
		if (proof.said.length)
			str_append(&proof.told, proof.said.text);
		failed += proof.said.length != 0;
	}
	fini(&proof);
	return failed;
}
