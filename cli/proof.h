/* SPDX-License-Identifier: MIT */
/*
 * What the checks of a lesson share (cli/lesson_checks.def): one function a check, which says what is wrong with the lesson, a
 * sentence after another, each with its line of the file, and nothing where the check holds.
 */
#ifndef MSILAB_CLI_PROOF_H
#define MSILAB_CLI_PROOF_H

#include "cli/intake.h"
#include "cli/languages.h"
#include "cli/lesson_check.h"
#include "lessons/host/play.h"

#define PROOF_LESSONS_MAX 64

struct proof {
	struct lesson *lesson;
	struct intake *intake; /* of the lesson's machine */
	bool shipped;          /* it is one of those that ship */
	struct str said;       /* by the check that runs */
	struct str told;       /* by the checks before it: a sentence is told once */
	struct languages languages; /* it claims to be translated to */
	unsigned others;       /* lessons that ship */
	struct lesson *other[PROOF_LESSONS_MAX];
};

/* line 0: the lesson as a whole. What an earlier check has said already is referred to. */
void proof_say(struct proof *proof, unsigned line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What a learner reads: a field of the lesson, of a step or of a part of it. */
struct proof_text {
	const char *field; /* as in the file */
	const char *text;
	unsigned step;     /* from 1; 0: of the lesson */
	unsigned line;     /* where it is marked; else of its step */
	bool marked;       /* for translation */
	int lines;         /* it may take, of LESSON_COLUMNS */
};

/* Calls each() for every text, in the order in which they are read. */
void proof_each_text(struct proof *proof, void (*each)(struct proof *proof, const struct proof_text *text));

/* Of what a lesson names, the keywords: in its form, and in lines that set them. */
void proof_form(struct proof *proof);

/* Whether all of a text can be shown: UTF-8, blanks and the ends of lines, and nothing that a terminal takes for a command. */
bool proof_shows(const char *words);

/* A line of the list: what holds, or what does not with what was said of it. */
void proof_print(const char *says, const struct str *said);

#define CHECK(name, says) void check_##name(struct proof *proof);
#include "cli/lesson_checks.def"
#undef CHECK

#endif
